//! Gives back the memory that was only needed to read a page: thousands of pages are kept until all are planned for.

use super::super::model::GoalPage;

/// Changes nothing that is seen.
pub fn compact(page: &mut GoalPage) {
    page.objectives.shrink_to_fit();
    page.coverage.left_out.shrink_to_fit();
    for objective in &mut page.objectives {
        objective.key_results.shrink_to_fit();
        for result in &mut objective.key_results {
            result.goals.shrink_to_fit();
        }
    }
}
