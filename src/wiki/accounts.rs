//! Looks up accounts, in batches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::error::WikiError;
use super::pages::title_in;
use super::session::Session;
use crate::base::{Account, Title, UserId};

/// What the wiki says of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFacts {
    /// No account, or a name that none can have.
    Unknown,
    /// An account.
    Known {
        /// Its id, which survives renames.
        id: UserId,
        /// Blocked from the whole wiki, or locked on all wikis.
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
        // By name; an account whose name the wiki writes otherwise is what is left over, in the order asked
        // (names that no account can have come first, and unchanged).
        let (mut left_names, mut left_users) = (Vec::new(), users.iter().collect::<Vec<_>>());
        for name in batch {
            match left_users.iter().position(|user| user["name"] == name.as_str()) {
                Some(at) => {
                    facts.insert(name.clone(), account_in(left_users.remove(at))?);
                }
                None => left_names.push(name),
            }
        }
        let in_order = left_names.len() == left_users.len();
        for (at, name) in left_names.into_iter().enumerate() {
            let user = left_users.get(at).filter(|_| in_order);
            let read = user.map_or(Ok(AccountFacts::Unknown), |user| account_in(user))?;
            facts.insert(name.clone(), read);
        }
    }
    Ok(facts)
}

/// The present names of accounts, by their ids.
///
/// # Errors
/// See [`WikiError`].
pub async fn names_of(
    session: &Session,
    ids: &BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, Account>, WikiError> {
    let ids: Vec<String> = ids.iter().map(UserId::to_string).collect();
    let mut names = BTreeMap::new();
    for batch in ids.chunks(session.batch()) {
        let list = batch.join("|");
        let answer = session.query(&[("action", "query"), ("list", "users"), ("ususerids", &list)]).await?;
        let users = answer["query"]["users"].as_array().map(Vec::as_slice).unwrap_or_default();
        // Whoever is left out would be taken for someone who has never answered.
        if users.len() != batch.len() {
            return Err(WikiError::Unexpected("it doesn't tell of all accounts asked for".to_owned()));
        }
        for user in users {
            if let (Some(id), Some(name)) = (user["userid"].as_u64(), user["name"].as_str()) {
                names.insert(UserId(id), Account::new(name));
            }
        }
    }
    Ok(names)
}

/// The accounts among `names` that are locked on all wikis. Block lists don't show locks, the usual fate
/// of departed staff; only a wiki with CentralAuth has them.
///
/// # Errors
/// See [`WikiError`].
pub async fn locked<'a>(
    session: &Session,
    names: impl Iterator<Item = &'a Account>,
) -> Result<BTreeSet<Account>, WikiError> {
    let mut locked = BTreeSet::new();
    for name in names {
        let asked = [("action", "query"), ("meta", "globaluserinfo"), ("guiuser", name.as_str())];
        let answer = session.query(&asked).await?;
        let Some(user) = answer["query"].get("globaluserinfo") else {
            // Without CentralAuth the wiki warns that it doesn't know what it was asked for.
            let warnings = answer["warnings"].as_array().into_iter().flatten();
            if warnings.into_iter().any(|warning| warning["code"] == "unrecognizedvalues") {
                break;
            }
            return Err(WikiError::Unexpected(format!("it doesn't tell whether “{name}” is locked")));
        };
        if user.get("locked").is_some_and(|locked| *locked != false) {
            locked.insert(name.clone());
        }
    }
    Ok(locked)
}

/// The present names of accounts that don't exist under the names given: where the user page or the user
/// talk page is a redirect to another account's, as a rename leaves it; and what the wiki says of those.
///
/// # Errors
/// See [`WikiError`].
pub async fn renamed(
    session: &Session,
    unknown: &BTreeSet<Account>,
) -> Result<BTreeMap<Account, (Account, AccountFacts)>, WikiError> {
    let site = session.site();
    let pages = |name: &Account| {
        let talk = site.user_talk_page(name).ok()?;
        Some([(name.clone(), site.user_page(name).ok()?), (name.clone(), talk)])
    };
    let pages: Vec<(Account, Title)> = unknown.iter().filter_map(pages).flatten().collect();
    let mut renamed: BTreeMap<Account, Account> = BTreeMap::new();
    for batch in pages.chunks(session.batch()) {
        let titles = batch.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join("|");
        let answer = session.query(&[("action", "query"), ("titles", &titles), ("redirects", "1")]).await?;
        let query = &answer["query"];
        for (name, title) in batch {
            let from = title_in(query, "normalized", title).unwrap_or_else(|| title.clone());
            let Some(target) = title_in(query, "redirects", &from) else { continue };
            let same_namespace = site.namespace(&from) == site.namespace(&target);
            if same_namespace && !target.is_subpage() && title_in(query, "redirects", &target).is_none() {
                renamed.entry(name.clone()).or_insert_with(|| Account::of_page(&target));
            }
        }
    }
    let targets: Vec<Account> = renamed.values().cloned().collect();
    let facts = accounts(session, &targets).await?;
    let known = renamed.into_iter().filter_map(|(name, target)| {
        let facts = facts.get(&target).filter(|facts| **facts != AccountFacts::Unknown)?.clone();
        Some((name, (target, facts)))
    });
    Ok(known.collect())
}

/// What an entry of `list=users` with `usprop=blockinfo|groups` says.
///
/// # Errors
/// One that doesn't tell an account's groups.
pub fn account_in(user: &Json) -> Result<AccountFacts, WikiError> {
    let Some(id) = user["userid"].as_u64().filter(|id| *id > 0 && user["missing"] != true) else {
        return Ok(AccountFacts::Unknown);
    };
    let groups = user["groups"].as_array();
    let groups =
        groups.ok_or_else(|| WikiError::Unexpected("it doesn't tell an account's groups".to_owned()))?;
    let in_group = |name: &str| groups.iter().any(|group| group == name);
    let blocked = is_blocked(user) && user["blockpartial"] != true;
    Ok(AccountFacts::Known { id: UserId(id), blocked, bot: in_group("bot"), temporary: in_group("temp") })
}

/// Whether what `blockinfo` says of an account is a block, if only a partial one. That of an address, and several at once,
/// have no number.
pub fn is_blocked(user: &Json) -> bool {
    ["blockid", "blockedby", "blockreason"].iter().any(|key| !user[*key].is_null())
}
