//! What became of a planned edit, or of a skip.

use serde::Serialize;

use super::{PlannedEdit, Skip, Subject, Unchanged};
use crate::base::{Reason, RevisionId};

/// How an edit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// Saved, and the wiki said so.
    Posted,
    /// Nothing to change.
    Unchanged,
    /// Not attempted.
    Skipped,
    /// Attempted, and surely not saved.
    Failed,
    /// Attempted, and nobody knows.
    Unknown,
}

impl Ending {
    /// In a word, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Whether an operator must know of it.
    pub fn is_trouble(self) -> bool {
        matches!(self, Self::Failed | Self::Unknown)
    }
}

/// What became of one planned edit, or of one skip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What it was about.
    #[serde(flatten)]
    pub subject: Subject,
    /// How it ended.
    pub result: Ending,
    /// Why, unless it was posted or unchanged.
    pub reason: Option<Reason>,
    /// The revision it made.
    pub revision: Option<RevisionId>,
    /// The reason for a person.
    pub detail: String,
}

impl Outcome {
    /// Something that ended so.
    pub fn new(subject: Subject, result: Ending) -> Self {
        Self { subject, result, reason: None, revision: None, detail: String::new() }
    }

    /// An edit that ended so.
    pub fn of(edit: &PlannedEdit, result: Ending) -> Self {
        Self::new(edit.subject.clone(), result)
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, reason: Reason, detail: impl Into<String>) -> Self {
        (self.reason, self.detail) = (Some(reason), detail.into());
        self
    }
}

impl From<&Skip> for Outcome {
    fn from(skip: &Skip) -> Self {
        Self::new(skip.subject.clone(), Ending::Skipped).because(skip.reason, &skip.detail)
    }
}

impl From<&Unchanged> for Outcome {
    fn from(unchanged: &Unchanged) -> Self {
        Self::new(unchanged.subject.clone(), Ending::Unchanged)
    }
}
