//! Labels with placeholders, as layout files have them, and where they stand in a text. No expressions: a page is read with
//! hundreds of labels in four languages, and nearly all of them are dismissed at their first letter.

#[cfg(test)]
mod tests;

mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::quarters::folded;
use crate::base::Quarter;
use crate::goals::letters::Letters;
use parts::{Part, Parts, parts};

/// Several labels of one meaning.
#[derive(Debug, Default)]
pub struct Labels {
    /// The letters that they may begin with: nearly every text is dismissed by these.
    begins: Letters,
    /// Those that begin with two letters, folded; one, where something else than text follows it.
    by_letters: BTreeMap<(char, Option<char>), Parts>,
    /// Those that begin with a placeholder.
    others: Parts,
}

/// A label at the beginning of a text, and what belongs to it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where its words end.
    pub words: usize,
    /// Where the remark in brackets ends that stands behind it.
    pub remark: Option<usize>,
    /// Where the colon behind it ends.
    pub colon: Option<usize>,
    /// Where the dash behind it ends.
    pub dash: Option<usize>,
}

impl Labels {
    /// Those labels.
    ///
    /// # Errors
    /// What is wrong with the first that can't be used.
    pub fn new<'a>(labels: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut new = Self::default();
        for label in labels {
            new.push(&parts(label)?);
        }
        Ok(new)
    }

    /// Adds others to them.
    pub fn add(&mut self, others: Self) {
        let Self { begins, by_letters, others } = others;
        self.begins.add(begins);
        by_letters
            .into_iter()
            .for_each(|(letters, parts)| self.by_letters.entry(letters).or_default().add(parts));
        self.others.add(others);
    }

    fn push(&mut self, label: &[Part]) {
        match label.first() {
            Some(Part::Text(text)) => {
                let mut letters = text.chars();
                let begins = (letters.next().unwrap_or_default(), letters.next());
                self.begins.insert(begins.0);
                self.by_letters.entry(begins).or_default().push(label);
            }
            Some(placeholder) => {
                if !self.others.has(placeholder) {
                    self.begins.extend(('\0'..='\x7f').filter(|c| placeholder.may_begin_with(*c)));
                }
                self.others.push(label);
            }
            None => {}
        }
    }

    /// Where the longest of them ends that begins `at` a place in a text; `fits` says whether the rest may stand behind it.
    fn longest(&self, text: &str, at: usize, fits: &dyn Fn(&str) -> bool) -> Option<usize> {
        let mut letters = text[at..].chars().map(folded);
        let first = letters.next().filter(|first| self.begins.contains(*first))?;
        let second = letters.next();
        let one = second.and_then(|_| self.by_letters.get(&(first, None)));
        let all = [self.by_letters.get(&(first, second)), one, Some(&self.others)];
        all.into_iter().flatten().filter_map(|parts| parts.longest(text, at, fits)).max()
    }

    /// The letters that they begin with, folded: two, or one where something else than text follows it.
    pub fn letters(&self) -> impl Iterator<Item = (char, Option<char>)> {
        self.by_letters.keys().copied()
    }

    /// Whether one of them begins with a number, a quarter or a year.
    pub fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_letters.is_empty() && self.others.is_empty()
    }

    /// The one that a text begins with. Of several the longest counts, so that “Q2 Goals” isn't read as “Q2 Goal”.
    pub fn beginning(&self, text: &str) -> Option<Place> {
        self.longest(text, 0, &|_| true).map(|words| Place::of(text, words))
    }

    /// Whether a text is one of them and nothing else, but for a colon.
    pub fn is_whole(&self, text: &str) -> bool {
        self.longest(text, 0, &|rest| matches!(rest.trim_start(), "" | ":" | "：")).is_some()
    }

    /// Whether one of them stands in a text, between words.
    pub fn is_in(&self, text: &str) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut before = false;
        text.char_indices().any(|(at, c)| {
            let begins = !std::mem::replace(&mut before, is_word(c));
            let ends = |rest: &str| !rest.starts_with(is_word);
            begins && self.longest(text, at, &ends).is_some()
        })
    }
}

impl Place {
    fn of(text: &str, words: usize) -> Self {
        let remark = remark(&text[words..]).map(|length| words + length);
        let at = remark.unwrap_or(words);
        let rest = &text[at..];
        let colon = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix([':', '：']);
        let dash =
            rest.strip_prefix(' ').and_then(|rest| rest.strip_prefix(['-', '–', '—'])?.strip_prefix(' '));
        let end = |rest: Option<&str>| rest.map(|rest| text.len() - rest.len());
        Self { words, remark, colon: end(colon), dash: end(dash).filter(|_| colon.is_none()) }
    }
}

/// How long the remark in brackets is that a text begins with.
fn remark(text: &str) -> Option<usize> {
    /// In characters.
    const LONGEST: usize = 40;
    let inner = text.strip_prefix(' ').unwrap_or(text).strip_prefix('(')?;
    let (length, _) = inner.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, '(' | ')'))?;
    (length > 0 && inner[length..].starts_with(')')).then(|| text.len() - inner.len() + length + 1)
}

/// Whether these are quarters, and the page's own is not among them.
pub fn is_other_quarter(named: &[u8], own: Option<Quarter>) -> bool {
    own.is_some_and(|own| !named.is_empty() && !named.contains(&own.number()))
}

/// The numbers that a label names: `5 and 6`, `1-3`.
pub fn numbers(label: &str) -> Vec<u32> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(\d+)(?: ?[-–] ?(\d+))?").expect("a fixed pattern"));
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for part in NUMBER.captures_iter(label) {
        let number = |at: usize| part.get(at).and_then(|digits| digits.as_str().parse::<u32>().ok());
        let Some(first) = number(1) else { continue };
        let last = number(2).unwrap_or(first).clamp(first, first.saturating_add(50));
        found.extend((first..=last).filter(|number| seen.insert(*number)));
    }
    found
}
