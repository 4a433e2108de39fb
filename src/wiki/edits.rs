//! What became of a page since a message stands there: its edits, with their texts.

use std::collections::BTreeMap;

use super::answers::{Pages, Revision};
use super::error::WikiError;
use super::session::Session;
use crate::base::{Account, RevisionId, Title};

/// Texts asked for in one request, at most: each may be a whole talk page.
const BATCH: usize = 50;
/// What the texts of one request may have together, in bytes.
const BATCH_BYTES: u64 = 2_000_000;
/// Of more edits of a page nobody can say who typed which word.
const MOST_EDITS: usize = 100;
/// Of more text likewise, in bytes of all revisions together.
const MOST_BYTES: u64 = 5_000_000;
/// The wiki's own tags of edits that put back what was there before.
const RESTORING: [&str; 3] = ["mw-undo", "mw-rollback", "mw-manual-revert"];

/// One edit of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEdit {
    /// The revision it made.
    pub revision: RevisionId,
    /// Who made it; `None` if that is hidden, or nobody that was asked for.
    pub author: Option<Account>,
    /// Whether it only put back what was there before.
    pub restores: bool,
    /// The text after it; `None` if it is hidden.
    pub text: Option<String>,
}

/// The edits of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHistory {
    /// The text before them, empty if there was no page; `None` if it is hidden.
    pub before: Option<String>,
    /// The edits, oldest first.
    pub edits: Vec<PageEdit>,
    /// Whether there are too many, or too large ones: their texts are left out.
    pub is_too_much: bool,
}

/// The edits of the page `title` after the revision `since` of any page; none, if none of them is by one of `authors`.
///
/// # Errors
/// See [`WikiError`].
pub async fn edits_since(
    session: &Session,
    title: &Title,
    since: RevisionId,
    authors: &[Account],
) -> Result<PageHistory, WikiError> {
    let start = since.to_string();
    let answers: Vec<Pages> = session
        .query_all(&[
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "revisions"),
            ("rvdir", "newer"),
            ("rvstartid", &start),
            ("rvprop", "ids|user|tags|size"),
            ("rvlimit", "max"),
        ])
        .await?;
    let mut found: Vec<&Revision> =
        revisions(&answers)?.filter(|edit| edit.revid.is_some_and(|id| id > since)).collect();
    found.sort_by_key(|edit| edit.revid);
    if !found.iter().any(|edit| edit.user.as_ref().is_some_and(|user| authors.contains(user))) {
        return Ok(PageHistory { before: Some(String::new()), ..PageHistory::default() });
    }
    let bytes: u64 = found.iter().filter_map(|edit| edit.size).sum();
    let is_too_much = found.len() > MOST_EDITS || bytes > MOST_BYTES;
    let first = found.first().and_then(|edit| edit.parentid).filter(|parent| parent.0 > 0);
    let sizes = first.map(|id| (id, found.first().and_then(|edit| edit.size)));
    let sizes = sizes.into_iter().chain(found.iter().filter_map(|edit| Some((edit.revid?, edit.size))));
    let texts = match is_too_much {
        true => BTreeMap::new(),
        false => texts(session, sizes.map(|(id, size)| (id, size.unwrap_or(BATCH_BYTES))).collect()).await?,
    };
    let before = first.map_or(Some(String::new()), |id| texts.get(&id).cloned());
    let edits = found.iter().filter_map(|edit| edit_of(edit, &texts)).collect();
    Ok(PageHistory { before, edits, is_too_much })
}

