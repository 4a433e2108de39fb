//! Looks up accounts, in batches.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::answers::{Pages, User, Users};
use super::error::WikiError;
use super::pages::joined;
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
        /// What keeps it from taking part here; `None` if nothing does.
        barred: Option<Barred>,
        /// In the bot group.
        bot: bool,
        /// A temporary account.
        temporary: bool,
        /// It belongs to an account on all wikis.
        everywhere: bool,
    },
}

#[cfg(test)]
impl AccountFacts {
    /// An account of which nothing else is to be said.
    pub fn plain(id: u64) -> Self {
        Self::Known { id: UserId(id), barred: None, bot: false, temporary: false, everywhere: false }
    }
}

/// What keeps an account from taking part on a wiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Blocked from the whole of this wiki.
    Blocked,
    /// Blocked on all wikis (GlobalBlocking), and not exempt on this one.
    BlockedEverywhere,
    /// Locked on all wikis (CentralAuth).
    Locked,
}

impl fmt::Display for Barred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blocked => "blocked on this wiki",
            Self::BlockedEverywhere => "blocked on all wikis",
            Self::Locked => "locked on all wikis",
        })
    }
}

/// What the wiki says of each account, asked for once: of what is asked for twice it tells once.
///
/// # Errors
/// See [`WikiError`].
pub async fn accounts(
    session: &Session,
    names: &BTreeSet<Account>,
) -> Result<BTreeMap<Account, AccountFacts>, WikiError> {
    // A name with a pipe would be two names to the API; no account can have one.
    let (askable, odd): (Vec<_>, Vec<_>) =
        names.iter().cloned().partition(|name| !name.as_str().contains('|'));
    let mut facts: BTreeMap<_, _> = odd.into_iter().map(|name| (name, AccountFacts::Unknown)).collect();
    for batch in askable.chunks(session.batch()) {
        let list = batch.iter().map(Account::as_str).collect::<Vec<_>>().join("|");
        let Users { users } = session
            .query(&[
                ("action", "query"),
                ("list", "users"),
                ("ususers", &list),
                ("usprop", "blockinfo|groups|centralids"),
            ])
            .await?;
        // By name; an account whose name the wiki writes otherwise is what is left over, in the order asked
        // (names that no account can have come first, and unchanged).
        let (mut left_names, mut left_users) = (Vec::new(), users.iter().collect::<Vec<_>>());
        for name in batch {
            match left_users.iter().position(|user| user.name.as_ref() == Some(name)) {
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
        let asked = [("action", "query"), ("list", "users"), ("ususerids", list.as_str())];
        let Users { users } = session.query(&asked).await?;
        // Whoever is left out would be taken for someone who has never answered.
        if users.len() != batch.len() {
            return Err(WikiError::Unexpected("it doesn't tell of all accounts asked for".to_owned()));
        }
        for user in users {
            if let (Some(id), Some(name)) = (user.userid, user.name) {
                names.insert(UserId(id), Account::new(name.as_str()));
            }
        }
    }
    Ok(names)
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
        let titles = joined(batch.iter().map(|(_, title)| title));
        let found: Pages =
            session.query(&[("action", "query"), ("titles", &titles), ("redirects", "1")]).await?;
        for (name, title) in batch {
            let from = found.normalized(title);
            // Whoever was renamed twice left one redirect that leads to another.
            let way = found.way(&from);
            let Some(target) = way.last().copied() else { continue };
            let same_namespace = way.iter().all(|title| site.namespace(title) == site.namespace(&from));
            if same_namespace && !target.is_subpage() && found.redirect(target).is_none() {
                renamed.entry(name.clone()).or_insert_with(|| Account::of_page(target));
            }
        }
    }
    // Two names may be one account's now.
    let facts = accounts(session, &renamed.values().cloned().collect()).await?;
    let known = renamed.into_iter().filter_map(|(name, target)| {
        let facts = facts.get(&target).filter(|facts| **facts != AccountFacts::Unknown)?.clone();
        Some((name, (target, facts)))
    });
    Ok(known.collect())
}

/// What an entry of `list=users` with `usprop=blockinfo|groups|centralids` says.
///
/// # Errors
/// One that doesn't tell an account's groups.
pub fn account_in(user: &User) -> Result<AccountFacts, WikiError> {
    let Some(id) = user.userid.filter(|id| *id > 0 && !user.missing) else {
        return Ok(AccountFacts::Unknown);
    };
    let groups = user.groups.as_ref();
    let groups =
        groups.ok_or_else(|| WikiError::Unexpected("it doesn't tell an account's groups".to_owned()))?;
    let in_group = |name: &str| groups.iter().any(|group| group == name);
    Ok(AccountFacts::Known {
        id: UserId(id),
        barred: user.block.is_sitewide().then_some(Barred::Blocked),
        bot: in_group("bot"),
        temporary: in_group("temp"),
        // “local” is this wiki itself.
        everywhere: user.attachedlocal.iter().any(|(by, yes)| by != "local" && *yes),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn facts(user: Json) -> Result<AccountFacts, WikiError> {
        account_in(&typed(user)?)
    }

    #[test]
    fn an_account_has_a_number_and_groups() {
        let ada = json!({"userid": 6, "name": "Ada Sample (WMF)", "groups": ["*", "user", "autoconfirmed"]});
        let known = |blocked: bool, bot, temporary| AccountFacts::Known {
            id: UserId(6),
            barred: blocked.then_some(Barred::Blocked),
            bot,
            temporary,
            everywhere: false,
        };
        for (more, expected) in [
            (json!({}), known(false, false, false)),
            (json!({"groups": ["*", "user", "bot"]}), known(false, true, false)),
            (json!({"groups": ["*", "temp"]}), known(false, false, true)),
            (json!({"groups": []}), known(false, false, false)),
            (json!({"blockid": 4, "blockedby": "Bo", "blockpartial": false}), known(true, false, false)),
            (json!({"blockid": null, "blockedby": "Bo"}), known(true, false, false)),
            (json!({"blockid": 4, "blockedby": "Bo", "blockpartial": true}), known(false, false, false)),
        ] {
            let mut user = ada.clone();
            user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(facts(user).unwrap(), expected, "{more}");
        }
    }

    #[test]
    fn an_account_on_all_wikis_is_one_that_somebody_else_than_this_wiki_knows() {
        for (attached, expected) in [
            (json!({"local": true}), false),
            (json!({"CentralAuth": true, "local": true}), true),
            (json!({"CentralAuth": false, "local": true}), false),
            (json!({"CentralAuth": ""}), true),
            (json!([]), false),
        ] {
            let user = json!({"userid": 6, "name": "Ada", "groups": [], "attachedlocal": attached});
            let AccountFacts::Known { everywhere, .. } = facts(user).unwrap() else { panic!("{attached}") };
            assert_eq!(everywhere, expected, "{attached}");
        }
    }

    #[test]
    fn a_name_without_a_number_is_no_account() {
        for user in [
            json!({"name": "Nobody", "missing": true}),
            json!({"name": "192.0.2.1", "invalid": true}),
            json!({"userid": 0, "name": "192.0.2.1"}),
            json!({"userid": 6, "name": "Ada", "missing": true}),
        ] {
            assert_eq!(facts(user.clone()).unwrap(), AccountFacts::Unknown, "{user}");
        }
    }

    #[test]
    fn an_account_of_which_too_little_is_said_is_an_error() {
        for (user, why) in [
            (json!({"userid": 6, "name": "Ada"}), "groups"),
            (json!({"userid": 6, "name": "Ada", "groups": null}), "groups"),
            (json!({"userid": 6, "name": "Ada", "groups": {"0": "bot"}}), "form"),
            (json!({"userid": 6, "name": "Ada", "groups": [5]}), "form"),
            (json!({"userid": "6", "name": "Ada", "groups": []}), "form"),
            (json!({"name": "Ada", "missing": ""}), "form"),
            (json!("Ada"), "form"),
        ] {
            let error = facts(user.clone()).unwrap_err();
            assert!(matches!(&error, WikiError::Unexpected(text) if text.contains(why)), "{user}: {error}");
        }
    }
}
