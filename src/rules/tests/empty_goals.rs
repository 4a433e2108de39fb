use super::super::empty_goals::RULE;
use super::{GONE, KR1, KR2, NONE, OBJECTIVE, Says, page, program};

const NAME: &str = "empty-goals";

pub const SAYS: &[Says] = &[
    Says {
        key: "finding-empty-goals-nothing",
        page: || program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*"),
        line: "KR1 warning high: “Q2 Goals:” has nothing after it (Ada Sample)",
    },
    Says {
        key: "finding-empty-goals-no-label",
        page: || program(&unlabelled("")),
        line: "KR1 warning high: no goals yet (Ada Sample)",
    },
    Says {
        key: "finding-empty-goals-other-quarter",
        page: || program("'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old"),
        line: "KR1 warning high: there are goals only under “Q1 Goals:”, which is another quarter (Ada Sample)",
    },
    Says {
        key: "finding-empty-goals-cell",
        page: || page(TABLE),
        line: "R2 warning high: nothing in the column “Key result” (Bo Sample)",
    },
    Says {
        key: "finding-empty-goals-remark",
        page: || program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\nSee what we said last week."),
        line: "KR1 warning medium: no goals under “Q2 Goals:”; there is other text, which may or may not be meant as goals (Ada Sample)",
    },
    Says {
        key: "finding-empty-goals-maybe",
        page: || program("'''KR1:''' One. This quarter: finish it."),
        line: "KR1 warning medium: no list of goals; there is other text, which may or may not be meant as goals (Ada Sample)",
    },
];

const TABLE: &str = "== Team ==\n{| class=\"wikitable\"\n! Objective !! Key result !! Owner !! Status\n\
    |-\n| One || Do it || Bo Sample || \n|-\n| Two || || Bo Sample || \n|}";

/// A key result without a label, beside one with a label.
fn unlabelled(managers: &str) -> String {
    format!("{managers}'''KR1:''' One.\n\n{LABELLED}")
}

const LABELLED: &str =
    "'''Key Result Manager:''' Dee Sample\n\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n* A goal";

#[test]
fn nothing_is_found_where_every_key_result_has_a_goal() {
    let goals = "'''KR1:''' One.<br />\n'''Q2 Objective:'''<br />\n'''Q2 Goals:'''\n* A goal\n\n\
                 '''KR2:''' Without a label.\n* A goal\n\n'''KR3:''' On the line.<br />\n'''Q2 Goals:''' A goal";
    assert_eq!(program(goals).finds(NAME), NONE);
}

