//! What settings are put together from: the texts of files, and environment variables. Keys that could only be a
//! mistake are refused here, for the library would read some of them as paths into lists (`boards[1000000000]`).

use std::collections::BTreeMap;
use std::path::Path;

use config::{ConfigError, Environment, FileFormat, Format as _, Map, Source, Value, ValueKind};

use super::{PREFIX, SettingsError, known_keys};
use crate::base::text::nfc;

/// No setting's name in the environment has more parts; deeper tables would end the stack.
const MOST_PARTS: usize = 10;

/// The values in one settings file.
#[derive(Clone)]
pub struct SettingsFile {
    origin: String,
    values: Map<String, Value>,
}

impl SettingsFile {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that isn't there, can't be read, or is no TOML.
    pub fn read(file: &Path) -> Result<Self, SettingsError> {
        if !file.is_file() {
            return Err(SettingsError::NoFile(file.to_owned()));
        }
        let origin = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|error| SettingsError::Unusable(format!("{origin} can't be read: {error}")))?;
        Self::new(origin, &text)
    }

    /// From a file's text. `origin` is where it came from, for messages.
    ///
    /// # Errors
    /// A text that is no TOML. The line is named and not shown: a secret may stand in it.
    pub fn new(origin: String, text: &str) -> Result<Self, SettingsError> {
        let no_toml = |line: Option<usize>, problem: &str| {
            let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
            SettingsError::Unusable(format!("{origin}{line}: this is not TOML: {problem}"))
        };
        if let Err(error) = toml::de::DeTable::parse(text) {
            let before = error.span().and_then(|at| text.get(..at.start));
            return Err(no_toml(before.map(|text| text.matches('\n').count() + 1), error.message()));
        }
        let values = FileFormat::Toml.parse(Some(&origin), text);
        let values = values.map_err(|_| no_toml(None, "a number in it is too large"))?;
        match values.keys().find(|key| !is_plain(key)) {
            Some(key) => Err(known_keys::unknown(key.clone(), origin)),
            None => Ok(Self { values: normal(values, &origin, "")?, origin }),
        }
    }

    /// Whether it sets `key`, a section's and a setting's name.
    pub fn sets(&self, (section, name): (&str, &str)) -> bool {
        let section = self.values.get(section).map(|section| &section.kind);
        matches!(section, Some(ValueKind::Table(section)) if section.contains_key(name))
    }
}

impl Source for SettingsFile {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self.values.clone())
    }
}

// The values may be secrets.
impl std::fmt::Debug for SettingsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SettingsFile").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// The variables that are settings.
///
/// # Errors
/// One whose name can't be a setting's.
pub fn environment(variables: BTreeMap<String, String>) -> Result<Environment, SettingsError> {
    let (prefix, separator) = (format!("{PREFIX}__"), "__");
    let ours = variables.into_iter().filter(|(name, _)| name.starts_with(&prefix));
    let ours: Map<String, String> = ours
        .map(|(name, value)| {
            let key = name[prefix.len()..].to_lowercase().replace(separator, ".");
            let value = if is_left_alone(&key) { value } else { nfc(&value) };
            (name, value)
        })
        .collect();
    let is_name = |name: &&String| is_plain(name) && name.split(separator).count() <= MOST_PARTS;
    if let Some(name) = ours.keys().find(|name| !is_name(name)) {
        let key = name[prefix.len()..].to_lowercase().replace(separator, ".");
        return Err(known_keys::unknown(key, "the environment".to_owned()));
    }
    Ok(Environment::with_prefix(PREFIX)
        .prefix_separator(separator)
        .separator(separator)
        .ignore_empty(true)
        .source(Some(ours)))
}

/// Secrets and names of files are what they are, byte by byte.
fn is_left_alone(key: &str) -> bool {
    key == "layouts.files" || key.starts_with("auth.") && key != "auth.username"
}

/// The values as the wiki would save them (NFC), also names that are keys.
fn normal(
    table: Map<String, Value>,
    origin: &str,
    within: &str,
) -> Result<Map<String, Value>, SettingsError> {
    let mut all = Map::new();
    for (key, value) in table {
        let name = nfc(&key);
        let path = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
        let value = normal_value(value, origin, &path)?;
        if all.insert(name, value).is_some() {
            let problem =
                format!("stands in {origin} twice, with its accents typed in two ways; leave one out");
            return Err(SettingsError::Invalid { key: path, problem });
        }
    }
    Ok(all)
}

fn normal_value(mut value: Value, origin: &str, path: &str) -> Result<Value, SettingsError> {
    if is_left_alone(path) {
        return Ok(value);
    }
    value.kind = match value.kind {
        ValueKind::String(text) => ValueKind::String(nfc(&text)),
        ValueKind::Table(table) => ValueKind::Table(normal(table, origin, path)?),
        ValueKind::Array(items) => {
            let items = items.into_iter().map(|item| normal_value(item, origin, path));
            ValueKind::Array(items.collect::<Result<_, _>>()?)
        }
        other => other,
    };
    Ok(value)
}

fn is_plain(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
