//! Months: the one that a fiscal year begins in, and what a wiki calls them.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// The month a board's fiscal year begins in. In the settings its English name, in any case, or its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FiscalYearStart {
    /// The calendar year, written `2020`.
    January,
    /// A year over two calendar years, written `2020-21`, as for all months below.
    February,
    /// See above.
    March,
    /// See above.
    April,
    /// See above.
    May,
    /// See above.
    June,
    /// Wikimedia's year, July to June.
    #[default]
    July,
    /// See above.
    August,
    /// See above.
    September,
    /// See above.
    October,
    /// See above.
    November,
    /// See above.
    December,
}

/// Their names, as the settings show them.
pub const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl FiscalYearStart {
    /// All of them, in the order of the calendar.
    pub const ALL: [Self; 12] = [
        Self::January,
        Self::February,
        Self::March,
        Self::April,
        Self::May,
        Self::June,
        Self::July,
        Self::August,
        Self::September,
        Self::October,
        Self::November,
        Self::December,
    ];

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self as u32 + 1
    }

    /// In English, in small letters.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The month of this English name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|month| month.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The month of this number, 1 to 12.
    pub fn of_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|month| month.number() == number)
    }

    /// Whether a year from this month goes over two calendar years.
    pub fn spans_two(self) -> bool {
        self != Self::January
    }
}

impl<'de> Deserialize<'de> for FiscalYearStart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrNumber)
    }
}

struct NameOrNumber;

impl Visitor<'_> for NameOrNumber {
    type Value = FiscalYearStart;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a month: {}, or a number from 1 to 12", NAMES.join(", "))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FiscalYearStart, E> {
        let number = || FiscalYearStart::of_number(text.trim().parse().ok()?);
        let month = FiscalYearStart::of_name(text).or_else(number);
        month.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<FiscalYearStart, E> {
        let month = u32::try_from(number).ok().and_then(FiscalYearStart::of_number);
        month.ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<FiscalYearStart, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// What a wiki calls the months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthNames([String; 12]);

impl MonthNames {
    /// From January to December.
    pub fn new(names: [String; 12]) -> Self {
        Self(names)
    }

    /// The name of the month that a day lies in.
    pub fn of(&self, day: NaiveDate) -> &str {
        self.0.get(day.month0() as usize).map_or("", String::as_str)
    }
}

impl Default for MonthNames {
    /// In English.
    fn default() -> Self {
        Self(NAMES.map(|name| name[..1].to_uppercase() + &name[1..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<FiscalYearStart, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_month_is_written_by_its_name_or_its_number() {
        for json in ["\"april\"", "\"April\"", "\"APRIL\"", "4", "\"4\"", "\"04\"", "\" april \""] {
            assert_eq!(read(json), Ok(FiscalYearStart::April), "{json}");
        }
        for month in FiscalYearStart::ALL {
            assert_eq!(read(&serde_json::to_string(&month).unwrap()), Ok(month));
            assert_eq!(read(&month.number().to_string()), Ok(month));
        }
    }

    #[test]
    fn months_have_english_names_unless_the_wiki_has_others() {
        let day = "2026-09-30".parse().unwrap();
        assert_eq!(MonthNames::default().of(day), "September");
        let numbered = std::array::from_fn(|at| format!("{}월", at + 1));
        assert_eq!(MonthNames::new(numbered).of(day), "9월");
    }

    #[test]
    fn what_is_no_month_is_told_which_there_are() {
        for json in ["\"\"", "\"avril\"", "\"apr\"", "0", "13", "-4", "4.5", "true", "[]"] {
            let error = read(json).unwrap_err();
            for name in NAMES {
                assert!(error.contains(name), "{json}: {error}");
            }
            assert!(error.contains("a number from 1 to 12"), "{json}: {error}");
        }
    }
}
