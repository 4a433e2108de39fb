//! Labels with placeholders, as layout files have them, made into expressions.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::Quarter;
use crate::base::text::nfc;

/// A label at the beginning of a line, perhaps with a remark in brackets, a colon or a dash.
pub fn label_pattern(labels: &[String]) -> Result<Regex, String> {
    let words = alternatives(labels)?;
    compiled(&format!(
        r"(?i)^(?P<words>{words})(?P<remark> ?\([^()]{{1,40}}\))?(?: ?(?P<colon>[:：])| (?P<dash>[-–—]) )?"
    ))
}

/// A heading that is one of these and nothing else.
pub fn whole_pattern(labels: &[String]) -> Result<Regex, String> {
    compiled(&format!(r"(?i)^(?:{}) ?[:：]?$", alternatives(labels)?))
}

/// A text with one of these in it.
pub fn somewhere(labels: &[String]) -> Result<Regex, String> {
    compiled(&format!(r"(?i)(?:^|\W)(?:{})(?:\W|$)", alternatives(labels)?))
}

/// The labels as one alternation, longest first, so that “Q2 Goals” isn't read as “Q2 Goal”.
pub fn alternatives(labels: &[String]) -> Result<String, String> {
    let mut labels = labels.iter().map(|label| one(label)).collect::<Result<Vec<_>, _>>()?;
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    Ok(labels.join("|"))
}

/// One label, its placeholders in braces replaced by what they stand for.
fn one(label: &str) -> Result<String, String> {
    if label.trim().is_empty() {
        return Err("a label can't be empty".to_owned());
    }
    let mut pattern = String::new();
    let label = nfc(label);
    let mut rest = label.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a placeholder without its closing brace")?;
        pattern += &regex::escape(before);
        pattern += match name {
            "number" => r" ?[#-]?\d+(?:\.\d+)*[a-z]?",
            "numbers" => r"\d+(?:(?:, ?| ?[-–] ?| and | & )\d+)*",
            "quarter" => r"(?:Q[ -]?[1-4](?:['’]s)?|Quarter [1-4]|(?:First|Second|Third|Fourth) Quarter)",
            "year" => r"(?:FY ?)?(?:20)?\d\d(?: ?[-–/] ?(?:20)?\d\d)?",
            other => {
                return Err(format!(
                    "there is no placeholder {{{other}}}; there are {{number}}, {{numbers}}, {{quarter}} and {{year}}"
                ));
            }
        };
        rest = after;
    }
    Ok(pattern + &regex::escape(rest))
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| error.to_string())
}

/// Whether these are quarters, and the page's own is not among them.
pub fn is_other_quarter(named: &[u8], own: Option<Quarter>) -> bool {
    own.is_some_and(|own| !named.is_empty() && !named.contains(&own.number()))
}

/// The quarters that a label names.
pub fn quarters(label: &str) -> Vec<u8> {
    const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
    static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\bQ[ -]?(?P<short>[1-4])\b|\bQuarter (?P<long>[1-4])\b|\b(?P<word>first|second|third|fourth) quarter",
        )
        .expect("a fixed pattern")
    });
    let number = |found: regex::Captures<'_>| {
        let digit =
            found.name("short").or_else(|| found.name("long")).and_then(|digit| digit.as_str().parse().ok());
        let word = found.name("word").map(|word| word.as_str().to_lowercase());
        let ordinal = word.and_then(|word| ORDINALS.iter().position(|ordinal| *ordinal == word));
        digit.or(ordinal.and_then(|index| u8::try_from(index + 1).ok()))
    };
    QUARTER.captures_iter(label).filter_map(number).collect()
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
        assert!(label_pattern(&["{quartal} Goals".to_owned()]).unwrap_err().contains("{quartal}"));
        assert!(label_pattern(&["{quarter Goals".to_owned()]).is_err());
    }
}
