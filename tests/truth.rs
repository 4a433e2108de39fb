//! A page as it was read, against the truth that a careful person derived from it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::reading::text;

/// Compares all that the truth asserts; without such a list, everything.
pub fn compare(name: &str, page: &Json, truth: &Json) {
    let asserted = |field: &str| {
        truth["assert"].as_array().is_none_or(|fields| fields.iter().any(|asserted| asserted == field))
    };
    if asserted("quarter") {
        quarter(name, &page["quarter"], &truth["quarter"]);
    }
    if asserted("items") {
        items(name, page, truth);
    }
    if asserted("empty_goal_items") {
        let expected = list(&truth["empty_goal_items"]);
        assert_eq!(
            found(page, truth, &["empty-goals", "placeholder-goals"]),
            expected,
            "{name}: empty goals"
        );
    }
    if asserted("missing_managers") {
        let ambiguous = list(&truth["ambiguous_items"]);
        let surely =
            |items: BTreeSet<String>| -> BTreeSet<String> { items.difference(&ambiguous).cloned().collect() };
        assert_eq!(
            surely(found(page, truth, &["missing-manager"])),
            surely(list(&truth["missing_managers"])),
            "{name}: missing managers"
        );
    }
    if truth["manager_field_in_layout"] == false {
        let reports = page["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "missing-manager");
        assert!(reports.count() <= 1, "{name}: one report for a page whose layout has no owner");
    }
    for section in list(&truth["unknown_sections"]) {
        let mut objectives = page["objectives"].as_array().unwrap().iter();
        assert!(
            objectives.any(|read| text(&read["title"]) == section && !read["unread"].is_null()),
            "{name}: “{section}” is lost"
        );
    }
    for (objective, read) in
        truth["objectives"].as_array().into_iter().flatten().zip(page["objectives"].as_array().unwrap())
    {
        assert_eq!(read["title"], objective["section"], "{name}");
        assert_eq!(read["managers"][0]["name"], objective["manager"], "{name}");
    }
}

/// A page that is not for one quarter has none, whatever year it is for.
fn quarter(name: &str, read: &Json, truth: &Json) {
    if truth["q"].is_null() {
        assert!(read.is_null(), "{name}: {read}");
    } else {
        assert_eq!(read["number"], truth["q"], "{name}");
        assert_eq!(read["fiscal_year"], truth["fiscal_year"], "{name}");
    }
}

fn items(name: &str, page: &Json, truth: &Json) {
    let ambiguous = list(&truth["ambiguous_items"]);
    let results: Vec<_> = results(page).collect();
    let items = truth["items"].as_array().unwrap();
    assert_eq!(results.len(), items.len(), "{name}: key results");
    for ((_, result, section), item) in results.iter().zip(items) {
        let key = key(item);
        assert_eq!((*section, &result["label"]), (text(&item["section"]), &label(item)), "{name}: {key}");
        if !ambiguous.contains(&key) {
            managers(name, &key, result, item, &truth["owners_split"][&key]);
        }
        let state = match item["goals_empty"].as_bool() {
            Some(true) => "empty",
            Some(false) => "read",
            None => "unknown",
        };
        assert_eq!(text(&result["goals_state"]), state, "{name}: {key}");
        let goals = result["goals"].as_array().unwrap();
        let of_goals = |field: &str| -> Json { goals.iter().map(|goal| goal[field].clone()).collect() };
        // What a template that couldn't be read holds can't be known.
        if state != "unknown" {
            assert_eq!(of_goals("text"), item["goals"], "{name}: {key}");
        }
        if !item["goal_status"].is_null() {
            assert_eq!(of_goals("status"), item["goal_status"], "{name}: {key}");
        }
        for field in ["goals_label", "status", "eta"] {
            assert_eq!(result[field], item[field], "{name}: {key}: {field}");
        }
    }
}

fn managers(name: &str, key: &str, result: &Json, item: &Json, split: &Json) {
    let one = || item["manager"].as_str().map(Json::from).into_iter().collect();
    let expected: Vec<Json> = split.as_array().cloned().unwrap_or_else(one);
    let read = result["managers"].as_array().unwrap();
    let names: Vec<_> = read.iter().map(|manager| manager["name"].clone()).collect();
    assert_eq!(names, expected, "{name}: {key}");
    let source = match text(&item["manager_source"]) {
        "group" => "section",
        source => source,
    };
    let sources: BTreeSet<_> = read.iter().map(|manager| text(&manager["source"])).collect();
    assert!(sources.into_iter().all(|read| read == source), "{name}: {key}: not from {source}: {read:?}");
}

/// The label to expect: a row has none, and a real page has two items that say only `Objective:`.
fn label(item: &Json) -> Json {
    let label = text(&item["item"]);
    let row = label.strip_prefix('R').is_some_and(|number| number.parse::<u32>().is_ok());
    match (row, item["written_label"].as_str()) {
        (true, _) => Json::Null,
        (false, Some(written)) => written.trim_end_matches(':').into(),
        (false, None) => label.into(),
    }
}

fn key(item: &Json) -> String {
    format!("{} / {}", text(&item["section"]), text(&item["item"]))
}

pub fn list(of: &Json) -> BTreeSet<String> {
    of.as_array().into_iter().flatten().map(|item| text(item).to_owned()).collect()
}

/// The key results of a page with their indices and their objective's title.
fn results(page: &Json) -> impl Iterator<Item = ((usize, usize), &Json, &str)> {
    page["objectives"].as_array().unwrap().iter().enumerate().flat_map(|(o, objective)| {
        let results = objective["key_results"].as_array().unwrap().iter().enumerate();
        results.map(move |(k, result)| ((o, k), result, text(&objective["title"])))
    })
}

/// The items that any of these rules found, by their names in the truth.
fn found(page: &Json, truth: &Json, rules: &[&str]) -> BTreeSet<String> {
    let places: Vec<_> = results(page).map(|((o, k), ..)| (o, k)).collect();
    let findings = page["findings"].as_array().unwrap().iter();
    let of_rules = findings.filter(|f| rules.contains(&text(&f["rule"])) && !f["key_result_index"].is_null());
    let name = |finding: &Json| {
        let here =
            |(o, k): &(usize, usize)| finding["objective_index"] == *o && finding["key_result_index"] == *k;
        let at = places.iter().position(here).expect("a finding is about a key result of the page");
        match &truth["items"][at] {
            Json::Null => format!("{} / {}", text(&finding["objective"]), text(&finding["key_result"])),
            item => key(item),
        }
    };
    of_rules.map(name).collect()
}
