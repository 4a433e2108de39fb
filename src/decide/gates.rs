//! What must be so before anything is said at all, whoever it is for: no pause is on, and a page that nobody named but its place
//! is known to the coordinator. Pure.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::cases::CasePage;
use super::open::Open;
use crate::base::{Account, Quarter, Reason, Refused, refuse};
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

/// Whether anything may be said of a page: anyone can put a page where boards find theirs, so the coordinator hears of each before
/// anybody else hears what is missing there.
///
/// # Errors
/// [`Reason::QuietPeriod`]: it wasn't named to the coordinator, or not long enough ago.
pub fn is_known(facts: &Facts<'_>, page: CasePage<'_>, quarter: Quarter) -> Result<(), Refused> {
    let Some(found) = &page.facts.found else { return Ok(()) };
    let unknown = |why: String| refuse(Reason::QuietPeriod, format!("found by “{}”, and {why}", found.place));
    let Some(account) = page.board.coordinator() else {
        return unknown("its board has no coordinator who could hear of it before others do".to_owned());
    };
    let Some(Ok(person)) = facts.coordinators.get(&account) else {
        return unknown(format!("the coordinator “{account}” can't be told of it"));
    };
    let Some(day) = facts.history.named_on(person.id, quarter, page.read.id) else {
        return unknown("the digest has not named it to the coordinator yet".to_owned());
    };
    // Not in the same run, either.
    let days = page.board.notices.settled_days.max(1);
    let first = day.checked_add_days(Days::new(days.into())).unwrap_or(day);
    if facts.today < first {
        return unknown(format!(
            "named to the coordinator on {day}; {days} days before others hear (settled_days)"
        ));
    }
    Ok(())
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
            Some(Ok(person)) => !one.was_told(&facts.history, person.id),
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
