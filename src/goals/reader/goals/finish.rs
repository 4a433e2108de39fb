//! What is to be said in the end, and why there are no goals.

use smol_str::SmolStr;

use super::super::super::model::{Emptiness, Goal, GoalsState, Managers, Stated};
use super::super::within::of_goals;
use super::Goals;

/// What is to be said of a key result's goals.
pub struct ReadGoals {
    pub label: Option<SmolStr>,
    pub goals: Vec<Goal>,
    pub state: GoalsState,
    pub emptiness: Option<Emptiness>,
    pub other_quarters: Vec<SmolStr>,
    pub status: Option<Stated>,
    /// Whom its own text names.
    pub own: Managers,
    /// Whom its goals name.
    pub of_goals: Managers,
}

impl Goals<'_> {
    /// Sums up the lines taken.
    pub fn finish(self) -> ReadGoals {
        let has_label = self.label.is_some();
        // A list above a label with nothing under it: metrics, or goals in the wrong place.
        let before_label = has_label && !self.without_label.goals.is_empty();
        let found = if has_label { self.under_label } else { self.without_label };
        let state = match (found.goals.is_empty(), self.unread) {
            (false, _) => GoalsState::Read,
            (true, true) => GoalsState::Unknown,
            (true, false) => GoalsState::Empty,
        };
        let remark = self.remark || before_label || self.aside && !has_label;
        let emptiness = (state == GoalsState::Empty).then(|| {
            let other = self.other_quarters.first().filter(|_| !has_label);
            match (found.placeholder, other) {
                _ if remark => Emptiness::OnlyARemark,
                (Some(placeholder), _) => Emptiness::OnlyPlaceholder(placeholder),
                (None, Some(other)) => Emptiness::OnlyOtherQuarter(other.clone()),
                (None, None) if has_label => Emptiness::NothingAfterLabel,
                (None, None) if self.empty_bullet => Emptiness::EmptyBullet,
                (None, None) => Emptiness::NoLabel,
            }
        });
        let shared = Goal::shared_status(&found.goals);
        ReadGoals {
            label: self.label,
            own: self.own,
            of_goals: of_goals(&found.owners),
            goals: found.goals,
            state,
            emptiness,
            other_quarters: self.other_quarters,
            status: self.status.or(shared),
        }
    }
}
