//! What goes to a coordinator's talk page: one message there in a run. Pure.

use crate::base::{Account, Reason, Refused, refuse};
use crate::plan::{EditKind, PlannedEdit, Recipient, Skip, Subject};
use crate::read::{Facts, Person};

/// The `message` to a coordinator, if there is one to be posted now; why it can't be is put with what is `skipped`.
/// `planned` are the edits of this run so far.
pub fn to_coordinator(
    facts: &Facts<'_>,
    (kind, account): (EditKind, Account),
    planned: &[PlannedEdit],
    skipped: &mut Vec<Skip>,
    message: impl FnOnce(&Person) -> Result<Option<PlannedEdit>, Refused>,
) -> Option<PlannedEdit> {
    let edit = match facts.coordinators.get(&account) {
        Some(Ok(person)) => message(person),
        Some(Err(why)) => Err(why.clone()),
        None => refuse(Reason::UnknownAccount, "there is no such account"),
    };
    let (reason, detail) = match edit {
        // One edit of a page in a run: the second would find the page changed.
        Ok(Some(edit)) if planned.iter().any(|other| other.page == edit.page) => (
            Reason::NotDue,
            "another edit of this run goes to the same page; the next run sends it".to_owned(),
        ),
        Ok(edit) => return edit,
        Err(refused) => refused,
    };
    let target = facts.site.user_talk_page(&account).ok();
    let recipient = Some(Recipient::Account(account));
    let subject = Subject { kind, board: None, target, recipient };
    skipped.push(Skip { subject, reason, detail });
    None
}
