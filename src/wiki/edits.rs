//! What a person made of a page: the text before and after each edit of theirs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use crate::account::Account;

/// Texts asked for in one request: each may be a whole talk page.
const BATCH: usize = 10;
/// Of more edits only the newest count: nobody answers a notice more often.
const MOST_EDITS: usize = 100;

/// One edit of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEdit {
    /// The revision it made.
    pub revision: u64,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
    /// The text before it; empty if it made the page, or if that text is hidden.
    pub before: String,
    /// The text after it.
    pub after: String,
}

/// The edits that `account` made to the page `title` after the revision `since`, oldest first. An edit whose
/// text is hidden is left out.
///
/// # Errors
/// See [`WikiError`].
pub async fn edits_by(
    session: &Session,
    account: &Account,
    title: &str,
    since: u64,
) -> Result<Vec<PageEdit>, WikiError> {
    let start = since.to_string();
    let answers = session
        .query_all(&[
            ("action", "query"),
            ("titles", title),
            ("prop", "revisions"),
            ("rvuser", account.as_str()),
            ("rvstartid", &start),
            ("rvdir", "newer"),
            ("rvprop", "ids|timestamp"),
            ("rvlimit", "max"),
        ])
        .await?;
    let pages = answers.iter().flat_map(|answer| answer["query"]["pages"].as_array().into_iter().flatten());
    let found = pages.flat_map(|page| page["revisions"].as_array().into_iter().flatten());
    let read = |found: &Json| {
        let (revision, parent) = (found["revid"].as_u64()?, found["parentid"].as_u64()?);
        Some((revision, parent, found["timestamp"].as_str()?.parse().ok()?))
    };
    let mut edits: Vec<(u64, u64, DateTime<Utc>)> =
        found.filter_map(read).filter(|(revision, ..)| *revision > since).collect();
    edits.drain(..edits.len().saturating_sub(MOST_EDITS));
    let wanted = edits.iter().flat_map(|(revision, parent, _)| [*revision, *parent]);
    let texts = texts(session, wanted.filter(|id| *id > 0).collect()).await?;
    let edit = |(revision, parent, at): &(u64, u64, DateTime<Utc>)| {
        Some(PageEdit {
            revision: *revision,
            at: *at,
            before: texts.get(parent).cloned().unwrap_or_default(),
            after: texts.get(revision)?.clone(),
        })
    };
    Ok(edits.iter().filter_map(edit).collect())
}

async fn texts(session: &Session, mut ids: Vec<u64>) -> Result<BTreeMap<u64, String>, WikiError> {
    ids.sort_unstable();
    ids.dedup();
    let mut texts = BTreeMap::new();
    for batch in ids.chunks(BATCH) {
        let list = batch.iter().map(u64::to_string).collect::<Vec<_>>().join("|");
        let answers = session
            .query_all(&[
                ("action", "query"),
                ("revids", &list),
                ("prop", "revisions"),
                ("rvprop", "ids|content"),
                ("rvslots", "main"),
            ])
            .await?;
        let pages =
            answers.iter().flat_map(|answer| answer["query"]["pages"].as_array().into_iter().flatten());
        for revision in pages.flat_map(|page| page["revisions"].as_array().into_iter().flatten()) {
            let text = revision["slots"]["main"]["content"].as_str();
            if let (Some(id), Some(text)) = (revision["revid"].as_u64(), text) {
                texts.insert(id, text.to_owned());
            }
        }
    }
    Ok(texts)
}
