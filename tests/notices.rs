//! What owners get, and when.

use crate::support::{ADA, BOT, PAGE, Wiki, line, outcomes};

#[test]
fn the_owner_sees_a_new_message_and_a_notification() {
    let wiki = Wiki::up();
    let ada = wiki.as_user(ADA);
    let has_message = || {
        ada.get(&[("action", "query"), ("meta", "userinfo"), ("uiprop", "hasmsg")])["query"]["userinfo"]["messages"]
            .as_bool()
    };
    assert_eq!(has_message(), Some(false));
    wiki.run("2020-11-02");
    assert_eq!(has_message(), Some(true));
    let echo = ada.get(&[
        ("action", "query"),
        ("meta", "notifications"),
        ("notprop", "list"),
        ("notfilter", "!read"),
    ]);
    let list = echo["query"]["notifications"]["list"].as_array().unwrap();
    let from_bot: Vec<_> =
        list.iter().filter(|n| n["type"] == "edit-user-talk" && n["agent"]["name"] == BOT).collect();
    assert_eq!(from_bot.len(), 1, "{echo}");

    // Whoever is only named in the table hears nothing.
    let bo = wiki.as_user("Bo Sample (WMF)");
    let bo = bo.get(&[("action", "query"), ("meta", "notifications"), ("notprop", "list")]);
    let told =
        bo["query"]["notifications"]["list"].as_array().unwrap().iter().any(|n| n["agent"]["name"] == BOT);
    assert!(!told, "{bo}");
}

#[test]
fn a_notice_as_posted() {
    let wiki = Wiki::up();
    wiki.run("2020-11-02");
    let admin = wiki.admin();
    let title = format!("User talk:{ADA}");
    let history = admin.history(&title);
    let summary = history[0]["comment"].as_str().unwrap();
    assert!(summary.starts_with("Automatic reminder of quarterly goals; [[User:GoalkeeperBot|"), "{summary}");
    assert_eq!(history[0]["minor"], false);

    let text = admin.text(&title).unwrap();
    let key = summary.rsplit('(').next().unwrap().trim_end_matches(')');
    assert!(text.contains(&format!("<!-- {key} -->")), "{key} is not in {text}");
    let when = regex::Regex::new(r"\d\d:\d\d, \d+ \w+ \d{4} \(UTC\)").unwrap();
    let text = when.replace(&text, "TIME").replace(&wiki.url, "WIKI/");
    let ids = regex::Regex::new(r"notice/\d+/(?<rest>[^/]+/[^/]+)/[\d.,]+").unwrap();
    insta::assert_snapshot!(ids.replace(&text, "notice/ID/$rest/PAGES"));
    assert_eq!(admin.sections(&title).len(), 1);
}

#[test]
fn grace_interval_and_rounds() {
    let wiki = Wiki::up();
    for (today, expected) in [
        ("2020-10-07", "notice Ada Sample (WMF): skipped before-grace"),
        ("2020-10-08", "notice Ada Sample (WMF): posted"),
        ("2020-10-09", "notice Ada Sample (WMF): skipped not-due"),
        ("2020-10-21", "notice Ada Sample (WMF): skipped not-due"),
        ("2020-10-07", "notice Ada Sample (WMF): skipped before-grace"),
        ("2020-10-22", "notice Ada Sample (WMF): posted"),
        ("2020-11-20", "notice Ada Sample (WMF): skipped round-limit"),
        ("2020-12-31", "notice Ada Sample (WMF): skipped round-limit"),
    ] {
        let outcomes = outcomes(&wiki.run(today));
        assert_eq!(line(&outcomes, "notice Ada Sample (WMF)"), expected, "on {today}");
    }
    // The second is a reply to the first.
    let talk = format!("User talk:{ADA}");
    assert_eq!((wiki.admin().sections(&talk).len(), wiki.admin().history(&talk).len()), (1, 2));
    let after =
        wiki.goalkeeper(&["run", "--quarter", "2020-21Q2", "--today", "2021-01-01", "--format", "json"]);
    assert_eq!(
        line(&outcomes(&after.json()), "notice Ada"),
        "notice Ada Sample (WMF): skipped after-quarter"
    );
}

#[test]
fn limits_of_a_run_and_of_an_owner() {
    let wiki = Wiki::up();
    let one = "[limits]\nnotices_per_run = 1\nnotices_per_owner = 1";
    let run = |today: &str| {
        let ran = wiki.goalkeeper_with(one, &["run", "--today", today, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        outcomes(&ran.json())
    };
    let first = run("2020-10-08");
    assert_eq!(line(&first, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&first, "notice Fay"), "notice Fay Sample (WMF): skipped run-limit");
    assert_eq!(line(&run("2020-10-08"), "notice Fay"), "notice Fay Sample (WMF): posted");
    assert_eq!(line(&run("2020-10-30"), "notice Ada"), "notice Ada Sample (WMF): skipped owner-limit");
}

#[test]
fn a_page_just_edited_is_left_in_peace() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &format!("{page}\n<!-- half done -->"));
    let outcomes = outcomes(&wiki.run("2020-11-02"));
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): skipped quiet-period");
    // Ada is told about the other board's page only.
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert!(!admin.text(&format!("User talk:{ADA}")).unwrap().contains("Wikimedia Technology"));
}

