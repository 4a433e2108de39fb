//! The heading that a link in a notice gives to an answer, by which it is found again. It names the quarter. Pure.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::base::calendar::FiscalYearStart;
use crate::base::{Message, Quarter, message};

/// What earlier notices gave, whatever the quarter. Such answers still count.
const EARLIER: [&str; 3] = [
    "Answer to the reminder of quarterly goals",
    "Antwort auf die Erinnerung an Quartalsziele",
    "Réponse au rappel des objectifs trimestriels",
];
/// No such heading is longer, in bytes.
const LONGEST_HEADING: usize = 200;
/// A page with more headings that name a month and a year is none of a person's.
const MOST_HEADINGS: usize = 500;

/// The heading of an answer about a quarter.
pub fn heading(quarter: Quarter, language: &str) -> String {
    Message::new("answer-heading").with(message::quarter(quarter, language)).text(language)
}

/// The lines under which an answer about a quarter may stand.
pub fn lines(quarter: Quarter) -> impl Iterator<Item = String> {
    let now = message::languages().into_iter().map(move |language| heading(quarter, language));
    now.chain(EARLIER.map(str::to_owned)).map(|heading| format!("== {heading} =="))
}

/// The quarters that headings of answers on a page name, each as that of a year that begins with it.
pub fn quarters_in(text: &str) -> BTreeSet<Quarter> {
    let headings = text.lines().filter_map(|line| {
        Some(line.trim_end().strip_prefix("==")?.strip_suffix("==")?.trim()).filter(|heading| {
            heading.len() <= LONGEST_HEADING && heading.contains(|c: char| c.is_ascii_digit())
        })
    });
    headings.take(MOST_HEADINGS).filter_map(quarter_of).collect()
}

fn quarter_of(named: &str) -> Option<Quarter> {
    let numbers = named.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let years: Vec<i32> = numbers.filter_map(|digits| digits.parse().ok()).collect();
    message::languages().into_iter().find_map(|language| {
        // Only what names a month is compared with all that it could be.
        let months = message::months(language);
        let named_months = months.iter().zip(1..).filter(|(name, _)| named.contains(name.as_str()));
        let mut days = named_months.flat_map(|(_, month)| {
            years.iter().filter_map(move |year| NaiveDate::from_ymd_opt(*year, month, 1))
        });
        days.find_map(|day| {
            let quarter = Quarter::on(day, FiscalYearStart::of_number(day.month())?)?;
            (heading(quarter, language) == named).then_some(quarter)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_which_quarter_it_is_about() {
        for name in ["2020-21Q2", "2020-21Q3", "2010Q4", "2026-27Q4-february"] {
            let quarter: Quarter = name.parse().unwrap();
            for language in message::languages() {
                let text = format!("== {} ==\ndone", heading(quarter, language));
                let found = quarters_in(&text);
                assert_eq!(found.len(), 1, "{text}");
                assert!(found.iter().all(|one| one.is_same_time(quarter)), "{text} {found:?}");
                assert!(lines(quarter).any(|line| text.starts_with(&line)), "{text}");
            }
        }
    }

    #[test]
    fn other_headings_name_none() {
        for text in [
            "== October 2020 ==",
            "== Answer about the goals for October–November 2020 ==",
            "== Answer about the goals for November 2020–December 2020 ==",
            "Answer about the goals for October–December 2020",
            "=== Re: Answer about the goals for October–December 2020 ===",
            "== Answer about the goals for October–December 2020 (2) ==",
        ] {
            assert_eq!(quarters_in(text), BTreeSet::new(), "{text}");
        }
    }
}
