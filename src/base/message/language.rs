//! One language: its messages, and how it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use regex::{Captures, Regex};
use smol_str::SmolStr;
use unic_langid::LanguageIdentifier;

/// `{{PLURAL:$1|one|many}}`: the parameter's number, and the forms.
pub static PLURAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}").expect("a fixed pattern"));
/// `$1`
pub static PARAMETER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\$(\d+)").expect("a fixed pattern"));

/// A language's messages and plural forms.
pub struct Language {
    messages: BTreeMap<String, String>,
    plurals: Option<PluralRules>,
    /// The plural categories that its whole numbers fall into, in CLDR's order.
    categories: BTreeSet<u8>,
}

impl Language {
    /// `code` is MediaWiki's, the name of the file.
    pub fn new(code: &str, messages: BTreeMap<String, String>) -> Self {
        let mut language = Self { messages, plurals: plural_rules(code), categories: BTreeSet::new() };
        language.categories =
            (0..=200_u64).chain([1_000_000]).map(|number| language.category(number)).collect();
        language
    }

    /// A message's text with its parameters; `None` if there is none in this language.
    pub fn text(&self, key: &str, parameters: &[SmolStr]) -> Option<String> {
        Some(self.fill(self.messages.get(key)?, parameters))
    }

    /// How many forms a `{{PLURAL}}` needs, besides those for just one number.
    #[cfg(test)]
    pub fn plural_forms(&self) -> usize {
        self.categories.len()
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
    pub fn plural<'a>(&self, number: Option<u64>, forms: &'a str) -> &'a str {
        let Forms { exact, plain } = Forms::new(forms);
        let mut exact = exact.into_iter().filter(|(of, _)| Some(*of) == number);
        if let Some((_, form)) = exact.next() {
            return form;
        }
        let category = number.map_or(5, |number| self.category(number));
        let index = self.categories.iter().filter(|known| **known < category).count();
        plain.get(index).or(plain.last()).copied().unwrap_or_default()
    }

    /// Plural forms are chosen before the parameters are put in: a parameter is never read as markup.
    fn fill(&self, text: &str, parameters: &[SmolStr]) -> String {
        let parameter = |number: &str| {
            let index: usize = number.parse().ok()?;
            parameters.get(index.checked_sub(1)?).map(SmolStr::as_str)
        };
        let chosen = PLURAL.replace_all(text, |found: &Captures<'_>| {
            let number = parameter(&found[1]).and_then(|number| number.parse().ok());
            let forms = found.get(2).map_or("", |forms| forms.as_str());
            self.plural(number, forms).to_owned()
        });
        let filled = PARAMETER.replace_all(&chosen, |found: &Captures<'_>| {
            parameter(&found[1]).unwrap_or(&found[0]).to_owned()
        });
        filled.into_owned()
    }
}

/// CLDR's rules for a language; of a code that is more than a language (`pt-br`, `sr-ec`), which CLDR mostly doesn't
/// list, those of the language.
fn plural_rules(code: &str) -> Option<PluralRules> {
    let locale: LanguageIdentifier = code.parse().ok()?;
    let language = LanguageIdentifier::from_parts(locale.language, None, None, &[]);
    let rules = |locale| PluralRules::create(locale, PluralRuleType::CARDINAL).ok();
    rules(locale).or_else(|| rules(language))
}

/// The forms of a `{{PLURAL}}`.
pub struct Forms<'a> {
    /// Those for just one number, `0=none`.
    pub exact: Vec<(u64, &'a str)>,
    /// Those for the language's plural categories.
    pub plain: Vec<&'a str>,
}

impl<'a> Forms<'a> {
    /// From what stands between the bars.
    pub fn new(forms: &'a str) -> Self {
        let mut all = Self { exact: Vec::new(), plain: Vec::new() };
        for form in forms.split('|') {
            let exact =
                form.split_once('=').and_then(|(number, form)| Some((number.trim().parse().ok()?, form)));
            match exact {
                Some(exact) => all.exact.push(exact),
                None => all.plain.push(form),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_forms_as_each_language_counts() {
        let form = |code: &str, number: u64, forms: &'static str| {
            Language::new(code, BTreeMap::new()).plural(Some(number), forms).to_owned()
        };
        for (code, number, expected) in [
            ("en", 0, "many"),
            ("en", 1, "one"),
            ("fr", 0, "one"),
            ("fr", 2, "many"),
            ("pt-br", 1, "one"),
            ("pt-br", 2, "many"),
            ("ru", 21, "one"),
            ("ja", 1, "one"),
        ] {
            assert_eq!(form(code, number, "one|many"), expected, "{code} {number}");
        }
        let russian = [1, 2, 5].map(|number| form("ru", number, "день|дня|дней"));
        assert_eq!(russian, ["день", "дня", "дней"]);
        assert_eq!(form("en", 0, "0=none|one|many"), "none");
        assert_eq!(form("en", 1, "0=none|one|many"), "one");
    }

    #[test]
    fn a_plural_needs_a_form_for_each_way_of_counting_whole_numbers() {
        let count = |code: &str| Language::new(code, BTreeMap::new()).plural_forms();
        assert_eq!(
            ["ja", "en", "de", "fr", "pt-br", "sr-ec", "ru", "ar"].map(count),
            [1, 2, 2, 2, 2, 3, 3, 6]
        );
    }
}
