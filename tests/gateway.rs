//! The guards around every edit.

use std::process::{Child, Stdio};

use crate::support::{ADA, BOT, COORDINATED, PAGE, PRODUCT, Wiki, outcomes, ran};

const STOP: &str = "User:GoalkeeperBot/Stop";

#[test]
fn anything_on_the_stop_page_stops_the_bot() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(STOP, "Please stop, it writes nonsense. ~~~~");
    let before = admin.revisions();
    let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["stopped"], true);
    assert_eq!(admin.revisions(), before);
    assert!(wiki.goalkeeper(&["run", "--today", "2020-11-02"]).out.contains("stopped"));

    admin.post(&[("action", "delete"), ("title", STOP)]);
    assert_eq!(wiki.run("2020-11-02")["stopped"], false);
}

#[test]
fn the_stop_page_is_read_before_every_edit() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let child = slow(&wiki, "2020-11-02");
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    admin.save(STOP, "Please stop. ~~~~");
    let (code, run) = ended(child);
    assert_eq!(code, Some(0));
    assert_eq!(run["stopped"], true);
    let done = outcomes(&run);
    assert!(done.contains(&"notice Fay Sample (WMF): skipped stopped".to_owned()), "{done:?}");
    assert_eq!(wiki.reader().revisions_by(BOT), 1, "{done:?}");
}

#[test]
fn a_stop_page_that_is_more_than_words_stops_it_too() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    // A redirect isn't followed: it is text like any other.
    for text in ["#REDIRECT [[Main Page]]", "<!-- stop -->", "{{:User:GoalkeeperBot/Nothing}}"] {
        admin.save(STOP, text);
        assert_eq!(wiki.run("2020-11-02")["stopped"], true, "{text}");
    }
}

#[test]
fn a_notice_is_not_written_where_nobody_would_see_it() {
    let wiki = Wiki::up();
    let ada = format!("User talk:{ADA}");
    wiki.admin().save(&ada, "Hello. <!-- I forgot to close this");
    let outcomes = outcomes(&wiki.run("2020-11-02"));
    assert!(
        outcomes.contains(&"notice Ada Sample (WMF): skipped unsupported-talk-page".to_owned()),
        "{outcomes:?}"
    );
    assert_eq!(wiki.admin().history(&ada).len(), 1);
}

#[test]
fn two_runs_at_once_post_once() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    // In two places, so that no lock keeps them apart; first notices and digests, then replies.
    for (today, edits) in [("2020-10-12", 1), ("2020-10-26", 2)] {
        let start = |place: &str| {
            let scratch = wiki.scratch.path().join(format!("{place} {today}"));
            std::fs::create_dir_all(&scratch).unwrap();
            let mut command = wiki.command(COORDINATED);
            command.args(["run", "--today", today, "--format", "json"]).env("TMPDIR", scratch);
            command.stdout(Stdio::piped()).spawn().unwrap()
        };
        let runs = ["one", "other"].map(start).map(|child| ended(child).0);
        assert_eq!(runs, [Some(0), Some(0)]);
        assert_eq!(admin.history(&format!("User talk:{ADA}")).len(), edits);
        assert_eq!(admin.history("User talk:Coordinator Sample (WMF)").len(), 1);
        assert_eq!(admin.history(&format!("Talk:{PAGE}")).len(), 1);
    }
}

