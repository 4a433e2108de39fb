//! Where a line begins with a label, and where it only mentions one (`reader/classify`, `layout`).

use super::{goals, read};

#[test]
fn a_label_needs_neither_bold_nor_colon() {
    assert_eq!(goals("KR1 Nine of ten\n\nQ2 Goals\n* Ship it"), ["KR1: [Ship it]"]);
}

#[test]
fn case_and_the_colons_place_do_not_matter() {
    assert_eq!(goals("'''Kr1''': One.<br />\n'''q2 GOALS''': Ship it"), ["Kr1: [Ship it]"]);
}

#[test]
fn a_remark_in_brackets_belongs_to_its_label() {
    assert_eq!(
        goals("'''KR1:''' One.<br />\n'''Q2 Goals (October to December):''' Ship it"),
        ["KR1: [Ship it]"]
    );
}

#[test]
fn a_key_result_that_is_mentioned_in_a_sentence_opens_none() {
    assert_eq!(goals("KR1 to KR3 depend on each other.\n\n'''KR1:''' One.\n* Ship it"), ["KR1: [Ship it]"]);
    let mentioned = goals("'''KR1:''' Build on '''KR3:''' of last year.\n* Ship it");
    assert_eq!(mentioned, ["KR1: [Ship it]"]);
}

#[test]
fn a_label_in_a_goal_is_a_part_of_it() {
    let text = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Q3 goals: draft them\n* Align with '''KR1:''' of last year";
    assert_eq!(goals(text), ["KR1: [Q3 goals: draft them; Align with KR1: of last year]"]);
}

#[test]
fn goals_is_no_label_in_the_middle_of_a_word_or_a_sentence() {
    let text = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Goalsetting for all\n* Goals are met";
    assert_eq!(goals(text), ["KR1: [Goalsetting for all; Goals are met]"]);
}

#[test]
fn labels_and_values_in_cells_side_by_side_are_lines() {
    let text =
        "== A ==\n{|\n| Key Result Manager || Bo Sample\n|-\n| KR1 || One\n|-\n| Q2 Goals || Ship it\n|}";
    assert_eq!(read(text), ["# A | no line", "KR1 | One | Bo Sample (own) | [Ship it]"]);
}

#[test]
fn a_key_results_text_goes_on_over_breaks() {
    let text = "== A ==\n\n'''KR1:''' One thing<br />and another.<br />\n'''Q2 Goals:'''\n* Ship it";
    assert_eq!(read(text), ["# A | no line", "KR1 | One thing and another. | no line | [Ship it]"]);
}

#[test]
fn a_long_line_is_looked_at_only_as_far_as_a_label_can_reach() {
    let text = format!("'''KR1:''' {}\n* Ship it", "ö".repeat(2000));
    assert_eq!(goals(&text), ["KR1: [Ship it]"]);
}

#[test]
fn every_way_of_writing_a_key_results_label() {
    for label in [
        "KR1:",
        "KR 1:",
        "KR#1:",
        "KR-1:",
        "(KR1)",
        "[KR1]",
        "Key Result 1:",
        "KR1.2:",
        "KR1a:",
        "Key Result:",
    ] {
        let read = goals(&format!("'''{label}''' One.\n* Ship it"));
        assert!(read.len() == 1 && read[0].ends_with(": [Ship it]"), "{label}: {read:?}");
    }
}

#[test]
fn every_way_of_naming_the_quarter() {
    for label in [
        "Q2 Goals",
        "Q2 Goal",
        "Quarter 2 goals",
        "Second quarter goals",
        "Q2 FY20/21 Goals",
        "2020-21 Q2 Goals",
        "Goals for Q2",
        "Goals this quarter",
        "Q2",
        "Goals",
        "Q1 & Q2 Goals",
        "Q2 Goal 1",
        "Q2 Deliverables",
    ] {
        let read = goals(&format!("'''KR1:''' One.<br />\n'''{label}:''' Ship it"));
        assert_eq!(read, ["KR1: [Ship it]"], "{label}");
    }
    for label in ["Q1 Goals", "Third quarter goals", "Goals for Q4", "Quarter 3 Goals"] {
        let read = goals(&format!("'''KR1:''' One.<br />\n'''{label}:''' Ship it"));
        assert_eq!(read, [format!("KR1: only under “{label}:”")], "{label}");
    }
}
