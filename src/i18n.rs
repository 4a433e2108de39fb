//! Messages in the wiki's languages, from `i18n/*.json`, the format of MediaWiki and translatewiki.net.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

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
        let english = &MESSAGES["en"];
        let messages = MESSAGES.get(language).unwrap_or(english);
        let text = messages.get(self.key).or_else(|| english.get(self.key));
        fill(text.map_or(self.key, String::as_str), &self.parameters)
    }
}

/// The languages there are messages in.
pub fn languages() -> Vec<&'static str> {
    MESSAGES.keys().copied().collect()
}

static MESSAGES: LazyLock<BTreeMap<&'static str, BTreeMap<String, String>>> = LazyLock::new(|| {
    [("en", include_str!("../i18n/en.json"))]
        .into_iter()
        .map(|(language, json)| {
            let all: BTreeMap<String, serde_json::Value> =
                serde_json::from_str(json).expect("the messages are built in and tested");
            let texts = all.into_iter().filter_map(|(key, text)| Some((key, text.as_str()?.to_owned())));
            (language, texts.collect())
        })
        .collect()
});

/// Plural forms are chosen before the parameters are put in: a parameter is never read as markup.
fn fill(text: &str, parameters: &[String]) -> String {
    static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\{\{PLURAL:\$(\d)\|([^{}|]*)\|([^{}|]*)\}\}").expect("a fixed pattern")
    });
    static PARAMETER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\$(\d)").expect("a fixed pattern"));
    let parameter = |number: &str| {
        let index: usize = number.parse().ok()?;
        parameters.get(index.checked_sub(1)?).map(String::as_str)
    };
    let chosen = PLURAL.replace_all(text, |found: &Captures<'_>| {
        let form = if parameter(&found[1]) == Some("1") { 2 } else { 3 };
        found[form].to_owned()
    });
    PARAMETER
        .replace_all(&chosen, |found: &Captures<'_>| parameter(&found[1]).unwrap_or(&found[0]).to_owned())
        .into_owned()
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
    fn one_goal_and_several_goals() {
        let text = |count: usize| Message::new("status-goals-count").with(count).text("xx");
        assert_eq!((text(1), text(2)), ("1 goal".to_owned(), "2 goals".to_owned()));
    }
}
