//! What goes to the coordinator.

use crate::support::{ADA, COORDINATED, PAGE, PRODUCT, Wiki, line, outcomes};

const TALK: &str = "User talk:Coordinator Sample (WMF)";

#[test]
fn what_no_owner_can_be_told_goes_to_the_coordinator_once() {
    let wiki = Wiki::with_notifications();
    let admin = wiki.admin();
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-10-07"), "digest"),
        "no such outcome",
        "before the grace"
    );
    let sunday = ["run", "--dry-run", "--today", "2020-10-11", "--format", "json"];
    let sunday = outcomes(&wiki.goalkeeper_with(COORDINATED, &sunday).json());
    assert_eq!(line(&sunday, "digest"), "digest Coordinator Sample (WMF): skipped not-due", "before its day");
    let first = wiki.run_with(COORDINATED, "2020-11-02");
    assert_eq!(line(&first, "digest"), "digest Coordinator Sample (WMF): posted");
    insta::assert_snapshot!(
        admin.text(TALK).unwrap().lines().filter(|l| l.starts_with('*')).collect::<Vec<_>>().join("\n")
    );
    // Nobody named in it is called.
    for user in ["Gus Sample", "Dee Sample (WMF)"] {
        assert_eq!(wiki.as_user(user).new_messages().1, 0, "{user}");
    }
    for today in ["2020-11-03", "2020-11-09", "2020-11-30"] {
        assert_eq!(line(&wiki.run_with(COORDINATED, today), "digest"), "no such outcome", "{today}");
    }
    // With nobody to send it to, it goes to the log, and no page says whom nobody reached.
    let ran = wiki.goalkeeper(&["run", "-v", "--today", "2020-12-01"]);
    assert!(
        ran.err.contains("Fewer alarms, better ones”: “Gil Unknown” stands there without a link"),
        "{}",
        ran.err
    );
    assert!(!admin.text(&format!("Talk:{PAGE}")).unwrap().contains("Gil Unknown</nowiki>."));
}

#[test]
fn nobody_is_named_is_not_said_of_a_line_that_may_name_somebody() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let programs = [
        ("Doubt", "[[User:Ada Sample (WMF)|Ada]]?"),
        ("Team", "the team"),
        ("Stand-in", "TBD (Ada Sample for now)"),
        ("Vacancy", "wird noch gesucht"),
    ];
    let program = |(title, manager): (&str, &str)| {
        format!(
            "== {title} ==\n\n'''Key Result Manager:''' {manager}\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\n"
        )
    };
    admin.save(PAGE, &programs.map(program).concat());
    wiki.run_with(COORDINATED, "2020-11-02");
    let text = admin.text(TALK).unwrap();
    for (title, _) in programs {
        assert_eq!(text.contains(title), title == "Vacancy", "{title}: {text}");
    }
    let told = admin.text(&format!("User talk:{ADA}")).unwrap();
    assert!(!told.contains("Doubt"), "of a line in doubt nobody is told: {told}");
}

