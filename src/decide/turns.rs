//! Whose turn it is, where more is to be said than one run may say. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::plan::PlannedEdit;
use crate::read::Facts;

/// A notice that could go out now.
pub struct Ready {
    /// The notice.
    pub edit: PlannedEdit,
    /// Since when it is due.
    pub due: NaiveDate,
    /// The board of its first page.
    pub board: String,
}

/// What of them one run posts.
#[derive(Debug)]
pub struct Turns {
    /// The notices, in the order they are posted.
    pub planned: Vec<PlannedEdit>,
    /// The others, in that order.
    pub waiting: Vec<PlannedEdit>,
    /// Those that the first run after a pause only speaks of.
    pub held: Vec<PlannedEdit>,
    /// Why these wait.
    pub detail: String,
}

/// Of all that could go out now what one run posts, of which it may post `notices_left`. The first run after a pause posts none of
/// more than one run may: what has come together meanwhile is looked at before it goes out.
pub fn of(
    facts: &Facts<'_>,
    ready: Vec<Ready>,
    notices_left: usize,
    paused_since: Option<NaiveDate>,
) -> Turns {
    let mut planned = fairly(ready);
    let limit = facts.settings.limits.notices_per_run;
    let count = planned.len();
    if let Some(since) = paused_since.filter(|_| usize::try_from(limit).is_ok_and(|limit| count > limit)) {
        let detail = format!(
            "the first run after a pause since {since} only says what it would do, for {count} notices are more than {limit} \
             (limits.notices_per_run)"
        );
        return Turns { planned: Vec::new(), waiting: Vec::new(), held: planned, detail };
    }
    let waiting = planned.split_off(count.min(notices_left));
    Turns { planned, waiting, held: Vec::new(), detail: format!("{limit} notices are enough for one run") }
}

/// The oldest need first, but the boards in turn, so that a large one doesn't keep the others waiting.
fn fairly(mut ready: Vec<Ready>) -> Vec<PlannedEdit> {
    ready.sort_by(|a, b| (a.due, &a.edit.subject.recipient).cmp(&(b.due, &b.edit.subject.recipient)));
    let mut served: BTreeMap<String, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, Ready)> = Vec::new();
    for one in ready {
        let turn = served.entry(one.board.clone()).or_default();
        turns.push((*turn, one));
        *turn += 1;
    }
    // Stable: within a turn the oldest need stays first.
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, one)| one.edit).collect()
}
