//! Pages of kinds that no layout was written for: what is certain about them is true, what a person reads on them is read, and
//! pages without goals are refused.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::reading::{page, text};
use crate::support::{Ran, Wiki};
use crate::truth::list;

/// Process tables and reports, which are no goal pages.
const REFUSED: [&str; 2] = ["mw-process-2017-18-q2", "wmuk-outcomes-2014-q4"];

/// Of the goals, and of the people, at least this share is read.
const LEAST: f64 = 0.9;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// The pages that have a truth, in the order of their names.
fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<_> =
        files.filter_map(|file| Some(file.to_str()?.strip_suffix(".expected.json")?.to_owned())).collect();
    names.sort_unstable();
    names
}

fn truth(name: &str) -> Json {
    let file = folder().join(format!("{name}.expected.json"));
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

/// A goal without a number in front of it, a full stop at its end and the like.
fn bare(goal: &str) -> String {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ');
    goal.trim_start_matches(number).trim_end_matches(['.', ' ']).to_lowercase()
}

fn goals(item: &Json, of: impl Fn(&Json) -> String) -> Vec<String> {
    item["goals"].as_array().unwrap().iter().map(|goal| bare(&of(goal))).collect()
}

/// What a person reads on a page and what was read: goals (or that an item is its own), and people.
#[derive(Default)]
struct Count {
    expected: usize,
    read: usize,
}

impl Count {
    #[expect(clippy::print_stdout, reason = "what is missing, for whoever looks into it")]
    fn add(&mut self, name: &str, what: &str, expected: Vec<String>, read: &BTreeSet<String>) {
        self.expected += expected.len();
        for one in expected {
            if read.contains(&one) {
                self.read += 1;
            } else {
                println!("{name}: {what} not read: {one}");
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "there are some dozens")]
    fn share(&self) -> f64 {
        self.read as f64 / self.expected as f64
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures, for whoever looks into them")]
fn what_a_person_reads_on_pages_of_other_kinds_is_read_and_nothing_false_is_certain() {
    let wiki = Wiki::up();
    let (mut all_goals, mut people) = (Count::default(), Count::default());
    for name in names().iter().filter(|name| !REFUSED.contains(&name.as_str())) {
        let truth = truth(name);
        let ran = check(&wiki, name, &truth);
        let items = truth["items"].as_array().unwrap();
        let nobody = Json::Array(Vec::new());
        let check = if ran.code < 2 { ran.json() } else { Json::Null };
        let page = &check["pages"][0];
        let objectives = page["objectives"].as_array().unwrap_or_else(|| nobody.as_array().unwrap());
        let results: Vec<&Json> =
            objectives.iter().flat_map(|objective| objective["key_results"].as_array().unwrap()).collect();
        let read: BTreeSet<String> =
            results.iter().flat_map(|result| goals(result, |goal| text(&goal["text"]).to_owned())).collect();
        for item in items {
            all_goals.add(name, "goal", goals(item, |goal| text(goal).to_owned()), &read);
        }
        // The bracketed nicknames of one page don't count.
        if name != "moz-platform-2013" {
            let read = results.iter().flat_map(|result| result["managers"].as_array().unwrap());
            let read: BTreeSet<String> = read.map(|manager| text(&manager["name"]).to_owned()).collect();
            let named = items.iter().filter_map(|item| item["manager"].as_str());
            let named = named.flat_map(|names| names.split(" and ")).map(str::to_owned).collect();
            people.add(name, "person", named, &read);
        }
        if ran.code > 1 {
            continue;
        }
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
    for (what, count) in [("goals", all_goals), ("people", people)] {
        println!("{what}: {} of {}", count.read, count.expected);
        assert!(
            count.expected > 15 && count.share() >= LEAST,
            "{what}: {} of {}",
            count.read,
            count.expected
        );
    }
}

#[test]
fn process_tables_and_reports_are_no_goal_pages() {
    let wiki = Wiki::up();
    for name in REFUSED {
        let truth = truth(name);
        let ran = check(&wiki, name, &truth);
        assert_eq!(ran.code, 3, "{name}: {}", ran.err);
        assert!(ran.json()["unread"][0]["title"] == truth["title"], "{name}: {}", ran.out);
    }
}
