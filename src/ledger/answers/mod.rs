//! What recipients answered. Whose edit it was comes from the page's history; here it is found out which words of a page
//! are somebody's answer, and what they say. Pure.

mod alike;
mod credit;
mod day;
mod go;
mod heading;
mod line;
mod markup;
mod orders;
mod place;
#[cfg(test)]
mod properties;
mod signature;
#[cfg(test)]
mod tests;
mod typed;
mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::base::{Account, Message, Quarter, RevisionId, Title, UserId};
use crate::wiki::PageHistory;
pub use go::{Decision, GoAnswer, go_answers_in};
pub use heading::{heading, quarters_in};
pub use orders::Order;
use orders::order;
use place::To;
use typed::{Page, Step};
use words::understood;

/// The most that is kept of an answer, in characters.
const LONGEST: usize = 500;

/// What an answer asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// `done`
    Done,
    /// `snooze until DATE`
    SnoozeUntil(NaiveDate),
    /// `not me`
    NotMe,
    /// `stop`
    Stop,
    /// What a coordinator says for others, and nothing of themselves.
    OfOthers,
    /// Anything else.
    Prose,
    /// Nobody can say: there was too much to look through.
    Unknown,
}

/// A recipient's answer to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it asks for.
    pub said: Said,
    /// What it says, without markup that only places it; empty, if nobody can say.
    pub text: String,
    /// The page it stands on.
    pub page: Title,
    /// The revision that made it.
    pub revision: RevisionId,
    /// What it says for others, under a digest.
    pub orders: Vec<Order>,
}

/// The words that a notice offers to answer with, one of `answer-done` and its like, in a language.
pub fn offered(key: &'static str, language: &str) -> String {
    Message::new(key).text(language).split('|').next().unwrap_or_default().trim().to_owned()
}

/// The text that a link in a notice puts under the heading of an answer.
pub fn prefilled(words: &str) -> String {
    format!("{words} ~~~~")
}

/// What links in earlier notices put behind it, hidden. Such answers still count.
fn mark(recipient: UserId, quarter: Quarter) -> String {
    format!("<!-- gk1:answer/{recipient}/{quarter} -->")
}

/// Whose answers to what are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Thread<'a> {
    /// The page.
    pub page: &'a Title,
    /// The recipient of the messages.
    pub recipient: UserId,
    /// Their quarter.
    pub quarter: Quarter,
    /// The day of the first of them.
    pub day: NaiveDate,
    /// The languages that they may have been in.
    pub languages: &'a [&'a str],
    /// Who may answer.
    pub authors: &'a [Account],
}

/// The answers on a page, each with its author's place among those who may answer, oldest first.
pub fn answers_in(thread: Thread<'_>, history: &PageHistory) -> Vec<(usize, Answer)> {
    let to = To::Messages { recipient: thread.recipient, quarter: thread.quarter };
    let said = answers_to(to, thread, history).into_iter();
    said.map(|(author, answer, _)| (author, answer)).collect()
}

/// The same of answers to certain messages, each also with its words without markup.
fn answers_to(to: To<'_>, thread: Thread<'_>, history: &PageHistory) -> Vec<(usize, Answer, String)> {
    let author_of =
        |name: &Option<Account>| thread.authors.iter().position(|author| Some(author) == name.as_ref());
    let unknown = || {
        let last = |author| history.edits.iter().rfind(|edit| author_of(&edit.author) == Some(author));
        let answer = |author| {
            let answer = thread.answer(last(author)?.revision, Said::Unknown, String::new());
            Some((author, answer, String::new()))
        };
        (0..thread.authors.len()).filter_map(answer).collect()
    };
    if history.is_too_much {
        return unknown();
    }
    let mut answers = Vec::new();
    let mut page = Page::new(history.before.as_deref(), to, thread.authors);
    for edit in &history.edits {
        let author = author_of(&edit.author);
        let text = edit.text.as_deref();
        let step = Step { revision: edit.revision, author, restores: edit.restores, text };
        if page.step(&step).is_err() {
            return unknown();
        }
        if let (Some(author), None) = (author, text) {
            // The revision's text is hidden: it may have been an answer, so it counts as one.
            let answer = thread.answer(edit.revision, Said::Prose, "…".to_owned());
            answers.push((author, answer, String::new()));
        }
    }
    for author in 0..thread.authors.len() {
        let said = page.said(author);
        for words in said.chunk_by(|a, b| a.revision == b.revision) {
            let understood = |text: &str| understood(text, thread.day, thread.languages);
            let of_line =
                |words: &line::Words| match words.to_digest && understood(&words.shown) == Said::Prose {
                    true => order(&words.shown, thread.day, thread.languages),
                    false => None,
                };
            let orders: Vec<Option<Order>> = words.iter().map(of_line).collect();
            let own = words.iter().zip(&orders).filter(|(_, order)| order.is_none());
            let own: Vec<&str> = own.map(|(words, _)| words.shown.as_str()).collect();
            let said = if own.is_empty() { Said::OfOthers } else { understood(&own.join("\n")) };
            let orders = orders.into_iter().flatten().collect();
            let joined =
                |text: fn(&line::Words) -> &str| words.iter().map(text).collect::<Vec<_>>().join("\n");
            let shown = joined(|words| &words.shown);
            let text = joined(|words| &words.raw).chars().take(LONGEST).collect();
            let answer = Answer { orders, ..thread.answer(words[0].revision, said, text) };
            answers.push((author, answer, shown));
        }
    }
    answers.sort_by_key(|(_, answer, _)| answer.revision);
    answers
}

impl Thread<'_> {
    fn answer(&self, revision: RevisionId, said: Said, text: String) -> Answer {
        Answer { said, text, page: self.page.clone(), revision, orders: Vec::new() }
    }
}

impl Answer {
    /// The same from somebody who may not answer for others.
    #[must_use]
    pub fn without_orders(self) -> Self {
        let said = if self.said == Said::OfOthers { Said::Prose } else { self.said };
        Self { said, orders: Vec::new(), ..self }
    }
}

/// The recipient and the quarter in the hidden marks of answers by links in earlier notices.
pub fn marks(text: &str) -> BTreeSet<(UserId, Quarter)> {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- gk1:answer/(\d+)/([0-9Qa-z-]+) -->").expect("a fixed pattern"));
    let marks = MARK.captures_iter(text);
    marks.filter_map(|mark| Some((mark[1].parse().ok()?, mark[2].parse().ok()?))).collect()
}

/// Whether there is an answer by a link in a message of this quarter, in a section of its own.
pub fn is_answered_by_link(text: &str, recipient: UserId, quarter: Quarter) -> bool {
    let is_theirs = |(to, of): &(UserId, Quarter)| *to == recipient && of.is_same_time(quarter);
    // Links of today's notices leave nothing hidden; the heading tells.
    marks(text).iter().any(is_theirs) || heading::lines(quarter).any(|line| text.contains(&line))
}

/// The answer that counts of all that a recipient gave: one that says “stop”, else one that says “not me”, else the last.
pub fn verdict(answers: Vec<&Answer>) -> Option<&Answer> {
    let said = |wanted: Said| answers.iter().rev().copied().find(|answer| answer.said == wanted);
    said(Said::Stop).or_else(|| said(Said::NotMe)).or(answers.last().copied())
}
