//! Layouts that come from a file: two that nobody has used yet, as `docs/layouts.md` explains them,
//! and what is wrong with a file.

use serde_json::json;

use crate::eras::digest;
use crate::support::{Ran, Wiki, command, ran};

/// The document's examples in that language, in order. In a numbered step they are indented.
fn examples(language: &str) -> Vec<String> {
    let document = include_str!("../docs/layouts.md");
    let mut found: Vec<String> = Vec::new();
    let mut inside = None;
    for line in document.lines() {
        let fence = line.trim_start().strip_prefix("```");
        match (inside, fence) {
            (None, Some(of)) => {
                inside = Some((line.len() - line.trim_start().len(), of == language));
                if of == language {
                    found.push(String::new());
                }
            }
            (Some(_), Some(_)) => inside = None,
            (Some((indent, true)), None) => {
                let example = found.last_mut().unwrap();
                *example += line.get(indent..).unwrap_or_default();
                example.push('\n');
            }
            _ => {}
        }
    }
    assert!(inside.is_none() && !found.is_empty());
    found
}

fn example(language: &str, with: &str) -> String {
    let found = examples(language).into_iter().find(|example| example.contains(with));
    found.unwrap_or_else(|| panic!("docs/layouts.md has no example with {with}"))
}

/// Settings that name these layout files.
fn settings(wiki: &Wiki, layouts: &[String]) -> String {
    let file = |(number, text): (usize, &String)| wiki.file(&format!("layout-{number}.toml"), text);
    let files: Vec<_> = layouts.iter().enumerate().map(file).collect();
    format!("[layouts]\nfiles = {}\n", json!(files))
}

#[test]
fn a_new_layout_of_labels_and_lists() {
    let wiki = Wiki::up();
    wiki.admin().save("Harbour Museum/Plan 2026 Q3", &example("wikitext", "'''Milestone 1:'''"));
    wiki.admin().save("Template:Finished", "⚓ Finished");
    // The steps' own files, by the names that the steps give them.
    wiki.file("harbour-plan.toml", &example("toml", "harbour-plan\""));
    let own = example("toml", "[layouts]");
    let own =
        own.replace("harbour-plan.toml", wiki.scratch.path().join("harbour-plan.toml").to_str().unwrap());
    let check = ["check", "--format", "json", "--today", "2026-08-10", "-v"];
    let own = wiki.file("settings.toml", &own);
    let read = ran(command().args(check).arg("--config").arg(own).env("GOALKEEPER__WIKI__URL", &wiki.url));
    assert_eq!(read.code, 1, "{}", read.err);
    let json = read.json();
    assert_eq!(json["pages"][0]["board"], "harbour");
    assert_eq!(json["pages"][0]["quarter"]["start"], "2026-07-01");
    insta::assert_snapshot!("labels_and_lists", digest(&json));
    let picked = read.err.lines().find(|line| line.contains("Harbour Museum/Plan 2026 Q3"));
    let picked = picked.unwrap_or_else(|| panic!("no word of it: {}", read.err));
    assert!(picked.contains("layout=\"harbour-plan\""), "{picked}");
    assert!(
        picked.contains("key-results fits nothing") && picked.contains("harbour-plan 100 %, 3 key results"),
        "{picked}"
    );
}

#[test]
fn a_new_layout_of_tables() {
    let wiki = Wiki::up();
    let title = "Harbour Quay/Sheet 2026 Q3";
    let page = example("wikitext", "! Chapter !!");
    let own = settings(&wiki, &[example("toml", "quay-sheet\"")]);
    let read = |page: &str| {
        wiki.admin().save(title, page);
        let read = wiki.goalkeeper_with(&own, &["check", title, "--format", "json", "--today", "2026-08-10"]);
        assert_eq!(read.code, 1, "{}", read.err);
        digest(&read.json())
    };
    let written = read(&page);
    insta::assert_snapshot!("tables", written);
    // The headings need not be header cells.
    let plain =
        page.replace("! Chapter !! What for", "|-\n| '''Chapter''' || What for").replace(" !! ", " || ");
    let plain = plain.replace("! What for ||", "|-\n| What for ||");
    assert!(!plain.contains("! "));
    assert_eq!(read(&plain), written);
}

/// The shorter examples, each with its file of under fifteen lines, or none.
#[test]
fn examples_of_other_kinds_are_read_as_the_document_says() {
    let wiki = Wiki::up();
    for (title, page, layout, name) in [
        ("Search/OKRs 2026 Q3", "Nine of ten searches", None, "inline_without_a_file"),
        (
            "Ferry Office/Aims 2026 Q3",
            "Aim 1: Nine of ten boats",
            Some("ferry-aims\""),
            "items_that_are_goals",
        ),
        ("Museum/Ziele 2026 Q3", "! Bereich !!", Some("museum-tabelle\""), "an_extended_layout"),
        ("Society/Plan 2026 Q3", "=== Volunteers ===", Some("activity-plan\""), "headings_that_are_items"),
    ] {
        let files: Vec<String> = layout.map(|with| example("toml", with)).into_iter().collect();
        assert!(files.iter().all(|file| file.lines().count() < 15), "{name}");
        wiki.admin().save(title, &example("wikitext", page));
        let own = settings(&wiki, &files);
        let read = wiki.goalkeeper_with(&own, &["check", title, "--format", "json", "--today", "2026-08-10"]);
        assert!(read.code < 2, "{name}: {}", read.err);
        insta::assert_snapshot!(name, digest(&read.json()));
    }
}

