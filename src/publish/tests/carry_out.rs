//! What becomes of an edit that a new plan says nothing of, and how many notices a run has made.

use crate::base::{Reason, RevisionId, Title};
use crate::decide::tests::html::{filled, staff, stub};
use crate::decide::tests::world::{ADA, BO, PAGE, World};
use crate::plan::{EditKind, Ending, Outcome, PlannedEdit};
use crate::publish::carry_out::{fill, notices_in, unlisted, unmentioned};

/// Every kind of edit about one goal page.
fn edits() -> Vec<PlannedEdit> {
    let world = World::new().coordinated().items(&[
        stub(1, &staff("Ada")),
        stub(2, "Gil Unknown"),
        stub(3, &staff("Bo")),
    ]);
    let mut edits = world.plan().edits;
    let later = world.after_run().items(&[filled(1, &staff("Ada"))]).today("2020-11-03");
    edits.extend(later.plan().edits.into_iter().filter(|edit| edit.subject.kind == EditKind::Tick));
    edits
}

#[test]
fn what_an_edit_was_about_is_settled_if_its_pages_could_be_read_again() {
    for edit in edits() {
        let outcome = unmentioned(&edit, &[]);
        assert_eq!((outcome.result, outcome.reason), (Ending::Skipped, Some(Reason::FixedMeanwhile)));
        assert_eq!(outcome.subject, edit.subject);
    }
}

#[test]
fn of_a_page_that_is_lost_nothing_is_called_settled() {
    let (lost, other) = (Title::of_wiki(PAGE), Title::of_wiki("Other/2020-21 Q2"));
    let mut kinds = Vec::new();
    for edit in edits() {
        let outcome = unmentioned(&edit, &[&lost]);
        assert_eq!(outcome.reason, Some(Reason::ChangedSincePlan), "{:?}", edit.subject);
        assert_eq!(outcome.detail, "“Goals/2020-21 Q2” could not be read any more; the next run looks again");
        // Ticks and digests don't name the pages they are about: any may be the one.
        let may_be_any = matches!(edit.subject.kind, EditKind::Tick | EditKind::Digest);
        let expected = if may_be_any { Reason::ChangedSincePlan } else { Reason::FixedMeanwhile };
        assert_eq!(unmentioned(&edit, &[&other]).reason, Some(expected), "{:?}", edit.subject);
        kinds.push(edit.subject.kind);
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, [EditKind::Notice, EditKind::Tick, EditKind::Digest, EditKind::Status]);
}

#[test]
fn only_notices_that_may_have_been_posted_are_counted() {
    let all = edits();
    let of = |kind: EditKind| all.iter().find(|edit| edit.subject.kind == kind).unwrap();
    let notice = |ending| Outcome::of(of(EditKind::Notice), ending);
    let posted = Outcome { revision: Some(RevisionId(1)), ..notice(Ending::Posted) };
    let digest = Outcome::of(of(EditKind::Digest), Ending::Posted);
    let outcomes = [posted, notice(Ending::Skipped), notice(Ending::Unknown), notice(Ending::Failed), digest];
    assert_eq!(notices_in(&outcomes), 3);
    assert_eq!(notices_in(&[]), 0);
}

#[test]
fn who_waits_takes_the_place_of_what_no_reader_would_see() {
    let world = World::new().set("limits.notices_per_run", "1").items(&[
        stub(1, &staff("Ada")),
        stub(2, &staff("Bo")),
        stub(3, &staff("Cyd")),
    ]);
    let mut plan = world.plan();
    let late =
        |plan: &crate::plan::Plan| plan.skipped.iter().filter(|skip| skip.reason == Reason::RunLimit).count();
    assert_eq!((plan.waiting.len(), late(&plan)), (2, 2));
    let first = plan.edits[0].subject.clone();
    plan = plan.without(|subject| *subject == first);
    fill(&mut plan, 1);
    let told: Vec<_> = plan.edits.iter().filter(|edit| edit.subject.kind == EditKind::Notice).collect();
    assert_eq!((told.len(), plan.waiting.len(), late(&plan)), (1, 1, 1));
    assert_eq!(plan.edits[0].subject.kind, EditKind::Notice);
    assert_ne!(plan.edits[0].subject, first);
    // No more than there is room for.
    fill(&mut plan, 1);
    assert_eq!(plan.waiting.len(), 1);
}

#[test]
fn a_stop_is_not_noted_if_it_could_not_be_put_on_the_list() {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]).after_run();
    let world =
        world.answered(ADA, "2020-21Q2", "stop").answered(BO, "2020-21Q2", "stop").today("2020-11-03");
    let plan = world.plan();
    let of = |kind: EditKind, name: &str| {
        let is_it = |edit: &&PlannedEdit| {
            edit.subject.kind == kind && edit.subject.recipient.as_ref().is_some_and(|to| to.as_str() == name)
        };
        plan.edits.iter().find(is_it).unwrap()
    };
    let mark = of(EditKind::Tick, ADA);
    let listing = |name: &str, ending| Outcome::of(of(EditKind::OptOut, name), ending);
    let why = |outcomes: &[Outcome]| unlisted(mark, outcomes).map(|outcome| (outcome.result, outcome.reason));
    let failed = listing(ADA, Ending::Failed).because(Reason::ProtectedPage, "it is protected");
    assert_eq!(why(std::slice::from_ref(&failed)), Some((Ending::Skipped, Some(Reason::ProtectedPage))));
    let dry = listing(ADA, Ending::Skipped).because(Reason::DryRun, "a dry run writes nothing");
    assert_eq!(why(&[dry]), Some((Ending::Skipped, Some(Reason::DryRun))));
    // Listed now, or before; or it was somebody else who was not.
    for outcomes in [vec![], vec![listing(ADA, Ending::Posted)], vec![listing(BO, Ending::Failed)]] {
        assert_eq!(why(&outcomes), None);
    }
    assert_eq!(unlisted(of(EditKind::OptOut, ADA), &[failed]), None);
}
