//! What a notice's lines are about, by numbers that stay the same while the goal page changes.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::cases::CasePage;
use crate::base::PageId;
use crate::goals::GoalPage;
use crate::read::Survey;
use crate::rules::{Finding, Item, Spot, Topic, is_settled};

/// The topics that lines can be about.
const TOPICS: [Topic; 3] = [Topic::Goals, Topic::Manager, Topic::Statuses];

/// The number of what a line of a notice is about: its page, its place by the names there, its topics.
pub fn number(page: CasePage<'_>, item: Item, topics: &BTreeSet<Topic>) -> Option<u32> {
    number_of(page.read.id, &page.read.content, item, topics)
}

/// The numbers of all that a line can be about of which a finding is a part.
pub fn numbers_about(page: CasePage<'_>, finding: &Finding) -> impl Iterator<Item = u32> {
    let (item, topic) = (finding.item, finding.rule.topic());
    let about = topics_of_lines().filter(move |topics| topic.is_some_and(|topic| topics.contains(&topic)));
    about.filter_map(move |topics| number(page, item, &topics))
}

fn number_of(page_id: PageId, page: &GoalPage, item: Item, topics: &BTreeSet<Topic>) -> Option<u32> {
    let objective = item.on(page).0?;
    let name = match item {
        Item::KeyResult { key_result, .. } => objective.name_of(key_result).unwrap_or_default(),
        Item::Objective { .. } | Item::Page => SmolStr::default(),
    };
    // Such numbers stand on talk pages: in other words than these they would be others.
    let word = |topic: &Topic| match topic {
        Topic::Goals => "Goals",
        Topic::Manager => "Manager",
        Topic::Statuses => "Statuses",
    };
    let topics = topics.iter().map(word).collect::<Vec<_>>().join("+");
    Some(crc32fast::hash(format!("{page_id}\n{}\n{name}\n{topics}", objective.title).as_bytes()))
}

/// All that a line can be about: one topic, or several.
fn topics_of_lines() -> impl Iterator<Item = BTreeSet<Topic>> {
    let several = 1..1_u32 << TOPICS.len();
    several.map(|some| {
        TOPICS.into_iter().zip(0..).filter(|(_, at)| some >> at & 1 == 1).map(|(one, _)| one).collect()
    })
}

/// Everything on the pages that surely needs nobody any more, as the rules that told of it see it. What two items have in
/// common, and one of them still lacks, is not among it.
pub fn settled(survey: &Survey<'_>) -> BTreeSet<u32> {
    let (mut settled, mut open) = (BTreeSet::new(), BTreeSet::new());
    for read in survey.pages.iter().filter_map(|page| page.read.as_ref()) {
        let page = &read.content;
        let items = Spot::objectives(page).map(|(spot, _)| spot.item);
        for item in items.chain(Spot::key_results(page).map(|at| at.spot.item)) {
            for topics in topics_of_lines() {
                let is_settled = topics.iter().all(|topic| is_settled(page, item, *topic));
                let into = if is_settled { &mut settled } else { &mut open };
                into.extend(number_of(read.id, page, item, &topics));
            }
        }
    }
    settled.difference(&open).copied().collect()
}
