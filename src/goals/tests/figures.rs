//! Counts of key results, and what became of them.

use super::page;
use crate::goals::{Figures, GoalPage, Outcomes};

/// One key result with these goals.
fn page_of(goals: &[&str]) -> GoalPage {
    let goals: Vec<String> = goals.iter().map(|goal| format!("* {goal}\n")).collect();
    page(&format!("== P ==\n'''KR1:''' Number 1.<br />\n'''Q2 Goals:'''\n{}", goals.concat()))
}

#[test]
fn what_became_of_a_key_result_is_what_its_goals_say() {
    let outcome = |goals: &[&str]| {
        let outcomes = Outcomes::of(&page_of(goals));
        let Outcomes { done, partly, postponed, not_done, under_way, otherwise, unsaid } = outcomes;
        let names = ["done", "partly", "postponed", "not done", "under way", "otherwise", "unsaid"];
        let counts = [done, partly, postponed, not_done, under_way, otherwise, unsaid];
        let is_it = names.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        is_it.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
    };
    for (goals, became) in [
        (&["A (done)", "B (done)"][..], "done"),
        (&["A (done)", "B"], "partly"),
        (&["A (done)", "B (postponed)"], "partly"),
        (&["A (partially done)"], "partly"),
        (&["A (postponed)", "B (postponed)"], "postponed"),
        (&["A (not done)"], "not done"),
        (&["A (in progress)", "B (to do)"], "under way"),
        (&["A (in progress)", "B"], "otherwise"),
        (&["A (postponed)", "B (not done)"], "otherwise"),
        (&["A", "B"], "unsaid"),
        (&[], "unsaid"),
    ] {
        assert_eq!(outcome(goals), became, "{goals:?}");
    }
}

#[test]
fn a_key_result_has_a_status_only_if_every_goal_does() {
    let with = |goals: &[&str]| Figures::of(&page_of(goals)).with_status;
    assert_eq!([with(&["A (done)", "B"]), with(&["A (done)", "B (to do)"]), with(&[])], [0, 1, 0]);
}
