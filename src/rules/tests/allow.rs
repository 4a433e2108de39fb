//! What comments on a page allow is no finding, and is counted.

use super::{Bench, in_program, page, program};

const TWO: &str = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n*\n";

/// The key results whose empty goals are found, and those whose are allowed.
fn empty(page: &Bench) -> (Vec<String>, Vec<String>) {
    let checked = page.checked();
    let of = |findings: Vec<super::Finding>| {
        let empty = findings.into_iter().filter(|finding| finding.rule.as_str() == "empty-goals");
        empty.filter_map(|finding| Some(finding.key_result?.into())).collect::<Vec<_>>()
    };
    (of(checked.findings), of(checked.allowed))
}

fn are(found: &[&str], allowed: &[&str]) -> (Vec<String>, Vec<String>) {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    (owned(found), owned(allowed))
}

fn with_comment(comment: &str) -> Bench {
    program(&TWO.replacen("*\n", &format!("*\n<!-- {comment} -->\n"), 1))
}

#[test]
fn nothing_is_allowed_without_a_comment() {
    assert_eq!(empty(&program(TWO)), are(&["KR1", "KR2"], &[]));
}

#[test]
fn a_comment_in_a_key_result_is_for_that_one() {
    assert_eq!(empty(&with_comment("goalkeeper: allow empty-goals")), are(&["KR2"], &["KR1"]));
}

#[test]
fn a_comment_above_the_first_objective_is_for_the_page() {
    let whole = format!("<!-- goalkeeper: allow empty-goals -->\n\n{}", in_program(TWO));
    assert_eq!(empty(&page(&whole)), are(&[], &["KR1", "KR2"]));
}

#[test]
fn a_comment_above_the_key_results_is_for_the_objective() {
    let comment = "<!-- goalkeeper: allow empty-goals: later -->\n\n=== Key Results ===";
    let objective = in_program(TWO).replace("=== Key Results ===", comment);
    assert_eq!(empty(&page(&objective)), are(&[], &["KR1", "KR2"]));
    let other = in_program(TWO).replace("A program", "Another program").replace("KR", "KR1");
    assert_eq!(empty(&page(&format!("{objective}\n{other}"))), are(&["KR11", "KR12"], &["KR1", "KR2"]));
}

#[test]
fn a_comment_in_a_key_result_is_not_for_its_objective() {
    let text = "== A program ==\n\n'''Objective Manager:'''\n\n=== Key Results ===\n\n\
                '''KR1:''' One.\n* A goal\n<!-- goalkeeper: allow missing-manager -->\n";
    let checked = page(text).checked();
    let found: Vec<_> = checked.findings.iter().map(super::line).collect();
    assert_eq!(
        found,
        ["objective warning high: no manager is named for the objective (next in line: nobody)"]
    );
    assert_eq!(checked.allowed.len(), 1);
}

#[test]
fn a_comment_is_for_the_rules_that_it_names() {
    assert_eq!(empty(&with_comment("goalkeeper: allow missing-manager")), are(&["KR1", "KR2"], &[]));
    let several = with_comment("goalkeeper: allow missing-manager, empty-goals: both");
    assert_eq!(empty(&several), are(&["KR2"], &["KR1"]));
}

#[test]
fn a_comment_counts_to_the_end_of_its_day() {
    let until =
        |today: &str| empty(&with_comment("goalkeeper: allow empty-goals until 2020-11-15").on(today));
    assert_eq!(until("2020-11-14"), are(&["KR2"], &["KR1"]));
    assert_eq!(until("2020-11-15"), are(&["KR2"], &["KR1"]));
    assert_eq!(until("2020-11-16"), are(&["KR1", "KR2"], &[]));
}

#[test]
fn a_day_that_does_not_exist_allows_nothing() {
    let never = with_comment("goalkeeper: allow empty-goals until 2020-02-30");
    assert_eq!(empty(&never), are(&["KR1", "KR2"], &[]));
}

#[test]
fn an_allow_is_used_by_each_finding_that_it_covers() {
    let whole = format!("<!-- goalkeeper: allow empty-goals -->\n\n{}", in_program(TWO));
    let twice = whole.replacen("*\n", "*\n<!-- goalkeeper: allow empty-goals -->\n", 1);
    assert_eq!(empty(&page(&twice)), are(&[], &["KR1", "KR2"]));
    assert!(page(&twice).of("unused-allow").is_empty());
}

#[test]
fn a_row_is_allowed_by_a_comment_in_any_of_its_cells() {
    let table = page(
        "== Team ==\n{|\n! Objective !! Goal !! Owner\n|-\n| One || <!-- goalkeeper: allow empty-goals --> || Bo\n\
         |-\n| Two || || Bo <!-- goalkeeper: allow empty-goals -->\n|-\n| Three || || Bo\n|}",
    );
    let (found, allowed) = empty(&table);
    assert_eq!((found, allowed.len()), (vec!["R3".to_owned()], 2));
}
