//! The quarter that a title names. Certain or silent: what contradicts itself names none.

use chrono::NaiveDate;

use super::months::first_of_three;
use super::numbers::number;
use super::tokens::tokens;
use super::years::{Year, year};
use crate::base::calendar::{FiscalYear, FiscalYearStart, Quarter};

/// The quarter that any title names: `2020-21 Q2`, `2014-15 Goals/Q4`, `2007-Q3-Goals`, `Q42009`, `FY27 Q2`, `4Q2026`,
/// “fourth quarter 2026”, “October–December 2026”, also in German, French and Spanish. `None` if it names none, or more
/// than one. A fiscal year (`2026-27`, `FY27`) is taken for one from July, any other year for one of the calendar.
pub fn quarter_in(title: &str) -> Option<Quarter> {
    named(title, None)
}

/// The same where it is known in which month fiscal years begin.
pub fn quarter_in_year_from(title: &str, start: FiscalYearStart) -> Option<Quarter> {
    named(title, Some(start))
}

fn named(title: &str, start: Option<FiscalYearStart>) -> Option<Quarter> {
    let tokens = tokens(title);
    let number = number(&tokens).ok()?;
    let month = first_of_three(&tokens).ok()?;
    if number.is_none() && month.is_none() {
        return None;
    }
    let year = year(&tokens, start)?;
    let by_months = match month {
        Some(month) => Some(in_months(month, &year, start)?),
        None => None,
    };
    let Some(number) = number else { return by_months };
    let of_year = match year {
        Year::Fiscal(year) => Some(year),
        // Of two years one would be a guess, but for the months.
        Year::Calendar(years) if years.len() == 1 || by_months.is_some() => {
            FiscalYear::new(*years.first()?, FiscalYearStart::January)
        }
        Year::Calendar(_) => None,
    };
    let quarter = Quarter::new(of_year?, number)?;
    by_months.is_none_or(|months| months.is_same_time(quarter)).then_some(quarter)
}

/// The quarter that begins with a month of a year.
fn in_months(month: u8, year: &Year, start: Option<FiscalYearStart>) -> Option<Quarter> {
    let first = u32::from(month);
    let (calendar, start) = match year {
        Year::Fiscal(year) if first >= year.start().number() => (year.begins(), year.start()),
        Year::Fiscal(year) => (year.ends(), year.start()),
        Year::Calendar(years) => {
            // November to January goes over two years.
            let expected = if month > 10 { 2 } else { 1 };
            if years.len() != expected {
                return None;
            }
            (*years.first()?, start.unwrap_or(FiscalYearStart::January))
        }
    };
    let day = NaiveDate::from_ymd_opt(calendar, first, 1)?;
    let quarter = Quarter::on(day, start)?;
    (quarter.first_day() == day).then_some(quarter)
}
