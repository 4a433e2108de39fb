//! Layout files that add to a built-in one, and items of other kinds (`layout/extend`, `[items]`).

use super::html::html;
use super::{TITLE, goals_of, named};
use crate::base::Title;
use crate::goals::{GoalPage, LayoutError, Layouts, Reading, quarter_in, read_page};
use crate::wiki::UserNamespaces;

fn layouts(text: &str) -> Result<Layouts, LayoutError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Layouts::with(&[file.path()])
}

/// A page read with a layout file of the user's own.
pub fn page_with(layout: &str, wikitext: &str) -> GoalPage {
    let (title, layouts) = (Title::of_wiki(TITLE), layouts(layout).unwrap());
    let namespaces = UserNamespaces::default();
    let quarter = quarter_in(title.as_str());
    let reading = Reading {
        title: &title,
        quarter,
        by_heading: None,
        layouts: &layouts,
        layout: None,
        may_guess: true,
        namespaces: &namespaces,
    };
    read_page(&html(wikitext), reading).unwrap()
}

/// `OBJECTIVE / LABEL | TEXT | managers | goals` of each key result.
pub fn items(page: &GoalPage) -> Vec<String> {
    let item =
        |(_, _, objective, result): (usize, usize, &crate::goals::Objective, &crate::goals::KeyResult)| {
            let label = result.label.as_deref().unwrap_or("-");
            let (managers, goals) = (named(&result.managers), goals_of(result));
            format!("{} / {label} | {} | {managers} | {goals}", objective.title, result.text)
        };
    page.key_results().map(item).collect()
}

