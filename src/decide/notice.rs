//! The words of a notice. Text from goal pages appears in it only as `wikitext::plain` makes it.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::cases::{CaseFinding, CasePage};
use super::items;
use super::reach::{language, user_page};
use crate::base::message::{Message, date};
use crate::base::{Account, Quarter};
use crate::config::Board;
use crate::goals::{KeyResult, Objective};
use crate::ledger::{self, Key, NoticeKey, answers};
use crate::plan::{Change, EditKind, Notice, PageRound, PlannedEdit, Subject, ToldFinding};
use crate::read::{Facts, Person};
use crate::rules::{Finding, Item, Topic};
use crate::wiki::TalkPage;
use crate::wikitext;

/// A key result's text is quoted up to this many characters.
const LONGEST_QUOTE: usize = 200;
/// A notice lists this many places of a page, and counts the rest.
const MOST_LINES: usize = 10;
/// Days that the link “snooze” proposes.
const SNOOZE_DAYS: u64 = 28;
/// Days until which something is asked for, where no board says.
const USUAL_INTERVAL: u32 = 14;

/// What a notice is about.
pub struct NoticeContent<'a> {
    /// Whom.
    pub person: &'a Person,
    /// The quarter.
    pub quarter: Quarter,
    /// Where it goes.
    pub talk_page: &'a TalkPage,
    /// The goal pages.
    pub pages: Vec<ToldPage<'a>>,
    /// What is said of them.
    pub findings: Vec<CaseFinding<'a>>,
    /// The earlier notice in whose section it goes.
    pub reply_to: Option<NoticeKey>,
}

/// A goal page in a notice.
pub struct ToldPage<'a> {
    /// The page.
    pub page: CasePage<'a>,
    /// Which notice about it this is.
    pub round: PageRound,
}

impl ToldPage<'_> {
    fn link(&self) -> String {
        wikitext::page_link(&self.page.facts.title)
    }
}

/// One message: what is missing where, with links; until when, who asks, how to answer and how to stop.
pub fn notice(facts: &Facts<'_>, told: &NoticeContent<'_>) -> PlannedEdit {
    let rounds: Vec<PageRound> = told.pages.iter().map(|on| on.round.clone()).collect();
    let key = Key::Notice(NoticeKey {
        recipient: told.person.id,
        quarter: told.quarter,
        day: facts.today,
        pages: rounds.iter().map(PageRound::key).collect(),
    });
    let first = told.pages.first().map(|on| on.page.board);
    let board = first.map(|board| board.settings());
    let words = Wording { facts, told, board, language: language(first) };
    let sentence = words.say(Message::new("notice-summary").with(user_page(facts)));
    let change = match told.reply_to.clone() {
        Some(to) => Change::Reply { to, body: words.reply() },
        None => Change::AddSection { heading: words.heading(), body: words.section() },
    };
    let one_board = match rounds.as_slice() {
        [page] => Some(page.board.clone()),
        _ => None,
    };
    let target = told.talk_page.title.clone();
    let subject = Subject {
        board: one_board,
        ..Subject::person(EditKind::Notice, told.person.account.clone(), target.clone())
    };
    let read = told.pages.iter().flat_map(|on| facts.revisions_of(on.page.facts));
    let finding =
        |at: &CaseFinding<'_>| ToldFinding { page: at.page.facts.title.clone(), finding: at.finding.clone() };
    PlannedEdit {
        read: read.chain(facts.lists_read()).collect(),
        notice: Notice { pages: rounds, findings: told.findings.iter().map(finding).collect() },
        ..PlannedEdit::new(subject, target, key, sentence, change, told.talk_page.revision())
    }
}

/// A notice in the making.
struct Wording<'a> {
    facts: &'a Facts<'a>,
    told: &'a NoticeContent<'a>,
    board: Option<&'a Board>,
    language: &'a str,
}

