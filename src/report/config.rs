//! The settings in force, and where each came from; secrets only as set or not.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::config::{Loaded, Settings};

const MASK: &str = "(set, not shown)";

/// For a person.
pub fn human(loaded: &Loaded) -> String {
    let values = leaves(&loaded.settings);
    values.iter().map(|(key, value)| format!("{key} = {value}  # {}\n", origin(loaded, key))).collect()
}

/// For a program.
pub fn json(loaded: &Loaded) -> Json {
    let values = leaves(&loaded.settings);
    let one = |(key, value): (&String, &Json)| {
        (key.clone(), json!({"value": value, "origin": origin(loaded, key)}))
    };
    let all: BTreeMap<String, Json> = values.iter().map(one).collect();
    json!({"schema": "goalkeeper.config/1", "settings": all})
}

fn origin<'a>(loaded: &'a Loaded, key: &str) -> &'a str {
    loaded.origins.get(key).map_or("default", String::as_str)
}

/// Every setting with its value; a secret only as set or not.
fn leaves(settings: &Settings) -> BTreeMap<String, Json> {
    fn walk(value: Json, key: String, found: &mut BTreeMap<String, Json>) {
        match value {
            Json::Object(children) => {
                for (name, child) in children {
                    let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                    walk(child, key, found);
                }
            }
            Json::Array(items) if items.iter().any(Json::is_object) => {
                for (index, item) in items.into_iter().enumerate() {
                    walk(item, format!("{key}[{index}]"), found);
                }
            }
            value => {
                found.insert(key, value);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(serde_json::to_value(settings).unwrap_or_default(), String::new(), &mut found);
    for (key, secret) in [
        ("auth.password", &settings.auth.password),
        ("auth.oauth2_token", &settings.auth.oauth2_token),
        ("monitor.heartbeat_url", &settings.monitor.heartbeat_url),
        ("wiki.basic_auth_password", &settings.wiki.basic_auth_password),
    ] {
        if secret.is_some() {
            found.insert(key.to_owned(), MASK.into());
        }
    }
    found
}
