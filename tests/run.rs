//! The main job, whole: post, post nothing twice, follow the page.

use crate::support::{ADA, BOT, PAGE, PRODUCT, Wiki, outcomes};

const FIRST: [&str; 7] = [
    "notice Ada Sample (WMF): posted",
    "notice Dee Sample (WMF): skipped bots-denied",
    "notice Fay Sample (WMF): posted",
    "notice Gil Unknown: skipped no-account",
    "notice Gus Sample: skipped not-allowed",
    "status Talk:Sample Product/Goals/2020-21 Q2: posted",
    "status Talk:Wikimedia Technology/Goals/2020-21 Q2: posted",
];

#[test]
fn a_second_run_posts_nothing() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let before = admin.revisions();
    assert_eq!(outcomes(&wiki.run("2020-11-02")), FIRST);
    assert_eq!(admin.revisions(), before + 4);

    let second = wiki.run("2020-11-02");
    assert_eq!(
        outcomes(&second),
        [
            "notice Ada Sample (WMF): skipped not-due",
            "notice Dee Sample (WMF): skipped bots-denied",
            "notice Fay Sample (WMF): skipped not-due",
            "notice Gil Unknown: skipped no-account",
            "notice Gus Sample: skipped not-allowed",
            "status Talk:Sample Product/Goals/2020-21 Q2: unchanged",
            "status Talk:Wikimedia Technology/Goals/2020-21 Q2: unchanged",
        ]
    );
    assert_eq!(admin.revisions(), before + 4, "a second run made an edit");
}

#[test]
fn the_table_follows_the_page_without_a_new_notice() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-11-02");
    let talk = format!("Talk:{PAGE}");
    assert_eq!(admin.text(&talk).unwrap().matches("waiting for goals").count(), 6);
    let notices = admin.history(&format!("User talk:{ADA}")).len();

    let page = admin.text(PAGE).unwrap();
    let filled = page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Find out why saves fail\n", 1);
    assert_ne!(page, filled);
    admin.save(PAGE, &filled);
    let again = outcomes(&wiki.run("2020-11-03"));
    assert!(again.contains(&format!("status {talk}: posted")), "{again:?}");
    assert!(
        again.contains(&"status Talk:Sample Product/Goals/2020-21 Q2: unchanged".to_owned()),
        "{again:?}"
    );
    assert_eq!(admin.text(&talk).unwrap().matches("waiting for goals").count(), 5);
    let history = admin.history(&talk);
    assert_eq!(history.len(), 2);
    assert_eq!(history[0]["minor"], true);
    assert_eq!(admin.sections(&talk).len(), 1, "the table was added instead of replaced");
    // In the notice that line is ticked.
    let history = admin.history(&format!("User talk:{ADA}"));
    assert_eq!((history.len(), history[0]["minor"].as_bool()), (notices + 1, Some(true)));
}

#[test]
fn a_dry_run_and_a_plan_write_nothing() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let before = admin.revisions();
    let dry = wiki.goalkeeper(&["run", "--dry-run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    let dry = outcomes(&dry.json());
    assert!(dry.contains(&"notice Ada Sample (WMF): skipped dry-run".to_owned()), "{dry:?}");
    assert_eq!(dry.iter().filter(|line| line.ends_with("dry-run")).count(), 4, "{dry:?}");

    let plan = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(plan.code, 0, "{}", plan.err);
    let human = wiki.goalkeeper(&["plan", "--today", "2020-11-02"]);
    assert!(human.out.contains("== 3 goals to write, October–December 2020 =="), "{}", human.out);
    assert_eq!(admin.revisions(), before, "something was written");
    let log = admin.get(&[("action", "query"), ("list", "logevents"), ("leuser", BOT), ("lelimit", "max")]);
    assert_eq!(log["query"]["logevents"].as_array().unwrap().len(), 0, "{log}");

    // What was planned is what is then posted.
    wiki.run("2020-11-02");
    let planned = plan.json();
    for edit in planned["edits"].as_array().unwrap() {
        let target = edit["target"].as_str().unwrap();
        let text = admin.text(target).unwrap();
        let body = edit["text"].as_str().unwrap().split("~~~~").next().unwrap();
        assert!(text.contains(body), "{target}: {text}");
        assert_eq!(admin.history(target)[0]["comment"], edit["summary"]);
    }
}

#[test]
fn human_output_ends_with_the_counts_and_names_addresses() {
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().last(), Some("posted 4, unchanged 0, skipped 3, failed 0, unknown 0"));
    assert!(ran.out.contains("/wiki/User_talk:Ada_Sample_%28WMF%29"), "{}", ran.out);
    let last = ran.err.lines().last().unwrap();
    assert!(last.ends_with("Z  INFO done requests=28 edits=4"), "{last}");

    let json_log = wiki.goalkeeper_with("[log]\nformat = \"json\"", &["run", "--today", "2020-11-02"]);
    for line in json_log.err.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    }
    assert!(json_log.err.contains("\"requests\":"), "{}", json_log.err);
}

#[test]
fn on_the_older_long_term_release_too() {
    let wiki = Wiki::up_version("1.39");
    assert_eq!(outcomes(&wiki.run("2020-11-02")), FIRST);
    let again = outcomes(&wiki.run("2020-11-02"));
    assert!(again.iter().all(|line| !line.contains("posted")), "{again:?}");
}

#[test]
fn only_the_boards_asked_for() {
    let wiki = Wiki::up();
    let settings = "[[boards]]\nname = \"product\"\ntitles = [\"Sample Product/Goals/{fiscal_year} Q{quarter}\"]\n\
                    [boards.notices]\nenabled = false";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(outcomes(&ran.json()), [format!("status Talk:{PRODUCT}: posted")]);
}
