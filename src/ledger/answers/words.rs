//! What the words of an answer ask for. Pure.

use chrono::NaiveDate;

use super::day::{Months, day};
use super::{Decision, Said};
use crate::base::Message;

/// Languages whose words everybody may answer in, besides those of the message.
pub const ALWAYS: [&str; 3] = ["en", "de", "fr"];
/// Words of politeness at the beginning of a sentence.
const POLITE: [&str; 13] = [
    "please",
    "pls",
    "just",
    "ok",
    "okay",
    "hi",
    "hello",
    "bitte",
    "hallo",
    "merci",
    "svp",
    "bonjour",
    "d’accord",
];

/// Words of thanks, which say nothing else.
const THANKS: [&str; 7] = ["thanks", "thank", "you", "yes", "danke", "ja", "oui"];

/// The words for one thing in these languages.
fn phrases(of: Message, languages: &[&str]) -> Vec<Vec<String>> {
    let all = languages
        .iter()
        .copied()
        .chain(ALWAYS)
        .map(|language| of.text(language))
        .collect::<Vec<_>>()
        .join("|");
    let words = |phrase: &str| words(phrase).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let phrases = simple(&all);
    phrases.split('|').map(words).filter(|words| !words.is_empty()).collect()
}

/// In small letters, with no apostrophes: “can’t” is one word.
fn simple(text: &str) -> String {
    text.to_lowercase().replace(['’', '\''], "")
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect()
}

/// How many words of the beginning are the longest of these phrases.
fn beginning(words: &[&str], phrases: &[Vec<String>]) -> Option<usize> {
    let begins = |phrase: &&Vec<String>| {
        words.len() >= phrase.len() && phrase.iter().zip(words).all(|(one, word)| one == word)
    };
    phrases.iter().filter(begins).map(Vec::len).max()
}

/// What an answer asks for. “stop” is heard wherever a sentence begins with it, since a “no” that is missed
/// weighs more than one that is heard wrongly.
/// Days without a year are the next ones after `posted`, the day of the message answered. Words and months are read in
/// `languages`, those that the message may have been in; a day that two of them read differently is left to a person.
pub fn understood(text: &str, posted: NaiveDate, languages: &[&str]) -> Said {
    let text = simple(text);
    let of = |key: &'static str| phrases(Message::new(key), languages);
    let stop = of("answer-stop");
    let polite = POLITE.map(simple);
    let mut sentences = text.split(['.', '!', '?', ';', ',', '\n', '(', ':']).map(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.skip_while(|word| polite.iter().any(|polite| polite == word)).collect::<Vec<_>>()
    });
    if sentences.any(|words| beginning(&words, &stop).is_some()) {
        return Said::Stop;
    }
    let words = words(&text);
    if beginning(&words, &of("answer-not-me")).is_some() {
        return Said::NotMe;
    }
    if beginning(&words, &of("answer-done")).is_some() {
        return Said::Done;
    }
    let Some(until) = beginning(&words, &of("answer-snooze")) else { return Said::Prose };
    let rest = &words[until..];
    match day(rest, posted, &Months::of(languages)) {
        // A day that is past, or a sentence after the day: a person should look at it.
        Some((day, used)) if day > posted && rest.len() <= used + 2 => Said::SnoozeUntil(day),
        _ => Said::Prose,
    }
}

/// What the words decide of whether notices may go out: “go” only if nothing else is said, for else it may be a “go” with an
/// “if”; a “not this quarter” wherever a sentence begins with it.
pub fn decision(text: &str, languages: &[&str]) -> Option<Decision> {
    let text = simple(text);
    let of = |key: &'static str| phrases(Message::new(key), languages);
    let no = of("answer-not-this-quarter");
    let is_polite = |word: &&str| POLITE.iter().chain(&THANKS).any(|polite| simple(polite) == *word);
    let mut sentences = text.split(['.', '!', '?', ';', ',', '\n', '(', ':']);
    let begins = |sentence: &str| {
        let words: Vec<&str> = words(sentence).into_iter().skip_while(is_polite).collect();
        beginning(&words, &no).is_some()
    };
    if sentences.any(begins) {
        return Some(Decision::NotThisQuarter);
    }
    let mut words = words(&text);
    while words.last().is_some_and(is_polite) {
        words.pop();
    }
    let words: Vec<&str> = words.into_iter().skip_while(is_polite).collect();
    let is_go = of("answer-go").iter().any(|phrase| *phrase == words);
    is_go.then_some(Decision::Go)
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
            ("erledigt", Said::Done),
            ("Bin nicht zuständig, fragt Bo", Said::NotMe),
            ("nicht ich", Said::NotMe),
            ("Ce n’est pas moi.", Said::NotMe),
            ("pas moi", Said::NotMe),
            ("C'est fait, merci", Said::Done),
            ("Arrêtez !", Said::Stop),
            ("Bitte aufhören", Said::Stop),
            ("Bonjour, arrêter svp", Said::Stop),
            ("Pause bis zum 28. Dezember", until("2020-12-28")),
            ("pause jusqu’au 28 décembre 2020", until("2020-12-28")),
            ("Fertig werde ich nie", Said::Prose),
        ] {
            assert_eq!(understood(text, posted, &["de", "fr", "en"]), said, "{text}");
        }
    }

    #[test]
    fn a_go_is_nothing_but_a_go_and_a_no_is_heard_in_doubt() {
        use Decision::{Go, NotThisQuarter};
        for (text, expected) in [
            ("go", Some(Go)),
            ("Go!", Some(Go)),
            ("OK, go ahead, thanks!", Some(Go)),
            ("Yes please, go. Thank you", Some(Go)),
            ("Los geht’s", Some(Go)),
            ("bitte los, danke", Some(Go)),
            ("C’est parti", Some(Go)),
            ("allez-y", Some(Go)),
            ("go, but not before Monday", None),
            ("Let me look at it, then go", None),
            ("going on holiday", None),
            ("go away", None),
            ("yes", None),
            ("", None),
            ("not this quarter", Some(NotThisQuarter)),
            ("Please not this quarter, thanks", Some(NotThisQuarter)),
            ("go? No, not this quarter", Some(NotThisQuarter)),
            ("nicht in diesem Quartal", Some(NotThisQuarter)),
            ("Pas ce trimestre.", Some(NotThisQuarter)),
        ] {
            assert_eq!(decision(text, &["en"]), expected, "{text}");
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
