//! What a person made of a page: the text before and after each edit of theirs.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use crate::base::{Account, RevisionId, Title};

/// Texts asked for in one request: each may be a whole talk page.
const BATCH: usize = 10;
/// Of more edits by one person on one page only the first count: an answer follows its message soon.
const MOST_EDITS: usize = 300;

/// One edit of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEdit {
    /// The revision it made.
    pub revision: RevisionId,
    /// The text before it, empty if it made the page; `None` if that text is hidden.
    pub before: Option<String>,
    /// The text after it; `None` if it is hidden.
    pub after: Option<String>,
}

/// Shows `each` the edits that `account` made to the page `title` after the revision `since` of any page (all, if there is none), oldest first.
///
/// # Errors
/// See [`WikiError`].
pub async fn edits_by(
    session: &Session,
    account: &Account,
    title: &Title,
    since: Option<RevisionId>,
    mut each: impl FnMut(PageEdit),
) -> Result<(), WikiError> {
    let start = since.map(|since| since.to_string());
    let mut parameters = vec![
        ("action", "query"),
        ("titles", title.as_str()),
        ("prop", "revisions"),
        ("rvuser", account.as_str()),
        ("rvdir", "newer"),
        ("rvprop", "ids"),
        ("rvlimit", "max"),
    ];
    parameters.extend(start.as_deref().map(|start| ("rvstartid", start)));
    let answers = session.query_all(&parameters).await?;
    let pages = answers.iter().flat_map(|answer| answer["query"]["pages"].as_array().into_iter().flatten());
    let found = pages.flat_map(|page| page["revisions"].as_array().into_iter().flatten());
    let ids = |found: &Json| Some((found["revid"].as_u64()?, found["parentid"].as_u64()?));
    let since = since.map_or(0, |since| since.0);
    let edits: Vec<(u64, u64)> =
        found.filter_map(ids).filter(|(revision, _)| *revision > since).take(MOST_EDITS).collect();
    for some in edits.chunks(BATCH / 2) {
        let wanted = some.iter().flat_map(|(revision, parent)| [*revision, *parent]).filter(|id| *id > 0);
        let texts = texts(session, wanted.collect()).await?;
        for (revision, parent) in some {
            let before = if *parent == 0 { Some(String::new()) } else { texts.get(parent).cloned() };
            each(PageEdit { revision: RevisionId(*revision), before, after: texts.get(revision).cloned() });
        }
    }
    Ok(())
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
