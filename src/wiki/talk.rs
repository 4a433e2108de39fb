//! Looks up the pages the bot may write to: what they are, and what is on them. In batches.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::WikiError;
use super::refusal::Refusal;
use super::session::Session;
use super::site::NS_USER_TALK;
use crate::plan::Reason;

/// A page the bot may write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkPage {
    /// Its title; after a redirect the target's.
    pub title: String,
    /// What it is.
    pub state: TalkState,
    /// Whether it transcludes `{{bots}}` or `{{nobots}}`, through a redirect of the template too.
    pub has_exclusion_template: bool,
}

/// What a page is, as far as writing to it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TalkState {
    /// There is none; the bot would create it.
    Missing,
    /// Wikitext.
    Wikitext {
        /// What is on it.
        text: String,
        /// The revision that is.
        revision: u64,
    },
    /// Something the bot can't write to: another content model, LiquidThreads, a hidden revision.
    Unsupported(String),
    /// A redirect that the bot doesn't follow.
    RedirectedElsewhere(String),
    /// Protected from the bot.
    Protected,
}

/// Looks up pages by their titles (in the wiki's own form). A redirect is followed only from one
/// user talk page to another, which is what a rename leaves.
///
/// # Errors
/// See [`WikiError`].
pub async fn talk_pages(
    session: &Session,
    titles: &[String],
) -> Result<BTreeMap<String, TalkPage>, WikiError> {
    let mut found = BTreeMap::new();
    let templates = ["Template:Bots", "Template:Nobots"];
    let templates: Vec<_> = templates.iter().filter_map(|name| session.site().title(name).ok()).collect();
    // The pages' whole text comes along: a smaller batch keeps the answer small.
    for batch in titles.chunks(session.batch().min(50)) {
        let answers = session
            .query_all(&[
                ("action", "query"),
                ("titles", &batch.join("|")),
                ("redirects", "1"),
                ("prop", "info|revisions|pageprops|templates"),
                ("inprop", "protection"),
                ("intestactions", "edit|create"),
                ("intestactionsdetail", "full"),
                ("rvprop", "ids|content"),
                ("rvslots", "main"),
                ("ppprop", "use-liquid-threads"),
                ("tltemplates", &templates.join("|")),
                ("tllimit", "max"),
            ])
            .await?;
        let query = merged(&answers);
        for title in batch {
            found.insert(title.clone(), read(session, &query, title)?);
        }
    }
    Ok(found)
}

/// Answers to one query in several parts, as one: each part adds properties to the pages.
fn merged(answers: &[Json]) -> Json {
    let mut whole = answers.first().map(|answer| answer["query"].clone()).unwrap_or_default();
    for answer in answers.iter().skip(1) {
        for page in answer["query"]["pages"].as_array().into_iter().flatten() {
            let known =
                whole["pages"].as_array_mut().into_iter().flatten().find(|p| p["title"] == page["title"]);
            if let (Some(Json::Object(known)), Some(more)) = (known, page.as_object()) {
                for (key, value) in more {
                    known.insert(key.clone(), value.clone());
                }
            }
        }
    }
    whole
}

fn read(session: &Session, query: &Json, asked: &str) -> Result<TalkPage, WikiError> {
    let entries = |list: &str| query[list].as_array().cloned().unwrap_or_default();
    let redirect = entries("redirects").into_iter().find(|entry| entry["from"] == asked);
    let title = redirect.as_ref().and_then(|entry| entry["to"].as_str()).unwrap_or(asked).to_owned();
    let pages = entries("pages");
    let page = pages.iter().find(|page| page["title"] == title.as_str());
    let page = page.ok_or_else(|| WikiError::Unexpected(format!("it says nothing of the page “{title}”")))?;
    let has_exclusion_template = page["templates"].as_array().is_some_and(|templates| !templates.is_empty());
    let followed = redirect.is_none() || {
        let site = session.site();
        let both = [asked, &title].iter().all(|title| site.namespace(title).ok() == Some(NS_USER_TALK));
        let twice = entries("redirects").iter().any(|entry| entry["from"] == title.as_str());
        both && !twice && !title.contains('/')
    };
    let state = if followed { state(page)? } else { TalkState::RedirectedElsewhere(title.clone()) };
    Ok(TalkPage { title, state, has_exclusion_template })
}

/// Only what the page itself forbids counts here: a block or a missing right concerns every page,
/// and is the gateway's to report.
fn state(page: &Json) -> Result<TalkState, WikiError> {
    if page["pageprops"].get("use-liquid-threads").is_some() {
        return Ok(TalkState::Unsupported("LiquidThreads".to_owned()));
    }
    if page["contentmodel"] != "wikitext" {
        return Ok(TalkState::Unsupported(page["contentmodel"].as_str().unwrap_or("unknown").to_owned()));
    }
    let missing = page["missing"] == true;
    let refusal = Refusal::of_action(page, if missing { "create" } else { "edit" });
    if refusal.is_some_and(|refusal| refusal.reason == Reason::ProtectedPage) {
        return Ok(TalkState::Protected);
    }
    if missing {
        return Ok(TalkState::Missing);
    }
    let revision = &page["revisions"][0];
    let main = &revision["slots"]["main"];
    match (main["content"].as_str(), revision["revid"].as_u64()) {
        (Some(text), Some(revision)) => Ok(TalkState::Wikitext { text: text.to_owned(), revision }),
        _ if main["texthidden"] == true => Ok(TalkState::Unsupported("its text is hidden".to_owned())),
        _ => Err(WikiError::Unexpected(format!("it doesn't show the text of “{}”", page["title"]))),
    }
}
