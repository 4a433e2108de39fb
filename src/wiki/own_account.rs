//! What an account is and may do, as the wiki sees it in this session.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Limit, UserInfo, UserInfoOnly, Users};
use super::error::WikiError;
use super::own_block::{Block, own_block};
use super::session::Session;
use crate::base::Account;

/// The account of a session.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// Its groups, those that everyone is in left out.
    pub groups: BTreeSet<String>,
    /// What it may do in this session: what its groups allow and the login's grants leave.
    pub rights: BTreeSet<String>,
    /// The block it is under.
    pub block: Option<Block>,
    /// Edits in so many seconds that the wiki lets it make; `None` for no limit.
    pub edit_limit: Option<(u64, u64)>,
}

/// The account that is logged in.
///
/// # Errors
/// See [`WikiError`].
pub async fn own_account(session: &Session) -> Result<OwnAccount, WikiError> {
    let UserInfoOnly { userinfo } = session
        .query(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "rights|groups|implicitgroups|blockinfo|ratelimits"),
        ])
        .await?;
    let block = own_block(session, &userinfo.block).await?;
    Ok(OwnAccount { block, ..own_account_in(userinfo) })
}

/// All but the block.
fn own_account_in(mut user: UserInfo) -> OwnAccount {
    user.groups.retain(|group| !user.implicitgroups.contains(group));
    OwnAccount {
        groups: user.groups,
        rights: user.rights.unwrap_or_default(),
        block: None,
        edit_limit: user.ratelimits.get("edit").and_then(edit_limit),
    }
}

/// What an account may do apart from any login's grants; `None` if there is no such account. `session` must be
/// another than the account's own, whose rights the wiki would cut down.
///
/// # Errors
/// See [`WikiError`].
pub async fn rights_of(session: &Session, account: &Account) -> Result<Option<BTreeSet<String>>, WikiError> {
    let Users { users } = session
        .query(&[("action", "query"), ("list", "users"), ("ususers", account.as_str()), ("usprop", "rights")])
        .await?;
    Ok(users.into_iter().next().and_then(|user| user.rights))
}

/// As MediaWiki chooses (`RateLimiter`): that for new accounts overrides all others, else the most generous counts.
fn edit_limit(limits: &BTreeMap<String, Limit>) -> Option<(u64, u64)> {
    let of = |limit: &Limit| (limit.hits, limit.seconds.max(1));
    let most = || limits.values().map(of).max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    limits.get("newbie").map(of).or_else(most)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn own(user: Json) -> OwnAccount {
        own_account_in(typed(user).unwrap())
    }

    #[test]
    fn groups_that_everyone_is_in_are_left_out() {
        let own = own(json!({"id": 7, "name": "GoalkeeperBot", "groups": ["*", "bot", "user"],
            "implicitgroups": ["*", "user"], "rights": ["edit", "bot"], "ratelimits": {}}));
        assert_eq!(own.groups.into_iter().collect::<Vec<_>>(), ["bot"]);
        assert_eq!(own.rights.into_iter().collect::<Vec<_>>(), ["bot", "edit"]);
        assert!(own.edit_limit.is_none());
    }

    #[test]
    fn the_limit_for_new_accounts_counts_else_the_most_generous() {
        let limit = |limits: Json| {
            own(json!({"ratelimits": {"edit": limits, "move": {"user": {"hits": 1, "seconds": 1}}}}))
                .edit_limit
        };
        let user = json!({"hits": 90, "seconds": 60});
        assert_eq!(limit(json!({"user": user, "ip": {"hits": 8, "seconds": 60}})), Some((90, 60)));
        assert_eq!(limit(json!({"user": user, "newbie": {"hits": 8, "seconds": 60}})), Some((8, 60)));
        assert_eq!(limit(json!({"user": {"hits": 8, "seconds": 0}})), Some((8, 1)));
        assert_eq!(limit(json!({})), None);
        assert_eq!(own(json!({"ratelimits": {}})).edit_limit, None);
    }
}
