//! What recipients answered. Whose edit it was comes from the page's history; here it is found out
//! whether the edit answers a notice, and what it says. Pure.

use std::collections::{BTreeMap, BTreeSet};
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
/// No talk page holds more of the bot's messages to one person in a quarter.
const MOST_MESSAGES: usize = 50;

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

/// The answer that a person's own edit of a page is, if it is one. `recipient` and `quarter` are those of the
/// message answered, which was posted on `day`.
pub fn find(edit: &PageEdit, page: &str, recipient: u64, quarter: Quarter, day: NaiveDate) -> Option<Answer> {
    let text = match &edit.after {
        Some(after) => added(edit.before.as_deref(), after, recipient, quarter)?,
        // What was hidden may have been one: in doubt it was.
        None => "…".to_owned(),
    };
    let said = understood(&text, day);
    Some(Answer { said, text, page: page.to_owned(), revision: edit.revision })
}

/// The recipient and the quarter in the hidden marks of answers by links.
pub fn marks(text: &str) -> BTreeSet<(u64, Quarter)> {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- gk1:answer/(\d+)/([0-9Q-]+) -->").expect("a fixed pattern"));
    let marks = MARK.captures_iter(text);
    marks.filter_map(|mark| Some((mark[1].parse().ok()?, mark[2].parse().ok()?))).collect()
}

/// What all of a recipient's answers together ask for: “stop” and “not me” stay, else the last counts.
pub fn verdict(answers: Vec<&Answer>) -> Option<&Answer> {
    let said = |wanted: Said| answers.iter().rev().copied().find(|answer| answer.said == wanted);
    said(Said::Stop).or_else(|| said(Said::NotMe)).or(answers.last().copied())
}

/// What an edit added to the sections in which this recipient's messages stand, or under a link's heading.
/// `before` is `None` if nobody can say what stood there.
fn added(before: Option<&str>, after: &str, recipient: u64, quarter: Quarter) -> Option<String> {
    let old: Vec<Section<'_>> = before.map(|text| sections(text, recipient, quarter)).unwrap_or_default();
    let new = sections(after, recipient, quarter);
    let known: BTreeSet<&str> = old.iter().flat_map(|section| section.keys.iter().copied()).collect();
    // Who puts an archived message back does not answer it.
    let is_restored = |section: &&Section<'_>| {
        before.is_some() && !section.keys.is_empty() && !section.keys.iter().any(|key| known.contains(key))
    };
    let new: Vec<Line<'_>> = new.iter().filter(|s| !is_restored(s)).flat_map(Section::lines).collect();
    let old: Vec<Line<'_>> = old.iter().flat_map(Section::lines).collect();
    let gone = without(&old, &new);
    let text: Vec<String> = without(&new, &old)
        .into_iter()
        .filter(|line| before.is_some() || !line.is_ours)
        .map(|line| plain(if line.is_ours { inserted(line.text, &gone) } else { line.text }))
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .collect();
    let text = text.join(" ");
    (!text.is_empty()).then(|| text.chars().take(LONGEST).collect())
}

/// A section of a page that has to do with a recipient's messages.
struct Section<'a> {
    text: &'a str,
    /// The comments with the messages' keys.
    keys: Vec<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line<'a> {
    text: &'a str,
    /// Whether it is the bot's.
    is_ours: bool,
}

impl<'a> Section<'a> {
    /// Its lines. What stands behind a message's last comment is no more the bot's.
    fn lines(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let mut from = 0;
        for key in &self.keys {
            let Some(end) = self.text[from..].find(key).map(|at| from + at + key.len()) else { continue };
            let whole = &self.text[from..end];
            let begin =
                whole.rfind(plan::SEAL).map_or(0, |at| whole[..at].rfind('\n').map_or(0, |at| at + 1));
            lines.extend(whole[..begin].lines().map(|text| Line { text, is_ours: is_heading(text) }));
            lines.extend(whole[begin..].lines().map(|text| Line { text, is_ours: true }));
            from = end;
        }
        lines.extend(self.text[from..].lines().map(|text| Line { text, is_ours: is_heading(text) }));
        lines
    }
}

fn is_heading(line: &str) -> bool {
    line.starts_with("==") && line.trim_end().ends_with("==")
}

