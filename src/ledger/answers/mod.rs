//! What recipients answered. Whose edit it was comes from the page's history; here it is found out which words of a page
//! are somebody's answer, and what they say. Pure.

mod alike;
mod credit;
mod day;
mod line;
mod markup;
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

use crate::base::{Account, Message, Quarter, RevisionId, Title, UserId, message};
use crate::wiki::PageHistory;
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
}

/// The heading that a link in a notice gives to an answer.
pub fn heading(language: &str) -> String {
    Message::new("answer-heading").text(language)
}

/// The text that a link in a notice puts under it.
pub fn prefilled(words: &str, recipient: UserId, quarter: Quarter) -> String {
    format!("{words} {} ~~~~", mark(recipient, quarter))
}

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
    let author_of =
        |name: &Option<Account>| thread.authors.iter().position(|author| Some(author) == name.as_ref());
    let unknown = || {
        let last = |author| history.edits.iter().rfind(|edit| author_of(&edit.author) == Some(author));
        let answer =
            |author| Some((author, thread.answer(last(author)?.revision, Said::Unknown, String::new())));
        (0..thread.authors.len()).filter_map(answer).collect()
    };
    if history.is_too_much {
        return unknown();
    }
    let mut answers = Vec::new();
    let mut page = Page::new(history.before.as_deref(), thread.recipient, thread.quarter, thread.authors);
    for edit in &history.edits {
        let author = author_of(&edit.author);
        let text = edit.text.as_deref();
        let step = Step { revision: edit.revision, author, restores: edit.restores, text };
        if page.step(&step).is_err() {
            return unknown();
        }
        if let (Some(author), None) = (author, text) {
            // The revision's text is hidden: it may have been an answer, so it counts as one.
            answers.push((author, thread.answer(edit.revision, Said::Prose, "…".to_owned())));
        }
    }
    for author in 0..thread.authors.len() {
        let said = page.said(author);
        for words in said.chunk_by(|a, b| a.revision == b.revision) {
            let joined =
                |text: fn(&line::Words) -> &str| words.iter().map(text).collect::<Vec<_>>().join("\n");
            let said = understood(&joined(|words| &words.shown), thread.day, thread.languages);
            let text = joined(|words| &words.raw).chars().take(LONGEST).collect();
            answers.push((author, thread.answer(words[0].revision, said, text)));
        }
    }
    answers.sort_by_key(|(_, answer)| answer.revision);
    answers
}

impl Thread<'_> {
    fn answer(&self, revision: RevisionId, said: Said, text: String) -> Answer {
        Answer { said, text, page: self.page.clone(), revision }
    }
}

/// The recipient and the quarter in the hidden marks of answers by links.
pub fn marks(text: &str) -> BTreeSet<(UserId, Quarter)> {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- gk1:answer/(\d+)/([0-9Qa-z-]+) -->").expect("a fixed pattern"));
    let marks = MARK.captures_iter(text);
    marks.filter_map(|mark| Some((mark[1].parse().ok()?, mark[2].parse().ok()?))).collect()
}

/// Whether there is an answer by a link in a message of this quarter, in a section of its own.
pub fn is_answered_by_link(text: &str, recipient: UserId, quarter: Quarter) -> bool {
    let is_theirs = |(to, of): &(UserId, Quarter)| *to == recipient && of.is_same_time(quarter);
    // A visual editor may drop the hidden mark; the heading stays.
    let has_heading = |language: &&str| text.contains(&format!("== {} ==", heading(language)));
    let marks = marks(text);
    marks.iter().any(is_theirs) || marks.is_empty() && message::languages().iter().any(has_heading)
}

/// The answer that counts of all that a recipient gave: one that says “stop”, else one that says “not me”, else the last.
pub fn verdict(answers: Vec<&Answer>) -> Option<&Answer> {
    let said = |wanted: Said| answers.iter().rev().copied().find(|answer| answer.said == wanted);
    said(Said::Stop).or_else(|| said(Said::NotMe)).or(answers.last().copied())
}
