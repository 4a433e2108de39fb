//! `boards.notices.pause`: days of the year on which nobody is told anything.

use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

/// Days of every year, the first and the last among them: `12-18..01-06` goes over New Year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    first: MonthDay,
    last: MonthDay,
}

/// A month and a day in it, counted from 1.
type MonthDay = (u32, u32);

impl FromStr for Pause {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (first, last) = text.split_once("..").ok_or(())?;
        Ok(Self { first: month_day(first).ok_or(())?, last: month_day(last).ok_or(())? })
    }
}

/// `12-18`; any day that some year has.
fn month_day(text: &str) -> Option<MonthDay> {
    const LEAP_YEAR: i32 = 2024;
    let (month, day) = text.trim().split_once('-')?;
    let number = |digits: &str| {
        let is_number = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|_| is_number)
    };
    let (month, day) = (number(month)?, number(day)?);
    NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).map(|_| (month, day))
}

impl Pause {
    fn has(self, day: NaiveDate) -> bool {
        let day = (day.month(), day.day());
        match self.first <= self.last {
            true => (self.first..=self.last).contains(&day),
            false => day >= self.first || day <= self.last,
        }
    }

    /// The last day of the pause that `today` lies in; `None` if it lies in none.
    pub fn last_day(self, today: NaiveDate) -> Option<NaiveDate> {
        // One that has all days of the year has no last one; a year on is late enough.
        const MOST_DAYS: usize = 366;
        today.iter_days().take_while(|day| self.has(*day)).take(MOST_DAYS).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_day(pause: &str, today: &str) -> Option<String> {
        let last = pause.parse::<Pause>().unwrap().last_day(today.parse().unwrap());
        last.map(|day| day.to_string())
    }

    #[test]
    fn a_pause_has_its_first_and_its_last_day() {
        for (pause, today, expected) in [
            ("07-20..08-10", "2026-07-19", None),
            ("07-20..08-10", "2026-07-20", Some("2026-08-10")),
            ("07-20..08-10", "2026-08-10", Some("2026-08-10")),
            ("07-20..08-10", "2026-08-11", None),
            ("05-01..05-01", "2026-05-01", Some("2026-05-01")),
            // Over New Year.
            ("12-18..01-06", "2026-12-17", None),
            ("12-18..01-06", "2026-12-18", Some("2027-01-06")),
            ("12-18..01-06", "2026-12-31", Some("2027-01-06")),
            ("12-18..01-06", "2027-01-01", Some("2027-01-06")),
            ("12-18..01-06", "2027-01-07", None),
            // The 29th of February is there every fourth year.
            ("02-20..02-29", "2026-02-25", Some("2026-02-28")),
            ("02-20..02-29", "2028-02-29", Some("2028-02-29")),
            ("02-29..02-29", "2026-03-01", None),
            ("01-01..12-31", "2026-03-01", Some("2027-03-01")),
        ] {
            assert_eq!(last_day(pause, today).as_deref(), expected, "{pause} {today}");
        }
    }

    #[test]
    fn what_is_no_day_of_any_year_is_no_pause() {
        for text in [
            "",
            "12-18",
            "12-18..",
            "..01-06",
            "02-30..03-01",
            "13-01..13-02",
            "00-10..01-01",
            "1-6..1-9",
            "2026-12-18..2027-01-06",
            "12/18..01/06",
            "12-18-01-06",
            "+1-18..01-06",
            "December",
        ] {
            assert_eq!(text.parse::<Pause>(), Err(()), "{text}");
        }
        assert!(" 12-18 .. 01-06 ".parse::<Pause>().is_ok());
    }
}
