//! What the settings say of a rule.

use super::super::Levels;
use super::{Bench, Level, NONE, program};

const NAME: &str = "empty-goals";

fn stub() -> Bench {
    program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\n'''KR2:''' Two.\n* A goal")
}

#[test]
fn a_rule_that_is_off_finds_nothing() {
    assert_eq!(stub().finds(NAME).len(), 1);
    assert_eq!(stub().level(NAME, Level::Off).finds(NAME), NONE);
}

#[test]
fn a_finding_is_as_bad_as_the_settings_say() {
    for (level, word) in [(Level::Note, "note"), (Level::Warning, "warning"), (Level::Error, "error")] {
        let line = format!("KR1 {word} high: “Q2 Goals:” has nothing after it (Ada Sample)");
        assert_eq!(stub().level(NAME, level).finds(NAME), [line]);
    }
}

#[test]
fn other_rules_are_as_they_were() {
    let found = stub().finds_in_all();
    assert_eq!(stub().level("missing-manager", Level::Error).finds_in_all(), found);
    assert_eq!(stub().level("empty-goal", Level::Off).finds_in_all(), found);
}

#[test]
fn the_settings_count_for_more_than_a_rules_own_doubt() {
    let harmless = program("'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old\n'''Q2 Goals:'''\n* New\n");
    assert!(harmless.finds("wrong-quarter")[0].starts_with("KR1 note"));
    assert!(harmless.level("wrong-quarter", Level::Error).finds("wrong-quarter")[0].starts_with("KR1 error"));
}

#[test]
fn allows_that_match_nothing_can_be_left_alone() {
    let unused = || program("'''KR1:''' One.\n* A goal <!-- goalkeeper: allow empty-goals -->");
    assert_eq!(unused().finds("unused-allow").len(), 1);
    assert_eq!(unused().level("unused-allow", Level::Off).finds("unused-allow"), NONE);
}

#[test]
fn what_is_off_is_no_reason_to_call_an_allow_unused() {
    let allowed =
        || program("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n<!-- goalkeeper: allow empty-goals -->");
    assert_eq!(allowed().checked().allowed.len(), 1);
    assert_eq!(allowed().level(NAME, Level::Off).finds("unused-allow"), NONE);
}

#[test]
fn there_are_four_levels_and_no_other() {
    let read = |level: &str| toml::from_str::<Levels>(&format!("empty-goals = \"{level}\""));
    for (word, level) in
        [("off", Level::Off), ("note", Level::Note), ("warning", Level::Warning), ("error", Level::Error)]
    {
        assert_eq!(read(word).unwrap(), Levels::from([(NAME.to_owned(), level)]));
    }
    assert!(read("fatal").is_err());
}
