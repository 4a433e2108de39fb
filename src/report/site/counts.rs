//! What pages come to, in figures and in words. What a page has no place for is not counted.

use std::ops::AddAssign;

use super::super::counted;
use crate::goals::Figures;

/// The figures of a page, or of several together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Of its key results.
    pub figures: Figures,
    /// Whether it has a place for managers.
    pub has_managers: bool,
    /// Whether people write statuses there.
    pub has_statuses: bool,
    /// How many places are open.
    pub open: usize,
    /// Whether its quarter is.
    pub is_over: bool,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.figures += other.figures;
        self.has_managers |= other.has_managers;
        self.has_statuses |= other.has_statuses;
        self.open += other.open;
        self.is_over |= other.is_over;
    }
}

impl Counts {
    /// “7 of 12”, for key results with goals.
    pub fn goals(&self) -> String {
        self.of(self.figures.with_goals)
    }

    /// The same for those with a manager.
    pub fn managers(&self) -> String {
        if self.has_managers { self.of(self.figures.with_manager) } else { "–".to_owned() }
    }

    /// The same for those with a status.
    pub fn statuses(&self) -> String {
        if self.has_statuses { self.of(self.figures.with_status) } else { "–".to_owned() }
    }

    fn of(&self, count: usize) -> String {
        format!("{count} of {}", self.figures.key_results)
    }

    /// “12 key results: 7 with goals, 9 with a manager, 2 with a status; 5 places are open.”
    pub fn said(&self) -> String {
        let Figures { key_results, with_goals, with_manager, with_status } = self.figures;
        let mut counts = vec![format!("{with_goals} with goals")];
        if self.has_managers {
            counts.push(format!("{with_manager} with a manager"));
        }
        if self.has_statuses {
            counts.push(format!("{with_status} with a status"));
        }
        let results = counted(key_results, "key result", "key results");
        let open = match (self.open, self.is_over) {
            (0, false) => "no place is open".to_owned(),
            (0, true) => "no place stayed open".to_owned(),
            (1, false) => "1 place is open".to_owned(),
            (open, false) => format!("{open} places are open"),
            (open, true) => format!("{} stayed open", counted(open, "place", "places")),
        };
        format!("{results}: {}; {open}.", counts.join(", "))
    }
}
