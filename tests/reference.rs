//! The reference of all settings, `docs/settings.md`, made from the code: keys, kinds and defaults from what the program knows,
//! descriptions from the schema of `config`. `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{command, ran};

/// One board, so that its settings are shown.
const BOARD: &str = "wiki.url = \"https://wiki.example/w/\"\n[[boards]]\nname = \"b\"\ntitles = [\"G {fiscal_year} Q{quarter}\"]\n";

fn settings() -> Json {
    let scratch = tempfile::tempdir().unwrap();
    std::fs::write(scratch.path().join("own.toml"), BOARD).unwrap();
    let ran = ran(command()
        .current_dir(scratch.path())
        .args(["config", "--config", "own.toml", "--format", "json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.json()["settings"].clone()
}

fn described(schema: &Json, key: &str) -> String {
    let known = &schema["properties"]["settings"];
    let by_name = known["properties"].get(key).cloned();
    let by_pattern = || {
        let patterns = known["patternProperties"].as_object().unwrap();
        patterns
            .iter()
            .find(|(pattern, _)| regex::Regex::new(pattern).unwrap().is_match(key))
            .map(|(_, of)| of.clone())
    };
    let found = by_name.or_else(by_pattern).unwrap_or_else(|| panic!("{key} is not in the schema"));
    found["description"].as_str().unwrap().to_owned()
}

fn kind(schema: &Json, key: &str) -> String {
    let known = &schema["properties"]["settings"];
    let patterns = known["patternProperties"].as_object().unwrap();
    let by_pattern = || {
        patterns
            .iter()
            .find(|(pattern, _)| regex::Regex::new(pattern).unwrap().is_match(key))
            .map(|(_, of)| of.clone())
    };
    let of = known["properties"].get(key).cloned().or_else(by_pattern).unwrap();
    let value = &of["properties"]["value"];
    if let Some(words) = value["enum"].as_array() {
        let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
        return if words == ["(set, not shown)"] { "a secret".to_owned() } else { words.join(", ") };
    }
    let kinds = match &value["type"] {
        Json::String(kind) => kind.clone(),
        Json::Array(kinds) => {
            kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null").unwrap_or("string").to_owned()
        }
        _ => "string".to_owned(),
    };
    match kinds.as_str() {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "array" => "a list of texts",
        _ => "a text",
    }
    .to_owned()
}

fn reference() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/goalkeeper.config-1.json");
    let schema: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut text = "# All settings\n\nMade from the program by `UPDATE_DOCS=1 cargo test --test goalkeeper reference::`; a test holds it. \
        [config/default.toml](../config/default.toml) shows the same as a file to copy from.\n\n\
        Settings come from the files named with `--config`, later ones win, then from variables `GOALKEEPER__SECTION__KEY`. A wrong value is \
        an error that names the file, the line, what was found, what is allowed and what is most like it. Paths are taken from the folder of the \
        file that they stand in. What stands in `[defaults.notices]` and `[defaults.status]` holds for every board that says nothing else.\n\n\
        | Setting | What it may be | Default | What it is |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for (key, value) in settings().as_object().unwrap() {
        let name = key.replace("boards[0]", "boards");
        let default = match &value["value"] {
            _ if ["wiki.url", "boards.name", "boards.titles"].contains(&name.as_str()) => {
                "required".to_owned()
            }
            Json::Null => "none".to_owned(),
            value => format!("`{value}`"),
        };
        let (kind, description) = (kind(&schema, key), described(&schema, key));
        let _ = writeln!(text, "| `{name}` | {kind} | {default} | {} |", description.replace('|', "\\|"));
    }
    text
}

#[test]
fn the_reference_of_settings_is_that_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let now = reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == now,
        "docs/settings.md is not what the code says: UPDATE_DOCS=1 cargo test --test goalkeeper reference::"
    );
}
