//! What is wrong with a file of messages. Only the tests use it, so that no wrong file gets into the program; whoever
//! reviews a translation is told the file and the key.

mod months;
mod nonsense;
mod text;

use std::collections::BTreeMap;

use serde_json::Value;

use super::FILES;
use super::language::Language;
use crate::base::entries::entries;

/// A language may lack any message but these: a snooze is read and an answer found by them.
const REQUIRED: [&str; 3] = ["months", "date", "answer-heading"];

/// Everything that is wrong with the file `name.json`, each with the file and the key. `english` holds the messages there are.
pub fn problems(name: &str, json: &str, english: &BTreeMap<String, String>) -> Vec<String> {
    let entries = match entries(json, "an object") {
        Ok(entries) => entries,
        Err(error) => return vec![format!("{name}.json: not to be read as JSON: {error}")],
    };
    let language = Language::new(name, BTreeMap::new());
    let mut found = Vec::new();
    let mut add = |key: &str, problem: String| found.push(format!("{name}.json: {key}: {problem}"));
    for key in REQUIRED.into_iter().chain(["@metadata"]) {
        if entries.iter().all(|(known, _)| known != key) {
            add(key, "missing".to_owned());
        }
    }
    for (at, (key, value)) in entries.iter().enumerate() {
        if entries[..at].iter().any(|(earlier, _)| earlier == key) {
            add(key, "stands there twice".to_owned());
        }
        match (key.as_str(), english.get(key), value.as_str()) {
            ("@metadata", ..) => metadata(value).into_iter().for_each(|problem| add(key, problem)),
            (_, None, _) => add(key, "English has no such message".to_owned()),
            (_, _, None) => add(key, "not a text".to_owned()),
            (_, Some(english), Some(text)) => {
                let months = if key == "months" { months::problems(text) } else { Vec::new() };
                let problems = text::problems(text, english, &language);
                problems.into_iter().chain(months).for_each(|problem| add(key, problem));
            }
        }
    }
    found
}

/// As MediaWiki has it: an object with a list of the translators' names.
fn metadata(value: &Value) -> Option<String> {
    let authors = value.get("authors").and_then(Value::as_array);
    let is_right = authors.is_some_and(|authors| authors.iter().all(Value::is_string));
    (!is_right).then(|| r#"not like {"authors": ["Ada Sample"]}"#.to_owned())
}

/// The text of a file of `i18n/`.
fn file(name: &str) -> &'static str {
    let file = FILES.get_file(format!("{name}.json")).unwrap();
    file.contents_utf8().unwrap_or_else(|| panic!("{name}.json is not UTF-8"))
}

/// The keys of a file of `i18n/`, sorted.
fn keys(name: &str) -> Vec<String> {
    let entries = entries(file(name), "an object").unwrap();
    let mut keys: Vec<String> = entries.into_iter().map(|(key, _)| key).collect();
    keys.sort();
    keys
}

#[test]
fn nothing_is_wrong_with_any_language() {
    let english = super::messages(file("en").as_bytes());
    let names = FILES.files().map(|file| file.path().file_stem().unwrap().to_str().unwrap());
    let found: Vec<String> =
        names.filter(|name| *name != "qqq").flat_map(|name| problems(name, file(name), &english)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_message_is_explained_to_translators() {
    assert_eq!(keys("qqq"), keys("en"), "qqq.json and en.json have the same keys");
}

#[test]
fn german_and_french_are_complete() {
    for complete in ["de", "fr"] {
        assert_eq!(keys(complete), keys("en"), "{complete}.json and en.json have the same keys");
    }
}
