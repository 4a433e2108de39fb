//! A no wherever it can be meant: on the opt-out page, on the way to a talk page, on a goal page, by an undo; and pages that
//! would not show what is written on them.

use crate::support::{ADA, BOT, PAGE, Wiki, line, outcomes};

const OPT_OUT: &str = "User:GoalkeeperBot/Opt-out";
const TALK: &str = "User talk:Ada Sample (WMF)";
const BOARD: &str =
    "[[boards]]\nname = \"t\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n";
const FAY: &str = "Fay Sample (WMF)";

fn ada(wiki: &Wiki) -> String {
    line(&wiki.run_with("", "2020-11-02"), "notice Ada").to_owned()
}

#[test]
fn a_message_that_the_wiki_would_not_show_is_not_posted() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Template:Hidden", "<div style=\"display:none\">{{{1|}}}</div>");
    for text in [
        include_str!("01-unclosed-includeonly.talk.wikitext"),
        "Hello\n\n<div style=\"display:none\">\nFor later.",
        "Hello\n\n<nowiki>",
        "Hello <!-- for later",
        "<onlyinclude>Hello</onlyinclude>\n<includeonly class=\"x\">For later",
        "{| class=\"mw-collapsible mw-collapsed\"\n! Old\n|-\n|\nFor later.",
        "<div style=\"height:0; overflow:hidden\">",
    ] {
        admin.save(TALK, text);
        let before = admin.history(TALK).len();
        assert_eq!(ada(&wiki), "notice Ada Sample (WMF): skipped unsupported-talk-page", "{text}");
        assert_eq!(admin.history(TALK).len(), before, "{text}");
    }
    for text in
        ["<includeonly>x</includeonly>", "<noinclude class=\"x\">Hello", "{{Hidden|x}} <b>bold, <nowiki />"]
    {
        admin.save(TALK, text);
        let ran = wiki.goalkeeper(&["run", "--dry-run", "--today", "2020-11-02", "--format", "json"]).json();
        assert_eq!(line(&outcomes(&ran), "notice Ada"), "notice Ada Sample (WMF): skipped dry-run", "{text}");
    }
}

#[test]
fn a_notice_that_nobody_would_see_takes_no_place_of_the_runs_limit() {
    let wiki = Wiki::up();
    wiki.admin().save(TALK, "<includeonly>For later");
    let ran = wiki.run_with("[limits]\nnotices_per_run = 1", "2020-11-02");
    assert_eq!(line(&ran, "notice Ada"), "notice Ada Sample (WMF): skipped unsupported-talk-page");
    assert_eq!(line(&ran, "notice Fay"), "notice Fay Sample (WMF): posted");
}

#[test]
fn a_table_or_a_reply_that_the_wiki_would_not_show_is_not_saved() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let talk = format!("Talk:{PAGE}");
    admin.save(&talk, "<includeonly>For later");
    let ran = wiki.run_with("", "2020-10-12");
    assert_eq!(line(&ran, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&ran, "status Talk:Wiki"), format!("status {talk}: skipped unsupported-talk-page"));
    // The notice stands there, folded away by its reader.
    let text = admin.text(TALK).unwrap();
    admin.save(TALK, &format!("<div style=\"display:none\">\n{text}"));
    let before = admin.history(TALK).len();
    let ran = wiki.run_with("", "2020-11-03");
    assert_eq!(line(&ran, "notice Ada"), "notice Ada Sample (WMF): skipped unsupported-talk-page");
    assert_eq!(admin.history(TALK).len(), before);
}

#[test]
fn whoever_is_mentioned_on_the_opt_out_page_is_left_alone() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for text in [
        "Please no messages for:\n\nAda Sample (WMF)\n",
        "* Ada_Sample_(WMF) (on leave)",
        "* '''ada Sample (WMF)'''",
        "* Gus, Ada Sample (WMF)",
        "* [[Special:Contributions/Ada Sample (WMF)|Ada]]",
        "* Ada Sample (WMF) 10:00, 3 October 2020 (UTC)",
        "* @Ada Sample (WMF).",
        "* [[User:Ada Sample (WMF)/Sandbox|me]]",
        "* <span style=\"color:red\">Ada Sample (WMF)</span>",
        "- Ada Sample (WMF)",
        "{| class=\"wikitable\"\n| Ada Sample (WMF)\n|}",
        "{{User|Ada Sample (WMF)}}",
        "We agreed in the meeting that Ada Sample (WMF) should get no reminders before the summer.",
    ] {
        admin.save(OPT_OUT, text);
        assert_eq!(ada(&wiki), "notice Ada Sample (WMF): skipped opted-out", "{text}");
    }
    admin.save(
        OPT_OUT,
        "Write your name below, as a link or plain, to get no messages. It is read before every run.",
    );
    assert_eq!(ada(&wiki), "notice Ada Sample (WMF): posted");
}

