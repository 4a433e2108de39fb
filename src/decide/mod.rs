//! Whom to tell what, and when; what stands in the tables. Pure: facts go in, a plan comes out, and the day is one of the
//! facts.

mod cases;
mod digest;
mod escalations;
mod items;
mod lists;
mod notice;
mod policy;
mod reach;
mod retract;
mod table;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod ticks;

use crate::plan::Plan;
pub use retract::{Meant, retract};

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
    // What no coordinator hears goes to the log and to the status page.
    open.retain(|open| digests.leaves(open));
    for open in &open {
        tracing::warn!(board = open.board.name, "{}", open.plain());
    }
    let tables = tables::tables(facts, &open);

    edits.extend(digests.planned);
    edits.extend(lists::owners_page(facts));
    edits.extend(lists::opt_outs(facts));
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
