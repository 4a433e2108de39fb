//! The living notice: a line whose stub is filled is ticked, one that is somebody else's now says so, and a “stop” is seen
//! to be heard, by edits that notify nobody. A notice that a person has changed is left alone.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cases::CasePage;
use super::items;
use super::reach::{answer, language_of, open_page, quarters, reach, user_page};
use crate::base::{Account, Message, Quarter, UserId};
use crate::ledger::answers::Said;
use crate::ledger::{Key, NoticeInText, TickWords, Ticks, Told, notices_in};
use crate::plan::{Change, EditKind, PlannedEdit, Recipient, Subject};
use crate::read::{Facts, Person};
use crate::wiki::TalkPage;
use crate::wikitext;

/// The lines to be ticked, one edit a page. `planned` are the notices of this run: their pages wait for the next.
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
    let reach = reach(facts, person).ok().filter(|reach| reach.page.title == told.title)?;
    let (page, text) = (reach.page, reach.page.text());
    let of_notice = own_notices(facts, text, recipient).into_iter().filter_map(|notice| {
        let (mut done, mut moved) = (Vec::new(), Vec::new());
        let handed_on = handed_on(facts, person, &reach.ids, notice.key.quarter);
        for item in notice.open_items(text) {
            if settled.contains(&item) {
                done.push(item);
            } else if handed_on.contains(&item) {
                moved.push(item);
            }
        }
        let key = notice.key.clone();
        let is_any = !done.is_empty() || !moved.is_empty();
        is_any.then_some(Ticks { key, items: done, moved, is_noted: false })
    });
    let notices: Vec<Ticks> = of_notice.collect();
    if notices.is_empty() {
        return None;
    }
    let language = language_of(facts, &told.key);
    let is_any_filled = notices.iter().any(|of| !of.items.is_empty());
    let summary = if is_any_filled { "tick-summary" } else { "tick-summary-moved" };
    let edit = edit(facts, person, page, quarter, summary, language, notices);
    Some(PlannedEdit { read: facts.lists_read(), ..edit })
}

/// The notices on a page that were surely posted by the bot, and to this recipient.
fn own_notices(facts: &Facts<'_>, text: &str, recipient: UserId) -> Vec<NoticeInText> {
    let standing = notices_in(text);
    let is_ours = |notice: &&NoticeInText| {
        let is_once = standing.iter().filter(|other| other.key == notice.key).count() == 1;
        // Anyone can write a key: only what the bot posted counts.
        notice.key.recipient == recipient && is_once && facts.history.has(&notice.key)
    };
    standing.iter().filter(is_ours).cloned().collect()
}

/// What is still open, and surely somebody else's, of what was told to one who said that it isn't theirs.
fn handed_on(facts: &Facts<'_>, person: &Person, ids: &[UserId], quarter: Quarter) -> BTreeSet<u32> {
    if answer(facts, ids, quarter).is_none_or(|answer| answer.said != Said::NotMe) {
        return BTreeSet::new();
    }
    let (mut others, mut theirs) = (BTreeSet::new(), BTreeSet::new());
    for page in facts.survey.pages.iter().filter_map(CasePage::of) {
        for finding in &page.facts.findings {
            let owners = finding.owners.iter().map(|owner| facts.survey.owners.resolve(owner));
            let owners: Option<Vec<Account>> = owners.map(|found| Some(found?.0)).collect();
            // A name without an account may be anybody's.
            let is_others = owners.is_some_and(|all| !all.is_empty() && !all.contains(&person.account));
            let into = if is_others { &mut others } else { &mut theirs };
            into.extend(items::numbers_about(page, finding));
        }
    }
    others.difference(&theirs).copied().collect()
}

/// Notes under its last notice that a “stop” was heard, where that stands on the opt-out list or is put there by one of
/// `opt_outs`, which are made before. `planned` are the other edits of this run: their pages wait for the next.
pub fn noted(facts: &Facts<'_>, planned: &[PlannedEdit], opt_outs: &[PlannedEdit]) -> Vec<PlannedEdit> {
    let mut edits: Vec<PlannedEdit> = Vec::new();
    for ((id, first_day), answers) in &facts.answers {
        let Some(person) = facts.told.get(id) else { continue };
        let account = Some(Recipient::Account(person.account.clone()));
        let is_listed = facts.opted_out.contains(&person.account)
            || opt_outs.iter().any(|edit| edit.subject.recipient == account);
        // Whoever was taken off the list since is not told the opposite.
        let is_stop = answers.iter().any(|answer| answer.said == Said::Stop);
        if !is_stop || !is_listed || facts.policy.declined.contains(&person.account) {
            continue;
        }
        let new = note(facts, person, *first_day);
        let is_taken = |edit: &PlannedEdit| new.as_ref().is_some_and(|new| new.page == edit.page);
        if !planned.iter().chain(opt_outs).chain(&edits).any(is_taken) {
            edits.extend(new);
        }
    }
    edits
}

fn note(facts: &Facts<'_>, person: &Person, first_day: NaiveDate) -> Option<PlannedEdit> {
    let page = open_page(facts, person).ok()?.page;
    let text = page.text();
    let all = own_notices(facts, text, person.id);
    if all.iter().any(|notice| notice.is_noted(text)) {
        return None;
    }
    let last = all.into_iter().rfind(|notice| notice.key.quarter.first_day() == first_day)?;
    // Not in an archive.
    let is_here =
        facts.history.told(last.key.quarter).any(|told| told.key == last.key && told.title == page.title);
    if !is_here || !last.is_untouched() {
        return None;
    }
    let language = language_of(facts, &last.key);
    let ticks = Ticks { key: last.key.clone(), items: Vec::new(), moved: Vec::new(), is_noted: true };
    Some(edit(facts, person, page, last.key.quarter, "tick-summary-noted", language, vec![ticks]))
}

fn edit(
    facts: &Facts<'_>,
    person: &Person,
    page: &TalkPage,
    quarter: Quarter,
    summary: &'static str,
    language: &str,
    notices: Vec<Ticks>,
) -> PlannedEdit {
    let say = |message: Message| message.text(language);
    let list = wikitext::page_link(&facts.lists.opt_outs.page.title);
    let words = TickWords {
        settled: say(Message::new("notice-tick")),
        moved: say(Message::new("notice-moved")),
        noted: say(Message::new("notice-noted").with(list)),
    };
    let sentence = say(Message::new(summary).with(user_page(facts)));
    let subject = Subject::person(EditKind::Tick, person.account.clone(), page.title.clone());
    let key = Key::Tick { recipient: person.id, quarter };
    let change = Change::Tick { notices, words };
    PlannedEdit::new(subject, page.title.clone(), key, sentence, change, page.revision())
}
