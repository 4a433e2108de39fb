use super::super::Confidence;
use super::super::missing_manager::RULE;
use super::{Bench, GONE, Item, KR1, KR2, NONE, OBJECTIVE, Says, page, program};
use crate::goals::tests::html::html;

const NAME: &str = "missing-manager";

pub const SAYS: &[Says] = &[
    Says {
        key: "finding-missing-manager",
        page: || program("'''Key Result Manager:''' TBD\n\n'''KR1:''' One.\n* A goal"),
        line: "KR1 warning high: no manager is named (next in line: Ada Sample)",
    },
    Says {
        key: "finding-missing-manager-objective",
        page: || page(NO_OBJECTIVES_MANAGER),
        line: "objective warning high: no manager is named for the objective (next in line: nobody)",
    },
    Says {
        key: "finding-missing-manager-page",
        page: || page(NOBODY),
        line: "page warning low: no manager is named anywhere on the page (next in line: nobody)",
    },
];

const NO_OBJECTIVES_MANAGER: &str =
    "== A program ==\n\n'''Objective Manager:'''\n\n=== Key Results ===\n\n'''KR1:''' One.\n* A goal";
const NOBODY: &str =
    "== Team ==\n{|\n! Objective !! Key result !! Status\n|-\n| One || Do it ||\n|-\n| Two || ||\n|}";

#[test]
fn nothing_is_found_where_a_section_or_an_objective_covers_the_rest() {
    let covered =
        "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n'''KR2:''' Two.\n* A goal";
    assert_eq!(program(covered).finds(NAME), NONE);
    assert_eq!(program("'''KR1:''' One.\n* A goal").finds(NAME), NONE);
}

#[test]
fn nothing_is_said_of_a_manager_who_could_not_be_read() {
    let unread = program("'''Key Result Manager:''' {{Manager of KR1}}\n\n'''KR1:''' One.\n* A goal");
    assert_eq!(unread.finds(NAME), NONE);
}

#[test]
fn nothing_is_found_on_a_page_for_a_year() {
    for text in [NO_OBJECTIVES_MANAGER, NOBODY] {
        assert_eq!(page(text).titled("Wikimedia Technology/Goals/2020-21").finds(NAME), NONE);
    }
}

#[test]
fn an_empty_line_of_its_own_is_not_covered() {
    let own = "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n\
               '''Key Result Manager:''' Vacant (hiring)\n\n'''KR2:''' Two.\n* A goal";
    let line = "KR2 warning high: no manager is named (next in line: Ada Sample)";
    assert_eq!(program(own).finds(NAME), [line]);
}

#[test]
fn an_objective_without_a_manager_leaves_its_key_results_without_one() {
    assert_eq!(
        page(NO_OBJECTIVES_MANAGER).finds(NAME),
        [
            "objective warning high: no manager is named for the objective (next in line: nobody)",
            // It stands on the objective's line alone: the key result has no place of its own for a manager.
            "KR1 warning medium: no manager is named (next in line: nobody)",
        ]
    );
}

#[test]
fn an_objective_without_a_line_for_one_is_not_found() {
    let own = "== A program ==\n\n'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal";
    assert_eq!(page(own).finds(NAME), NONE);
}

#[test]
fn a_page_whose_layout_names_nobody_is_one_finding_and_a_guess() {
    let line = "page warning low: no manager is named anywhere on the page (next in line: nobody)";
    assert_eq!(page(NOBODY).finds(NAME), [line]);
}

#[test]
fn an_empty_cell_under_owner_names_nobody() {
    let table = NOBODY.replace("Status", "Owner").replace("| Two || ||", "| Two || Do that || Bo Sample");
    assert_eq!(page(&table).finds(NAME), ["R1 warning high: no manager is named (next in line: nobody)"]);
}

/// What is found of the key result without a line for a manager, after others with one.
fn last_of(with_manager: usize, last: &str) -> Vec<String> {
    let others = (1..=with_manager).map(|number| {
        format!("== Program {number} ==\n\n'''Key Result Manager:''' Bo Sample\n\n'''KR{number}:''' One.\n* A goal\n\n")
    });
    page(&format!("{}== The last ==\n\n{last}", others.collect::<String>())).finds(NAME)
}

#[test]
fn an_item_without_a_line_is_certain_only_where_nearly_all_others_have_one() {
    let last = "'''KR9:''' Nine.\n* A goal";
    let line =
        |confidence| vec![format!("KR9 warning {confidence}: no manager is named (next in line: nobody)")];
    assert_eq!(last_of(1, last), line("medium"));
    assert_eq!(last_of(2, last), line("high"));
    let two = format!("{last}\n\n'''KR10:''' Ten.\n* A goal");
    assert_eq!(last_of(3, &two)[0], line("medium")[0]);
    assert_eq!(last_of(4, &two)[0], line("high")[0]);
}

