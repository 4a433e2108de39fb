//! How many key results have what they need, and how they went: the one count behind the table, the overview and `check`.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::model::{GoalPage, GoalsState, KeyResult, Stated, Status};

/// Counts of key results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// All of them.
    pub key_results: usize,
    /// Those with at least one goal.
    pub with_goals: usize,
    /// Those for which somebody is named.
    pub with_manager: usize,
    /// Those that say of every goal, or of themselves, how far it is.
    pub with_status: usize,
}

/// One of the figures.
pub type Count = fn(&Figures) -> usize;

/// What became of key results, by what stands on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Done.
    pub done: usize,
    /// Partly done: so it says, or some of its goals are done.
    pub partly: usize,
    /// Postponed.
    pub postponed: usize,
    /// Not done.
    pub not_done: usize,
    /// Still under way, in its last words.
    pub under_way: usize,
    /// Said in words that fit none of these, or in several of them; or what is said can't be read.
    pub otherwise: usize,
    /// Nothing is said.
    pub unsaid: usize,
}

impl Figures {
    /// Those of a page.
    pub fn of(page: &GoalPage) -> Self {
        let mut figures = Self::default();
        for (.., result) in page.key_results() {
            figures.key_results += 1;
            figures.with_goals += usize::from(result.goals_state == GoalsState::Read);
            figures.with_manager += usize::from(!result.managers.named().is_empty());
            figures.with_status += usize::from(result.has_status());
        }
        figures
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.key_results += other.key_results;
        self.with_goals += other.with_goals;
        self.with_manager += other.with_manager;
        self.with_status += other.with_status;
    }
}

impl Outcomes {
    /// Those of a page.
    pub fn of(page: &GoalPage) -> Self {
        let mut outcomes = Self::default();
        for (.., result) in page.key_results() {
            *outcomes.place(result) += 1;
        }
        outcomes
    }

    /// Where a key result is counted.
    fn place(&mut self, result: &KeyResult) -> &mut usize {
        if result.goals_state == GoalsState::Unknown && result.status.is_none() {
            return &mut self.otherwise;
        }
        let said: Vec<Option<&Stated>> = match says_something(result.status.as_ref()) {
            Some(own) => vec![Some(own)],
            None => result.statuses().map(says_something).collect(),
        };
        let is_any = |wanted: Status| said.iter().any(|stated| Stated::status(*stated) == Some(wanted));
        let is_all = |wanted: fn(Status) -> bool| {
            said.iter().all(|stated| Stated::status(*stated).is_some_and(wanted))
        };
        if said.iter().all(Option::is_none) {
            &mut self.unsaid
        } else if is_all(|status| status == Status::Done) {
            &mut self.done
        } else if is_any(Status::Done) || is_any(Status::PartiallyDone) {
            &mut self.partly
        } else if is_all(|status| status == Status::Postponed) {
            &mut self.postponed
        } else if is_all(|status| status == Status::NotDone) {
            &mut self.not_done
        } else if is_all(is_under_way) {
            &mut self.under_way
        } else {
            &mut self.otherwise
        }
    }
}

impl AddAssign for Outcomes {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.partly += other.partly;
        self.postponed += other.postponed;
        self.not_done += other.not_done;
        self.under_way += other.under_way;
        self.otherwise += other.otherwise;
        self.unsaid += other.unsaid;
    }
}

fn is_under_way(status: Status) -> bool {
    match status {
        Status::InProgress
        | Status::ToDo
        | Status::OnTrack
        | Status::AtRisk
        | Status::OffTrack
        | Status::Blocked
        | Status::Delayed => true,
        Status::Done | Status::PartiallyDone | Status::Postponed | Status::NotDone => false,
    }
}

/// A placeholder says nothing.
fn says_something(stated: Option<&Stated>) -> Option<&Stated> {
    stated.filter(|stated| !stated.is_placeholder())
}

impl KeyResult {
    /// Whether nothing is left to say of how far it is.
    fn has_status(&self) -> bool {
        let mut goals = self.statuses().map(says_something).peekable();
        says_something(self.status.as_ref()).is_some()
            || goals.peek().is_some() && goals.all(|goal| goal.is_some())
    }
}

impl GoalPage {
    /// Whether any of its key results says how far it is.
    pub fn uses_statuses(&self) -> bool {
        self.key_results().any(|(.., result)| {
            result.status.is_some() || result.goals.iter().any(|goal| goal.status.is_some())
        })
    }
}
