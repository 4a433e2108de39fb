//! What pages come to, in figures and in words. What a page has no place for is not counted.

use std::ops::AddAssign;

use super::super::counted;
use crate::goals::{Figures, GoalPage};

/// The figures of a page, or of several together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Of its key results.
    pub figures: Figures,
    /// How many of them stand where there is a place for managers.
    for_managers: usize,
    /// How many of them stand where people write statuses.
    for_statuses: usize,
    /// How many places are open; `None` where nobody is asked any more, or nobody can say.
    pub open: Option<usize>,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.figures += other.figures;
        self.for_managers += other.for_managers;
        self.for_statuses += other.for_statuses;
        self.open = self.open.into_iter().chain(other.open).reduce(|one, other| one + other);
    }
}

impl Counts {
    /// Those of a page.
    pub fn of(content: &GoalPage, open: Option<usize>) -> Self {
        let figures = Figures::of(content);
        let where_there_is = |has_place: bool| if has_place { figures.key_results } else { 0 };
        Self {
            figures,
            for_managers: where_there_is(content.has_manager_labels),
            for_statuses: where_there_is(content.uses_statuses()),
            open,
        }
    }

    /// “7 of 12”, for key results with goals.
    pub fn goals(&self) -> String {
        of(self.figures.with_goals, self.figures.key_results)
    }

    /// The same for those with a manager.
    pub fn managers(&self) -> String {
        of(self.figures.with_manager, self.for_managers)
    }

    /// The same for those with a status.
    pub fn statuses(&self) -> String {
        of(self.figures.with_status, self.for_statuses)
    }

    /// How many places are open.
    pub fn open(&self) -> String {
        self.open.map_or_else(|| "–".to_owned(), |open| open.to_string())
    }

    /// “12 key results: 7 with goals, 9 with a manager, 2 of 5 with a status; 5 places are open.”
    pub fn said(&self) -> String {
        let Figures { key_results, with_goals, with_manager, with_status } = self.figures;
        let mut counts = vec![format!("{with_goals} with goals")];
        for (count, all, what) in
            [(with_manager, self.for_managers, "a manager"), (with_status, self.for_statuses, "a status")]
        {
            // Elsewhere there is no place for it.
            match all {
                0 => {}
                all if all == key_results => counts.push(format!("{count} with {what}")),
                all => counts.push(format!("{count} of {all} with {what}")),
            }
        }
        let results = counted(key_results, "key result", "key results");
        let open = match self.open {
            None => String::new(),
            Some(0) => "; no place is open".to_owned(),
            Some(1) => "; 1 place is open".to_owned(),
            Some(open) => format!("; {open} places are open"),
        };
        format!("{results}: {}{open}.", counts.join(", "))
    }
}

fn of(count: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { format!("{count} of {all}") }
}
