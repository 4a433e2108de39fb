//! The lists on the wiki by which people steer the bot: whose a name is, who wants no messages, and what the templates are
//! called that say no to bots.

use std::collections::BTreeSet;

use crate::base::{Account, PageRevision, Title};
use crate::config::{BoardRef, BoardsPage, NamedPages, Settings, with_boards_of};
use crate::goals::Layouts;
use crate::people::{Mentions, OwnersPage};
use crate::wiki::{self, Session, WikiError};
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
#[derive(Clone, Debug)]
pub struct OptOuts {
    /// The page as it was read.
    pub page: PageRevision,
    /// What may be names on it.
    pub accounts: BTreeSet<Account>,
    /// Its text, which is searched for everyone who may be told something.
    pub mentions: Mentions,
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
        let mut opt_outs = OptOuts::read(session, title).await?;
        for title in &pages.former_opt_out_pages {
            opt_outs = opt_outs.and(OptOuts::read(session, title).await?);
        }
        Ok(Self { names, opt_outs })
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
    /// With what another page says; new names are put on the first.
    fn and(mut self, other: Self) -> Self {
        self.accounts.extend(other.accounts);
        self.unreadable = self.unreadable.or(other.unreadable);
        Self { mentions: self.mentions.and(other.mentions), ..self }
    }

    async fn read(session: &Session, title: &Title) -> Result<Self, WikiError> {
        let (page, unreadable) = match wiki::list_page(session, title).await {
            Ok(page) => (page, None),
            Err(error @ WikiError::Unreadable { .. }) => (None, Some(error.to_string())),
            Err(error) => return Err(error),
        };
        let revision = page.as_ref().map(|page| page.revision);
        let mentions = page.map(|page| Mentions::new(&page.text, &page.users)).unwrap_or_default();
        let (page, accounts) = (PageRevision { title: title.clone(), revision }, mentions.candidates());
        Ok(Self { page, accounts, mentions, unreadable })
    }
}

/// The settings with what the boards page adds, and what became of that page.
///
/// # Errors
/// See [`WikiError`]. What anyone can do to the page is no error: the settings stay as they are then.
pub async fn with_boards_page(
    session: &Session,
    settings: &Settings,
    layouts: &Layouts,
    title: &Title,
) -> Result<(Settings, BoardsPage), WikiError> {
    let page = |revision| Some(PageRevision { title: title.clone(), revision });
    Ok(match wiki::list_page(session, title).await {
        Err(WikiError::Unreadable { why, .. }) => {
            let unreadable = Some(format!("“{title}” {why}"));
            (settings.clone(), BoardsPage { page: page(None), unreadable, ..BoardsPage::default() })
        }
        Err(error) => return Err(error),
        Ok(None) => (settings.clone(), BoardsPage { page: page(None), ..BoardsPage::default() }),
        Ok(Some(read)) => {
            let (site, bot) = (session.site(), session.account());
            let page = page(Some(read.revision));
            match with_boards_of(settings, layouts, site, bot, &read.text) {
                Ok((with, boards, mistakes)) => {
                    (with, BoardsPage { page, unreadable: None, boards, mistakes })
                }
                Err(why) => {
                    let unreadable = Some(format!("“{title}”: {why}"));
                    (settings.clone(), BoardsPage { page, unreadable, ..BoardsPage::default() })
                }
            }
        }
    })
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