#[test]
fn a_page_that_is_not_there_yet_is_told_once() {
    let wiki = Wiki::up();
    let run = |today: &str| {
        let ran = wiki.goalkeeper_with(COORDINATED, &["run", "--today", today, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        line(&outcomes(&ran.json()), "digest").to_owned()
    };
    assert_eq!(run("2021-01-07"), "no such outcome");
    assert_eq!(run("2021-01-11"), "digest Coordinator Sample (WMF): posted");
    for today in ["2021-01-12", "2021-01-18", "2021-03-31"] {
        assert_eq!(run(today), "no such outcome", "{today}");
    }
    let text = wiki.admin().text(TALK).unwrap();
    assert_eq!(
        text.matches("2021-22").count() + text.matches("2020-21 Q3</nowiki>]] does not exist yet.").count(),
        2,
        "{text}"
    );

    // A pattern that never matched anything is an error in the settings, and nobody's business.
    let ran = wiki.goalkeeper_with(
        &crate::support::board("No such/{fiscal_year} Q{quarter}"),
        &["run", "--today", "2021-01-08"],
    );
    assert_eq!(ran.code, 3, "{}", ran.err);
}

#[test]
fn a_page_on_which_no_goals_are_found_is_told_once() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("New/2020-21 Q2", "Our goals are on a board of cards now.");
    admin.save("Also/2020-21 Q2", "#REDIRECT [[Sample Product/Goals/2020-21 Q2]]");
    let board = |coordinator: &str| {
        format!(
            "[[boards]]\nname = \"all\"\ncoordinator = \"{coordinator}\"\ntitles = \
             [\"New/{{fiscal_year}} Q{{quarter}}\", \"Sample Product/Goals/{{fiscal_year}} Q{{quarter}}\", \
             \"Also/{{fiscal_year}} Q{{quarter}}\"]\n"
        )
    };
    let settings = board("Coordinator Sample (WMF)");
    let run = |today: &str| {
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", today, "--format", "json"]);
        // The operator has something to mend.
        assert_eq!(ran.code, 3, "{}", ran.err);
        line(&outcomes(&ran.json()), "digest").to_owned()
    };
    assert_eq!(run("2020-10-07"), "no such outcome", "before the grace");
    assert_eq!(run("2020-10-12"), "digest Coordinator Sample (WMF): posted");
    for today in ["2020-10-13", "2020-10-19", "2020-12-31"] {
        run(today);
    }
    let text = admin.text(TALK).unwrap();
    let told = "\n* The bot finds no goals on [[:New/2020-21 Q2|<nowiki>New/2020-21 Q2</nowiki>]], so nobody is told";
    // The page that two titles lead to is read.
    assert_eq!((text.matches(told).count(), text.matches("finds no goals").count()), (1, 1), "{text}");

    let ran = wiki.goalkeeper_with(&board(""), &["run", "-v", "--today", "2020-10-08"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("The bot finds no goals on New/2020-21 Q2, so nobody"), "{}", ran.err);
}

#[test]
fn the_notice_names_the_coordinator_without_calling_them() {
    let wiki = Wiki::with_notifications();
    wiki.run_with(COORDINATED, "2020-10-08");
    let text = wiki.admin().text(&format!("User talk:{ADA}")).unwrap();
    let sentence = "[[:User talk:Coordinator Sample (WMF)|<nowiki>Coordinator Sample (WMF)</nowiki>]], who coordinates these goals, asks you";
    assert!(text.contains(sentence), "{text}");
    let coordinator = wiki.as_user("Coordinator Sample (WMF)");
    let echo = coordinator.get(&[("action", "query"), ("meta", "notifications"), ("notprop", "list")]);
    let mentions =
        echo["query"]["notifications"]["list"].as_array().unwrap().iter().filter(|n| n["type"] == "mention");
    assert_eq!(mentions.count(), 0, "{echo}");
}

#[test]
fn what_a_coordinator_cannot_be_told_is_not_lost() {
    let wiki = Wiki::up();
    wiki.admin().save(TALK, "{{nobots}}");
    let ran = wiki.goalkeeper_with(COORDINATED, &["run", "-v", "--today", "2020-11-02"]);
    assert!(ran.err.contains("“Gil Unknown” stands there without a link"), "{}", ran.err);
}

#[test]
fn a_coordinator_can_answer_stop() {
    let wiki = Wiki::up();
    wiki.run_with(COORDINATED, "2020-11-02");
    wiki.as_user("Coordinator Sample (WMF)").append(TALK, "\n:stop ~~~~");
    wiki.admin().post(&[("action", "block"), ("user", "Fay Sample (WMF)"), ("expiry", "never")]);
    let outcomes = wiki.run_with(COORDINATED, "2020-11-20");
    assert_eq!(line(&outcomes, "digest"), "digest Coordinator Sample (WMF): skipped opted-out");
    assert_eq!(line(&outcomes, "opt-out"), "opt-out Coordinator Sample (WMF): posted");
}

/// What a board without notices leaves out, and what goes on all the same.
#[test]
fn a_board_that_tells_no_owners_tells_nobody_whom_it_could_not_tell() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    wiki.as_user("Fay Sample (WMF)").append("User talk:Fay Sample (WMF)", "\n:stop ~~~~");
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1));

    let silent = COORDINATED.replace("quiet_hours = 0", "enabled = false");
    let outcomes = wiki.run_with(&silent, "2020-11-02");
    assert_eq!(line(&outcomes, "notice"), "no such outcome");
    assert_eq!(line(&outcomes, "tick"), "tick Ada Sample (WMF): posted");
    assert_eq!(line(&outcomes, "opt-out"), "opt-out Fay Sample (WMF): posted");
    // Nor is it the coordinator's business who wants no messages.
    assert_eq!(line(&outcomes, "digest"), "no such outcome");
    assert_eq!(admin.text(TALK), None);
}

#[test]
fn the_coordinator_answers_for_others_under_the_digest() {
    let wiki = Wiki::up();
    wiki.run_with(COORDINATED, "2020-10-12");
    let fay = "Fay Sample (WMF)";
    let coordinator = wiki.as_user("Coordinator Sample (WMF)");
    coordinator.append(TALK, &format!("\n:not Ada Sample ~~~~\n:snooze {fay} until 2020-11-15 ~~~~"));
    // Whoever writes there besides says nothing.
    wiki.as_user("Gus Sample").append(TALK, "\n:snooze Fay Sample until 2020-12-30 ~~~~");
    let later = |today: &str| {
        let outcomes = wiki.run_with(COORDINATED, today);
        [line(&outcomes, "notice Ada").to_owned(), line(&outcomes, "notice Fay").to_owned()]
    };
    let ada = format!("notice {ADA}: skipped answered");
    assert_eq!(later("2020-10-28"), [ada.clone(), format!("notice {fay}: skipped snoozed")]);
    assert_eq!(later("2020-11-15"), [ada, format!("notice {fay}: posted")]);
}

#[test]
fn a_page_that_was_moved_or_deleted_is_told_with_where_it_went() {
    let told = |wiki: &Wiki, today: &str| {
        wiki.run_with(COORDINATED, today);
        let text = wiki.admin().text(TALK).unwrap();
        text.lines().filter(|line| line.contains("The page ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let link = |title: &str| format!("[[:{title}|<nowiki>{title}</nowiki>]]");
    let archive = "Archive/Technology 2020";
    admin.post(&[("action", "move"), ("from", PAGE), ("to", archive), ("noredirect", "1")]);
    admin.post(&[("action", "delete"), ("title", PRODUCT)]);
    let moved =
        format!("* The page {} was moved to {} by <nowiki>Admin</nowiki>.", link(PAGE), link(archive));
    let deleted = format!("* The page {} was deleted by <nowiki>Admin</nowiki>.", link(PRODUCT));
    assert_eq!(told(&wiki, "2020-10-12"), [moved.clone(), deleted]);
    // With a redirect it is read where it is.
    let wiki = Wiki::up();
    wiki.admin().post(&[("action", "move"), ("from", PAGE), ("to", archive)]);
    assert_eq!(told(&wiki, "2020-10-12"), [moved]);
    assert!(wiki.admin().text(TALK).unwrap().contains(&format!("\nOn {}:", link(archive))));
    assert_eq!(told(&wiki, "2020-10-19").len(), 1, "once");
}