/// The sections that hold a message with this recipient's key, or an answer by a link, in their order.
fn sections(text: &str, recipient: u64, quarter: Quarter) -> Vec<Section<'_>> {
    let is_theirs = |key: &Key| match key {
        Key::Notice(key) => key.recipient == recipient && key.quarter.is_same_time(quarter),
        Key::Digest(key) => key.recipient == recipient && key.quarter.is_same_time(quarter),
        _ => false,
    };
    let keys = Key::in_text(text).into_iter().filter(|(key, _)| is_theirs(key));
    let keys: Vec<Range<usize>> = keys.map(|(_, at)| at).take(MOST_MESSAGES).collect();
    let mark = mark(recipient, quarter);
    let mut places: Vec<usize> = keys.iter().map(|at| at.start).collect();
    places.extend(text.match_indices(&mark).map(|(at, _)| at).take(MOST_MESSAGES));
    // A visual editor may drop the hidden mark; the heading stays.
    for language in i18n::languages() {
        let line = format!("== {} ==", heading(language));
        places.extend(text.match_indices(&line).map(|(at, _)| at).take(MOST_MESSAGES));
    }
    let all = plan::Sections::new(text);
    let ranges: BTreeSet<(usize, usize)> =
        places.into_iter().map(|at| all.at(at)).map(|section| (section.start, section.end)).collect();
    let section = |(start, end): (usize, usize)| {
        let inside = keys.iter().filter(|at| (start..end).contains(&at.start));
        Section { text: text[start..end].trim_end(), keys: inside.map(|at| &text[at.clone()]).collect() }
    };
    ranges.into_iter().map(section).collect()
}

/// The lines that are not among the others, each as often as it is more often here.
fn without<'a>(lines: &[Line<'a>], others: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for other in others {
        *left.entry(other.text).or_default() += 1;
    }
    let is_new = |line: &&Line<'a>| match left.get_mut(line.text) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    lines
        .iter()
        .copied()
        .filter({
            let mut is_new = is_new;
            move |line| is_new(&line)
        })
        .collect()
}

/// What was put into one of the bot's own lines: what it has between the beginning and the end of the old line that
/// it is most like; all of it, if it is like none.
fn inserted<'a>(line: &'a str, gone: &[Line<'_>]) -> &'a str {
    let same = |(a, b): &(char, char)| a == b;
    let ends = gone.iter().map(|old| {
        let front: usize =
            old.text.chars().zip(line.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old_rest, rest) = (&old.text[front..], &line[front..]);
        let back = old_rest.chars().rev().zip(rest.chars().rev()).take_while(same);
        (front, back.map(|(c, _)| c.len_utf8()).sum::<usize>(), old.text.len())
    });
    let alike = ends.filter(|(front, back, old)| 2 * (front + back) >= *old);
    match alike.max_by_key(|(front, back, _)| front + back) {
        Some((front, back, _)) => &line[front..line.len() - back],
        None => line,
    }
}

/// Without comments, headings, indents and the signature.
fn plain(text: &str) -> String {
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("a fixed pattern"));
    // One to four links close to each other, then a time: what stands before them is the answer's.
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[-–—]{1,2}\s*)?(?:\[\[[^\[\]\n]*\]\][^\[\]\n]{0,3}){1,4}[^\[\]\n]*\d{4}[^\[\]\n]*\(\w+\)\s*$")
            .expect("a fixed pattern")
    });
    let text = COMMENT.replace_all(text, "");
    let text = text.trim().trim_start_matches([':', '*', '#', ' ']);
    if is_heading(text) { String::new() } else { SIGNED.replace(text, "").trim().to_owned() }
}

/// What an answer asks for. “stop” is heard wherever a sentence begins with it, since a “no” that is missed
/// weighs more than one that is heard wrongly.
/// Days without a year are the next ones after `posted`, the day of the message answered.
pub fn understood(text: &str, posted: NaiveDate) -> Said {
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
        ["snooze", "until" | "till", rest @ ..] | ["snooze", rest @ ..] => match day(rest, posted) {
            // A day that is past, or a message behind the day: a person should look at it.
            Some((day, used)) if day > posted && rest.len() <= used + 2 => Said::SnoozeUntil(day),
            _ => Said::Prose,
        },
        _ => Said::Prose,
    }
}

/// `2020-11-30`, `30 November 2020`, `November 30, 2020`, without a year the next such day; and how many words say it.
fn day(words: &[&str], posted: NaiveDate) -> Option<(NaiveDate, usize)> {
    if let Ok(day) = words.first()?.parse() {
        return Some((day, 1));
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
        Some(year) => Some((on(year)?, 3)),
        None => {
            let next = on(posted.year()).filter(|day| *day > posted).or_else(|| on(posted.year() + 1));
            Some((next?, 2))
        }
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
        let edit = PageEdit { revision: 2, before: Some(before.to_owned()), after: Some(after.to_owned()) };
        let day = "2020-11-02".parse().unwrap();
        find(&edit, "User talk:Ada", 7, quarter(), day).into_iter().map(|answer| answer.text).collect()
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
        let posted = "2020-11-02".parse().unwrap();
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
            ("snooze until 2019-11-30", Said::Prose),
            ("snooze until 1 December. I left in March", Said::Prose),
            ("snooze until 1 December, please", until("2020-12-01")),
            ("It is done", Said::Prose),
        ] {
            assert_eq!(understood(text, posted), said, "{text}");
        }
    }

    #[test]
    fn a_no_stays_and_else_the_last_answer_counts() {
        let said = |said| Answer { said, text: String::new(), page: String::new(), revision: 1 };
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
