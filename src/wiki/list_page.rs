//! Pages that hold a list for the bot: who wants no messages, whose account a name is.

use super::answers::{Page, Pages, Revision};
use super::error::WikiError;
use super::pages::silent;
use super::session::Session;
use crate::base::{RevisionId, Title};

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
    let answers: Vec<Pages> = session
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
    list_page_in(&answers, title)
}

/// What the parts of an answer say of a page that holds a list.
fn list_page_in(answers: &[Pages], title: &Title) -> Result<Option<ListPage>, WikiError> {
    let unreadable = |why: &str| WikiError::Unreadable { title: title.clone(), why: why.to_owned() };
    let pages = answers.iter().map(|answer| answer.first().ok_or_else(|| silent(title)));
    let pages: Vec<&Page> = pages.collect::<Result<_, _>>()?;
    if pages.iter().any(|page| page.missing) {
        return Ok(None);
    }
    if pages.iter().any(|page| page.redirect) {
        return Err(unreadable("is a redirect"));
    }
    let mut revisions = pages.iter().filter_map(|page| page.last());
    let found = revisions.find_map(|revision| Some((revision.text()?.to_owned(), revision.revid?)));
    let (text, revision) =
        found.ok_or_else(|| match pages.iter().filter_map(|page| page.last()).any(Revision::texthidden) {
            true => unreadable("does not show its text"),
            false => WikiError::Unexpected(format!("it doesn't show the text of “{title}”")),
        })?;
    let users = pages.iter().flat_map(|page| &page.links).map(|link| link.title.clone()).collect();
    Ok(Some(ListPage { text, revision, users }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    const TITLE: &str = "User:GoalkeeperBot/No messages";

    fn part(more: &Json) -> Json {
        let mut page =
            json!({"pageid": 12, "ns": 2, "title": TITLE, "contentmodel": "wikitext", "lastrevid": 345});
        page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        page
    }

    fn list(parts: &[Json]) -> Result<Option<ListPage>, String> {
        let parts = parts.iter().map(|page| typed(json!({"pages": [page]}))).collect::<Result<Vec<_>, _>>();
        list_page_in(&parts.unwrap(), &Title::of_wiki(TITLE)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_is_whole_only_with_the_links_of_all_parts() {
        let revisions = json!([{"revid": 345, "slots": {"main": {"content": "* [[User:Ada]]"}}}]);
        let links = |title: &str| json!([{"ns": 2, "title": title}]);
        let parts = [
            part(&json!({"revisions": revisions, "links": links("User:Ada")})),
            part(&json!({"revisions": null, "links": links("User talk:Bo")})),
        ];
        let page = list(&parts).unwrap().unwrap();
        assert_eq!((page.text.as_str(), page.revision), ("* [[User:Ada]]", RevisionId(345)));
        assert_eq!(page.users, [Title::of_wiki("User:Ada"), Title::of_wiki("User talk:Bo")]);
    }

    #[test]
    fn a_list_that_cannot_be_read_is_no_empty_one() {
        assert!(list(&[json!({"title": TITLE, "missing": true})]).unwrap().is_none());
        let revision = |revision: Json| part(&json!({"revisions": [revision]}));
        for (page, why) in [
            (part(&json!({"redirect": true})), "is a redirect"),
            (
                revision(json!({"revid": 345, "slots": {"main": {"texthidden": true}}})),
                "does not show its text",
            ),
            (revision(json!({"revid": 345})), "doesn't show the text"),
            (revision(json!({"slots": {"main": {"content": ""}}})), "doesn't show the text"),
            (json!({"title": TITLE, "missing": ""}), "says nothing of the page"),
            (json!(null), "says nothing of the page"),
        ] {
            let error = list(std::slice::from_ref(&page)).unwrap_err();
            assert!(error.contains(why), "{page}: {error}");
        }
    }
}