#[test]
fn people_who_cannot_or_must_not_be_told() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.post(&[("action", "block"), ("user", "Fay Sample (WMF)"), ("expiry", "never")]);
    admin.save("User talk:Ada Sample (WMF)", "Hello.\n\n{{bots|allow=OtherBot}}");
    let page = admin.text(PAGE).unwrap();
    let page = page.replace("[[User:Gus Sample|Gus Sample]]", "[[User:Nobody Here (WMF)|Nobody Here]]");
    let page = page.replace("Gil Unknown", "[[User:GoalkeeperBot|The Bot]]");
    admin.save(PAGE, &page);
    let settings = "[owners_policy]\nallow = [\"* (WMF)\", \"GoalkeeperBot\"]";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let outcomes = outcomes(&ran.json());
    for expected in [
        "notice Ada Sample (WMF): skipped bots-denied",
        "notice Fay Sample (WMF): skipped blocked-account",
        "notice Nobody Here (WMF): skipped unknown-account",
        "notice GoalkeeperBot: skipped bot-account",
    ] {
        assert!(outcomes.contains(&expected.to_owned()), "{expected}: {outcomes:?}");
    }
}

#[test]
fn where_a_notice_cannot_go() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let ada = format!("User talk:{ADA}");
    let told = || {
        let ran = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]).json();
        let mut skipped = ran["skipped"].as_array().unwrap().iter().filter(|skip| skip["recipient"] == ADA);
        skipped.next().map(|skip| skip["reason"].as_str().unwrap().to_owned())
    };
    admin.save(&ada, "#REDIRECT [[User:Ada Sample (WMF)/Elsewhere]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    // A redirect between user talk pages is what a rename leaves; it counts only for who may be told.
    admin.save(&ada, "#REDIRECT [[User talk:Bo Sample (WMF)]]");
    assert_eq!(told(), None);
    admin.save(&ada, "#REDIRECT [[User talk:Gus Sample]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    admin.save(&ada, "#REDIRECT [[User talk:GoalkeeperBot]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    admin.save(&ada, "Hello.");
    admin.post(&[("action", "protect"), ("title", &ada), ("protections", "edit=sysop"), ("expiry", "never")]);
    assert_eq!(told().as_deref(), Some("protected-page"));
    admin.post(&[("action", "protect"), ("title", &ada), ("protections", "edit=all")]);
    admin.save(&ada, "{}");
    admin.post(&[("action", "changecontentmodel"), ("title", &ada), ("model", "json")]);
    assert_eq!(told().as_deref(), Some("unsupported-talk-page"));
}

#[test]
fn a_deleted_talk_page_gets_no_first_notice() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    let ada = format!("User talk:{ADA}");
    admin.post(&[("action", "delete"), ("title", &ada)]);
    let outcomes = outcomes(&wiki.run("2020-10-30"));
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped talk-page-deleted");
    assert_eq!(admin.text(&ada), None);
}

#[test]
fn a_notice_survives_archiving_and_renaming_of_the_goal_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    admin.save(&format!("User talk:{ADA}"), "Archived.");
    assert_eq!(
        line(&outcomes(&wiki.run("2020-10-09")), "notice Ada"),
        "notice Ada Sample (WMF): skipped not-due"
    );
    // The page keeps its id; the redirect leads the board's title to it. Moving is an edit, too.
    admin.post(&[("action", "move"), ("from", PAGE), ("to", "Tech goals/2020-21 Q2"), ("reason", "shorter")]);
    let ran = wiki.goalkeeper_with(
        &(crate::support::board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}")
            + "[boards.notices]\nquiet_hours = 0\n"),
        &["run", "--today", "2020-10-09", "--format", "json"],
    );
    assert_eq!(line(&outcomes(&ran.json()), "notice Ada"), "notice Ada Sample (WMF): skipped not-due");
}

#[test]
fn a_hidden_summary_counts_as_a_notice() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    let revision = admin.history(&format!("User talk:{ADA}"))[0]["revid"].to_string();
    wiki.configure("$wgGroupPermissions['sysop']['deleterevision'] = true;");
    let hide = [("action", "revisiondelete"), ("type", "revision"), ("ids", &revision), ("hide", "comment")];
    admin.post(&hide);
    // Its day is the wiki's: later than any day of the sample quarter.
    assert_eq!(
        line(&outcomes(&wiki.run("2020-12-30")), "notice Ada"),
        "notice Ada Sample (WMF): skipped not-due"
    );
}

