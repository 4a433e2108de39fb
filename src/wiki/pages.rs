//! Finds pages by their titles, and fetches what is on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::answers::{Page, Pages};
use super::error::WikiError;
use super::session::Session;
use super::site::Site;
use super::talk::{template_titles, transcluded};
use crate::base::{Account, PageId, RevisionId, Title};
use crate::wikitext::exclusion::Transcluded;

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
    /// When it last changed, or something that it shows did: a page or template that it transcludes (`page_touched`).
    pub touched: Option<DateTime<Utc>>,
    /// The exclusion templates that the wiki sees on it.
    pub transcluded: Transcluded,
    /// Whether it is made from another page's translations (Translate): nobody can edit it.
    pub is_translation: bool,
}

/// The page property that Translate gives to the pages that it makes.
const TRANSLATION: &str = "translate-is-translation";

/// So many texts are asked for at once, whatever the account may: they are large.
const BATCH_OF_TEXTS: usize = 50;
/// And so many bytes of them, about.
const BATCH_BYTES: u64 = 2 << 20;
/// No goal page is longer, in bytes.
const LONGEST_TEXT: u64 = 512 << 10;

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
    let templates = joined(&template_titles(session.site())?);
    for batch in titles.chunks(session.batch()) {
        let pages: Pages = session
            .query(&[
                ("action", "query"),
                ("titles", &joined(batch)),
                ("redirects", "1"),
                ("prop", "info|revisions|templates|pageprops"),
                ("rvprop", "ids|timestamp|user"),
                ("ppprop", TRANSLATION),
                ("tltemplates", &templates),
                ("tllimit", "max"),
            ])
            .await?;
        for title in batch {
            answers.push(page_answer(session.site(), session.account(), &pages, title)?);
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
    pages: &Pages,
    asked: &Title,
) -> Result<PageAnswer, WikiError> {
    let asked = pages.normalized(asked);
    let title = match pages.redirect(&asked) {
        None => asked,
        Some(target) => {
            if pages.redirect(target).is_some() {
                return Ok(PageAnswer::Unreadable("it is a redirect to a redirect".to_owned()));
            }
            if site.namespace(target) != site.namespace(&asked) {
                return Ok(PageAnswer::Unreadable(format!(
                    "it is a redirect to another namespace, to “{target}”"
                )));
            }
            target.clone()
        }
    };
    let page = said_of(pages, &title)?;
    if page.invalid {
        return Ok(PageAnswer::Unreadable("its title is invalid".to_owned()));
    }
    if page.missing {
        return Ok(PageAnswer::Missing);
    }
    let model = page.contentmodel.as_deref().unwrap_or("unknown");
    if model != "wikitext" {
        return Ok(PageAnswer::Unreadable(format!("its content is not wikitext but {model}")));
    }
    let odd = |what: &str| WikiError::Unexpected(what.to_owned());
    let id = page.pageid.ok_or_else(|| odd("a page without an id"))?;
    let last = page.last();
    let revision = last.and_then(|last| last.revid).ok_or_else(|| odd("a page without a revision"))?;
    let own = bot.is_some_and(|bot| last.and_then(|last| last.user.as_ref()) == Some(bot));
    let edited = last.and_then(|last| last.timestamp).ok_or_else(|| odd("a revision without a time"))?;
    let (edited, transcluded) = (Some(edited).filter(|_| !own), transcluded(site, page)?);
    let is_translation = page.pageprops.contains_key(TRANSLATION);
    let touched = page.touched;
    Ok(PageAnswer::Found(RawPage { title, id, revision, edited, touched, transcluded, is_translation }))
}

/// A page's Parsoid HTML and its revision.
///
/// # Errors
/// See [`WikiError`].
pub async fn html(session: &Session, title: &Title) -> Result<(String, RevisionId), WikiError> {
    session.html(title).await
}

/// Shows `look` the wikitext of pages, one batch after the other. Pages that are missing, hidden, no wikitext or very long are left out.
///
/// # Errors
/// See [`WikiError`].
pub async fn each_text(
    session: &Session,
    titles: &[Title],
    mut look: impl FnMut(&Title, &str),
) -> Result<(), WikiError> {
    let mut sizes = Vec::new();
    for batch in titles.chunks(session.batch()) {
        let pages: Pages =
            session.query(&[("action", "query"), ("titles", &joined(batch)), ("prop", "info")]).await?;
        let is_text = |page: &&Page| page.exists() && page.contentmodel.as_deref() == Some("wikitext");
        let sized = pages
            .readable()
            .filter(is_text)
            .map(|page| (page.title.clone(), page.length.unwrap_or(u64::MAX)));
        sizes.extend(sized.filter(|(_, size)| *size <= LONGEST_TEXT));
    }
    let mut rest = sizes.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |(_, size): &&(Title, u64)| {
            bytes += size;
            bytes <= BATCH_BYTES
        };
        let length = rest.iter().take(BATCH_OF_TEXTS).take_while(fits).count().max(1);
        let (batch, later) = rest.split_at(length);
        rest = later;
        let answers: Vec<Pages> = session
            .query_all(&[
                ("action", "query"),
                ("titles", &joined(batch.iter().map(|(title, _)| title))),
                ("prop", "revisions"),
                ("rvprop", "content"),
                ("rvslots", "main"),
            ])
            .await?;
        for page in answers.iter().flat_map(Pages::readable) {
            if let Some(text) = page.text() {
                look(&page.title, text);
            }
        }
    }
    Ok(())
}

