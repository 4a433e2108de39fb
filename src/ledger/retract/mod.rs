//! The text of a page without messages of the bot's own: one that nobody touched is removed, one with answers is struck out,
//! and one that a person changed is left as it is. Pure.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::answers::is_answered_by_link;
use super::in_text::{SEAL, find_seal, notices_in};
use super::key::Key;
use crate::base::{Quarter, RevisionId, UserId};
use crate::wikitext::Sections;

/// A message of the bot's own.
#[derive(Clone, Debug)]
pub struct OwnText<'a> {
    /// Its key, that of a notice or a digest.
    pub key: &'a Key,
    /// The recipient's user id.
    pub recipient: UserId,
    /// Its quarter.
    pub quarter: Quarter,
    /// The revision that posted it.
    pub revision: RevisionId,
    /// The page's text in that revision.
    pub posted: &'a str,
    /// What is put before it where it is struck out: wikitext, one line.
    pub sentence: String,
}

/// What becomes of a message that is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is taken out, and its heading with it.
    Removed,
    /// It stays, struck out.
    Struck,
}

/// Why a message is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It doesn't stand on the page any more.
    Gone,
    /// Somebody changed it.
    Changed,
    /// It stands there twice.
    Twice,
}

/// A part of a page, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it stands there, once.
    pub old: String,
    /// What takes its place.
    pub new: String,
}

/// What a page comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retracted {
    /// What is changed on it, in the order of the page.
    pub parts: Vec<Part>,
    /// What becomes of each message, in the order in which they were given.
    pub fates: Vec<Result<Done, Left>>,
}

/// A message as it was posted.
struct Posted<'a> {
    /// The line of its heading; `None` of a reply.
    heading: Option<&'a str>,
    /// All of it up to its key, without the heading.
    text: &'a str,
}

/// Takes `messages` back on a page. `is_own` says of a key whether the bot posted a message with it that is not taken back.
pub fn retract(page: &str, messages: &[OwnText<'_>], is_own: impl Fn(&Key) -> bool) -> Retracted {
    let posted: Vec<_> = messages.iter().map(|message| Posted::of(message.posted, message.key)).collect();
    let found: Vec<Result<Range<usize>, Left>> = messages
        .iter()
        .zip(&posted)
        .map(|(message, posted)| find(page, message.key, posted.as_ref().ok_or(Left::Gone)?))
        .collect();
    let taken: Vec<&Range<usize>> = found.iter().flatten().collect();
    let others = untouched(page, |key, at| is_own(key) && !taken.iter().any(|taken| taken.contains(&at)));
    let sections = Sections::new(page);
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, at) in found.iter().enumerate().filter_map(|(index, at)| Some((index, at.as_ref().ok()?))) {
        let section = sections.at(at.start);
        groups.entry((section.start, section.end)).or_default().push(index);
    }
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut fates: Vec<Result<Done, Left>> =
        found.iter().map(|at| at.as_ref().map(|_| Done::Removed).map_err(|left| *left)).collect();
    for ((start, end), group) in groups {
        let within = |at: &&Range<usize>| (start..end).contains(&at.start);
        let beside: Vec<&Range<usize>> = others.iter().filter(within).collect();
        let own: Vec<&Range<usize>> =
            taken.iter().copied().filter(within).chain(beside.iter().copied()).collect();
        let heading =
            page[start..end].lines().next().filter(|line| line.starts_with('=')).unwrap_or_default();
        let headings = || group.iter().filter_map(|index| posted[*index].as_ref()?.heading);
        let is_answered = group.iter().any(|index| {
            let message = &messages[*index];
            is_answered_by_link(page, message.recipient, message.quarter)
        });
        // Under a heading of somebody else's it is a part of what they said.
        let is_at_home =
            headings().all(|own| own == heading) && (headings().next().is_some() || !beside.is_empty());
        let is_alone = without(&page[..end], start + heading.len(), &own).trim().is_empty();
        let is_removed = is_alone && is_at_home && !is_answered;
        if is_removed && beside.is_empty() {
            changes.push((start..end, String::new()));
            continue;
        }
        for index in group {
            let Ok(at) = found[index].clone() else { continue };
            let message = &messages[index];
            match is_removed {
                // With the line's end before it, by which it was added.
                true => changes
                    .push((at.start - usize::from(page[..at.start].ends_with('\n'))..at.end, String::new())),
                false => {
                    changes.push((at.clone(), struck(&page[at], message)));
                    fates[index] = Ok(Done::Struck);
                }
            }
        }
    }
    changes.sort_by_key(|(at, _)| at.start);
    let parts = changes.into_iter().map(|(at, new)| Part { old: page[at].to_owned(), new }).collect();
    Retracted { parts, fates }
}

/// `text` with its parts changed; `None` if one of them is not there, or not once.
pub fn with_parts(text: &str, parts: &[Part]) -> Option<String> {
    let mut changed = text.to_owned();
    for Part { old, new } in parts {
        let mut places = changed.match_indices(old.as_str());
        let (Some((at, _)), None) = (places.next(), places.next()) else { return None };
        changed.replace_range(at..at + old.len(), new);
    }
    // As the wiki saves it.
    Some(changed.trim_end().to_owned())
}

