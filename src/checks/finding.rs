//! What a rule finds.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RuleId;
use crate::goals::{Manager, Place};
use crate::i18n::Message;

/// Something that is missing, where, and who can fix it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is. Only a finding of high confidence is ever told to anyone.
    pub confidence: Confidence,
    /// Which objective and key result, counted from 0.
    pub item: Item,
    /// Where to look and where to edit.
    pub place: Place,
    /// What is missing.
    pub message: Message,
    /// The people who surely answer for it.
    pub owners: Vec<Manager>,
    /// Whether they are asked only because nobody is named for the item itself.
    pub next_in_line: bool,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "indices into the goal page")]
pub enum Item {
    KeyResult { objective: usize, key_result: usize },
    Objective { objective: usize },
    Page,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Should be fixed.
    Warning,
    /// The process can't go on without it.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess.
    Low,
    /// A careful reader could see it otherwise.
    Medium,
    /// Every reader would agree.
    High,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl Item {
    /// Page first, then objectives, each before its key results.
    pub fn order(self) -> (usize, usize, usize) {
        match self {
            Self::Page => (0, 0, 0),
            Self::Objective { objective } => (1, objective, 0),
            Self::KeyResult { objective, key_result } => (1, objective, key_result + 1),
        }
    }
}
