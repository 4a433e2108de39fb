//! Accounts in an answer: those asked for (`list=users`), and the one that asks (`meta=userinfo`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::lists::time;
use crate::base::Account;

/// The answer to `list=users`.
#[derive(Debug, Deserialize)]
pub struct Users {
    /// The accounts, in the order asked for; names that no account can have come first.
    pub users: Vec<User>,
}

/// What `list=users` says of a name or number.
#[derive(Debug, Deserialize)]
pub struct User {
    /// The name; `None` where a number was asked for that is no account's.
    pub name: Option<Account>,
    /// The account's number; `None` if there is no such account.
    pub userid: Option<u64>,
    /// Whether there is no such account.
    #[serde(default)]
    pub missing: bool,
    /// Its groups (`usprop=groups`), implicit ones included.
    pub groups: Option<Vec<String>>,
    /// Its rights (`usprop=rights`).
    pub rights: Option<BTreeSet<String>>,
    /// Whether it belongs to an account on all wikis (`usprop=centralids`), by who says so.
    #[serde(default, deserialize_with = "attached")]
    pub attachedlocal: BTreeMap<String, bool>,
    /// The block it is under (`usprop=blockinfo`).
    #[serde(flatten)]
    pub block: BlockInfo,
}

/// What `blockinfo` says of an account.
#[derive(Clone, Debug, Deserialize)]
pub struct BlockInfo {
    // That of an address by a list of the wiki's, and several at once, have no number.
    blockid: Option<Json>,
    /// Who set it.
    pub blockedby: Option<String>,
    /// Why.
    pub blockreason: Option<String>,
    /// Whether it is for some pages, namespaces or actions only.
    #[serde(default)]
    pub blockpartial: bool,
    /// Until when, or that it has no end.
    pub blockexpiry: Option<String>,
    /// Of what kind it is, if it comes of the wiki's settings.
    pub systemblocktype: Option<String>,
    /// Its parts, if it is several at once.
    #[serde(default)]
    pub blockcomponents: Vec<IgnoredAny>,
}

/// A block of a wiki's list (`list=blocks` with `bkprop=user|reason|range|flags`).
#[derive(Debug, Deserialize)]
pub struct Target {
    /// An account, an address or a range; `None` for an autoblock, whose address is nobody's business.
    pub user: Option<Account>,
    /// Why.
    pub reason: Option<String>,
    /// The range's first address.
    pub rangestart: Option<String>,
    /// The range's last address.
    pub rangeend: Option<String>,
    /// Whether it follows another block of somebody who edited from the address.
    #[serde(default)]
    pub automatic: bool,
}

impl BlockInfo {
    /// Its number in a list of blocks; which list, the answer doesn't tell.
    pub fn blockid(&self) -> Option<u64> {
        self.blockid.as_ref()?.as_u64()
    }

    /// Whether it is a block, if only a partial one.
    pub fn is_blocked(&self) -> bool {
        self.blockid.is_some() || self.blockedby.is_some() || self.blockreason.is_some()
    }

    /// Whether it is a block from the whole wiki.
    pub fn is_sitewide(&self) -> bool {
        self.is_blocked() && !self.blockpartial
    }
}

/// The answer to `meta=userinfo`.
#[derive(Debug, Deserialize)]
pub struct UserInfoOnly {
    /// Who asks.
    pub userinfo: UserInfo,
}

/// The account that asks.
#[derive(Debug, Deserialize)]
pub struct UserInfo {
    /// Its number; 0 without a login.
    pub id: Option<u64>,
    /// Its name, or an address.
    pub name: Option<Account>,
    /// Whether nobody is logged in.
    #[serde(default)]
    pub anon: bool,
    /// What it may do in this session (`uiprop=rights`).
    pub rights: Option<BTreeSet<String>>,
    /// Its groups (`uiprop=groups`).
    #[serde(default)]
    pub groups: BTreeSet<String>,
    /// Groups that it is in without anybody's doing (`uiprop=implicitgroups`).
    #[serde(default)]
    pub implicitgroups: BTreeSet<String>,
    /// The block it is under (`uiprop=blockinfo`).
    #[serde(flatten)]
    pub block: BlockInfo,
    /// Limits for each action, by the group that each is for (`uiprop=ratelimits`).
    #[serde(default)]
    pub ratelimits: BTreeMap<String, BTreeMap<String, Limit>>,
    /// Whether there is a new message on its talk page (`uiprop=hasmsg`).
    pub messages: Option<bool>,
}

impl UserInfo {
    /// Who is logged in; `None` for an address.
    pub fn account(&self) -> Option<Account> {
        let name = self.name.as_ref().filter(|_| !self.anon && self.id != Some(0));
        name.map(|name| Account::new(name.as_str()))
    }
}

/// So many actions in so many seconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Limit {
    /// Actions.
    pub hits: u64,
    /// Seconds.
    pub seconds: u64,
}

/// What extensions say of accounts on all wikis; each part is absent where the wiki hasn't the extension.
#[derive(Debug, Default, Deserialize)]
pub struct Global {
    /// CentralAuth, since 2026: `list=globalusers` with `gusprop=locked`.
    pub globalusers: Option<Vec<GlobalUser>>,
    /// CentralAuth: `meta=globaluserinfo`, of one account.
    pub globaluserinfo: Option<GlobalUser>,
    /// GlobalBlocking: `list=globalblocks`, of those asked for that are blocked.
    pub globalblocks: Option<Vec<GlobalBlock>>,
}

