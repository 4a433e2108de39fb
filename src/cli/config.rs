//! `goalkeeper config`: the settings in force.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Context, Exit, Failure, print};
use crate::config::Settings;

const MASK: &str = "(set, not shown)";

pub fn run(context: &Context) -> Result<Exit, Failure> {
    let values = leaves(context.settings());
    let origin = |key: &str| context.loaded.origins.get(key).map_or("default", String::as_str).to_owned();
    let json = || {
        let all: BTreeMap<&String, Json> =
            values.iter().map(|(key, value)| (key, json!({"value": value, "origin": origin(key)}))).collect();
        json!({"schema": "goalkeeper.config/1", "settings": all})
    };
    let human =
        || values.iter().map(|(key, value)| format!("{key} = {value}  # {}\n", origin(key))).collect();
    print(context.args.format, json, human)?;
    Ok(Exit::Fine)
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
    for (key, secret) in
        [("auth.password", &settings.auth.password), ("auth.oauth2_token", &settings.auth.oauth2_token)]
    {
        if secret.is_some() {
            found.insert(key.to_owned(), MASK.into());
        }
    }
    found
}
