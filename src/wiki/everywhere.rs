//! Accounts that are barred on all wikis at once: CentralAuth's locks, the usual fate of departed staff accounts, and
//! GlobalBlocking's blocks. `list=users` shows neither, and only wikis with these extensions know of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::accounts::{AccountFacts, Barred};
use super::answers::{Answer, Global, GlobalBlock, GlobalUser, LogEvent, LogEvents};
use super::error::WikiError;
use super::session::Session;
use crate::base::{Account, Title};

/// Those of `accounts` that are locked or blocked on all wikis.
///
/// # Errors
/// See [`WikiError`]; an answer that doesn't tell.
pub async fn barred_everywhere(
    session: &Session,
    accounts: &BTreeMap<Account, AccountFacts>,
) -> Result<BTreeMap<Account, Barred>, WikiError> {
    let mut barred = BTreeMap::new();
    let names: Vec<&Account> = accounts.keys().filter(|name| !name.as_str().contains('|')).collect();
    let mut batches: Vec<&[&Account]> = names.chunks(session.batch()).collect();
    while let Some(batch) = batches.pop() {
        let mut with_blocks = true;
        let asked = match ask(session, batch, true).await {
            // One account unknown to GlobalBlocking, as a hidden one is, and it says nothing of the others either.
            Err(WikiError::Api { code, .. }) if code == "nosuchuser" => None,
            said => Some(said?),
        };
        let blocked = asked.as_ref().and_then(|said| blocks(batch, said.globalblocks.as_deref()));
        let (said, blocked) = match (asked, blocked) {
            (Some(said), Some(blocked)) => (said, blocked),
            // In halves, down to the one account that is meant.
            _ if batch.len() > 1 => {
                let (one, other) = batch.split_at(batch.len() / 2);
                batches.extend([one, other]);
                continue;
            }
            (Some(said), None) => {
                let since = said.globalblocks.iter().flatten().filter_map(|block| block.timestamp).max();
                (said, batch.iter().map(|name| (*name, since)).collect())
            }
            (None, _) => {
                with_blocks = false;
                (ask(session, batch, false).await?, Vec::new())
            }
        };
        // A wiki with neither extension has nothing more to say; one that wasn't asked for blocks may have.
        if said.is_silent() && with_blocks {
            break;
        }
        for (name, since) in blocked {
            if !is_exempt(session, name, since).await? {
                barred.insert(name.clone(), Barred::BlockedEverywhere);
            }
        }
        for (name, user) in users(session, batch, said).await? {
            let is_everywhere =
                matches!(accounts.get(name), Some(AccountFacts::Known { everywhere: true, .. }));
            // An account that is known to be there and isn't shown is hidden, which none is that may take part.
            if user.locked || user.missing && is_everywhere {
                barred.insert(name.clone(), Barred::Locked);
            }
        }
    }
    Ok(barred)
}

/// Asks for all that extensions know of these accounts, in one request; for blocks only if `with_blocks`.
async fn ask(session: &Session, names: &[&Account], with_blocks: bool) -> Result<Global, WikiError> {
    let list = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("|");
    let first = names.first().map(|name| name.as_str()).unwrap_or_default();
    let mut asked = vec![
        ("action", "query"),
        ("list", if with_blocks { "globalusers|globalblocks" } else { "globalusers" }),
        ("gususers", &list),
        ("gusprop", "locked"),
        ("meta", "globaluserinfo"),
        ("guiuser", first),
    ];
    if with_blocks {
        asked.extend([("bgtargets", list.as_str()), ("bgprop", "target|timestamp"), ("bglimit", "max")]);
    }
    told(session.answer(&asked).await?, with_blocks)
}

fn told(answer: Answer<Global>, with_blocks: bool) -> Result<Global, WikiError> {
    // A wiki without an extension warns that it doesn't know what it was asked for.
    let mut warnings = answer.warnings.iter();
    let is_partial = warnings.any(|warning| warning.code.as_deref() == Some("unrecognizedvalues"));
    let said = answer.query.unwrap_or_default();
    let is_whole = said.globaluserinfo.is_some() && said.globalblocks.is_some() == with_blocks;
    match is_partial || is_whole {
        true => Ok(said),
        false => Err(WikiError::Unexpected("it doesn't tell which accounts are locked".to_owned())),
    }
}

/// An account that is blocked, and since when.
type Blocked<'a> = (&'a Account, Option<DateTime<Utc>>);

/// The accounts asked for that are blocked, and since when. `None` if a block can't be told to be one of theirs, as after
/// a rename.
fn blocks<'a>(names: &[&'a Account], blocks: Option<&[GlobalBlock]>) -> Option<Vec<Blocked<'a>>> {
    let whose = |block: &GlobalBlock| {
        let name = names.iter().find(|name| Some(**name) == block.target.as_ref())?;
        Some((*name, block.timestamp))
    };
    blocks.unwrap_or_default().iter().map(whose).collect()
}

