//! The coordinator's digest: at most one a week, and each thing once a quarter. Pure.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::known::{Known, Refused};
use super::open::{Open, board, coordinator};
use crate::account::Account;
use crate::calendar::Quarter;
use crate::i18n::{Message, date};
use crate::ledger::{DigestKey, Key, MOST_ITEMS};
use crate::plan::{Kind, PlannedEdit, Reason, Skip};
use crate::wikitext;

/// Days between two digests to one coordinator.
const INTERVAL_DAYS: i64 = 7;

/// The digests to be posted now, and those that can't be. `planned` are the edits of this run so far.
pub fn digests(known: &Known<'_>, open: &[Open], planned: &[PlannedEdit]) -> (Vec<PlannedEdit>, Vec<Skip>) {
    let (mut digests, mut skipped) = (Vec::new(), Vec::new());
    let mut coordinators: Vec<(Account, Quarter)> = Vec::new();
    for one in open {
        let Some(account) = coordinator(known, one) else { continue };
        let is_listed =
            |(other, quarter): &(Account, Quarter)| *other == account && quarter.is_same_time(one.quarter);
        if !coordinators.iter().any(is_listed) {
            coordinators.push((account, one.quarter));
        }
    }
    for (account, quarter) in coordinators {
        let is_theirs = |one: &&Open| {
            one.quarter.is_same_time(quarter) && coordinator(known, one).as_ref() == Some(&account)
        };
        let theirs: Vec<&Open> = open.iter().filter(is_theirs).collect();
        let refused = match digest(known, &account, quarter, &theirs) {
            Ok(None) => continue,
            // One edit of a page in a run: the second would find the page changed.
            Ok(Some(digest)) if planned.iter().any(|edit| edit.target == digest.target) => (
                Reason::NotDue,
                "another edit of this run goes to the same page; the next run sends it".to_owned(),
            ),
            Ok(Some(digest)) => {
                digests.push(digest);
                continue;
            }
            Err(refused) => refused,
        };
        skipped.push(Skip {
            kind: Kind::Digest,
            board: None,
            recipient: Some(account.as_str().to_owned()),
            target: known.site.user_talk_page(account.as_str()).ok(),
            reason: refused.0,
            detail: refused.1,
        });
    }
    (digests, skipped)
}

/// Whether something stays untold: its board has no coordinator, or the coordinator can't be told.
pub fn is_left(known: &Known<'_>, open: &Open, skipped: &[Skip]) -> bool {
    let Some(account) = coordinator(known, open) else { return true };
    let refused = |skip: &Skip| {
        skip.kind == Kind::Digest
            && skip.recipient.as_deref() == Some(account.as_str())
            && skip.reason != Reason::NotDue
    };
    skipped.iter().any(refused)
}

fn digest(
    known: &Known<'_>,
    account: &Account,
    quarter: Quarter,
    open: &[&Open],
) -> Result<Option<PlannedEdit>, Refused> {
    let id = known.coordinator(account)?;
    let reach = known.reach(account, id)?;
    let is_new = |one: &&Open| !known.history.was_in_digest(id, quarter, one.number);
    let new: Vec<&Open> = open.iter().copied().filter(is_new).collect();
    if new.is_empty() {
        return Ok(None);
    }
    if known.may_be_deleted(reach.owner()) {
        let detail = "the talk page was deleted lately, or an editor of it hidden, and an earlier digest may have gone with it";
        return Err((Reason::TalkPageDeleted, detail.to_owned()));
    }
    if let Some(last) = known.history.last_digest(reach.owner()).filter(|last| too_early(*last, known.today))
    {
        return Err((Reason::NotDue, format!("the last digest was posted on {last}; the next after a week")));
    }
    let told = &new[..new.len().min(MOST_ITEMS)];
    let key = Key::Digest(DigestKey {
        recipient: id,
        quarter,
        day: known.today,
        items: told.iter().map(|one| one.number).collect(),
    });
    let language =
        new.first().and_then(|one| board(known, one)).map_or("en", |board| &board.notices.language);
    let say = |message: Message| message.text(language);
    let short = say(Message::new("quarter").with(quarter.number()));
    let mut text = say(Message::new("digest-intro").with(&short)) + "\n";
    let mut on = None;
    for one in told {
        if let Some(page) = one.page.as_ref().filter(|page| on != Some(*page)) {
            let _ =
                writeln!(text, "\n{}", say(Message::new("notice-page").with(wikitext::link(page, "", page))));
        }
        on = one.page.as_ref();
        let places = one.places.join(", ");
        let places = if places.is_empty() { places } else { format!(" ({places})") };
        let _ = writeln!(text, "* {}{places}", say(one.message.clone()));
    }
    if new.len() > told.len() {
        let _ = writeln!(text, "* {}", say(Message::new("digest-more").with(new.len() - told.len())));
    }
    let stop = Message::new("digest-stop").with(known.bot).with(known.user_page());
    let _ = write!(text, "\n{} ~~~~{}", say(stop), key.comment());
    let sentence = say(Message::new("digest-summary").with(known.user_page()));
    Ok(Some(PlannedEdit {
        recipient: Some(account.clone()),
        base: reach.page.revision(),
        read: known.lists_read(),
        heading: Some(say(Message::new("digest-heading").with(&short).with(date(known.today, language)))),
        text,
        summary: key.summary(&sentence),
        ..PlannedEdit::new(Kind::Digest, reach.page.title.clone(), &key)
    }))
}

fn too_early(last: NaiveDate, today: NaiveDate) -> bool {
    // By subtraction, so that a clock set back doesn't make a digest due.
    (today - last).num_days() < INTERVAL_DAYS
}
