//! Which headings begin an objective (`reader/build/headings`).

use super::{goals, page, read};

/// The objectives of a page, and how many key results each has.
fn objectives(text: &str) -> Vec<(String, usize)> {
    page(text)
        .objectives
        .into_iter()
        .map(|objective| (objective.title.into(), objective.key_results.len()))
        .collect()
}

fn are(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
    expected.iter().map(|(title, results)| ((*title).to_owned(), *results)).collect()
}

#[test]
fn a_heading_like_key_results_goes_on_with_its_objective() {
    let text = "== A ==\n\n=== Objective ===\n\nWhy.\n\n=== Key Results ===\n\n'''KR1:''' One.\n* A";
    assert_eq!(objectives(text), are(&[("A", 1)]));
}

#[test]
fn a_heading_without_key_results_or_manager_is_no_objective() {
    assert_eq!(objectives("== About ==\n\nHello.\n\n== A ==\n\n'''KR1:''' One.\n* A"), are(&[("A", 1)]));
}

#[test]
fn a_manager_makes_an_objective_of_a_heading() {
    let text = "== Planned ==\n\n'''Objective Manager:''' Ada Sample\n\n== A ==\n\n'''KR1:''' One.\n* A";
    assert_eq!(objectives(text), are(&[("Planned", 0), ("A", 1)]));
}

#[test]
fn key_results_above_the_first_heading_stand_on_the_page() {
    let text =
        "'''KR1:''' One.\n* A\n\n== B ==\n\n'''Objective Manager:''' Bo Sample\n\n'''KR1:''' Two.\n* B";
    assert_eq!(objectives(text), are(&[("(page)", 1), ("B", 1)]));
}

#[test]
fn a_heading_can_be_a_key_result_and_another_its_goals() {
    let text = "== A ==\n\n=== KR1: One ===\n\n==== Q2 Goals ====\n\n* Ship it\n\n=== KR2: Two ===\n\n==== Q2 Goals ====\n\n";
    assert_eq!(
        read(text),
        ["# A | no line", "KR1 | One | no line | [Ship it]", "KR2 | Two | no line | nothing after the label"]
    );
}

#[test]
fn an_unknown_heading_inside_a_key_result_leaves_it_in_doubt() {
    let text = "=== Key Results ===\n\n==== KR1: One ====\n\n===== Measures =====\n\n* 85 %";
    assert_eq!(goals(text), ["KR1: doubt"]);
}

#[test]
fn a_heading_for_all_goals_leaves_every_key_result_in_doubt() {
    let text = "'''KR1:''' One.\n\n'''KR2:''' Two.\n\n=== Q2 Goals ===\n\n* Ship it";
    assert_eq!(goals(text), ["KR1: doubt", "KR2: doubt"]);
}

#[test]
fn objective_opens_a_key_result_only_after_a_manager_line() {
    let opened =
        "'''Key Result Manager:''' Bo Sample\n\n'''Objective:''' Sleep.<br />\n'''Q2 Goals:'''\n* Rest";
    assert_eq!(goals(opened), ["Objective: [Rest]"]);
    let inside = "'''KR1:''' One.\n\n'''Objective:''' Sleep.\n* Rest";
    assert_eq!(goals(inside), ["KR1: [Rest]"]);
}
