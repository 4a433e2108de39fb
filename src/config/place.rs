//! Where a setting stands: the file and its line, or the variable.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{PREFIX, SettingsError, defaults};

/// What the library calls the place of values from the environment.
pub const ENVIRONMENT: &str = "the environment";

/// The lines of keys in settings files: file and key, with the numbers of sections that there are several of.
#[derive(Clone, Debug, Default)]
pub struct Places(BTreeMap<(String, String), usize>);

impl Places {
    /// The places of a file's keys.
    pub fn of(origin: &str, text: &str, table: &DeTable<'_>) -> Self {
        let mut places = Self::default();
        places.walk(origin, text, table, "");
        places
    }

    /// Adds those of another file.
    pub fn add(&mut self, other: &Self) {
        self.0.extend(other.0.iter().map(|(key, line)| (key.clone(), *line)));
    }

    fn walk(&mut self, origin: &str, text: &str, table: &DeTable<'_>, within: &str) {
        for (name, value) in table {
            let key = if within.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{within}.{}", name.get_ref())
            };
            let line = line(text, name.span().start);
            self.0.insert((origin.to_owned(), key.clone()), line);
            self.within(origin, text, value, &key);
        }
    }

    fn within(&mut self, origin: &str, text: &str, value: &Spanned<DeValue<'_>>, key: &str) {
        match value.get_ref() {
            DeValue::Table(table) => self.walk(origin, text, table, key),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let key = format!("{key}[{index}]");
                    self.0.insert((origin.to_owned(), key.clone()), line(text, item.span().start));
                    self.within(origin, text, item, &key);
                }
            }
            _ => {}
        }
    }

    /// An error with the place of its key, as far as that is known; `origin` is where the key's value came from.
    pub fn placed(&self, error: SettingsError, origins: &BTreeMap<String, String>) -> SettingsError {
        let Some(key) = error.key() else { return error };
        match self.place(key, origins) {
            Some(place) => SettingsError::At { place, error: Box::new(error) },
            None => error,
        }
    }

    fn place(&self, key: &str, origins: &BTreeMap<String, String>) -> Option<String> {
        // A setting that is missing is missing from its section.
        let mut at = key;
        loop {
            let here = |known: &String| {
                known == at || known.strip_prefix(at).is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            if let Some((_, origin)) =
                origins.iter().find(|(known, origin)| here(known) && *origin != "default")
            {
                return Some(self.at(origin, at));
            }
            at = &at[..at.rfind(['.', '['])?];
        }
    }

    /// The place of a key in words.
    pub fn at(&self, origin: &str, key: &str) -> String {
        if origin == ENVIRONMENT {
            return format!("{PREFIX}__{} in {ENVIRONMENT}", key.replace('.', "__").to_uppercase());
        }
        let line = |key: &str| self.0.get(&(origin.to_owned(), key.to_owned()));
        // What a board doesn't say itself may stand among the defaults.
        let of_all = key.split_once("].").map(|(_, rest)| format!("{}.{rest}", defaults::NAME));
        match line(key).or_else(|| line(&of_all?)) {
            Some(line) => format!("{origin}, line {line}"),
            None => origin.to_owned(),
        }
    }
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}
