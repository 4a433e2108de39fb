//! What settings are put together from: the texts of files, and environment variables. Keys that could only be a
//! mistake are refused here, for the library would read some of them as paths into lists (`boards[1000000000]`).

use std::collections::BTreeMap;
use std::path::Path;

use config::{ConfigError, Environment, FileFormat, Format as _, Map, Source, Value, ValueKind};

use super::cache::Cache;
use super::place::Places;
use super::{PREFIX, SettingsError, known_keys};
use crate::base::text::nfc;

/// A folder, or the word for none.
const CACHE_DIR: (&str, &str) = ("cache", "dir");
/// Settings that name files or folders.
const PATHS: [(&str, &str); 5] = [
    ("auth", "password_file"),
    ("auth", "oauth2_token_file"),
    ("layouts", "files"),
    ("wiki", "ca_file"),
    CACHE_DIR,
];

/// No setting's name in the environment has more parts; deeper tables would end the stack.
const MOST_PARTS: usize = 10;

/// The values in one settings file.
#[derive(Clone)]
pub struct SettingsFile {
    origin: String,
    values: Map<String, Value>,
    places: Places,
}

impl SettingsFile {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that isn't there, can't be read, or is no TOML.
    pub fn read(file: &Path) -> Result<Self, SettingsError> {
        let origin = file.display().to_string();
        if file.is_dir() {
            return Err(SettingsError::Unusable(format!("{origin} is a folder: name a settings file in it")));
        }
        if !file.exists() {
            return Err(SettingsError::NoFile(file.to_owned()));
        }
        let bytes = std::fs::read(file)
            .map_err(|error| SettingsError::Unusable(format!("{origin} can't be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            SettingsError::Unusable(format!(
                "{origin}, line {line}: this is not UTF-8 text; save the file as UTF-8"
            ))
        })?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let read = Self::new(origin, text.trim_start_matches('\u{FEFF}'))?;
        Ok(folder.map(|folder| read.clone().relative_to(folder)).unwrap_or(read))
    }

    /// The same with paths taken from the folder that the file is in.
    fn relative_to(mut self, folder: &Path) -> Self {
        for (section_name, name) in PATHS {
            let section = self.values.get_mut(section_name).map(|section| &mut section.kind);
            let Some(ValueKind::Table(section)) = section else { continue };
            let Some(value) = section.get_mut(name) else { continue };
            let items = match &mut value.kind {
                ValueKind::Array(items) => items.as_mut_slice(),
                _ => std::slice::from_mut(value),
            };
            for item in items {
                if let ValueKind::String(path) = &mut item.kind {
                    // Of an absolute path the folder is left out.
                    if !path.is_empty() && ((section_name, name) != CACHE_DIR || path != Cache::NONE) {
                        *path = folder.join(&*path).to_string_lossy().into_owned();
                    }
                }
            }
        }
        self
    }

    /// The lines of its keys.
    pub fn places(&self) -> &Places {
        &self.places
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
        let places = match toml::de::DeTable::parse(text) {
            Ok(table) => Places::of(&origin, text, table.get_ref()),
            Err(error) => {
                let before = error.span().and_then(|at| text.get(..at.start));
                return Err(no_toml(
                    before.map(|text| text.matches('\n').count() + 1),
                    hint(error.message()),
                ));
            }
        };
        let values = FileFormat::Toml.parse(Some(&origin), text);
        let values = values.map_err(|_| no_toml(None, "a number in it is too large"))?;
        match values.keys().find(|key| !is_plain(key)) {
            Some(key) => Err(known_keys::unknown(key.clone(), places.at(&origin, key))),
            None => Ok(Self { values: normal(values, &origin, "")?, origin, places }),
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

/// What to do about a text that is no TOML, in our own words.
fn hint(message: &str) -> &'static str {
    match message {
        _ if message.contains("duplicate") => "the same key or section stands there twice; leave one out",
        _ if message.contains("string") || message.contains("quot") => {
            "a text is not closed; texts stand in straight quotation marks, \"…\""
        }
        _ => {
            "each line is “key = value” or a “[section]”, and texts stand in straight quotation marks, \"…\""
        }
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
    if let Some(error) = variables.keys().find_map(|name| nearly_a_setting(name)) {
        return Err(error);
    }
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

/// Of a variable that has an underscore too few to be a setting: which one is meant.
fn nearly_a_setting(name: &str) -> Option<SettingsError> {
    let bare = |name: &str| {
        name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_").to_uppercase()
    };
    let given = bare(name);
    let rest = given.strip_prefix(PREFIX)?;
    let variable = |key: &str| format!("{PREFIX}__{}", key.replace('.', "__").to_uppercase());
    let is_right = |key: &&String| variable(key) == name.to_uppercase();
    let keys = known_keys::all_keys();
    if keys.iter().any(|key| is_right(&key)) {
        return None;
    }
    let key = keys.iter().find(|key| format!("_{}", bare(&key.replace('.', "_"))) == rest)?;
    let problem = format!("the variable {name} is no setting; did you mean {}?", variable(key));
    Some(SettingsError::Unusable(problem))
}

/// Secrets and names of files are what they are, byte by byte.
fn is_left_alone(key: &str) -> bool {
    ["cache.dir", "layouts.files", "monitor.heartbeat_url", "wiki.basic_auth_password", "wiki.ca_file"]
        .contains(&key)
        || key.starts_with("auth.") && key != "auth.username"
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
