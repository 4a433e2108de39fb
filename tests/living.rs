//! Notices after they were posted: ticked, replied to, archived.

use crate::support::{ADA, BOT, COORDINATED, PAGE, PRODUCT, Wiki, line};

const TALK: &str = "User talk:Ada Sample (WMF)";

/// Fills the first empty stub of a page.
fn fill(wiki: &Wiki, page: &str) {
    let admin = wiki.admin();
    let text = admin.text(page).unwrap();
    let filled = text.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1);
    assert_ne!(text, filled);
    admin.save(page, &filled);
}

#[test]
fn a_ticked_line_tells_nobody_and_the_notice_did() {
    let wiki = Wiki::with_notifications();
    let ada = wiki.as_user(ADA);
    assert_eq!(ada.new_messages(), (false, 0));
    wiki.run_with(COORDINATED, "2020-10-08");
    assert_eq!(ada.new_messages(), (true, 1));
    ada.post(&[("action", "echomarkread"), ("all", "1")]);
    ada.post(&[("action", "clearhasmsg")]);
    assert_eq!(ada.new_messages(), (false, 0));

    fill(&wiki, PAGE);
    let outcomes = wiki.run_with(COORDINATED, "2020-10-09");
    assert_eq!(line(&outcomes, "tick"), "tick Ada Sample (WMF): posted");
    assert_eq!(ada.new_messages(), (false, 0));
    let history = ada.history(TALK);
    assert_eq!((history[0]["minor"].as_bool(), history[0]["user"].as_str()), (Some(true), Some(BOT)));
    let text = ada.text(TALK).unwrap();
    assert_eq!(text.matches("\n* ✓ Filled in since: “<nowiki>").count(), 1, "{text}");
    assert_eq!(text.matches("<!-- gk1:item/").count(), 2);
    // Once.
    let again = wiki.run_with(COORDINATED, "2020-10-10");
    assert_eq!(line(&again, "tick"), "no such outcome");
    // The next one is ticked as well, and it counts for no round.
    fill(&wiki, PRODUCT);
    assert_eq!(line(&wiki.run_with(COORDINATED, "2020-10-10"), "tick"), "tick Ada Sample (WMF): posted");
    assert_eq!(ada.text(TALK).unwrap().matches("✓ Filled in since:").count(), 2);
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-10-22"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
}

#[test]
fn a_second_round_replies_where_the_first_stands() {
    let wiki = Wiki::with_notifications();
    let ada = wiki.as_user(ADA);
    wiki.run_with(COORDINATED, "2020-10-08");
    ada.append(TALK, "\n\n== Lunch ==\nAt noon? ~~~~");
    wiki.run_with(COORDINATED, "2020-10-22");
    let text = ada.text(TALK).unwrap();
    let (reply, lunch) = (text.find("\n:<!-- goalkeeper notice").unwrap(), text.find("== Lunch ==").unwrap());
    assert!(reply < lunch, "{text}");
    assert!(text[reply..lunch].contains("I won’t ask about this again."), "{text}");
    assert_eq!(ada.sections(TALK), ["3 goals to write, October–December 2020", "Lunch"]);
    assert_eq!(ada.new_messages(), (true, 2));
    // The reply is a list under the section, and its lines are ticked as well.
    assert!(ada.html(TALK).contains("<dl><dd>"));
    fill(&wiki, PAGE);
    wiki.run_with(COORDINATED, "2020-10-23");
    assert_eq!(ada.text(TALK).unwrap().matches("✓ Filled in since:").count(), 2);
}

#[test]
fn an_archive_by_move_keeps_the_rounds() {
    let wiki = Wiki::up();
    let ada = wiki.as_user(ADA);
    wiki.run_with(COORDINATED, "2020-10-08");
    let archive = format!("{TALK}/Archive 1");
    let moved = [("action", "move"), ("from", TALK), ("to", archive.as_str()), ("noredirect", "1")];
    wiki.admin().post(&moved);
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-10-09"), "notice Ada"),
        "notice Ada Sample (WMF): skipped not-due"
    );
    // In the archive nothing is ticked.
    fill(&wiki, PAGE);
    assert_eq!(line(&wiki.run_with(COORDINATED, "2020-10-10"), "tick"), "no such outcome");
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-10-22"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
    assert_eq!(ada.sections(TALK).len(), 1);
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-11-22"), "notice Ada"),
        "notice Ada Sample (WMF): skipped round-limit"
    );
}
