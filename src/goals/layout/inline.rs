//! Where, within an item's own line, it says who answers for it and how far it is: “Ship it (Owner: Ada)”. Finds the places;
//! knows nothing of what the words there mean.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::quarters::{after, folded};

/// Patterns for parts of a line, as `[inline]` of a layout file has them.
#[derive(Debug, Default)]
pub struct Inline {
    pub owner: Vec<Pattern>,
    pub status: Vec<Pattern>,
}

/// One of them.
#[derive(Debug)]
pub struct Pattern {
    /// What stands before the value and behind it: words and signs, folded, perhaps with blanks between them.
    before: Vec<String>,
    behind: Vec<String>,
    /// A dash stands between blanks, or it joins two words.
    is_dash: bool,
    /// Whether it has words of its own, as “(Owner: {name})” has. Without any it is only what it surely is: a link to an account,
    /// or a status that everybody knows.
    pub has_words: bool,
}

/// A place that a pattern fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fits {
    /// All of it.
    pub whole: Range<usize>,
    /// What stands for the person or the status.
    pub value: Range<usize>,
}

/// The patterns that count on every page, whatever its layout.
pub fn everywhere() -> &'static Inline {
    static EVERYWHERE: LazyLock<Inline> = LazyLock::new(|| {
        #[derive(Deserialize)]
        struct File {
            inline: Written,
        }
        #[derive(Deserialize)]
        struct Written {
            owner: Vec<String>,
            status: Vec<String>,
        }
        let file: File =
            toml::from_str(include_str!("../../../config/inline.toml")).expect("built in and tested");
        let patterns = |written: &[String], placeholder: &str| {
            let one = |written: &String| Pattern::new(written, placeholder).expect("built in and tested");
            written.iter().map(one).collect()
        };
        Inline {
            owner: patterns(&file.inline.owner, "{name}"),
            status: patterns(&file.inline.status, "{status}"),
        }
    });
    &EVERYWHERE
}

impl Pattern {
    /// A pattern with one `{name}` or `{status}` in it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(written: &str, placeholder: &str) -> Result<Self, String> {
        let (before, behind) = written
            .split_once(placeholder)
            .ok_or_else(|| format!("{placeholder} is missing: it stands for what is to be read"))?;
        if behind.contains(placeholder) {
            return Err(format!("{placeholder} stands there twice"));
        }
        if before.trim().is_empty() {
            return Err(format!("something must stand before {placeholder}"));
        }
        let before = words_and_signs(before);
        Ok(Self {
            is_dash: before.iter().all(|part| part.starts_with(['-', '–', '—'])),
            before,
            behind: words_and_signs(behind),
            has_words: written.replace(placeholder, "").contains(char::is_alphabetic),
        })
    }

    /// Whether a text can have such a place at all, by the sign that it begins with.
    pub fn may_be_in(&self, text: &str) -> bool {
        let first = self.before.first().and_then(|part| part.chars().next());
        first.is_some_and(|first| first.is_alphanumeric() || text.contains(first))
    }

    /// The places in a text that it fits, the last first.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Fits> + 'a {
        /// Nobody writes more of them into one line.
        const MOST: usize = 20;
        let first = self.before.first().map(String::as_str).unwrap_or_default();
        // Nearly every place is dismissed by its letter.
        let begins = first.chars().next();
        let may_begin =
            move |(at, c): &(usize, char)| begins == Some(folded(*c)) && after(&text[*at..], first).is_some();
        let places = text.char_indices().rev().filter(may_begin).map(|(at, _)| at).take(MOST);
        places.filter_map(move |at| self.at(text, at))
    }

    fn at(&self, text: &str, at: usize) -> Option<Fits> {
        let mut begins = at + all_of(&self.before, &text[at..])?;
        let blank = usize::from(text[begins..].starts_with(' '));
        let before = text[..at].chars().next_back();
        let is_inside_word = |c: char| c.is_alphanumeric() && text[at..].starts_with(char::is_alphanumeric);
        if self.is_dash && (blank == 0 || before.is_some_and(|c| c != ' '))
            || before.is_some_and(is_inside_word)
        {
            return None;
        }
        begins += blank;
        let (length, behind) = self.value(&text[begins..])?;
        let value = &text[begins..begins + length];
        let value = begins..begins + value.trim_end().len();
        let end = if self.behind.is_empty() { value.end } else { begins + length + behind };
        Some(Fits { whole: at..end, value })
    }

    /// How long the value is that a text begins with, and what stands behind it. In it may be a pair of brackets.
    fn value(&self, text: &str) -> Option<(usize, usize)> {
        let mut inside = false;
        let behind = self.behind.first().and_then(|part| part.chars().next());
        for (at, c) in text.char_indices() {
            if !inside
                && behind == Some(folded(c))
                && let Some(behind) = all_of(&self.behind, &text[at..])
            {
                return Some((at, behind));
            }
            inside = match (c, inside) {
                ('(', false) => true,
                (')', true) => false,
                ('(' | ')' | '[' | ']', _) => return None,
                _ => inside,
            };
        }
        (self.behind.is_empty() && !inside).then_some((text.len(), 0))
    }
}

