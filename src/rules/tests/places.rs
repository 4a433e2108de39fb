//! Where a finding leads: the heading, the section to edit, the page to edit.

use super::{Bench, page, program};
use crate::base::Title;
use crate::goals::Place;

/// The places that a rule's findings lead to.
fn places(page: &Bench, rule: &str) -> Vec<Place> {
    page.of(rule).into_iter().map(|finding| Place::clone(&finding.place)).collect()
}

fn place(anchor: &str, section: u32) -> Place {
    Place { anchor: anchor.into(), section: Some(section), source_page: None }
}

const TWO_PROGRAMS: &str = "Welcome.\n\n== One ==\n\n'''Objective Manager:'''\n\n=== Key Results ===\n\n'''KR1:''' One.\n*\n\n\
    == Two ==\n\n'''Objective Manager:''' Bo Sample\n\n=== Key Results ===\n\n'''KR1:''' One.\n*";

#[test]
fn a_key_result_is_edited_in_the_section_that_it_stands_in() {
    let found = places(&page(TWO_PROGRAMS), "empty-goals");
    assert_eq!(found, [place("Key_Results", 2), place("Key_Results_2", 4)]);
}

#[test]
fn an_objective_is_edited_in_the_section_of_its_heading() {
    let found = places(&page(TWO_PROGRAMS), "missing-manager");
    assert_eq!(found, [place("One", 1), place("Key_Results", 2)]);
}

#[test]
fn what_is_about_the_page_leads_to_its_first_objective() {
    let table = "Welcome.\n\n== Team ==\n{|\n! Objective !! Key result !! Status\n|-\n| One || Do it ||\n|}";
    assert_eq!(places(&page(table), "missing-manager"), [place("Team", 1)]);
}

#[test]
fn an_unused_allow_is_edited_where_it_stands() {
    let two = TWO_PROGRAMS
        .replace("'''KR1:''' One.\n*", "'''KR1:''' One.\n* A goal <!-- goalkeeper: allow empty-goals -->");
    let found = places(&page(&two), "unused-allow");
    assert_eq!(found, [place("Key_Results", 2), place("Key_Results_2", 4)]);
}

#[test]
fn a_row_is_edited_in_the_section_of_its_table() {
    let table = "== Team ==\n\n=== Goals ===\n{|\n! Objective !! Goal !! Owner\n|-\n| One || || Bo\n|-\n| Two || || Bo\n|}";
    assert_eq!(places(&page(table), "empty-goals"), [place("Goals", 2), place("Goals", 2)]);
}

#[test]
fn what_is_transcluded_is_edited_on_the_page_that_it_comes_from() {
    let data = r#"{"parts":[{"template":{"target":{"wt":":Team/Goals","href":"./Team%2FGoals"},"params":{},"i":0}}]}"#;
    let text = format!(
        "<p about=\"#mwt9\" typeof=\"mw:Transclusion\" data-mw='{data}'><b>KR1:</b> From elsewhere.</p>\n\
         <p about=\"#mwt9\"><b>Q2 Goals:</b></p>\n<ul about=\"#mwt9\"><li class=\"mw-empty-elt\"></li></ul>\n\n\
         '''KR2:''' From here."
    );
    let elsewhere = Place {
        anchor: "Key_Results".into(),
        section: None,
        source_page: Some(Title::of_wiki("Team/Goals")),
    };
    assert_eq!(places(&program(&text), "empty-goals"), [elsewhere, place("Key_Results", 2)]);
}

#[test]
fn a_finding_says_which_objective_it_is_about() {
    let found = page(TWO_PROGRAMS).checked().findings;
    let objectives: Vec<_> = found.iter().map(|finding| finding.objective.as_deref()).collect();
    assert_eq!(objectives, [Some("One"), Some("One"), Some("One"), Some("Two")]);
}
