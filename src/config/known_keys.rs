//! Refuses keys that do not exist. The known ones are read off the serialized default
//! settings, so a new field can't be forgotten here.

use config::{Value, ValueKind};
use serde_json::Value as Json;

use super::board::Board;
use super::place::Places;
use super::settings::Settings;
use super::{SettingsError, defaults};

const SECRET_KEYS: [&str; 4] =
    ["auth.oauth2_token", "auth.password", "monitor.heartbeat_url", "wiki.basic_auth_password"];

/// Fails on the first key of `given` that no setting bears.
pub fn check(given: &Value, places: &Places) -> Result<(), SettingsError> {
    walk(given, &known(), "", "", places)
}

/// Whether the value of the setting `key` is a secret, which is never shown.
pub fn is_secret(key: &str) -> bool {
    SECRET_KEYS.contains(&key)
}

/// Every key there is, as an object of objects; `null` for a section with names of the user's own.
pub fn known() -> Json {
    let settings = Settings { boards: vec![Board::default()], ..Settings::default() };
    let mut known = serde_json::to_value(settings).unwrap_or_default();
    known["owners"] = Json::Null;
    // What holds for every board.
    for section in defaults::SECTIONS {
        known[defaults::NAME][section] = known["boards"][0][section].clone();
    }
    // Their names are checked where the rules are known.
    known["boards"][0]["rules"] = Json::Null;
    known
}

/// The key of what stands under a key; of the settings as a whole that is empty.
pub fn child(of: &str, name: &str) -> String {
    if of.is_empty() { name.to_owned() } else { format!("{of}.{name}") }
}

/// `path` is the key without the numbers of sections, `at` with them.
fn walk(given: &Value, known: &Json, path: &str, at: &str, places: &Places) -> Result<(), SettingsError> {
    match (&given.kind, known) {
        (ValueKind::Table(table), Json::Object(keys)) => {
            let mut names: Vec<_> = table.keys().collect();
            names.sort();
            for name in names {
                let (path, at) = (child(path, name), child(at, name));
                match keys.get(name) {
                    Some(known) => walk(&table[name], known, &path, &at, places)?,
                    None => return Err(unknown(path, places.at(&origin(&table[name]), &at))),
                }
            }
            Ok(())
        }
        (ValueKind::Array(items), Json::Array(known)) => match known.first() {
            Some(known) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, item)| walk(item, known, path, &format!("{at}[{index}]"), places))
            }
            None => Ok(()),
        },
        // Not left to the library, which would show the value: `GOALKEEPER__AUTH=…` may hold a secret.
        (kind, Json::Object(_)) if !matches!(kind, ValueKind::Nil) => {
            let problem = format!("in {} this is no setting but a section of settings", origin(given));
            Err(SettingsError::Invalid { key: path.to_owned(), problem })
        }
        _ => Ok(()),
    }
}

/// A key that no setting bears, and the nearest one that a setting does.
pub fn unknown(key: String, origin: String) -> SettingsError {
    let nearest = all_keys()
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&key, &known).max(same_last_part(&key, &known)), known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, known)| known);
    SettingsError::UnknownKey { key, origin, nearest }
}

/// A key in the wrong section is as near as one that is slightly misspelt.
fn same_last_part(key: &str, known: &str) -> f64 {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    0.9 * strsim::jaro_winkler(&last(key), &last(known))
}

fn origin(value: &Value) -> String {
    // A table has no origin of its own; any value in it was written in the same place.
    let within = match &value.kind {
        ValueKind::Table(table) => table.values().next(),
        ValueKind::Array(items) => items.first(),
        _ => None,
    };
    match (value.origin(), within) {
        (Some(origin), _) => origin.to_owned(),
        (None, Some(within)) => origin(within),
        (None, None) => "the settings".to_owned(),
    }
}

/// Every key there is, sections among them, without the numbers of sections.
pub fn all_keys() -> Vec<String> {
    fn collect(known: &Json, path: &str, keys: &mut Vec<String>) {
        match known {
            Json::Object(children) => {
                for (name, child) in children {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    keys.push(path.clone());
                    collect(child, &path, keys);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, path, keys)),
            _ => {}
        }
    }
    let mut keys = Vec::new();
    collect(&known(), "", &mut keys);
    keys
}
