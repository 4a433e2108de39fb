//! Goal pages, from wikitext through the wiki's own parser to what is read.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::support::{PAGE, Wiki};

fn page(name: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(format!("{name}.wikitext"));
    std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Saves a page and reads it as anyone could.
fn read(wiki: &Wiki, title: &str, wikitext: &str) -> Json {
    wiki.admin().save(title, wikitext);
    let ran = wiki.anonymous(&["check", title, "--format", "json", "--today", "2020-11-02"]);
    assert!(ran.code < 2, "{}", ran.err);
    ran.json()
}

/// The key results of a page, a line each.
fn digest(check: &Json) -> String {
    let mut lines = String::new();
    for objective in check["pages"][0]["objectives"].as_array().unwrap() {
        lines += &format!("{} | {}\n", text(&objective["title"]), names(&objective["managers"]));
        for result in objective["key_results"].as_array().unwrap() {
            let goals: Vec<_> =
                result["goals"].as_array().unwrap().iter().map(|goal| text(&goal["text"])).collect();
            lines += &format!(
                "  {} | {} | {} | {} {} {goals:?}\n",
                text(&result["label"]),
                text(&result["text"]),
                names(&result["managers"]),
                text(&result["goals_state"]),
                text(&result["goals_label"]),
            );
        }
    }
    lines
}

fn names(managers: &Json) -> String {
    let one = |m: &Json| match m["account"].as_str() {
        Some(account) => format!("{} ({}, {account})", text(&m["name"]), text(&m["source"])),
        None => format!("{} ({})", text(&m["name"]), text(&m["source"])),
    };
    managers.as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(", ")
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or("-")
}

#[test]
fn three_markups_of_one_page_read_the_same() {
    let wiki = Wiki::up();
    let lists = read(&wiki, PAGE, &page("key-results"));
    assert_eq!(
        lists["summary"],
        json!({"pages": 1, "objectives": 5, "key_results": 16, "findings": {"empty-goals": 7, "unlinked-manager": 9}, "allowed": 0})
    );
    insta::assert_snapshot!("key_results", digest(&lists));
    for other in ["key-results--br", "key-results--pre"] {
        assert_eq!(digest(&read(&wiki, PAGE, &page(other))), digest(&lists), "{other}");
    }
}

#[test]
fn the_older_release_reads_the_same() {
    let wiki = Wiki::up_version("1.39");
    for name in ["key-results", "key-results--br", "key-results--pre"] {
        insta::assert_snapshot!("key_results", digest(&read(&wiki, PAGE, &page(name))), name);
    }
}

/// One key result after another in many markups. What each must read as stands in its text: the
/// goals with a bar between them, or `empty`, `doubt` (empty, but not surely), `unknown`.
#[test]
fn one_key_result_in_many_markups() {
    let wiki = Wiki::up();
    for name in ["markups", "doubts"] {
        as_it_says(&read(&wiki, PAGE, &page(name)), &page(name));
    }
}

fn as_it_says(check: &Json, source: &str) {
    let page = &check["pages"][0];
    let sure = |objective: usize, result: usize| {
        let findings = page["findings"].as_array().unwrap();
        let here = |f: &&Json| f["objective_index"] == objective && f["key_result_index"] == result;
        findings.iter().filter(here).any(|f| {
            ["empty-goals", "placeholder-goals"].contains(&text(&f["rule"])) && f["confidence"] == "high"
        })
    };
    let mut seen = 0;
    for (o, objective) in page["objectives"].as_array().unwrap().iter().enumerate() {
        for (k, result) in objective["key_results"].as_array().unwrap().iter().enumerate() {
            let place = format!("{}, {}", text(&objective["title"]), text(&result["label"]));
            let expected = text(&result["text"]).split(" -> ").nth(1);
            let expected = expected.unwrap_or_else(|| panic!("{place}: no expectation in {result}"));
            let goals: Vec<_> =
                result["goals"].as_array().unwrap().iter().map(|goal| text(&goal["text"])).collect();
            let read = match text(&result["goals_state"]) {
                "empty" if sure(o, k) => "empty".to_owned(),
                "empty" => "doubt".to_owned(),
                "unknown" => "unknown".to_owned(),
                _ => goals.join(" | "),
            };
            // The unknown label's own text goes on with the key result's.
            let what = expected.split(" What we").next().unwrap_or(expected).trim_end_matches('.');
            assert_eq!(read, what, "{place}: {result:#}");
            assert_eq!(result["managers"][0]["name"].as_str(), Some("Ada Sample"), "{place}: {result:#}");
            seen += 1;
        }
    }
    assert_eq!(seen, source.matches(" -> ").count(), "a key result was lost");
}

/// A page of the real wiki and the invented ones that belong to it, with the truth for each.
#[test]
#[ignore = "reads goal pages whose words are not this project's; .ci/run names their folder in GOALKEEPER_CASES"]
fn real_pages() {
    let folder = PathBuf::from(std::env::var("GOALKEEPER_CASES").expect("GOALKEEPER_CASES names the folder"));
    let wiki = Wiki::up();
    let cases = [
        "tech-2020-21-q2",
        "tech-2020-21-q2--br",
        "tech-2020-21-q2--pre",
        "v01-manager-empty",
        "v02-manager-tbd",
        "v04-goals-tbd",
        "v05-wrong-quarter-label",
        "v06-transcluded-goals",
        "v09-no-goals-label",
    ];
    for name in cases {
        let file = |end: &str| {
            let file = folder.join(format!("{name}.{end}"));
            std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
        };
        let truth: Json = serde_json::from_str(&file("expected.json")).unwrap();
        let check = read(&wiki, text(&truth["title"]), &file("wikitext"));
        compare(name, &check["pages"][0], &truth);
    }
}

fn compare(name: &str, page: &Json, truth: &Json) {
    let ambiguous =
        |item: &str| truth["ambiguous_items"].as_array().is_some_and(|list| list.iter().any(|i| i == item));
    let results: Vec<_> = page["objectives"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|o| o["key_results"].as_array().unwrap().iter().map(move |result| (o, result)))
        .collect();
    let items = truth["items"].as_array().unwrap();
    assert_eq!(results.len(), items.len(), "{name}: key results");
    for ((objective, result), item) in results.iter().zip(items) {
        // The real page has two items that are labelled `Objective:`; the truth counts them on.
        let label = if item["written_label"] == "Objective:" { "Objective" } else { text(&item["item"]) };
        let key = format!("{} / {}", text(&item["section"]), text(&item["item"]));
        assert_eq!(
            (text(&objective["title"]), text(&result["label"])),
            (text(&item["section"]), label),
            "{name}"
        );
        if !ambiguous(&key) {
            let split = truth["owners_split"][&key].as_array().cloned();
            let named: Vec<Json> =
                split.unwrap_or_else(|| item["manager"].as_str().map(Json::from).into_iter().collect());
            let read: Vec<_> =
                result["managers"].as_array().unwrap().iter().map(|m| m["name"].clone()).collect();
            assert_eq!(read, named, "{name}: {key}");
            let source = match text(&item["manager_source"]) {
                "group" => "section",
                source => source,
            };
            assert_eq!(text(&result["managers"][0]["source"]), source, "{name}: {key}");
        }
        let state =
            item["goals_empty"].as_bool().map_or("unknown", |empty| if empty { "empty" } else { "read" });
        assert_eq!(text(&result["goals_state"]), state, "{name}: {key}");
        if state != "unknown" {
            let goals: Vec<_> =
                result["goals"].as_array().unwrap().iter().map(|g| g["text"].clone()).collect();
            assert_eq!(Json::from(goals), item["goals"], "{name}: {key}");
        }
        assert_eq!(result["goals_label"], item["goals_label"], "{name}: {key}");
        assert_eq!(result["status"], item["status"], "{name}: {key}");
    }
    let count = |rule: &str| {
        let found = page["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
        found.filter(|finding| !finding["key_result"].is_null()).count()
    };
    assert_eq!(
        count("empty-goals"),
        truth["empty_goal_items"].as_array().unwrap().len(),
        "{name}: empty goals"
    );
    let missing =
        truth["missing_managers"].as_array().unwrap().iter().filter(|i| !ambiguous(text(i))).count();
    let doubtful = truth["ambiguous_items"].as_array().map_or(0, Vec::len);
    assert!((missing..=missing + doubtful).contains(&count("missing-manager")), "{name}: missing managers");
    for (objective, read) in
        truth["objectives"].as_array().into_iter().flatten().zip(page["objectives"].as_array().unwrap())
    {
        assert_eq!(read["title"], objective["section"], "{name}");
        assert_eq!(read["managers"][0]["name"], objective["manager"], "{name}");
    }
}
