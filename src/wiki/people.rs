//! What a wiki shows of who a person may be: who edited a section, what user pages say, which of
//! them a search finds. What it means is for others to say.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::answers::{Pages, Revision, SearchHits};
use super::error::WikiError;
use super::session::Session;
use crate::base::{Account, Title};

/// The most revisions of one page that are looked at: what one request gives without special rights.
const REVISIONS: &str = "500";

/// The most user pages of which one request gives the text.
const TEXTS: usize = 50;

/// Someone's edit of one section, as its summary tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionEdit {
    /// The page.
    pub page: Title,
    /// The section's heading.
    pub heading: String,
    /// Who.
    pub account: Account,
    /// When, by the wiki's clock.
    pub on: NaiveDate,
}

/// The edits of sections among the newest revisions of a page, newest first; none if there is no such page.
///
/// # Errors
/// See [`WikiError`].
pub async fn section_edits(session: &Session, page: &Title) -> Result<Vec<SectionEdit>, WikiError> {
    let pages: Pages = session
        .query(&[
            ("action", "query"),
            ("titles", page.as_str()),
            ("prop", "revisions"),
            ("rvprop", "user|userid|comment|timestamp"),
            ("rvlimit", REVISIONS),
        ])
        .await?;
    let revisions = pages.all()?.flat_map(|page| page.revisions.iter().flatten());
    Ok(revisions.filter_map(|revision| section_edit(page, revision)).collect())
}

/// What is hidden, and what someone without an account did, says nothing.
pub fn section_edit(page: &Title, revision: &Revision) -> Option<SectionEdit> {
    let user = revision.user.as_ref().filter(|_| revision.userid.is_some_and(|id| id > 0))?;
    let (heading, _) = revision.comment.as_deref()?.trim_start().strip_prefix("/*")?.split_once("*/")?;
    Some(SectionEdit {
        page: page.clone(),
        heading: heading.trim().to_owned(),
        account: Account::new(user.as_str()),
        on: revision.timestamp?.date_naive(),
    })
}

/// The wikitext of these accounts' user pages, as far as there are any.
///
/// # Errors
/// See [`WikiError`].
pub async fn user_pages(
    session: &Session,
    accounts: &[Account],
) -> Result<BTreeMap<Account, String>, WikiError> {
    let mut texts = BTreeMap::new();
    for batch in accounts.chunks(TEXTS) {
        let titles = batch.iter().map(|account| format!("User:{account}")).collect::<Vec<_>>().join("|");
        let answers: Vec<Pages> = session
            .query_all(&[
                ("action", "query"),
                ("titles", &titles),
                ("prop", "revisions"),
                ("rvprop", "content"),
                ("rvslots", "main"),
            ])
            .await?;
        for answer in &answers {
            texts.extend(texts_in(answer)?);
        }
    }
    Ok(texts)
}

fn texts_in(pages: &Pages) -> Result<impl Iterator<Item = (Account, String)>, WikiError> {
    Ok(pages.all()?.filter_map(|page| Some((of_user_page(&page.title)?, page.text()?.to_owned()))))
}

/// The accounts whose user pages a search for a name finds, at most five.
///
/// # Errors
/// See [`WikiError`]; a wiki may have no search.
pub async fn search_user_pages(session: &Session, name: &str) -> Result<Vec<Account>, WikiError> {
    let plain: String = name.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let SearchHits { search } = session
        .query(&[
            ("action", "query"),
            ("list", "search"),
            ("srnamespace", "2"),
            // MediaWiki's own search looks at titles only, unless told.
            ("srwhat", "text"),
            ("srsearch", &format!("\"{plain}\"")),
            ("srlimit", "5"),
            ("srinfo", ""),
            ("srprop", ""),
        ])
        .await?;
    Ok(search.iter().filter_map(|hit| of_user_page(&hit.title)).collect())
}

/// The account whose user page bears this title; a subpage may be about anyone.
fn of_user_page(title: &Title) -> Option<Account> {
    (!title.is_subpage()).then(|| Account::of_page(title))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    #[test]
    fn only_an_account_that_is_shown_edited_a_section_that_is_named() {
        let whole = json!({"revid": 345, "user": "Ada Sample (WMF)", "userid": 6, "comment": " /* Key Results */ more",
            "timestamp": "2020-11-02T23:59:59Z"});
        let edit = |revision: &Json| {
            section_edit(&Title::of_wiki("Sample/Goals"), &typed(revision.clone()).unwrap())
        };
        let found = edit(&whole).unwrap();
        assert_eq!((found.account.as_str(), found.heading.as_str()), ("Ada Sample (WMF)", "Key Results"));
        assert_eq!((found.page.as_str(), found.on.to_string().as_str()), ("Sample/Goals", "2020-11-02"));
        for (field, value) in [
            ("user", json!(null)),
            ("userid", json!(0)),
            ("userid", json!(null)),
            ("comment", json!(null)),
            ("comment", json!("more")),
            ("comment", json!("/* Key Results")),
            ("timestamp", json!(null)),
            ("timestamp", json!("yesterday")),
        ] {
            let mut revision = whole.clone();
            revision[field] = value;
            assert_eq!(edit(&revision), None, "{revision}");
        }
    }

    #[test]
    fn user_pages_are_read_as_far_as_there_are_any() {
        let text = |text: Json| json!([{"slots": {"main": text}}]);
        let texts = |pages: Json| {
            let pages: Pages = typed(json!({"pages": pages})).unwrap();
            Ok::<Vec<_>, WikiError>(texts_in(&pages)?.collect())
        };
        let found = texts(json!([
            {"pageid": 5, "title": "User:Ada Sample (WMF)", "revisions": text(json!({"content": "I am Ada."}))},
            {"pageid": 6, "title": "User:Bo/Draft", "revisions": text(json!({"content": "Not Bo."}))},
            {"pageid": 7, "title": "User:Leila Zia", "revisions": text(json!({"texthidden": true}))},
            {"title": "User:Nobody", "missing": true},
        ]));
        assert_eq!(found.unwrap(), [(Account::new("Ada Sample (WMF)"), "I am Ada.".to_owned())]);
        assert!(texts(json!([{"title": "User:Bo", "missing": ""}])).is_err());
    }
}
