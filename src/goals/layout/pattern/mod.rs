//! Labels with placeholders, as layout files have them, and where they stand in a text. No expressions: a page is read with
//! hundreds of labels in four languages, and nearly all of them are dismissed at their first letter.

#[cfg(test)]
mod tests;

mod letters;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::quarters::{after, begins_quarter, folded, quarter};
use crate::base::Quarter;
use letters::Letters;

/// Several labels of one meaning.
#[derive(Debug, Default)]
pub struct Labels {
    all: Vec<Vec<Part>>,
    /// The letters that they may begin with: nearly every text is dismissed by these.
    begins: Letters,
    /// Where those are that begin with two letters, folded; one, where something else than text follows it.
    by_letters: BTreeMap<(char, Option<char>), Vec<usize>>,
    /// Where those are that begin with a placeholder, by which one it is.
    others: Vec<(Part, Vec<usize>)>,
}

/// A part of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Folded.
    Text(String),
    Number,
    Numbers,
    Quarter,
    Year,
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
            new.push(parts(label)?);
        }
        Ok(new)
    }

    /// Adds others to them.
    pub fn add(&mut self, others: Self) {
        others.all.into_iter().for_each(|label| self.push(label));
    }

    fn push(&mut self, label: Vec<Part>) {
        let at = self.all.len();
        match label.first() {
            Some(Part::Text(text)) => {
                let mut letters = text.chars();
                let begins = (letters.next().unwrap_or_default(), letters.next());
                self.begins.insert(begins.0);
                self.by_letters.entry(begins).or_default().push(at);
            }
            Some(placeholder) => match self.others.iter_mut().find(|(known, _)| known == placeholder) {
                Some((_, all)) => all.push(at),
                None => {
                    self.begins.extend(('\0'..='\x7f').filter(|c| placeholder.may_begin_with(*c)));
                    self.others.push((placeholder.clone(), vec![at]));
                }
            },
            None => {}
        }
        self.all.push(label);
    }

    /// Those that a text may begin with, by its first letters; `None` for nearly every text.
    fn possible(&self, text: &str) -> Option<impl Iterator<Item = &Vec<Part>>> {
        let mut letters = text.chars().map(folded);
        let first = letters.next().filter(|first| self.begins.contains(*first))?;
        let [two, one] = [(first, letters.next()), (first, None)].map(|begins| self.by_letters.get(&begins));
        // A text of one letter is found by the first already.
        let one = one.filter(|one| two.is_none_or(|two| !std::ptr::eq(*one, two)));
        let by_letters = two.into_iter().chain(one).flatten();
        let others = self.others.iter().filter(|(placeholder, _)| placeholder.may_begin(text));
        Some(by_letters.chain(others.flat_map(|(_, all)| all)).map(|at| &self.all[*at]))
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
        self.all.is_empty()
    }

    /// The one that a text begins with. Of several the longest counts, so that “Q2 Goals” isn't read as “Q2 Goal”.
    pub fn beginning(&self, text: &str) -> Option<Place> {
        let ends = self.possible(text)?.filter_map(|label| end(label, text, 0, &|_| true));
        ends.max().map(|words| Place::of(text, words))
    }

    /// Whether a text is one of them and nothing else, but for a colon.
    pub fn is_whole(&self, text: &str) -> bool {
        let ends = |rest: &str| matches!(rest.trim_start(), "" | ":" | "：");
        self.possible(text).is_some_and(|mut labels| labels.any(|label| end(label, text, 0, &ends).is_some()))
    }

    /// Whether one of them stands in a text, between words.
    pub fn is_in(&self, text: &str) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut before = false;
        text.char_indices().any(|(at, c)| {
            let begins = !std::mem::replace(&mut before, is_word(c));
            let ends = |rest: &str| !rest.starts_with(is_word);
            let is_one = |label: &Vec<Part>| end(label, text, at, &ends).is_some();
            begins && self.possible(&text[at..]).is_some_and(|mut labels| labels.any(is_one))
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

/// The parts of one label.
fn parts(label: &str) -> Result<Vec<Part>, String> {
    if label.trim().is_empty() {
        return Err("a label can't be empty".to_owned());
    }
    let text = |text: &str| Part::Text(text.nfc().map(folded).collect());
    let mut parts = Vec::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a placeholder without its closing brace")?;
        parts.push(text(before));
        parts.push(match name {
            "number" => Part::Number,
            "numbers" => Part::Numbers,
            "quarter" => Part::Quarter,
            "year" => Part::Year,
            other => {
                return Err(format!(
                    "there is no placeholder {{{other}}}; there are {{number}}, {{numbers}}, {{quarter}} and {{year}}"
                ));
            }
        });
        rest = after;
    }
    parts.push(text(rest));
    parts.retain(|part| *part != Part::Text(String::new()));
    Ok(parts)
}

impl Part {
    /// Whether it may begin with this letter, which is folded.
    fn may_begin_with(&self, c: char) -> bool {
        match self {
            Self::Text(word) => word.starts_with(c),
            Self::Number => c.is_ascii_digit() || matches!(c, ' ' | '#' | '-'),
            Self::Numbers => c.is_ascii_digit(),
            Self::Quarter => begins_quarter(c),
            Self::Year => c.is_ascii_digit() || c == 'f',
        }
    }

    /// Whether a text may begin with it.
    fn may_begin(&self, text: &str) -> bool {
        match self {
            Self::Text(word) => after(text, word).is_some(),
            Self::Number => number(text)[0].is_some(),
            Self::Numbers => digits(text) > 0,
            Self::Quarter => quarter(text).is_some(),
            Self::Year => year(text)[0].is_some(),
        }
    }
}

/// Where these parts end that begin `at` a place in a text; `fits` says whether the rest may stand behind them.
fn end(parts: &[Part], text: &str, at: usize, fits: &dyn Fn(&str) -> bool) -> Option<usize> {
    let Some((first, more)) = parts.split_first() else { return fits(&text[at..]).then_some(at) };
    let lengths = match first {
        Part::Text(word) => [after(&text[at..], word), None],
        Part::Number => number(&text[at..]),
        Part::Numbers => [several(&text[at..]), None],
        Part::Quarter => [quarter(&text[at..]).map(|(length, _)| length), None],
        Part::Year => year(&text[at..]),
    };
    lengths.into_iter().flatten().find_map(|length| end(more, text, at + length, fits))
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// “1”, “ 2.3”, “#4a”: with the letter, and without.
fn number(text: &str) -> [Option<usize>; 2] {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    let mut rest = rest.strip_prefix(['#', '-']).unwrap_or(rest);
    let first = digits(rest);
    if first == 0 {
        return [None, None];
    }
    rest = &rest[first..];
    while let Some(after) = rest.strip_prefix('.').filter(|after| digits(after) > 0) {
        rest = &after[digits(after)..];
    }
    let length = text.len() - rest.len();
    let letter = rest.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(length + 1);
    [letter.or(Some(length)), letter.map(|_| length)]
}

/// “1”, “5 and 6”, “1, 2”, “1-3”
fn several(text: &str) -> Option<usize> {
    const BETWEEN: [&str; 13] =
        [", ", ",", " and ", " & ", " und ", " et ", " y ", " - ", " – ", " -", "- ", "-", "–"];
    let mut at = digits(text);
    let next = |at: usize| {
        BETWEEN.iter().find_map(|between| {
            let begins = at + after(&text[at..], between)?;
            let length = digits(&text[begins..]);
            (length > 0).then_some(begins + length)
        })
    };
    (at > 0).then(|| {
        while let Some(end) = next(at) {
            at = end;
        }
        at
    })
}

/// “2020-21”, “FY20/21”, “2020”: as long as can be, and the first year alone.
fn year(text: &str) -> [Option<usize>; 2] {
    let one = |text: &str| match digits(text) {
        4.. if text.starts_with("20") => Some(4),
        2.. => Some(2),
        _ => None,
    };
    let begins = after(text, "fy ").or_else(|| after(text, "fy")).unwrap_or(0);
    let Some(first) = one(&text[begins..]).map(|length| begins + length) else { return [None, None] };
    let rest = text[first..].trim_start_matches(' ');
    let second = rest.strip_prefix(['-', '–', '/']).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
    let second = second.and_then(|rest| Some(text.len() - rest.len() + one(rest)?));
    [second.or(Some(first)), second.map(|_| first)]
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
