//! Page titles and the quarters they name.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use crate::base::calendar::{FiscalYear, FiscalYearStart, Quarter};

/// Pages of this many years before and after the present one are a board's.
const YEARS: std::ops::RangeInclusive<i32> = -25..=5;

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

    /// Some quarter of a year of this kind, for trying a pattern.
    pub fn any_quarter(start: FiscalYearStart) -> Option<Quarter> {
        Quarter::new(FiscalYear::new(2020, start)?, 1)
    }

    /// The title of a quarter's page, as the settings write it.
    pub fn title(&self, quarter: Quarter) -> String {
        self.pattern
            .replace("{fiscal_year}", &quarter.fiscal_year().to_string())
            .replace("{quarter}", &quarter.number().to_string())
    }

    /// The quarters around `today` with the titles of their pages, the present one first.
    pub fn titles(&self, today: NaiveDate) -> impl Iterator<Item = (Quarter, String)> {
        let year = |away: i32| FiscalYear::new(today.year() + away, self.start);
        let mut quarters: Vec<Quarter> = YEARS
            .filter_map(year)
            .flat_map(|year| (1..=4).filter_map(move |number| Quarter::new(year, number)))
            .collect();
        quarters.sort_by_key(|quarter| (quarter.first_day() - today).num_days().abs());
        quarters.into_iter().map(|quarter| (quarter, self.title(quarter)))
    }
}

static FISCAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])(?<first>\d{4})[-–/](?<second>\d{4}|\d{2})(?:[^0-9]|$)")
        .expect("a fixed pattern")
});
static CALENDAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])(?<year>(?:19|20)\d{2})(?:[^0-9]|$)").expect("a fixed pattern")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^A-Za-z])Q(?<number>[1-4])(?:[^0-9A-Za-z]|$)").expect("a fixed pattern")
});

/// The quarter that any title names: `2020-21 Q2`, `2014-15 Goals/Q4`, `2007-Q3-Goals`. `None` if
/// it names none, or more than one.
pub fn quarter_in(title: &str) -> Option<Quarter> {
    let title = title.replace('_', " ");
    let only = |pattern: &Regex, name: &str| {
        let mut found = pattern.captures_iter(&title).map(|found| found[name].to_owned());
        found.next().filter(|first| found.all(|other| other == *first))
    };
    let number = only(&NUMBER, "number")?.parse().ok()?;
    let fiscal = FISCAL.captures_iter(&title).find_map(|found| {
        let text = format!("{}-{}Q1", &found["first"], &found["second"]);
        text.parse::<Quarter>().ok().map(Quarter::fiscal_year)
    });
    let year = match fiscal {
        Some(year) => year,
        None => FiscalYear::new(only(&CALENDAR, "year")?.parse().ok()?, FiscalYearStart::January)?,
    };
    Quarter::new(year, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(text: &str) -> Quarter {
        text.parse().unwrap()
    }

    #[test]
    fn a_pattern_and_its_titles() {
        let pattern =
            TitlePattern::new("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}", FiscalYearStart::July);
        assert_eq!(pattern.title(quarter("2020-21Q2")), "Wikimedia Technology/Goals/2020-21 Q2");
        let today = "2020-10-20".parse().unwrap();
        let titles: Vec<_> = pattern.titles(today).collect();
        assert_eq!(titles[0], (quarter("2020-21Q2"), "Wikimedia Technology/Goals/2020-21 Q2".to_owned()));
        assert!(titles.iter().any(|(_, title)| title == "Wikimedia Technology/Goals/1999-00 Q4"));
    }

    #[test]
    fn any_titles_quarter() {
        for (title, expected) in [
            ("Wikimedia Technology/Goals/2020-21 Q2", Some("2020-21Q2")),
            ("Wikimedia Audiences/2018-19 Q4 Goals", Some("2018-19Q4")),
            ("Wikimedia Engineering/2014-15 Goals/Q4", Some("2014-15Q4")),
            ("Platform/2007-Q3-Goals", Some("2007Q3")),
            ("Goals/Q1 2010", Some("2010Q1")),
            ("Goals/2026Q3", Some("2026Q3")),
            ("Goals/2020-21Q2", Some("2020-21Q2")),
            ("Annual Plans/FY2019/TEC3", None),
            ("Goals/2020-21", None),
            ("Q1/2020-21 Q2", None),
        ] {
            assert_eq!(quarter_in(title), expected.map(quarter), "{title}");
        }
    }
}
