//! From a name on a goal page to an account: a link on the page, or the `[owners]` table. Never a guess.
//! Guesses, for a person to confirm, are [`Candidates`].

mod candidates;
mod evidence;
mod patterns;
mod sections;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::account::Account;
use crate::goals::{GoalPage, Manager, tidy};
pub use candidates::{Candidate, Candidates, Clues, Looked};

/// How a name was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ResolvedBy {
    /// The name links to a user page or a user talk page.
    Link,
    /// The `[owners]` table of the settings.
    Table,
}

/// The `[owners]` table.
#[derive(Clone, Debug, Default)]
pub struct Owners(BTreeMap<String, Account>);

impl Owners {
    /// From the settings. Case and white space in names don't matter.
    pub fn new(table: &BTreeMap<String, String>) -> Self {
        Self(table.iter().map(|(name, account)| (folded(name), Account::new(account))).collect())
    }

    /// The account of a person named on a goal page.
    pub fn resolve(&self, manager: &Manager) -> Option<(Account, ResolvedBy)> {
        let linked = manager.account.as_deref().map(|account| (Account::new(account), ResolvedBy::Link));
        linked.or_else(|| {
            self.0.get(&folded(&manager.name)).map(|account| (account.clone(), ResolvedBy::Table))
        })
    }
}

fn folded(name: &str) -> String {
    tidy(name).to_lowercase()
}

/// A name, where it stands, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As typed.
    pub name: String,
    /// The titles of the pages it stands on.
    pub pages: Vec<String>,
    /// The account, and how it was found.
    pub account: Option<(Account, ResolvedBy)>,
}

/// Every name on the given pages, in the order of their first appearance.
pub fn names<'a>(pages: impl IntoIterator<Item = (&'a str, &'a GoalPage)>, owners: &Owners) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for (title, page) in pages {
        let objectives = page.objectives.iter().flat_map(|objective| {
            let results = objective.key_results.iter().flat_map(|result| result.managers.named());
            objective.manager.named().iter().chain(results)
        });
        for manager in objectives {
            let account = owners.resolve(manager);
            match found.iter_mut().find(|named| named.name == manager.name && named.account == account) {
                Some(named) if named.pages.iter().any(|page| page == title) => {}
                Some(named) => named.pages.push(title.to_owned()),
                None => {
                    found.push(Named { name: manager.name.clone(), pages: vec![title.to_owned()], account })
                }
            }
        }
    }
    found
}
