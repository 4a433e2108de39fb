//! What recipients answer is read, and heeded.

use crate::support::{ADA, BOT, COORDINATED, User, Wiki, line};

const TALK: &str = "User talk:Ada Sample (WMF)";
/// How an answer by a link begins.
const LINKED: &str = "== Answer about the goals for October–December 2020 ==\n";
const COORDINATOR: &str = "User talk:Coordinator Sample (WMF)";

/// Ada has had her first notice, and answered `reply` in its section.
fn answered(reply: &str) -> (Wiki, User) {
    let wiki = Wiki::with_notifications();
    assert_eq!(
        line(&wiki.run_with(COORDINATED, "2020-10-08"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
    let ada = wiki.as_user(ADA);
    ada.append(TALK, &format!("\n:{reply} ~~~~"));
    (wiki, ada)
}

fn later(wiki: &Wiki, today: &str) -> String {
    line(&wiki.run_with(COORDINATED, today), "notice Ada").to_owned()
}

#[test]
fn any_answer_ends_the_rounds_and_goes_to_the_coordinator() {
    let (wiki, ada) = answered("I left in March, sorry! '''Bold''' {{Done}}");
    for today in ["2020-10-09", "2020-10-30", "2020-12-28"] {
        assert_eq!(later(&wiki, today), "notice Ada Sample (WMF): skipped answered", "{today}");
    }
    assert_eq!(ada.history(TALK).len(), 2);
    let digest = wiki.admin().text(COORDINATOR).unwrap();
    let answer = "* “<nowiki>Ada Sample</nowiki>” has answered: [[Special:Diff/";
    assert_eq!(digest.matches(answer).count(), 1, "{digest}");
    assert!(!digest.contains("left in March"), "{digest}");
}

#[test]
fn a_day_is_read_in_the_language_of_the_boards_notices() {
    let wiki = Wiki::up();
    let (technology, product) = COORDINATED.split_at(COORDINATED.rfind("[[boards]]").unwrap());
    wiki.run_with(technology, "2020-10-08");
    wiki.as_user(ADA).append(TALK, "\n:snooze until 15. Dezember 2020 ~~~~");
    let run = |settings: String| {
        line(&wiki.run_with(&settings, "2020-10-30"), "notice Ada Sample (WMF)").to_owned()
    };
    let german = "language = \"de\"\n";
    // The notice was not about a page of the German board: its language says nothing here.
    assert_eq!(run(format!("{COORDINATED}{german}")), "notice Ada Sample (WMF): skipped answered");
    assert_eq!(run(format!("{technology}{german}{product}")), "notice Ada Sample (WMF): skipped snoozed");
}

#[test]
fn stop_holds_in_later_quarters_and_is_on_the_list() {
    let (wiki, ada) = answered("Please stop.");
    ada.post(&[("action", "echomarkread"), ("all", "1")]);
    ada.post(&[("action", "clearhasmsg")]);
    let outcomes = wiki.run_with(COORDINATED, "2020-10-09");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped opted-out");
    assert_eq!(line(&outcomes, "opt-out Ada"), "opt-out Ada Sample (WMF): posted");
    let list = wiki.admin().text("User:GoalkeeperBot/Opt-out").unwrap();
    assert_eq!(list, "* [[:User talk:Ada Sample (WMF)|<nowiki>Ada Sample (WMF)</nowiki>]]");
    // She sees that it was heard, in the notice, and isn't called for that.
    assert_eq!(line(&outcomes, "tick Ada"), "tick Ada Sample (WMF): posted");
    let last = ada.history(TALK)[0].clone();
    assert_eq!((last["minor"].as_bool(), last["user"].as_str()), (Some(true), Some(BOT)));
    let noted = "\n:✓ Noted: no more messages from this bot. It keeps a list of all who want none: \
                 [[:User:GoalkeeperBot/Opt-out|<nowiki>User:GoalkeeperBot/Opt-out</nowiki>]]";
    assert_eq!(ada.text(TALK).unwrap().matches(noted).count(), 1);
    assert_eq!(ada.new_messages(), (false, 0));
    let again = wiki.run_with(COORDINATED, "2020-10-10");
    assert_eq!((line(&again, "opt-out"), line(&again, "tick")), ("no such outcome", "no such outcome"));
    // The list is the place to undo it, and there it holds.
    wiki.admin().save("User:GoalkeeperBot/Opt-out", "Nobody.");
    let undone = wiki.run_with(COORDINATED, "2020-10-11");
    assert_eq!(line(&undone, "opt-out"), "no such outcome");
    assert_eq!(line(&undone, "notice Ada"), "notice Ada Sample (WMF): skipped not-due");
    wiki.admin().save("User:GoalkeeperBot/Opt-out", &list);
    // Her answer is gone with the page, and it is a year later: the list still says no.
    wiki.admin().post(&[("action", "delete"), ("title", TALK)]);
    let page =
        "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n";
    wiki.admin().save("Wikimedia Technology/Goals/2021-22 Q2", page);
    assert_eq!(later(&wiki, "2021-11-02"), "notice Ada Sample (WMF): skipped opted-out");
    assert_eq!(ada.text(TALK), None);
}

#[test]
fn nobody_answers_for_another() {
    let (wiki, _) = answered("");
    let bo = wiki.as_user("Bo Sample (WMF)");
    let ada = format!("[[User:{ADA}|Ada]] ([[User talk:{ADA}|talk]]) 10:00, 9 October 2020 (UTC)");
    bo.append(TALK, &format!("\n:stop {ada}\n:not me {ada}"));
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): posted");
}

#[test]
fn what_is_no_answer() {
    let wiki = Wiki::up();
    wiki.run_with(COORDINATED, "2020-10-08");
    let ada = wiki.as_user(ADA);
    // Another section; a thank-you elsewhere; the notice copied to an archive.
    ada.append(TALK, "\n\n== Lunch ==\nstop by at noon ~~~~");
    let notice = ada.text(TALK).unwrap();
    ada.save("User talk:Ada Sample (WMF)/Archive", &notice);
    ada.save(TALK, "All archived.");
    assert_eq!(later(&wiki, "2020-10-09"), "notice Ada Sample (WMF): skipped not-due");
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): posted");
    // Nothing stands there to reply to: a section of its own.
    assert_eq!(ada.sections(TALK).len(), 1);
}

#[test]
fn the_links_in_a_notice_prefill_an_answer() {
    let wiki = Wiki::up();
    wiki.run_with(COORDINATED, "2020-10-08");
    let ada = wiki.as_user(ADA);
    let html = ada.html(TALK).replace("&amp;", "&");
    let link = regex::Regex::new(r#"href="[^"]*preloadtitle=([^&"]*)&preloadparams%5B%5D=([^"]*)">not me<"#)
        .unwrap();
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let found = link.captures(&html).unwrap_or_else(|| panic!("no link in {html}"));
    let (heading, text) = (decoded(&found[1]), decoded(&found[2]));
    assert_eq!(
        (heading.as_str(), text.as_str()),
        ("Answer about the goals for October–December 2020", "not me ~~~~")
    );
    let section = [
        ("action", "edit"),
        ("title", TALK),
        ("section", "new"),
        ("sectiontitle", &heading),
        ("text", &text),
    ];
    assert_eq!(ada.post(&section)["edit"]["result"], "Success");
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): skipped answered");
}

#[test]
fn an_answer_by_a_link_counts_after_the_talk_page_was_archived_by_a_move() {
    let wiki = Wiki::up();
    wiki.run_with(COORDINATED, "2020-10-08");
    let ada = wiki.as_user(ADA);
    let archive = format!("{TALK}/Archive 1");
    wiki.admin().post(&[("action", "move"), ("from", TALK), ("to", &archive), ("noredirect", "1")]);
    ada.save(TALK, &format!("{LINKED}stop ~~~~"));
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): skipped opted-out");
}