/// What CentralAuth says of each account; nothing on a wiki without it.
async fn users<'a>(
    session: &Session,
    names: &[&'a Account],
    said: Global,
) -> Result<Vec<(&'a Account, GlobalUser)>, WikiError> {
    if let Some(users) = said.globalusers {
        let mut by_name: BTreeMap<Account, GlobalUser> =
            users.into_iter().filter_map(|user| Some((user.name.clone()?, user))).collect();
        let user = |name: &&'a Account| {
            let silent = || WikiError::Unexpected(format!("it doesn't tell whether “{name}” is locked"));
            by_name.remove(*name).map(|user| (*name, user)).ok_or_else(silent)
        };
        return names.iter().map(user).collect();
    }
    // A CentralAuth of before 2026 tells of one account at a time.
    let Some(first) = said.globaluserinfo else { return Ok(Vec::new()) };
    let mut users: Vec<(&Account, GlobalUser)> = names.iter().take(1).copied().zip([first]).collect();
    for name in names.iter().skip(1) {
        let asked = [("action", "query"), ("meta", "globaluserinfo"), ("guiuser", name.as_str())];
        let said: Answer<Global> = session.answer(&asked).await?;
        let user = said.query.and_then(|said| said.globaluserinfo);
        let silent = || WikiError::Unexpected(format!("it doesn't tell whether “{name}” is locked"));
        users.push((name, user.ok_or_else(silent)?));
    }
    Ok(users)
}

/// Whether this wiki lets an account take part in spite of its block on all wikis, which only its log tells.
async fn is_exempt(
    session: &Session,
    name: &Account,
    since: Option<DateTime<Utc>>,
) -> Result<bool, WikiError> {
    let Ok(page) = session.site().user_page(name) else { return Ok(false) };
    let LogEvents { logevents } = session
        .query(&[
            ("action", "query"),
            ("list", "logevents"),
            ("letype", "gblblock"),
            ("letitle", page.as_str()),
            ("leprop", "title|timestamp|type"),
            ("lelimit", "50"),
        ])
        .await?;
    Ok(exempts(&logevents, &page, since))
}

/// An exemption is taken back by its own event, and ends with its block: of an earlier one it says nothing.
fn exempts(events: &[LogEvent], page: &Title, since: Option<DateTime<Utc>>) -> bool {
    let mut about = events.iter().filter(|event| event.title.as_ref() == Some(page));
    let last = about.find(|event| matches!(event.action.as_deref(), Some("whitelist" | "dwhitelist")));
    last.is_some_and(|event| {
        event.action.as_deref() == Some("whitelist") && since.is_some() && event.timestamp >= since
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn said(answer: Json) -> Result<Global, WikiError> {
        told(typed(answer)?, true)
    }

    #[test]
    fn a_wiki_without_an_extension_says_that_it_does_not_know_what_it_was_asked_for() {
        let warnings = json!([{"code": "unrecognizedvalues", "module": "query"}]);
        let silent = |answer: Json| said(answer).ok().map(|said| said.is_silent());
        assert_eq!(silent(json!({"warnings": warnings})), Some(true));
        assert_eq!(silent(json!({"query": {}, "warnings": warnings})), Some(true));
        let user = json!({"id": 5, "locked": true});
        assert_eq!(silent(json!({"query": {"globaluserinfo": user}, "warnings": warnings})), Some(false));
        assert_eq!(silent(json!({"query": {"globalblocks": []}, "warnings": warnings})), Some(false));
        assert_eq!(silent(json!({"query": {"globaluserinfo": user, "globalblocks": []}})), Some(false));
        for odd in [
            json!({"query": {"globaluserinfo": user}}),
            json!({"query": {"globaluserinfo": null}}),
            json!({"query": {"globalblocks": []}}),
            json!({"query": {}}),
            json!({"warnings": [{"code": "unrecognizedparams"}]}),
        ] {
            assert_eq!(silent(odd.clone()), None, "{odd}");
        }
    }

    #[test]
    fn a_block_of_a_name_that_was_not_asked_for_is_nobodys_yet() {
        let (ada, bo) = (Account::new("Ada"), Account::new("Bo"));
        let found = |answer: Json| {
            let said = said(json!({"query": {"globaluserinfo": {}, "globalblocks": answer}})).unwrap();
            blocks(&[&ada, &bo], said.globalblocks.as_deref()).map(|found| found.len())
        };
        assert_eq!(found(json!([])), Some(0));
        assert_eq!(found(json!([{"target": "Bo", "timestamp": "2020-11-01T12:00:00Z"}])), Some(1));
        assert_eq!(found(json!([{"target": "Bo"}, {"target": "Bo before"}])), None);
        assert_eq!(found(json!([{"anononly": false}])), None);
        assert_eq!(blocks(&[&ada, &bo], None).map(|found| found.len()), Some(0));
    }

    #[test]
    fn an_exemption_counts_for_the_block_that_it_was_made_for_until_it_is_taken_back() {
        let page = Title::of_wiki("User:Ada");
        let event = |action: &str, day: u32| json!({"title": "User:Ada", "action": action, "timestamp": format!("2020-11-{day:02}T12:00:00Z")});
        let since = "2020-11-10T12:00:00Z".parse().ok();
        for (events, expected) in [
            (json!([event("whitelist", 12)]), true),
            (json!([event("whitelist", 10)]), true),
            (json!([event("whitelist", 9)]), false),
            (json!([event("dwhitelist", 13), event("whitelist", 12)]), false),
            (json!([event("whitelist", 14), event("dwhitelist", 13), event("whitelist", 12)]), true),
            (json!([event("modify", 14), event("whitelist", 12)]), true),
            (json!([{"action": "whitelist", "timestamp": "2020-11-12T12:00:00Z"}]), false),
            (
                json!([{"title": "User:Bo", "action": "whitelist", "timestamp": "2020-11-12T12:00:00Z"}]),
                false,
            ),
            (json!([]), false),
        ] {
            let LogEvents { logevents } = typed(json!({"logevents": events})).unwrap();
            assert_eq!(exempts(&logevents, &page, since), expected, "{events}");
            assert!(!exempts(&logevents, &page, None), "{events}");
        }
    }
}
