//! A plan that is saved, looked at, and applied.

use crate::support::{ADA, PAGE, Wiki, line, outcomes};

/// A plan for a day, in a file.
fn plan(wiki: &Wiki) -> String {
    let plan = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(plan.code, 0, "{}", plan.err);
    plan.out
}

fn apply(wiki: &Wiki, plan: &str) -> Vec<String> {
    let file = wiki.file("plan.json", plan);
    let ran = wiki.goalkeeper(&["apply", file.to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    outcomes(&ran.json())
}

#[test]
fn what_was_planned_is_done_once() {
    let wiki = Wiki::up();
    let plan = plan(&wiki);
    let all = [
        "notice Ada Sample (WMF): posted",
        "notice Fay Sample (WMF): posted",
        "status Talk:Sample Product/Goals/2020-21 Q2: posted",
        "status Talk:Wikimedia Technology/Goals/2020-21 Q2: posted",
    ];
    assert_eq!(apply(&wiki, &plan), all);
    assert_eq!(apply(&wiki, &plan), all.map(|line| line.replace("posted", "skipped changed-since-plan")));
}

#[test]
fn what_has_changed_since_is_refused() {
    let wiki = Wiki::up();
    let plan = plan(&wiki);
    let admin = wiki.admin();
    // A no, a stub that was filled, and an edit that the bot would never plan.
    admin.save("User talk:Fay Sample (WMF)", "{{nobots}}");
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1));
    let forged = plan.replace("User talk:Fay Sample (WMF)", "User talk:Bo Sample (WMF)");
    let done = apply(&wiki, &forged);
    assert_eq!(line(&done, "notice Ada"), "notice Ada Sample (WMF): skipped changed-since-plan");
    assert_eq!(line(&done, "notice Fay"), "notice Fay Sample (WMF): skipped changed-since-plan");
    assert_eq!(line(&done, "status Talk:Sample"), "status Talk:Sample Product/Goals/2020-21 Q2: posted");
    for name in [ADA, "Bo Sample (WMF)"] {
        assert_eq!(admin.text(&format!("User talk:{name}")), None);
    }
}

#[test]
fn what_is_no_plan_says_so() {
    let wiki = Wiki::up();
    for (text, why) in [
        ("", "not a plan: EOF"),
        ("{}", "not a plan: missing field `schema`"),
        (
            "{\"schema\": \"goalkeeper.run/1\", \"today\": \"2020-11-02\", \"edits\": []}",
            "its schema is “goalkeeper.run/1”",
        ),
    ] {
        let file = wiki.file("plan.json", text);
        let ran = wiki.goalkeeper(&["apply", file.to_str().unwrap()]);
        assert_eq!(ran.code, 2, "{text}");
        assert!(ran.err.contains(why) && ran.err.contains("goalkeeper plan --format json"), "{}", ran.err);
    }
    let ran = wiki.goalkeeper(&["apply", "no-such-file.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no-such-file.json"), "{}", ran.err);
}
