//! The living notice: a line whose stub is filled is ticked, by an edit that notifies nobody. A notice that a
//! person has changed is left alone.

use std::collections::BTreeSet;

use super::Known;
use super::items;
use crate::i18n::Message;
use crate::ledger::{Key, Told};
use crate::plan::{self, Change, Kind, PlannedEdit, Ticks};

/// The ticks to be made, one edit a page. `planned` are the notices of this run: their pages wait for the next.
pub fn ticks(known: &Known<'_>, planned: &[PlannedEdit]) -> Vec<PlannedEdit> {
    let settled = items::settled(known.survey);
    let mut edits: Vec<PlannedEdit> = Vec::new();
    for told in known.quarters().iter().flat_map(|quarter| known.history.told(*quarter)) {
        let taken = |edit: &PlannedEdit| edit.target == told.title;
        if edits.iter().any(taken) || planned.iter().any(taken) {
            continue;
        }
        edits.extend(tick(known, told, &settled));
    }
    edits
}

fn tick(known: &Known<'_>, told: &Told, settled: &BTreeSet<u32>) -> Option<PlannedEdit> {
    let (recipient, quarter) = (told.key.recipient, told.key.quarter);
    let account = known.people.get(&recipient)?;
    // Not in an archive.
    let reach = known.reach(account, recipient).ok().filter(|reach| reach.page.title == told.title)?;
    let page = reach.page;
    let text = page.text();
    let mut ticks = Vec::new();
    let standing = plan::standing(text);
    for notice in &standing {
        let is_once = standing.iter().filter(|other| other.key == notice.key).count() == 1;
        // Anyone can write a key: only what the bot posted counts.
        let same = notice.key.recipient == recipient && is_once && known.history.has(&notice.key);
        let items: Vec<u32> =
            notice.open_items(text).into_iter().filter(|item| same && settled.contains(item)).collect();
        if !items.is_empty() {
            ticks.push(Ticks { key: notice.key.clone(), items });
        }
    }
    if ticks.is_empty() {
        return None;
    }
    let key = Key::Tick { recipient, quarter };
    let language = known.language_of(&told.key);
    let sentence = Message::new("tick-summary").with(known.user_page()).text(language);
    Some(PlannedEdit {
        recipient: Some(account.clone()),
        base: page.revision(),
        read: known.lists_read(),
        text: Message::new("notice-tick").text(language),
        summary: key.summary(&sentence),
        change: Change::Tick(ticks),
        ..PlannedEdit::new(Kind::Tick, page.title.clone(), &key)
    })
}
