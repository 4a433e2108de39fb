//! Whom to tell what, and when; what stands in the tables. Pure: facts go in, a plan comes out, and the day is one of the
//! facts.

mod answered;
mod cases;
mod coordinators;
mod digest;
mod escalations;
mod gates;
mod go;
mod items;
mod lists;
mod naming;
mod notice;
mod open;
mod orders;
mod others;
mod overview;
mod policy;
mod reach;
mod region;
mod retract;
mod run_log;
mod settled;
mod table;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod ticks;
mod turns;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::base::PageId;
use crate::plan::Plan;
pub use overview::is_due as overview_is_due;
pub use retract::{Meant, retract};

use crate::read::Facts;

/// The goal pages of which somebody would be told something now, if all that stands there has stood there long enough:
/// what stood there before must be asked of these, and of no others, before [`decide`].
pub fn due(facts: &Facts<'_>) -> BTreeSet<PageId> {
    policy::due(facts, &cases::gather(facts))
}

/// Everything one run would do, of which it may post `notices_left` notices.
pub fn decide(facts: &Facts<'_>, notices_left: usize) -> Plan {
    let paused = facts.paused_since;
    let plan = decide_after(facts, notices_left, paused.map(|paused| paused.since));
    // Where nothing shows that this run was there, the next would be the first again, and no notice would ever go out.
    match paused.is_some_and(|paused| !paused.is_noted) && plan.edits.is_empty() {
        true => decide_after(facts, notices_left, None),
        false => plan,
    }
}

/// The same, as the first run after a pause if there was one.
fn decide_after(facts: &Facts<'_>, notices_left: usize, paused_since: Option<NaiveDate>) -> Plan {
    let cases = cases::gather(facts);
    let decided = policy::decide(facts, &cases, notices_left, paused_since);
    let mut edits = decided.planned;
    let mut skipped = decided.skipped;
    edits.extend(ticks::ticks(facts, &edits));

    let (questions, unasked) = go::questions(facts, &cases, &edits);
    edits.extend(questions);
    skipped.extend(unasked);

    let mut open = escalations::open(facts, &cases, &decided.unreached);
    let paused = gates::take_paused(facts, &mut open);
    let digests = digest::digests(facts, &open, &edits);
    // What no coordinator hears goes to the log.
    open.retain(|open| digests.leaves(open));
    let untold = open::lines(&open);
    for line in &untold {
        tracing::debug!(board = line.first().map(|open| &*open.board.name), "{}", line.plain());
    }
    if !untold.is_empty() {
        let boards: BTreeSet<&str> = open.iter().map(|open| open.board.name.as_str()).collect();
        let boards = boards.into_iter().collect::<Vec<_>>().join(", ");
        tracing::warn!(
            boards,
            "what no owner can be told (lines: {}) reaches no coordinator either; -v lists it",
            untold.len()
        );
    }
    for page in others::notices_of_others(facts) {
        tracing::warn!(
            %page,
            "a notice stands there that this account did not post; it is left alone. If another account did this bot's work \
             before, name it in bot.former_accounts"
        );
    }
    let tables = tables::tables(facts);
    let overview = overview::overview(facts);

    edits.extend(digests.planned);
    edits.extend(lists::owners_page(facts));
    let opt_outs = lists::opt_outs(facts);
    // After the list: what is noted stands there.
    let noted = ticks::noted(facts, &edits, &opt_outs);
    edits.extend(opt_outs);
    edits.extend(noted);
    edits.extend(tables.edits);
    edits.extend(overview.edit);
    skipped.extend(digests.skipped);
    skipped.extend(paused);
    skipped.extend(tables.skipped);
    skipped.extend(overview.skipped);
    let (log, unlogged) = run_log::run_log(facts, &skipped);
    edits.extend(log);
    skipped.extend(unlogged);
    Plan {
        today: facts.today,
        edits,
        skipped,
        unchanged: tables.unchanged.into_iter().chain(overview.unchanged).collect(),
        waiting: decided.waiting,
        held: decided.held,
        exclusion_names: facts.lists.names.clone(),
        named: facts.named(),
    }
}