impl Wording<'_> {
    fn say(&self, message: Message) -> String {
        message.text(self.language)
    }

    fn date(&self, day: NaiveDate) -> String {
        date(day, self.language)
    }

    fn quarter(&self) -> String {
        self.say(Message::new("quarter").with(self.told.quarter.number()))
    }

    /// Whether it asks for nothing but statuses.
    fn is_closing(&self) -> bool {
        self.told.pages.iter().all(|on| on.round.round.is_none())
    }

    fn is_over(&self) -> bool {
        self.facts.today > self.told.quarter.last_day()
    }

    /// Whether no later notice about these pages can come.
    fn is_last(&self) -> bool {
        let is_last =
            |on: &ToldPage<'_>| on.round.round.is_none_or(|round| round >= on.page.board.notices.rounds);
        self.told.pages.iter().all(is_last)
    }

    fn heading(&self) -> String {
        let message = match self.told.pages.as_slice() {
            [on] => Message::new("notice-heading")
                .with(self.quarter())
                .with(wikitext::title(&on.page.facts.title)),
            pages => Message::new("notice-heading-pages").with(self.quarter()).with(pages.len()),
        };
        self.say(message)
    }

    /// The first notice of a quarter: a section of its own.
    fn section(&self) -> String {
        let pages = self.told.pages.len();
        let intro = match (self.is_closing(), pages) {
            (false, 1) => "notice-intro",
            (false, _) => "notice-intro-pages",
            (true, 1) if self.is_over() => "notice-intro-over",
            (true, _) if self.is_over() => "notice-intro-over-pages",
            (true, 1) => "notice-intro-closing",
            (true, _) => "notice-intro-closing-pages",
        };
        let quarter = self.told.quarter;
        let intro = Message::new(intro)
            .with(self.quarter())
            .with(self.date(quarter.first_day()))
            .with(self.date(quarter.last_day()));
        let page = self.told.pages.first().map(ToldPage::link).unwrap_or_default();
        let mut text = self.say(intro.with(page)) + "\n";
        for on in &self.told.pages {
            // Of several pages each has a line of its own.
            if pages > 1 {
                let _ = writeln!(text, "\n{}", self.say(Message::new("notice-page").with(on.link())));
            }
            self.lines(&mut text, on.page, "");
        }
        let _ = writeln!(text, "\n{} {}", self.ask(), self.contact());
        let _ = writeln!(text, "\n{}", self.answers());
        let stop = self.say(Message::new("notice-stop").with(self.facts.bot).with(user_page(self.facts)));
        ledger::sealed(&text, &format!("{stop} ~~~~"))
    }

    /// A later one, while the first stands there: a reply under it.
    fn reply(&self) -> String {
        let intro = match self.is_closing() {
            true if self.is_over() => "notice-reply-over",
            true => "notice-reply-closing",
            false => "notice-reply",
        };
        let last = self.date(self.told.quarter.last_day());
        let mut text = self.say(Message::new(intro).with(self.quarter()).with(last)) + "\n";
        for on in &self.told.pages {
            if self.told.pages.len() > 1 {
                let _ = writeln!(text, ":{}", self.say(Message::new("notice-page").with(on.link())));
            }
            self.lines(&mut text, on.page, ":");
        }
        let _ = write!(text, ":{}", self.ask());
        if self.is_last() && !self.is_closing() {
            let _ = write!(text, " {}", self.say(Message::new("notice-last")));
        }
        format!(":{}", ledger::sealed(&text, &format!(":{} ~~~~", self.answers())))
    }

    fn lines(&self, text: &mut String, page: CasePage<'_>, indent: &str) {
        // What is to be said of one place about one matter stands in one line.
        let mut places: Vec<Vec<&Finding>> = Vec::new();
        for finding in self.told.findings.iter().filter(|at| at.page == page).map(|at| at.finding) {
            let same =
                |other: &&Finding| other.item == finding.item && other.rule.topic() == finding.rule.topic();
            match places.iter_mut().find(|place| place.first().is_some_and(same)) {
                Some(place) => place.push(finding),
                None => places.push(vec![finding]),
            }
        }
        for place in places.iter().take(MOST_LINES) {
            if let Some(first) = place.first() {
                self.line(text, page, first, place, indent);
            }
        }
        if let Some(more) = places.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
            let _ = writeln!(text, "{indent}* {}", self.say(Message::new("notice-more").with(more)));
        }
    }

    fn line(
        &self,
        text: &mut String,
        page: CasePage<'_>,
        first: &Finding,
        findings: &[&Finding],
        indent: &str,
    ) {
        let what = findings.iter().map(|finding| self.what(finding)).collect::<Vec<_>>().join("; ");
        let NoticeLine { line, quote, meant } = match (first.item, first.item.on(&page.read.content)) {
            (Item::Page, _) => NoticeLine { line: what, quote: None, meant: String::new() },
            (_, (Some(above), Some(result))) => self.of_key_result(page, first, above, result, what),
            (_, (Some(above), None)) => self.of_objective(page, first, above, what),
            (_, (None, _)) => return,
        };
        let intro = self.facts.named_pages.edit_intro.as_ref();
        let edit = first.place.edit_url_from_notice(self.facts.site, &page.facts.title, &meant, intro);
        let edit = match &first.place.source_page {
            Some(source) => {
                Message::new("notice-item-page").with(edit).with(wikitext::plain(source.as_str()))
            }
            None => Message::new("notice-item-link").with(edit),
        };
        let mark = items::number(page, first).map(ledger::item_mark).unwrap_or_default();
        let edit = self.say(edit);
        let _ = writeln!(text, "{indent}* {line} (<span class=\"plainlinks\">{edit}</span>){mark}");
        if let Some(quote) = quote.filter(|quote| !quote.is_empty()) {
            let quote = wikitext::plain(&wikitext::cut(&quote, LONGEST_QUOTE));
            let _ = writeln!(text, "{indent}*: {}", self.say(Message::new("notice-quote").with(quote)));
        }
        if first.next_in_line {
            let _ = writeln!(text, "{indent}*: {}", self.say(Message::new("notice-next-in-line")));
        }
    }

    fn of_key_result(
        &self,
        page: CasePage<'_>,
        finding: &Finding,
        above: &Objective,
        result: &KeyResult,
        what: String,
    ) -> NoticeLine {
        let label = wikitext::cut(result.label.as_deref().unwrap_or(&result.text), LONGEST_QUOTE);
        let link = wikitext::link(&page.facts.title, &finding.place.anchor, &label);
        let above = above.shown_on(&page.facts.title);
        let line = Message::new("notice-item").with(link).with(wikitext::plain(above)).with(what);
        let meant = format!("{}, {}", wikitext::cut(&label, 40), wikitext::cut(above, 80));
        // Without a label the text is the link.
        let quote = result.label.is_some().then(|| result.text.clone());
        NoticeLine { line: self.say(line), quote, meant }
    }

    fn of_objective(
        &self,
        page: CasePage<'_>,
        finding: &Finding,
        above: &Objective,
        what: String,
    ) -> NoticeLine {
        let title = above.shown_on(&page.facts.title);
        let link = wikitext::link(&page.facts.title, &finding.place.anchor, title);
        let line = self.say(Message::new("notice-item-objective").with(link).with(what));
        NoticeLine { line, quote: None, meant: wikitext::cut(title, 80) }
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
        let last = if self.is_over() { NaiveDate::MAX } else { self.told.quarter.last_day() };
        let interval = self.board.map_or(USUAL_INTERVAL, |board| board.notices.interval_days);
        let until = self.facts.today.checked_add_days(Days::new(interval.into())).unwrap_or(last).min(last);
        let mut topics = self.told.findings.iter().filter_map(|at| at.finding.rule.topic());
        let ask = match self.is_closing() {
            true => return self.say(Message::new("notice-ask-closing").with(self.date(until))),
            false if topics.all(|topic| topic == Topic::Manager) => "notice-ask-manager",
            false => "notice-ask",
        };
        self.say(Message::new(ask).with(self.date(until)).with(self.told.findings.len()))
    }

    /// Who asks: a person who can be asked. The link leads to their talk page, since one to their user page would call them.
    fn contact(&self) -> String {
        let person = |key: &'static str, name: Option<Account>| {
            let name = name.filter(|name| self.facts.standing(name).is_ok())?;
            let page = self.facts.site.user_talk_page(&name).ok()?;
            Some(self.say(Message::new(key).with(wikitext::link(&page, "", name.as_str()))))
        };
        let coordinator = person("notice-contact-coordinator", self.board.and_then(Board::coordinator));
        let operator = || person("notice-contact-operator", self.facts.settings.bot.operator());
        coordinator.or_else(operator).unwrap_or_default()
    }

    /// Links that prefill an answer.
    fn answers(&self) -> String {
        let last = self.told.quarter.last_day();
        let snooze = self.facts.today.checked_add_days(Days::new(SNOOZE_DAYS)).unwrap_or(last).min(last);
        let link = |words: &str| {
            let text = answers::prefilled(words, self.told.person.id, self.told.quarter);
            let heading = answers::heading(self.language);
            self.facts.site.new_section_url(&self.told.talk_page.title, &heading, &text)
        };
        let answers = if self.is_last() {
            Message::new("notice-answers-last").with(link("done")).with(link("not me")).with(link("stop"))
        } else {
            Message::new("notice-answers")
                .with(link("done"))
                .with(link(&format!("snooze until {snooze}")))
                .with(link("not me"))
                .with(link("stop"))
                .with(self.date(snooze))
        };
        format!("<span class=\"plainlinks\">{}</span>", self.say(answers))
    }
}

/// A line of a notice.
struct NoticeLine {
    line: String,
    /// The key result's words.
    quote: Option<String>,
    /// What is meant, for the summary of whoever follows the link.
    meant: String,
}
