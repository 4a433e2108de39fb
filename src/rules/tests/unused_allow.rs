use super::{NONE, Says, page, program};

const NAME: &str = "unused-allow";

pub const SAYS: &[Says] = &[
    Says {
        key: "finding-unused-allow",
        page: || program(&STUB.replace("* <!--", "* A goal <!--")),
        line: "KR1 note high: “allow empty-goals” matches nothing here",
    },
    Says {
        key: "finding-unused-allow-over",
        page: || program(STUB).on("2020-11-16"),
        line: "KR1 note high: “allow empty-goals” ended on 2020-11-15",
    },
    Says {
        key: "finding-unused-allow-no-day",
        page: || program(&STUB.replace("2020-11-15", "2020-11-31")),
        line: "KR1 note high: “allow empty-goals” ends on a day that does not exist",
    },
    Says {
        key: "finding-unused-allow-unknown",
        page: || program(&STUB.replace("empty-goals", "empty-goal")),
        line: "KR1 note high: there is no rule “empty-goal”; did you mean “empty-goals”?",
    },
];

const STUB: &str = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* <!-- goalkeeper: allow empty-goals until 2020-11-15: waiting -->\n";

#[test]
fn nothing_is_found_where_an_allow_matches() {
    assert_eq!(program(STUB).finds(NAME), NONE);
    assert_eq!(program("'''KR1:''' One. <!-- for later -->\n* A goal").finds(NAME), NONE);
}

#[test]
fn each_rule_of_a_comment_is_looked_at_for_itself() {
    let two = STUB.replace("empty-goals", "empty-goals, missing-manager");
    assert_eq!(program(&two).finds(NAME), ["KR1 note high: “allow missing-manager” matches nothing here"]);
}

#[test]
fn an_unknown_rule_is_said_to_be_unknown_whatever_its_day() {
    let line = "KR1 note high: there is no rule “missing-managers”; did you mean “missing-manager”?";
    for until in ["2020-11-15", "2020-10-01", "2020-11-31"] {
        let wrong = STUB.replace("empty-goals until 2020-11-15", &format!("missing-managers until {until}"));
        assert_eq!(program(&wrong).finds(NAME), [line], "{until}");
    }
}

#[test]
fn an_allow_for_the_page_or_an_objective_can_match_nothing_too() {
    let goals = "'''KR1:''' One.\n* A goal";
    let comment = "<!-- goalkeeper: allow empty-goals -->\n\n";
    let of_page = page(&format!("{comment}{}", super::in_program(goals)));
    assert_eq!(of_page.finds(NAME), ["page note high: “allow empty-goals” matches nothing here"]);
    let of_objective = super::in_program(goals).replace("=== Key", &format!("{comment}=== Key"));
    assert_eq!(
        page(&of_objective).finds(NAME),
        ["objective note high: “allow empty-goals” matches nothing here"]
    );
}

#[test]
fn an_allow_on_a_page_for_a_year_matches_nothing() {
    let year = program(STUB).titled("Wikimedia Technology/Goals/2020-21");
    assert_eq!(year.finds(NAME), ["KR1 note medium: “allow empty-goals” matches nothing here"]);
}