#[test]
fn an_answer_to_a_rehearsal_counts() {
    let wiki = Wiki::up();
    let page = "User:GoalkeeperBot/Plan";
    let plan = wiki.goalkeeper(&["plan", "--publish", page, "--today", "2020-11-02"]);
    assert_eq!(plan.code, 0, "{}", plan.err);
    assert!(wiki.admin().text(page).unwrap().contains("title=User_talk:Ada_Sample"));
    wiki.as_user(ADA).save(TALK, &format!("{LINKED}not me ~~~~"));
    assert_eq!(later(&wiki, "2020-11-03"), "notice Ada Sample (WMF): skipped answered");
    // One about last quarter says nothing of this one but who has left; and earlier notices put a key behind the words.
    let earlier = LINKED.replace("October–December", "July–September");
    wiki.as_user(ADA).save(TALK, &format!("{earlier}done ~~~~"));
    let id = wiki.admin().get(&[("action", "query"), ("list", "users"), ("ususers", ADA)]);
    let key = format!("gk1:answer/{}/2020-21Q2", id["query"]["users"][0]["userid"]);
    assert_eq!(later(&wiki, "2020-11-03"), "notice Ada Sample (WMF): posted");
    wiki.as_user(ADA).append(TALK, &format!("\n\n== Answer ==\nnot me <!-- {key} --> ~~~~"));
    assert_eq!(later(&wiki, "2020-11-30"), "notice Ada Sample (WMF): skipped answered");
}

#[test]
fn who_left_is_not_asked_in_the_next_quarter_either() {
    let page =
        "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q3 Goals:'''\n*\n";
    let (wiki, _) = answered("I left in March.");
    wiki.admin().save("Wikimedia Technology/Goals/2020-21 Q3", page);
    let outcomes = wiki.run_with(COORDINATED, "2021-01-11");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped answered");
    // The coordinator hears of it, since the page names her still.
    assert_eq!(line(&outcomes, "digest"), "digest Coordinator Sample (WMF): posted");
    let digest = wiki.admin().text(COORDINATOR).unwrap();
    assert!(digest.contains("“<nowiki>Ada Sample</nowiki>” has answered: [[Special:Diff/"), "{digest}");
    // Who was only done is.
    let (wiki, _) = answered("done");
    wiki.admin().save("Wikimedia Technology/Goals/2020-21 Q3", page);
    assert_eq!(later(&wiki, "2021-01-08"), "notice Ada Sample (WMF): posted");
}

#[test]
fn a_talk_page_that_leads_elsewhere_now_changes_nothing_said_before() {
    let (wiki, ada) = answered("I left in March.");
    ada.save(TALK, "#REDIRECT [[User talk:Bo Sample (WMF)]]");
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): skipped answered");
    // And who answers there answers for both.
    let wiki = Wiki::up();
    wiki.admin().save(TALK, "#REDIRECT [[User talk:Bo Sample (WMF)]]");
    assert_eq!(later(&wiki, "2020-10-08"), "notice Ada Sample (WMF): posted");
    wiki.as_user("Bo Sample (WMF)").append("User talk:Bo Sample (WMF)", "\n:done ~~~~");
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): skipped answered");
    wiki.admin().save(TALK, "Here again.");
    assert_eq!(later(&wiki, "2020-10-30"), "notice Ada Sample (WMF): skipped answered");
}
