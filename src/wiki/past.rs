//! Which revisions a page has had, and what it looked like at one of them.

use chrono::{DateTime, SecondsFormat, Utc};

use super::answers::{Answer, Pages, Revision};
use super::error::WikiError;
use super::pages::{said_of, silent};
use super::session::Session;
use crate::base::{Account, RevisionId, Title};

/// So many revisions are looked through; who edits a page more often than that in a few days tells nobody anything.
const MOST: &str = "500";

/// A revision of a page, and when it was made, by the wiki's clock.
pub type Past = (RevisionId, DateTime<Utc>);

/// The newest revisions of a page, newest first. What was under another title before the
/// page was moved, or may have been, is left out.
///
/// # Errors
/// See [`WikiError`].
pub async fn past(session: &Session, title: &Title) -> Result<Vec<Past>, WikiError> {
    let pages: Pages = session
        .query(&[
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "revisions"),
            ("rvprop", "ids|timestamp|sha1"),
            ("rvlimit", MOST),
        ])
        .await?;
    past_in(&pages, title)
}

/// A revision as it was made, by the wiki's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub revision: RevisionId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether its text is hidden.
    pub is_hidden: bool,
}

/// The revisions of a page in some time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// They, and the one that it had before; newest first.
    pub made: Vec<Made>,
    /// Whether there are more than five hundred: the first ones, and the one before them, are not among these.
    pub is_cut: bool,
}

/// The revisions of a page from one time until another.
///
/// # Errors
/// See [`WikiError`].
pub async fn between(
    session: &Session,
    title: &Title,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Within, WikiError> {
    let (since, until) = (stamp(since), stamp(until));
    let within = [("rvstart", until.as_str()), ("rvend", &since), ("rvlimit", MOST)];
    let before = [("rvstart", since.as_str()), ("rvlimit", "2")];
    let mut all = Within::default();
    for span in [&within[..], &before[..]] {
        let asked = [
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "revisions"),
            ("rvprop", "ids|timestamp|sha1"),
        ];
        let answer: Answer<Pages> = session.answer(&[&asked[..], span].concat()).await?;
        let pages = answer.query.ok_or_else(|| silent(title))?;
        let revisions = said_of(&pages, title)?.revisions.as_deref().unwrap_or_default();
        let made = |revision: &Revision| {
            let (id, at) = (revision.revid?, revision.timestamp?);
            Some(Made { revision: id, at, is_hidden: revision.sha1.is_none() })
        };
        all.made.extend(revisions.iter().filter_map(made));
        all.is_cut = span.len() == within.len() && answer.more.is_some();
        if all.is_cut {
            break;
        }
    }
    all.made.dedup();
    Ok(all)
}

/// A time as the wiki reads it.
fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The summary of an account's last edit of a page; `None` if it made none, or that is hidden.
///
/// # Errors
/// See [`WikiError`].
pub async fn last_summary(
    session: &Session,
    title: &Title,
    account: &Account,
) -> Result<Option<String>, WikiError> {
    let pages: Pages = session
        .query(&[
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "revisions"),
            ("rvprop", "comment"),
            ("rvuser", account.as_str()),
            ("rvlimit", "1"),
        ])
        .await?;
    Ok(said_of(&pages, title)?.last().and_then(|last| last.comment.clone()))
}

/// The revisions in an answer.
///
/// # Errors
/// An answer that says nothing of the page, or of when a revision was made.
fn past_in(pages: &Pages, title: &Title) -> Result<Vec<Past>, WikiError> {
    let all = said_of(pages, title)?.revisions.as_deref().unwrap_or_default();
    // A move leaves a revision that changes nothing, as a protection does.
    let moved = all.windows(2).position(|two| is_same_text(&two[0], &two[1]));
    let here = &all[..moved.map_or(all.len(), |at| at + 1)];
    let past = |revision: &Revision| Some((revision.revid?, revision.timestamp?));
    let odd = || WikiError::Unexpected("a revision without a time".to_owned());
    here.iter().map(past).collect::<Option<_>>().ok_or_else(odd)
}

fn is_same_text(newer: &Revision, older: &Revision) -> bool {
    newer.sha1.is_some() && newer.sha1 == older.sha1
}

/// The Parsoid HTML of a revision; `None` if the wiki doesn't give it, as where its text is hidden.
///
/// # Errors
/// A wiki that can't be asked at all.
pub async fn html_of(session: &Session, revision: RevisionId) -> Result<Option<String>, WikiError> {
    match session.html_of(revision).await {
        Ok((html, shown)) => Ok(Some(html).filter(|_| shown == revision)),
        Err(
            error @ (WikiError::Unreachable { .. }
            | WikiError::Busy { .. }
            | WikiError::GaveUp(_)
            | WikiError::SessionLost(_)),
        ) => Err(error),
        Err(error) => {
            tracing::warn!(%revision, %error, "an older revision of a goal page can't be read");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn read(revisions: Json) -> Result<Vec<u64>, String> {
        let query = json!({"pages": [{"pageid": 12, "title": "Goals", "revisions": revisions}]});
        let past = typed(query).and_then(|pages| past_in(&pages, &Title::of_wiki("Goals")));
        past.map(|all| all.iter().map(|(id, _)| id.0).collect()).map_err(|error| error.to_string())
    }

    fn revision(id: u64, text: &str) -> Json {
        json!({"revid": id, "parentid": id - 1, "timestamp": "2020-11-02T12:00:00Z", "sha1": text})
    }

    #[test]
    fn what_stood_under_another_title_is_left_out() {
        assert_eq!(read(json!([revision(3, "c"), revision(2, "b"), revision(1, "a")])), Ok(vec![3, 2, 1]));
        assert_eq!(read(json!([revision(3, "c"), revision(2, "a"), revision(1, "a")])), Ok(vec![3, 2]));
        assert_eq!(read(json!([revision(2, "a"), revision(1, "a")])), Ok(vec![2]));
        // An undo is no move.
        assert_eq!(read(json!([revision(3, "a"), revision(2, "b"), revision(1, "a")])), Ok(vec![3, 2, 1]));
        // Of hidden texts nobody knows.
        let hidden = |id: u64| json!({"revid": id, "timestamp": "2020-11-02T12:00:00Z", "sha1hidden": true});
        assert_eq!(read(json!([hidden(2), hidden(1)])), Ok(vec![2, 1]));
        assert_eq!(read(json!([])), Ok(vec![]));
        assert!(read(json!([{"revid": 2, "sha1": "a"}])).is_err());
    }
}
