use super::{NONE, Says, program};

const NAME: &str = "unknown-manager";

pub const SAYS: &[Says] = &[Says {
    key: "finding-unknown-manager",
    page: || program(LINKED).without_account("Bo Sampel (WMF)"),
    line: "KR1 warning high: the link leads to the account “Bo Sampel (WMF)”, which does not exist",
}];

const LINKED: &str =
    "'''Key Result Manager:''' [[User:Bo Sampel (WMF)|Bo Sample]]\n\n'''KR1:''' One.\n* A goal";

#[test]
fn nothing_is_found_where_every_account_exists() {
    assert_eq!(program(LINKED).finds(NAME), NONE);
    assert_eq!(program(LINKED).without_account("Bo Sampel").finds(NAME), NONE);
}

#[test]
fn an_account_is_reported_once_where_it_is_linked_first() {
    let twice = format!("{LINKED}\n\n{}", LINKED.replace("KR1", "KR2"));
    let found = program(&twice).without_account("Bo Sampel (WMF)").of(NAME);
    assert_eq!(found.iter().map(|f| f.key_result.as_deref()).collect::<Vec<_>>(), [Some("KR1")]);
}

#[test]
fn two_accounts_are_two_findings() {
    let two = LINKED.replace("]]", "]], [[User talk:Cyd Sampel|Cyd]]");
    let found = program(&two).without_account("Bo Sampel (WMF)").without_account("Cyd Sampel").of(NAME);
    let accounts: Vec<_> = found.iter().map(|f| f.message.parameters[0].as_str()).collect();
    assert_eq!(accounts, ["Bo Sampel (WMF)", "Cyd Sampel"]);
}

#[test]
fn an_objectives_manager_is_looked_at_too() {
    let objective = super::page(
        "== A program ==\n\n'''Objective Manager:''' [[User:Ada Sampel|Ada]]\n\n'''KR1:''' One.\n* A goal",
    );
    let line = "objective warning high: the link leads to the account “Ada Sampel”, which does not exist";
    assert_eq!(objective.without_account("Ada Sampel").finds(NAME), [line]);
}

#[test]
fn nobody_is_asked_and_a_page_for_a_year_is_looked_at_too() {
    let year =
        program(LINKED).without_account("Bo Sampel (WMF)").titled("Wikimedia Technology/Goals/2020-21");
    let found = year.of(NAME);
    assert_eq!(found.len(), 1);
    assert!(found[0].owners.is_empty() && !found[0].next_in_line);
}
