//! The weekly numbers: when they come, and that they name nobody.

use super::html::{staff, stub};
use super::plans::{detail, the};
use super::world::{ADA, World};
use crate::base::{Reason, Title};
use crate::plan::EditKind;
use crate::wiki::Gone;

const LOG: &str = "User:GoalkeeperBot/Log";

fn world() -> World {
    let items = [stub(1, &staff("Ada")), stub(2, &staff("Bo"))];
    World::new().set("run_log.page", &format!("\"{LOG}\"")).items(&items)
}

fn has_log(world: &World) -> bool {
    world.plan().edits.iter().any(|edit| edit.subject.kind == EditKind::RunLog)
}

#[test]
fn it_comes_once_a_week_and_only_if_it_is_wanted() {
    assert!(!has_log(&world()), "a bot that never did anything has nothing to tell");
    let first = world().after_run();
    assert!(has_log(&first));
    let logged = first.after_run();
    for (today, expected) in
        [("2020-11-02", false), ("2020-11-08", false), ("2020-11-09", true), ("2020-11-13", true)]
    {
        assert_eq!(has_log(&logged.clone().today(today)), expected, "{today}");
    }
    assert!(!has_log(&logged.clone().today("2020-10-20")), "a clock that was set back makes none due");
    assert!(!has_log(&world().set("run_log.page", "\"\"").after_run()));
}

#[test]
fn it_counts_and_names_nobody() {
    let world = world().talk("Bo Sample (WMF)", "{{nobots}}").after_run();
    let edit = the(&world.plan(), EditKind::RunLog).text();
    assert!(
        edit.contains(
            "Edits since the last log: 1 notice, 0 messages to coordinators, 1 table or overview, 0 others."
        ),
        "{edit}"
    );
    assert!(edit.contains("Notices that wait for their time: <code>not-due</code>: 1."), "{edit}");
    for word in ["Ada", "Bo", ADA, "bots-denied", "opted"] {
        assert!(!edit.contains(&format!("{word} ")) && !edit.contains(&format!("{word}:")), "{word}: {edit}");
    }
    let next = world.after_run().today("2020-11-09").plan();
    let edit = the(&next, EditKind::RunLog).text();
    assert!(edit.contains("Edits since the last log: 0 notices, 0 messages to coordinators, 0 tables and overviews, 0 others."), "{edit}");
}

#[test]
fn a_page_that_says_no_or_was_taken_away_gets_none() {
    let denied = world().after_run().text(LOG, "{{nobots}}");
    assert!(!has_log(&denied));
    let mut gone = world().after_run();
    gone.gone.insert(Title::of_wiki(LOG), Gone { to: None, by: None });
    assert!(!has_log(&gone));
    assert_eq!(
        detail(&gone.plan(), Reason::PageDeleted),
        "the page is gone; the run log stays away unless it is back"
    );
}