#[test]
fn doctor_shows_whom_it_understood() {
    let wiki = Wiki::up();
    let text = include_str!("15-opt-out-list.wikitext");
    wiki.admin().save(OPT_OUT, &format!("{text}\n* ada_Sample (WMF) (on leave)\n* Nobody Known"));
    let said = wiki.goalkeeper(&["doctor", "--today", "2020-11-02"]);
    let line = said.out.lines().find(|line| line.contains("/Opt-out")).unwrap_or(&said.out).to_owned();
    assert!(line.contains("1 account is listed, and left alone: Ada Sample (WMF)"), "{line}");
}

#[test]
fn a_talk_page_that_leads_elsewhere_and_says_no_is_a_no() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let seventeen = include_str!("17-redirect-that-says-no.talk.wikitext");
    let to_fay = seventeen.replace("User talk:Max", &format!("User talk:{FAY}"));
    for (text, no) in [
        (to_fay.clone(), "bots-denied"),
        (seventeen.to_owned(), "bots-denied"),
        (to_fay.replace("{{nobots}}", "{{bots|deny=GoalkeeperBot}}"), "bots-denied"),
        (to_fay.replace("{{nobots}}", "[[Category:Opted-out of message delivery]]"), "opted-out"),
    ] {
        admin.save(TALK, &text);
        assert_eq!(ada(&wiki), format!("notice Ada Sample (WMF): skipped {no}"), "{text}");
    }
    assert_eq!(admin.history(TALK).len(), 4);
}

#[test]
fn a_goal_page_that_says_no_is_written_about_nowhere() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let text = admin.text(PAGE).unwrap();
    let settings = format!(
        "{BOARD}coordinator = \"Coordinator Sample (WMF)\"\n[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n"
    );
    let status = format!("status Talk:{PAGE}: skipped bots-denied");
    for no in ["{{nobots}}", "{{bots|deny=GoalkeeperBot}}", "{{bots|allow=OtherBot}}"] {
        admin.save(PAGE, &format!("{no}\n{text}"));
        let before = admin.revisions();
        assert_eq!(wiki.run_with(&settings, "2020-11-02"), std::slice::from_ref(&status), "{no}");
        assert_eq!(admin.revisions(), before, "{no}");
        assert_eq!(wiki.goalkeeper(&["check", PAGE, "--today", "2020-11-02"]).code, 1);
        let said = wiki.goalkeeper_with(&settings, &["doctor", "--today", "2020-11-02"]);
        assert!(said.out.contains("says no with {{bots}} or {{nobots}}"), "{}", said.out);
    }
    admin.save(PAGE, &format!("{{{{bots|deny=OtherBot}}}}\n{text}"));
    let ran = wiki.run_with(&settings, "2020-11-02");
    assert_eq!(line(&ran, "notice Ada"), format!("notice {ADA}: posted"));
    assert_eq!(line(&ran, "status"), format!("status Talk:{PAGE}: posted"));
}

#[test]
fn one_undo_of_the_table_is_a_no() {
    for how in ["undo", "rollback", "by hand"] {
        let wiki = Wiki::up();
        let (admin, settings) =
            (wiki.admin(), format!("{BOARD}[boards.notices]\nenabled = false\n[status]\nsave_days = 0\n"));
        let talk = format!("Talk:{PAGE}");
        let run = |wiki: &Wiki| wiki.run_with(&settings, "2020-11-02");
        let change = |goal: &str| {
            let page = admin.text(PAGE).unwrap();
            admin.save(
                PAGE,
                &page.replacen("'''Q2 Goals:'''\n*\n", &format!("'''Q2 Goals:'''\n* {goal}\n"), 1),
            );
        };
        assert_eq!(run(&wiki), [format!("status {talk}: posted")]);
        // Somebody else's words between the two, so that a rollback takes back the last one alone.
        admin.append(&talk, "\n\nA question.");
        let first = admin.text(&talk).unwrap();
        change("One");
        assert_eq!(run(&wiki), [format!("status {talk}: posted")]);
        let last = admin.history(&talk)[0]["revid"].to_string();
        match how {
            "undo" => drop(admin.post(&[("action", "edit"), ("title", &talk), ("undo", &last)])),
            "rollback" => admin.roll_back(&talk, BOT),
            _ => admin.save(&talk, &first),
        }
        assert_eq!(admin.text(&talk).unwrap(), first, "{how}");
        assert_eq!(run(&wiki), [format!("status {talk}: skipped markers-damaged")], "{how}");
        change("Two");
        admin.append(&talk, "\n\nAn answer.");
        assert_eq!(run(&wiki), [format!("status {talk}: skipped markers-damaged")], "{how}");
        // Whatever the bot itself does to the page, as for another table on it.
        wiki.as_user(BOT).append(&talk, "\n\nAnother table.");
        assert_eq!(run(&wiki), [format!("status {talk}: skipped markers-damaged")], "{how}");
    }
}
