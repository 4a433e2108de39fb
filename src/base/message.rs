//! Messages in the wiki's languages, from `i18n/*.json`, the format of MediaWiki and translatewiki.net.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};
use include_dir::{Dir, include_dir};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use regex::{Captures, Regex};
use unic_langid::LanguageIdentifier;

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
        let english = &LANGUAGES["en"];
        let of_language =
            LANGUAGES.get(language).and_then(|known| Some((known, known.messages.get(self.key)?)));
        let of_english = || Some((english, english.messages.get(self.key)?));
        match of_language.or_else(of_english) {
            Some((language, text)) => fill(text, &self.parameters, language),
            None => self.key.to_owned(),
        }
    }
}

/// A day as people write it.
pub fn date(day: NaiveDate, language: &str) -> String {
    let months = Message::new("months").text(language);
    let month = months.split('|').nth(day.month0() as usize).unwrap_or_default().trim();
    Message::new("date").with(day.day()).with(month).with(day.year()).text(language)
}

/// The languages there are messages in.
pub fn languages() -> Vec<&'static str> {
    LANGUAGES.keys().copied().collect()
}

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/i18n");

struct Language {
    messages: BTreeMap<String, String>,
    plurals: Option<PluralRules>,
    /// The plural categories that its whole numbers fall into, in CLDR's order.
    categories: BTreeSet<u8>,
}

/// Every file but `qqq.json`, which explains the messages to translators.
static LANGUAGES: LazyLock<BTreeMap<&'static str, Language>> = LazyLock::new(|| {
    let files = FILES.files().filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents())));
    files.filter(|(name, _)| *name != "qqq").map(|(name, json)| (name, Language::new(name, json))).collect()
});

impl Language {
    fn new(name: &str, json: &[u8]) -> Self {
        let all: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(json).expect("the messages are built in and tested");
        let texts = all.into_iter().filter_map(|(key, text)| Some((key, text.as_str()?.to_owned())));
        let locale: LanguageIdentifier = name.parse().unwrap_or_default();
        let plurals = PluralRules::create(locale, PluralRuleType::CARDINAL).ok();
        let mut language = Self { messages: texts.collect(), plurals, categories: BTreeSet::new() };
        language.categories =
            (0..=200_u64).chain([1_000_000]).map(|number| language.category(number)).collect();
        language
    }

    fn category(&self, number: u64) -> u8 {
        let category = self.plurals.as_ref().and_then(|rules| rules.select(number).ok());
        match category.unwrap_or(PluralCategory::OTHER) {
            PluralCategory::ZERO => 0,
            PluralCategory::ONE => 1,
            PluralCategory::TWO => 2,
            PluralCategory::FEW => 3,
            PluralCategory::MANY => 4,
            PluralCategory::OTHER => 5,
        }
    }

    /// As MediaWiki's `{{PLURAL}}`: a form `0=` or `12=` for just that number, else the forms in the order
    /// of the language's plural categories; of too few the last.
    fn plural<'a>(&self, number: Option<u64>, forms: &'a str) -> &'a str {
        let exact = |form: &&str| form.split_once('=').is_some_and(|(n, _)| n.trim().parse::<u64>().is_ok());
        let (special, plain): (Vec<_>, Vec<_>) = forms.split('|').partition(exact);
        let special = special.iter().filter_map(|form| form.split_once('='));
        let mut special = special.filter(|(n, _)| n.trim().parse().ok() == number);
        if let Some((_, form)) = special.next() {
            return form;
        }
        let category = number.map_or(5, |number| self.category(number));
        let index = self.categories.iter().filter(|known| **known < category).count();
        plain.get(index).or(plain.last()).copied().unwrap_or_default()
    }
}

/// Plural forms are chosen before the parameters are put in: a parameter is never read as markup.
fn fill(text: &str, parameters: &[String], language: &Language) -> String {
    static PLURAL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}").expect("a fixed pattern"));
    static PARAMETER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\$(\d+)").expect("a fixed pattern"));
    let parameter = |number: &str| {
        let index: usize = number.parse().ok()?;
        parameters.get(index.checked_sub(1)?).map(String::as_str)
    };
    let chosen = PLURAL.replace_all(text, |found: &Captures<'_>| {
        let number = parameter(&found[1]).and_then(|number| number.parse().ok());
        let forms = found.get(2).map_or("", |forms| forms.as_str());
        language.plural(number, forms).to_owned()
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
    fn plural_forms_as_each_language_counts() {
        let form = |language: &str, number: u64, forms: &'static str| {
            Language::new(language, b"{}").plural(Some(number), forms).to_owned()
        };
        for (language, number, expected) in [
            ("en", 0, "many"),
            ("en", 1, "one"),
            ("fr", 0, "one"),
            ("fr", 2, "many"),
            ("ru", 21, "one"),
            ("ja", 1, "one"),
        ] {
            assert_eq!(form(language, number, "one|many"), expected, "{language} {number}");
        }
        let russian = [1, 2, 5].map(|number| form("ru", number, "день|дня|дней"));
        assert_eq!(russian, ["день", "дня", "дней"]);
        assert_eq!(form("en", 0, "0=none|one|many"), "none");
    }

    #[test]
    fn every_language_says_all_with_the_same_parameters() {
        let read = |name: &str| -> BTreeMap<String, serde_json::Value> {
            serde_json::from_slice(FILES.get_file(format!("{name}.json")).unwrap().contents()).unwrap()
        };
        static PARAMETER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\$\d").unwrap());
        let parameters = |text: &serde_json::Value| -> BTreeSet<String> {
            PARAMETER.find_iter(text.as_str().unwrap()).map(|found| found.as_str().to_owned()).collect()
        };
        let english = read("en");
        let (explained, english_keys): (Vec<_>, Vec<_>) =
            (read("qqq").into_keys().collect(), english.keys().cloned().collect());
        assert_eq!(explained, english_keys, "qqq.json explains just the messages there are");
        for language in languages() {
            for (key, text) in read(language).iter().filter(|(key, _)| *key != "@metadata") {
                let of_english = english.get(key).unwrap_or_else(|| panic!("{language}: {key} is unknown"));
                assert_eq!(parameters(text), parameters(of_english), "{language}: {key}");
            }
        }
        for complete in ["de", "fr"] {
            assert_eq!(read(complete).into_keys().collect::<Vec<_>>(), english_keys, "{complete}");
        }
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
