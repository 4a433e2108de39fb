//! What recipients answered. Whose edit it was comes from the page's history; here it is found out
//! whether the edit answers a notice, and what it says. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};
use regex::Regex;

use crate::calendar::Quarter;
use crate::i18n::{self, Message};
use crate::ledger::Key;
use crate::plan;
use crate::wiki::PageEdit;

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
}

/// A recipient's answer to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it asks for.
    pub said: Said,
    /// What it says, without markup that only places it.
    pub text: String,
    /// The page it stands on.
    pub page: String,
    /// The revision that made it.
    pub revision: u64,
}

/// The heading that a link in a notice gives to an answer.
pub fn heading(language: &str) -> String {
    Message::new("answer-heading").text(language)
}

/// The text that a link in a notice puts under it.
pub fn prefilled(words: &str, recipient: u64, quarter: Quarter) -> String {
    format!("{words} {} ~~~~", mark(recipient, quarter))
}

fn mark(recipient: u64, quarter: Quarter) -> String {
    format!("<!-- gk1:answer/{recipient}/{quarter} -->")
}

/// The answers among a recipient's own edits of a page, oldest first.
pub fn find(
    edits: &[PageEdit],
    page: &str,
    recipient: u64,
    quarter: Quarter,
    today: NaiveDate,
) -> Vec<Answer> {
    let answer = |edit: &PageEdit| {
        let text = added(edit, recipient, quarter)?;
        let said = understood(&text, today);
        Some(Answer { said, text, page: page.to_owned(), revision: edit.revision })
    };
    edits.iter().filter_map(answer).collect()
}

/// What all of a recipient's answers together ask for: “stop” and “not me” stay, else the last counts.
pub fn verdict(answers: &[Answer]) -> Option<&Answer> {
    let said = |wanted: Said| answers.iter().rev().find(|answer| answer.said == wanted);
    said(Said::Stop).or_else(|| said(Said::NotMe)).or(answers.last())
}

/// What an edit added to the sections in which this recipient's notices stand, or under a link's heading.
fn added(edit: &PageEdit, recipient: u64, quarter: Quarter) -> Option<String> {
    let ours = |text: &str| sections(text, recipient, quarter);
    let (before, after) = (ours(&edit.before), ours(&edit.after));
    let inserted = inserted(&before, &after);
    let text = plain(inserted);
    // Who archives a notice, or puts it back, does not answer it.
    let is_notice = Key::in_text(inserted).iter().any(|(key, _)| matches!(key, Key::Notice(_)));
    (text.chars().any(char::is_alphanumeric) && !is_notice).then(|| text.chars().take(LONGEST).collect())
}

/// The sections that hold a notice of these, or an answer by a link, one after the other.
fn sections(text: &str, recipient: u64, quarter: Quarter) -> String {
    let mut found = Vec::new();
    for (key, at) in Key::in_text(text) {
        if matches!(key, Key::Notice(key) if key.recipient == recipient && key.quarter.is_same_time(quarter))
        {
            found.push(plan::section_at(text, at.start));
        }
    }
    let mark = mark(recipient, quarter);
    found.extend(text.match_indices(&mark).map(|(at, _)| plan::section_at(text, at)));
    // A visual editor may drop the hidden mark; the heading stays.
    for language in i18n::languages() {
        let line = format!("== {} ==", heading(language));
        found.extend(text.match_indices(&line).map(|(at, _)| plan::section_at(text, at)));
    }
    found.sort_by_key(|section| section.start);
    found.dedup();
    found.into_iter().map(|section| text[section].trim_end()).collect::<Vec<_>>().join("\n")
}

/// What stands in `whole` between the beginning and the end that it has in common with `before`.
fn inserted<'a>(before: &str, whole: &'a str) -> &'a str {
    let same = |(a, b): &(char, char)| a == b;
    let front: usize = before.chars().zip(whole.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (before, after) = (&before[front..], &whole[front..]);
    let back = before.chars().rev().zip(after.chars().rev()).take_while(same);
    let back: usize = back.map(|(c, _)| c.len_utf8()).sum();
    let changed = &after[..after.len() - back];
    if changed.is_empty() { changed } else { whole_lines(whole, front..front + changed.len()) }
}

/// The lines that `changed` is part of, so that who corrects a date in an answer still says all of it; within
/// the bot's own words, just the change.
fn whole_lines(text: &str, changed: Range<usize>) -> &str {
    let before = &text[..changed.start];
    let notice_ends = Key::in_text(before).last().map_or(0, |(_, at)| at.end);
    if before[notice_ends..].contains(plan::SEAL) {
        return &text[changed];
    }
    let begin = before.rfind('\n').map_or(0, |at| at + 1).max(notice_ends);
    let end = text[changed.end..].find('\n').map_or(text.len(), |at| changed.end + at);
    &text[begin..end]
}

