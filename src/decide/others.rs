//! Notices that this bot did not post: it leaves them alone, and its operator hears of them. Pure.

use std::collections::BTreeSet;

use crate::base::Title;
use crate::ledger::notices_in;
use crate::read::Facts;

/// The talk pages of owners on which a notice to them stands, about a quarter of today's pages, that the bot's own history
/// doesn't have: another bot of this kind posted it, or somebody copied one.
pub fn notices_of_others<'a>(facts: &'a Facts<'a>) -> BTreeSet<&'a Title> {
    let quarters: Vec<_> = facts.survey.pages.iter().filter_map(|page| page.quarter).collect();
    let people = facts.people.values().filter_map(|person| person.as_ref().ok());
    let has_others = people.filter(|person| {
        let mut keys = notices_in(person.door.page.text()).into_iter().map(|notice| notice.key);
        keys.any(|key| {
            let is_now = quarters.iter().any(|quarter| quarter.is_same_time(key.quarter));
            key.recipient == person.id && is_now && !facts.history.has(&key)
        })
    });
    has_others.map(|person| &person.door.page.title).collect()
}
