//! What an edit added to the sections in which the bot's messages to someone stand. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::in_text::SEAL;
use super::super::key::Key;
use super::{heading, mark};
use crate::base::{Quarter, UserId, message};
use crate::wikitext;

/// The most that is kept of an answer, in characters.
const LONGEST: usize = 500;
/// No talk page holds more of the bot's messages to one person in a quarter.
const MOST_MESSAGES: usize = 50;

/// What an edit added to the sections in which this recipient's messages stand, or under a link's heading.
/// `before` is `None` if nobody can say what stood there.
pub fn added(before: Option<&str>, after: &str, recipient: UserId, quarter: Quarter) -> Option<String> {
    let old: Vec<Section<'_>> = before.map(|text| sections(text, recipient, quarter)).unwrap_or_default();
    let new = sections(after, recipient, quarter);
    let known: BTreeSet<&str> = old.iter().flat_map(|section| section.keys.iter().copied()).collect();
    // Putting an archived message back is no answer to it.
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
    /// Its lines. The comment with the key ends a message of the bot's: what stands behind it is not the bot's.
    fn lines(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let mut from = 0;
        for key in &self.keys {
            let Some(end) = self.text[from..].find(key).map(|at| from + at + key.len()) else { continue };
            let whole = &self.text[from..end];
            let begin = whole.rfind(SEAL).map_or(0, |at| whole[..at].rfind('\n').map_or(0, |at| at + 1));
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
fn sections(text: &str, recipient: UserId, quarter: Quarter) -> Vec<Section<'_>> {
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
    for language in message::languages() {
        let line = format!("== {} ==", heading(language));
        places.extend(text.match_indices(&line).map(|(at, _)| at).take(MOST_MESSAGES));
    }
    let all = wikitext::Sections::new(text);
    let ranges: BTreeSet<(usize, usize)> =
        places.into_iter().map(|at| all.at(at)).map(|section| (section.start, section.end)).collect();
    let section = |(start, end): (usize, usize)| {
        let inside = keys.iter().filter(|at| (start..end).contains(&at.start));
        Section { text: text[start..end].trim_end(), keys: inside.map(|at| &text[at.clone()]).collect() }
    };
    ranges.into_iter().map(section).collect()
}

/// The lines that stand here more often than among `others`: one that is here three times and there once comes out
/// twice.
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

/// What someone put into one of the bot's own lines. The line that it was before is the one in `gone` that it is most
/// like; the beginning and the end that both have are left out. A line that is like none of them is new as a whole.
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
    // A signature: one to four links close to each other, then a time. What stands before it is the answer.
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[-–—]{1,2}\s*)?(?:\[\[[^\[\]\n]*\]\][^\[\]\n]{0,3}){1,4}[^\[\]\n]*\d{4}[^\[\]\n]*\(\w+\)\s*$")
            .expect("a fixed pattern")
    });
    let text = COMMENT.replace_all(text, "");
    let text = text.trim().trim_start_matches([':', '*', '#', ' ']);
    if is_heading(text) {
        return String::new();
    }
    let bare = SIGNED.replace(text, "").trim().to_owned();
    // A link to somebody else is an answer, too; it looks like a part of the signature.
    if bare.is_empty() { others(text) } else { bare }
}

/// The users that a line of nothing but links names. The last one signed it, and is left out.
fn others(line: &str) -> String {
    static USER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\[\[[^\[\]|:]+:([^\[\]|#/]+)").expect("a fixed pattern"));
    let mut names: Vec<&str> =
        USER.captures_iter(line).filter_map(|user| Some(user.get(1)?.as_str().trim())).collect();
    let own = names.pop();
    names.retain(|name| Some(*name) != own);
    names.join(" ")
}