impl Global {
    /// Whether the wiki has none of the extensions.
    pub fn is_silent(&self) -> bool {
        self.globalusers.is_none() && self.globaluserinfo.is_none() && self.globalblocks.is_none()
    }
}

/// What CentralAuth says of an account.
#[derive(Debug, Deserialize)]
pub struct GlobalUser {
    /// Its name; not always there.
    pub name: Option<Account>,
    /// Whether it shows none of this name: there is none, or it is hidden.
    #[serde(default, deserialize_with = "unless_false")]
    pub missing: bool,
    /// Whether it is locked on all wikis.
    #[serde(default, deserialize_with = "unless_false")]
    pub locked: bool,
}

/// A block on all wikis.
#[derive(Debug, Deserialize)]
pub struct GlobalBlock {
    /// Whom it is for, by the name that the account had then.
    pub target: Option<Account>,
    /// Since when, by the wikis' clock; also when it was last changed.
    #[serde(default, deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
}

/// Some extensions are older than `formatversion=2`: whatever they may give for yes is one.
fn unless_false<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(Json::deserialize(from)? != false)
}

/// An empty object comes as an empty list, and a yes in more than one form.
fn attached<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, bool>, D::Error> {
    let json = Json::deserialize(from)?;
    let by = json.as_object().into_iter().flatten();
    Ok(by.map(|(name, yes)| (name.clone(), *yes != false)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wiki::answers::typed;

    #[test]
    fn a_block_is_one_with_or_without_a_number() {
        let all = json!({"blockid": 4, "blockedby": "Bo", "blockedbyid": 3, "blockreason": "", "blockexpiry": "infinite"});
        let partial = json!({"blockid": 4, "blockedby": "Bo", "blockpartial": true});
        for (json, blocked, sitewide) in [
            (all, true, true),
            (partial, true, false),
            (json!({"blockid": null, "blockedby": "Bo", "blockreason": "x"}), true, true),
            (json!({"blockid": null, "blockedby": "", "blockreason": "several"}), true, true),
            (json!({"blockid": null, "blockreason": ""}), true, true),
            (json!({"blockid": "#5"}), true, true),
            (json!({"blockid": null}), false, false),
            (json!({"groups": []}), false, false),
        ] {
            let block: BlockInfo = typed(json.clone()).unwrap();
            assert_eq!((block.is_blocked(), block.is_sitewide()), (blocked, sitewide), "{json}");
            // The same beside an account's other properties.
            let mut user = json.clone();
            user["name"] = "Ada".into();
            assert_eq!(typed::<User>(user.clone()).unwrap().block.is_sitewide(), sitewide, "{json}");
            assert_eq!(typed::<UserInfo>(user).unwrap().block.is_sitewide(), sitewide, "{json}");
        }
    }

    #[test]
    fn a_block_in_a_form_of_its_own_is_no_partial_one() {
        for odd in [json!("true"), json!(""), json!(1), json!(null)] {
            let user = json!({"name": "Ada", "blockid": 4, "blockpartial": odd});
            assert!(typed::<User>(user.clone()).is_err() && typed::<UserInfo>(user).is_err(), "{odd}");
        }
    }

    #[test]
    fn only_an_account_is_logged_in() {
        for (json, name) in [
            (json!({"id": 7, "name": "GoalkeeperBot"}), Some("GoalkeeperBot")),
            (json!({"id": 0, "name": "192.0.2.1", "anon": true}), None),
            (json!({"id": 0, "name": "192.0.2.1"}), None),
            (json!({"id": 7, "name": "192.0.2.1", "anon": true}), None),
            (json!({"id": 7}), None),
        ] {
            let account = typed::<UserInfo>(json.clone()).unwrap().account();
            assert_eq!(account.as_ref().map(Account::as_str), name, "{json}");
        }
    }

    #[test]
    fn what_is_not_said_of_the_own_account_is_not_taken_for_no() {
        let user: UserInfo = typed(json!({"id": 7, "name": "GoalkeeperBot"})).unwrap();
        assert!(user.messages.is_none() && user.rights.is_none());
    }

    #[test]
    fn an_account_is_locked_unless_the_wiki_says_that_it_is_not() {
        for (json, locked) in [
            (json!({"home": "enwiki", "id": 5, "locked": true}), true),
            (json!({"home": "enwiki", "id": 5, "locked": ""}), true),
            (json!({"home": "enwiki", "id": 5, "locked": null}), true),
            (json!({"home": "enwiki", "id": 5, "locked": false}), false),
            (json!({"home": "enwiki", "id": 5}), false),
            (json!({"missing": true}), false),
        ] {
            let all: Global = typed(json!({"globaluserinfo": json, "globalusers": [json]})).unwrap();
            assert_eq!(all.globaluserinfo.map(|user| user.locked), Some(locked), "{json}");
            assert_eq!(all.globalusers.unwrap()[0].locked, locked, "{json}");
        }
        for silent in [json!({}), json!({"globaluserinfo": null, "globalusers": null})] {
            let all: Global = typed(silent).unwrap();
            assert!(all.globaluserinfo.is_none() && all.globalusers.is_none() && all.globalblocks.is_none());
        }
    }
}
