//! The words of a notice. Text from goal pages appears in it only as `wikitext::plain` makes it.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::answers;
use super::items;
use super::known::Known;
use crate::account::Account;
use crate::calendar::Quarter;
use crate::checks::{Finding, Item, Topic};
use crate::config::Board;
use crate::i18n::{Message, date};
use crate::ledger::{Key, NoticeKey};
use crate::plan::{self, Change, Kind, PageRound, PlannedEdit};
use crate::survey::Report;
use crate::wiki::TalkPage;
use crate::wikitext;

/// A key result's text is quoted up to this many characters.
const LONGEST_QUOTE: usize = 200;
/// A notice lists this many places of a page, and counts the rest.
const MOST_LINES: usize = 10;
/// Days that the link “snooze” proposes.
const SNOOZE_DAYS: u64 = 28;

/// What a notice is about.
pub struct Notice<'a> {
    /// The recipient; the talk page may be another one's that theirs leads to.
    pub account: Option<Account>,
    /// The user id of whose talk page it is.
    pub recipient: u64,
    /// The quarter.
    pub quarter: Quarter,
    /// Where it goes.
    pub talk_page: &'a TalkPage,
    /// The goal pages, as indices into the survey's reports.
    pub pages: Vec<(usize, PageRound)>,
    /// What is said: indices into the survey's reports and their findings.
    pub findings: Vec<(usize, usize)>,
    /// The earlier notice in whose section it goes.
    pub reply_to: Option<NoticeKey>,
}

/// One message: what is missing where, with links; until when, who asks, how to answer and how to stop.
pub fn notice(known: &Known<'_>, notice: Notice<'_>) -> PlannedEdit {
    let rounds: Vec<PageRound> = notice.pages.iter().map(|(_, page)| page.clone()).collect();
    let key = NoticeKey {
        recipient: notice.recipient,
        quarter: notice.quarter,
        day: known.today,
        pages: rounds.iter().map(PageRound::key).collect(),
    };
    let board = notice.pages.first().and_then(|(at, _)| known.at_board(*at)).map(|(_, board, _)| board);
    let key = Key::Notice(key);
    let language = board.map_or("en", |board| &board.notices.language);
    let words = Words { known, notice: &notice, board, language };
    let sentence = words.say(Message::new("notice-summary").with(known.user_page()));
    let (text, heading, change) = match notice.reply_to.clone() {
        Some(to) => (words.reply(&key), None, Change::Reply(to)),
        None => (words.section(&key), Some(words.heading()), Change::AddSection),
    };
    let reports = notice.pages.iter().filter_map(|(at, _)| known.survey.reports.get(*at));
    let mut boards: Vec<_> = rounds.iter().map(|page| page.board.clone()).collect();
    boards.dedup();
    PlannedEdit {
        board: boards.pop().filter(|_| rounds.len() == 1),
        recipient: notice.account.clone(),
        base: notice.talk_page.revision(),
        read: reports.flat_map(|report| known.read(report)).chain(known.lists_read()).collect(),
        pages: rounds,
        heading,
        text,
        summary: key.summary(&sentence),
        findings: notice.findings.clone(),
        change,
        ..PlannedEdit::new(Kind::Notice, notice.talk_page.title.clone(), &key)
    }
}

/// A notice in the making.
struct Words<'a> {
    known: &'a Known<'a>,
    notice: &'a Notice<'a>,
    board: Option<&'a Board>,
    language: &'a str,
}

