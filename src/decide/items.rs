//! What a notice's lines are about, by numbers that stay the same while the goal page changes.

use std::collections::BTreeSet;

use super::cases::CasePage;
use crate::base::PageId;
use crate::goals::GoalPage;
use crate::read::Survey;
use crate::rules::{Finding, Item, Spot, Topic, is_settled};

/// The topics that lines can be about.
const TOPICS: [Topic; 3] = [Topic::Goals, Topic::Manager, Topic::Statuses];

/// The number of what a finding is about: its page, its place by the names there, its topic.
pub fn number(page: CasePage<'_>, finding: &Finding) -> Option<u32> {
    number_of(page.read.id, &page.read.content, finding.item, finding.rule.topic()?)
}

fn number_of(page_id: PageId, page: &GoalPage, item: Item, topic: Topic) -> Option<u32> {
    let objective = item.on(page).0?;
    let name = match item {
        Item::KeyResult { key_result, .. } => objective.name_of(key_result).unwrap_or_default(),
        Item::Objective { .. } | Item::Page => String::new(),
    };
    // Such numbers stand on talk pages: in other words than these they would be others.
    let topic = match topic {
        Topic::Goals => "Goals",
        Topic::Manager => "Manager",
        Topic::Statuses => "Statuses",
    };
    Some(crc32fast::hash(format!("{page_id}\n{}\n{name}\n{topic}", objective.title).as_bytes()))
}

/// Everything on the pages that surely needs nobody any more, as the rules that told of it see it. What two items have in
/// common, and one of them still lacks, is not among it.
pub fn settled(survey: &Survey<'_>) -> BTreeSet<u32> {
    let (mut settled, mut open) = (BTreeSet::new(), BTreeSet::new());
    for read in survey.pages.iter().filter_map(|page| page.read.as_ref()) {
        let page = &read.content;
        let items = Spot::objectives(page).map(|(spot, _)| spot.item);
        for item in items.chain(Spot::key_results(page).map(|at| at.spot.item)) {
            for topic in TOPICS {
                let into = if is_settled(page, item, topic) { &mut settled } else { &mut open };
                into.extend(number_of(read.id, page, item, topic));
            }
        }
    }
    settled.difference(&open).copied().collect()
}
