//! The plan: every edit the bot would make, as data; what it leaves alone and why; and what became
//! of each edit. Nothing here acts.

mod edit;
mod outcome;
pub mod rehearsal;
mod retraction;
mod saved;
mod subject;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
pub use edit::{Before, Change, Notice, PageRound, PlannedEdit, ToldFinding};
pub use outcome::{Ending, Outcome};
pub use retraction::{Fate, OwnMessage, Retraction, Taken};
pub use saved::SavedPlan;
use serde::Serialize;
pub use subject::{EditKind, Recipient, Subject};

use crate::base::{PageId, Reason};
use crate::people::Reached;
use crate::wikitext::exclusion::Names;

/// Everything one run would do.
#[derive(Debug)]
pub struct Plan {
    /// The bot's clock.
    pub today: NaiveDate,
    /// The edits, in the order they are made: notices, ticks, digests, lists, status tables, the overview.
    pub edits: Vec<PlannedEdit>,
    /// What is not done, and why.
    pub skipped: Vec<Skip>,
    /// Status tables, and the overview, that are as they should be.
    pub unchanged: Vec<Unchanged>,
    /// Notices that the run's limit leaves out, in their order; each is among what is skipped. One takes the place of
    /// a notice that turns out to be made for a page that would not show it.
    pub waiting: Vec<PlannedEdit>,
    /// Notices that wait for nothing but their time; each is among what is skipped. For rehearsals alone: a run posts none.
    pub held: Vec<Held>,
    /// What the exclusion templates are called on the wiki.
    pub exclusion_names: Names,
    /// How many accounts the goal pages name.
    pub named: Reached,
}

impl Plan {
    /// A plan to do nothing.
    pub fn nothing(today: NaiveDate) -> Self {
        let exclusion_names = Names::default();
        let (edits, waiting, held) = (Vec::new(), Vec::new(), Vec::new());
        let (skipped, unchanged, named) = (Vec::new(), Vec::new(), Reached::default());
        Self { today, edits, skipped, unchanged, waiting, held, exclusion_names, named }
    }

    /// Whether it says anything of what `subject` is about: edits it, skips it, or finds it done.
    pub fn mentions(&self, subject: &Subject) -> bool {
        let edits = self.edits.iter().map(|edit| &edit.subject);
        let skipped = self.skipped.iter().map(|skip| &skip.subject);
        let unchanged = self.unchanged.iter().map(|table| &table.subject);
        edits.chain(skipped).chain(unchanged).any(|other| other.is_about_same(subject))
    }

    /// The same plan, without everything of which `is_done` says so.
    #[must_use]
    pub fn without(mut self, is_done: impl Fn(&Subject) -> bool) -> Self {
        self.edits.retain(|edit| !is_done(&edit.subject));
        self.skipped.retain(|skip| !is_done(&skip.subject));
        self.unchanged.retain(|table| !is_done(&table.subject));
        self.waiting.retain(|edit| !is_done(&edit.subject));
        self
    }

    /// Those of the goal pages `read` of which somebody is told by it, or may be in the place of somebody else.
    pub fn tells_of(&self, read: impl IntoIterator<Item = PageId>) -> BTreeSet<PageId> {
        let mut told = BTreeSet::new();
        for edit in self.edits.iter().chain(&self.waiting) {
            match (edit.subject.kind, &edit.change) {
                (EditKind::Notice, _) => told.extend(edit.notice.pages.iter().map(|page| page.page_id)),
                (EditKind::Tick, Change::Tick { notices, .. }) => {
                    told.extend(notices.iter().flat_map(|notice| &notice.key.pages).map(|page| page.id));
                }
                // They are made of all pages.
                (EditKind::Tick | EditKind::Digest | EditKind::Go, _) => return read.into_iter().collect(),
                // Tables are for whoever looks, and right again a day later; the others tell nothing of goal pages.
                _ => {}
            }
        }
        told
    }

    /// The first notice that waits, which is then skipped no more; `None` if none does.
    pub fn next_waiting(&mut self) -> Option<PlannedEdit> {
        let next = (!self.waiting.is_empty()).then(|| self.waiting.remove(0))?;
        self.skipped.retain(|skip| {
            skip.reason != Reason::RunLimit || skip.subject.recipient != next.subject.recipient
        });
        Some(next)
    }
}

/// An edit that is not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// What it would have been.
    #[serde(flatten)]
    pub subject: Subject,
    /// Why not.
    pub reason: Reason,
    /// The same for a person.
    pub detail: String,
}

/// A notice that would go out if its time had come.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The notice as it would read today.
    pub edit: PlannedEdit,
    /// What holds it back.
    pub reason: Reason,
    /// The same for a person: until when, and by which setting.
    pub detail: String,
}

/// A status table, or the overview, that is as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unchanged {
    /// Which it is.
    #[serde(flatten)]
    pub subject: Subject,
}
