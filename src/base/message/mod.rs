//! Messages in the wiki's languages, from `i18n/*.json`, the format of MediaWiki and translatewiki.net.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};
use include_dir::{Dir, include_dir};
use smol_str::{SmolStr, ToSmolStr};

mod language;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod used;

use super::Quarter;
use language::Language;

/// Which message, and what its `$1`, `$2` … stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message's key.
    pub key: &'static str,
    /// `$1` and so on.
    pub parameters: Vec<SmolStr>,
}

impl Message {
    /// A message without parameters; [`Message::with`] adds them.
    pub fn new(key: &'static str) -> Self {
        Self { key, parameters: Vec::new() }
    }

    /// The same with one parameter more.
    #[must_use]
    pub fn with(mut self, parameter: impl ToSmolStr) -> Self {
        // Most have one or two, and there are thousands of messages.
        self.parameters.reserve_exact(1);
        self.parameters.push(parameter.to_smolstr());
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

/// A quarter as people write it: its months, with the calendar year.
pub fn quarter(quarter: Quarter, language: &str) -> String {
    let (first, last) = (quarter.first_day(), quarter.last_day());
    let names = months(language);
    let name = |day: NaiveDate| names.get(day.month0() as usize).cloned().unwrap_or_default();
    let message = match first.year() == last.year() {
        true => Message::new("quarter-months").with(name(first)).with(name(last)).with(first.year()),
        false => Message::new("quarter-months-years")
            .with(name(first))
            .with(first.year())
            .with(name(last))
            .with(last.year()),
    };
    message.text(language)
}

/// Whether a language is read from left to right or from right to left, as HTML says it. `code` is MediaWiki's.
pub fn direction(code: &str) -> &'static str {
    // Those of MediaWiki's language files that say `$rtl = true`.
    const RIGHT_TO_LEFT: &str = "aeb-arab ar arc arq ary arz azb bcc bgn bqi ckb dv fa glk he kk-arab khw ks-arab \
                                 ku-arab lki lrc luz mzn nqo pnb ps sd sdh skr-arab ug ug-arab ur yi";
    if RIGHT_TO_LEFT.split(' ').any(|known| known == code) { "rtl" } else { "ltr" }
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

    #[test]
    fn quarters_as_people_write_them() {
        let in_all = |name: &str| ["en", "de", "fr"].map(|language| quarter(name.parse().unwrap(), language));
        assert_eq!(
            in_all("2026-27Q2"),
            ["October–December 2026", "Oktober bis Dezember 2026", "octobre–décembre 2026"]
        );
        // The last quarter of a year from February.
        assert_eq!(
            in_all("2026-27Q4-february"),
            ["November 2026 – January 2027", "November 2026 bis Januar 2027", "novembre 2026 – janvier 2027"]
        );
    }

    #[test]
    fn languages_are_read_in_their_own_direction() {
        let read = ["en", "de", "ar", "he", "fa", "ur", "kk-arab", "kk", "zh-hant"].map(direction);
        assert_eq!(read, ["ltr", "ltr", "rtl", "rtl", "rtl", "rtl", "rtl", "ltr", "ltr"]);
    }
}
