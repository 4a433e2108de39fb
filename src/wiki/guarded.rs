//! Pages that people or the bot must find, and who may edit them.

use std::collections::BTreeMap;

use super::answers::{AllPages, Page, Pages};
use super::error::WikiError;
use super::pages::{joined, said_of};
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
        let pages: Pages = session
            .query(&[("action", "query"), ("titles", &asked), ("prop", "info"), ("inprop", "protection")])
            .await?;
        for title in batch {
            found.insert(title.clone(), guarded_in(said_of(&pages, title)?));
        }
    }
    Ok(found)
}

fn guarded_in(page: &Page) -> GuardedPage {
    let exists = page.exists();
    let action = if exists { "edit" } else { "create" };
    let levels = page.protection.iter().filter(|one| one.action == action);
    let mut levels = levels.map(|one| one.level.as_str());
    let is_code = matches!(page.contentmodel.as_deref(), Some("css" | "javascript" | "json" | "vue"));
    let reserved_for = match (page.ns, levels.find(|level| *level != "autoconfirmed")) {
        (_, Some("sysop")) | (Some(NS_MEDIAWIKI), _) => Some("administrators".to_owned()),
        (_, Some(level)) => Some(format!("accounts with the right “{level}”")),
        (Some(NS_USER), None) if is_code => Some("its owner and interface administrators".to_owned()),
        (_, None) => None,
    };
    let (title, empty) = (page.title.clone(), !exists || page.length == Some(0));
    GuardedPage { title, exists, empty, reserved_for }
}

/// Any page of the main namespace; `None` if there is none.
///
/// # Errors
/// See [`WikiError`].
pub async fn any_page(session: &Session) -> Result<Option<Title>, WikiError> {
    let asked =
        [("action", "query"), ("list", "allpages"), ("aplimit", "1"), ("apfilterredir", "nonredirects")];
    let AllPages { allpages } = session.query(&asked).await?;
    Ok(allpages.into_iter().next().map(|page| page.title))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn guarded(more: &Json) -> GuardedPage {
        let mut page = json!({"pageid": 5, "ns": 2, "title": "User:GoalkeeperBot/Stop", "contentmodel": "wikitext",
            "length": 12, "protection": []});
        page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        guarded_in(&typed(page).unwrap())
    }

    #[test]
    fn a_page_is_reserved_by_protections_namespaces_and_content_models() {
        let protected =
            |action: &str, level: &str| json!([{"type": action, "level": level, "expiry": "infinity"}]);
        for (more, who) in [
            (json!({}), None),
            (json!({"protection": protected("edit", "sysop")}), Some("administrators")),
            (json!({"protection": protected("edit", "autoconfirmed")}), None),
            (json!({"protection": protected("move", "sysop")}), None),
            (
                json!({"protection": protected("edit", "extendedconfirmed")}),
                Some("accounts with the right “extendedconfirmed”"),
            ),
            (json!({"protection": protected("create", "sysop")}), None),
            (json!({"missing": true, "protection": protected("create", "sysop")}), Some("administrators")),
            (json!({"contentmodel": "json"}), Some("its owner and interface administrators")),
            (json!({"ns": 8}), Some("administrators")),
        ] {
            assert_eq!(guarded(&more).reserved_for.as_deref(), who, "{more}");
        }
    }

    #[test]
    fn a_page_is_empty_if_nothing_is_on_it_or_there_is_none() {
        for (more, exists, empty) in [
            (json!({}), true, false),
            (json!({"length": 0}), true, true),
            (json!({"missing": true}), false, true),
            (json!({"invalid": true}), false, true),
        ] {
            let page = guarded(&more);
            assert_eq!((page.exists, page.empty), (exists, empty), "{more}");
        }
    }
}