impl<'a> Posted<'a> {
    /// The message in the text of the revision that posted it.
    fn of(text: &'a str, key: &Key) -> Option<Self> {
        let keys = Key::in_text(text);
        let mut same = keys.iter().filter(|(other, _)| other == key);
        let (Some((_, at)), None) = (same.next(), same.next()) else { return None };
        let section = Sections::new(text).at(at.start);
        let before = keys.iter().rfind(|(_, other)| section.start <= other.start && other.end <= at.start);
        if let Some((_, before)) = before {
            let seal = before.end + text[before.end..at.start].rfind(SEAL)?;
            return Some(Self { heading: None, text: &text[beginning(text, seal)..at.end] });
        }
        let heading = text[section.clone()].lines().next().filter(|line| line.starts_with('='))?;
        let start = section.start + heading.len() + 1;
        let message = text.get(start..at.end)?;
        // No message of the bot's has a heading in it: what hides one from the bot may hide people's words with it.
        let is_heading = |line: &str| line.starts_with('=') && line.trim_end().ends_with('=');
        (!message.lines().any(is_heading)).then_some(Self { heading: Some(heading), text: message })
    }
}

/// Where a message begins of which the seal stands at `seal`: with its line, and with what is put around it before that.
fn beginning(text: &str, seal: usize) -> usize {
    static AROUND: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|\n)[:*]*<div\b[^>\n]*>\n$").expect("a fixed pattern"));
    let line = text[..seal].rfind('\n').map_or(0, |end| end + 1);
    match AROUND.find(&text[..line]) {
        Some(around) if text[around.start()..].starts_with('\n') => around.start() + 1,
        Some(around) => around.start(),
        None => line,
    }
}

/// Where a message stands on the page as the bot left it: as it was posted, or with ticks.
fn find(page: &str, key: &Key, posted: &Posted<'_>) -> Result<Range<usize>, Left> {
    let keys = Key::in_text(page);
    match keys.iter().filter(|(other, _)| other == key).count() {
        0 => return Err(Left::Gone),
        1 => {}
        _ => return Err(Left::Twice),
    }
    if let Some(at) = page.find(posted.text) {
        return Ok(at..at + posted.text.len());
    }
    let ticked = || {
        let Key::Notice(key) = key else { return None };
        let now = notices_in(page).into_iter().find(|notice| notice.key == *key)?.sealed?;
        let seal = page[..now.start].rfind(SEAL)?;
        let before = &posted.text[..posted.text.find(SEAL)?];
        let comment = posted.text.rfind("<!--")?;
        let after = &posted.text[find_seal(&posted.text[..comment])?.end..];
        let is_whole = page[..seal].ends_with(before) && page[now.end..].starts_with(after);
        is_whole.then(|| seal - before.len()..now.end + after.len())
    };
    ticked().ok_or(Left::Changed)
}

/// The notices on a page that nobody changed, as far as `is_wanted` says so of key and place.
fn untouched(page: &str, is_wanted: impl Fn(&Key, usize) -> bool) -> Vec<Range<usize>> {
    let notices = notices_in(page).into_iter();
    let own = notices.filter(|notice| is_wanted(&Key::Notice(notice.key.clone()), notice.at.start));
    own.filter_map(|notice| Some(beginning(page, page[..notice.sealed?.start].rfind(SEAL)?)..notice.at.end))
        .collect()
}

/// The end of `text` from `from` on, without these parts of it.
fn without(text: &str, from: usize, parts: &[&Range<usize>]) -> String {
    let is_left = |(at, _): &(usize, char)| !parts.iter().any(|part| part.contains(&(from + at)));
    text[from..].char_indices().filter(is_left).map(|(_, c)| c).collect()
}

/// A message struck out line by line, with a sentence before it. Its links still work, for whoever wants to say “stop”, and
/// its key is one of a message taken back.
fn struck(message: &str, of: &OwnText<'_>) -> String {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?<before>(?:[:*#;]+|\s+|<div\b[^>]*>|<!--.*?-->)*)(?<words>.*?)(?<after>(?:\s+|</div>|<!--.*?-->)*)$",
        )
        .expect("a fixed pattern")
    });
    static ITEM: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- gk1:item/[0-9a-f]{8} -->").expect("a fixed pattern"));
    let OwnText { recipient, quarter, revision, .. } = *of;
    let mark = Key::Retracted { recipient, quarter, revision }.comment();
    let text = ITEM.replace_all(message, "").replace(&of.key.comment(), &mark);
    let mut is_first = true;
    let lines = text.split('\n').map(|line| {
        let Some(parts) = LINE.captures(line).filter(|parts| !parts["words"].is_empty()) else {
            return line.to_owned();
        };
        let (before, words, after) = (&parts["before"], &parts["words"], &parts["after"]);
        if !std::mem::take(&mut is_first) {
            return format!("{before}<s>{words}</s>{after}");
        }
        let list: String = before.chars().take_while(|c| ":*#;".contains(*c)).collect();
        let gap = if list.is_empty() { "\n\n" } else { "\n" };
        format!("{before}{}{gap}{list}<s>{words}</s>{after}", of.sentence)
    });
    lines.collect::<Vec<_>>().join("\n")
}