/// Words and single signs, folded.
fn words_and_signs(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in text.chars() {
        let goes_on = c.is_alphanumeric() && in_word;
        in_word = c.is_alphanumeric();
        match parts.last_mut() {
            _ if c.is_whitespace() => {}
            Some(last) if goes_on => last.push(folded(c)),
            _ => parts.push(folded(c).to_string()),
        }
    }
    parts
}

/// How many bytes these take at the beginning of a text, with the blanks between them.
fn all_of(parts: &[String], text: &str) -> Option<usize> {
    let mut at = 0;
    for (number, part) in parts.iter().enumerate() {
        at += usize::from(number > 0 && text[at..].starts_with(' '));
        at += after(&text[at..], part)?;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pattern: &str, text: &str) -> Vec<String> {
        let pattern = Pattern::new(pattern, "{name}").unwrap();
        pattern
            .places(text)
            .map(|place| format!("{} in {}", &text[place.value], &text[place.whole]))
            .collect()
    }

    #[test]
    fn a_pattern_fits_with_and_without_blanks() {
        for text in ["Ship it (Owner: Ada)", "Ship it ( owner : Ada ) soon", "(OWNER:Ada)"] {
            let found = values("(Owner: {name})", text);
            assert!(found.len() == 1 && found[0].starts_with("Ada in ("), "{text}: {found:?}");
        }
        assert_eq!(
            values("(Owner: {name})", "a (Owner: Ada (acting)) b"),
            ["Ada (acting) in (Owner: Ada (acting))"]
        );
        for text in ["Ship it (Owner Ada)", "(Owner: Ada", "(Owner: [Ada])", "(Co-Owner: Ada)"] {
            assert_eq!(values("(Owner: {name})", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_nothing_closes_goes_on_to_the_end() {
        assert_eq!(values("– {name}", "One – two – Ada"), ["Ada in – Ada", "two – Ada in – two – Ada"]);
        assert_eq!(values("- {name}", "Well-known -Ada"), [""; 0]);
        assert_eq!(values("owner: {name}", "Ship it, owner: Ada"), ["Ada in owner: Ada"]);
        assert_eq!(values("owner: {name}", "Coowner: Ada"), [""; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_pattern_is_said() {
        for (written, why) in
            [("(Owner)", "is missing"), ("{name} {name}", "twice"), ("{name})", "before {name}")]
        {
            let problem = Pattern::new(written, "{name}").unwrap_err();
            assert!(problem.contains(why), "{written}: {problem}");
        }
    }

    #[test]
    fn the_patterns_that_count_everywhere_can_be_used() {
        assert!(
            everywhere().owner.iter().any(|p| p.has_words)
                && everywhere().status.iter().any(|p| !p.has_words)
        );
    }
}
