//! Who is named on a goal page, where, and how surely.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::base::Account;

/// Who is named for a key result or an objective.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Managers {
    /// No line that could name anyone.
    #[default]
    Absent,
    /// A line that names nobody.
    Empty,
    /// A line that could not be read.
    Unread,
    /// At least one name.
    Named {
        /// The people, in page order. One line may name them for many items.
        managers: Arc<[Manager]>,
        /// Where the line stands.
        source: Source,
        /// Whether it surely covers this item.
        certain: bool,
    },
}

/// A person as named on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manager {
    /// The name as shown.
    pub name: SmolStr,
    /// The account, where the name links to a user page or a user talk page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// Where a manager's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A line of its own for this item.
    Own,
    /// One line for several key results.
    Section,
    /// The objective's line.
    Objective,
    /// A cell of its table row.
    Row,
    /// A line for its outcome, by the number.
    Outcome,
    /// One line for the whole page.
    Page,
}

impl Managers {
    /// The same people, named in another place.
    #[must_use]
    pub fn from_source(self, new: Source) -> Self {
        match self {
            Self::Named { managers, certain, .. } => Self::Named { managers, source: new, certain },
            other => other,
        }
    }

    /// The people named, if any.
    pub fn named(&self) -> &[Manager] {
        match self {
            Self::Named { managers, .. } => managers,
            Self::Absent | Self::Empty | Self::Unread => &[],
        }
    }

    /// Where they are named, if anybody is.
    pub fn source(&self) -> Option<Source> {
        match self {
            Self::Named { source, .. } => Some(*source),
            Self::Absent | Self::Empty | Self::Unread => None,
        }
    }

    /// The people who surely answer for it.
    pub fn certain(&self) -> Arc<[Manager]> {
        match self {
            Self::Named { managers, certain: true, .. } => Arc::clone(managers),
            _ => Arc::default(),
        }
    }
}
