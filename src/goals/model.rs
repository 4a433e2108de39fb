//! What is on a goal page: objectives, key results, managers, goals. Says nothing of what is
//! wrong with it, and nothing of how the page was written. What a field has nearly always is left out of what is remembered.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use super::allow::Allow;
use super::coverage::Coverage;
pub use super::managers::{Manager, Managers, Source};
use super::place::Place;
use super::words::words;
use crate::base::{Quarter, Title};

/// One goal page as a careful person would read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalPage {
    /// The quarter the page is for. `None`: it covers a year, or its title doesn't tell. Whoever reads the page knows it.
    #[serde(skip)]
    pub quarter: Option<Quarter>,
    /// The layout it was read with.
    pub layout: String,
    /// Why that one, for the log.
    pub why: String,
    /// Its objectives, in page order.
    pub objectives: Vec<Objective>,
    /// Whether a manager label occurs anywhere on the page.
    pub has_manager_labels: bool,
    /// What comments above the first objective allow.
    pub allows: Vec<Allow>,
    /// Whether it was read by its structure alone.
    pub is_guess: bool,
    /// How much of it was understood.
    pub coverage: Coverage,
}

/// An objective with its key results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// The heading's text.
    pub title: SmolStr,
    /// Where it is on the page, and where to edit it.
    pub place: Arc<Place>,
    /// Its own manager.
    pub manager: Managers,
    /// Its key results, in page order.
    pub key_results: Vec<KeyResult>,
    /// What on it could not be read, a failed transclusion for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
    /// What comments on it, outside of its key results, allow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allow>,
    /// Whether something in it, outside of its key results, may name a manager that no field took.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mentions_people: bool,
}

/// One key result with its goals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyResult {
    /// `KR1`, `Objective`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<SmolStr>,
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub place: Arc<Place>,
    /// Who answers for it.
    pub managers: Managers,
    /// The label above its goals, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goals_label: Option<SmolStr>,
    /// Its goals, nested ones too, in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// Whether the goals could be read.
    pub goals_state: GoalsState,
    /// Why there are none; `None` unless `goals_state` is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptiness: Option<Emptiness>,
    /// Labels of other quarters, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_quarters: Vec<SmolStr>,
    /// The status of the whole key result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Stated>,
    /// When it will be done, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eta: Option<SmolStr>,
    /// What comments in it allow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allow>,
    /// Whether something in it may name a manager that no field took: a link to an account, or a column that nobody knows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mentions_people: bool,
    /// Its own place for a status.
    pub status_place: StatusPlace,
}

/// One goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its text without markup and status template.
    pub text: String,
    /// Its status, if one stands beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Stated>,
}

impl Goal {
    /// The status that every one of these goals has.
    pub fn shared_status(goals: &[Self]) -> Option<Stated> {
        let (first, rest) = goals.split_first()?;
        first.status.clone().filter(|_| rest.iter().all(|goal| goal.status == first.status))
    }
}

/// Whether a key result's goals could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GoalsState {
    /// There is at least one.
    Read,
    /// There surely is none.
    Empty,
    /// They could not be read; neither empty nor fine.
    Unknown,
}

/// A key result's own place for a status: a cell, or a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StatusPlace {
    /// It has none.
    #[default]
    Absent,
    /// Nothing stands there.
    Empty,
    /// Something stands there, which need not be a status that anybody knows.
    Taken,
}

/// Why a key result counts as without goals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Emptiness {
    /// The label with nothing after it.
    NothingAfterLabel,
    /// The label, and under it text that may or may not be meant as a goal.
    OnlyARemark,
    /// Only placeholders, the first of them as written.
    OnlyPlaceholder(SmolStr),
    /// Only goals under another quarter's label, the first of them as written.
    OnlyOtherQuarter(SmolStr),
    /// No label, and a list item with nothing in it.
    EmptyBullet,
    /// Neither label nor list.
    NoLabel,
    /// An empty cell in the column of this heading.
    EmptyCell(SmolStr),
}

/// What stands where a status belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// As typed, without markup.
    pub text: SmolStr,
    /// What it comes to, if that is plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

impl Stated {
    /// Whether it only says that nobody has said anything yet: “TBD”, “–”.
    pub fn is_placeholder(&self) -> bool {
        self.status.is_none() && words().is_placeholder(&self.text)
    }

    /// What the status of a goal comes to, if there is one.
    pub fn status(of: Option<&Self>) -> Option<Status> {
        of.and_then(|stated| stated.status)
    }
}

/// How far a goal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words are the goal pages' own")]
pub enum Status {
    Done,
    InProgress,
    ToDo,
    OnTrack,
    AtRisk,
    OffTrack,
    PartiallyDone,
    Postponed,
    NotDone,
    Blocked,
    Delayed,
}

impl Objective {
    /// The title of what stands above the first heading.
    pub(super) const NO_HEADING: &str = "(page)";

    /// What people call it: its title, or above the first heading that of the page.
    pub fn shown_on<'a>(&'a self, page: &'a Title) -> &'a str {
        // A heading of these words has an anchor.
        let has_heading = self.title != Self::NO_HEADING || !self.place.anchor.is_empty();
        if has_heading { &self.title } else { page.as_str() }
    }

    /// What a key result of its is called: its label, or `R1`, `R2`, … for those that have none.
    pub fn name_of(&self, key_result: usize) -> Option<SmolStr> {
        match &self.key_results.get(key_result)?.label {
            Some(label) => Some(label.clone()),
            None => {
                let before = self.key_results[..=key_result].iter().filter(|result| result.label.is_none());
                Some(format_smolstr!("R{}", before.count()))
            }
        }
    }
}

impl KeyResult {
    /// The part of its label that counts it, as in `KR2`.
    pub fn number(&self) -> Option<&str> {
        let label = self.label.as_deref()?;
        label.find(|c: char| c.is_ascii_digit()).map(|at| &label[at..])
    }

    /// The status of each goal: its own, or that of the key result.
    pub fn statuses(&self) -> impl Iterator<Item = Option<&Stated>> {
        self.goals.iter().map(|goal| goal.status.as_ref().or(self.status.as_ref()))
    }
}

impl GoalPage {
    /// Whether enough of it is understood to be certain of anything.
    pub fn is_understood(&self) -> bool {
        self.coverage.is_enough() && !self.is_guess
    }

    /// Every manager named on the page, in its order.
    pub fn managers(&self) -> impl Iterator<Item = &Manager> {
        self.objectives.iter().flat_map(|objective| {
            let results = objective.key_results.iter().flat_map(|result| result.managers.named());
            objective.manager.named().iter().chain(results)
        })
    }

    /// The transcluded pages that parts of it stand on.
    pub fn source_pages(&self) -> BTreeSet<&Title> {
        let places = self.objectives.iter().flat_map(|objective| {
            let results = objective.key_results.iter().map(|result| &result.place);
            [&objective.place].into_iter().chain(results)
        });
        places.filter_map(|place| place.source_page.as_ref()).collect()
    }

    /// Every key result with the indices of its objective and of itself.
    pub fn key_results(&self) -> impl Iterator<Item = (usize, usize, &Objective, &KeyResult)> {
        self.objectives.iter().enumerate().flat_map(|(o, objective)| {
            objective.key_results.iter().enumerate().map(move |(k, result)| (o, k, objective, result))
        })
    }
}
