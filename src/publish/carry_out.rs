//! From a plan to outcomes: one edit after the other, and a new plan where a page changed meanwhile.

use std::collections::{BTreeMap, VecDeque};

use super::gateway::{Gateway, TOLD_TO_END};
use crate::base::interrupt::Interrupt;
use crate::base::{PageId, Reason, Title};
use crate::plan::{EditKind, Ending, Outcome, Plan, PlannedEdit};
use crate::wiki::WikiError;

/// A plan, and the goal pages that it was made from.
#[derive(Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// The goal pages that could be read.
    pub pages: BTreeMap<PageId, Title>,
}

/// How a run may go on.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// How often everything is read and planned anew because a page changed while the run was under way.
    pub plans_again: u32,
    /// Notices in this run, at most.
    pub notices: usize,
    /// Hears of it when the run is to end.
    pub interrupted: Interrupt,
}

/// Makes the planned edits, and says what became of each in `outcomes`. Where a page changed meanwhile, `plan_again` reads
/// and plans everything anew for so many notices as are left: what was fixed is not mentioned, and who was told by another
/// run is not told twice. It gives nothing if the run is to end, or if there can be no plan. `progress` hears how many
/// outcomes there are, and how many edits wait.
///
/// # Errors
/// Those of `plan_again`; `outcomes` then says what was left undone.
pub async fn carry_out(
    mut planned: Planned,
    gateway: &mut Gateway<'_>,
    outcomes: &mut Vec<Outcome>,
    mut bounds: Bounds,
    mut plan_again: impl AsyncFnMut(usize) -> Result<Option<Planned>, WikiError>,
    mut progress: impl FnMut(usize, usize),
) -> Result<(), WikiError> {
    let mut waiting: VecDeque<PlannedEdit> = std::mem::take(&mut planned.plan.edits).into();
    let mut ended = Ok(());
    while let Some(edit) = waiting.pop_front() {
        progress(outcomes.len(), waiting.len() + 1);
        if let Some(unlisted) = unlisted(&edit, outcomes) {
            outcomes.push(unlisted);
            continue;
        }
        let outcome = gateway.apply(&edit).await;
        if outcome.reason != Some(Reason::ChangedSincePlan) || bounds.plans_again == 0 {
            if is_unseen(&outcome) {
                planned.plan.next_waiting().into_iter().for_each(|next| waiting.push_front(next));
            }
            outcomes.push(outcome);
            continue;
        }
        bounds.plans_again -= 1;
        tracing::info!(why = outcome.detail, "planning again");
        waiting.push_front(edit);
        let left = bounds.notices.saturating_sub(notices_in(outcomes));
        let fresh = match plan_again(left).await {
            Ok(Some(fresh)) => fresh,
            Ok(None) => {
                let told = bounds.interrupted.is_told();
                let reason = if told { Reason::Stopped } else { Reason::ChangedSincePlan };
                outcomes.extend(waiting.iter().map(|edit| left_alone(edit, reason)));
                break;
            }
            Err(error) => {
                let is_ledger = matches!(error, WikiError::Ledger(_));
                let reason = if is_ledger { Reason::LedgerUnreadable } else { Reason::Network };
                outcomes.extend(waiting.iter().map(|edit| left_alone(edit, reason)));
                ended = Err(error);
                break;
            }
        };
        let lost = planned.pages.iter().filter(|(id, _)| !fresh.pages.contains_key(id));
        let lost: Vec<&Title> = lost.map(|(_, title)| title).collect();
        // What the run has done or tried already is not done again.
        let plan = fresh.plan.without(|subject| {
            subject.target.is_some() && outcomes.iter().any(|done| done.subject.is_same(subject))
        });
        let dropped = waiting.iter().filter(|edit| !plan.mentions(&edit.subject));
        outcomes.extend(dropped.map(|edit| unmentioned(edit, &lost)).collect::<Vec<_>>());
        planned = Planned { plan, pages: fresh.pages };
        fill(&mut planned.plan, left);
        waiting = std::mem::take(&mut planned.plan.edits).into();
    }
    outcomes.extend(planned.plan.unchanged.iter().map(Outcome::from));
    outcomes.extend(planned.plan.skipped.iter().map(Outcome::from));
    ended
}

/// What becomes of a mark that a “stop” was heard, if the account was not put on the opt-out list: then it isn't made.
pub(super) fn unlisted(edit: &PlannedEdit, outcomes: &[Outcome]) -> Option<Outcome> {
    let is_theirs = |outcome: &&Outcome| {
        outcome.subject.kind == EditKind::OptOut && outcome.subject.recipient == edit.subject.recipient
    };
    let listing = outcomes.iter().rfind(is_theirs).filter(|_| edit.notes_a_stop())?;
    if matches!(listing.result, Ending::Posted | Ending::Unchanged) {
        return None;
    }
    let reason = listing.reason.unwrap_or(Reason::ChangedSincePlan);
    let detail = "the account is not on the opt-out list yet; the next run tries again";
    Some(Outcome::of(edit, Ending::Skipped).because(reason, detail))
}

/// Whether a notice was not made because its page would not show it: it takes no place among those of the run.
fn is_unseen(outcome: &Outcome) -> bool {
    outcome.subject.kind == EditKind::Notice && outcome.reason == Some(Reason::UnsupportedTalkPage)
}

/// What the run did before may have been planned once more, in the place of others.
pub(super) fn fill(plan: &mut Plan, notices: usize) {
    let is_notice = |edit: &PlannedEdit| edit.subject.kind == EditKind::Notice;
    for at in plan.edits.iter().filter(|edit| is_notice(edit)).count()..notices {
        match plan.next_waiting() {
            Some(next) => plan.edits.insert(at, next),
            None => break,
        }
    }
}

/// The notices that were posted, or may have been.
pub(super) fn notices_in(outcomes: &[Outcome]) -> usize {
    let is_told =
        |outcome: &&Outcome| outcome.subject.kind == EditKind::Notice && outcome.result != Ending::Skipped;
    outcomes.iter().filter(is_told).count()
}

fn left_alone(edit: &PlannedEdit, reason: Reason) -> Outcome {
    let detail = match reason {
        Reason::Stopped => TOLD_TO_END,
        Reason::Network => {
            "a page changed while the run was under way, and then the wiki could not be asked any more"
        }
        Reason::LedgerUnreadable => "what the bot has posted so far can't be read; the next run reads it",
        Reason::FixedMeanwhile => "what it was about was settled while the run was under way",
        _ => "a page changed while the run was under way; the next run reads it",
    };
    Outcome::of(edit, Ending::Skipped).because(reason, detail)
}

/// An edit that a new plan says nothing of. What it was about is settled only if each goal page of it could be read
/// again: of one that was emptied, rebuilt or deleted, on purpose or not, nobody knows.
pub(super) fn unmentioned(edit: &PlannedEdit, lost: &[&Title]) -> Outcome {
    // Ticks, digests and questions don't name the goal pages they are about.
    let may_be_any = matches!(edit.subject.kind, EditKind::Tick | EditKind::Digest | EditKind::Go);
    let is_about = |title: &&&Title| may_be_any || edit.read.iter().any(|page| page.title == ***title);
    match lost.iter().find(is_about) {
        Some(title) => {
            let detail = format!("“{title}” could not be read any more; the next run looks again");
            Outcome::of(edit, Ending::Skipped).because(Reason::ChangedSincePlan, detail)
        }
        None => left_alone(edit, Reason::FixedMeanwhile),
    }
}
