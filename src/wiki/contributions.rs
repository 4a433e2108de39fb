//! The bot's own contributions, which are its only memory.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};

use super::answers::{LogEvent, LogEvents, UserContrib, UserContribs};
use super::error::WikiError;
use super::session::Session;
use super::site::NS_USER_TALK;
use crate::base::{Account, RevisionId, Title};

/// One edit of the bot's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The page edited, under its present title.
    pub title: Title,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
    /// The edit summary; `None` if it is hidden.
    pub summary: Option<String>,
    /// The revision made.
    pub revision: RevisionId,
}

/// The edits that `account`, and those that did its work before, made since `since`.
///
/// # Errors
/// See [`WikiError`]. A ledger that can't be read whole is an error: what it doesn't show would be done again.
pub async fn contributions(
    session: &Session,
    account: &Account,
    since: DateTime<Utc>,
) -> Result<Vec<Contribution>, WikiError> {
    let former = session.former_accounts().iter();
    let accounts: Vec<&str> = [account].into_iter().chain(former).map(Account::as_str).collect();
    let answers: Vec<UserContribs> = session
        .query_all(&[
            ("action", "query"),
            ("list", "usercontribs"),
            ("ucuser", &accounts.join("|")),
            ("ucprop", "ids|title|timestamp|comment"),
            ("ucend", &since.to_rfc3339_opts(SecondsFormat::Secs, true)),
            ("uclimit", "max"),
        ])
        .await?;
    answers.into_iter().flat_map(|answer| answer.usercontribs).map(contribution_in).collect()
}

/// The newest edits that `account` made, however long ago, one part of an answer at most.
///
/// # Errors
/// See [`WikiError`].
pub async fn newest_contributions(
    session: &Session,
    account: &Account,
) -> Result<Vec<Contribution>, WikiError> {
    let answer: UserContribs = session
        .query(&[
            ("action", "query"),
            ("list", "usercontribs"),
            ("ucuser", account.as_str()),
            ("ucprop", "ids|title|timestamp|comment"),
            ("uclimit", "50"),
        ])
        .await?;
    answer.usercontribs.into_iter().map(contribution_in).collect()
}

/// An entry of `list=usercontribs`.
///
/// # Errors
/// One without a time.
pub fn contribution_in(edit: UserContrib) -> Result<Contribution, WikiError> {
    let at = edit.timestamp.ok_or_else(|| WikiError::Unexpected("an own edit without a time".to_owned()))?;
    let summary = edit.comment.filter(|_| !edit.commenthidden);
    Ok(Contribution { title: edit.title, at, summary, revision: edit.revid })
}

/// The user talk pages that were deleted since `since`, or whose editors were hidden, and when last: such edits are no
/// longer among the contributions.
///
/// # Errors
/// See [`WikiError`].
pub async fn deleted_talk_pages(
    session: &Session,
    since: DateTime<Utc>,
) -> Result<BTreeMap<Title, DateTime<Utc>>, WikiError> {
    let namespace = NS_USER_TALK.to_string();
    let answers: Vec<LogEvents> = session
        .query_all(&[
            ("action", "query"),
            ("list", "logevents"),
            ("letype", "delete"),
            ("lenamespace", &namespace),
            ("leprop", "title|timestamp|type|details"),
            ("leend", &since.to_rfc3339_opts(SecondsFormat::Secs, true)),
            ("lelimit", "max"),
        ])
        .await?;
    last_hidden(answers.into_iter().flat_map(|answer| answer.logevents))
}

fn last_hidden(events: impl Iterator<Item = LogEvent>) -> Result<BTreeMap<Title, DateTime<Utc>>, WikiError> {
    let mut titles: BTreeMap<Title, DateTime<Utc>> = BTreeMap::new();
    for event in events.filter(hides_edits) {
        // A title that is hidden can't be that of a page to write to, as far as the bot can tell.
        let Some(title) = event.title else { continue };
        let when = event.timestamp;
        let when = when.ok_or_else(|| WikiError::Unexpected("a deletion without a time".to_owned()))?;
        let last = titles.entry(title).or_insert(when);
        *last = when.max(*last);
    }
    Ok(titles)
}

