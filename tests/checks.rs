//! One file per rule, each beginning with a page on which it must find nothing.

mod empty_goals;
mod missing_manager;
mod missing_page;
mod missing_status;
mod placeholder_goals;
mod stale_status;
mod unknown_manager;
mod unlinked_manager;
mod unused_allow;
mod wrong_quarter;

use crate::support::Wiki;

const TITLE: &str = "Wikimedia Technology/Goals/2020-21 Q2";

/// A wiki and a day, to try a rule on.
struct Bench {
    wiki: Wiki,
    rule: &'static str,
}

impl Bench {
    fn new(rule: &'static str) -> Self {
        Self { wiki: Wiki::up(), rule }
    }

    /// What the rule finds on 2 November: item, severity and message, a line each.
    fn finds(&self, wikitext: &str) -> Vec<String> {
        self.finds_on("2020-11-02", wikitext)
    }

    fn finds_on(&self, today: &str, wikitext: &str) -> Vec<String> {
        self.wiki.admin().save(TITLE, wikitext);
        let ran = self.wiki.anonymous(&["check", TITLE, "--format", "json", "--today", today]);
        assert!(ran.code < 2, "{}", ran.err);
        let check = ran.json();
        let findings = check["pages"][0]["findings"].as_array().unwrap().clone();
        let of_rule = findings.iter().filter(|finding| finding["rule"] == self.rule);
        of_rule
            .map(|finding| {
                let text = |name: &str| finding[name].as_str().unwrap_or("-").to_owned();
                format!("{} {}: {}", text("key_result"), text("severity"), text("message"))
            })
            .collect()
    }
}

/// A page with one program and these key results.
fn page(key_results: &str) -> String {
    format!(
        "== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n=== Key Results ===\n\n{key_results}\n"
    )
}