/// Without comments, headings, indents and the signature.
fn plain(text: &str) -> String {
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("a fixed pattern"));
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:--\s*)?\[\[[^\[\]|]*(?:\|[^\[\]]*)?\]\][^\n]*\d{4}[^\n]*\(\w+\)\s*$")
            .expect("a fixed pattern")
    });
    let text = COMMENT.replace_all(text, "");
    let lines = text.lines().map(str::trim).filter(|line| !(line.starts_with("==") && line.ends_with("==")));
    let lines = lines.map(|line| {
        let line = line.trim_start_matches([':', '*', '#', ' ']);
        SIGNED.replace(line, "").trim().to_owned()
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What an answer asks for. “stop” is heard wherever a sentence begins with it, since a “no” that is missed
/// weighs more than one that is heard wrongly.
pub fn understood(text: &str, today: NaiveDate) -> Said {
    let text = text.to_lowercase().replace(['’', '\''], "");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let sentences = text.split(['.', '!', '?', ';', ',', '\n', '(', ':']).map(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words
            .skip_while(|word| matches!(*word, "please" | "pls" | "just" | "ok" | "okay" | "hi" | "hello"))
            .collect()
    });
    let mut sentences = sentences.filter(|words: &Vec<&str>| !words.is_empty());
    if sentences.any(|words| matches!(words[0], "stop" | "unsubscribe" | "stopp")) {
        return Said::Stop;
    }
    match words.as_slice() {
        ["not", "me", ..] => Said::NotMe,
        ["done", ..] => Said::Done,
        ["snooze", "until" | "till", rest @ ..] | ["snooze", rest @ ..] => {
            day(rest, today).map_or(Said::Prose, Said::SnoozeUntil)
        }
        _ => Said::Prose,
    }
}

/// `2020-11-30`, `30 November 2020`, `November 30, 2020`; without a year the next such day.
fn day(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    if let Ok(day) = words.first()?.parse() {
        return Some(day);
    }
    let months: Vec<String> = i18n::languages()
        .iter()
        .map(|language| Message::new("months").text(language).to_lowercase())
        .collect();
    let month = |word: &str| {
        months.iter().find_map(|months| {
            let mut months = months.split('|');
            months
                .position(|month| word.len() >= 3 && month.starts_with(word))
                .and_then(|at| u32::try_from(at + 1).ok())
        })
    };
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>().ok();
    let (first, second) = (words.first()?, words.get(1)?);
    let (day, month) = match (number(first), month(second)) {
        (Some(day), Some(month)) => (day, month),
        _ => (number(second)?, month(first)?),
    };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match words.get(2).and_then(|year| year.parse().ok()).filter(|year| (2000..2200).contains(year)) {
        Some(year) => on(year),
        None => on(today.year()).filter(|day| *day >= today).or_else(|| on(today.year() + 1)),
    }
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
            revision: 2,
            at: "2020-11-02T10:00:00Z".parse().unwrap(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let today = "2020-11-03".parse().unwrap();
        find(&[edit], "User talk:Ada", 7, quarter(), today).into_iter().map(|answer| answer.text).collect()
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
        // Another section, an archived notice and one that is put back are no answers.
        assert!(answers(&page, &page.replace("\nx", "\nx stop")).is_empty());
        assert!(answers(&page, "Intro\n\n== Else ==\nx").is_empty());
        assert!(answers("Intro", &page).is_empty());
        assert!(answers(&page, &format!("{page}\n\n== New ==\nstop")).is_empty());
    }

    #[test]
    fn an_answer_by_a_link_has_a_section_of_its_own() {
        let page = format!("{NOTICE}\n\n== Else ==\nx");
        let text = prefilled("not me", 7, quarter()).replace("~~~~", SIGNED);
        assert_eq!(answers(&page, &format!("{page}\n\n== Re ==\n{text}")), ["not me"]);
        let dropped = format!("{page}\n\n== {} ==\nnot me {SIGNED}", heading("en"));
        assert_eq!(answers(&page, &dropped), ["not me"]);
        assert!(
            answers(&page, &format!("{page}\n\n== Re ==\n{}", prefilled("stop", 8, quarter()))).is_empty()
        );
    }

    #[test]
    fn words_do_what_they_say() {
        let today = "2020-11-03".parse().unwrap();
        let until = |day: &str| Said::SnoozeUntil(day.parse().unwrap());
        for (text, said) in [
            ("done", Said::Done),
            ("Done, thanks!", Said::Done),
            ("not me", Said::NotMe),
            ("Not me. Ask Bo.", Said::NotMe),
            ("stop", Said::Stop),
            ("STOP!!", Said::Stop),
            ("Please stop sending me this", Said::Stop),
            ("I left in March. Stop it", Said::Stop),
            ("I can't stop thinking about it", Said::Prose),
            ("I left in March", Said::Prose),
            ("snooze until 2020-11-30", until("2020-11-30")),
            ("Snooze until 30 November", until("2020-11-30")),
            ("snooze until Nov 30th, 2020", until("2020-11-30")),
            ("snooze until 1 November", until("2021-11-01")),
            ("snooze until 28. Dezember 2020", until("2020-12-28")),
            ("snooze until 28 décembre", until("2020-12-28")),
            ("snooze until next week", Said::Prose),
            ("It is done", Said::Prose),
        ] {
            assert_eq!(understood(text, today), said, "{text}");
        }
    }

    #[test]
    fn a_no_stays_and_else_the_last_answer_counts() {
        let said = |said| Answer { said, text: String::new(), page: String::new(), revision: 1 };
        let of =
            |all: &[Said]| verdict(&all.iter().map(|one| said(*one)).collect::<Vec<_>>()).map(|one| one.said);
        let snooze = Said::SnoozeUntil("2020-11-30".parse().unwrap());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Said::Prose, snooze]), Some(snooze));
        assert_eq!(of(&[snooze, Said::Prose]), Some(Said::Prose));
        assert_eq!(of(&[Said::Stop, Said::NotMe, Said::Done]), Some(Said::Stop));
    }
}
