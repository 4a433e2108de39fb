//! Looks up accounts, in batches.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use crate::account::Account;

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

/// What the wiki says of each account.
///
/// # Errors
/// See [`WikiError`].
pub async fn accounts(
    session: &Session,
    names: &[Account],
) -> Result<BTreeMap<Account, AccountFacts>, WikiError> {
    // A name with a pipe would be two names to the API; no account can have one.
    let (askable, odd): (Vec<_>, Vec<_>) =
        names.iter().cloned().partition(|name| !name.as_str().contains('|'));
    let mut facts: BTreeMap<_, _> = odd.into_iter().map(|name| (name, AccountFacts::Unknown)).collect();
    for batch in askable.chunks(session.batch()) {
        let list = batch.iter().map(Account::as_str).collect::<Vec<_>>().join("|");
        let answer = session
            .query(&[
                ("action", "query"),
                ("list", "users"),
                ("ususers", &list),
                ("usprop", "blockinfo|groups"),
            ])
            .await?;
        let users = answer["query"]["users"].as_array().cloned().unwrap_or_default();
        // The answers come in the order of the names; a name may come back in another form.
        let in_order = users.len() == batch.len();
        for (at, name) in batch.iter().enumerate() {
            let by_name = || users.iter().find(|user| user["name"] == name.as_str());
            let user = if in_order { users.get(at) } else { by_name() };
            facts.insert(name.clone(), user.map_or(AccountFacts::Unknown, read));
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
