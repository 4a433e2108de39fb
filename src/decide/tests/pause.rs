//! The first run after a pause: it doesn't pour out at once what has come together meanwhile.

use super::html::{staff, stub};
use super::plans::detail;
use super::world::World;
use crate::base::Reason;
use crate::plan::EditKind;
use crate::read::Pause;

/// Four people with something to do, of whom so many may be told in one run.
fn four(limit: u32, paused: bool) -> World {
    let items: Vec<String> =
        ["Ada", "Bo", "Cyd", "Dee"].iter().zip(1..).map(|(name, n)| stub(n, &staff(name))).collect();
    let mut world = World::new().set("limits.notices_per_run", &limit.to_string()).items(&items);
    world.paused_since = paused.then(|| Pause { since: "2020-10-12".parse().unwrap(), is_noted: true });
    world
}

fn notices(world: &World) -> usize {
    world.plan().edits.iter().filter(|edit| edit.subject.kind == EditKind::Notice).count()
}

#[test]
fn more_than_one_run_may_send_waits_for_the_next() {
    assert_eq!((notices(&four(3, false)), notices(&four(3, true))), (3, 0));
    let plan = four(3, true).plan();
    assert_eq!(
        (plan.held.len(), plan.waiting.len()),
        (4, 0),
        "what it would do is said in full, and takes no place that gets free"
    );
    assert_eq!(
        detail(&plan, Reason::RunLimit),
        "the first run after a pause since 2020-10-12 only says what it would do, for 4 notices are more than 3 \
         (limits.notices_per_run)"
    );
    // Tables go on: they tell nobody anything, and show that the bot is there again.
    assert!(plan.edits.iter().any(|edit| edit.subject.kind == EditKind::Status));
}

#[test]
fn what_one_run_may_send_it_sends() {
    assert_eq!((notices(&four(4, true)), notices(&four(30, true))), (4, 4));
}

#[test]
fn rounds_are_not_made_up_for() {
    let world = four(30, false).today("2020-10-12").after_run();
    // Two rounds might have been due since.
    let world = world.today("2020-11-30");
    assert_eq!(notices(&world), 4);
    assert_eq!(notices(&world.after_run()), 0);
}

#[test]
fn where_nothing_else_shows_that_a_run_was_there_it_sends_what_one_run_may() {
    let mut world = four(3, true).on_board("status.enabled", "false");
    assert_eq!(notices(&world), 0, "the day is written down");
    world.paused_since = world.paused_since.map(|pause| Pause { is_noted: false, ..pause });
    assert_eq!(notices(&world), 3);
    assert_eq!(notices(&world.on_board("status.enabled", "true")), 0, "the table shows it");
}
