//! What holds for any HTML: the reader comes to an end, soon, and says nothing that contradicts itself.

mod inputs;
mod time;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{Checked, Item, Levels, View, check, is_settled};
use crate::base::Title;
use crate::goals::tests::{every_layout, read_html, strays};
use crate::goals::{GoalPage, GoalsState, Layouts, Managers, NotRead, Reading, quarter_in, read_page};
use crate::people::Owners;
use crate::wiki::UserNamespaces;
use inputs::{layout_file, page};

static NAMESPACES: LazyLock<UserNamespaces> = LazyLock::new(UserNamespaces::default);

/// As many cases as there is time for before every change.
const FEW: u32 = 8;
/// As many as have found something.
const MANY: u32 = 256;

fn read_as(html: &str, layout: Option<&str>) -> Result<GoalPage, NotRead> {
    read_html("Wikimedia Technology/Goals/2020-21 Q2", html, layout)
}

/// What is found on the quarter's last day, when every rule looks.
fn checked(page: &GoalPage) -> Checked {
    let today = chrono::NaiveDate::from_ymd_opt(2020, 12, 31).unwrap_or_default();
    let (unknown_accounts, owners) = (BTreeSet::new(), Owners::default());
    let view = View { page, today, unknown_accounts: &unknown_accounts, owners: &owners, closing_days: 10 };
    check(&view, &Levels::new())
}

fn is_sound(page: &GoalPage) -> Result<(), TestCaseError> {
    prop_assert!(page.coverage.left_out_words <= page.coverage.words);
    prop_assert_eq!(strays(page), Vec::<String>::new());
    prop_assert!(page.key_results().next().is_some());
    for (.., result) in page.key_results() {
        prop_assert_eq!(result.goals_state == GoalsState::Read, !result.goals.is_empty());
        prop_assert_eq!(result.goals_state == GoalsState::Empty, result.emptiness.is_some());
        for goal in &result.goals {
            prop_assert!(!goal.text.trim().is_empty());
        }
        for manager in result.managers.named() {
            prop_assert!(manager.name.chars().any(char::is_alphabetic));
        }
        if let Managers::Named { managers, .. } = &result.managers {
            prop_assert!(!managers.is_empty());
        }
    }
    for finding in checked(page).findings {
        let there = match finding.item {
            Item::Page => true,
            Item::Objective { objective } => page.objectives.get(objective).is_some(),
            Item::KeyResult { objective, key_result } => {
                page.objectives.get(objective).is_some_and(|o| o.name_of(key_result).is_some())
            }
        };
        prop_assert!(there, "{:?}", finding.item);
        let settled = finding.rule.topic().is_some_and(|topic| is_settled(page, finding.item, topic));
        prop_assert!(!settled, "{:?}", finding);
    }
    Ok(())
}

/// Whether something holds for so many of them.
fn hold<S: Strategy>(cases: u32, of: S, holds: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    TestRunner::new(config).run(&of, holds).unwrap_or_else(|error| panic!("{error}"));
}

fn is_read_or_refused(html: String) -> Result<(), TestCaseError> {
    for layout in every_layout() {
        let first = read_as(&html, layout);
        prop_assert_eq!(&first, &read_as(&html, layout), "read twice");
        if let Ok(page) = &first {
            is_sound(page)?;
        }
    }
    Ok(())
}

fn is_the_same_in_a_box(html: String) -> Result<(), TestCaseError> {
    // As the browser has it: boxes are put around what is well-formed.
    let html = kuchikikiki::traits::TendrilSink::one(kuchikikiki::parse_html(), html);
    let body = html.select_first("body").expect("every page gets a body");
    let inside: String = body.as_node().children().map(|node| node.to_string()).collect();
    let boxed = format!("<div>{inside}</div>");
    prop_assert_eq!(read_as(&inside, None), read_as(&boxed, None));
    Ok(())
}

fn is_a_layout_or_refused(text: String) -> Result<(), TestCaseError> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), &text).expect("it can be written");
    if let Ok(layouts) = Layouts::with(&[file.path()]) {
        let reading = Reading {
            title: &Title::of_wiki("Goals/2020-21 Q2"),
            quarter: quarter_in("Goals/2020-21 Q2"),
            by_heading: None,
            layouts: &layouts,
            layout: None,
            may_guess: true,
            namespaces: &NAMESPACES,
        };
        if let Ok(page) = read_page("<h2>A</h2><p>KR1: b</p><ul><li>c</li></ul>", reading) {
            is_sound(&page)?;
        }
    }
    Ok(())
}

#[test]
fn any_page_is_read_or_refused() {
    hold(FEW, page(), is_read_or_refused);
}

#[test]
fn a_box_around_everything_changes_nothing() {
    hold(FEW, page(), is_the_same_in_a_box);
}

#[test]
fn any_text_is_a_layout_or_refused() {
    hold(FEW, layout_file(), is_a_layout_or_refused);
}

#[test]
#[ignore = "slow; a step of its own in .ci/run"]
fn many_pages_are_read_or_refused() {
    hold(MANY, page(), is_read_or_refused);
}

#[test]
#[ignore = "slow; a step of its own in .ci/run"]
fn a_box_around_many_pages_changes_nothing() {
    hold(MANY, page(), is_the_same_in_a_box);
}

#[test]
#[ignore = "slow; a step of its own in .ci/run"]
fn many_texts_are_layouts_or_refused() {
    hold(MANY, layout_file(), is_a_layout_or_refused);
}
