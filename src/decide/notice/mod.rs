//! The words of a notice. Text from goal pages appears in it only as `wikitext::plain` makes it.

mod answers;
mod asks;
mod lines;
mod places;

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::cases::{CaseFinding, CasePage};
use super::reach::{language, user_page};
use crate::base::Quarter;
use crate::base::message::{Message, date, direction, quarter};
use crate::ledger::{self, Key, NoticeKey};
use crate::plan::{Change, EditKind, Notice, PageRound, PlannedEdit, Subject, ToldFinding};
use crate::read::{Facts, Person};
use crate::wiki::TalkPage;
use crate::wikitext;
use places::OnPage;

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
    /// How many more notices the person may get this quarter after this one.
    pub more_allowed: usize,
}

/// A goal page in a notice.
#[derive(Debug)]
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

/// One message: who asks for what, the places with links, how to answer and how to stop.
pub fn notice(facts: &Facts<'_>, told: &NoticeContent<'_>) -> PlannedEdit {
    let rounds: Vec<PageRound> = told.pages.iter().map(|on| on.round.clone()).collect();
    let key = Key::Notice(NoticeKey {
        recipient: told.person.id,
        quarter: told.quarter,
        day: facts.today,
        pages: rounds.iter().map(PageRound::key).collect(),
    });
    let first = told.pages.first().map(|on| on.page.board);
    let words = Wording { facts, told, language: language(first) };
    let on_pages = places::deal(&told.pages, &told.findings);
    let sentence = words.say(Message::new("notice-summary").with(user_page(facts)));
    let change = match told.reply_to.clone() {
        Some(to) => Change::Reply { to, body: words.reply(&on_pages) },
        None => Change::AddSection { heading: words.heading(&on_pages), body: words.section(&on_pages) },
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
    language: &'a str,
}

impl<'a> Wording<'a> {
    fn say(&self, message: Message) -> String {
        message.text(self.language)
    }

    fn date(&self, day: NaiveDate) -> String {
        date(day, self.language)
    }

    fn months(&self) -> String {
        quarter(self.told.quarter, self.language)
    }

    /// Whether it asks for nothing but statuses.
    fn is_closing(&self) -> bool {
        self.told.pages.iter().all(|on| on.round.round.is_none())
    }

    /// How HTML says which language the notice is in; `None` where that is the wiki's own.
    fn language_attributes(&self) -> Option<String> {
        let language = self.language;
        let is_other = language != self.facts.site.language();
        is_other.then(|| format!("lang=\"{language}\" dir=\"{}\"", direction(language)))
    }

    /// A text within a line, marked as being in another language than the wiki's.
    fn in_language(&self, text: &str) -> String {
        match self.language_attributes() {
            Some(attributes) => format!("<span {attributes}>{text}</span>"),
            None => text.to_owned(),
        }
    }

    /// A line of the list: a reply, a list itself, has nothing around it that could say the language of all.
    fn marked_up(&self, line: &str) -> String {
        if self.told.reply_to.is_some() { self.in_language(line) } else { line.to_owned() }
    }

    /// The first notice of a quarter: a section of its own.
    fn section(&self, pages: &[OnPage<'a>]) -> String {
        let mut text = self.say(Message::new("notice-hello")) + " ";
        for (number, group) in self.groups(pages).iter().enumerate() {
            let above = if number > 0 { "\n" } else { "" };
            let _ = writeln!(text, "{above}{}", self.asks(group));
            for on in &group.pages {
                if group.pages.len() > 1 && on.listed > 0 {
                    let _ = writeln!(text, "\n{}", self.on_page(on));
                }
                text.push_str(&self.lines(on, ""));
            }
        }
        let _ = write!(text, "\n{}\n\n{}", self.not_yours(pages), self.answers());
        let text = match self.language_attributes() {
            Some(attributes) => format!("<div {attributes}>\n{text}\n</div>"),
            None => text + "\n",
        };
        ledger::sealed(&text, &format!("{} ~~~~", self.in_language(&self.end())))
    }

    /// A later one, while the first stands there: a reply under it, with what is still open.
    fn reply(&self, pages: &[OnPage<'a>]) -> String {
        let intro = if self.is_closing() { "notice-reply-closing" } else { "notice-reply" };
        let mut text = self.in_language(&self.say(Message::new(intro))) + "\n";
        for on in pages {
            if pages.len() > 1 && on.listed > 0 {
                let _ = writeln!(text, ":{}", self.in_language(&self.on_page(on)));
            }
            text.push_str(&self.lines(on, ":"));
        }
        let answers = format!("{} {}", self.answers(), self.end());
        format!(":{}", ledger::sealed(text.trim_end(), &format!(":{} ~~~~", self.in_language(&answers))))
    }

    fn on_page(&self, on: &OnPage<'_>) -> String {
        self.say(Message::new("notice-page").with(on.told.link()))
    }

    /// Whether there will be another one, and what wrote it.
    fn end(&self) -> String {
        format!("{} {}", self.again(), self.say(Message::new("notice-bot").with(user_page(self.facts))))
    }
}
