//! Whom to tell what, and when; what stands in the tables. Pure: facts go in, a plan comes out, and the day is one of the
//! facts.

mod answered;
mod cases;
mod digest;
mod escalations;
mod items;
mod lists;
mod notice;
mod open;
mod orders;
mod policy;
mod reach;
mod table;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod ticks;

use crate::plan::Plan;
use crate::read::Facts;

/// Everything one run would do, of which it may post `notices_left` notices.
pub fn decide(facts: &Facts<'_>, notices_left: usize) -> Plan {
    let cases = cases::gather(facts);
    let decided = policy::decide(facts, &cases, notices_left);
    let mut edits = decided.planned;
    let mut skipped = decided.skipped;
    edits.extend(ticks::ticks(facts, &edits));

    let mut open = escalations::open(facts, &cases, &decided.unreached);
    let digests = digest::digests(facts, &open, &edits);
    // What no coordinator hears goes to the log.
    open.retain(|open| digests.leaves(open));
    for line in open::lines(&open) {
        tracing::warn!(board = line.first().map(|open| &*open.board.name), "{}", line.plain());
    }
    let tables = tables::tables(facts);

    edits.extend(digests.planned);
    edits.extend(lists::owners_page(facts));
    let opt_outs = lists::opt_outs(facts);
    // After the list: what is noted stands there.
    let noted = ticks::noted(facts, &edits, &opt_outs);
    edits.extend(opt_outs);
    edits.extend(noted);
    edits.extend(tables.edits);
    skipped.extend(digests.skipped);
    skipped.extend(tables.skipped);
    Plan {
        today: facts.today,
        edits,
        skipped,
        unchanged: tables.unchanged,
        waiting: decided.waiting,
        exclusion_names: facts.lists.names.clone(),
    }
}
