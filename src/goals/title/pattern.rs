//! A board's titles, as the settings write them, with placeholders for the quarter.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Months, NaiveDate};

use super::named::quarter_in_year_from;
use crate::base::calendar::{FiscalYear, FiscalYearStart, Quarter};
use crate::base::month::MonthNames;

/// Pages of this many years before and after the present one are a board's.
const YEARS: std::ops::RangeInclusive<i32> = -25..=5;

/// What may stand in braces, as the settings explain it.
pub const PLACEHOLDERS: [&str; 9] = [
    "fiscal_year",
    "fiscal_year_slash",
    "fiscal_year_long",
    "fy",
    "fy_long",
    "year",
    "quarter",
    "months",
    "months_hyphen",
];

/// Those that tell the quarters of a year apart.
const OF_QUARTER: [&str; 3] = ["quarter", "months", "months_hyphen"];

/// Those that the wiki's names of the months are needed for.
const IN_MONTHS: [&str; 2] = ["months", "months_hyphen"];

/// A board's title pattern, like `Wikimedia Technology/Goals/{fiscal_year} Q{quarter}`.
#[derive(Clone, Debug)]
pub struct TitlePattern {
    pattern: String,
    start: FiscalYearStart,
}

impl TitlePattern {
    /// From the settings.
    pub fn new(pattern: &str, start: FiscalYearStart) -> Self {
        Self { pattern: pattern.to_owned(), start }
    }

    /// As the settings have it.
    pub fn as_str(&self) -> &str {
        &self.pattern
    }

    /// Whether the quarter is filled in. A title that says by itself which one it is for, or is for none, is not.
    pub fn is_by_quarter(&self) -> bool {
        self.has(&OF_QUARTER)
    }

    /// Whether it can be filled in only with the wiki's names of the months.
    pub fn needs_month_names(&self) -> bool {
        self.has(&IN_MONTHS)
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.pattern.contains(&format!("{{{name}}}")))
    }

    /// The page for a quarter: the quarter that it is for, and its title as the settings write it. A title that names a
    /// quarter by itself is for that one, whichever is asked for; one that names none, a year's for example, is for none.
    pub fn page(&self, quarter: Quarter, months: &MonthNames) -> (Option<Quarter>, String) {
        let title = self.title(quarter, months);
        let of_page =
            if self.is_by_quarter() { Some(quarter) } else { quarter_in_year_from(&title, self.start) };
        (of_page, title)
    }

    fn title(&self, quarter: Quarter, months: &MonthNames) -> String {
        let mut title = String::new();
        let mut rest = self.pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let filled = after
                .split_once('}')
                .and_then(|(name, after)| Some((filled_in(name, quarter, months)?, after)));
            title += before;
            rest = match filled {
                Some((text, after)) => {
                    title += &text;
                    after
                }
                None => {
                    title.push('{');
                    after
                }
            };
        }
        title + rest
    }

    /// The pages around `today`, each title once, the nearest first.
    pub fn pages(&self, today: NaiveDate, months: &MonthNames) -> Vec<(Option<Quarter>, String)> {
        let mut seen = BTreeSet::new();
        let quarters = quarters_around(today, self.start).into_iter();
        let pages = quarters.map(|quarter| self.page(quarter, months));
        pages.filter(|(_, title)| seen.insert(title.clone())).collect()
    }
}

/// The quarters of the years around `today`, the nearest first.
fn quarters_around(today: NaiveDate, start: FiscalYearStart) -> Vec<Quarter> {
    let years = YEARS.filter_map(|away| FiscalYear::new(today.year() + away, start));
    let mut quarters: Vec<Quarter> = years.flat_map(FiscalYear::quarters).collect();
    quarters.sort_by_key(|quarter| (quarter.first_day() - today).num_days().abs());
    quarters
}

/// What stands for a placeholder; `None` if there is none of that name.
pub fn filled_in(name: &str, quarter: Quarter, months: &MonthNames) -> Option<String> {
    let year = quarter.fiscal_year();
    let (begins, ends) = (year.begins(), year.ends());
    let over_two = |text: String| if begins == ends { begins.to_string() } else { text };
    let months = |dash: &str| {
        let first = quarter.first_day();
        let last = first.checked_add_months(Months::new(2)).unwrap_or(first);
        format!("{}{dash}{}", months.of(first), months.of(last))
    };
    Some(match name {
        "fiscal_year" => year.to_string(),
        "fiscal_year_slash" => over_two(format!("{begins}/{:02}", ends % 100)),
        "fiscal_year_long" => over_two(format!("{begins}-{ends}")),
        "fy" => format!("FY{:02}", ends % 100),
        "fy_long" => format!("FY{ends}"),
        "year" => quarter.first_day().year().to_string(),
        "quarter" => quarter.number().to_string(),
        "months" => months("–"),
        "months_hyphen" => months("-"),
        _ => return None,
    })
}

/// The first placeholder in a pattern that isn't one of `known`, in its braces as far as they are there.
pub fn unknown_placeholder<'p>(pattern: &'p str, known: &[&str]) -> Option<&'p str> {
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let braces = &rest[at..];
        let Some(end) = braces.find('}') else { return Some(braces) };
        if !known.contains(&&braces[1..end]) {
            return Some(&braces[..=end]);
        }
        rest = &braces[end + 1..];
    }
    None
}
