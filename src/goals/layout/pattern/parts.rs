//! What labels are made of, and labels that begin alike put together: what they begin with is looked for once.

use unicode_normalization::UnicodeNormalization as _;

use super::super::quarters::{after, begins_quarter, folded, quarter};

/// A part of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Folded.
    Text(String),
    Number,
    Numbers,
    Quarter,
    Year,
}

/// What labels go on with, from some place on.
#[derive(Debug, Default)]
pub struct Parts {
    /// Whether one of them ends here.
    is_end: bool,
    /// What one may go on with, each once, and with what behind that.
    next: Vec<(Part, Parts)>,
}

impl Parts {
    /// Adds a label's.
    pub fn push(&mut self, label: &[Part]) {
        match label.split_first() {
            Some((part, more)) => self.behind(part).push(more),
            None => self.is_end = true,
        }
    }

    /// Adds those of other labels.
    pub fn add(&mut self, others: Self) {
        self.is_end |= others.is_end;
        others.next.into_iter().for_each(|(part, more)| self.behind(&part).add(more));
    }

    fn behind(&mut self, part: &Part) -> &mut Self {
        let at = self.place_of(part).unwrap_or_else(|| {
            self.next.push((part.clone(), Self::default()));
            self.next.len() - 1
        });
        &mut self.next[at].1
    }

    fn place_of(&self, part: &Part) -> Option<usize> {
        self.next.iter().position(|(known, _)| known == part)
    }

    /// Whether one may go on with it.
    pub fn has(&self, part: &Part) -> bool {
        self.place_of(part).is_some()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.next.is_empty()
    }

    /// Where the longest ends that begins `at` a place in a text; `fits` says whether the rest may stand behind it.
    pub fn longest(&self, text: &str, at: usize, fits: &dyn Fn(&str) -> bool) -> Option<usize> {
        let mut longest = (self.is_end && fits(&text[at..])).then_some(at);
        for (part, more) in &self.next {
            for length in part.lengths(&text[at..]).into_iter().flatten() {
                longest = longest.max(more.longest(text, at + length, fits));
            }
        }
        longest
    }
}

impl Part {
    /// Whether it may begin with this letter, which is folded.
    pub fn may_begin_with(&self, c: char) -> bool {
        match self {
            Self::Text(word) => word.starts_with(c),
            Self::Number => c.is_ascii_digit() || matches!(c, ' ' | '#' | '-'),
            Self::Numbers => c.is_ascii_digit(),
            Self::Quarter => begins_quarter(c),
            Self::Year => c.is_ascii_digit() || c == 'f',
        }
    }

    /// How long it may be at the beginning of a text: the longest, and where there are two the shorter.
    pub fn lengths(&self, text: &str) -> [Option<usize>; 2] {
        match self {
            Self::Text(word) => [after(text, word), None],
            Self::Number => number(text),
            Self::Numbers => [several(text), None],
            Self::Quarter => [quarter(text).map(|(length, _)| length), None],
            Self::Year => year(text),
        }
    }
}

/// The parts of one label.
pub fn parts(label: &str) -> Result<Vec<Part>, String> {
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
