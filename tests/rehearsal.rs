//! Looking at everything before anyone is told.

use crate::support::{ADA, PAGE, Wiki, line, outcomes};

#[test]
fn a_plan_on_one_page_exactly_as_it_would_be_posted() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = "User:GoalkeeperBot/Plan";
    admin.save(page, "What is planned:");
    let before = admin.revisions();
    let arguments = ["plan", "--publish", page, "--all", "--today", "2020-11-02", "--format", "json"];
    let plan = wiki.goalkeeper(&arguments);
    assert_eq!(plan.code, 0, "{}", plan.err);
    assert_eq!(admin.revisions(), before + 1);
    let text = admin.text(page).unwrap();
    assert!(text.starts_with("What is planned:\n"), "{text}");
    let asked = [("action", "query"), ("titles", page), ("prop", "pageprops")];
    assert!(admin.get(&asked)["query"]["pages"][0]["pageprops"].get("noindex").is_some());
    let plan = plan.json();
    let edits = plan["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 4);
    for edit in edits {
        let body = edit["text"].as_str().unwrap().split("~~~~").next().unwrap();
        assert!(text.contains(&format!("== {} ==\n", edit["heading"].as_str().unwrap())), "{text}");
        assert!(text.contains(body.trim()), "{body}\n{text}");
    }
    // Published again it takes the place of the first; and what was rehearsed counts for nothing.
    wiki.goalkeeper(&arguments);
    assert_eq!(admin.text(page).unwrap().matches("= User talk:Ada Sample (WMF) =").count(), 1);
    assert_eq!(line(&outcomes(&wiki.run("2020-11-02")), "notice Ada"), "notice Ada Sample (WMF): posted");
    for (page, why) in
        [("User talk:Ada Sample (WMF)", "a user's talk page"), (PAGE, "a goal page"), ("", "--publish")]
    {
        let ran = wiki.goalkeeper(&["plan", "--publish", page, "--today", "2020-11-02"]);
        assert_eq!(ran.code, 2, "{page}");
        assert!(ran.err.contains(why), "{}", ran.err);
    }
    admin.save("User:GoalkeeperBot/Stop", "stop");
    let stopped = wiki.goalkeeper(&arguments);
    assert_eq!(stopped.code, 3, "not done, and no success: {}", stopped.err);
    assert!(stopped.err.contains("not published: the stop page is not empty"), "{}", stopped.err);
}

#[test]
fn a_trial_makes_that_many_edits() {
    let wiki = Wiki::up();
    let before = wiki.admin().revisions();
    for (trial, edits) in [("0", 0), ("1", 1), ("2", 3), ("9", 4)] {
        let ran = wiki.goalkeeper(&["run", "--trial", trial, "--today", "2020-11-02", "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(wiki.admin().revisions(), before + edits, "--trial {trial}");
        // Notices come first: whoever tries one sees one.
        let posted = outcomes(&ran.json()).into_iter().filter(|line| line.ends_with(": posted"));
        let notices = posted.filter(|line| line.starts_with("notice ")).count();
        assert_eq!(
            notices,
            [("1", 1), ("2", 1)].iter().find(|(of, _)| *of == trial).map_or(0, |(_, n)| *n),
            "--trial {trial}"
        );
    }
}

#[test]
fn everything_on_one_talk_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let target = "User talk:Admin";
    let arguments = ["run", "--deliver-to", target, "--today", "2020-11-02", "--format", "json"];
    let before = admin.revisions();
    let ran = wiki.goalkeeper(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(admin.revisions(), before + 4);
    let mut sections = admin.sections(target);
    sections.sort();
    assert_eq!(
        sections,
        [
            "1 manager to name, October–December 2020",
            "3 goals to write, October–December 2020",
            "Status of the Q2 goals",
            "Status of the Q2 goals"
        ]
    );
    assert!(
        ran.json()["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|o| o["result"] != "posted" || o["target"] == target)
    );
    assert!(wiki.as_user(ADA).text(&format!("User talk:{ADA}")).is_none());
    // It counts for nothing.
    assert_eq!(line(&outcomes(&wiki.run("2020-11-02")), "notice Ada"), "notice Ada Sample (WMF): posted");

    let ran = wiki.goalkeeper(&["run", "--deliver-to", PAGE, "--today", "2020-11-02"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is no talk page"), "{}", ran.err);
}
