//! What only a wiki can show of the rules, which are tested one by one in `src/rules/tests`: that `check` runs them all on
//! what the wiki's parser makes of a page, knows which accounts there are, and which pages aren't there.

use crate::support::{Wiki, board};

const TITLE: &str = "Wikimedia Technology/Goals/2020-21 Q2";

/// Every rule but `missing-page` finds something here.
const EVERYTHING: &str = "<!-- goalkeeper: allow stale-status until 2020-12-01 -->

== A program ==

'''Objective Manager:''' [[User:Bo Sampel (WMF)|Bo Sample]]

=== Key Results ===

'''KR1:''' Only last quarter's goals.<br />
'''Q1 Goals:'''
* Old

'''Key Result Manager:''' TBD

'''KR2:''' No manager, no goals.<br />
'''Q2 Goals:'''
* TBD

'''Key Result Manager:''' Cyd Sample

'''KR3:''' Nobody knows how far it is.<br />
'''Q2 Goals:'''
* {{To do}} A goal
* Another one

'''Key Result Manager:''' [[User:Bo Sample (WMF)|Bo Sample]]

'''KR4:''' The account is there, its user page is not.<br />
'''Q2 Goals:'''
* <!-- goalkeeper: allow empty-goals until 2020-12-20: waiting for budget -->
";

#[test]
fn every_rule_looks_at_a_page_that_the_wiki_has_read() {
    let wiki = Wiki::up();
    wiki.admin().save(TITLE, EVERYTHING);
    let ran = wiki.anonymous(&["check", TITLE, "--format", "json", "--today", "2020-12-20"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let json = ran.json();
    let findings = json["pages"][0]["findings"].as_array().unwrap();
    let lines: Vec<_> = findings
        .iter()
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap_or("-").to_owned();
            let anchor = text("url").split_once('#').map_or(String::new(), |(_, anchor)| anchor.to_owned());
            let section =
                text("edit_url").rsplit_once("section=").map_or(String::new(), |(_, n)| n.to_owned());
            let owners: Vec<_> =
                finding["owners"].as_array().unwrap().iter().filter_map(|o| o.as_str()).collect();
            format!(
                "{} {} {} {}: {} ({}) #{anchor} {section}",
                text("key_result"),
                text("rule"),
                text("severity"),
                text("confidence"),
                text("message"),
                owners.join(", "),
            )
        })
        .collect();
    insta::assert_snapshot!("every_rule", lines.join("\n"));
    assert_eq!(json["summary"]["allowed"], 1);
    let ran = wiki.anonymous(&["check", TITLE, "--today", "2020-12-20"]);
    assert!(ran.out.ends_with("; 1 allowed on the page\n"), "{}", ran.out);
}

#[test]
fn a_page_is_missing_from_the_quarters_first_day_on() {
    let wiki = Wiki::up();
    let rules = |today: &str| {
        let ran = wiki.goalkeeper(&["check", "--today", today, "--quarter", "2020-21Q3", "--format", "json"]);
        let pages = ran.json()["pages"].as_array().unwrap().clone();
        let findings = pages.iter().flat_map(|page| page["findings"].as_array().unwrap().clone());
        findings.map(|finding| finding["rule"].clone()).collect::<Vec<_>>()
    };
    assert!(rules("2020-12-31").is_empty());
    assert_eq!(rules("2021-01-01"), ["missing-page", "missing-page"]);
}

#[test]
fn a_board_says_how_bad_a_finding_is() {
    let wiki = Wiki::up();
    let levels = |level: &str| {
        let settings = board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}")
            + &format!("[boards.rules]\nempty-goals = \"{level}\"\n");
        wiki.goalkeeper_with(&settings, &["check", "--today", "2020-11-02", "--format", "json"])
    };
    let found = levels("error").json();
    assert_eq!(found["summary"]["findings"]["empty-goals"], 6);
    assert!(found["pages"][0]["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "error"));
    assert!(levels("off").json()["summary"]["findings"]["empty-goals"].is_null());
    let wrong = levels("fatal");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}
