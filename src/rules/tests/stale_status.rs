use super::super::stale_status::RULE;
use super::{GONE, Item, KR1, NONE, OBJECTIVE, Says, program};

const NAME: &str = "stale-status";

pub const SAYS: &[Says] = &[Says {
    key: "finding-stale-status",
    page: || program(GOALS).on("2020-12-18"),
    line: "KR1 note high: 1 goal is still marked “To do” (Ada Sample)",
}];

const GOALS: &str = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {{To do}} A goal\n* {{Postponed}} Another one";

#[test]
fn nothing_is_found_before_the_last_two_weeks() {
    assert_eq!(program(GOALS).on("2020-12-17").finds(NAME), NONE);
}

#[test]
fn nothing_is_found_where_something_became_of_each_goal() {
    for status in ["In progress", "Done", "Not done", "Not done|Blocked"] {
        let goals = GOALS.replace("{{To do}}", &format!("{{{{{status}}}}}"));
        assert_eq!(program(&goals).on("2020-12-31").finds(NAME), NONE, "{status}");
    }
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    let year = program(GOALS).titled("Wikimedia Technology/Goals/2020-21").on("2020-12-31");
    assert_eq!(year.finds(NAME), NONE);
}

#[test]
fn goals_still_to_do_are_counted() {
    let two = GOALS.replace("Postponed", "To do");
    let line = "KR1 note high: 2 goals are still marked “To do” (Ada Sample)";
    assert_eq!(program(&two).on("2020-12-31").finds(NAME), [line]);
}

#[test]
fn owners_who_are_asked_earlier_are_told_earlier() {
    assert_eq!(program(GOALS).closing(30).on("2020-12-02").finds(NAME).len(), 1);
    assert_eq!(program(GOALS).closing(30).on("2020-12-01").finds(NAME), NONE);
}

#[test]
fn a_key_result_that_is_to_do_makes_its_goals_so() {
    let whole = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* A goal\n* Another\n\n'''Status:''' to do";
    let line = "KR1 note high: 2 goals are still marked “To do” (Ada Sample)";
    assert_eq!(program(whole).on("2020-12-18").finds(NAME), [line]);
}

#[test]
fn every_goal_must_be_more_than_to_do_to_settle_a_key_result() {
    for (now, settled) in [
        (GOALS.to_owned(), false),
        (GOALS.replace("{{To do}} ", ""), false),
        (GOALS.replace("To do", "In progress"), true),
        (GOALS.replace("Postponed", "To do"), false),
        (GOALS.replace("* {{To do}} A goal\n", ""), true),
        ("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{Goals of KR1}}".to_owned(), false),
        ("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*".to_owned(), false),
    ] {
        assert_eq!(program(&now).settles(&RULE, KR1), settled, "{now}");
    }
}

#[test]
fn neither_an_objective_nor_what_is_gone_is_settled() {
    let filled = program("'''KR1:''' One.\n* A goal {{Done}}");
    assert!(filled.settles(&RULE, KR1));
    for item in GONE.into_iter().chain([OBJECTIVE, Item::Page]) {
        assert!(!filled.settles(&RULE, item), "{item:?}");
    }
}
