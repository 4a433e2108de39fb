//! A day as people write it in an answer. Pure.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::base::message;

/// A word this long, in characters, may be short for a month.
const SHORTEST: usize = 3;

/// The names of the months, in each language that the message answered may have been in. One word may be two months:
/// “listopad” is October in Croatian and November in Polish.
pub struct Months(Vec<Vec<String>>);

impl Months {
    /// Those of these languages.
    pub fn of(languages: &[&str]) -> Self {
        Self(languages.iter().map(|language| lowercase(message::months(language))).collect())
    }

    /// Tables as a language file has them.
    #[cfg(test)]
    pub fn from_tables(tables: &[&str]) -> Self {
        Self(tables.iter().map(|table| lowercase(table.split('|').map(str::to_owned).collect())).collect())
    }

    /// Every month that a word may mean in any of the languages, 1 for January.
    fn meant_by(&self, word: &str) -> BTreeSet<u32> {
        self.0.iter().flat_map(|names| meant_by(names, word)).collect()
    }
}

fn lowercase(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.to_lowercase()).collect()
}

/// The month of that name, else all that the word may be short for.
fn meant_by(names: &[String], word: &str) -> Vec<u32> {
    let months = |is_meant: &dyn Fn(&str) -> bool| -> Vec<u32> {
        names.iter().zip(1..).filter(|(name, _)| is_meant(name)).map(|(_, month)| month).collect()
    };
    let named = months(&|name| name == word);
    match named.is_empty() && word.chars().count() >= SHORTEST {
        true => months(&|name| name.starts_with(word)),
        false => named,
    }
}

/// The day that the words begin with, `2020-11-30`, `30 November 2020` or `November 30, 2020`, without a year the next
/// such day after `posted`; and how many words say it. `None` if they say none, or may mean several.
pub fn day(words: &[&str], posted: NaiveDate, months: &Months) -> Option<(NaiveDate, usize)> {
    if let Ok(day) = words.first()?.parse() {
        return Some((day, 1));
    }
    let (first, second) = (words.first()?, words.get(1)?);
    let both_ways = [(first, second), (second, first)].into_iter().flat_map(|(day, month)| {
        let months = number(day).map(|_| months.meant_by(month)).unwrap_or_default();
        months.into_iter().filter_map(|month| Some((number(day)?, month)))
    });
    let meant: BTreeSet<(u32, u32)> = both_ways.collect();
    let (Some((day, month)), 1) = (meant.first().copied(), meant.len()) else { return None };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match words.get(2).and_then(|year| year.parse().ok()).filter(|year| (2000..2200).contains(year)) {
        Some(year) => Some((on(year)?, 3)),
        None => {
            let next = on(posted.year()).filter(|day| *day > posted).or_else(|| on(posted.year() + 1));
            Some((next?, 2))
        }
    }
}

/// `30`, `30th`
fn number(word: &str) -> Option<u32> {
    word.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "January|February|March|April|May|June|July|August|September|October|November|December";
    const FRENCH: &str =
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre";
    const CROATIAN: &str =
        "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga|prosinca";
    const POLISH: &str =
        "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia";

    fn read(text: &str, tables: &[&str]) -> Option<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let posted = "2020-09-01".parse().unwrap();
        day(&words, posted, &Months::from_tables(tables)).map(|(day, _)| day.to_string())
    }

    #[test]
    fn a_month_is_read_in_the_language_of_the_message() {
        for (text, tables, expected) in [
            ("30 listopada", [CROATIAN, ENGLISH].as_slice(), Some("2020-10-30")),
            ("30 listopada", &[POLISH, ENGLISH], Some("2020-11-30")),
            ("30 listop", &[POLISH, ENGLISH], Some("2020-11-30")),
            ("30 listopada", &[ENGLISH], None),
            ("30 november", &[POLISH, ENGLISH], Some("2020-11-30")),
            ("30 października", &[CROATIAN, POLISH, ENGLISH], Some("2020-10-30")),
            ("1 may", &[FRENCH, ENGLISH], Some("2021-05-01")),
        ] {
            assert_eq!(read(text, tables).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_two_languages_read_as_different_days_is_none() {
        for (text, tables) in [
            ("30 listopada", [CROATIAN, POLISH, ENGLISH]),
            ("listopada 30, 2020", [CROATIAN, POLISH, ENGLISH]),
            ("5 lip", [POLISH, CROATIAN, ENGLISH]),
        ] {
            assert_eq!(read(text, &tables), None, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_short_for_two_months_is_neither() {
        assert_eq!(read("30 jui", &[FRENCH, ENGLISH]), None);
        assert_eq!(read("30 juil", &[FRENCH, ENGLISH]).as_deref(), Some("2021-07-30"));
        // A whole name is that month's, whatever else begins with it; two letters are never enough.
        assert_eq!(read("3 mai", &["mai|maius"]).as_deref(), Some("2021-01-03"));
        assert_eq!(read("3 ок", &["октябрь"]), None);
        assert_eq!(read("3 окт", &["октябрь"]).as_deref(), Some("2021-01-03"));
    }
}
