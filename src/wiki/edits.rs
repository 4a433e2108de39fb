//! What a person made of a page: the text before and after each edit of theirs.

use std::collections::BTreeMap;

use super::answers::{Pages, Revision};
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
    let answers: Vec<Pages> = session.query_all(&parameters).await?;
    let ids = |found: &Revision| Some((found.revid?.0, found.parentid?.0));
    let since = since.map_or(0, |since| since.0);
    let edits: Vec<(u64, u64)> = revisions(&answers)?
        .filter_map(ids)
        .filter(|(revision, _)| *revision > since)
        .take(MOST_EDITS)
        .collect();
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

/// The pages' texts as the revisions with these numbers have them; without those that are hidden or gone.
///
/// # Errors
/// See [`WikiError`].
pub async fn texts(session: &Session, mut ids: Vec<u64>) -> Result<BTreeMap<u64, String>, WikiError> {
    ids.sort_unstable();
    ids.dedup();
    let mut texts = BTreeMap::new();
    for batch in ids.chunks(BATCH) {
        let list = batch.iter().map(u64::to_string).collect::<Vec<_>>().join("|");
        let answers: Vec<Pages> = session
            .query_all(&[
                ("action", "query"),
                ("revids", &list),
                ("prop", "revisions"),
                ("rvprop", "ids|content"),
                ("rvslots", "main"),
            ])
            .await?;
        texts.extend(
            revisions(&answers)?.filter_map(|found| Some((found.revid?.0, found.text()?.to_owned()))),
        );
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
