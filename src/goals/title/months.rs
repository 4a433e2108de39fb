//! Three months in a row, by which a title names a quarter.

use super::tokens::Token;
use super::vocabulary::{is_and, is_of, is_to, month};

/// Why months are no quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoQuarter;

/// How two months are tied together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// From the one to the other.
    Range,
    /// The one and the other.
    List,
}

/// The first of the three months that a title names from end to end or one by one; `None` if it names at most single
/// months.
///
/// # Errors
/// Several months that are no three in a row, or different ones.
pub fn first_of_three(tokens: &[Token]) -> Result<Option<u8>, NoQuarter> {
    let mut found = None;
    let mut at = 0;
    while at < tokens.len() {
        let (named, after) = run(tokens, at);
        at = after;
        let first = match named.as_slice() {
            [] | [_] => continue,
            [(first, _), (last, Tie::Range)] if is_after(*first, *last, 2) => *first,
            [(first, _), (second, _), (third, _)]
                if is_after(*first, *second, 1) && is_after(*second, *third, 1) =>
            {
                *first
            }
            _ => return Err(NoQuarter),
        };
        if found.is_some_and(|found| found != first) {
            return Err(NoQuarter);
        }
        found = Some(first);
    }
    Ok(found)
}

/// Whether `later` is so many months after `month`, perhaps in the next year.
fn is_after(month: u8, later: u8, months: u8) -> bool {
    (month + months - 1) % 12 + 1 == later
}

/// The months that are tied together from `at` on, each with its tie to the one before, and where to go on.
fn run(tokens: &[Token], at: usize) -> (Vec<(u8, Tie)>, usize) {
    let mut named = Vec::new();
    let mut next = at;
    while let Some((month, tie, after)) = month_at(tokens, next, named.is_empty()) {
        named.push((month, tie));
        next = after;
    }
    (named, next.max(at + 1))
}

/// The month at `at`, behind its tie and the year of the month before.
fn month_at(tokens: &[Token], mut at: usize, is_first: bool) -> Option<(u8, Tie, usize)> {
    let mut word = None;
    if !is_first {
        let is_year =
            |at: usize| tokens.get(at).is_some_and(|token| token.number().is_some_and(|n| n > 1900));
        let of = usize::from(tokens.get(at).is_some_and(|token| is_of(&token.text)));
        at += if is_year(at + of) { of + 1 } else { 0 };
        let tie = tokens.get(at)?;
        word = match tie.text.as_str() {
            text if is_to(text) => Some(Tie::Range),
            text if is_and(text) => Some(Tie::List),
            _ => None,
        };
        at += usize::from(word.is_some());
    }
    let token = tokens.get(at)?;
    let month = month(&token.text)?;
    let sign = |signs: [char; 2]| token.before.contains(signs);
    let tie = match word {
        Some(tie) => tie,
        None if is_first || sign(['-', '/']) => Tie::Range,
        None if sign(['&', '+']) || sign([',', ';']) => Tie::List,
        None => return None,
    };
    Some((month, tie, at + 1))
}
