//! What owners get, and when.

use serde_json::{Value as Json, json};

use crate::support::{ADA, BOT, PAGE, Wiki, line, outcomes};

#[test]
fn the_owner_sees_a_new_message_and_a_notification() {
    let wiki = Wiki::with_talk_tools();
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
    let wiki = Wiki::with_talk_tools();
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
    // It depends on the wiki's address.
    let seal = regex::Regex::new(r"goalkeeper notice [0-9a-f]{8}").unwrap();
    let text = seal.replace(&text, "goalkeeper notice SEAL");
    let ids = regex::Regex::new(r"notice/\d+/(?<rest>[^/]+/[^/]+)/[\d.,]+").unwrap();
    insta::assert_snapshot!(ids.replace(&text, "notice/ID/$rest/PAGES"));
    assert_eq!(admin.sections(&title).len(), 1);
}

#[test]
fn a_notice_survives_archiving_and_renaming_of_the_goal_page() {
    let wiki = Wiki::with_talk_tools();
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
            + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n"),
        &["run", "--today", "2020-10-09", "--format", "json"],
    );
    assert_eq!(line(&outcomes(&ran.json()), "notice Ada"), "notice Ada Sample (WMF): skipped not-due");
}

#[test]
fn a_hidden_summary_counts_as_a_notice() {
    let wiki = Wiki::with_talk_tools();
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
fn on_a_wiki_in_another_language() {
    let wiki = Wiki::with_talk_tools();
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
fn in_the_language_of_the_board() {
    let wiki = Wiki::with_talk_tools();
    let settings =
        crate::support::COORDINATED.replace("quiet_hours = 0", "quiet_hours = 0\nlanguage = \"de\"");
    wiki.run_with(&settings, "2020-11-02");
    let admin = wiki.admin();
    let talk = format!("User talk:{ADA}");
    assert_eq!(admin.sections(&talk), ["3 Ziele einzutragen, Oktober bis Dezember 2020"]);
    wiki.run_with(&settings, "2020-11-16");
    let html = admin.html(&talk);
    // The wiki's own language is another: the notice says which it is in, and so does each line of the reply.
    let marked = |element: &str| html.matches(&format!("<{element} lang=\"de\" dir=\"ltr\"")).count();
    assert!(marked("div") == 1 && marked("span") > 3, "{html}");
    // Each is a comment of the bot's that one can reply to.
    let comment = |of: &Json| {
        let asked = [("action", "discussiontoolspageinfo"), ("page", &talk), ("prop", "threaditemshtml")];
        let answer = admin.get(&asked)["discussiontoolspageinfo"]["threaditemshtml"][0].clone();
        let found = of
            .as_array()
            .unwrap()
            .iter()
            .fold(answer, |item, at| item["replies"][at.as_u64().unwrap() as usize].clone());
        (found["author"].to_string(), found["id"].as_str().unwrap_or_default().to_owned())
    };
    let by_bot = format!("\"{BOT}\"");
    let (first, second) = (comment(&json!([0])), comment(&json!([0, 0])));
    assert_eq!((&first.0, &second.0), (&by_bot, &by_bot), "{html}");
    let table = admin.text(&format!("Talk:{PAGE}")).unwrap();
    assert!(!table.contains("waiting for"), "{table}");
    let summary = admin.history(&format!("User talk:{ADA}")).remove(0)["comment"].to_string();
    assert!(!summary.contains("Automatic"), "{summary}");
    let reply = [
        ("action", "discussiontoolsedit"),
        ("paction", "addcomment"),
        ("page", &talk),
        ("commentid", &second.1),
        ("wikitext", "Pause bis zum 20. Dezember"),
    ];
    assert_eq!(wiki.as_user(ADA).post(&reply)["discussiontoolsedit"]["result"], "success");
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-12-01"), "notice Ada"),
        "notice Ada Sample (WMF): skipped snoozed"
    );
}
