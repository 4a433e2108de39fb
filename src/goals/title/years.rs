//! The years that a title names.

use std::collections::BTreeSet;

use super::tokens::Token;
use super::vocabulary::{is_calendar, is_fiscal, is_fiscal_year, is_quarter, is_some_fiscal};
use crate::base::calendar::{FiscalYear, FiscalYearStart};

/// The one year that a title is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Year {
    /// A fiscal year: `2026-27`, `FY27`. What stands there by itself, `2026`, is one of its years.
    Fiscal(FiscalYear),
    /// A calendar year, or two that follow each other.
    Calendar(BTreeSet<i32>),
}

/// A year as a title writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// `2026-27`, by its first year.
    Span(i32),
    /// `FY27`, by the year that it ends in.
    Ends(i32),
    /// `2026`
    Plain(i32),
}

/// The year of a title; `None` if it names none, or several that contradict each other. `start` is the first month of the
/// fiscal years that are meant, where that is known: else years that say nothing of it begin in July.
pub fn year(tokens: &[Token], start: Option<FiscalYearStart>) -> Option<Year> {
    let written = written(tokens)?;
    let plain: BTreeSet<i32> = written.iter().filter_map(|year| plain(*year)).collect();
    let mut fiscal = BTreeSet::new();
    for year in written {
        match year {
            // “2026-27” on pages of calendar years.
            Written::Span(_) if start == Some(FiscalYearStart::January) => return None,
            Written::Span(begins) => fiscal.insert(fiscal_year(begins, start)?),
            Written::Ends(ends) if start == Some(FiscalYearStart::January) => {
                fiscal.insert(FiscalYear::new(ends, FiscalYearStart::January)?)
            }
            Written::Ends(ends) => fiscal.insert(fiscal_year(ends - 1, start)?),
            Written::Plain(_) => true,
        };
    }
    match (fiscal.pop_first(), fiscal.is_empty()) {
        (Some(year), true) => {
            let fits = plain.iter().all(|plain| [year.begins(), year.ends()].contains(plain));
            fits.then_some(Year::Fiscal(year))
        }
        (Some(_), false) => None,
        // “Geschäftsjahr 2026” may begin or end in that year.
        (None, _) if start != Some(FiscalYearStart::January) && speaks_of_fiscal(tokens) => None,
        (None, _) => {
            let (first, last) = (*plain.first()?, *plain.last()?);
            (last - first <= 1).then_some(Year::Calendar(plain))
        }
    }
}

fn plain(year: Written) -> Option<i32> {
    match year {
        Written::Plain(year) => Some(year),
        Written::Span(_) | Written::Ends(_) => None,
    }
}

fn fiscal_year(begins: i32, start: Option<FiscalYearStart>) -> Option<FiscalYear> {
    FiscalYear::new(begins, start.unwrap_or(FiscalYearStart::July))
}

fn speaks_of_fiscal(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| is_some_fiscal(&token.text))
}

/// Every year in its place; `None` if one of them can't be read for certain.
fn written(tokens: &[Token]) -> Option<Vec<Written>> {
    let mut years = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_date(&tokens[at..]) {
            at += 3;
            continue;
        }
        let next = tokens.get(at + 1);
        let marked = mark(&tokens[..at], token);
        at += 1;
        let Some(first) = first_year(token, marked) else {
            years.extend(joined(token, marked));
            continue;
        };
        match next.and_then(|next| second_year(first, token, next)) {
            Some(true) => {
                years.push(Written::Span(first));
                at += 1;
            }
            Some(false) => return None,
            None if next.is_some_and(is_letters_at_once) => {}
            None if marked == Some(Mark::Fiscal) => years.push(Written::Ends(first)),
            None => years.push(Written::Plain(first)),
        }
    }
    Some(years)
}

/// What stands before a figure and makes it a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// `FY`
    Fiscal,
    /// `CY`, or an apostrophe.
    Plain,
}

fn mark(before: &[Token], token: &Token) -> Option<Mark> {
    let word = before.last().filter(|_| token.before.chars().all(|c| " -.'".contains(c)));
    let first = before.len().checked_sub(2).and_then(|at| before.get(at));
    match word {
        Some(word) if is_fiscal(&word.text) => Some(Mark::Fiscal),
        Some(word) if first.is_some_and(|first| is_fiscal_year(&first.text, &word.text)) => {
            Some(Mark::Fiscal)
        }
        Some(word) if is_calendar(&word.text) => Some(Mark::Plain),
        _ if token.before.ends_with('\'') => Some(Mark::Plain),
        _ => None,
    }
}

/// The year that a figure is, or that a span begins with.
fn first_year(token: &Token, marked: Option<Mark>) -> Option<i32> {
    let number = i32::try_from(token.number()?).ok()?;
    match token.text.len() {
        4 if (1900..2100).contains(&number) => Some(number),
        2 if marked.is_some() => Some(number + if number < 70 { 2000 } else { 1900 }),
        _ => None,
    }
}

/// Whether two figures are a fiscal year, if they stand together as one. `2019-23` and `2026-10` stand together and are
/// none; nor can anybody say for certain what `2026 27` is.
fn second_year(first: i32, token: &Token, next: &Token) -> Option<bool> {
    let second = i32::try_from(next.number()?).ok()?;
    let long = next.text.len() == 4 && (1900..2100).contains(&second);
    let short = next.text.len() == 2;
    let follows = if long { second == first + 1 } else { second == (first + 1) % 100 };
    match next.before.as_str() {
        "-" | "/" if long && token.text.len() == 4 || short => Some(follows),
        // “2026 – 2027”; of “2026 / 2026” it is seen later.
        " - " | " / " if long && follows && token.text.len() == 4 => Some(true),
        " " if short && follows => Some(false),
        _ => None,
    }
}

/// `201617`, `20162017`, and `2627` after `FY`.
fn joined(token: &Token, marked: Option<Mark>) -> Option<Written> {
    token.number()?;
    let (first, second) = match token.text.len() {
        4 if marked == Some(Mark::Fiscal) => token.text.split_at(2),
        6 | 8 => token.text.split_at(4),
        _ => return None,
    };
    let number = |text: &str| text.parse::<i32>().ok();
    let begins = number(first)? + if first.len() == 2 { 2000 } else { 0 };
    let ends = if second.len() == 2 { (begins + 1) % 100 } else { begins + 1 };
    ((1900..2100).contains(&begins) && number(second)? == ends).then_some(Written::Span(begins))
}

/// “2020s”, “2000th”
fn is_letters_at_once(next: &Token) -> bool {
    let latin = next.text.starts_with(|c: char| c.is_ascii_alphabetic());
    next.before.is_empty() && latin && !is_quarter(&next.text) && !is_some_fiscal(&next.text)
}

/// Whether a date of a day begins here: `2026-11-29`, `29.11.2026`.
fn is_date(tokens: &[Token]) -> bool {
    let [year, month, day, ..] = tokens else { return false };
    let lengths = [year, month, day].map(|token| if token.is_figure() { token.text.len() } else { 0 });
    let shape = matches!(lengths, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]);
    shape && month.before == day.before && matches!(day.before.as_str(), "-" | "." | "/")
}
