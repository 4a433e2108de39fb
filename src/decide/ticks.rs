//! The living notice: a line whose stub is filled is ticked, by an edit that notifies nobody. A notice that a
//! person has changed is left alone.

use std::collections::BTreeSet;

use super::items;
use super::reach::{language_of, quarters, reach, user_page};
use crate::base::Message;
use crate::ledger::{Key, Ticks, Told, notices_in};
use crate::plan::{Change, EditKind, PlannedEdit, Subject};
use crate::read::Facts;

/// The ticks to be made, one edit a page. `planned` are the notices of this run: their pages wait for the next.
pub fn ticks(facts: &Facts<'_>, planned: &[PlannedEdit]) -> Vec<PlannedEdit> {
    let settled = items::settled(facts.survey);
    let mut edits: Vec<PlannedEdit> = Vec::new();
    for told in quarters(facts).iter().flat_map(|quarter| facts.history.told(*quarter)) {
        let is_taken = |edit: &PlannedEdit| edit.page == told.title;
        if edits.iter().any(is_taken) || planned.iter().any(is_taken) {
            continue;
        }
        edits.extend(tick(facts, told, &settled));
    }
    edits
}

fn tick(facts: &Facts<'_>, told: &Told, settled: &BTreeSet<u32>) -> Option<PlannedEdit> {
    let (recipient, quarter) = (told.key.recipient, told.key.quarter);
    let person = facts.told.get(&recipient)?;
    // Not in an archive.
    let page = reach(facts, person).ok().filter(|reach| reach.page.title == told.title)?.page;
    let text = page.text();
    let standing = notices_in(text);
    let of_notice = standing.iter().filter_map(|notice| {
        let is_once = standing.iter().filter(|other| other.key == notice.key).count() == 1;
        // Anyone can write a key: only what the bot posted counts.
        let is_ours = notice.key.recipient == recipient && is_once && facts.history.has(&notice.key);
        let items = notice.open_items(text).into_iter().filter(|item| is_ours && settled.contains(item));
        let items: Vec<u32> = items.collect();
        (!items.is_empty()).then(|| Ticks { key: notice.key.clone(), items })
    });
    let notices: Vec<Ticks> = of_notice.collect();
    if notices.is_empty() {
        return None;
    }
    let language = language_of(facts, &told.key);
    let sentence = Message::new("tick-summary").with(user_page(facts)).text(language);
    let change = Change::Tick { notices, tick: Message::new("notice-tick").text(language) };
    let subject = Subject::person(EditKind::Tick, person.account.clone(), page.title.clone());
    let key = Key::Tick { recipient, quarter };
    Some(PlannedEdit {
        read: facts.lists_read(),
        ..PlannedEdit::new(subject, page.title.clone(), key, sentence, change, page.revision())
    })
}
