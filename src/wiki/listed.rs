//! Titles of pages by where they are: in a category, on a page that links to them, behind a common beginning.

use std::collections::BTreeSet;

use super::answers::{AllPages, Members, Pages};
use super::error::WikiError;
use super::pages::any_exists;
use super::session::Session;
use crate::base::Title;

/// So many titles a part.
const PART: &str = "500";
/// So many parts are asked for: 2,000 titles.
const MOST_PARTS: usize = 4;

/// The titles that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The titles, each once, in the wiki's order. Whether there is such a page is not said.
    pub titles: Vec<Title>,
    /// Whether these are all of them.
    pub is_whole: bool,
    /// Whether there is anything where they were looked for.
    pub exists: bool,
}

/// The pages in a category, without its subcategories. A category exists if it has members, or a page of its own.
///
/// # Errors
/// See [`WikiError`].
pub async fn category_members(session: &Session, category: &Title) -> Result<Listed, WikiError> {
    let (parts, is_whole): (Vec<Members>, bool) = session
        .query_some(
            &[
                ("action", "query"),
                ("list", "categorymembers"),
                ("cmtitle", category.as_str()),
                ("cmtype", "page"),
                ("cmprop", "title"),
                ("cmlimit", PART),
            ],
            MOST_PARTS,
        )
        .await?;
    let members = parts.into_iter().flat_map(|part| part.categorymembers);
    let titles = once(members.map(|member| member.title));
    let exists = !titles.is_empty() || any_exists(session, std::slice::from_ref(category)).await?;
    Ok(Listed { exists, titles, is_whole })
}

/// The pages that a page links to or transcludes; a redirect is followed once.
///
/// # Errors
/// See [`WikiError`].
pub async fn pages_on(session: &Session, page: &Title) -> Result<Listed, WikiError> {
    let (parts, is_whole): (Vec<Pages>, bool) = session
        .query_some(
            &[
                ("action", "query"),
                ("titles", page.as_str()),
                ("redirects", "1"),
                ("prop", "links|templates"),
                ("pllimit", PART),
                ("tllimit", PART),
            ],
            2 * MOST_PARTS,
        )
        .await?;
    let mut found = Vec::new();
    let mut exists = false;
    for part in &parts {
        for page in part.all()? {
            exists |= page.exists();
            found.extend(page.links.iter().chain(&page.templates).map(|link| link.title.clone()));
        }
    }
    Ok(Listed { titles: once(found), is_whole, exists })
}

/// The pages of a namespace whose titles begin so, without redirects.
///
/// # Errors
/// See [`WikiError`].
pub async fn titles_from(session: &Session, namespace: i32, begin: &str) -> Result<Listed, WikiError> {
    let (parts, is_whole): (Vec<AllPages>, bool) = session
        .query_some(
            &[
                ("action", "query"),
                ("list", "allpages"),
                ("apnamespace", &namespace.to_string()),
                ("apprefix", begin),
                ("apfilterredir", "nonredirects"),
                ("aplimit", PART),
            ],
            MOST_PARTS,
        )
        .await?;
    let titles = once(parts.into_iter().flat_map(|part| part.allpages).map(|page| page.title));
    Ok(Listed { exists: !titles.is_empty(), titles, is_whole })
}

fn once(titles: impl IntoIterator<Item = Title>) -> Vec<Title> {
    let mut seen = BTreeSet::new();
    titles.into_iter().filter(|title| seen.insert(title.clone())).collect()
}
