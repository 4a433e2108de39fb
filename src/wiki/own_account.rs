//! What an account is and may do, as the wiki sees it in this session.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::accounts::is_blocked;
use super::error::WikiError;
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

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Whether it is for some pages, namespaces or actions only.
    pub partial: bool,
    /// Who set it, until when, and why.
    pub detail: String,
}

/// The account that is logged in.
///
/// # Errors
/// See [`WikiError`].
pub async fn own_account(session: &Session) -> Result<OwnAccount, WikiError> {
    let answer = session
        .query(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "rights|groups|implicitgroups|blockinfo|ratelimits"),
        ])
        .await?;
    let user = &answer["query"]["userinfo"];
    let mut groups = words(&user["groups"]);
    groups.retain(|group| !words(&user["implicitgroups"]).contains(group));
    Ok(OwnAccount {
        groups,
        rights: words(&user["rights"]),
        block: block(user),
        edit_limit: edit_limit(&user["ratelimits"]["edit"]),
    })
}

/// What an account may do apart from any login's grants; `None` if there is no such account. `session` must be
/// another than the account's own, whose rights the wiki would cut down.
///
/// # Errors
/// See [`WikiError`].
pub async fn rights_of(session: &Session, account: &Account) -> Result<Option<BTreeSet<String>>, WikiError> {
    let answer = session
        .query(&[("action", "query"), ("list", "users"), ("ususers", account.as_str()), ("usprop", "rights")])
        .await?;
    let user = &answer["query"]["users"][0];
    Ok(user["rights"].is_array().then(|| words(&user["rights"])))
}

fn words(list: &Json) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn block(user: &Json) -> Option<Block> {
    if !is_blocked(user) {
        return None;
    }
    let text = |key: &str| user[key].as_str().unwrap_or_default().trim().to_owned();
    let reason = Some(text("blockreason")).filter(|why| !why.is_empty());
    let until = match text("blockexpiry").as_str() {
        "" | "infinite" | "infinity" => "without an end".to_owned(),
        time => format!("until {time}"),
    };
    let reason = reason.map(|why| format!(": {why}")).unwrap_or_default();
    Some(Block {
        partial: user["blockpartial"] == true,
        detail: format!("by “{}”, {until}{reason}", text("blockedby")),
    })
}

/// As MediaWiki chooses (`RateLimiter`): that for new accounts overrides all others, else the most generous counts.
fn edit_limit(limits: &Json) -> Option<(u64, u64)> {
    let of = |limit: &Json| Some((limit["hits"].as_u64()?, limit["seconds"].as_u64()?.max(1)));
    let most = || limits.as_object()?.values().filter_map(of).max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    of(&limits["newbie"]).or_else(most)
}
