//! Finds pages by their titles, and fetches what is on them.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use super::site::Site;
use crate::base::{Account, PageId, RevisionId, Title};

/// A page that can be read, before its HTML is fetched.
#[derive(Clone, Debug)]
pub struct RawPage {
    /// Its title, after a redirect the target's.
    pub title: Title,
    /// Its number.
    pub id: PageId,
    /// Its newest revision.
    pub revision: RevisionId,
    /// When it was last edited by anyone but the bot, as far as the last edit tells.
    pub edited: Option<DateTime<Utc>>,
}

/// What became of a title.
#[derive(Clone, Debug)]
pub enum PageAnswer {
    /// There is such a page.
    Found(RawPage),
    /// There is none.
    Missing,
    /// There is something that can't be read as a goal page.
    Unreadable(String),
}

/// Looks up titles, in batches; redirects are followed once, within
/// their namespace. The answers come in the order of `titles`.
///
/// # Errors
/// See [`WikiError`].
pub async fn find_pages(session: &Session, titles: &[Title]) -> Result<Vec<PageAnswer>, WikiError> {
    let mut answers = Vec::with_capacity(titles.len());
    for batch in titles.chunks(session.batch()) {
        let answer = session
            .query(&[
                ("action", "query"),
                ("titles", &joined(batch)),
                ("redirects", "1"),
                ("prop", "info|revisions"),
                ("rvprop", "ids|timestamp|user"),
            ])
            .await?;
        for title in batch {
            answers.push(page_answer(session.site(), session.account(), &answer["query"], title)?);
        }
    }
    Ok(answers)
}

/// What an answer says of the title asked for; `bot` is the account whose own edits don't count.
///
/// # Errors
/// An answer that says nothing of it.
pub fn page_answer(
    site: &Site,
    bot: Option<&Account>,
    query: &Json,
    asked: &Title,
) -> Result<PageAnswer, WikiError> {
    let asked = title_in(query, "normalized", asked).unwrap_or_else(|| asked.clone());
    let title = match title_in(query, "redirects", &asked) {
        None => asked,
        Some(target) => {
            if title_in(query, "redirects", &target).is_some() {
                return Ok(PageAnswer::Unreadable("it is a redirect to a redirect".to_owned()));
            }
            if site.namespace(&target) != site.namespace(&asked) {
                return Ok(PageAnswer::Unreadable(format!(
                    "it is a redirect to another namespace, to “{target}”"
                )));
            }
            target
        }
    };
    let Some(page) = page_in(query, &title) else {
        return Err(WikiError::Unexpected(format!("it says nothing of the page “{title}”")));
    };
    if page["invalid"] == true {
        return Ok(PageAnswer::Unreadable("its title is invalid".to_owned()));
    }
    if page["missing"] == true {
        return Ok(PageAnswer::Missing);
    }
    if page["contentmodel"] != "wikitext" {
        let model = page["contentmodel"].as_str().unwrap_or("unknown");
        return Ok(PageAnswer::Unreadable(format!("its content is not wikitext but {model}")));
    }
    let id =
        page["pageid"].as_u64().ok_or_else(|| WikiError::Unexpected("a page without an id".to_owned()))?;
    let last = &page["revisions"][0];
    let revision = last["revid"]
        .as_u64()
        .ok_or_else(|| WikiError::Unexpected("a page without a revision".to_owned()))?;
    let own = last["user"].as_str().is_some_and(|user| bot.is_some_and(|bot| bot.as_str() == user));
    let edited = last["timestamp"].as_str().and_then(|time| time.parse().ok());
    let edited = edited.ok_or_else(|| WikiError::Unexpected("a revision without a time".to_owned()))?;
    let (id, revision) = (PageId(id), RevisionId(revision));
    Ok(PageAnswer::Found(RawPage { title, id, revision, edited: Some(edited).filter(|_| !own) }))
}

/// A page's Parsoid HTML and its revision.
///
/// # Errors
/// See [`WikiError`].
pub async fn html(session: &Session, page: &RawPage) -> Result<(String, RevisionId), WikiError> {
    session.html(&page.title).await
}

/// Whether any of these titles is that of a page. Asks no further than the first batch with one.
///
/// # Errors
/// See [`WikiError`].
pub async fn any_exists(session: &Session, titles: &[Title]) -> Result<bool, WikiError> {
    for batch in titles.chunks(session.batch()) {
        let answer = session.query(&[("action", "query"), ("titles", &joined(batch))]).await?;
        let mut pages = answer["query"]["pages"].as_array().into_iter().flatten();
        if pages.any(|page| page["missing"] != true && page["invalid"] != true) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A page that holds a list for the bot.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// What is on it.
    pub text: String,
    /// The revision read.
    pub revision: RevisionId,
    /// The user and user talk pages that it links to.
    pub users: Vec<Title>,
}

/// Reads a page that holds a list; `None` if there is no such page.
///
/// # Errors
/// See [`WikiError`]; also a page that is a redirect, or whose text is hidden: then nobody knows what it says.
pub async fn list_page(session: &Session, title: &Title) -> Result<Option<ListPage>, WikiError> {
    let unreadable = |why: &str| WikiError::Unreadable { title: title.clone(), why: why.to_owned() };
    let answers = session
        .query_all(&[
            ("action", "query"),
            ("titles", title.as_str()),
            ("prop", "info|revisions|links"),
            ("rvprop", "ids|content"),
            ("rvslots", "main"),
            ("plnamespace", "2|3"),
            ("pllimit", "max"),
        ])
        .await?;
    let pages: Vec<&Json> = answers.iter().map(|answer| &answer["query"]["pages"][0]).collect();
    if pages.iter().any(|page| page["missing"] == true) {
        return Ok(None);
    }
    if pages.iter().any(|page| page["redirect"] == true) {
        return Err(unreadable("is a redirect"));
    }
    let mut revisions = pages.iter().map(|page| &page["revisions"][0]);
    let found = revisions.find_map(|revision| {
        Some((revision["slots"]["main"]["content"].as_str()?.to_owned(), revision["revid"].as_u64()?))
    });
    let hidden = pages.iter().any(|page| page["revisions"][0]["slots"]["main"]["texthidden"] == true);
    let (text, revision) = found.ok_or_else(|| match hidden {
        true => unreadable("does not show its text"),
        false => WikiError::Unexpected(format!("it doesn't show the text of “{title}”")),
    })?;
    let links = pages.iter().flat_map(|page| page["links"].as_array().into_iter().flatten());
    let users = links.filter_map(|link| link["title"].as_str().map(Title::of_wiki)).collect();
    Ok(Some(ListPage { text, revision: RevisionId(revision), users }))
}

/// Titles as a query asks for them.
pub fn joined(titles: &[Title]) -> String {
    titles.iter().map(Title::as_str).collect::<Vec<_>>().join("|")
}

/// The title under which the answer speaks of the page asked for: the wiki may write it otherwise,
/// as it does with the gendered names of user namespaces.
pub fn title_in(query: &Json, list: &str, asked: &Title) -> Option<Title> {
    let mut entries = query[list].as_array().into_iter().flatten();
    let entry = entries.find(|entry| entry["from"] == asked.as_str());
    entry.and_then(|entry| entry["to"].as_str()).map(Title::of_wiki)
}

/// What an answer says of the page asked for under this title; `None` if nothing.
pub fn page_in<'a>(query: &'a Json, asked: &Title) -> Option<&'a Json> {
    let title = title_in(query, "normalized", asked).unwrap_or_else(|| asked.clone());
    query["pages"].as_array().into_iter().flatten().find(|page| page["title"] == title.as_str())
}
