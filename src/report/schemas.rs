//! The schemas in `docs/schemas` say what the program can say: their closed lists are the code's own. What the commands
//! print is held to them in `tests/schema.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};

use crate::base::Reason;
use crate::base::month;
use crate::config::{Board, Loaded, LogFormat, Settings};
use crate::doctor::Verdict;
use crate::goals::{GoalsState, Layouts, Source, Status};
use crate::people::ResolvedBy;
use crate::plan::{EditKind, Ending, Taken};
use crate::rules::{Confidence, Level, Levels, RULES, Severity};

/// Every schema by its file's name.
fn schemas() -> BTreeMap<String, Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect()
}

/// Asked for a word that there isn't, serde names all that there are.
fn words<T: DeserializeOwned>() -> Vec<String> {
    let Err(error) = serde_json::from_str::<T>("\"\"") else { panic!("the empty word is one") };
    error.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

/// Every object within a schema that is a schema itself, and where it stands.
fn walk<'a>(node: &'a Json, path: &str, see: &mut impl FnMut(&str, &'a Map<String, Json>)) {
    match node {
        Json::Object(object) => {
            see(path, object);
            for (name, child) in object {
                walk(child, &format!("{path}/{name}"), see);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| walk(item, path, see)),
        _ => {}
    }
}

#[test]
fn closed_lists_are_those_of_the_code() {
    let or_null =
        |words: Vec<String>| words.into_iter().map(Json::from).chain([Json::Null]).collect::<Vec<_>>();
    let lists: BTreeMap<&str, Json> = BTreeMap::from([
        ("rule", RULES.map(|rule| rule.id.as_str()).to_vec().into()),
        ("reason", words::<Reason>().into()),
        ("kind", words::<EditKind>().into()),
        ("result", words::<Ending>().into()),
        ("taken", words::<Taken>().into()),
        ("severity", words::<Severity>().into()),
        ("confidence", words::<Confidence>().into()),
        ("verdict", words::<Verdict>().into()),
        ("goals_state", words::<GoalsState>().into()),
        ("manager_source", words::<Source>().into()),
        ("status", or_null(words::<Status>()).into()),
        ("resolved_by", or_null(words::<ResolvedBy>()).into()),
    ]);
    let mut met = BTreeSet::new();
    for (file, schema) in schemas() {
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            match (lists.get(name.as_str()), &definition["enum"]) {
                (None, Json::Null) => {}
                (Some(list), written) => {
                    assert_eq!(written, list, "the list “{name}” of {file}, and the code's");
                    met.insert(name.clone());
                }
                (None, _) => panic!("{file}: nothing holds the words of “{name}” to the code"),
            }
        }
    }
    assert_eq!(met.iter().map(String::as_str).collect::<Vec<_>>(), lists.into_keys().collect::<Vec<_>>());
}

#[test]
fn a_definition_is_the_same_in_every_schema_that_has_it() {
    let mut known: BTreeMap<String, Json> = BTreeMap::new();
    for (file, schema) in schemas() {
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            let first = known.entry(name.clone()).or_insert_with(|| definition.clone());
            assert_eq!(first, definition, "{name} in {file}");
        }
    }
    assert!(known.contains_key("finding"), "no definitions were read");
}

#[test]
fn every_object_is_closed_and_every_field_described() {
    for (file, schema) in schemas() {
        let mut fields = 0;
        walk(&schema, &file, &mut |path, object| {
            // A part that only says more of an object defined elsewhere, or of a condition, has no type of its own.
            let is_whole = object.contains_key("type");
            if object.contains_key("properties") && is_whole {
                assert_eq!(object.get("additionalProperties"), Some(&false.into()), "{path} is open");
                let by_pattern = object.get("patternProperties").and_then(Json::as_object);
                let by_name = object["properties"].as_object();
                for (name, field) in by_name.into_iter().chain(by_pattern).flatten() {
                    let description = field["description"].as_str().unwrap_or_default();
                    assert!(description.ends_with('.'), "{path}: {name} is not described: {description}");
                    fields += 1;
                }
            }
        });
        assert!(fields > 1, "{file}: no fields were read");
    }
}

#[test]
fn every_schema_the_program_names_has_a_file_of_that_name() {
    let mut named = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let files = |folder: &Path| std::fs::read_dir(folder).unwrap();
    for file in files(&folder).chain(files(&folder.join("site"))) {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let all =
            ["\"schema\": \"", "\"schema\", \""].into_iter().flat_map(|begin| text.split(begin).skip(1));
        let found = all.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
        named.extend(found.filter(|_| !path.ends_with("schemas.rs")));
    }
    let schemas = schemas();
    let titles: BTreeSet<_> =
        schemas.values().map(|schema| schema["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, named);
    for (file, schema) in &schemas {
        let name = &schema["title"];
        assert_eq!(*file, format!("{}.json", name.as_str().unwrap().replace('/', "-")));
        assert_eq!(schema["properties"]["schema"]["const"], *name, "{file}");
    }
}

#[test]
fn the_schema_of_the_settings_has_every_setting_and_no_other() {
    let schema = &schemas()["goalkeeper.config-1.json"];
    let known = &schema["properties"]["settings"];
    let rules: Levels = RULES.iter().map(|rule| (rule.id.as_str().to_owned(), Level::Off)).collect();
    let boards = vec![Board { name: "b".to_owned(), rules, ..Board::default() }];
    let owners = BTreeMap::from([("Ada".to_owned(), "Ada Sample (WMF)".to_owned())]);
    let settings = Settings { boards, owners, ..Settings::default() };
    let loaded = Loaded { settings, layouts: Layouts::built_in().into(), origins: BTreeMap::new() };
    let printed = super::config::json(&loaded);
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&printed).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let printed: BTreeSet<&str> =
        printed["settings"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut names: BTreeSet<&str> =
        known["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    // Stands there only where no board is set up.
    assert!(names.remove("boards"));
    let gone: Vec<_> = names.difference(&printed).collect();
    assert!(gone.is_empty(), "no settings any more: {gone:?}");
    for pattern in known["patternProperties"].as_object().unwrap().keys() {
        let pattern = regex::Regex::new(pattern).unwrap();
        assert!(printed.iter().any(|name| pattern.is_match(name)), "no settings any more: {pattern}");
    }
    let value = |key: &str| known["patternProperties"][key]["properties"]["value"]["enum"].clone();
    assert_eq!(value(r"^boards\[\d+\]\.fiscal_year_starts$"), json!(month::NAMES));
    let level = known["patternProperties"].as_object().unwrap().iter().find(|(key, _)| key.contains("rules"));
    let (key, level) = level.unwrap();
    assert_eq!(level["properties"]["value"]["enum"], json!(words::<Level>()));
    let rules = RULES.map(|rule| rule.id.as_str()).join("|");
    assert_eq!(*key, format!(r"^boards\[\d+\]\.rules\.({rules})$"));
    assert_eq!(known["properties"]["log.format"]["properties"]["value"]["enum"], json!(words::<LogFormat>()));
}
