//! What becomes of the bot's own messages when they are taken back, one by one. Nothing here acts.

use chrono::NaiveDate;
use serde::Serialize;

use super::{EditKind, Outcome, Plan, Subject};
use crate::base::{Account, Reason, Refused, RevisionId, Title};

/// A plan to take messages back, and what it comes to for each of them.
#[derive(Debug)]
pub struct Retraction {
    /// The edits, one a page.
    pub plan: Plan,
    /// Every message that is meant, the oldest first.
    pub messages: Vec<OwnMessage>,
}

/// A message of the bot's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMessage {
    /// A notice or a digest.
    pub kind: EditKind,
    /// Whose it is; `None` if the wiki doesn't tell.
    pub recipient: Option<Account>,
    /// The page on which it was posted, under its present title.
    pub page: Title,
    /// The revision that posted it.
    pub revision: RevisionId,
    /// The bot's day on which it did.
    pub day: NaiveDate,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is taken out of the page: nobody touched it.
    Remove,
    /// It is struck out: somebody wrote under it.
    Strike,
    /// It is left as it is, and why.
    Leave(Refused),
    /// It was taken back before.
    Before,
}

/// What became of a message in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// It is gone.
    Removed,
    /// It is struck out.
    Struck,
    /// It was taken back before.
    Before,
    /// It is left as it is.
    LeftAlone,
    /// It could be taken back, and was not: the outcome of its page's edit says why.
    ToDo,
}

impl OwnMessage {
    /// The page's edit, or what the message itself is if it is left alone.
    pub fn subject(&self, kind: EditKind) -> Subject {
        let recipient = self.recipient.clone().map(super::Recipient::Account);
        Subject { kind, board: None, target: Some(self.page.clone()), recipient }
    }

    /// What is to be done with it, or was; `None` if nothing is.
    pub fn planned(&self) -> Option<&'static str> {
        match self.fate {
            Fate::Remove => Some("remove"),
            Fate::Strike => Some("strike"),
            Fate::Before | Fate::Leave(_) => None,
        }
    }

    /// What became of it in a word or two, for a person.
    pub fn shown(&self, taken: Taken) -> &'static str {
        match (taken, &self.fate) {
            (Taken::Removed, _) => "removed",
            (Taken::Struck, _) => "struck out",
            (Taken::Before, _) => "taken back before",
            (Taken::LeftAlone, _) => "left alone",
            (Taken::ToDo, Fate::Strike) => "to be struck out",
            (Taken::ToDo, _) => "to be removed",
        }
    }

    /// What became of it, by the outcomes of the edits; and why, if it was not taken back.
    pub fn taken(&self, outcomes: &[Outcome]) -> (Taken, Option<Reason>, String) {
        let done = match &self.fate {
            Fate::Remove => Taken::Removed,
            Fate::Strike => Taken::Struck,
            Fate::Before => return (Taken::Before, None, String::new()),
            Fate::Leave((reason, detail)) => return (Taken::LeftAlone, Some(*reason), detail.clone()),
        };
        let of_page = |outcome: &&Outcome| {
            outcome.subject.kind == EditKind::Retract && outcome.subject.target.as_ref() == Some(&self.page)
        };
        match outcomes.iter().find(of_page) {
            Some(outcome) if outcome.reason.is_none() => (done, None, String::new()),
            Some(outcome) => (Taken::ToDo, outcome.reason, outcome.detail.clone()),
            None => (Taken::ToDo, None, String::new()),
        }
    }
}
