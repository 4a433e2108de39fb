use super::{NONE, Says, page, program};

const NAME: &str = "wrong-quarter";

pub const SAYS: &[Says] = &[Says {
    key: "finding-wrong-quarter",
    page: || program("'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old"),
    line: "KR1 warning high: “Q1 Goals:” names another quarter (Ada Sample)",
}];

#[test]
fn nothing_is_found_where_only_a_text_names_other_quarters() {
    let right =
        "'''KR1:''' Reach it by Q4, planned in Q1.<br />\n'''Second quarter goals:'''\n* A goal by Q3";
    assert_eq!(program(right).finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    let old = program("'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old");
    assert_eq!(old.titled("Wikimedia Technology/Goals/2020-21").finds(NAME), NONE);
}

#[test]
fn nothing_is_found_where_the_label_names_this_quarter_too() {
    assert_eq!(program("'''KR1:''' One.<br />\n'''Q1 & Q2 Goals:'''\n* A goal").finds(NAME), NONE);
}

#[test]
fn the_pages_quarter_is_that_of_its_title() {
    let label = program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* A goal");
    let line = "KR1 warning high: “Q2 Goals:” names another quarter (Ada Sample)";
    assert_eq!(label.titled("Wikimedia Technology/Goals/2020-21 Q3").finds(NAME), [line]);
}

#[test]
fn beside_this_quarters_goals_the_label_does_no_harm() {
    let both = "'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old\n'''Q2 Goals:'''\n* New\n";
    let line = "KR1 note high: “Q1 Goals:” names another quarter (Ada Sample)";
    assert_eq!(program(both).finds(NAME), [line]);
}

#[test]
fn of_several_labels_the_first_is_named() {
    let several = "'''KR1:''' One.<br />\n'''Q4 Goals:'''\n* A\n'''Third Quarter Goals:'''\n* B\n";
    let line = "KR1 warning high: “Q4 Goals:” names another quarter (Ada Sample)";
    assert_eq!(program(several).finds(NAME), [line]);
}

#[test]
fn a_column_can_name_another_quarter() {
    let table = page("== Team ==\n{|\n! Objective !! Q1 Goals !! Owner\n|-\n| One || Paint || Bo Sample\n|}");
    assert_eq!(table.finds(NAME), ["R1 warning high: “Q1 Goals” names another quarter (Bo Sample)"]);
}

#[test]
fn nobody_is_next_in_line() {
    let vacant = "'''Key Result Manager:''' TBD\n\n'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old";
    assert_eq!(program(vacant).finds(NAME), ["KR1 warning high: “Q1 Goals:” names another quarter"]);
}