#[test]
fn foreign_text_does_nothing_in_a_notice() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let hostile = "'''KR9:''' </nowiki> &lt;/nowiki&gt; {{subst:Done}} &#91;&#91;Category:Caught]] ~~<nowiki/>~~ \
                   <nowiki>[[User:Bo Sample (WMF)]] {{Done}} ~~~~ <!-- gk1:x --> == Heading == </nowiki> __NOTOC__";
    let page = format!(
        "== A [[Main Page|linked]] \"title\" <nowiki>{{{{Done}}}} ]] ~~~~</nowiki> ==\n\n\
         '''Objective Manager:''' Ada Sample\n\n=== Key Results ===\n\n\
         '''Key Result Manager:''' Ada Sample\n\n{hostile}<br />\n'''Q2 Goals:'''\n*\n"
    );
    let title = "Hostile/2020-21 Q2";
    admin.save(title, &page);
    let settings =
        crate::support::board("Hostile/{fiscal_year} Q{quarter}") + "[boards.notices]\nquiet_hours = 0\n";
    let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(line(&outcomes(&ran.json()), "notice"), "notice Ada Sample (WMF): posted", "{}", ran.err);
    for place in [format!("User talk:{ADA}"), format!("Talk:{title}")] {
        let answer = admin.get(&[
            ("action", "parse"),
            ("page", &place),
            ("prop", "categories|templates|links|sections|text"),
        ]);
        let parse = &answer["parse"];
        assert_eq!(parse["categories"].as_array().unwrap().len(), 0, "{parse}");
        assert_eq!(parse["templates"].as_array().unwrap().len(), 0, "{parse}");
        assert_eq!(parse["sections"].as_array().unwrap().len(), 1, "{parse}");
        let links: Vec<_> =
            parse["links"].as_array().unwrap().iter().map(|l| l["title"].as_str().unwrap()).collect();
        assert!(
            links.iter().all(|l| [title, "User:GoalkeeperBot", "User talk:GoalkeeperBot"].contains(l)),
            "{links:?}"
        );
    }
    let html = admin.html(&format!("User talk:{ADA}"));
    assert!(html.contains("== Heading =="), "{html}");
    // The link to the section works in spite of the heading's odd characters.
    let goal_page = admin.html(title);
    let anchor = regex::Regex::new(r#"href="/wiki/Hostile/2020-21_Q2#([^"]+)""#).unwrap();
    let anchor = anchor.captures(&html).unwrap()[1].to_owned();
    assert!(goal_page.contains(&format!("id=\"{anchor}\"")), "{anchor}\n{goal_page}");
}

#[test]
fn two_kinds_of_fiscal_year_are_one_quarter_to_an_owner() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page =
        "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q4 Goals:'''\n*\n";
    admin.save("Calendar/2020 Q4", page);
    let settings = r#"
[limits]
notices_per_owner = 1
[[boards]]
name = "t"
titles = ["Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"]
[[boards]]
name = "c"
titles = ["Calendar/{fiscal_year} Q{quarter}"]
fiscal_year_starts = "january"
[boards.notices]
quiet_hours = 0
"#;
    for _ in 0..2 {
        let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let text = admin.text(&format!("User talk:{ADA}")).unwrap();
    assert_eq!(admin.sections(&format!("User talk:{ADA}")).len(), 1);
    assert!(text.contains("Calendar/2020 Q4") && text.contains("Wikimedia Technology"), "{text}");
}

#[test]
fn on_a_wiki_in_another_language() {
    let wiki = Wiki::up();
    wiki.configure("$wgLanguageCode = 'de';");
    // In German the user namespaces have a feminine form.
    let ada = wiki.as_user(ADA);
    ada.post(&[("action", "options"), ("optionname", "gender"), ("optionvalue", "female")]);
    let done = outcomes(&wiki.run("2020-11-02"));
    assert!(done.contains(&"notice Ada Sample (WMF): posted".to_owned()), "{done:?}");
    assert!(done.contains(&format!("status Diskussion:{PAGE}: posted")), "{done:?}");
    let again = outcomes(&wiki.run("2020-11-02"));
    assert!(again.iter().all(|line| !line.contains("posted")), "{again:?}");
}

#[test]
fn a_mistake_in_the_owners_table_is_one_unknown_account() {
    let wiki = Wiki::up();
    let settings = "[owners]\n\"Ada Sample\" = \"User:Ada Sample (WMF)\u{200E}\"\n\"Gil Unknown\" = \"Gil Nobody (WMF)\"";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let done = outcomes(&ran.json());
    assert!(done.contains(&"notice Ada Sample (WMF): posted".to_owned()), "{done:?}");
    assert!(done.contains(&"notice Gil Nobody (WMF): skipped unknown-account".to_owned()), "{done:?}");
}
