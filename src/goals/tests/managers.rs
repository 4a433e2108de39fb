//! Whom a manager line names, and what it covers (`reader/managers`, `reader/build/named`).

use super::{page, read};

/// Who is named for each key result under `== A ==`, a line each.
fn managers(text: &str) -> Vec<String> {
    let page = page(&format!("== A ==\n\n{text}"));
    page.key_results().map(|(.., result)| super::named(&result.managers)).collect()
}

#[test]
fn a_line_in_the_plural_covers_its_section() {
    let text = "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A\n\n'''KR2:''' Two.\n* B";
    assert_eq!(managers(text), ["Bo Sample (section)", "Bo Sample (section)"]);
}

#[test]
fn a_line_for_a_section_may_stand_just_above_its_heading() {
    let text = "'''Key Results Manager:''' Bo Sample\n\n=== Key Results ===\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["Bo Sample (section)"]);
    let singular = text.replace("Results Manager", "Result Manager");
    assert_eq!(managers(&singular), ["no line"]);
}

#[test]
fn a_line_in_the_singular_may_not_reach_past_the_next_key_result() {
    let text = "'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A\n\n'''KR2:''' Two.\n* B";
    assert_eq!(managers(text), ["Bo Sample (own)", "Bo Sample (section)?"]);
}

#[test]
fn an_empty_line_in_the_singular_does_not_reach_past_the_next_key_result() {
    let text = "'''Key Result Manager:''' TBD\n\n'''KR1:''' One.\n* A\n\n'''KR2:''' Two.\n* B";
    assert_eq!(managers(text), ["nobody", "no line"]);
}

#[test]
fn a_heading_ends_what_a_line_covers() {
    let text =
        "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A\n\n== B ==\n\n'''KR1:''' Two.\n* B";
    assert_eq!(managers(text), ["Bo Sample (section)", "no line"]);
}

#[test]
fn the_objectives_manager_covers_what_no_line_does() {
    let text = "'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.\n* A\n\n'''Key Result Manager:''' {{Bo}}\n\n'''KR2:''' Two.\n* B";
    assert_eq!(managers(text), ["Ada Sample (objective)", "unread"]);
}

#[test]
fn names_may_stand_on_the_next_line() {
    let text = "'''Key Result Manager:'''<br />Bo Sample\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["Bo Sample (own)"]);
    let list = "'''Key Result Manager:'''\n* Bo Sample\n* Cyd Sample\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(list), ["Bo Sample, Cyd Sample (own)"]);
}

#[test]
fn a_sentence_on_the_next_line_is_no_name() {
    let text = "'''Key Result Manager:'''<br />We are looking for one.\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["nobody"]);
}

#[test]
fn a_label_that_stands_twice_on_its_line_is_one() {
    let text = "'''Key Result Manager:''' Bo Sample Key Result Manager: Bo Sample\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["Bo Sample (own)"]);
}

#[test]
fn two_lines_for_one_key_result_name_two_people() {
    let text =
        "'''Key Result Manager:''' Bo Sample\n\n'''Key Result Manager:''' Cyd Sample\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["Bo Sample, Cyd Sample (own)"]);
}

#[test]
fn a_line_needs_no_space_after_its_colon() {
    assert_eq!(managers("'''Key Result Manager:'''Bo Sample\n\n'''KR1:''' One.\n* A"), ["Bo Sample (own)"]);
}

#[test]
fn lines_below_their_key_results_are_read_so_where_all_stand_below() {
    let text = "'''KR1:''' One.\n* A\n\n'''Key Result Manager:''' Bo Sample\n\n\
                '''KR2:''' Two.\n* B\n\n'''Key Result Manager:''' Cyd Sample";
    assert_eq!(managers(text), ["Bo Sample (own)", "Cyd Sample (own)"]);
}

#[test]
fn one_who_is_accountable_answers_for_the_whole_page() {
    let text = "'''Accountable:''' Ada Sample\n\n== A ==\n\n'''KR1:''' One.\n* A\n\n== B ==\n\n'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' Two.\n* B";
    assert_eq!(
        read(text),
        [
            "# A | no line",
            "KR1 | One. | Ada Sample (page) | [A]",
            "# B | no line",
            "KR1 | Two. | Bo Sample (own) | [B]",
        ]
    );
}

#[test]
fn an_outer_objectives_manager_covers_inner_ones() {
    let text = "== Outer ==\n\n'''Objective Manager:''' Ada Sample\n\n=== Inner ===\n\n'''KR1:''' One.\n* A";
    let managers: Vec<_> = page(text).key_results().map(|(.., kr)| super::named(&kr.managers)).collect();
    assert_eq!(managers, ["Ada Sample (objective)"]);
}

#[test]
fn a_person_who_is_only_mentioned_is_not_certain() {
    let text = "'''Key Result Manager:''' [[User:Bo Sample|Bo]], not [[User:Cyd Sample|Cyd]]\n\n'''KR1:''' One.\n* A";
    assert_eq!(managers(text), ["Bo, Cyd (own)?"]);
}
