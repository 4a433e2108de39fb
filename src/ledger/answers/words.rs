//! What the words of an answer ask for. Pure.

use chrono::{Datelike as _, NaiveDate};

use super::Said;
use crate::base::message::{self, Message};

/// What an answer asks for. “stop” is heard wherever a sentence begins with it, since a “no” that is missed
/// weighs more than one that is heard wrongly.
/// Days without a year are the next ones after `posted`, the day of the message answered.
pub fn understood(text: &str, posted: NaiveDate) -> Said {
    let text = text.to_lowercase().replace(['’', '\''], "");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let sentences = text.split(['.', '!', '?', ';', ',', '\n', '(', ':']).map(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words
            .skip_while(|word| matches!(*word, "please" | "pls" | "just" | "ok" | "okay" | "hi" | "hello"))
            .collect()
    });
    let mut sentences = sentences.filter(|words: &Vec<&str>| !words.is_empty());
    if sentences.any(|words| matches!(words[0], "stop" | "unsubscribe" | "stopp")) {
        return Said::Stop;
    }
    match words.as_slice() {
        ["not", "me", ..] => Said::NotMe,
        ["done", ..] => Said::Done,
        ["snooze", "until" | "till", rest @ ..] | ["snooze", rest @ ..] => match day(rest, posted) {
            // A day that is past, or a message behind the day: a person should look at it.
            Some((day, used)) if day > posted && rest.len() <= used + 2 => Said::SnoozeUntil(day),
            _ => Said::Prose,
        },
        _ => Said::Prose,
    }
}

/// `2020-11-30`, `30 November 2020`, `November 30, 2020`, without a year the next such day; and how many words say it.
fn day(words: &[&str], posted: NaiveDate) -> Option<(NaiveDate, usize)> {
    if let Ok(day) = words.first()?.parse() {
        return Some((day, 1));
    }
    let months: Vec<String> = message::languages()
        .iter()
        .map(|language| Message::new("months").text(language).to_lowercase())
        .collect();
    let month = |word: &str| {
        months.iter().find_map(|months| {
            let mut months = months.split('|');
            months
                .position(|month| word.len() >= 3 && month.starts_with(word))
                .and_then(|at| u32::try_from(at + 1).ok())
        })
    };
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>().ok();
    let (first, second) = (words.first()?, words.get(1)?);
    let (day, month) = match (number(first), month(second)) {
        (Some(day), Some(month)) => (day, month),
        _ => (number(second)?, month(first)?),
    };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match words.get(2).and_then(|year| year.parse().ok()).filter(|year| (2000..2200).contains(year)) {
        Some(year) => Some((on(year)?, 3)),
        None => {
            let next = on(posted.year()).filter(|day| *day > posted).or_else(|| on(posted.year() + 1));
            Some((next?, 2))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_do_what_they_say() {
        let posted = "2020-11-02".parse().unwrap();
        let until = |day: &str| Said::SnoozeUntil(day.parse().unwrap());
        for (text, said) in [
            ("done", Said::Done),
            ("Done, thanks!", Said::Done),
            ("not me", Said::NotMe),
            ("Not me. Ask Bo.", Said::NotMe),
            ("stop", Said::Stop),
            ("STOP!!", Said::Stop),
            ("Please stop sending me this", Said::Stop),
            ("I left in March. Stop it", Said::Stop),
            ("I can't stop thinking about it", Said::Prose),
            ("I left in March", Said::Prose),
            ("snooze until 2020-11-30", until("2020-11-30")),
            ("Snooze until 30 November", until("2020-11-30")),
            ("snooze until Nov 30th, 2020", until("2020-11-30")),
            ("snooze until 1 November", until("2021-11-01")),
            ("snooze until 28. Dezember 2020", until("2020-12-28")),
            ("snooze until 28 décembre", until("2020-12-28")),
            ("snooze until next week", Said::Prose),
            ("snooze until 2019-11-30", Said::Prose),
            ("snooze until 1 December. I left in March", Said::Prose),
            ("snooze until 1 December, please", until("2020-12-01")),
            ("It is done", Said::Prose),
        ] {
            assert_eq!(understood(text, posted), said, "{text}");
        }
    }
}
