//! What a wiki shows of who a person may be: who edited a section, what user pages say, which of
//! them a search finds. What it means is for others to say.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

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
    let answer = session
        .query(&[
            ("action", "query"),
            ("titles", page.as_str()),
            ("prop", "revisions"),
            ("rvprop", "user|userid|comment|timestamp"),
            ("rvlimit", REVISIONS),
        ])
        .await?;
    let revisions = answer["query"]["pages"][0]["revisions"].as_array();
    Ok(revisions.into_iter().flatten().filter_map(|revision| section_edit(page, revision)).collect())
}

/// What is hidden, and what someone without an account did, says nothing.
pub fn section_edit(page: &Title, revision: &Json) -> Option<SectionEdit> {
    let user = revision["user"].as_str().filter(|_| revision["userid"].as_u64().is_some_and(|id| id > 0))?;
    let (heading, _) = revision["comment"].as_str()?.trim_start().strip_prefix("/*")?.split_once("*/")?;
    let at: DateTime<Utc> = revision["timestamp"].as_str()?.parse().ok()?;
    Some(SectionEdit {
        page: page.clone(),
        heading: heading.trim().to_owned(),
        account: Account::new(user),
        on: at.date_naive(),
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
        let answers = session
            .query_all(&[
                ("action", "query"),
                ("titles", &titles),
                ("prop", "revisions"),
                ("rvprop", "content"),
                ("rvslots", "main"),
            ])
            .await?;
        for page in answers.iter().flat_map(|answer| answer["query"]["pages"].as_array()).flatten() {
            let text = page["revisions"][0]["slots"]["main"]["content"].as_str();
            if let (Some(account), Some(text)) = (page["title"].as_str().and_then(of_user_page), text) {
                texts.insert(account, text.to_owned());
            }
        }
    }
    Ok(texts)
}

/// The accounts whose user pages a search for a name finds, at most five.
///
/// # Errors
/// See [`WikiError`]; a wiki may have no search.
pub async fn search_user_pages(session: &Session, name: &str) -> Result<Vec<Account>, WikiError> {
    let plain: String = name.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let answer = session
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
    let hits = answer["query"]["search"].as_array().into_iter().flatten();
    Ok(hits.filter_map(|hit| of_user_page(hit["title"].as_str()?)).collect())
}

/// The account whose user page bears this title; a subpage may be about anyone.
fn of_user_page(title: &str) -> Option<Account> {
    let title = Title::of_wiki(title);
    (!title.is_subpage()).then(|| Account::of_page(&title))
}