/// The last edits that `account` made to a page, each with what stood there before as an edit by nobody.
///
/// # Errors
/// See [`WikiError`].
pub async fn edits_by(session: &Session, title: &Title, account: &Account) -> Result<PageHistory, WikiError> {
    let answer: Pages = session
        .query(&[
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "revisions"),
            ("rvuser", account.as_str()),
            ("rvprop", "ids|user|tags|size"),
            ("rvlimit", "50"),
        ])
        .await?;
    let answers = [answer];
    let mut found: Vec<&Revision> = revisions(&answers)?.collect();
    found.sort_by_key(|edit| edit.revid);
    let mut bytes = 0;
    // The newest that are not too large together.
    let is_small = |edit: &&&Revision| {
        bytes += 2 * edit.size.unwrap_or_default();
        bytes <= MOST_BYTES
    };
    let mut found: Vec<&Revision> = found.iter().rev().take_while(is_small).copied().collect();
    found.reverse();
    let sizes = found.iter().flat_map(|edit| [edit.revid, edit.parentid].map(|id| (id, edit.size)));
    let sizes = sizes.filter_map(|(id, size)| Some((id.filter(|id| id.0 > 0)?, size.unwrap_or(BATCH_BYTES))));
    let texts = texts(session, sizes.collect()).await?;
    let edits = found.iter().flat_map(|edit| {
        let parent = edit.parentid.filter(|parent| parent.0 > 0);
        let before = parent.map(|revision| PageEdit {
            revision,
            author: None,
            restores: false,
            text: texts.get(&revision).cloned(),
        });
        before.into_iter().chain(edit_of(edit, &texts))
    });
    Ok(PageHistory { before: Some(String::new()), edits: edits.collect(), is_too_much: false })
}

fn edit_of(edit: &Revision, texts: &BTreeMap<RevisionId, String>) -> Option<PageEdit> {
    let revision = edit.revid?;
    let restores = edit.tags.iter().any(|tag| RESTORING.contains(&tag.as_str()));
    let author = edit.user.clone().filter(|_| !edit.userhidden);
    Some(PageEdit { revision, author, restores, text: texts.get(&revision).cloned() })
}

/// The texts of revisions, as far as they are not hidden or gone; each is given with about its size.
///
/// # Errors
/// See [`WikiError`].
pub async fn texts(
    session: &Session,
    mut ids: Vec<(RevisionId, u64)>,
) -> Result<BTreeMap<RevisionId, String>, WikiError> {
    ids.sort_unstable();
    ids.dedup_by_key(|(id, _)| *id);
    let mut texts = BTreeMap::new();
    let mut rest = ids.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |(_, size): &&(RevisionId, u64)| {
            bytes += size;
            bytes <= BATCH_BYTES
        };
        let length = rest.iter().take(BATCH).take_while(fits).count().max(1);
        let (batch, later) = rest.split_at(length);
        rest = later;
        let list = batch.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join("|");
        let answers: Vec<Pages> = session
            .query_all(&[
                ("action", "query"),
                ("revids", &list),
                ("prop", "revisions"),
                ("rvprop", "ids|content"),
                ("rvslots", "main"),
            ])
            .await?;
        texts.extend(revisions(&answers)?.filter_map(|found| Some((found.revid?, found.text()?.to_owned()))));
    }
    Ok(texts)
}

/// The revisions in all parts of an answer. Those that are gone are in none (`badrevids`).
fn revisions(answers: &[Pages]) -> Result<impl Iterator<Item = &Revision>, WikiError> {
    let mut found = Vec::new();
    for pages in answers {
        found.extend(pages.all()?.flat_map(|page| page.revisions.iter().flatten()));
    }
    Ok(found.into_iter())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn texts_in(query: Json) -> Result<Vec<Option<String>>, WikiError> {
        let answers = [typed(query)?];
        Ok(revisions(&answers)?.map(|revision| revision.text().map(str::to_owned)).collect())
    }

    #[test]
    fn revisions_that_are_gone_or_hidden_have_no_text() {
        let shown = json!({"revid": 345, "parentid": 0, "slots": {"main": {"content": "Hello"}}});
        let hidden = json!({"revid": 346, "parentid": 345, "slots": {"main": {"texthidden": true}}});
        let query = json!({
            "badrevids": {"9": {"revid": 9, "missing": true}},
            "pages": [{"pageid": 5, "title": "User talk:Ada", "revisions": [shown, hidden]}],
        });
        assert_eq!(texts_in(query).unwrap(), [Some("Hello".to_owned()), None]);
        assert!(texts_in(json!({"badrevids": {"9": {"revid": 9, "missing": true}}})).unwrap().is_empty());
        assert!(texts_in(json!({"pages": [{"title": "A", "missing": true}]})).unwrap().is_empty());
    }

    #[test]
    fn a_page_in_a_form_of_its_own_is_no_page_without_edits() {
        let odd =
            json!({"pages": [{"pageid": 5, "title": "User talk:Ada", "revisions": {"345": {"revid": 345}}}]});
        assert!(texts_in(odd).is_err());
    }
}
