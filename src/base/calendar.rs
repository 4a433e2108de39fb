//! Fiscal years and quarters: what a title pattern's placeholders stand for on a given day.
//! Knows nothing of wikis or pages; the day is always an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};

pub use super::month::FiscalYearStart;

/// One quarter of a fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    first_day: NaiveDate,
    year: FiscalYear,
    number: u8,
}

/// A fiscal year: the calendar year it begins in, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear {
    begins: i32,
    start: FiscalYearStart,
}

/// Why a text is no quarter.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum QuarterError {
    /// Not of the form `2020-21Q2` or `2010Q2`.
    #[error("“{0}” is not a quarter; write 2020-21Q2 for a fiscal year or 2010Q2 for a calendar year")]
    Form(String),
    /// A quarter other than 1 to 4.
    #[error("there is no quarter {0}; a year has the quarters Q1 to Q4")]
    Number(String),
    /// A fiscal year like `2020-23`.
    #[error("“{0}” is not a fiscal year; the second year must follow the first, as in 2020-21")]
    Years(String),
}

impl FiscalYear {
    /// A fiscal year that begins in the calendar year `begins`. `None` outside 1970 to 9998.
    pub fn new(begins: i32, start: FiscalYearStart) -> Option<Self> {
        (1970..9999).contains(&begins).then_some(Self { begins, start })
    }

    /// Its quarters, from the first to the fourth.
    pub fn quarters(self) -> impl Iterator<Item = Quarter> {
        (1..=4).filter_map(move |number| Quarter::new(self, number))
    }

    /// Its first month.
    pub fn start(self) -> FiscalYearStart {
        self.start
    }

    /// The same with another first month, if that is one of a year over two calendar years.
    fn beginning_in(self, start: Option<FiscalYearStart>) -> Option<Self> {
        let start = start.filter(|start| start.spans_two() && self.start.spans_two())?;
        Some(Self { start, ..self })
    }

    /// The calendar year that it begins in.
    pub fn begins(self) -> i32 {
        self.begins
    }

    /// The calendar year that it ends in, by which `FY27` names it.
    pub fn ends(self) -> i32 {
        self.begins + i32::from(self.start.spans_two())
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.start.spans_two() {
            write!(f, "{}-{:02}", self.begins, self.ends() % 100)
        } else {
            write!(f, "{}", self.begins)
        }
    }
}

impl Quarter {
    /// Quarter `number` (1 to 4) of a fiscal year, or `None` if there is no such quarter.
    pub fn new(year: FiscalYear, number: u8) -> Option<Self> {
        if !(1..=4).contains(&number) {
            return None;
        }
        let first_day = NaiveDate::from_ymd_opt(year.begins, year.start.number(), 1)?
            .checked_add_months(Months::new(3 * u32::from(number - 1)))?;
        Some(Self { first_day, year, number })
    }

    /// The quarter that `day` lies in. `None` only for days outside 1970 to 9998.
    pub fn on(day: NaiveDate, start: FiscalYearStart) -> Option<Self> {
        let first = start.number();
        let begins = day.year() - i32::from(day.month() < first);
        let months = (day.month() + 12 - first) % 12;
        Self::new(FiscalYear::new(begins, start)?, u8::try_from(months / 3 + 1).ok()?)
    }

    /// The quarter that goes by the same name where the fiscal year begins in another month: `2026-27Q2` is October to
    /// December 2026 for a year from July, July to September for one from April. `None` between a calendar year, whose
    /// quarters are written `2026Q2`, and any other.
    pub fn in_year_from(self, start: FiscalYearStart) -> Option<Self> {
        let same_kind = self.year.start.spans_two() == start.spans_two();
        if same_kind { Self::new(FiscalYear::new(self.year.begins, start)?, self.number) } else { None }
    }

    /// The fiscal year it belongs to.
    pub fn fiscal_year(self) -> FiscalYear {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// Whether it is the same three months, whatever the years are called.
    pub fn is_same_time(self, other: Self) -> bool {
        self.first_day == other.first_day
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let next = self.first_day.checked_add_months(Months::new(3));
        next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.number)?;
        // Of a year over two calendar years nothing is said of its first month if that is July.
        match self.year.start {
            FiscalYearStart::January | FiscalYearStart::July => Ok(()),
            other => write!(f, "-{}", other.name()),
        }
    }
}

impl FromStr for Quarter {
    type Err = QuarterError;

    fn from_str(text: &str) -> Result<Self, QuarterError> {
        let form = || QuarterError::Form(text.to_owned());
        let (year, number) = text.trim().split_once(['Q', 'q']).ok_or_else(form)?;
        let year = parse_fiscal_year(year.trim_end()).ok_or_else(form)??;
        let (number, year) = match number.split_once('-') {
            Some((number, month)) => {
                (number, year.beginning_in(FiscalYearStart::of_name(month)).ok_or_else(form)?)
            }
            None => (number, year),
        };
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        number
            .parse()
            .ok()
            .and_then(|number| Self::new(year, number))
            .ok_or_else(|| QuarterError::Number(format!("Q{number}")))
    }
}