#[test]
fn every_edit_is_marked_as_a_bots_and_keeps_its_distance() {
    let wiki = Wiki::up();
    let started = std::time::Instant::now();
    let ran = wiki.goalkeeper_with(
        "[limits]\nsave_delay_seconds = 1",
        &["run", "--today", "2020-11-02", "--format", "json"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(started.elapsed().as_secs() >= 3, "four edits took {:?}", started.elapsed());
    let changes = wiki.admin().get(&[
        ("action", "query"),
        ("list", "recentchanges"),
        ("rcuser", BOT),
        ("rcprop", "flags|title"),
        ("rclimit", "max"),
    ]);
    let changes = changes["query"]["recentchanges"].as_array().unwrap().clone();
    assert_eq!(changes.len(), 4);
    assert!(changes.iter().all(|change| change["bot"] == true), "{changes:?}");
}

#[test]
fn a_signal_ends_the_run_between_two_edits() {
    let wiki = Wiki::up();
    let child = slow(&wiki, "2020-11-02");
    let started = std::time::Instant::now();
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    std::thread::sleep(std::time::Duration::from_millis(500));
    let killed = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(killed.success());
    let (code, run) = ended(child);
    assert_eq!(code, Some(0));
    assert!(started.elapsed().as_secs() < 25);
    assert_eq!(run["stopped"], true);
    let ended = outcomes(&run);
    assert!(ended.contains(&"notice Ada Sample (WMF): posted".to_owned()), "{ended:?}");
    assert!(ended.contains(&"notice Fay Sample (WMF): skipped stopped".to_owned()), "{ended:?}");
}

/// A run with four seconds between two edits, and a lock of its own.
fn slow(wiki: &Wiki, today: &str) -> Child {
    let scratch = wiki.scratch.path().join(today);
    std::fs::create_dir_all(&scratch).unwrap();
    wiki.command("[limits]\nsave_delay_seconds = 4")
        .args(["run", "--today", today, "--format", "json"])
        .env("TMPDIR", scratch)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ended(child: Child) -> (Option<i32>, serde_json::Value) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

pub fn wait_for_page(wiki: &Wiki, title: &str) {
    let admin = wiki.admin();
    let started = std::time::Instant::now();
    while admin.text(title).is_none() {
        assert!(started.elapsed().as_secs() < 20, "no page {title}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

const FAY: &str = "User talk:Fay Sample (WMF)";

#[test]
fn two_runs_in_two_places_on_two_days_tell_each_owner_once() {
    let wiki = Wiki::up();
    let runs = ["2020-11-02", "2020-11-03"].map(|today| slow(&wiki, today));
    let runs = runs.map(|child| ended(child).1);
    let admin = wiki.admin();
    for title in [format!("User talk:{ADA}"), FAY.to_owned()] {
        assert_eq!(admin.sections(&title).len(), 1, "{title}: {runs:#?}");
    }
    assert_eq!(admin.sections(&format!("Talk:{PAGE}")).len(), 1);
}

#[test]
fn what_happens_between_plan_and_edit_counts() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(FAY, "Hello.");
    let child = slow(&wiki, "2020-11-02");
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    // While the run waits, Fay's page is deleted, and a goal page is filled in.
    admin.post(&[("action", "delete"), ("title", FAY)]);
    let page = admin.text(PRODUCT).unwrap();
    admin.save(PRODUCT, &page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1));
    let (code, run) = ended(child);
    let done = outcomes(&run);
    assert_eq!(code, Some(0), "{done:?}");
    assert!(done.contains(&"notice Fay Sample (WMF): skipped page-deleted".to_owned()), "{done:?}");
    assert_eq!(admin.text(FAY), None, "the deleted page came back");
    // The table shows the page as it is now.
    let table = format!("Talk:{PRODUCT}");
    assert!(done.contains(&format!("status {table}: posted")), "{done:?}");
    assert!(!admin.text(&table).unwrap().contains("waiting for goals"));
}

#[test]
fn a_no_that_comes_between_plan_and_edit_is_heard() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Template:Nobots", "");
    admin.save("Template:Kein Bot", "#REDIRECT [[Template:Nobots]]");
    let child = slow(&wiki, "2020-11-02");
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    admin.save(FAY, "{{bots|deny=OtherBot}} {{Kein Bot}}");
    let done = outcomes(&ended(child).1);
    assert!(done.contains(&"notice Fay Sample (WMF): skipped bots-denied".to_owned()), "{done:?}");
    // And so it is when it stands there from the beginning.
    let again = outcomes(&wiki.run("2020-11-02"));
    assert!(again.contains(&"notice Fay Sample (WMF): skipped bots-denied".to_owned()), "{again:?}");
}

#[test]
fn two_runs_in_one_place_take_turns() {
    let wiki = Wiki::up();
    let first = slow(&wiki, "2020-11-02");
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    // The second waits for the end of the first, and finds everything done.
    let mut command = wiki.command("");
    command.args(["run", "--today", "2020-11-02", "--format", "json"]);
    let second = ran(command.env("TMPDIR", wiki.scratch.path().join("2020-11-02")));
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(second.err.contains("another run is under way"), "{}", second.err);
    assert!(!outcomes(&second.json()).iter().any(|line| line.ends_with(": posted")), "{}", second.out);
    let done = outcomes(&ended(first).1);
    assert_eq!(done.iter().filter(|line| line.ends_with(": posted")).count(), 4, "{done:?}");
}

#[test]
fn a_killed_run_leaves_no_lock_behind() {
    let wiki = Wiki::up();
    let mut first = slow(&wiki, "2020-11-02");
    wait_for_page(&wiki, &format!("User talk:{ADA}"));
    first.kill().unwrap();
    first.wait().unwrap();
    let mut command = wiki.command("");
    command.args(["run", "--today", "2020-11-02", "--format", "json"]);
    let second = ran(command.env("TMPDIR", wiki.scratch.path().join("2020-11-02")));
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(!second.err.contains("another run"), "{}", second.err);
    let done = outcomes(&second.json());
    assert_eq!(done.iter().filter(|line| line.ends_with(": posted")).count(), 3, "{done:?}");
}

#[test]
fn a_message_to_the_bot_stops_it_only_if_told_to() {
    let wiki = Wiki::up();
    wiki.admin().save(&format!("User talk:{BOT}"), "What is this? ~~~~");
    let arguments = ["run", "--today", "2020-11-02", "--format", "json"];
    let stopped = wiki.goalkeeper_with("[bot]\nstop_on_message = true", &arguments);
    assert_eq!(stopped.code, 0, "{}", stopped.err);
    assert_eq!(stopped.json()["stopped"], true);
    assert_eq!(wiki.reader().revisions_by(BOT), 0);
    assert_eq!(wiki.run("2020-11-02")["stopped"], false);
    assert_eq!(wiki.reader().revisions_by(BOT), 4);
}

#[test]
fn a_list_of_edits_that_is_behind_the_pages_is_not_the_ledger() {
    let wiki = Wiki::up();
    wiki.run("2020-11-02");
    let before = wiki.admin().revisions();
    // As from a copy of the database that has not heard of the edits yet.
    wiki.configure(
        "$wgHooks['ApiQueryBaseBeforeQuery'][] = static function ( $module, &$tables, &$fields, &$conds ) {
            if ( $module->getModuleName() === 'usercontribs' ) { $conds[] = '1 = 0'; }
        };",
    );
    let second = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(second.code, 3, "{}", second.err);
    assert!(second.err.contains("is not among those that it lists"), "{}", second.err);
    assert_eq!(wiki.admin().revisions(), before, "something was written");
}