#[test]
fn nothing_is_said_of_goals_that_could_not_be_read() {
    assert_eq!(program("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{Goals of KR1}}").finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    let year = program(&unlabelled("")).titled("Wikimedia Technology/Goals/2020-21");
    assert_eq!(year.finds(NAME), NONE);
    let stub =
        program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*").titled("Wikimedia Technology/Goals/2020-21");
    assert_eq!(stub.finds(NAME), NONE);
}

#[test]
fn nothing_is_found_where_key_results_are_the_goals() {
    assert_eq!(program("'''KR1:''' Ten new leaders\n\n'''KR2:''' A report is out").finds(NAME), NONE);
    assert_eq!(program("'''KR1:''' Ten new leaders").finds(NAME), NONE);
}

#[test]
fn a_key_result_without_a_label_is_certain_only_where_others_have_one() {
    let beside = |other: &str| {
        let text = format!("'''KR1:''' One.\n\n'''KR2:''' Two.{other}");
        program(&text).finds(NAME).into_iter().next().unwrap()
    };
    for label in ["<br />\n'''Q2 Goals:'''\n* A goal", "<br />\n'''Q2 Goals:'''\n*"] {
        assert_eq!(beside(label), "KR1 warning high: no goals yet (Ada Sample)", "{label}");
    }
    for none in ["\n* A goal", "\n*", " Milestones: finish it"] {
        assert_eq!(beside(none), "KR1 warning medium: no goals yet (Ada Sample)", "{none}");
    }
}

#[test]
fn a_list_item_with_nothing_in_it_is_certain() {
    assert_eq!(program("'''KR1:''' One.\n*").finds(NAME), ["KR1 warning high: no goals yet (Ada Sample)"]);
    assert_eq!(program("'''KR1:''' One.\n* A goal\n*").finds(NAME), NONE);
    let lists = page("== Group ==\n* A goal\n\n== Another ==\n*").titled("Team/Goals/2020-21 Q2");
    assert_eq!(lists.finds(NAME), ["R1 warning high: no goals yet (next in line: nobody)"]);
    let year = page("== Group ==\n'''KR1:''' One.\n*").titled("Team/Goals/2020-21");
    assert_eq!(year.finds(NAME), NONE);
}

#[test]
fn a_placeholder_is_left_to_its_own_rule() {
    assert_eq!(program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* TBD").finds(NAME), NONE);
}

#[test]
fn each_key_result_without_goals_is_found() {
    let stubs = "'''KR1:''' A stub.<br />\n'''Q2 Goals:'''\n*\n\n'''KR2:''' Neither label nor list.\n\n\
                 '''KR3:''' Filled.\n* A goal\n\n'''KR4:''' Last quarter's.<br />\n'''Q1 Goals:'''\n* Old\n";
    let found = program(stubs).of(NAME);
    let found: Vec<_> = found.iter().map(|finding| finding.key_result.as_deref()).collect();
    assert_eq!(found, [Some("KR1"), Some("KR2"), Some("KR4")]);
}

#[test]
fn rows_are_counted_among_those_without_a_label() {
    assert_eq!(page(TABLE).finds(NAME), ["R2 warning high: nothing in the column “Key result” (Bo Sample)"]);
}

#[test]
fn its_own_managers_are_asked_all_of_them() {
    let two = unlabelled("'''Key Result Manager:''' Bo Sample and Cyd Sample\n\n");
    assert_eq!(program(&two).finds(NAME), ["KR1 warning high: no goals yet (Bo Sample, Cyd Sample)"]);
}

#[test]
fn where_nobody_is_named_the_objectives_manager_is_next_in_line() {
    let vacant = unlabelled("'''Key Result Manager:''' TBD\n\n");
    assert_eq!(program(&vacant).finds(NAME), ["KR1 warning high: no goals yet (next in line: Ada Sample)"]);
}

#[test]
fn where_nobody_is_named_at_all_nobody_is_next_in_line() {
    let nobody = unlabelled("== A program ==\n\n'''Objective Manager:'''\n\n=== Key Results ===\n\n");
    let nobody = page(&nobody);
    assert_eq!(nobody.finds(NAME), ["KR1 warning high: no goals yet (next in line: nobody)"]);
}

#[test]
fn nobody_is_asked_in_place_of_a_manager_who_could_not_be_read() {
    let unread = unlabelled("'''Key Result Manager:''' {{Manager of KR1}}\n\n");
    assert_eq!(program(&unread).finds(NAME), ["KR1 warning high: no goals yet"]);
}

#[test]
fn whoever_is_surely_named_is_asked_whatever_stands_behind() {
    for second in ["bell hooks", "the team", "somebody else"] {
        let text = format!(
            "'''Key Result Manager:''' [[User:Ada|Ada]] and {second}\n\n'''KR1:''' Result 1.<br />\n'''Q2 Goals:'''\n*"
        );
        let found = program(&text).of(NAME);
        let owners: Vec<_> = found[0].owners.iter().map(|owner| owner.name.as_str()).collect();
        assert_eq!((owners, found[0].named_in_doubt), (vec!["Ada"], false), "{second}");
        assert!(program(&text).of("missing-manager").is_empty(), "{second}");
    }
}

#[test]
fn nobody_is_not_said_where_somebody_may_be_meant() {
    for (value, in_doubt) in [
        ("[[User:Ada|Ada]]?", true),
        ("the team", true),
        ("TBD (Ada Sample for now)", true),
        ("{{Manager of KR1}}", true),
        ("TBD", false),
        ("[[User:Ada|Ada]]", false),
    ] {
        let text = format!("'''Key Result Manager:''' {value}\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*");
        let found = program(&text).of(NAME);
        assert_eq!(found.iter().map(|f| f.named_in_doubt).collect::<Vec<_>>(), [in_doubt], "{value}");
    }
}

#[test]
fn nobody_is_asked_who_may_not_be_meant() {
    let doubtful = unlabelled("'''Key Result Manager:''' ask [[User:Bo Sample]]\n\n");
    assert_eq!(program(&doubtful).finds(NAME), ["KR1 warning high: no goals yet"]);
}

#[test]
fn a_key_result_is_not_settled_as_it_was_told() {
    for says in SAYS {
        let page = (says.page)();
        for found in page.of(NAME) {
            assert!(!page.settles(&RULE, found.item), "{}", says.key);
        }
    }
}

#[test]
fn a_goal_settles_a_key_result() {
    let filled = program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* A goal\n\n'''KR2:''' Two.\n");
    assert_eq!([KR1, KR2].map(|item| filled.settles(&RULE, item)), [true, false]);
}

#[test]
fn half_a_goal_settles_nothing() {
    for half in [
        "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* TBD",
        "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\nWe are still thinking.",
        "'''KR1:''' One.<br />\n'''Q3 Goals:'''\n* A goal",
        "'''KR1:''' One.<br />\n'''Q2 Objective:''' Think<br />\n'''Q2 Goals:'''",
    ] {
        assert!(!program(half).settles(&RULE, KR1), "{half}");
    }
}

#[test]
fn goals_that_could_not_be_read_settle_nothing() {
    let unread = program("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{Goals of KR1}}");
    assert!(!unread.settles(&RULE, KR1));
}

#[test]
fn neither_an_objective_nor_what_is_gone_is_settled() {
    let filled = program("'''KR1:''' One.\n* A goal");
    assert!(filled.settles(&RULE, KR1));
    for item in GONE.into_iter().chain([OBJECTIVE, super::Item::Page]) {
        assert!(!filled.settles(&RULE, item), "{item:?}");
    }
}
