//! What a rehearsal shows of notices whose time has not come.

use super::html::stub;
use super::plans::the;
use super::when::ada;
use super::world::{PAGE, World};
use crate::base::Reason;
use crate::plan::{EditKind, Plan};

/// What is held back, as reason and detail.
fn held(plan: &Plan) -> Vec<(Reason, &str)> {
    plan.held.iter().map(|held| (held.reason, held.detail.as_str())).collect()
}

#[test]
fn in_the_grace_a_rehearsal_shows_the_notice_as_it_would_read() {
    let early = ada().today("2020-10-01").plan();
    assert_eq!(held(&early), [(Reason::BeforeGrace, "not before 2020-10-08 (grace_days)")]);
    let later = ada().today("2020-10-08").plan();
    assert!(later.held.is_empty());
    let (would, does) = (&early.held[0].edit, the(&later, EditKind::Notice));
    assert_eq!(would.change.heading(), does.change.heading());
    // Its days, the key among them, are those of a notice of today.
    let places =
        |text: String| text.lines().filter(|line| line.starts_with('*')).collect::<Vec<_>>().join("\n");
    assert_eq!(places(would.text()), places(does.text()));
    assert!(places(would.text()).contains("write the goals of"));
    // It is no edit of a run's.
    assert!(early.edits.iter().all(|edit| edit.subject.kind != EditKind::Notice));
}

#[test]
fn so_it_does_of_what_was_edited_lately_of_a_pause_and_of_a_go() {
    let edited = ada().edited(PAGE, "2020-11-02T11:00:00Z").plan();
    assert_eq!(
        held(&edited),
        [(Reason::QuietPeriod, "the goal page was edited less than 6 hours ago (quiet_hours)")]
    );
    let paused = ada().on_board("notices.pause", "[\"10-20..11-04\"]").today("2020-10-25").plan();
    assert_eq!(held(&paused)[0].0, Reason::NotDue);
    let asks = ada().coordinated().on_board("notices.needs_go", "true");
    assert_eq!(held(&asks.plan())[0].0, Reason::NeedsGo);
}

#[test]
fn where_more_than_time_is_in_the_way_it_shows_nothing() {
    for (what, world) in [
        ("over", ada().quarter("2020-21Q2").today("2021-01-08")),
        ("told a week ago", ada().after_run().today("2020-11-09")),
        ("not allowed", ada().today("2020-10-01").set("owners_policy.allow", "[]")),
        ("nobody named", World::new().items(&[stub(1, "")]).today("2020-10-01")),
    ] {
        assert_eq!(held(&world.plan()), [], "{what}");
    }
}
