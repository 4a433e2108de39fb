//! From a name on a goal page to an account: a link on the page, the `[owners]` table, or the
//! owners page on the wiki. Never a guess. Guesses, for a person to confirm, are [`Candidates`].

mod candidates;
mod evidence;
mod headings;
mod mentions;
mod owners_page;
mod patterns;
mod policy;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::text::fold;
use crate::base::{Account, Title};
use crate::goals::{GoalPage, Manager};
pub use candidates::{Candidate, Candidates, Clues, Looked};
pub use mentions::Mentions;
pub use owners_page::{OwnersPage, mistakes_number};
pub use policy::{Policy, Reached, standing};

/// How a name was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum ResolvedBy {
    /// The name links to a user page or a user talk page.
    Link,
    /// The `[owners]` table of the settings.
    Table,
    /// The owners page on the wiki.
    OwnersPage,
}

/// Whose account a name is.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    names: BTreeMap<String, (Account, ResolvedBy)>,
    renamed: BTreeMap<Account, Account>,
}

impl Owners {
    /// From the settings and the owners page; the settings count for more. Case and white space in
    /// names don't matter.
    pub fn new(table: &BTreeMap<String, String>, page: &OwnersPage) -> Self {
        let of_page = page.names.iter().map(|(name, account)| (name, account, ResolvedBy::OwnersPage));
        let of_table = table.iter().map(|(name, account)| (name, account, ResolvedBy::Table));
        let entry = |(name, account, by): (&String, &String, _)| (folded(name), (Account::new(account), by));
        Self { names: of_page.chain(of_table).map(entry).collect(), renamed: BTreeMap::new() }
    }

    /// The same, knowing accounts that have another name now.
    #[must_use]
    pub fn with_renamed(self, renamed: BTreeMap<Account, Account>) -> Self {
        Self { renamed, ..self }
    }

    /// The name that a renamed account has now.
    pub fn present_name(&self, account: &Account) -> Option<&Account> {
        self.renamed.get(account)
    }

    /// The account of a person named on a goal page.
    pub fn resolve(&self, manager: &Manager) -> Option<(Account, ResolvedBy)> {
        let linked = manager.account.clone().map(|account| (account, ResolvedBy::Link));
        let (account, by) = linked.or_else(|| self.names.get(&folded(&manager.name)).cloned())?;
        Some((self.renamed.get(&account).cloned().unwrap_or(account), by))
    }
}

fn folded(name: &str) -> String {
    fold(name)
}

/// A name, where it stands, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As typed.
    pub name: String,
    /// The titles of the pages it stands on.
    pub pages: Vec<Title>,
    /// The account, and how it was found.
    pub account: Option<(Account, ResolvedBy)>,
}

/// Every name on the given pages, in the order of their first appearance.
pub fn names<'a>(pages: impl IntoIterator<Item = (&'a Title, &'a GoalPage)>, owners: &Owners) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for (title, page) in pages {
        for manager in page.managers() {
            let account = owners.resolve(manager);
            match found.iter_mut().find(|named| named.name == manager.name && named.account == account) {
                Some(named) if named.pages.iter().any(|page| page == title) => {}
                Some(named) => named.pages.push(title.clone()),
                None => {
                    found.push(Named { name: manager.name.to_string(), pages: vec![title.clone()], account })
                }
            }
        }
    }
    found
}