/// Both files at once, and the pages of the built-in layouts beside them: each is read with its own.
#[test]
fn new_layouts_do_not_disturb_the_others() {
    let wiki = Wiki::up();
    let own = settings(&wiki, &[example("toml", "harbour-plan\""), example("toml", "quay-sheet\"")]);
    let pages = [
        ("Harbour Museum/Plan 2026 Q3", example("wikitext", "'''Milestone 1:'''"), "harbour-plan"),
        ("Harbour Quay/Sheet 2026 Q3", example("wikitext", "! Chapter !!"), "quay-sheet"),
        ("Harbour Museum/Goals 2020 Q4", crate::reading::page("key-results"), "key-results"),
        ("Wikimedia Technology/Goals/2017-18 Q3", crate::reading::page("tech-2017-18-q3"), "status-tables"),
        ("Wikimedia Technology/Goals/2019-20 Q2", crate::reading::page("tech-2019-20-q2"), "team-tables"),
    ];
    for (title, text, layout) in pages {
        wiki.admin().save(title, &text);
        let read = wiki.goalkeeper_with(&own, &["check", title, "--format", "json"]);
        assert_eq!(read.json()["pages"][0]["layout"], layout, "{title}: {}", read.err);
    }
}

#[test]
fn a_page_that_no_layout_fits_is_unread() {
    let wiki = Wiki::up();
    let title = "Harbour Museum/Minutes 2026 Q3";
    let page = "== Present ==\n* Ada\n* Bo\n\n== Who does what ==\n{|\n! Dates !! Who !! Activity\n|-\n| May || Ada || Plan\n|}";
    wiki.admin().save(title, page);
    let read = wiki.anonymous(&["check", title, "--format", "json"]);
    assert_eq!(read.code, 3, "{}", read.err);
    let json = read.json();
    assert_eq!((&json["pages"], &json["unread"][0]["title"]), (&json!([]), &json!(title)));
    let reason = json["unread"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("no words on it that a layout knows") && reason.contains("status-tables"),
        "{reason}"
    );
}

/// Reads settings that name a layout file with this text.
fn with_layout(text: &str) -> (Ran, String) {
    let scratch = tempfile::tempdir().unwrap();
    let (layout, own) = (scratch.path().join("other.toml"), scratch.path().join("own.toml"));
    std::fs::write(&layout, text).unwrap();
    let files = json!([&layout]);
    std::fs::write(&own, format!("[wiki]\nurl = \"https://wiki.example/w/\"\n[layouts]\nfiles = {files}\n"))
        .unwrap();
    (ran(command().arg("config").arg("--config").arg(own)), layout.display().to_string())
}

#[test]
fn mistakes_in_a_file_are_named_with_line_and_key() {
    for (text, line, key, complaint) in [
        (
            "name = \"a\"\n[items]\nlabels = [\"M{number}\"]\ncolour = 1",
            4,
            "colour",
            "unknown field `colour`",
        ),
        ("name = \"a\"\nrows = \"lists\"\n[itmes]\nlabels = []", 3, "[itmes]", "expected one of `name`"),
        ("name = \"a\"\n[goals]\nlabels = \"Goals\"", 3, "labels", "expected a sequence"),
        ("name = \"a\"\n[items]\nlabels = [\n  \"M{number}\",\n  5,\n]", 5, "labels", "integer `5`"),
        ("name = \"a\"\n[items]\nlabels = [\n  \"M{number}\",\n  \"{nummer}\",\n]", 5, "labels", "{nummer}"),
        ("name = \"a\"\n[items]\nlabels = [\"M{number\"]", 3, "labels", "closing brace"),
        ("name = \"a\"\n[items]\nlabels = [\"\"]", 3, "labels", "can't be empty"),
        ("name = \"a\"\n[[managers]]\nlabels = [\"Who\"]", 2, "[[managers]]", "missing field `covers`"),
        ("name = \"a\"\n[[managers]]\ncovers = \"all\"\nlabels = []", 3, "covers", "`objective`, `section`"),
        ("name = \"a\"\n\ncolumns_of = \"sheets\"", 3, "columns_of", "no layout “sheets”"),
        ("name = \"a\"\ncolumns_of = \"goal-lists\"", 2, "columns_of", "that has columns"),
        ("name = \"a\"\n[[columns]]\nrole = \"text\"\nheadings = [\"x\"]", 2, "[[columns]]", "role “goal”"),
        ("name = \"a\"\n[goals]\nlabels = [\"Goals\"]", 1, "name", "neither labels of [items] nor"),
        ("name = \"a\"\nrows = \"list\"", 2, "rows", "`lists`"),
        ("name = \"a\"\nrows = \"lists\"\n[words.statuses]\nready = [\"x\"]", 4, "ready", "`in-progress`"),
        ("name = \"A b\"\nrows = \"lists\"", 1, "name", "a-z"),
        ("name = \"a\"\nrows = \"lists", 2, "rows", "string"),
    ] {
        let (ran, file) = with_layout(text);
        assert_eq!(ran.code, 2, "{text}: {}", ran.out);
        let place = format!("the layout file {file}, line {line}: at “{key}”: ");
        assert!(ran.err.contains(&place) && ran.err.contains(complaint), "{text}: {}", ran.err);
    }
    let (fine, _) = with_layout("name = \"a\"\n[items]\nafter_manager = [\"Aim\"]");
    assert_eq!(fine.code, 0, "{}", fine.err);
    let missing = "[wiki]\nurl = \"https://wiki.example/w/\"\n[layouts]\nfiles = [\"/nowhere/a.toml\"]";
    let scratch = tempfile::tempdir().unwrap();
    let own = scratch.path().join("own.toml");
    std::fs::write(&own, missing).unwrap();
    let ran = ran(command().arg("config").arg("--config").arg(own));
    assert_eq!((ran.code, ran.err.contains("/nowhere/a.toml can't be read")), (2, true), "{}", ran.err);
}
