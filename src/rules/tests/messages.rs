//! Every message that rules can give is given on some page.

use std::collections::BTreeSet;

use super::super::{RULES, check_missing};
use super::{Finding, Levels, Says, day, line};

/// What the rules can say; [`super::missing_page`] has a message more, for there is no page to say it on.
fn all() -> impl Iterator<Item = &'static Says> {
    let files = [
        super::empty_goals::SAYS,
        super::placeholder_goals::SAYS,
        super::wrong_quarter::SAYS,
        super::missing_manager::SAYS,
        super::unlinked_manager::SAYS,
        super::unknown_manager::SAYS,
        super::missing_status::SAYS,
        super::stale_status::SAYS,
        super::unused_allow::SAYS,
    ];
    files.into_iter().flatten()
}

/// What is found on all of their pages, with the message that each is there for.
fn found() -> Vec<(Option<&'static Says>, Finding)> {
    let quarter = "2020-21Q3".parse().unwrap();
    let missing = check_missing(quarter, day("2021-01-01"), &Levels::new());
    let on_pages = all().flat_map(|says| {
        (says.page)().checked().findings.into_iter().map(move |finding| (Some(says), finding))
    });
    on_pages.chain(missing.into_iter().map(|finding| (None, finding))).collect()
}

#[test]
fn each_message_is_given_as_its_rule_says() {
    for says in all() {
        let findings = (says.page)().checked().findings;
        let lines: Vec<_> = findings.iter().filter(|f| f.message.key == says.key).map(line).collect();
        assert!(lines.iter().any(|line| line == says.line), "{}: {lines:#?}", says.key);
    }
}

#[test]
fn the_messages_given_are_those_there_are() {
    let english: serde_json::Value = serde_json::from_str(include_str!("../../../i18n/en.json")).unwrap();
    let keys = english.as_object().unwrap().keys().map(String::as_str);
    let there: BTreeSet<_> = keys.filter(|key| key.starts_with("finding-")).collect();
    let found = found();
    let given: BTreeSet<_> = found.iter().map(|(_, finding)| finding.message.key).collect();
    assert_eq!(given, there);
}

#[test]
fn no_message_is_left_with_a_parameter_open() {
    for (_, finding) in found() {
        let text = finding.message.text("en");
        assert!(!text.contains('$') && !text.contains("{{"), "{text}");
    }
}

#[test]
fn every_rule_finds_something_on_these_pages() {
    let found: BTreeSet<_> = found().into_iter().map(|(_, finding)| finding.rule).collect();
    assert_eq!(found, RULES.iter().map(|rule| rule.id).collect());
}