/// `2020-21` (also with an en dash, a slash or four digits) or `2020`. `None` if it is neither.
fn parse_fiscal_year(text: &str) -> Option<Result<FiscalYear, QuarterError>> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (first, second) = match text.split_once(['-', '–', '/']) {
        Some((first, second)) => (first, Some(second)),
        None => (text, None),
    };
    if first.len() != 4 || !digits(first) {
        return None;
    }
    let begins: i32 = first.parse().ok()?;
    let Some(second) = second else {
        return FiscalYear::new(begins, FiscalYearStart::January).map(Ok);
    };
    if !digits(second) || !matches!(second.len(), 2 | 4) {
        return None;
    }
    let ends: i32 = second.parse().ok()?;
    let follows = ends == if second.len() == 2 { (begins + 1) % 100 } else { begins + 1 };
    match FiscalYear::new(begins, FiscalYearStart::July) {
        Some(year) if follows => Some(Ok(year)),
        _ => Some(Err(QuarterError::Years(text.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn wikimedias_second_quarter_is_october_to_december() {
        for (today, quarter) in [
            ("2020-06-30", "2019-20Q4"),
            ("2020-07-01", "2020-21Q1"),
            ("2020-10-01", "2020-21Q2"),
            ("2020-12-31", "2020-21Q2"),
            ("2021-01-01", "2020-21Q3"),
            ("2021-06-30", "2020-21Q4"),
            ("1999-12-31", "1999-00Q2"),
        ] {
            let on = Quarter::on(day(today), FiscalYearStart::July).unwrap();
            assert_eq!(on.to_string(), quarter, "{today}");
            assert_eq!(quarter.parse(), Ok(on));
            assert!(on.first_day() <= day(today) && day(today) <= on.last_day());
        }
    }

    #[test]
    fn calendar_years_begin_in_january() {
        let on = Quarter::on(day("2010-05-17"), FiscalYearStart::January).unwrap();
        assert_eq!(on.to_string(), "2010Q2");
        assert_eq!((on.first_day(), on.last_day()), (day("2010-04-01"), day("2010-06-30")));
        assert_eq!("2010Q2".parse(), Ok(on));
    }

    #[test]
    fn a_year_may_begin_in_any_month() {
        for (today, start, quarter, first, last) in [
            ("2026-03-31", FiscalYearStart::April, "2025-26Q4-april", "2026-01-01", "2026-03-31"),
            ("2026-04-01", FiscalYearStart::April, "2026-27Q1-april", "2026-04-01", "2026-06-30"),
            ("2026-10-01", FiscalYearStart::October, "2026-27Q1-october", "2026-10-01", "2026-12-31"),
            ("2026-01-31", FiscalYearStart::February, "2025-26Q4-february", "2025-11-01", "2026-01-31"),
            ("2027-02-28", FiscalYearStart::December, "2026-27Q1-december", "2026-12-01", "2027-02-28"),
        ] {
            let on = Quarter::on(day(today), start).unwrap();
            assert_eq!(on.to_string(), quarter, "{today}");
            assert_eq!(quarter.parse(), Ok(on));
            assert_eq!((on.first_day(), on.last_day()), (day(first), day(last)));
        }
    }

    #[test]
    fn every_day_lies_in_its_quarter_whichever_month_the_year_begins_in() {
        for start in FiscalYearStart::ALL {
            for day in day("2023-12-30").iter_days().take(800) {
                let on = Quarter::on(day, start).unwrap();
                assert!(on.first_day() <= day && day <= on.last_day(), "{day} {on}");
                assert_eq!(on.to_string().parse(), Ok(on));
            }
        }
    }

    #[test]
    fn a_quarter_goes_by_the_same_name_in_years_from_another_month() {
        let asked: Quarter = "2026-27Q2".parse().unwrap();
        let april = asked.in_year_from(FiscalYearStart::April).unwrap();
        assert_eq!(april.first_day(), day("2026-07-01"));
        assert_eq!(april.in_year_from(FiscalYearStart::July), Some(asked));
        assert_eq!(asked.in_year_from(FiscalYearStart::January), None);
        assert_eq!("2026Q2".parse::<Quarter>().unwrap().in_year_from(FiscalYearStart::July), None);
    }

    #[test]
    fn what_is_no_quarter_is_said_plainly() {
        assert_eq!("2020-21Q5".parse::<Quarter>(), Err(QuarterError::Number("Q5".into())));
        assert_eq!("2020-21Q0".parse::<Quarter>(), Err(QuarterError::Number("Q0".into())));
        assert_eq!("2020-23Q1".parse::<Quarter>(), Err(QuarterError::Years("2020-23".into())));
        for text in [
            "",
            "Q2",
            "2020-21",
            "20-21Q2",
            "2020-21Q",
            "2020-21Qx",
            "2020-21Q2x",
            "2020-21Q+2",
            "2020-21Q2-",
            "2020-21Q2-june-july",
            "2020-21Q2-january",
            "2020Q2-april",
        ] {
            assert_eq!(text.parse::<Quarter>(), Err(QuarterError::Form(text.into())), "{text}");
        }
    }
}
