//! The days of a week, by their English names, and when each was last.

use chrono::{Datelike as _, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", try_from = "String")]
#[expect(missing_docs, reason = "the days' own names")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl TryFrom<String> for Weekday {
    type Error = String;

    /// From its English name, in any case.
    fn try_from(name: String) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|day| day.name().eq_ignore_ascii_case(name.trim()));
        let all = || Self::ALL.map(|day| day.name().to_lowercase()).join(", ");
        named.ok_or_else(|| format!("“{name}” is no day of the week: write one of {}", all()))
    }
}

impl Weekday {
    /// Their names, as the settings show them.
    pub const NAMES: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// The last such day up to `today`, which may be that day.
    pub fn last(self, today: NaiveDate) -> NaiveDate {
        let since = (today.weekday().num_days_from_monday() + 7 - self as u32) % 7;
        today.checked_sub_days(Days::new(since.into())).unwrap_or(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_such_day_may_be_today() {
        let last = |day: Weekday, today: &str| day.last(today.parse().unwrap()).to_string();
        // 2 November 2020 was a Monday.
        assert_eq!(last(Weekday::Monday, "2020-11-02"), "2020-11-02");
        assert_eq!(last(Weekday::Monday, "2020-11-08"), "2020-11-02");
        assert_eq!(last(Weekday::Sunday, "2020-11-02"), "2020-11-01");
        assert_eq!(last(Weekday::Friday, "2020-11-05"), "2020-10-30");
        assert_eq!(last(Weekday::Friday, "2020-11-06"), "2020-11-06");
    }
}
