//! Titles of the settings, filled in for a quarter and read back.

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::{PLACEHOLDERS, TitlePattern, quarter_in, quarter_in_year_from, unknown_placeholder};
use super::quarter;
use crate::base::calendar::{FiscalYear, FiscalYearStart, Quarter};
use crate::base::month::MonthNames;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A pattern filled in for a quarter.
fn filled(pattern: &str, start: FiscalYearStart, of: &str) -> (Option<Quarter>, String) {
    let quarter = quarter(of).in_year_from(start).unwrap();
    TitlePattern::new(pattern, start).page(quarter, &MonthNames::default())
}

#[test]
fn placeholders_are_filled_in_as_the_settings_explain() {
    let every = "{fiscal_year} {fiscal_year_slash} {fiscal_year_long} {fy} {fy_long} {year} {quarter} {months} {months_hyphen}";
    assert_eq!(
        filled(every, FiscalYearStart::July, "2026-27Q2").1,
        "2026-27 2026/27 2026-2027 FY27 FY2027 2026 2 October–December October-December"
    );
    assert_eq!(
        filled(every, FiscalYearStart::July, "2026-27Q3").1,
        "2026-27 2026/27 2026-2027 FY27 FY2027 2027 3 January–March January-March"
    );
    assert_eq!(
        filled(every, FiscalYearStart::January, "2026Q2").1,
        "2026 2026 2026 FY26 FY2026 2026 2 April–June April-June"
    );
    assert_eq!(
        filled(every, FiscalYearStart::December, "1999-00Q1").1,
        "1999-00 1999/00 1999-2000 FY00 FY2000 1999 1 December–February December-February"
    );
    for name in PLACEHOLDERS {
        assert!(every.contains(&format!("{{{name}}}")), "{name}");
        assert_eq!(unknown_placeholder(&format!("a {{{name}}} b"), &PLACEHOLDERS), None);
    }
    assert_eq!(unknown_placeholder("{quarter} {yaer}", &PLACEHOLDERS), Some("{yaer}"));
    assert_eq!(unknown_placeholder("{quarter", &PLACEHOLDERS), Some("{quarter"));
}

#[test]
fn a_title_of_the_settings_is_for_the_quarter_that_it_names_or_for_none() {
    for (pattern, of_page) in [
        ("Goals/{fiscal_year} Q{quarter}", Some("2026-27Q2")),
        ("Goals Q{quarter}", Some("2026-27Q2")),
        ("Goals/{months} {year}", Some("2026-27Q2")),
        ("Goals/2025-26 Q4", Some("2025-26Q4")),
        ("Goals/2025 Q4", Some("2025Q4")),
        ("Goals/January–March 2026", Some("2025-26Q3")),
        ("Goals/{fiscal_year} Q1", Some("2026-27Q1")),
        ("Goals/2026-27", None),
        ("Goals/{fiscal_year}", None),
        ("Goals/{fy}", None),
        ("Our goals", None),
    ] {
        let (quarter_of_page, _) = filled(pattern, FiscalYearStart::July, "2026-27Q2");
        assert_eq!(quarter_of_page, of_page.map(quarter), "{pattern}");
    }
}

#[test]
fn every_page_of_a_pattern_once_the_nearest_first() {
    let pages = |pattern: &str| {
        TitlePattern::new(pattern, FiscalYearStart::July).pages(day("2020-10-20"), &MonthNames::default())
    };
    let of_quarters = pages("Goals/{fiscal_year} Q{quarter}");
    assert_eq!(of_quarters[0], (Some(quarter("2020-21Q2")), "Goals/2020-21 Q2".to_owned()));
    assert!(of_quarters.iter().any(|(_, title)| title == "Goals/1999-00 Q4"));
    assert_eq!(of_quarters.len(), 31 * 4);
    assert_eq!(pages("Goals/{fiscal_year}").len(), 31);
    assert_eq!(pages("Goals"), [(None, "Goals".to_owned())]);
    // Without a year it is this year's.
    assert_eq!(pages("Goals Q{quarter}")[0].0, Some(quarter("2020-21Q2")));
}

/// Patterns that tell every quarter from every other.
const PATTERNS: [&str; 13] = [
    "Team/Goals/{fiscal_year} Q{quarter}",
    "Team/{fiscal_year_slash}/Q{quarter}",
    "{fiscal_year_long} Q{quarter} goals",
    "{fy} Q{quarter}",
    "Q{quarter} {fy_long}",
    "{quarter}Q{fy}",
    "{fiscal_year}Q{quarter}",
    "Ziele/{quarter}. Quartal {fiscal_year_slash}",
    "Objectifs/T{quarter} {fiscal_year_long}",
    "Objetivos/{quarter}.º trimestre de {fiscal_year}",
    "Goals {months}, {fiscal_year}",
    "{months_hyphen} {fy}",
    "{fy}: Q{quarter} ({months})",
];

/// Those that do so by the calendar year in which the quarter begins.
const BY_YEAR: [&str; 4] =
    ["Goals/{months} {year}", "{year}/{months_hyphen}", "Q{quarter} {year}", "Q{quarter} {year} {months}"];

fn quarters() -> impl Strategy<Value = Quarter> {
    (select(FiscalYearStart::ALL.to_vec()), 1990..2068, 1..=4_u8).prop_map(|(start, year, number)| {
        Quarter::new(FiscalYear::new(year, start).unwrap(), number).unwrap()
    })
}

proptest! {
    #[test]
    fn a_filled_in_title_is_read_back_as_the_quarter_it_was_filled_with(
        pattern in select(PATTERNS.to_vec()), quarter in quarters()
    ) {
        let start = quarter.fiscal_year().start();
        let (of_page, title) = TitlePattern::new(pattern, start).page(quarter, &MonthNames::default());
        prop_assert_eq!(of_page, Some(quarter));
        prop_assert_eq!(quarter_in_year_from(&title, start), Some(quarter), "{}", title);
        // Without a board a fiscal year is one from July.
        if matches!(start, FiscalYearStart::July) {
            prop_assert_eq!(quarter_in(&title), Some(quarter), "{}", title);
        }
    }

    #[test]
    fn a_board_knows_its_pages_again(
        pattern in select([&PATTERNS[..], &BY_YEAR].concat()), quarter in quarters(), away in -900..900_i64
    ) {
        let today = quarter.first_day() + chrono::TimeDelta::days(away);
        let pattern = TitlePattern::new(pattern, quarter.fiscal_year().start());
        let (_, title) = pattern.page(quarter, &MonthNames::default());
        let pages = pattern.pages(today, &MonthNames::default());
        let found = pages.iter().find(|(_, other)| *other == title).and_then(|(of_page, _)| *of_page);
        prop_assert_eq!(found, Some(quarter), "{}", title);
    }
}