#[test]
fn an_item_that_links_somebody_is_not_certain() {
    let linked = "'''KR9:''' Nine, asked for by [[User:Cyd Sample|Cyd]].\n* A goal";
    let line = "KR9 warning medium: no manager is named (next in line: nobody)";
    assert_eq!(last_of(4, linked), [line]);
    assert_eq!(last_of(4, "'''KR9:''' Nine.\n* A goal of [[User talk:Cyd Sample]]"), [line]);
    assert_eq!(last_of(4, "[[User:Cyd Sample|Cyd]] looks after this.\n\n'''KR9:''' Nine.\n* A goal"), [line]);
    let elsewhere = last_of(4, "'''KR9:''' Nine, see [[Team|the team's page]].\n* A goal");
    assert_eq!(elsewhere, ["KR9 warning high: no manager is named (next in line: nobody)"]);
}

#[test]
fn an_unknown_column_may_name_the_manager() {
    for head in ["Steward", "Helpers", "Mit wem"] {
        let rows = "|-\n| One || Do it || Bo Sample || \n|-\n| Two || Do that || Cyd Sample || ";
        let table = format!("== Team ==\n{{|\n! Objective !! Key result !! Owner !! {head}\n{rows}");
        let confidence = |last: &str| {
            page(&format!("{table}\n|-\n| Three || Do so || {last}\n|}}")).of(NAME)[0].confidence
        };
        assert_eq!(confidence("|| Dee Sample"), Confidence::Medium, "{head}");
        assert_eq!(confidence("|| "), Confidence::High, "{head}: nobody stands in either");
        assert_eq!(confidence("TBD || "), Confidence::High, "{head}");
        let reaches_down = Bench {
            html: html(&format!("{table}Dee Sample\n|-\n| Three || Do so || \n|}}"))
                .replace("<td>Dee Sample", "<td rowspan=2>Dee Sample"),
            ..page("")
        };
        assert_eq!(reaches_down.of(NAME)[0].confidence, Confidence::Medium, "{head}");
    }
}

#[test]
fn a_table_with_an_unknown_column_and_none_for_owners_is_never_certain() {
    let outcomes = "Overall goal owner:\n{|\n! Annual plan outcome !! Quarterly Goal !! Steward\n|-\n| Outcome 1 || Do it || \n|}";
    let found = page(&format!("== Team ==\n\n{outcomes}")).of(NAME);
    assert_eq!(found.iter().map(|found| found.confidence).collect::<Vec<_>>(), [Confidence::Medium]);
    let known = page(&format!("== Team ==\n\n{}", outcomes.replace("Steward", "Status"))).of(NAME);
    assert_eq!(known.iter().map(|found| found.confidence).collect::<Vec<_>>(), [Confidence::High]);
}

#[test]
fn nobody_is_never_said_of_a_line_that_may_name_somebody() {
    for value in [
        "the team",
        "everyone",
        "see above",
        "ditto",
        "↑",
        "→",
        "TBD (Ada Sample for now)",
        "TBD ([[User:Ada|Ada]] for now)",
    ] {
        let line = format!("'''Key Result Manager:''' {value}\n\n'''KR1:''' One.\n* A goal");
        assert_eq!(program(&line).finds(NAME), NONE, "{value}");
    }
    for value in
        ["", "TBD", "–", "Vacant (hiring)", "TBD (was: Jane Doe)", "gesucht", "à pourvoir", "sin asignar"]
    {
        let line = format!("'''Key Result Manager:''' {value}\n\n'''KR1:''' One.\n* A goal");
        let nobody = "KR1 warning high: no manager is named (next in line: Ada Sample)";
        assert_eq!(program(&line).finds(NAME), [nobody], "{value}");
    }
}

#[test]
fn a_name_settles_a_key_result() {
    let told = "'''Key Result Manager:'''\n\n'''KR1:''' One.\n* A goal";
    for (name, settled) in [
        ("", false),
        (" TBD", false),
        (" Vacant", false),
        (" {{Manager of KR1}}", false),
        (" Bo Sample", true),
        (" [[User:Bo Sample|Bo]]", true),
        (" TBD, Bo Sample", true),
    ] {
        let now = program(&told.replace("Manager:'''", &format!("Manager:'''{name}")));
        assert_eq!(now.settles(&RULE, KR1), settled, "“{name}”");
    }
}

#[test]
fn another_key_results_manager_settles_nothing() {
    let one = "== A program ==\n\n'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n\
               '''Key Result Manager:'''\n\n'''KR2:''' Two.\n* A goal";
    let one = page(one);
    assert_eq!([KR1, KR2].map(|item| one.settles(&RULE, item)), [true, false]);
}

#[test]
fn a_name_settles_an_objective() {
    for (name, settled) in [("", false), (" TBD", false), (" {{Gone}}", false), (" Ada Sample", true)] {
        let now = NO_OBJECTIVES_MANAGER.replace("Manager:'''", &format!("Manager:'''{name}"));
        assert_eq!(page(&now).settles(&RULE, OBJECTIVE), settled, "“{name}”");
    }
}

#[test]
fn neither_the_page_nor_what_is_gone_is_settled() {
    let filled = program("'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal");
    assert!(filled.settles(&RULE, KR1) && filled.settles(&RULE, OBJECTIVE));
    for item in GONE.into_iter().chain([Item::Page]) {
        assert!(!filled.settles(&RULE, item), "{item:?}");
    }
}
