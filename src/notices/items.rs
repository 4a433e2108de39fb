//! What a notice's lines are about, by numbers that stay the same while the goal page changes.

use std::collections::BTreeSet;

use crate::checks::{Item, Topic};
use crate::goals::{GoalsState, KeyResult, Managers, Objective, Status};
use crate::survey::{Report, Survey};

/// The number of what a finding is about: its page, its place by the names there, its topic.
pub fn number(report: &Report, item: Item, topic: Topic) -> Option<u32> {
    let read = report.read.as_ref()?;
    let (objective, key_result) = match item {
        Item::Page => return None,
        Item::Objective { objective } => (objective, None),
        Item::KeyResult { objective, key_result } => (objective, Some(key_result)),
    };
    Some(of(read.id, read.content.objectives.get(objective)?, key_result, topic))
}

fn of(page_id: u64, objective: &Objective, key_result: Option<usize>, topic: Topic) -> u32 {
    let name = key_result.and_then(|index| objective.name_of(index)).unwrap_or_default();
    crc32fast::hash(format!("{page_id}\n{}\n{name}\n{topic:?}", objective.title).as_bytes())
}

/// Everything on the pages that surely needs nobody any more. What two items have in common, and one of them
/// still lacks, is not among it.
pub fn settled(survey: &Survey) -> BTreeSet<u32> {
    let (mut settled, mut open) = (BTreeSet::new(), BTreeSet::new());
    for read in survey.reports.iter().filter_map(|report| report.read.as_ref()) {
        for objective in &read.content.objectives {
            let mut note = |key_result, topic, is_settled: bool| {
                let into = if is_settled { &mut settled } else { &mut open };
                into.insert(of(read.id, objective, key_result, topic));
            };
            note(None, Topic::Manager, matches!(objective.manager, Managers::Named { .. }));
            for (index, result) in objective.key_results.iter().enumerate() {
                note(Some(index), Topic::Goals, result.goals_state == GoalsState::Read);
                note(Some(index), Topic::Manager, matches!(result.managers, Managers::Named { .. }));
                note(Some(index), Topic::Statuses, has_statuses(result));
            }
        }
    }
    settled.difference(&open).copied().collect()
}

fn has_statuses(result: &KeyResult) -> bool {
    let status = |status: Option<Status>| status.or(result.status);
    result.goals_state == GoalsState::Read
        && result.goals.iter().all(|goal| !matches!(status(goal.status), None | Some(Status::ToDo)))
}
