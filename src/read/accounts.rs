//! What the wiki says of every account that the pages, the settings and the lists name.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Account;
use crate::wiki::{self, AccountFacts, Session, WikiError};

/// Everything that the wiki says of accounts.
pub struct Accounts {
    pub facts: BTreeMap<Account, AccountFacts>,
    /// Those that there are none of, under that name or another.
    pub unknown: BTreeSet<Account>,
    /// Those that have another name now.
    pub renamed: BTreeMap<Account, Account>,
}

pub async fn look_up(session: &Session, names: BTreeSet<Account>) -> Result<Accounts, WikiError> {
    let mut facts = wiki::accounts(session, &names).await?;
    let unknown = facts.iter().filter(|(_, facts)| **facts == AccountFacts::Unknown);
    let mut unknown: BTreeSet<Account> = unknown.map(|(account, _)| account.clone()).collect();
    let found = wiki::renamed(session, &unknown).await?;
    let mut renamed = BTreeMap::new();
    for (old, (new, of_new)) in found {
        unknown.remove(&old);
        facts.insert(new.clone(), of_new);
        renamed.insert(old, new);
    }
    Ok(Accounts { facts, unknown, renamed })
}
