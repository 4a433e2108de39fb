//! Labels with placeholders, as layout files have them, and where they stand in a text. No expressions: a page is read with
//! hundreds of labels in four languages, and nearly all of them are dismissed at their first letter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::quarters::{after, folded, quarter};
use crate::base::Quarter;

/// Several labels of one meaning.
#[derive(Debug, Default)]
pub struct Labels {
    all: Vec<Vec<Part>>,
    /// Where those are that begin with two letters, folded; one, where something else than text follows it.
    by_letters: BTreeMap<(char, Option<char>), Vec<usize>>,
    /// Where those are that begin with a placeholder.
    others: Vec<usize>,
}

/// A part of a label.
#[derive(Debug, PartialEq, Eq)]
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
                self.by_letters.entry(begins).or_default().push(at);
            }
            _ => self.others.push(at),
        }
        self.all.push(label);
    }

    /// Those that a text may begin with, by its first letters.
    fn possible(&self, text: &str) -> impl Iterator<Item = &Vec<Part>> {
        let mut letters = text.chars().map(folded);
        let begins = letters.next().map(|first| [(first, letters.next()), (first, None)]);
        let [two, one] =
            begins.map(|begins| begins.map(|begins| self.by_letters.get(&begins))).unwrap_or_default();
        // A text of one letter is found by the first already.
        let one = one.filter(|one| two.is_none_or(|two| !std::ptr::eq(*one, two)));
        let by_letters = two.into_iter().chain(one).flatten();
        by_letters.chain(&self.others).map(|at| &self.all[*at])
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
        let ends = self.possible(text).filter_map(|label| end(label, text, 0, &|_| true));
        ends.max().map(|words| Place::of(text, words))
    }

    /// Whether a text is one of them and nothing else, but for a colon.
    pub fn is_whole(&self, text: &str) -> bool {
        let ends = |rest: &str| matches!(rest.trim_start(), "" | ":" | "：");
        self.possible(text).any(|label| end(label, text, 0, &ends).is_some())
    }

    /// Whether one of them stands in a text, between words.
    pub fn is_in(&self, text: &str) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut before = false;
        text.char_indices().any(|(at, c)| {
            let begins = !std::mem::replace(&mut before, is_word(c));
            let ends = |rest: &str| !rest.starts_with(is_word);
            begins && self.possible(&text[at..]).any(|label| end(label, text, at, &ends).is_some())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        assert_eq!(numbers("Owner for Outcomes 5 and 6:"), [5, 6]);
        assert_eq!(numbers("Owner for Outcomes 1–3, 7, 2"), [1, 2, 3, 7]);
        assert_eq!(numbers("Outcome 1: every site"), [1]);
    }

    #[test]
    fn a_wrong_placeholder_is_named() {
        assert!(Labels::new(["{quartal} Goals"]).unwrap_err().contains("{quartal}"));
        assert!(Labels::new(["{quarter Goals"]).is_err());
    }

    #[test]
    fn a_label_ends_where_its_words_do_and_the_longest_counts() {
        let labels = [
            "KR{number}",
            "KR{number} Manager",
            "{quarter} Goal",
            "{quarter} Goals",
            "{quarter} {year} Goals",
            "Owner for {numbers}",
            "This quarter's goals",
            "Équipe {number}",
        ];
        let labels = Labels::new(labels).unwrap();
        for (text, words) in [
            ("KR1: a", "KR1"),
            ("kr 2.3b – a", "kr 2.3b"),
            ("KR#4 Manager: Ada", "KR#4 Manager"),
            ("Q2 GOALS", "Q2 GOALS"),
            ("Q2 FY20/21 Goals: a", "Q2 FY20/21 Goals"),
            ("Q2 2026 goals", "Q2 2026 goals"),
            ("2. Quartal Goal", "2. Quartal Goal"),
            ("Owner for 1, 2 and 5-6", "Owner for 1, 2 and 5-6"),
            ("This quarter’s goals:", "This quarter’s goals"),
            ("éQUIPE 3", "éQUIPE 3"),
        ] {
            assert_eq!(labels.beginning(text).map(|place| &text[..place.words]), Some(words), "{text}");
        }
        for text in ["KR", "K", "Goals", "Q2", "Owner for all", ""] {
            assert_eq!(labels.beginning(text), None, "{text}");
        }
    }

    #[test]
    fn behind_a_label_stand_a_remark_a_colon_or_a_dash() {
        let labels = Labels::new(["Goals"]).unwrap();
        let place = |text: &str| labels.beginning(text).map(|p| (p.remark, p.colon, p.dash)).unwrap();
        assert_eq!(place("Goals: a"), (None, Some(6), None));
        assert_eq!(place("Goals : a"), (None, Some(7), None));
        assert_eq!(place("Goals (ours): a"), (Some(12), Some(13), None));
        assert_eq!(place("Goals – a"), (None, None, Some("Goals – ".len())));
        assert_eq!(place("Goals () a"), (None, None, None));
        assert_eq!(place(&format!("Goals ({})", "ö".repeat(41))), (None, None, None));
    }

    #[test]
    fn whole_texts_and_words_in_a_text() {
        let labels = Labels::new(["Goals", "Goal {number}"]).unwrap();
        assert!(labels.is_whole("GOALS :") && labels.is_whole("goal 3") && !labels.is_whole("Goals ahead"));
        assert!(labels.is_in("Team/2007-Q3-Goals") && labels.is_in("goals") && !labels.is_in("Goalsetting"));
    }
}