/// Whether any of these titles is that of a page. Asks no further than the first batch with one.
///
/// # Errors
/// See [`WikiError`].
pub async fn any_exists(session: &Session, titles: &[Title]) -> Result<bool, WikiError> {
    for batch in titles.chunks(session.batch()) {
        let pages: Pages = session.query(&[("action", "query"), ("titles", &joined(batch))]).await?;
        if pages.all()?.any(Page::exists) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The titles that pages have now, by their numbers; none of a page that is gone.
///
/// # Errors
/// See [`WikiError`].
pub async fn titles_of(
    session: &Session,
    ids: &BTreeSet<PageId>,
) -> Result<BTreeMap<PageId, Title>, WikiError> {
    let ids: Vec<String> = ids.iter().map(PageId::to_string).collect();
    let mut titles = BTreeMap::new();
    for batch in ids.chunks(session.batch()) {
        let pages: Pages = session.query(&[("action", "query"), ("pageids", &batch.join("|"))]).await?;
        titles.extend(pages.readable().filter_map(|page| Some((page.pageid?, page.title.clone()))));
    }
    Ok(titles)
}

/// Titles as a query asks for them.
pub fn joined<'t>(titles: impl IntoIterator<Item = &'t Title>) -> String {
    titles.into_iter().map(Title::as_str).collect::<Vec<_>>().join("|")
}

/// What an answer says of the page asked for under this title.
///
/// # Errors
/// An answer that says nothing of it that can be read: that is not the same as “missing”.
pub fn said_of<'a>(pages: &'a Pages, asked: &Title) -> Result<&'a Page, WikiError> {
    pages.find(asked).ok_or_else(|| silent(asked))
}

/// The error of an answer that says nothing of a page.
pub fn silent(title: &Title) -> WikiError {
    WikiError::Unexpected(format!("it says nothing of the page “{title}”"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;
    use crate::wiki::site::tests::site;

    const TITLE: &str = "Sample/Goals";

    fn goal_page(more: &Json) -> Json {
        let mut page = json!({"pageid": 12, "ns": 0, "title": TITLE, "contentmodel": "wikitext", "lastrevid": 345,
            "revisions": [{"revid": 345, "parentid": 1, "user": "Ada", "timestamp": "2020-11-02T12:00:00Z"}]});
        page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        page
    }

    fn became_of(query: Json) -> String {
        let bot = Account::new("GoalkeeperBot");
        let answer = typed(query)
            .and_then(|pages| page_answer(&site(), Some(&bot), &pages, &Title::of_wiki("sample/Goals")));
        match answer {
            Ok(PageAnswer::Found(RawPage { title, id, revision, edited, .. })) => {
                format!("{title}, page {id}, revision {revision}, edited {edited:?}")
            }
            Ok(PageAnswer::Missing) => "missing".to_owned(),
            Ok(PageAnswer::Unreadable(why)) => why,
            Err(error) => {
                error.to_string().replace("the wiki gave an answer that can't be understood: ", "error: ")
            }
        }
    }

    #[test]
    fn a_title_leads_to_a_page_to_none_or_to_something_that_is_no_goal_page() {
        let found = "Sample/Goals, page 12, revision 345, edited Some(2020-11-02T12:00:00Z)";
        let by_bot = json!([{"revid": 345, "user": "GoalkeeperBot", "timestamp": "2020-11-02T12:00:00Z"}]);
        let hidden = json!([{"revid": 345, "userhidden": true, "timestamp": "2020-11-02T12:00:00Z"}]);
        let silent = "error: it says nothing of the page “Sample/Goals”";
        for (page, expected) in [
            (goal_page(&json!({})), found),
            (goal_page(&json!({"revisions": hidden})), found),
            (goal_page(&json!({"revisions": by_bot})), "Sample/Goals, page 12, revision 345, edited None"),
            (json!({"title": TITLE, "missing": true}), "missing"),
            (json!({"title": TITLE, "invalid": true}), "its title is invalid"),
            (goal_page(&json!({"contentmodel": "json"})), "its content is not wikitext but json"),
            (goal_page(&json!({"contentmodel": null})), "its content is not wikitext but unknown"),
            (goal_page(&json!({"pageid": null})), "error: a page without an id"),
            (goal_page(&json!({"revisions": null})), "error: a page without a revision"),
            (goal_page(&json!({"revisions": []})), "error: a page without a revision"),
            (goal_page(&json!({"revisions": [{"user": "Ada"}]})), "error: a page without a revision"),
            (goal_page(&json!({"revisions": [{"revid": 345}]})), "error: a revision without a time"),
            (
                goal_page(&json!({"revisions": [{"revid": 345, "timestamp": "x"}]})),
                "error: a revision without a time",
            ),
            (goal_page(&json!({"missing": ""})), silent),
            (goal_page(&json!({"title": "Another"})), silent),
        ] {
            let normalized = json!([{"from": "sample/Goals", "to": TITLE}]);
            assert_eq!(became_of(json!({"normalized": normalized, "pages": [page]})), expected, "{page}");
        }
        assert_eq!(became_of(json!({})), "error: it says nothing of the page “sample/Goals”");
    }

    #[test]
    fn a_redirect_is_followed_once_and_within_its_namespace() {
        let redirect = |from: &str, to: &str| json!({"from": from, "to": to});
        for (redirects, expected) in [
            (json!([redirect("sample/Goals", TITLE)]), "Sample/Goals, page 12"),
            (
                json!([redirect("sample/Goals", TITLE), redirect(TITLE, "C")]),
                "it is a redirect to a redirect",
            ),
            (json!([redirect("sample/Goals", "User:Ada")]), "it is a redirect to another namespace"),
            (json!([redirect("sample/Goals", "Gone")]), "error: it says nothing of the page “Gone”"),
        ] {
            let found = became_of(json!({"redirects": redirects, "pages": [goal_page(&json!({}))]}));
            assert!(found.starts_with(expected), "{redirects}: {found}");
        }
    }
}
