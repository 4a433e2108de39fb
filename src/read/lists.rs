//! The lists on the wiki by which people steer the bot: whose a name is, who wants no messages, and what the templates are
//! called that say no to bots.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::{Account, PageRevision, Title};
use crate::config::{BoardRef, NamedPages, Settings};
use crate::people::OwnersPage;
use crate::wiki::{self, ListPage, Session, WikiError};
use crate::wikitext::exclusion::Names;

/// What must be known before anything else is read for a plan.
#[derive(Clone, Debug)]
pub struct Lists {
    /// What the exclusion templates and the opt-out category are called.
    pub names: Names,
    /// Those who want no messages.
    pub opt_outs: OptOuts,
}

/// The opt-out list page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOuts {
    /// The page as it was read.
    pub page: PageRevision,
    /// Who is on it.
    pub accounts: BTreeSet<Account>,
    /// Why it can't be read. Then nobody is told anything.
    pub unreadable: Option<String>,
}

impl Lists {
    /// Reads them.
    ///
    /// # Errors
    /// See [`WikiError`]. An opt-out list that can't be read is no error, and nobody is told anything then.
    pub async fn read(session: &Session, pages: &NamedPages) -> Result<Self, WikiError> {
        let title = pages.opt_out_page.as_ref().ok_or(WikiError::NoLogin)?;
        let names = wiki::exclusion_names(session).await?;
        Ok(Self { names, opt_outs: OptOuts::read(session, title).await? })
    }

    /// Everyone whom the settings or the opt-out list name: their accounts must be known for a plan.
    pub fn accounts(&self, settings: &Settings) -> BTreeSet<Account> {
        let declined = settings.owners_policy.opt_out.iter().map(|name| Account::new(name));
        let coordinators = settings.boards().filter_map(|board: BoardRef<'_>| board.coordinator());
        let named = declined.chain(coordinators).chain(settings.bot.operator());
        named.chain(self.opt_outs.accounts.iter().cloned()).collect()
    }
}

impl OptOuts {
    async fn read(session: &Session, title: &Title) -> Result<Self, WikiError> {
        let (page, unreadable) = match wiki::list_page(session, title).await {
            Ok(page) => (page, None),
            Err(error @ WikiError::Unreadable { .. }) => (None, Some(error.to_string())),
            Err(error) => return Err(error),
        };
        let revision = page.as_ref().map(|page| page.revision);
        let accounts = page.as_ref().map(opt_outs_on).unwrap_or_default();
        Ok(Self { page: PageRevision { title: title.clone(), revision }, accounts, unreadable })
    }
}

/// The accounts on the opt-out list: those whose user or user talk page it links to, in whatever way, and those
/// whose bare name is a line of a list.
pub fn opt_outs_on(page: &ListPage) -> BTreeSet<Account> {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^[*#:]+[ \t]*([^\[\]{}|<>\n]+?)[ \t]*$").expect("a fixed pattern"));
    let linked = page.users.iter().filter(|title| !title.is_subpage()).map(Account::of_page);
    // Whatever the user namespace is called here: no account's name has a colon.
    let bare = LINE.captures_iter(&page.text).filter_map(|line| line[1].rsplit(':').next().map(Account::new));
    linked.chain(bare).collect()
}

/// The owners page that the settings name; an empty one, if they name none.
pub async fn read_owners_page(session: &Session, pages: &NamedPages) -> Result<OwnersPage, WikiError> {
    let Some(title) = &pages.owners_page else { return Ok(OwnersPage::default()) };
    Ok(owners_page_of(session, title).await?.unwrap_or_else(|| {
        tracing::warn!(page = title.as_str(), "owners_page does not exist; it names nobody");
        OwnersPage { title: Some(title.clone()), ..OwnersPage::default() }
    }))
}

/// The owners page of this title; `None` if there is no such page.
///
/// # Errors
/// See [`WikiError`]. What anyone can do to the page is no error: it names nobody then, and says why.
pub async fn owners_page_of(session: &Session, title: &Title) -> Result<Option<OwnersPage>, WikiError> {
    match wiki::list_page(session, title).await {
        Err(WikiError::Unreadable { why, .. }) => Ok(Some(OwnersPage::unreadable(title.clone(), why))),
        page => Ok(page?.map(|page| OwnersPage::new(title.clone(), page.revision, &page.text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::RevisionId;

    #[test]
    fn an_opt_out_list_in_any_form() {
        let text =
            "Intro\n*\n* Ada Sample (WMF)\n# Benutzer:bo sample (WMF) \n* [[User:Cyd]]\nDee".to_owned();
        let users = ["User:Cyd", "User talk:Eli", "User:Fay/Essay"].map(Title::of_wiki).to_vec();
        let page = ListPage { text, revision: RevisionId(1), users };
        let names: Vec<_> = opt_outs_on(&page).into_iter().map(|name| name.to_string()).collect();
        assert_eq!(names, ["Ada Sample (WMF)", "Bo sample (WMF)", "Cyd", "Eli"]);
    }
}
