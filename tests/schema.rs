//! What `check --format json` prints is what `docs/check.schema.json` says.

use serde_json::Value as Json;

use crate::support::{PAGE, PRODUCT, Wiki, command, ran};

fn schema() -> Json {
    serde_json::from_str(include_str!("../docs/check.schema.json")).unwrap()
}

fn assert_valid(check: &Json) {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(check).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{check:#}");
}

#[test]
fn every_kind_of_answer_is_as_the_schema_says() {
    let wiki = Wiki::up();
    let pages = ["key-results", "markups", "doubts"];
    for name in pages {
        let file = format!("{}/tests/pages/{name}.wikitext", env!("CARGO_MANIFEST_DIR"));
        wiki.admin().save("Goals/2020-21 Q2", &std::fs::read_to_string(file).unwrap());
        assert_valid(&wiki.anonymous(&["check", "Goals/2020-21 Q2", "--format", "json"]).json());
    }
    assert_valid(&wiki.anonymous(&["check", PAGE, PRODUCT, "No such page", "--format", "json"]).json());
    assert_valid(&wiki.goalkeeper(&["check", "--today", "2021-02-01", "--format", "json"]).json());
    wiki.down();
    assert_valid(&wiki.anonymous(&["check", PAGE, "--format", "json"]).json());
}

#[test]
fn the_schema_knows_every_rule_and_refuses_nonsense() {
    let list = ran(command().args(["explain", "--format", "json"])).json();
    let rules: Vec<_> = list["rules"].as_array().unwrap().iter().map(|rule| rule["rule"].clone()).collect();
    assert_eq!(schema()["$defs"]["rule"]["enum"], Json::from(rules));
    let validator = jsonschema::validator_for(&schema()).unwrap();
    assert!(!validator.is_valid(&serde_json::json!({"schema": "goalkeeper.check/1"})));
}