impl Words<'_> {
    fn say(&self, message: Message) -> String {
        message.text(self.language)
    }

    fn date(&self, day: NaiveDate) -> String {
        date(day, self.language)
    }

    fn quarter(&self) -> String {
        self.say(Message::new("quarter").with(self.notice.quarter.number()))
    }

    fn reports(&self) -> impl Iterator<Item = (usize, &Report)> {
        self.notice.pages.iter().filter_map(|(at, _)| Some((*at, self.known.survey.reports.get(*at)?)))
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let reports = &self.known.survey.reports;
        self.notice.findings.iter().filter_map(|(at, number)| reports.get(*at)?.findings.get(*number))
    }

    /// Whether it asks for nothing but statuses.
    fn is_closing(&self) -> bool {
        self.notice.pages.iter().all(|(_, page)| page.round.is_none())
    }

    /// Whether no later notice about these pages can come.
    fn is_last(&self) -> bool {
        self.notice.pages.iter().all(|(at, page)| {
            let rounds = self.known.at_board(*at).map(|(_, board, _)| board.notices.rounds);
            page.round.is_none() || page.round >= rounds
        })
    }

    fn heading(&self) -> String {
        let several = Message::new("notice-heading-pages").with(self.quarter()).with(self.notice.pages.len());
        let one =
            |title: &str| Message::new("notice-heading").with(self.quarter()).with(wikitext::title(title));
        let mut reports = self.reports();
        let first = reports.next();
        self.say(first.filter(|_| reports.next().is_none()).map_or(several, |(_, report)| one(&report.title)))
    }

    /// The first notice of a quarter: a section of its own.
    fn section(&self, key: &Key) -> String {
        let pages = self.notice.pages.len();
        let intro = match (self.is_closing(), pages) {
            (false, 1) => "notice-intro",
            (false, _) => "notice-intro-pages",
            (true, 1) => "notice-intro-closing",
            (true, _) => "notice-intro-closing-pages",
        };
        let quarter = self.notice.quarter;
        let intro = Message::new(intro)
            .with(self.quarter())
            .with(self.date(quarter.first_day()))
            .with(self.date(quarter.last_day()));
        let page = self.reports().next().map(|(_, report)| wikitext::link(&report.title, "", &report.title));
        // Of several pages each has a line of its own.
        let mut text = self.say(intro.with(page.unwrap_or_default())) + "\n";
        for (at, report) in self.reports() {
            if pages > 1 {
                let page = wikitext::link(&report.title, "", &report.title);
                let _ = writeln!(text, "\n{}", self.say(Message::new("notice-page").with(page)));
            }
            self.lines(&mut text, at, report, "");
        }
        let _ = writeln!(text, "\n{} {}", self.ask(), self.contact());
        let _ = writeln!(text, "\n{}", self.answers());
        let user_page = self.known.user_page();
        let stop = self.say(Message::new("notice-stop").with(self.known.bot).with(user_page));
        plan::sealed(&text, &format!("{stop} ~~~~{}", key.comment()))
    }

    /// A later one, while the first stands there: a reply under it.
    fn reply(&self, key: &Key) -> String {
        let intro = if self.is_closing() { "notice-reply-closing" } else { "notice-reply" };
        let last = self.date(self.notice.quarter.last_day());
        let mut text = self.say(Message::new(intro).with(self.quarter()).with(last)) + "\n";
        for (at, report) in self.reports() {
            if self.notice.pages.len() > 1 {
                let page = wikitext::link(&report.title, "", &report.title);
                let _ = writeln!(text, ":{}", self.say(Message::new("notice-page").with(page)));
            }
            self.lines(&mut text, at, report, ":");
        }
        let _ = write!(text, ":{}", self.ask());
        if self.is_last() && !self.is_closing() {
            let _ = write!(text, " {}", self.say(Message::new("notice-last")));
        }
        format!(":{}", plan::sealed(&text, &format!(":{} ~~~~{}", self.answers(), key.comment())))
    }

    fn lines(&self, text: &mut String, at: usize, report: &Report, indent: &str) {
        let here = self.notice.findings.iter().filter(|(page, _)| *page == at);
        // What is to be said of one place about one matter stands in one line.
        let mut places: Vec<Vec<&Finding>> = Vec::new();
        for finding in here.filter_map(|(_, number)| report.findings.get(*number)) {
            let same =
                |other: &&Finding| other.item == finding.item && other.rule.topic() == finding.rule.topic();
            match places.iter_mut().find(|place| place.first().is_some_and(same)) {
                Some(place) => place.push(finding),
                None => places.push(vec![finding]),
            }
        }
        for place in places.iter().take(MOST_LINES) {
            self.line(text, report, place, indent);
        }
        if let Some(more) = places.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
            let _ = writeln!(text, "{indent}* {}", self.say(Message::new("notice-more").with(more)));
        }
    }

    fn line(&self, text: &mut String, report: &Report, findings: &[&Finding], indent: &str) {
        let Some(finding) = findings.first() else { return };
        let what = findings.iter().map(|finding| self.what(finding)).collect::<Vec<_>>().join("; ");
        let objectives = report.read.as_ref().map(|read| &read.content.objectives);
        let objectives = objectives.map(Vec::as_slice).unwrap_or_default();
        let (line, quote, meant) = match finding.item {
            Item::KeyResult { objective, key_result } => {
                let Some(above) = objectives.get(objective) else { return };
                let Some(result) = above.key_results.get(key_result) else { return };
                let label = result.label.as_deref().unwrap_or(&result.text);
                let label = wikitext::cut(label, LONGEST_QUOTE);
                let link = wikitext::link(&report.title, &finding.place.anchor, &label);
                let line =
                    Message::new("notice-item").with(link).with(wikitext::plain(&above.title)).with(what);
                let meant = format!("{}, {}", wikitext::cut(&label, 40), wikitext::cut(&above.title, 80));
                (self.say(line), result.label.is_some().then_some(result.text.as_str()), meant)
            }
            Item::Objective { objective } => {
                let Some(above) = objectives.get(objective) else { return };
                let link = wikitext::link(&report.title, &finding.place.anchor, &above.title);
                let line = Message::new("notice-item-objective").with(link).with(what);
                (self.say(line), None, wikitext::cut(&above.title, 80))
            }
            Item::Page => (what, None, String::new()),
        };
        let intro = self.known.settings.bot.edit_intro.as_deref();
        let edit = self.known.site.edit_place_from_notice(&report.title, &finding.place, &meant, intro);
        let elsewhere = finding.place.source_page.as_deref().map(wikitext::plain);
        let edit = match elsewhere {
            Some(page) => Message::new("notice-item-page").with(edit).with(page),
            None => Message::new("notice-item-link").with(edit),
        };
        let topic = finding.rule.topic().unwrap_or(Topic::Goals);
        let mark = items::number(report, finding.item, topic).map(plan::item_mark).unwrap_or_default();
        let edit = self.say(edit);
        let _ = writeln!(text, "{indent}* {line} (<span class=\"plainlinks\">{edit}</span>){mark}");
        if let Some(quote) = quote.filter(|quote| !quote.is_empty()) {
            let quote = wikitext::plain(&wikitext::cut(quote, LONGEST_QUOTE));
            let _ = writeln!(text, "{indent}*: {}", self.say(Message::new("notice-quote").with(quote)));
        }
        if finding.next_in_line {
            let _ = writeln!(text, "{indent}*: {}", self.say(Message::new("notice-next-in-line")));
        }
    }

    fn what(&self, finding: &Finding) -> String {
        let mut what = finding.message.clone();
        let plain = |text: &String| match text.parse::<u64>() {
            // A number decides a plural form, and has nothing in it to escape.
            Ok(_) => text.clone(),
            Err(_) => wikitext::plain(text),
        };
        what.parameters = what.parameters.iter().map(plain).collect();
        self.say(what)
    }

    /// What is expected, and until when.
    fn ask(&self) -> String {
        let last = self.notice.quarter.last_day();
        let interval = self.board.map_or(14, |board| board.notices.interval_days);
        let until = self.known.today.checked_add_days(Days::new(interval.into())).unwrap_or(last).min(last);
        let mut topics = self.findings().filter_map(|finding| finding.rule.topic());
        let ask = match self.is_closing() {
            true => return self.say(Message::new("notice-ask-closing").with(self.date(until))),
            false if topics.all(|topic| topic == Topic::Manager) => "notice-ask-manager",
            false => "notice-ask",
        };
        self.say(Message::new(ask).with(self.date(until)).with(self.notice.findings.len()))
    }

    /// Who asks: a person. The link leads to their talk page, since one to their user page would call them.
    fn contact(&self) -> String {
        let settings = self.known.settings;
        // Nobody is named who can't be asked.
        let is_there = |name: &Account| self.known.standing_of(name).is_ok();
        let coordinator = self.board.and_then(Board::coordinator).filter(is_there);
        let operator = settings.bot.operator().filter(is_there);
        let person = |key: &'static str, name: &Account| {
            let page = self.known.site.user_talk_page(name.as_str()).unwrap_or_default();
            Message::new(key).with(wikitext::link(&page, "", name.as_str()))
        };
        self.say(match (&coordinator, &operator, &settings.bot.contact) {
            (Some(name), ..) => person("notice-contact-coordinator", name),
            (None, Some(name), _) => person("notice-contact-operator", name),
            (None, None, Some(address)) => Message::new("notice-contact").with(address),
            (None, None, None) => {
                Message::new("notice-contact").with(self.known.site.page_url(&self.known.user_page(), ""))
            }
        })
    }

    /// Links that prefill an answer.
    fn answers(&self) -> String {
        let last = self.notice.quarter.last_day();
        let snooze = self.known.today.checked_add_days(Days::new(SNOOZE_DAYS)).unwrap_or(last).min(last);
        let link = |words: &str| {
            let text = answers::prefilled(words, self.notice.recipient, self.notice.quarter);
            let heading = answers::heading(self.language);
            self.known.site.new_section_url(&self.notice.talk_page.title, &heading, &text)
        };
        if self.is_last() {
            let answers = Message::new("notice-answers-last")
                .with(link("done"))
                .with(link("not me"))
                .with(link("stop"));
            return format!("<span class=\"plainlinks\">{}</span>", self.say(answers));
        }
        let answers = Message::new("notice-answers")
            .with(link("done"))
            .with(link(&format!("snooze until {snooze}")))
            .with(link("not me"))
            .with(link("stop"))
            .with(self.date(snooze));
        format!("<span class=\"plainlinks\">{}</span>", self.say(answers))
    }
}
