//! What a coordinator says for somebody else, under a digest: `snooze NAME until DATE`, `not NAME`. Whom a name means, and
//! whether that is anybody, is found out elsewhere. Pure.

use chrono::NaiveDate;
use regex::Regex;

use super::day::{Months, day};
use super::words::ALWAYS;
use crate::base::Message;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// What a coordinator says for somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Whom they name, as typed.
    pub name: String,
    /// Until when that person is to be told nothing; `None` for the whole quarter.
    pub until: Option<NaiveDate>,
}

/// What one line says for somebody else, if it does. Words and months are read in `languages`, as in other answers; days
/// are those after `posted`.
pub fn order(line: &str, posted: NaiveDate, languages: &[&str]) -> Option<Order> {
    let line = line.trim().trim_end_matches(['.', '!']).replace('\'', "’");
    let found = |key: &'static str| {
        let all = languages.iter().copied().chain(ALWAYS).map(|language| Message::new(key).text(language));
        let forms: Vec<String> =
            all.flat_map(|text| text.split('|').map(str::to_owned).collect::<Vec<_>>()).collect();
        forms.into_iter().find_map(|form| filled(&form, &line))
    };
    if let Some((name, Some(until))) = found("answer-snooze-other") {
        let words: Vec<&str> = until.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let words: Vec<String> = words.iter().map(|word| word.trim_end_matches('.').to_lowercase()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (until, used) = day(&words, posted, &Months::of(languages))?;
        return (until > posted && used == words.len()).then_some(Order { name, until: Some(until) });
    }
    let (name, _) = found("answer-not-other")?;
    Some(Order { name, until: None })
}

/// What stands in a line for `$1` and `$2` of a form; `None` if the line hasn't that form.
fn filled(form: &str, line: &str) -> Option<(String, Option<String>)> {
    let pattern = regex::escape(form.trim()).replace(r"\$1", r"(?<name>.+?)").replace(r"\$2", r"(?<day>.+)");
    let pattern = Regex::new(&format!("(?i)^{}$", pattern.replace(' ', r"\s+"))).ok()?;
    let found = pattern.captures(line)?;
    let name = found["name"].trim_matches(|c: char| c.is_whitespace() || "“”„\"«»‘’".contains(c)).to_owned();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    fits.then(|| (name, found.name("day").map(|day| day.as_str().to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::languages;

    fn read(line: &str) -> Option<(String, Option<String>)> {
        let order = order(line, "2020-11-02".parse().unwrap(), &["de", "fr", "en"])?;
        Some((order.name, order.until.map(|day| day.to_string())))
    }

    #[test]
    fn a_line_names_somebody_and_perhaps_a_day() {
        let until = |name: &str, day: &str| Some((name.to_owned(), Some(day.to_owned())));
        let not = |name: &str| Some((name.to_owned(), None));
        for (line, expected) in [
            ("snooze Ada Sample until 2020-12-01", until("Ada Sample", "2020-12-01")),
            ("Snooze “Ada” until 1 December 2020.", until("Ada", "2020-12-01")),
            ("snooze Ada till Dec 1st", until("Ada", "2020-12-01")),
            ("Pause für Ada bis zum 1. Dezember", until("Ada", "2020-12-01")),
            ("pause pour Ada jusqu'au 1 décembre 2020", until("Ada", "2020-12-01")),
            ("not Ada Sample (WMF)", not("Ada Sample (WMF)")),
            ("Not User:Ada_Sample!", not("User:Ada_Sample")),
            ("nicht Ada", not("Ada")),
            ("pas Ada", not("Ada")),
            // No name, no day, a day that is past, more than a day.
            ("snooze until 2020-12-01", None),
            ("snooze Ada", None),
            ("snooze Ada until next week", None),
            ("snooze Ada until 2020-10-01", None),
            ("snooze Ada until 2020-12-01 or later", None),
            ("Ada is on leave", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn what_a_digest_shows_as_an_example_is_understood() {
        let day: NaiveDate = "2020-12-01".parse().unwrap();
        let code = Regex::new("<code>(?<form>[^<]*NAME[^<]*)</code>").unwrap();
        for language in languages() {
            let text = Message::new("digest-orders").with(day).text(language);
            let forms: Vec<_> = code.captures_iter(&text).map(|found| found["form"].to_owned()).collect();
            let said: Vec<_> =
                forms.iter().map(|form| order(form, "2020-11-02".parse().unwrap(), &[language])).collect();
            let order = |until| Some(Order { name: "NAME".to_owned(), until });
            assert_eq!(said, [order(Some(day)), order(None)], "{language}: {text}");
        }
    }
}
