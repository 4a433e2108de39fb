use super::{NONE, Says, page, program};

const NAME: &str = "unlinked-manager";

pub const SAYS: &[Says] = &[Says {
    key: "finding-unlinked-manager",
    page: || program(MIXED),
    line: "KR1 note high: “Bo Sample” is not linked to a user page; other names on this page are",
}];

const MIXED: &str = "'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n\
    '''Key Result Manager:''' [[User:Cyd Sample (WMF)|Cyd Sample]]\n\n'''KR2:''' Two.\n* A goal";

#[test]
fn nothing_is_found_where_nobody_on_the_page_is_linked() {
    assert_eq!(program(&MIXED.replace("[[User:Cyd Sample (WMF)|", "").replace("]]", "")).finds(NAME), NONE);
}

#[test]
fn everyone_without_a_link_is_found_where_others_have_one() {
    assert_eq!(
        program(MIXED).finds(NAME),
        [
            "objective note high: “Ada Sample” is not linked to a user page; other names on this page are",
            "KR1 note high: “Bo Sample” is not linked to a user page; other names on this page are",
        ]
    );
}

#[test]
fn a_name_is_reported_once_where_it_stands_first() {
    let twice = format!("{MIXED}\n\n'''Key Result Manager:''' Bo Sample\n\n'''KR3:''' Three.\n* A goal");
    assert_eq!(program(&twice).finds(NAME).len(), 2);
}

#[test]
fn a_name_that_is_linked_in_one_place_is_linked() {
    let once = MIXED.replace("Cyd Sample (WMF)|Cyd Sample", "BSample|Bo Sample");
    let line = "objective note high: “Ada Sample” is not linked to a user page; other names on this page are";
    assert_eq!(program(&once).finds(NAME), [line]);
}

#[test]
fn a_name_that_the_settings_know_needs_no_link() {
    let line = "objective note high: “Ada Sample” is not linked to a user page; other names on this page are";
    assert_eq!(program(MIXED).knowing("bo  sample", "BSample (WMF)").finds(NAME), [line]);
}

#[test]
fn a_link_to_another_page_is_none_to_a_user() {
    let other =
        MIXED.replace("'''Key Result Manager:''' Bo Sample", "'''Key Result Manager:''' [[Bo Sample]]");
    assert_eq!(program(&other).finds(NAME).len(), 2);
}

#[test]
fn a_page_for_a_year_is_looked_at_too() {
    let year = program(MIXED).titled("Wikimedia Technology/Goals/2020-21");
    assert_eq!(year.finds(NAME).len(), 2);
}

#[test]
fn a_name_in_a_cell_is_found_in_its_row() {
    let table = page(
        "== Team ==\n{|\n! Objective !! Goal !! Owner\n|-\n| One || Do it || [[User:Bo Sample|Bo]]\n\
         |-\n| Two || Do that || Cyd\n|}",
    );
    assert_eq!(
        table.finds(NAME),
        ["R2 note high: “Cyd” is not linked to a user page; other names on this page are"]
    );
}
