//! Pages of kinds that no layout was written for: what is certain about them is true, or nothing is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::reading::{page, text};
use crate::support::{Ran, Wiki};
use crate::truth::list;

const READ: [&str; 9] = [
    "moz-participation-2017q4-okrs--bold",
    "moz-support-q42009",
    "mw-eng-2014-15-year",
    "p01-plain-okrs",
    "p02-dri-column",
    "p04-owner-cell-lines",
    "p05-oxford-comma",
    "p06-list-stubs",
    "p07-list-other-quarter",
];

/// Their tables have a row of column headings, which is no theme, and no theme.
const REFUSED: [&str; 2] = ["mw-process-2017-18-q2", "p03-header-row-theme"];

fn truth(name: &str) -> Json {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let file = folder.join(format!("{name}.expected.json"));
    serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap()
}

/// Saves a page with its subpages, and checks it on the day that its truth is for.
fn check(wiki: &Wiki, name: &str, truth: &Json) -> Ran {
    let (title, today) = (text(&truth["title"]), text(&truth["today"]));
    let admin = wiki.admin();
    for (subpage, wikitext) in truth["subpages"].as_object().into_iter().flatten() {
        admin.save(subpage, text(wikitext));
    }
    admin.save(title, &page(name));
    wiki.anonymous(&["check", title, "--format", "json", "--today", today])
}

/// The items of which these rules are certain, by their names in the truth.
fn certain(page: &Json, rules: &[&str]) -> BTreeSet<String> {
    let findings = page["findings"].as_array().unwrap().iter();
    let found = findings.filter(|f| f["confidence"] == "high" && rules.contains(&text(&f["rule"])));
    let name = |finding: &Json| match text(&page["layout"]) {
        // A list is called by its heading.
        "goal-lists" => format!("{0} / {0}", text(&finding["objective"])),
        _ => format!("{} / {}", text(&finding["objective"]), text(&finding["key_result"])),
    };
    found.map(name).collect()
}

#[test]
fn what_is_certain_is_true_on_pages_of_other_kinds() {
    let wiki = Wiki::up();
    for name in READ {
        let truth = truth(name);
        let ran = check(&wiki, name, &truth);
        assert!(ran.code < 2, "{name}: {}", ran.err);
        let check = ran.json();
        let page = &check["pages"][0];
        assert!(!page["objectives"].as_array().unwrap().is_empty(), "{name}");
        let ambiguous = list(&truth["ambiguous_items"]);
        for (rules, field) in [
            (["empty-goals", "placeholder-goals"].as_slice(), "empty_goal_items"),
            (["missing-manager"].as_slice(), "missing_managers"),
        ] {
            let found: BTreeSet<_> = certain(page, rules).difference(&ambiguous).cloned().collect();
            assert_eq!(found, list(&truth[field]), "{name}: {field}");
        }
        if truth["quarter"]["q"].is_null() {
            let findings = page["findings"].as_array().unwrap();
            assert!(findings.iter().all(|f| f["confidence"] != "high"), "{name}: {findings:#?}");
        }
    }
}

#[test]
fn tables_without_themes_are_no_goal_pages() {
    let wiki = Wiki::up();
    for name in REFUSED {
        let truth = truth(name);
        let ran = check(&wiki, name, &truth);
        assert_eq!(ran.code, 3, "{name}: {}", ran.err);
        assert!(ran.json()["unread"][0]["title"] == truth["title"], "{name}: {}", ran.out);
    }
}
