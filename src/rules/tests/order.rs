//! Findings stand in the order of the page, and on one item in that of the rules.

use super::super::{Confidence, RULES, nearest_rule, rule};
use super::{Bench, Finding, page};

fn everything() -> Bench {
    let text = "<!-- goalkeeper: allow stale-status -->\n\n\
        == First ==\n\n'''Objective Manager:'''\n\n=== Key Results ===\n\n\
        '''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old\n\n\
        '''Key Result Manager:''' [[User:Cyd Sample|Cyd]]\n\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n* A goal\n\n\
        == Second ==\n\n'''Objective Manager:''' Dee Sample\n\n=== Key Results ===\n\n\
        '''KR1:''' One.<br />\n'''Q2 Goals:'''\n* TBD <!-- goalkeeper: allow missing-manager -->\n\n\
        '''KR2:''' Two.<br />\n'''Q2 Goals:'''\n* {{Done}} A goal";
    page(text).without_account("Cyd Sample").on("2020-12-31")
}

#[test]
fn the_page_comes_first_then_each_objective_before_its_key_results() {
    let found = everything().checked().findings;
    let places: Vec<_> = found
        .iter()
        .map(|f| (f.rule.as_str(), f.objective.as_deref().unwrap_or("-"), f.key_result.as_deref()))
        .collect();
    assert_eq!(
        places,
        [
            ("unused-allow", "-", None),
            ("missing-manager", "First", None),
            ("empty-goals", "First", Some("KR1")),
            ("wrong-quarter", "First", Some("KR1")),
            ("unlinked-manager", "First", Some("KR1")),
            ("unknown-manager", "First", Some("KR2")),
            ("missing-status", "First", Some("KR2")),
            ("unlinked-manager", "Second", None),
            ("placeholder-goals", "Second", Some("KR1")),
            ("unused-allow", "Second", Some("KR1")),
        ]
    );
}

#[test]
fn nothing_about_a_page_for_no_quarter_is_certain() {
    let is_certain = |finding: &Finding| finding.confidence == Confidence::High;
    let quarterly = everything().checked();
    assert!(quarterly.findings.iter().any(is_certain));
    let yearly = everything().titled("Wikimedia Technology/Goals/2020-21").checked();
    assert!(yearly.findings.len() > 2, "{:#?}", yearly.findings);
    assert!(!yearly.findings.iter().chain(&yearly.allowed).any(is_certain), "{yearly:#?}");
}

#[test]
fn a_page_is_checked_alike_each_time() {
    assert_eq!(everything().checked().findings, everything().checked().findings);
}

#[test]
fn what_is_allowed_stands_in_the_same_order() {
    let allowed = page(
        "<!-- goalkeeper: allow empty-goals, missing-manager -->\n\n== First ==\n\n'''Objective Manager:'''\n\n\
         '''KR1:''' One.\n*\n\n== Second ==\n\n'''Objective Manager:'''\n\n'''KR1:''' One.\n*",
    );
    let allowed = allowed.checked().allowed;
    let places: Vec<_> = allowed
        .iter()
        .map(|f| (f.rule.as_str(), f.objective.as_deref().unwrap_or("-"), f.key_result.as_deref()))
        .collect();
    assert_eq!(
        places,
        [
            ("missing-manager", "First", None),
            ("empty-goals", "First", Some("KR1")),
            ("missing-manager", "First", Some("KR1")),
            ("missing-manager", "Second", None),
            ("empty-goals", "Second", Some("KR1")),
            ("missing-manager", "Second", Some("KR1")),
        ]
    );
}

#[test]
fn every_rule_has_a_name_of_its_own_by_which_it_is_found() {
    for one in RULES {
        assert_eq!(rule(one.id.as_str()).map(|found| found.id), Some(one.id));
        let is_plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(one.id.as_str().chars().all(is_plain), "{}", one.id);
    }
    assert!(rule("empty goals").is_none() && rule("").is_none());
}

#[test]
fn a_misspelt_name_leads_to_the_nearest_rule() {
    for (typed, meant) in [
        ("empty-goal", "empty-goals"),
        ("emptygoals", "empty-goals"),
        ("missing-manger", "missing-manager"),
        ("stale-statuses", "stale-status"),
        ("placeholder", "placeholder-goals"),
    ] {
        assert_eq!(nearest_rule(typed), meant, "{typed}");
    }
}
