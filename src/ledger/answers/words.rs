//! What the words of an answer ask for. Pure.

use chrono::NaiveDate;

use super::Said;
use super::day::{Months, day};

/// What an answer asks for. “stop” is heard wherever a sentence begins with it, since a “no” that is missed
/// weighs more than one that is heard wrongly.
/// Days without a year are the next ones after `posted`, the day of the message answered. Months are read in `languages`,
/// those that the message may have been in; a day that two of them read differently is left to a person.
pub fn understood(text: &str, posted: NaiveDate, languages: &[&str]) -> Said {
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
        ["snooze", "until" | "till", rest @ ..] | ["snooze", rest @ ..] => {
            match day(rest, posted, &Months::of(languages)) {
                // A day that is past, or a sentence after the day: a person should look at it.
                Some((day, used)) if day > posted && rest.len() <= used + 2 => Said::SnoozeUntil(day),
                _ => Said::Prose,
            }
        }
        _ => Said::Prose,
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
            assert_eq!(understood(text, posted, &["de", "fr", "en"]), said, "{text}");
        }
    }

    #[test]
    fn months_are_read_in_the_languages_of_the_message_only() {
        let posted = "2020-11-02".parse().unwrap();
        let until = Said::SnoozeUntil("2020-12-28".parse().unwrap());
        for (text, languages, said) in [
            ("snooze until 28 Dezember", ["de", "en"].as_slice(), until),
            ("snooze until 28 Dezember", &["en"], Said::Prose),
            ("snooze until 28 December", &["de", "en"], until),
            ("snooze until 2020-12-28", &[], until),
            ("done", &[], Said::Done),
        ] {
            assert_eq!(understood(text, posted, languages), said, "{text} {languages:?}");
        }
    }
}
