//! What recipients answered. Whose edit it was comes from the page's history; here it is found out
//! whether the edit answers a notice, and what it says. Pure.

mod added;
mod day;
mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::base::{Message, Quarter, RevisionId, Title, UserId};
use crate::wiki::PageEdit;
use added::added;
use words::understood;

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
}

/// A recipient's answer to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it asks for.
    pub said: Said,
    /// What it says, without markup that only places it.
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

/// The answer that a person's own edit of a page is, if it is one. `recipient` and `quarter` are those of the
/// message answered, which was posted on `day`; `languages` are those that it may have been in.
pub fn answer_in(
    edit: &PageEdit,
    page: &Title,
    recipient: UserId,
    quarter: Quarter,
    day: NaiveDate,
    languages: &[&str],
) -> Option<Answer> {
    let text = match &edit.after {
        Some(after) => added(edit.before.as_deref(), after, recipient, quarter)?,
        // The revision's text is hidden: it may have been an answer, so it counts as one.
        None => "…".to_owned(),
    };
    let said = understood(&text, day, languages);
    Some(Answer { said, text, page: page.clone(), revision: edit.revision })
}

/// The recipient and the quarter in the hidden marks of answers by links.
pub fn marks(text: &str) -> BTreeSet<(UserId, Quarter)> {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- gk1:answer/(\d+)/([0-9Qa-z-]+) -->").expect("a fixed pattern"));
    let marks = MARK.captures_iter(text);
    marks.filter_map(|mark| Some((mark[1].parse().ok()?, mark[2].parse().ok()?))).collect()
}

/// The answer that counts of all that a recipient gave: one that says “stop”, else one that says “not me”, else the last.
pub fn verdict(answers: Vec<&Answer>) -> Option<&Answer> {
    let said = |wanted: Said| answers.iter().rev().copied().find(|answer| answer.said == wanted);
    said(Said::Stop).or_else(|| said(Said::NotMe)).or(answers.last().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter() -> Quarter {
        "2020-21Q2".parse().unwrap()
    }

    const NOTICE: &str = "== Q2 goals ==\n<!-- goalkeeper notice 00000000 -->Hello!\nBye [[User:Bot|Bot]] 12:00, 1 November 2020 (UTC)<!-- gk1:notice/7/2020-21Q2/2020-11-02/12.1 -->";
    const SIGNED: &str = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 10:00, 2 November 2020 (UTC)";

    fn answers(before: &str, after: &str) -> Vec<String> {
        let edit = PageEdit {
            revision: RevisionId(2),
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
        };
        let day = "2020-11-02".parse().unwrap();
        answer_in(&edit, &Title::of_wiki("User talk:Ada"), UserId(7), quarter(), day, &["en"])
            .into_iter()
            .map(|answer| answer.text)
            .collect()
    }

    #[test]
    fn an_answer_is_what_was_added_to_the_section() {
        let page = format!("Intro\n\n{NOTICE}\n\n== Else ==\nx");
        let with = |reply: &str| page.replace("\n\n== Else", &format!("\n{reply}\n\n== Else"));
        assert_eq!(answers(&page, &with(&format!(":I left in March. {SIGNED}"))), ["I left in March."]);
        assert_eq!(answers(&page, &with(&format!("::stop --{SIGNED}"))), ["stop"]);
        let french = "[[User:Ada|Ada]] ([[User talk:Ada|discussion]]) 2 novembre 2020 à 10:00 (UTC)";
        assert_eq!(answers(&page, &with(&format!(":merci {french}"))), ["merci"]);
        assert_eq!(
            answers(&page, &page.replace("Hello!", "Hello! I am not the one.")),
            ["I am not the one."]
        );
        let snooze = with(&format!(":snooze until 2020-11-30 {SIGNED}"));
        assert_eq!(answers(&snooze, &snooze.replace("11-30", "12-05")), ["snooze until 2020-12-05"]);
        // Links are part of an answer; what was done to the notice at the same time hides nothing.
        assert_eq!(
            answers(&page, &with(&format!(":@[[User:Bo|Bo]]: I left in March. {SIGNED}"))),
            ["@[[User:Bo|Bo]]: I left in March."]
        );
        assert_eq!(answers(&page, &with(&format!(":[[User:Bo Sample|Bo]] {SIGNED}"))), ["Bo Sample"]);
        assert_eq!(answers(&page, &with(&format!(":[[Foo]] stop {SIGNED}"))), ["[[Foo]] stop"]);
        let both = with(":I left in March.").replace("Q2 goals ==", "Q2 goals (see below) ==");
        assert_eq!(answers(&page, &both), ["(see below) I left in March."]);
        let boxed = with(&format!(":I left. {SIGNED}\n{{{{hab}}}}"))
            .replace("<!-- goalkeeper", "{{hat|old}}\n<!-- goalkeeper");
        assert_eq!(answers(&page, &boxed), ["{{hat|old}} I left. {{hab}}"]);
        assert_eq!(answers(&page, &with(&format!(":{SIGNED}"))), [""; 0]);
        // Another section, an archived notice and one that is put back are no answers.
        assert!(answers(&page, &page.replace("\nx", "\nx stop")).is_empty());
        assert!(answers(&page, "Intro\n\n== Else ==\nx").is_empty());
        assert!(answers("Intro", &page).is_empty());
        assert!(answers(&page, &format!("{page}\n\n== New ==\nstop")).is_empty());
    }

    #[test]
    fn an_answer_by_a_link_has_a_section_of_its_own() {
        let page = format!("{NOTICE}\n\n== Else ==\nx");
        let text = prefilled("not me", UserId(7), quarter()).replace("~~~~", SIGNED);
        assert_eq!(answers(&page, &format!("{page}\n\n== Re ==\n{text}")), ["not me"]);
        let dropped = format!("{page}\n\n== {} ==\nnot me {SIGNED}", heading("en"));
        assert_eq!(answers(&page, &dropped), ["not me"]);
        assert!(
            answers(&page, &format!("{page}\n\n== Re ==\n{}", prefilled("stop", UserId(8), quarter())))
                .is_empty()
        );
    }

    #[test]
    fn a_no_stays_and_else_the_last_answer_counts() {
        let said =
            |said| Answer { said, text: String::new(), page: Title::of_wiki(""), revision: RevisionId(1) };
        let of = |all: &[Said]| {
            let all: Vec<Answer> = all.iter().map(|one| said(*one)).collect();
            verdict(all.iter().collect()).map(|one| one.said)
        };
        let snooze = Said::SnoozeUntil("2020-11-30".parse().unwrap());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Said::Prose, snooze]), Some(snooze));
        assert_eq!(of(&[snooze, Said::Prose]), Some(Said::Prose));
        assert_eq!(of(&[Said::Stop, Said::NotMe, Said::Done]), Some(Said::Stop));
    }
}
