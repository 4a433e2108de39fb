//! Who answers for an item, and how far it is, where that stands within the item's own line: “Ship it (Owner: Ada)”.

use regex::Regex;

use super::super::document::Line;
use super::super::model::{Manager, Stated};
use super::super::names::{self, Value};
use super::super::words::Words;
use crate::wiki::UserNamespaces;

/// Patterns for parts of a line, as `[inline]` of a layout file has them.
#[derive(Debug, Default)]
pub struct Inline {
    pub owner: Vec<Pattern>,
    pub status: Vec<Pattern>,
}

/// One of them.
#[derive(Debug)]
pub struct Pattern {
    regex: Regex,
    /// Whether it has words of its own, as “(Owner: {name})” has. In brackets alone only a link to an account is a person.
    has_words: bool,
}

/// What a line says besides its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its text without them.
    pub text: String,
    /// The people named in it.
    pub owners: Vec<Manager>,
    /// Whether it surely is they who answer for it.
    pub certain: bool,
    /// Whether it has a place for them in which nobody is named yet.
    pub nobody: bool,
    /// Its status.
    pub status: Option<Stated>,
}

impl Pattern {
    /// A pattern with one `{name}` or `{status}` in it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(written: &str, placeholder: &str) -> Result<Self, String> {
        let (before, after) = written
            .split_once(placeholder)
            .ok_or_else(|| format!("{placeholder} is missing: it stands for what is to be read"))?;
        if after.contains(placeholder) {
            return Err(format!("{placeholder} stands there twice"));
        }
        if before.trim().is_empty() && after.trim().is_empty() {
            return Err("something must stand before or behind it".to_owned());
        }
        let blanks = |text: &str| regex::escape(text).replace(' ', r"\s*");
        // What nothing closes goes on to the end of the line.
        let end = if after.trim().is_empty() { "$".to_owned() } else { blanks(after.trim_end()) };
        let pattern =
            format!(r"(?i){}(?P<value>[^()\[\]]*(?:\([^()]*\))?[^()\[\]]*?)\s*{end}", blanks(before));
        let regex = Regex::new(&pattern).map_err(|error| error.to_string())?;
        let has_words = written.replace(placeholder, "").contains(char::is_alphabetic);
        Ok(Self { regex, has_words })
    }
}

impl Inline {
    /// Looks for them in `text`, which begins `at` that byte of the line.
    pub fn find(
        &self,
        text: &str,
        at: usize,
        line: &Line,
        namespaces: &UserNamespaces,
        words: &Words,
    ) -> Found {
        let mut found = Found { text: text.to_owned(), certain: true, ..Found::default() };
        let mut taken = Vec::new();
        for pattern in &self.owner {
            for place in pattern.regex.captures_iter(text) {
                let (Some(whole), Some(value)) = (place.get(0), place.name("value")) else { continue };
                let value = Value { text: value.as_str(), at: at + value.start(), links: &line.links };
                let read = names::people(value, namespaces, words);
                let counts = pattern.has_words || read.only_links && !read.managers.is_empty();
                let is_taken = |range: &std::ops::Range<usize>| range.contains(&whole.start());
                if !counts || taken.iter().any(is_taken) {
                    continue;
                }
                taken.push(whole.range());
                found.certain &= read.certain;
                found.nobody |= read.nobody;
                found.owners.extend(read.managers);
            }
        }
        for pattern in &self.status {
            let Some(place) = pattern.regex.captures(text) else { continue };
            if let (Some(whole), Some(value)) = (place.get(0), place.name("value"))
                && found.status.is_none()
            {
                found.status = words.stated(value.as_str(), &[]);
                taken.extend(found.status.is_some().then(|| whole.range()));
            }
        }
        taken.sort_by_key(|range| std::cmp::Reverse(range.start));
        for range in taken {
            if found.text.is_char_boundary(range.start) && found.text.get(range.clone()).is_some() {
                found.text.replace_range(range, " ");
            }
        }
        found.text = crate::base::text::tidy(&found.text);
        found
    }
}
