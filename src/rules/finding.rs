//! What a rule finds, and the one way to make it: from a spot on a page.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Rule, RuleId};
use crate::base::Message;
use crate::goals::{GoalPage, KeyResult, Manager, Managers, Objective, Place};

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
    /// The objective's title; `None` if it is about the whole page.
    pub objective: Option<SmolStr>,
    /// What the key result is called (see [`Objective::name_of`]); `None` if it is about more than one.
    pub key_result: Option<SmolStr>,
    /// Where to look and where to edit.
    pub place: Arc<Place>,
    /// What is missing.
    pub message: Message,
    /// The people who surely answer for it.
    pub owners: Arc<[Manager]>,
    /// Whether they are asked only because nobody is named for the item itself.
    pub next_in_line: bool,
    /// Whether somebody may be named for it of whom nobody can be sure: then it is not said that nobody is.
    pub named_in_doubt: bool,
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
#[cfg_attr(test, derive(serde::Deserialize))]
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

    /// Its objective and its key result on the page, as far as it is about one.
    pub fn on(self, page: &GoalPage) -> (Option<&Objective>, Option<&KeyResult>) {
        match self {
            Self::Page => (None, None),
            Self::Objective { objective } => (page.objectives.get(objective), None),
            Self::KeyResult { objective, key_result } => {
                let objective = page.objectives.get(objective);
                (objective, objective.and_then(|objective| objective.key_results.get(key_result)))
            }
        }
    }
}

/// A spot on a goal page that a finding can be about. There are no findings without one.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// Which it is.
    pub item: Item,
    place: Option<&'a Arc<Place>>,
    objective: Option<&'a Objective>,
}

/// A key result, and where it is.
#[derive(Clone, Copy, Debug)]
pub struct KeyResultSpot<'a> {
    /// The spot.
    pub spot: Spot<'a>,
    /// Its objective.
    pub objective: &'a Objective,
    /// The key result.
    pub result: &'a KeyResult,
}

impl<'a> Spot<'a> {
    /// The whole page; readers are led to its first objective.
    pub fn page(page: &'a GoalPage) -> Self {
        let place = page.objectives.first().map(|objective| &objective.place);
        Self { item: Item::Page, place, objective: None }
    }

    /// A page that isn't there.
    pub fn no_page() -> Self {
        Self { item: Item::Page, place: None, objective: None }
    }

    /// Every objective of a page.
    pub fn objectives(page: &'a GoalPage) -> impl Iterator<Item = (Self, &'a Objective)> {
        page.objectives.iter().enumerate().map(|(objective, above)| {
            let item = Item::Objective { objective };
            (Self { item, place: Some(&above.place), objective: Some(above) }, above)
        })
    }

    /// Every key result of a page.
    pub fn key_results(page: &'a GoalPage) -> impl Iterator<Item = KeyResultSpot<'a>> {
        page.key_results().map(|(objective, key_result, above, result)| {
            let item = Item::KeyResult { objective, key_result };
            let spot = Self { item, place: Some(&result.place), objective: Some(above) };
            KeyResultSpot { spot, objective: above, result }
        })
    }
}

impl Rule {
    /// What the rule finds at a spot: surely, and with nobody to be asked, unless more is said.
    pub fn finding(&self, spot: Spot<'_>, message: Message) -> Finding {
        let key_result = match (spot.item, spot.objective) {
            (Item::KeyResult { key_result, .. }, Some(objective)) => objective.name_of(key_result),
            _ => None,
        };
        Finding {
            rule: self.id,
            severity: self.severity,
            confidence: Confidence::High,
            item: spot.item,
            objective: spot.objective.map(|objective| objective.title.clone()),
            key_result,
            place: spot.place.cloned().unwrap_or_default(),
            message,
            owners: Arc::default(),
            next_in_line: false,
            named_in_doubt: false,
        }
    }
}

impl Finding {
    /// The same, less sure.
    #[must_use]
    pub fn sure(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// Makes it no more than a guess of a careful reader.
    pub fn doubt(&mut self) {
        self.confidence = self.confidence.min(Confidence::Medium);
    }

    /// Makes it a guess.
    pub fn guess(&mut self) {
        self.confidence = Confidence::Low;
    }

    /// The same, as bad as that.
    #[must_use]
    pub fn severe(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same, with the people who surely answer for it.
    #[must_use]
    pub fn asking(self, managers: &Managers) -> Self {
        let owners = managers.certain();
        let is_nobody = matches!(managers, Managers::Absent | Managers::Empty);
        Self { named_in_doubt: owners.is_empty() && !is_nobody, owners, ..self }
    }

    /// The same, with the people who are asked because nobody is named for the item itself.
    #[must_use]
    pub fn asking_next_in_line(self, managers: &Managers) -> Self {
        Self { next_in_line: true, ..self.asking(managers) }
    }
}
