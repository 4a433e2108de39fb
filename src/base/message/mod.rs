//! Messages in the wiki's languages, from `i18n/*.json`, the format of MediaWiki and translatewiki.net.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};
use include_dir::{Dir, include_dir};

mod language;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod used;

use language::Language;

/// Which message, and what its `$1`, `$2` … stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message's key.
    pub key: &'static str,
    /// `$1` and so on.
    pub parameters: Vec<String>,
}

impl Message {
    /// A message without parameters; [`Message::with`] adds them.
    pub fn new(key: &'static str) -> Self {
        Self { key, parameters: Vec::new() }
    }

    /// The same with one parameter more.
    #[must_use]
    pub fn with(mut self, parameter: impl ToString) -> Self {
        self.parameters.push(parameter.to_string());
        self
    }

    /// Its text in a language; in English where that language has none.
    pub fn text(&self, language: &str) -> String {
        let text = |language: &str| LANGUAGES.get(language)?.text(self.key, &self.parameters);
        text(language).or_else(|| text("en")).unwrap_or_else(|| self.key.to_owned())
    }
}

/// A day as people write it.
pub fn date(day: NaiveDate, language: &str) -> String {
    let month = months(language).into_iter().nth(day.month0() as usize).unwrap_or_default();
    Message::new("date").with(day.day()).with(month).with(day.year()).text(language)
}

/// The names of the months as they stand in a day, January first.
pub fn months(language: &str) -> Vec<String> {
    let names = Message::new("months").text(language);
    names.split('|').map(|name| name.trim().to_owned()).collect()
}

/// The languages there are messages in.
pub fn languages() -> Vec<&'static str> {
    LANGUAGES.keys().copied().collect()
}

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/i18n");

/// Every file but `qqq.json`, which explains the messages to translators.
static LANGUAGES: LazyLock<BTreeMap<&'static str, Language>> = LazyLock::new(|| {
    let files = FILES.files().filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents())));
    let languages = files.filter(|(code, _)| *code != "qqq");
    languages.map(|(code, json)| (code, Language::new(code, messages(json)))).collect()
});

/// The messages of a file; `@metadata` is none.
fn messages(json: &[u8]) -> BTreeMap<String, String> {
    let all: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(json).expect("the messages are built in and tested");
    all.into_iter().filter_map(|(key, text)| Some((key, text.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_not_read_again() {
        let text = Message::new("notice-item-objective").with("$2 {{PLURAL:$1|a|b}}").with("x").text("en");
        assert_eq!(text, "“$2 {{PLURAL:$1|a|b}}”: x");
    }

    #[test]
    fn dates_as_people_write_them() {
        let day = "2020-10-01".parse().unwrap();
        assert_eq!(
            ["en", "de", "fr"].map(|language| date(day, language)),
            ["1 October 2020", "1. Oktober 2020", "1er octobre 2020"]
        );
    }
}