/// Whether after this event of the deletion log edits of somebody's are missing from what they contributed.
fn hides_edits(event: &LogEvent) -> bool {
    match event.action.as_deref() {
        Some("revision") => !event.shows_users(),
        Some("restore" | "event") => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    const WHEN: &str = "2020-11-02T12:00:00Z";

    fn contribution(more: &Json) -> Result<Contribution, WikiError> {
        let mut edit =
            json!({"title": "User talk:Ada", "revid": 400, "timestamp": WHEN, "comment": "Reminder"});
        edit.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        contribution_in(typed(edit)?)
    }

    #[test]
    fn an_own_edit_is_told_with_page_time_summary_and_revision() {
        let found = contribution(&json!({})).unwrap();
        assert_eq!((found.title.as_str(), found.revision), ("User talk:Ada", RevisionId(400)));
        assert_eq!((found.at, found.summary.as_deref()), (WHEN.parse().unwrap(), Some("Reminder")));
    }

    #[test]
    fn a_summary_that_is_hidden_is_none_even_to_who_may_see_it() {
        assert_eq!(contribution(&json!({"commenthidden": true})).unwrap().summary, None);
        assert_eq!(contribution(&json!({"comment": null, "commenthidden": true})).unwrap().summary, None);
    }

    #[test]
    fn an_own_edit_that_is_not_described_is_an_error() {
        for odd in [
            json!({"timestamp": null}),
            json!({"timestamp": "yesterday"}),
            json!({"timestamp": 5}),
            json!({"revid": null}),
            json!({"title": null}),
            json!({"commenthidden": ""}),
        ] {
            assert!(matches!(contribution(&odd), Err(WikiError::Unexpected(_))), "{odd}");
        }
    }

    fn hidden(events: Json) -> Result<Vec<(String, String)>, WikiError> {
        let LogEvents { logevents } = typed(json!({"logevents": events}))?;
        let found = last_hidden(logevents.into_iter())?;
        Ok(found.into_iter().map(|(title, when)| (title.to_string(), when.to_rfc3339())).collect())
    }

    #[test]
    fn deletions_and_hidden_editors_are_told_with_their_last_time() {
        let event = |action: &str, time: &str, params: Json| json!({"title": "User talk:Ada", "action": action, "timestamp": time, "params": params});
        let (early, late) = ("2020-11-01T12:00:00Z", WHEN);
        let editor =
            |hidden: bool| json!({"type": "revision", "ids": [5], "new": {"bitmask": 4, "user": hidden}});
        for (events, last) in [
            (json!([event("delete", late, json!({})), event("delete", early, json!({}))]), Some(late)),
            (json!([event("delete", early, json!({})), event("delete", late, json!({}))]), Some(late)),
            (
                json!([event("revision", late, editor(false)), event("revision", early, editor(true))]),
                Some(early),
            ),
            (json!([event("revision", late, json!({}))]), Some(late)),
            (json!([event("revision", late, editor(false))]), None),
            (json!([event("restore", late, json!({"count": {"revisions": 2, "files": 0}}))]), None),
            (json!([event("event", late, json!({}))]), None),
            (json!([event("delete_redir2", late, json!([]))]), Some(late)),
            (json!([{"title": "User talk:Ada", "actionhidden": true, "timestamp": late}]), Some(late)),
            (json!([{"actionhidden": true}]), None),
            (json!([]), None),
        ] {
            let expected = last.map(|last| ("User talk:Ada".to_owned(), last.replace('Z', "+00:00")));
            assert_eq!(hidden(events.clone()).unwrap(), Vec::from_iter(expected), "{events}");
        }
    }

    #[test]
    fn a_deletion_without_a_time_is_an_error() {
        for time in [json!(null), json!("yesterday")] {
            let error = hidden(json!([{"title": "User talk:Ada", "action": "delete", "timestamp": time}]));
            assert!(matches!(error, Err(WikiError::Unexpected(_))), "{time}");
        }
        assert!(typed::<LogEvents>(json!({})).is_err());
    }
}
