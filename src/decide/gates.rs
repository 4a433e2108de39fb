//! What must be so before anything is said at all, whoever it is for: no pause is on. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::open::Open;
use crate::base::{Account, Reason, Refused, refuse};
use crate::config::Board;
use crate::plan::{EditKind, Recipient, Skip, Subject};
use crate::read::Facts;

/// Whether the board says nothing to anybody on this day.
///
/// # Errors
/// [`Reason::NotDue`], with the pause's last day.
pub fn is_no_pause(board: &Board, today: NaiveDate) -> Result<(), Refused> {
    match board.paused_until(today) {
        Some(last) => refuse(Reason::NotDue, paused(board, last)),
        None => Ok(()),
    }
}

fn paused(board: &Board, last: NaiveDate) -> String {
    format!("a pause of the board “{}”, whose last day is {last}", board.name)
}

/// Takes out what coordinators are not told because of a pause, and says so of each of them.
pub fn take_paused(facts: &Facts<'_>, open: &mut Vec<Open<'_>>) -> Vec<Skip> {
    let mut waiting: BTreeMap<Account, String> = BTreeMap::new();
    open.retain(|one| {
        let pause = one.board.coordinator().zip(one.board.paused_until(facts.today));
        let Some((account, last)) = pause else { return true };
        let is_new = match facts.coordinators.get(&account) {
            Some(Ok(person)) => !facts.history.was_in_digest(person.id, one.quarter, one.number),
            // The digest says why it can't be.
            Some(Err(_)) | None => return true,
        };
        if is_new {
            waiting.entry(account).or_insert_with(|| paused(&one.board, last));
        }
        false
    });
    let skip = |(account, detail): (Account, String)| Skip {
        subject: Subject {
            kind: EditKind::Digest,
            board: None,
            target: facts.site.user_talk_page(&account).ok(),
            recipient: Some(Recipient::Account(account)),
        },
        reason: Reason::NotDue,
        detail,
    };
    waiting.into_iter().map(skip).collect()
}
