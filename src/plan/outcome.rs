//! What became of a planned edit, or of a skip.

use serde::Serialize;

use super::{Kind, PlannedEdit, Reason, Skip, Unchanged};

/// How an edit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

/// What became of one planned edit, or of one skip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What the edit was for.
    pub kind: Kind,
    /// The board; `None` in a notice over several pages, or of a message that was not made.
    pub board: Option<String>,
    /// The page.
    pub target: Option<String>,
    /// The account, or the name as typed for `no-account`.
    pub recipient: Option<String>,
    /// How it ended.
    pub result: Ending,
    /// Why, unless it was posted or unchanged.
    pub reason: Option<Reason>,
    /// The revision it made.
    pub revision: Option<u64>,
    /// The reason for a person.
    pub detail: String,
}

impl Outcome {
    /// An edit that ended so.
    pub fn of(edit: &PlannedEdit, result: Ending) -> Self {
        Self {
            kind: edit.kind,
            board: edit.board.clone(),
            target: Some(edit.target.clone()),
            recipient: edit.recipient.as_ref().map(|account| account.as_str().to_owned()),
            result,
            reason: None,
            revision: None,
            detail: String::new(),
        }
    }

    /// Whether it is about what `other` is about: the same board's table (several may stand on one page), or the same
    /// kind of message on that page or to that person.
    pub fn is_about(&self, other: &Self) -> bool {
        self.kind == other.kind
            && (self.kind != Kind::Status || self.board == other.board)
            && (self.target.is_some() && self.target == other.target
                || self.recipient.is_some() && self.recipient == other.recipient)
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
        Self {
            kind: skip.kind,
            board: skip.board.clone(),
            target: skip.target.clone(),
            recipient: skip.recipient.clone(),
            result: Ending::Skipped,
            reason: Some(skip.reason),
            revision: None,
            detail: skip.detail.clone(),
        }
    }
}

impl From<&Unchanged> for Outcome {
    fn from(unchanged: &Unchanged) -> Self {
        Self {
            kind: Kind::Status,
            board: Some(unchanged.board.clone()),
            target: Some(unchanged.target.clone()),
            recipient: None,
            result: Ending::Unchanged,
            reason: None,
            revision: None,
            detail: String::new(),
        }
    }
}
