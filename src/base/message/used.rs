//! Every key in the sources is a message's, and every message is used: a key that no message has would be shown to people
//! in its place. Keys are literals, so they can be found by reading the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// A source file without its tests.
struct Source {
    path: PathBuf,
    text: String,
}

/// Every file of `src/` that is more than tests.
fn sources() -> Vec<Source> {
    let (mut folders, mut found) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = without_tests(&fs::read_to_string(&path).unwrap());
                found.push(Source { path, text });
            }
        }
    }
    let tests: BTreeSet<PathBuf> = found.iter().flat_map(test_files).collect();
    found.retain(|source| !tests.iter().any(|tests| source.path.starts_with(tests)));
    found
}

/// What stands before the tests, which are the last in a file.
fn without_tests(text: &str) -> String {
    static TESTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^#\[cfg\(test\)\]\nmod \w+ \{").unwrap());
    let end = TESTS.find(text).map_or(text.len(), |tests| tests.start());
    text[..end].to_owned()
}

/// The files and folders that a file takes in for tests only: `#[cfg(test)] mod tests;`
fn test_files(source: &Source) -> Vec<PathBuf> {
    static MODULE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"#\[cfg\(test\)\]\n(?:pub(?:\(\w+\))? )?mod (\w+);").unwrap());
    let beside = source.path.parent().unwrap();
    let names = MODULE.captures_iter(&source.text).map(|found| found[1].to_owned());
    let folders = [beside.to_owned(), source.path.with_extension("")];
    names
        .flat_map(|name| {
            folders.each_ref().map(|folder| [folder.join(format!("{name}.rs")), folder.join(&name)])
        })
        .flatten()
        .collect()
}

/// The keys in a source: what [`super::Message::new`] is given, and every literal that looks like a message's key, where
/// keys stand in a table and reach it through a variable.
fn keys(text: &str) -> BTreeSet<String> {
    static GIVEN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"Message::new\(\s*"([^"]*)"\s*,?\s*\)"#).unwrap());
    static VARIABLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"Message::new\(\s*[^"\s)]"#).unwrap());
    static KEBAB: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""([a-z]+(?:-[a-z]+)+)""#).unwrap());
    static FAMILY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:finding|notice|digest|status)-").unwrap());
    let kebab = KEBAB.captures_iter(text).map(|found| found[1].to_owned());
    let has_tables = VARIABLE.is_match(text);
    let in_tables = kebab.filter(|key| has_tables || FAMILY.is_match(key));
    GIVEN.captures_iter(text).map(|found| found[1].to_owned()).chain(in_tables).collect()
}

/// Keys in `used` that are no message's, each with its file, and messages that none of them names.
fn differences(used: &[(PathBuf, BTreeSet<String>)], english: &BTreeSet<String>) -> Vec<String> {
    let unknown = used.iter().flat_map(|(path, keys)| {
        let keys = keys.difference(english);
        keys.map(move |key| format!("{}: there is no message “{key}”", path.display()))
    });
    let named: BTreeSet<&String> = used.iter().flat_map(|(_, keys)| keys).collect();
    let unused = english.iter().filter(|key| !named.contains(key));
    unknown.chain(unused.map(|key| format!("en.json: nothing uses “{key}”"))).collect()
}

#[test]
fn every_key_is_a_messages_and_every_message_is_used() {
    let used: Vec<_> = sources().into_iter().map(|source| (source.path, keys(&source.text))).collect();
    let english = super::messages(super::FILES.get_file("en.json").unwrap().contents());
    let found = differences(&used, &english.into_keys().collect());
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn keys_are_found_wherever_a_message_gets_them_from() {
    let found = |text: &str| keys(text).into_iter().collect::<Vec<_>>();
    assert_eq!(found("say(Message::new(\n    \"tick-summary\",\n)) + \"other-text\""), ["tick-summary"]);
    assert_eq!(
        found(r#"let key = if last { "notice-last" } else { "notice-lst" };"#),
        ["notice-last", "notice-lst"]
    );
    assert_eq!(found(r#"[("a-b", 1)].map(|(key, _)| Message::new(key))"#), ["a-b"]);
    assert_eq!(found(r#"("opt-out-page", "key-results", "done", "not me")"#), [""; 0]);
    let file = "Message::new(\"a\");\n#[cfg(test)]\nmod tests {\n    Message::new(\"b\");\n}";
    assert_eq!(found(&without_tests(file)), ["a"]);
}

#[test]
fn unknown_keys_and_unused_messages_are_named() {
    let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    let used = [("a.rs".into(), set(&["date", "dat"])), ("b.rs".into(), set(&["date"]))];
    assert_eq!(
        differences(&used, &set(&["date", "months"])),
        ["a.rs: there is no message “dat”", "en.json: nothing uses “months”"]
    );
}
