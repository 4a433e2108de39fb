//! Pages that people or the bot must find, and who may edit them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::WikiError;
use super::pages::{joined, page_in};
use super::session::Session;
use crate::base::Title;

const NS_USER: i64 = 2;
const NS_MEDIAWIKI: i64 = 8;

/// What a page is to those who want to edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardedPage {
    /// Its title, as the wiki writes it.
    pub title: Title,
    /// Whether there is such a page.
    pub exists: bool,
    /// Whether nothing is on it.
    pub empty: bool,
    /// Who alone may edit or create it; `None` if any account may that isn't new.
    pub reserved_for: Option<String>,
}

/// Looks up pages by their titles; each is found under the title asked for.
///
/// # Errors
/// See [`WikiError`].
pub async fn guarded(session: &Session, titles: &[Title]) -> Result<BTreeMap<Title, GuardedPage>, WikiError> {
    let mut found = BTreeMap::new();
    for batch in titles.chunks(session.batch()) {
        let asked = joined(batch);
        let answer = session
            .query(&[("action", "query"), ("titles", &asked), ("prop", "info"), ("inprop", "protection")])
            .await?;
        let query = &answer["query"];
        for title in batch {
            let page = page_in(query, title);
            let page =
                page.ok_or_else(|| WikiError::Unexpected(format!("it says nothing of the page “{title}”")))?;
            let name = page["title"].as_str().map_or_else(|| title.clone(), Title::of_wiki);
            found.insert(title.clone(), guarded_in(page, name));
        }
    }
    Ok(found)
}

fn guarded_in(page: &Json, title: Title) -> GuardedPage {
    let exists = page["missing"] != true && page["invalid"] != true;
    let action = if exists { "edit" } else { "create" };
    let levels = page["protection"].as_array().into_iter().flatten().filter(|one| one["type"] == action);
    let mut levels = levels.filter_map(|one| one["level"].as_str());
    let is_code = matches!(page["contentmodel"].as_str(), Some("css" | "javascript" | "json" | "vue"));
    let reserved_for = match (page["ns"].as_i64(), levels.find(|level| *level != "autoconfirmed")) {
        (_, Some("sysop")) | (Some(NS_MEDIAWIKI), _) => Some("administrators".to_owned()),
        (_, Some(level)) => Some(format!("accounts with the right “{level}”")),
        (Some(NS_USER), None) if is_code => Some("its owner and interface administrators".to_owned()),
        (_, None) => None,
    };
    GuardedPage { title, exists, empty: !exists || page["length"] == 0, reserved_for }
}

/// Any page of the main namespace; `None` if there is none.
///
/// # Errors
/// See [`WikiError`].
pub async fn any_page(session: &Session) -> Result<Option<Title>, WikiError> {
    let asked =
        [("action", "query"), ("list", "allpages"), ("aplimit", "1"), ("apfilterredir", "nonredirects")];
    let answer = session.query(&asked).await?;
    Ok(answer["query"]["allpages"][0]["title"].as_str().map(Title::of_wiki))
}