/// What is wrong with a layout file: its line, and what is said of it.
fn wrong(text: &str) -> (usize, String) {
    match layouts(text) {
        Err(LayoutError::Wrong { line, problem, .. }) => (line, problem),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_file_adds_its_words_to_a_built_in_layout() {
    let layout = "name = \"own\"\nextends = \"status-tables\"\n[[columns]]\nrole = \"owner\"\nheadings = [\"Steward\"]\n";
    let text =
        "== A ==\n{|\n! Objective !! Goal !! Steward !! Status\n|-\n| One || Ship it || Ada || {{Done}}\n|}";
    let page = page_with(layout, text);
    assert_eq!(
        (page.layout.as_str(), items(&page)),
        ("own", vec!["A / - | One | Ada (row) | [Ship it]".to_owned()])
    );
    // The built-in one is there as before.
    assert_eq!(super::read(text)[1], "- | One | no line | [Ship it]");
}

#[test]
fn labels_headings_and_patterns_are_added_too() {
    let layout = "name = \"own\"\nextends = \"key-results\"\n[[managers]]\ncovers = \"item\"\nlabels = [\"Steward\"]\n\
        [items]\nlabels = [\"Promise {number}\"]\n[goals]\nlabels = [\"Work in {quarter}\"]\n[inline]\nowner = [\"by {name} alone\"]\n";
    let text = "== A ==\n\n'''Steward:''' Ada\n\n'''Promise 1:''' One.<br>\n'''Work in Q2:'''\n* Ship it\n\n\
        '''KR2:''' Two by Bo alone<br>\n'''Q2 Goals:'''\n* Rest";
    assert_eq!(
        items(&page_with(layout, text)),
        ["A / Promise 1 | One. | Ada (own) | [Ship it]", "A / KR2 | Two | Bo (own) | [Rest]"]
    );
}

#[test]
fn a_word_that_both_know_means_what_the_own_file_says() {
    let layout =
        "name = \"own\"\nextends = \"status-tables\"\n[[columns]]\nrole = \"owner\"\nheadings = [\"Team\"]\n";
    let text = "== A ==\n{|\n! Objective !! Goal !! Team\n|-\n| One || Ship it || Ada\n|}";
    assert_eq!(items(&page_with(layout, text)), ["A / - | One | Ada (row) | [Ship it]"]);
}

#[test]
fn columns_are_added_to_those_that_the_base_has_of_another_layout() {
    let layout =
        "name = \"own\"\nextends = \"key-results\"\n[[columns]]\nrole = \"goal\"\nheadings = [\"Promise\"]\n";
    let text = "== A ==\n{|\n! Objective !! Promise !! Owner\n|-\n| One || Ship it || Ada\n|}";
    assert_eq!(items(&page_with(layout, text)), ["A / - | One | Ada (row) | [Ship it]"]);
}

#[test]
fn what_is_wrong_with_extending_is_said_with_line_and_key() {
    for (text, line, complaint) in [
        (
            "name = \"a\"\nextends = \"sheets\"\n[items]\nlabels = [\"x\"]",
            2,
            "there is no built-in layout “sheets”; there are goal-lists, key-results",
        ),
        ("name = \"team-tables\"\n\nextends = \"team-tables\"", 3, "can't extend itself"),
        ("name = \"a\"\nextends = \"key-results\"", 2, "nothing is added to “key-results”"),
        ("name = \"a\"\nextends = \"key-results\"\n[goals]\nlabels = []", 2, "nothing is added"),
        (
            "name = \"a\"\nextends = \"status-tables\"\ncolumns_of = \"status-tables\"",
            3,
            "only one of them can count",
        ),
    ] {
        let (at, problem) = wrong(text);
        let key = if complaint.starts_with("only") { "columns_of" } else { "extends" };
        assert!(
            problem.starts_with(&format!("at “{key}”: ")) && problem.contains(complaint),
            "{text}: {problem}"
        );
        assert_eq!(at, line, "{text}");
    }
}

#[test]
fn an_item_can_be_its_own_goal() {
    let layout = "name = \"own\"\n[items]\nlabels = [\"Aim {number}\"]\nis_goal = true\n";
    let text = "== A ==\n\n'''Aim 1:''' Ship it (Owner: Ada) (done)\n\n'''Aim 2:''' TBD\n\n'''Aim 3:'''\n\n'''Aim 4:''' Rest\n* well\n* long";
    assert_eq!(
        items(&page_with(layout, text)),
        [
            "A / Aim 1 | Ship it (done) | Ada (own) | [Ship it (Done)]",
            "A / Aim 2 | TBD | no line | only “TBD”",
            "A / Aim 3 |  | no line | an empty list item",
            "A / Aim 4 | Rest | no line | [Rest; well; long]",
        ]
    );
}

const HEADINGS: &str = "name = \"own\"\n[[managers]]\ncovers = \"item\"\nlabels = [\"Budget lead\"]\n[items]\nheadings = true\n\
    [goals]\nlabels = [\"Main goals\"]\n";

#[test]
fn a_heading_can_be_the_item() {
    let text = "Our plan.\n\n== Community ==\n\n'''Total budget: 5'''\n\n=== Support ===\n\n'''Budget lead: Ada Sample'''\n\nVolunteers are the key.\n\n\
        Main goals:\n* Twice as many\n* A review\n\n=== Visits (Owner: Bo) ===\n* Ten of them\n\n=== Prizes ===\n\n'''Budget lead:'''\n\nTo be written.\n\n== See also ==\n* A list";
    assert_eq!(
        items(&page_with(HEADINGS, text)),
        [
            "Support / - | Support | Ada Sample (own) | [Twice as many; A review]",
            "Visits (Owner: Bo) / - | Visits | Bo (own) | [Ten of them]",
            "Prizes / - | Prizes | nobody | doubt",
        ]
    );
}

#[test]
fn a_heading_of_another_quarter_is_no_item() {
    let text = "== Q1 ==\n\n=== Old ===\n* Done long ago\n\n== Q2 ==\n\n=== New ===\n* Ship it";
    assert_eq!(items(&page_with(HEADINGS, text)), ["New / - | New | no line | [Ship it]"]);
}

/// The first example of a language in `docs/layouts.md` that has these words in it.
fn example(language: &str, with: &str) -> String {
    let document = include_str!("../../../docs/layouts.md");
    let blocks = document.split("\n```").skip(1).step_by(2);
    let mut of_language = blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    of_language
        .find(|block| block.contains(with))
        .unwrap_or_else(|| panic!("no example with {with}"))
        .to_owned()
}

#[test]
fn the_documents_german_table_needs_a_file_of_six_lines() {
    let layout = example("toml", "museum-tabelle");
    assert!(layout.lines().count() < 15, "{layout}");
    let page = page_with(&layout, &example("wikitext", "! Bereich !!"));
    assert_eq!(
        items(&page),
        [
            "Werkstatt / - | Dach | Ada (row) | [Ziegel kaufen; Rinne reinigen (Done)]",
            "Werkstatt / - | Keller | nobody | nothing in “Quartalsziel”",
        ]
    );
    assert_eq!((page.layout.as_str(), page.coverage.left_out.len()), ("museum-tabelle", 0));
}

#[test]
fn the_documents_okrs_with_owners_and_progress_in_the_line_need_none() {
    let text = example("wikitext", "Nine of ten searches");
    let page = super::page(&text);
    assert_eq!(
        items(&page),
        [
            "Readers find what they look for / KR1 | Nine of ten searches find a page | Ada Sample (own) | [Nine of ten searches find a page (InProgress)]",
            "Readers find what they look for / KR2 | The index is renewed each hour | Bo (own) | [The index is renewed each hour]",
            "Readers find what they look for / KR3 | A search takes half a second | nobody | [A search takes half a second]",
        ]
    );
    let shares: Vec<_> =
        page.key_results().map(|(.., kr)| kr.status.as_ref().map(|s| s.text.as_str())).collect();
    assert_eq!(shares, [Some("40 %"), None, None]);
}

#[test]
fn the_documents_other_examples_read_as_it_says() {
    let aims = page_with(&example("toml", "ferry-aims"), &example("wikitext", "Aim 1: Nine"));
    assert_eq!(
        items(&aims),
        [
            "Boats on time / Aim 1 | Nine of ten boats leave on time | Ada Sample (own) | [Nine of ten boats leave on time (InProgress)]",
            "Boats on time / Aim 2 | A new timetable | nobody | [A new timetable]",
        ]
    );
    let plan = page_with(&example("toml", "activity-plan"), &example("wikitext", "=== Volunteers"));
    assert_eq!(
        items(&plan),
        [
            "Volunteers / - | Volunteers | Ada Sample (own) | [Twice as many of them]",
            "Members / - | Members | nobody | [1,000 of them]",
        ]
    );
}
