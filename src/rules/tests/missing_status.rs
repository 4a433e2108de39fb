use super::super::missing_status::RULE;
use super::{GONE, Item, KR1, KR2, NONE, OBJECTIVE, Says, page, program};

const NAME: &str = "missing-status";

pub const SAYS: &[Says] = &[Says {
    key: "finding-missing-status",
    page: || program(GOALS).on("2020-12-18"),
    line: "KR1 note high: 2 goals have no status yet (Ada Sample)",
}];

const GOALS: &str = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {{Done}} A goal\n* {{To do}} A second one\n\
    * Another one\n* A fourth one";

#[test]
fn nothing_is_found_before_the_last_two_weeks() {
    assert_eq!(program(GOALS).on("2020-12-17").finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_without_statuses() {
    let without = GOALS.replace("{{Done}} ", "").replace("{{To do}} ", "");
    assert_eq!(program(&without).on("2021-01-05").finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    let year = program(GOALS).titled("Wikimedia Technology/Goals/2020-21").on("2020-12-31");
    assert_eq!(year.finds(NAME), NONE);
}

#[test]
fn goals_without_a_status_are_counted_to_the_end_and_after_it() {
    for today in ["2020-12-18", "2020-12-31", "2021-01-05"] {
        let line = "KR1 note high: 2 goals have no status yet (Ada Sample)";
        assert_eq!(program(GOALS).on(today).finds(NAME), [line], "{today}");
    }
}

#[test]
fn one_goal_is_not_several() {
    let one = GOALS.replace("\n* A fourth one", "");
    let line = "KR1 note high: 1 goal has no status yet (Ada Sample)";
    assert_eq!(program(&one).on("2020-12-18").finds(NAME), [line]);
}

#[test]
fn owners_who_are_asked_earlier_are_told_earlier() {
    assert_eq!(program(GOALS).closing(30).on("2020-12-02").finds(NAME).len(), 1);
    assert_eq!(program(GOALS).closing(30).on("2020-12-01").finds(NAME), NONE);
    // Later than two weeks before the end is too late for the coordinator.
    assert_eq!(program(GOALS).closing(3).on("2020-12-18").finds(NAME).len(), 1);
}

#[test]
fn a_status_of_the_whole_key_result_is_one_of_each_goal() {
    let whole = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* A goal\n* Another\n\n'''Status:''' in progress";
    assert_eq!(program(whole).on("2020-12-18").finds(NAME), NONE);
}

#[test]
fn a_rows_own_status_is_one_of_each_goal() {
    let table = "== Team ==\n{|\n! Objective !! Goal !! Owner !! Status\n|-\n| One || Do it || Bo Sample || Done\n\
                 |-\n| Two || Do that || Bo Sample ||\n|}";
    let line = "R2 note high: 1 goal has no status yet (Bo Sample)";
    assert_eq!(page(table).on("2020-12-18").finds(NAME), [line]);
}

/// What is found of the second row, on the first of which stands a status of this kind.
fn second_row(head: &str, status: &str) -> Vec<String> {
    let table = format!(
        "== Team ==\n{{|\n! Objective !! Goal !! Owner !! {head}\n|-\n| One || Do it || Bo Sample || {{{{Done}}}}\n\
         |-\n| Two || Do that || Bo Sample || {status}\n|-\n| Three || Do so || Bo Sample || {status}\n|}}"
    );
    page(&table).on("2020-12-18").finds(NAME).into_iter().filter(|line| line.starts_with("R2")).collect()
}

#[test]
fn an_empty_cell_for_a_status_is_certain_and_any_words_in_it_are_a_status() {
    assert_eq!(second_row("Status", ""), ["R2 note high: 1 goal has no status yet (Bo Sample)"]);
    for words in ["[[File:Smile.png]]", "{{Signal}}"] {
        let line = "R2 note medium: 1 goal has no status yet (Bo Sample)";
        assert_eq!(second_row("Status", words), [line], "{words}");
    }
    for words in ["TBD", "–", "?"] {
        assert_eq!(
            second_row("Status", words),
            ["R2 note low: 1 goal has no status yet (Bo Sample)"],
            "{words}"
        );
    }
    for words in ["In progress", "Going well", "one half done, the other postponed", "70 %", "🟢", "on track"]
    {
        assert_eq!(second_row("Status", words), NONE, "{words}");
    }
}

#[test]
fn an_empty_label_for_a_status_is_certain_and_any_words_behind_it_are_a_status() {
    for (status, confidence) in
        [("", Some("high")), (" TBD", Some("low")), (" going well", None), ("\n\nGoing well", None)]
    {
        let text = format!(
            "'''KR1:''' One.\n* A goal\n* Another\n\n'''Status:'''{status}\n\n'''KR2:''' Two.\n* A goal {{{{Done}}}}"
        );
        let line = |confidence| format!("KR1 note {confidence}: 2 goals have no status yet (Ada Sample)");
        let expected: Vec<String> = confidence.map(line).into_iter().collect();
        assert_eq!(program(&text).on("2020-12-18").finds(NAME), expected, "{status}");
    }
}

#[test]
fn goals_without_a_status_are_certain_where_half_of_those_beside_them_have_one() {
    let third = GOALS.replace("* {{To do}} A second one\n", "");
    let line = "KR1 note medium: 2 goals have no status yet (Ada Sample)";
    assert_eq!(program(&third).on("2020-12-18").finds(NAME), [line]);
    // Those of another objective say nothing of this one's habit.
    let other = "== Another ==\n\n'''Objective Manager:''' Bo Sample\n\n'''KR1:''' One.\n* {{Done}} A\n* {{Done}} B\n* {{Done}} C";
    let both = page(&format!("{}\n{other}", super::in_program(&third)));
    assert_eq!(both.on("2020-12-18").finds(NAME), [line]);
}

#[test]
fn figures_are_goals_and_two_of_them_lack_a_status() {
    let table = "== Team ==\n{| class=\"wikitable\"\n! Objective !! Key result !! Owner !! Status\n\
        |-\n| Uptime || 99.9% || [[User:Ada|Ada]] || Done\n|-\n| Users || 5,000 || [[User:Bo|Bo]] || \n\
        |-\n| Errors || 0 || [[User:Cy|Cy]] || \n|}";
    for figures in [["5,000", "0"], ["1", "10 %"], ["1.5 M", "<50"]] {
        let table = table.replace("5,000", figures[0]).replace("|| 0 ||", &format!("|| {} ||", figures[1]));
        let found = page(&table).on("2020-12-18").finds_in_all();
        assert_eq!(
            found,
            [
                "missing-status: R2 note high: 1 goal has no status yet (Bo)",
                "missing-status: R3 note high: 1 goal has no status yet (Cy)",
            ],
            "{figures:?}"
        );
    }
}

#[test]
fn a_key_result_without_goals_needs_no_status() {
    let empty = format!("{}\n\n'''KR2:''' Two.", GOALS.replace("* Another one\n* A fourth one", ""));
    assert_eq!(program(&empty).on("2020-12-18").finds(NAME), NONE);
}

#[test]
fn nobody_is_next_in_line_for_a_status() {
    let vacant = format!("'''Key Result Manager:''' TBD\n\n{GOALS}");
    let line = "KR1 note high: 2 goals have no status yet";
    assert_eq!(program(&vacant).on("2020-12-18").finds(NAME), [line]);
}

#[test]
fn every_goal_needs_a_status_to_settle_a_key_result() {
    for (now, settled) in [
        (GOALS.to_owned(), false),
        (GOALS.replace("Another one", "Another one {{To do}}"), false),
        (GOALS.replace(" one", " one {{To do}}").replace("one {{To do}}\n* Another", "one\n* Another"), true),
        (GOALS.replace("\n* Another one\n* A fourth one", ""), true),
        ("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{Goals of KR1}}".to_owned(), false),
        ("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {{Done}}".to_owned(), false),
    ] {
        assert_eq!(program(&now).settles(&RULE, KR1), settled, "{now}");
    }
}

#[test]
fn neither_an_objective_nor_what_is_gone_is_settled() {
    let filled = program("'''KR1:''' One.\n* A goal {{Done}}\n\n'''KR2:''' Two.\n* A goal");
    assert_eq!([KR1, KR2].map(|item| filled.settles(&RULE, item)), [true, false]);
    for item in GONE.into_iter().chain([OBJECTIVE, Item::Page]) {
        assert!(!filled.settles(&RULE, item), "{item:?}");
    }
}
