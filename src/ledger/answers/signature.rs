//! Who signed what on a line: a signature is what lies between the last words and the date. It is recognised by the
//! date and by its link to an account, whatever else it is made of. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::markup::{Link, Visible};
use crate::base::{Account, text};

/// A part of a line that one person signed, or nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its words, without the signature.
    pub words: Range<usize>,
    /// Where the words end in the wikitext.
    pub raw_end: usize,
    /// Who signed it.
    pub signer: Signer,
    /// The signature as it is seen.
    pub stamp: String,
}

/// Who signed something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signer {
    /// One of those whose answers are looked for.
    Author(usize),
    /// Somebody else.
    Other,
    /// Nobody, or somebody by a date without a link.
    #[default]
    Unknown,
}

/// Words between a signature's links, and behind them, at most: its own person's.
const MOST_OWN: usize = 8;
/// The same of anybody else's.
const MOST_OTHER: usize = 3;
/// Words in brackets before the first link of a signature, at most.
const MOST_IN_BRACKETS: usize = 8;

/// The parts of a line, each with its signature.
pub fn parts(line: &Visible, authors: &[Account]) -> Vec<Part> {
    // As MediaWiki writes it in any language: a time and a day in either order, and the time zone in brackets.
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let zone = r"[\u{200E}\u{200F}]?\s*\([^()\n]{1,20}\)";
        let time = r"\p{Nd}{1,2}[:.٫]\p{Nd}{2}(?:[:.]\p{Nd}{2})?";
        let patterns = [
            format!(r"{time}[,،、 ][^\n()]{{0,40}}?\p{{Nd}}{{4}}[^\n()]{{0,12}}?{zone}"),
            format!(
                r"\p{{Nd}}{{1,2}}(?:er|\.)?\s(?:de\s)?\p{{L}}[\p{{L}}\p{{M}}.]*,?\s(?:de\s)?\p{{Nd}}{{4}}[^\n()]{{0,14}}?{time}[^\n()]{{0,6}}?{zone}"
            ),
            format!(
                r"\p{{Nd}}{{4}}(?:[-./]|[年년.]\s?)\p{{Nd}}{{1,2}}(?:[-./]|[月월.]\s?)\p{{Nd}}{{1,2}}[日일.]?\s?(?:\([^()\n]{{1,4}}\))?[T, ]{{0,2}}{time}[^\n()]{{0,6}}?{zone}"
            ),
            format!(
                r"\p{{Nd}}{{4}}\.?\s\p{{L}}[\p{{L}}\p{{M}}]*\s\p{{Nd}}{{1,2}}\.?,?\s{time}[^\n()]{{0,6}}?{zone}"
            ),
        ];
        Regex::new(&patterns.join("|")).expect("a fixed pattern")
    });
    let mut parts = Vec::new();
    let mut from = 0;
    for date in DATE.find_iter(&line.text) {
        parts.push(part(line, from, date.range(), authors));
        from = date.end();
    }
    if !line.text[from..].trim().is_empty() {
        parts.push(part(line, from, line.text.len()..line.text.len(), authors));
    }
    parts
}

fn part(line: &Visible, from: usize, date: Range<usize>, authors: &[Account]) -> Part {
    let is_dated = !date.is_empty();
    let links: Vec<&Link> =
        line.links.iter().filter(|link| link.at.start >= from && link.at.end <= date.start).collect();
    let mut begin: Option<(usize, usize)> = None;
    let mut signer = Signer::Unknown;
    let mut behind = date.start;
    for link in links.into_iter().rev() {
        let Some(whose) = whose(&link.target, authors) else { break };
        let between = &line.text[link.at.end..behind];
        let words = text::words(between);
        let is_address = words > 0 && between.trim_start().starts_with([':', ',']);
        let most = if matches!(whose, Signer::Author(_)) { MOST_OWN } else { MOST_OTHER };
        // Without a date only a link to one's own account at the very end is a signature.
        let is_undated = !is_dated && begin.is_none() && (words > 0 || whose == Signer::Other);
        let is_another = begin.is_some() && whose != signer;
        if is_address || words > most || is_undated || is_another {
            break;
        }
        signer = whose;
        begin = Some((link.at.start, link.raw));
        behind = link.at.start;
    }
    if !is_dated && begin.is_none() {
        let all = from..line.text.len();
        return Part { words: all, raw_end: line.raw(line.text.len()), signer, stamp: String::new() };
    }
    let (mut start, mut raw) = begin.unwrap_or((date.start, line.raw(date.start)));
    if begin.is_some() {
        for scope in &line.scopes {
            let holds = scope.at.start <= start
                && scope.raw < raw
                && scope.at.end > start
                && scope.at.end <= date.start;
            let inside = line.text.get(scope.at.start..start).unwrap_or_default();
            if holds && scope.at.start >= from && inside.split_whitespace().count() <= MOST_IN_BRACKETS {
                (start, raw) = (scope.at.start, scope.raw);
            }
        }
    } else if let Some(before) = before_name(&line.text[from..start], authors) {
        start = from + before;
        raw = line.raw(start);
    }
    let stamp = line.text[start..date.end].to_owned();
    Part { words: from..start, raw_end: raw, signer, stamp }
}

/// Whose a link in a signature is: it leads to a user page, a talk page or contributions, under whatever name
/// (`Benutzerin:Ada`, `Special:Contributions/Ada`, `de:Benutzer:Ada`). A link to a plain title is nobody's.
fn whose(target: &str, authors: &[Account]) -> Option<Signer> {
    let (page, _) = target.split_once('#').unwrap_or((target, ""));
    let (_, rest) = page.split_once(':')?;
    let names: Vec<Account> = rest.split([':', '/']).map(Account::new).collect();
    let author = authors.iter().position(|author| names.contains(author));
    Some(author.map_or(Signer::Other, Signer::Author))
}

/// How much of `text` stands before the name of one of these accounts, if it ends with that: a signature without a link.
fn before_name(text: &str, authors: &[Account]) -> Option<usize> {
    let end = text.trim_end().trim_end_matches(['\u{200E}', '\u{200F}']);
    authors.iter().find_map(|author| end.strip_suffix(author.as_str()).map(str::len))
}
