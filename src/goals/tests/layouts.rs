//! Which layout a page is read with, and what is wrong with a layout file (`layout`, `reader`).

use super::html::html;
use super::{TITLE, every_layout, page, read_html};
use crate::goals::{LayoutError, Layouts, NotRead};

const KEY_RESULTS: &str = "== A ==\n\n'''KR1:''' One.\n* A goal";

#[test]
fn the_layout_that_accounts_for_most_is_picked_and_says_why() {
    let page = page(KEY_RESULTS);
    assert_eq!(page.layout, "key-results");
    let why = "key-results 100 %, 1 key results";
    assert!(page.why.contains(why) && page.why.contains("team-tables fits nothing"), "{}", page.why);
}

#[test]
fn lists_are_goals_only_where_nothing_else_fits_and_the_title_says_so() {
    let lists = html("== Group ==\n* Ship it\n* Rest");
    assert_eq!(read_html("Platform/2007-Q3-Goals", &lists, None).unwrap().layout, "goal-lists");
    for title in ["Platform/2007-Q3-Minutes", "Platform"] {
        assert!(matches!(read_html(title, &lists, None), Err(NotRead::NoLayoutFits { .. })), "{title}");
    }
    assert_eq!(read_html("Platform/Goals", &lists, None).unwrap().layout, "outline");
    let both = html(&format!("== Group ==\n* Ship it\n* Rest\n\n{KEY_RESULTS}"));
    assert_eq!(read_html(TITLE, &both, None).unwrap().layout, "key-results");
}

/// The lists of a page for the third quarter: heading and goals.
fn lists(wikitext: &str) -> Vec<String> {
    let page = read_html("T/2015 Q3 Goals", &html(wikitext), Some("goal-lists")).unwrap();
    page.key_results().map(|(.., list)| format!("{}: {}", list.text, super::goals_of(list))).collect()
}

#[test]
fn a_list_of_another_quarter_is_left_out() {
    assert_eq!(lists("== Q2 ==\n* Old\n\n== Q3 ==\n* New"), ["Q3: [New]"]);
    assert_eq!(lists("== Q2 ==\n\n=== Web ===\n* Old\n\n== Q3 ==\n\n=== Web ===\n* New"), ["Web: [New]"]);
    assert_eq!(lists("== Q2 and Q3 ==\n* Both"), ["Q2 and Q3: [Both]"]);
    assert_eq!(lists("== Q2 ==\n\n=== Moved to Q3 ===\n* New"), ["Moved to Q3: [New]"]);
}

#[test]
fn a_lone_asterisk_is_an_empty_list() {
    let text = "== A ==\n* Ship it\n\n== B ==\n*\n\n== C ==\n\n== D ==\n* TBD";
    assert_eq!(lists(text), ["A: [Ship it]", "B: an empty list item", "D: only “TBD”"]);
    assert_eq!(lists("== A ==\n*\n* Ship it"), ["A: [Ship it]"]);
}

#[test]
fn a_layout_that_is_asked_for_is_the_only_one_tried() {
    let tried = read_html(TITLE, &html(KEY_RESULTS), Some("team-tables"));
    assert_eq!(tried, Err(NotRead::NoLayoutFits { tried: "team-tables".to_owned() }));
}

#[test]
fn a_page_without_key_results_is_refused_and_never_empty() {
    for (html, expected) in [
        (String::new(), NotRead::Empty),
        (html(" \n\n"), NotRead::Empty),
        (html("{{Goals of this quarter}}"), NotRead::Failed("Template:Goals of this quarter".to_owned())),
    ] {
        assert_eq!(read_html(TITLE, &html, None), Err(expected));
    }
    let minutes = read_html(TITLE, &html("== Present ==\n\nAda and Bo"), None);
    let Err(NotRead::NoLayoutFits { tried }) = minutes else { panic!("{minutes:?}") };
    let names: Vec<_> = every_layout().flatten().collect();
    assert!(names.iter().all(|name| tried.contains(name)), "{tried}");
}

#[test]
fn a_page_that_is_nested_too_deep_is_refused() {
    let deep = format!("{}{}", "<div>".repeat(600), html(KEY_RESULTS));
    assert!(matches!(read_html(TITLE, &deep, None), Err(NotRead::Failed(why)) if why.contains("512")));
}

/// What is wrong with a layout file: its line, and what is said of it.
fn wrong(text: &str) -> (usize, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    match Layouts::with(&[file.path()]) {
        Err(LayoutError::Wrong { line, problem, .. }) => (line, problem),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn columns_are_a_files_own_or_another_layouts_and_not_both() {
    let both =
        "name = \"a\"\ncolumns_of = \"status-tables\"\n[[columns]]\nrole = \"goal\"\nheadings = [\"x\"]";
    let (line, problem) = wrong(both);
    assert_eq!((line, problem.contains("only one of them can count")), (2, true), "{problem}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let missing = Layouts::with(&["/nowhere/a.toml"]).unwrap_err().to_string();
    assert!(missing.starts_with("the layout file /nowhere/a.toml can't be read: "), "{missing}");
}

#[test]
fn a_layout_of_the_same_name_takes_the_place_of_the_built_in_one() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "name = \"key-results\"\n[items]\nlabels = [\"Milestone {number}\"]")
        .unwrap();
    let own = Layouts::with(&[file.path()]).unwrap();
    assert_eq!(own.iter().count(), Layouts::built_in().iter().count());
    assert_eq!(own.iter().filter(|layout| layout.name() == "key-results").count(), 1);
}

#[test]
fn a_layouts_words_are_learnt_beside_the_built_in_ones() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = "name = \"a\"\nrows = \"lists\"\n[words]\nplaceholders = [\"Soon\"]\n[words.statuses]\ndone = [\"Finished\"]";
    std::fs::write(file.path(), text).unwrap();
    let own = Layouts::with(&[file.path()]).unwrap();
    assert!(own.words().is_placeholder("soon") && own.words().is_placeholder("TBD"));
    assert_eq!(own.words().status("Finished"), Some(crate::goals::Status::Done));
    assert!(!Layouts::built_in().words().is_placeholder("soon"));
}
