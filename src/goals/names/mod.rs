//! From the text of a manager line to the people it names.
//!
//! A link to an account is that account, wherever it stands in the line and whatever it is called there. Words beside
//! links are names only if they look like nothing else; words that put a linked person in doubt put the line in doubt.

mod likeness;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::document::Link;
use super::model::Manager;
use super::words::{Words, words};
use crate::base::Account;
use crate::base::text::tidy;
use crate::wiki::UserNamespaces;
use likeness::{
    is_date_or_task, is_doubtful, is_like_a_person, is_role, leads_to_a_name, without_remarks, without_time,
};

/// Nobody names more people on one line.
const MOST: usize = 50;

/// The longest name of an account that MediaWiki allows, in bytes. Nobody's own name is longer.
const LONGEST: usize = 255;

static SEPARATORS: LazyLock<Regex> = LazyLock::new(|| {
    let words = words().name_separators().iter().map(|word| regex::escape(word));
    let words = words.collect::<Vec<_>>().join("|");
    // “A, B, and C”
    Regex::new(&format!(r"(?i)\s*(?:[,;&+/·•、，；]|\s\|\s|\s(?:{words})\s)(?:\s*(?:{words})\s)?\s*"))
        .expect("a fixed pattern")
});

// A link that MediaWiki left as text because it leads nowhere: [[User:|]], on saving [[User:|User:]].
static EMPTY_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[\[[^\[\]|:]*:?\s*(?:\|\s*(?:[^\[\]|:]*:\s*)?)?\]\]").expect("a fixed pattern")
});

/// A part of a line that may name people.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it begins in the line, in bytes.
    pub at: usize,
    /// The links of the line.
    pub links: &'a [Link],
}

/// What such a part says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesRead {
    /// The people it names.
    pub managers: Vec<Manager>,
    /// Whether they surely are the managers.
    pub certain: bool,
    /// Whether it surely names nobody: it is empty, or says that there is nobody yet.
    pub nobody: bool,
    /// Whether all that it says is links to accounts, with what belongs to them.
    pub only_links: bool,
}

/// The people that a manager line's value names. More of them, or longer names, than anybody would write are cut off,
/// and then nothing is certain.
pub fn people(value: Value<'_>, namespaces: &UserNamespaces, words: &Words) -> NamesRead {
    // Of the same length, so that links keep their places.
    let blank = |found: &regex::Captures<'_>| " ".repeat(found[0].len());
    let text = match value.text.contains("[[") {
        true => EMPTY_LINK.replace_all(value.text, blank),
        false => Cow::Borrowed(value.text),
    };
    let linked = accounts(value, namespaces);
    if words.is_manager_placeholder(&tidy(&text)) {
        // “TBD (Ada for now)”: nobody can say. A link whose label has no letters names its account all the same.
        match (linked.is_empty(), text.chars().any(char::is_alphabetic)) {
            (true, _) if words.remark_may_name(&text) => return NamesRead::default(),
            (true, _) => return NamesRead { nobody: true, certain: true, ..NamesRead::default() },
            (false, true) => return NamesRead::default(),
            (false, false) => {}
        }
    }
    let mut found = Found { managers: Vec::new(), certain: true, too_much: false, says_more: false, words };
    for part in parts(&text, value) {
        let here: Vec<&Linked> =
            linked.iter().filter(|link| part.start <= link.at.start && link.at.end <= part.end).collect();
        match here.as_slice() {
            [] => found.unlinked(&text[part], !linked.is_empty()),
            here => found.linked(&text, part, here),
        }
    }
    let Found { managers, certain, too_much, says_more, .. } = found;
    NamesRead {
        certain: certain && !too_much,
        only_links: !says_more && managers.iter().all(|manager| manager.account.is_some()),
        nobody: false,
        managers,
    }
}

/// A link to an account.
struct Linked {
    /// Its place in the value.
    at: Range<usize>,
    account: Account,
}

/// Where a link stands in a value.
fn place(value: Value<'_>, link: &Link) -> Option<Range<usize>> {
    let start = link.at.checked_sub(value.at)?;
    let at = start..start + link.text.len();
    // What is struck out or cut off is no part of it.
    (value.text.get(at.clone()) == Some(link.text.as_str()) && !link.text.is_empty()).then_some(at)
}

fn accounts(value: Value<'_>, namespaces: &UserNamespaces) -> Vec<Linked> {
    let linked = value.links.iter().filter_map(|link| {
        Some(Linked { at: place(value, link)?, account: namespaces.account(&link.href)? })
    });
    linked.take(MOST + 1).collect()
}

