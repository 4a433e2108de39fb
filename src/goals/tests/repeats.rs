//! Key results that stand twice (`reader/build/finish`).

use super::goals;

#[test]
fn a_key_result_that_stands_twice_may_have_its_goals_in_the_other_place() {
    let text = "'''KR1:''' One.\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Ship it";
    assert_eq!(goals(text), ["KR1: doubt", "KR1: [Ship it]"]);
}

#[test]
fn an_overview_above_the_details_is_in_doubt() {
    let text = "=== Overview ===\n\n'''KR1:''' One.\n\n=== Details ===\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Ship it";
    assert_eq!(goals(text), ["KR1: doubt", "KR1: [Ship it]"]);
}

#[test]
fn the_same_number_in_another_program_is_another_key_result() {
    let text =
        "'''KR1:''' One.\n\n== Another program ==\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Ship it";
    assert_eq!(goals(text), ["KR1: no label", "KR1: [Ship it]"]);
}
