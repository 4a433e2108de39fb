use super::super::placeholder_goals::RULE;
use super::{GONE, Item, KR1, NONE, OBJECTIVE, Says, page, program};

const NAME: &str = "placeholder-goals";

pub const SAYS: &[Says] = &[Says {
    key: "finding-placeholder-goals",
    page: || program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* ???\n* TBD"),
    line: "KR1 warning high: only “???” where the goals should be (Ada Sample)",
}];

#[test]
fn nothing_is_found_beside_a_real_goal_or_an_empty_place() {
    let real = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Decide the TBD items\n* TBD\n\n\
                '''KR2:''' Two.<br />\n'''Q2 Goals:'''\n*\n";
    assert_eq!(program(real).finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    let stub = program("'''KR1:''' One.<br />\n'''Goals:''' TBD");
    assert_eq!(stub.finds(NAME).len(), 1);
    assert_eq!(stub.titled("Wikimedia Technology/Goals/2020-21").finds(NAME), NONE);
}

#[test]
fn a_placeholder_is_found_in_a_list_and_on_the_labels_line() {
    let placeholders = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* ''TBD''\n* ???\n\n\
                        '''KR2:''' Two.<br />\n'''Q2 Goals:''' N/A";
    assert_eq!(
        program(placeholders).finds(NAME),
        [
            "KR1 warning high: only “TBD” where the goals should be (Ada Sample)",
            "KR2 warning high: only “N/A” where the goals should be (Ada Sample)",
        ]
    );
}

#[test]
fn a_placeholder_is_found_in_a_cell() {
    let table = page(
        "== Team ==\n{|\n! Objective !! Q2 Goal !! Owner\n|-\n| One || To be determined || Bo Sample\n|}",
    );
    let line = "R1 warning high: only “To be determined” where the goals should be (Bo Sample)";
    assert_eq!(table.finds(NAME), [line]);
}

#[test]
fn where_nobody_is_named_the_objectives_manager_is_next_in_line() {
    let vacant = "'''Key Result Manager:'''\n\n'''KR1:''' One.<br />\n'''Q2 Goals:''' TBD";
    let line = "KR1 warning high: only “TBD” where the goals should be (next in line: Ada Sample)";
    assert_eq!(program(vacant).finds(NAME), [line]);
}

#[test]
fn a_placeholder_with_other_text_is_no_more_than_empty() {
    let remark = program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* TBD\n\nWe meet on Monday.");
    assert_eq!(remark.finds(NAME), NONE);
    assert_eq!(remark.finds("empty-goals").len(), 1);
}

#[test]
fn only_a_real_goal_settles_a_key_result() {
    let told = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* TBD";
    for (now, settled) in [
        (told.to_owned(), false),
        (told.replace("TBD", "N/A"), false),
        (told.replace("TBD", ""), false),
        (told.replace("* TBD", "{{Goals of KR1}}"), false),
        (told.replace("TBD", "Decide what is TBD"), true),
        (format!("{told}\n* A goal"), true),
    ] {
        assert_eq!(program(&now).settles(&RULE, KR1), settled, "{now}");
    }
}

#[test]
fn neither_an_objective_nor_what_is_gone_is_settled() {
    let filled = program("'''KR1:''' One.\n* A goal");
    for item in GONE.into_iter().chain([OBJECTIVE, Item::Page]) {
        assert!(!filled.settles(&RULE, item), "{item:?}");
    }
}
