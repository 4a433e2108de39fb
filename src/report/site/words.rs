//! The words of goals, by which the overview can be filtered. A word that may name somebody is not among them: nobody is looked up here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Shown, managers_names};
use crate::goals::GoalPage;

/// A script that sets `goalWords`: for each page its words, each once, between spaces.
pub fn script(shown: &[Shown<'_>]) -> String {
    let managers: BTreeSet<String> = managers_names(shown)
        .flat_map(|name| words(&name).map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    let contents = || shown.iter().filter_map(Shown::content);
    // What is written in small letters anywhere is a word of the language.
    let common: BTreeSet<&str> = contents()
        .flat_map(texts_of)
        .flat_map(words)
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect();
    let of_page = |one: &Shown<'_>| {
        let content = one.content()?;
        let plain = texts_of(content).flat_map(plain_words).map(str::to_lowercase);
        let all = texts_of(content).flat_map(words).map(str::to_lowercase);
        let all = all.filter(|word| common.contains(word.as_str())).chain(plain);
        let words: BTreeSet<String> = all.filter(|word| !managers.contains(word)).collect();
        Some((one.name()?, words.into_iter().collect::<Vec<_>>().join(" ")))
    };
    let all: BTreeMap<String, String> = shown.iter().filter_map(of_page).collect();
    // JSON is JavaScript, since ECMAScript 2019 for every text.
    format!("window.goalWords = {};\n", serde_json::to_string(&all).unwrap_or_else(|_| "{}".to_owned()))
}

fn texts_of(content: &GoalPage) -> impl Iterator<Item = &str> {
    content.key_results().flat_map(|(.., result)| {
        let goals = result.goals.iter().map(|goal| goal.text.as_str());
        [result.text.as_str()].into_iter().chain(goals)
    })
}

/// As `filter.js` takes a text apart.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A text as its words in small letters, with a blank around each: as other texts have them where they contain it.
pub fn folded(text: &str) -> String {
    format!(" {} ", words(text).collect::<Vec<_>>().join(" ").to_lowercase())
}

/// The words of a text that don't look like a name: those without a capital letter, with figures or in capitals alone, and the first of a
/// sentence, unless the next one looks like a name, as in “Ada Sample”.
fn plain_words(text: &str) -> Vec<&str> {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let is_like_name = |piece: &&str| {
        let word = words(piece).next().unwrap_or_default();
        let is_capital = word.starts_with(char::is_uppercase) && !word.contains(char::is_numeric);
        is_capital && (word.chars().count() == 1 || word.contains(char::is_lowercase))
    };
    let ends = |piece: &&str| {
        piece.ends_with(['.', '!', '?', ':']) && words(piece).next().is_some_and(|word| word.len() > 1)
    };
    let is_plain = |at: usize| {
        let begins = at.checked_sub(1).and_then(|before| pieces.get(before)).is_none_or(ends);
        let goes_on = pieces.get(at + 1).is_some_and(is_like_name) && !ends(&pieces[at]);
        !is_like_name(&pieces[at]) || begins && !goes_on
    };
    let is_account = |piece: &str| piece.starts_with('@') || piece.contains("User:");
    let plain = (0..pieces.len()).filter(|at| is_plain(*at) && !is_account(pieces[*at]));
    plain.flat_map(|at| words(pieces[at])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_name_is_no_plain_word() {
        for (text, expected) in [
            ("Ask Zoë B. Person about it", vec!["about", "it"]),
            ("Publish the map of Wikidata, v1.2", vec!["Publish", "the", "map", "of", "v1", "2"]),
            ("Done. Then Zoë says so", vec!["Done", "says", "so"]),
            ("The API in Q2: Łukasz (Zoe McDonald)", vec!["The", "API", "in", "Q2"]),
            ("ping @zoë or User:bo", vec!["ping", "or"]),
            ("follow-up", vec!["follow", "up"]),
            ("", vec![]),
        ] {
            assert_eq!(plain_words(text), expected, "{text}");
        }
    }
}
