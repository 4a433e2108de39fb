//! Nothing is called settled that a rule still finds: no line of a notice is ever ticked by mistake.

use super::super::{Look, RULES, RuleId, Severity, Topic, all_settled, is_settled};
use super::{Bench, Finding, GONE, Item, KR1, Rule, TITLE, Told, page, program};
use crate::goals::tests::{every_layout, read_html};

const SEEDS: [(&str, &str); 12] = {
    macro_rules! seed {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../fuzz/seeds/read_page/", $name, ".html")))
        };
    }
    [
        seed!("doubts"),
        seed!("goal-pages"),
        seed!("key-results--br"),
        seed!("key-results--pre"),
        seed!("key-results"),
        seed!("markups"),
        seed!("program"),
        seed!("sample-product"),
        seed!("status"),
        seed!("team"),
        seed!("technology-q1"),
        seed!("technology-q2"),
    ]
};

/// A rule that tells of goals, and never calls anything settled.
const NEVER: Rule = Rule {
    id: RuleId("made-up"),
    severity: Severity::Warning,
    explanation: "",
    fix: "",
    told: Told::Owners { topic: Topic::Goals, is_settled: |_, _| false },
    look: Look::Page(|_| Vec::new()),
};

#[test]
fn every_seed_is_looked_at() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/read_page");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), SEEDS.len());
}

#[test]
fn what_is_found_is_never_settled() {
    let mut told: Vec<(&str, Finding)> = Vec::new();
    for (name, html) in SEEDS {
        let bench = Bench { html: html.to_owned(), ..page("") }.on("2020-12-31");
        for layout in every_layout() {
            let Ok(read) = read_html(TITLE, html, layout) else { continue };
            for finding in bench.checked_as(&read).findings {
                let Some(topic) = finding.rule.topic() else { continue };
                assert!(!is_settled(&read, finding.item, topic), "{name}, {layout:?}: {finding:#?}");
                told.push((name, finding));
            }
        }
    }
    // Else the pages wouldn't show anything.
    for rule in RULES.iter().filter(|rule| rule.id.topic().is_some()) {
        assert!(told.iter().any(|(_, finding)| finding.rule == rule.id), "{} is told nowhere", rule.id);
    }
    assert!(told.len() > 100, "{}", told.len());
}

#[test]
fn nothing_is_settled_where_there_is_nothing() {
    let filled = filled().read();
    for item in GONE.into_iter().chain([Item::Page]) {
        for topic in [Topic::Goals, Topic::Manager, Topic::Statuses] {
            assert!(!is_settled(&filled, item, topic), "{item:?} {topic:?}");
        }
    }
}

#[test]
fn a_key_result_that_lacks_nothing_is_settled() {
    for topic in [Topic::Goals, Topic::Manager, Topic::Statuses] {
        assert!(is_settled(&filled().read(), KR1, topic), "{topic:?}");
    }
}

#[test]
fn an_objective_can_only_be_settled_about_its_manager() {
    let read = filled().read();
    let settled = [Topic::Goals, Topic::Manager, Topic::Statuses]
        .map(|topic| is_settled(&read, super::OBJECTIVE, topic));
    assert_eq!(settled, [false, true, false]);
}

#[test]
fn what_one_rule_calls_settled_waits_for_the_others_of_its_topic() {
    let to_do = program("'''KR1:''' One.\n* A goal {{To do}}");
    assert!(to_do.settles(&super::super::missing_status::RULE, KR1));
    assert!(!to_do.settles(&super::super::stale_status::RULE, KR1));
    assert!(!is_settled(&to_do.read(), KR1, Topic::Statuses));
}

#[test]
fn one_rule_that_is_never_settled_keeps_its_topic_open() {
    let read = filled().read();
    let with_it: Vec<&Rule> = RULES.into_iter().chain([&NEVER]).collect();
    let settled =
        [Topic::Goals, Topic::Manager, Topic::Statuses].map(|topic| all_settled(&with_it, &read, KR1, topic));
    assert_eq!(settled, [false, true, true]);
    assert!(all_settled(&RULES, &read, KR1, Topic::Goals));
}

#[test]
fn a_topic_of_which_no_rule_tells_is_never_settled() {
    let silent: Vec<&Rule> = RULES.into_iter().filter(|rule| rule.id.topic() != Some(Topic::Goals)).collect();
    assert!(!all_settled(&silent, &filled().read(), KR1, Topic::Goals));
    assert!(!all_settled(&[], &filled().read(), KR1, Topic::Manager));
}

#[test]
fn owners_are_told_of_what_they_can_fix_alone() {
    let topics: Vec<_> = RULES.iter().filter_map(|rule| Some((rule.id.as_str(), rule.id.topic()?))).collect();
    assert_eq!(
        topics,
        [
            ("empty-goals", Topic::Goals),
            ("placeholder-goals", Topic::Goals),
            ("missing-manager", Topic::Manager),
            ("missing-status", Topic::Statuses),
            ("stale-status", Topic::Statuses),
        ]
    );
    assert_eq!(NEVER.id.topic(), None, "only rules that are registered tell");
}

fn filled() -> Bench {
    program("'''KR1:''' One.\n* A goal {{Done}}")
}
