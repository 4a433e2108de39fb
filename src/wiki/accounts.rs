//! Looks up accounts, in batches.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use crate::goals::upper_first;

/// An account's name as the wiki writes it: spaces, and a capital first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(String);

/// What the wiki says of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFacts {
    /// No account, or a name that none can have.
    Unknown,
    /// An account.
    Known {
        /// Its id, which survives renames.
        id: u64,
        /// Blocked from the whole wiki.
        blocked: bool,
        /// In the bot group.
        bot: bool,
        /// A temporary account.
        temporary: bool,
    },
}

impl Account {
    /// From a name as people write it.
    pub fn new(name: &str) -> Self {
        let name = name.replace('_', " ");
        Self(upper_first(name.split_whitespace().collect::<Vec<_>>().join(" ").as_str()))
    }

    /// As the wiki writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the wiki says of each account.
///
/// # Errors
/// See [`WikiError`].
pub async fn accounts(
    session: &Session,
    names: &[Account],
) -> Result<BTreeMap<Account, AccountFacts>, WikiError> {
    // A name with a pipe would be two names to the API; no account can have one.
    let (askable, odd): (Vec<_>, Vec<_>) = names.iter().cloned().partition(|name| !name.0.contains('|'));
    let mut facts: BTreeMap<_, _> = odd.into_iter().map(|name| (name, AccountFacts::Unknown)).collect();
    for batch in askable.chunks(session.batch()) {
        let list = batch.iter().map(Account::as_str).collect::<Vec<_>>().join("|");
        let answer = session
            .query(&[
                ("action", "query"),
                ("list", "users"),
                ("ususers", &list),
                ("usprop", "blockinfo|groups|registration"),
            ])
            .await?;
        for user in answer["query"]["users"].as_array().into_iter().flatten() {
            if let Some(name) = user["name"].as_str() {
                facts.insert(Account::new(name), read(user));
            }
        }
        if let Some(silent) = batch.iter().find(|name| !facts.contains_key(name)) {
            return Err(WikiError::Unexpected(format!("it says nothing of the account “{silent}”")));
        }
    }
    Ok(facts)
}

fn read(user: &Json) -> AccountFacts {
    let Some(id) = user["userid"].as_u64().filter(|id| *id > 0 && user["missing"] != true) else {
        return AccountFacts::Unknown;
    };
    let in_group = |name: &str| user["groups"].as_array().into_iter().flatten().any(|group| group == name);
    AccountFacts::Known {
        id,
        blocked: !user["blockid"].is_null() && user["blockpartial"] != true,
        bot: in_group("bot"),
        temporary: in_group("temp"),
    }
}