/// The parts between commas and “and”, which don't count inside of brackets and links.
fn parts(text: &str, value: Value<'_>) -> Vec<Range<usize>> {
    let mut depth = 0_usize;
    let inside: Vec<bool> = text
        .bytes()
        .map(|b| {
            match b {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
        })
        .collect();
    let links: Vec<Range<usize>> = value.links.iter().filter_map(|link| place(value, link)).collect();
    let in_link = |at: &Range<usize>| links.iter().any(|link| link.start < at.end && at.start < link.end);
    let mut start = 0;
    let mut parts = Vec::new();
    for found in SEPARATORS.find_iter(text) {
        let generation =
            ["Jr", "Sr", "II", "III", "PhD"].iter().any(|word| text[found.end()..].starts_with(word));
        let mark = found.start() + found.as_str().len() - found.as_str().trim_start().len();
        if !generation && !in_link(&found.range()) && !inside.get(mark).copied().unwrap_or(false) {
            parts.push(start..found.start());
            start = found.end();
        }
    }
    parts.push(start..text.len());
    parts
}

/// The people found so far.
struct Found<'a> {
    managers: Vec<Manager>,
    certain: bool,
    too_much: bool,
    /// Whether something was said besides links.
    says_more: bool,
    words: &'a Words,
}

impl Found<'_> {
    /// A part with links to accounts.
    fn linked(&mut self, text: &str, part: Range<usize>, links: &[&Linked]) {
        let mut from = part.start;
        for link in links {
            let known = self.managers.iter().any(|manager| manager.account.as_ref() == Some(&link.account));
            let before = &text[from..link.at.start];
            from = link.at.end;
            // The same person's talk page, or what they did.
            if known {
                continue;
            }
            // In brackets stands who it was before.
            let around = &text[..link.at.start];
            let depth = around.matches('(').count().saturating_sub(around.matches(')').count());
            if depth > 0 && around.chars().any(char::is_alphabetic) {
                self.says_more = true;
                continue;
            }
            self.certain &= leads_to_a_name(before, self.words);
            self.says_more |= before.chars().any(char::is_alphanumeric);
            let shown = &text[link.at.clone()];
            let shown = if shown.chars().any(char::is_alphabetic) { shown } else { link.account.as_str() };
            self.add(shown, Some(link.account.clone()));
        }
        self.certain &= !is_doubtful(&text[from..part.end], self.words);
    }

    /// A part without any; `beside`: whether the line has links elsewhere.
    fn unlinked(&mut self, part: &str, beside: bool) {
        let text = if beside { without_remarks(part) } else { without_time(part) };
        let text = without_full_stop(text.trim_end_matches(':').trim_end());
        let text = text.strip_prefix('@').unwrap_or(text);
        if self.words.is_manager_placeholder(text) || !text.chars().any(char::is_alphabetic) {
            return;
        }
        self.says_more = true;
        let is_more = || is_role(text, self.words) || is_date_or_task(text);
        if self.words.is_no_name(text) || !self.managers.is_empty() && is_more() {
            return;
        }
        // “Ada, who left in May”: who is meant isn't sure.
        if self.words.is_clause(text) {
            self.certain = false;
            return;
        }
        if !beside || is_like_a_person(text, self.words) {
            self.certain &= !is_doubtful(text, self.words);
            self.add(text, None);
        }
    }

    fn add(&mut self, shown: &str, account: Option<Account>) {
        if self.managers.len() == MOST {
            self.too_much = true;
            return;
        }
        let shown = match shown.len() {
            0..=LONGEST => shown,
            _ => {
                self.too_much = true;
                &shown[..shown.floor_char_boundary(LONGEST)]
            }
        };
        let manager = Manager { name: shown.into(), account };
        // Two accounts may go by one name; a name that stands there twice is one person's.
        let is_known = |known: &Manager| match &manager.account {
            Some(account) => known.account.as_ref() == Some(account),
            None => known.name == manager.name,
        };
        if !self.managers.iter().any(is_known) {
            self.managers.push(manager);
        }
    }
}

/// A full stop ends the line, unless it belongs to the name, as in “Jr.” or an initial.
fn without_full_stop(text: &str) -> &str {
    let Some(bare) = text.strip_suffix('.') else { return text };
    let last_word = bare.rsplit(' ').next().unwrap_or_default();
    if last_word.chars().count() > 2 { bare } else { text }
}

#[cfg(test)]
mod tests;
