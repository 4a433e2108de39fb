//! The bot's own contributions, which are its only memory.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value as Json;

use super::error::WikiError;
use super::session::Session;
use super::site::NS_USER_TALK;
use crate::base::{Account, RevisionId, Title};

/// One edit of the bot's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The page edited, under its present title.
    pub title: Title,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
    /// The edit summary; `None` if it is hidden.
    pub summary: Option<String>,
    /// The revision made.
    pub revision: RevisionId,
}

/// The edits that `account` made since `since`, newest first.
///
/// # Errors
/// See [`WikiError`]. A ledger that can't be read whole is an error: what it doesn't show would be done again.
pub async fn contributions(
    session: &Session,
    account: &Account,
    since: DateTime<Utc>,
) -> Result<Vec<Contribution>, WikiError> {
    let answers = session
        .query_all(&[
            ("action", "query"),
            ("list", "usercontribs"),
            ("ucuser", account.as_str()),
            ("ucprop", "ids|title|timestamp|comment"),
            ("ucend", &since.to_rfc3339_opts(SecondsFormat::Secs, true)),
            ("uclimit", "max"),
        ])
        .await?;
    let mut found = Vec::new();
    for answer in &answers {
        let list = answer["query"]["usercontribs"].as_array();
        for edit in
            list.ok_or_else(|| WikiError::Unexpected("it doesn't list the bot's own edits".to_owned()))?
        {
            found.push(
                contribution_in(edit)
                    .ok_or_else(|| WikiError::Unexpected("an own edit it doesn't describe".to_owned()))?,
            );
        }
    }
    Ok(found)
}

/// An entry of `list=usercontribs`; `None` if it doesn't describe an edit.
pub fn contribution_in(edit: &Json) -> Option<Contribution> {
    Some(Contribution {
        title: Title::of_wiki(edit["title"].as_str()?),
        at: edit["timestamp"].as_str()?.parse().ok()?,
        summary: edit["comment"].as_str().filter(|_| edit["commenthidden"] != true).map(str::to_owned),
        revision: RevisionId(edit["revid"].as_u64()?),
    })
}

/// The user talk pages that were deleted since `since`, or whose editors were hidden, and when last: such edits are no
/// longer among the contributions.
///
/// # Errors
/// See [`WikiError`].
pub async fn deleted_talk_pages(
    session: &Session,
    since: DateTime<Utc>,
) -> Result<BTreeMap<Title, DateTime<Utc>>, WikiError> {
    let namespace = NS_USER_TALK.to_string();
    let answers = session
        .query_all(&[
            ("action", "query"),
            ("list", "logevents"),
            ("letype", "delete"),
            ("lenamespace", &namespace),
            ("leprop", "title|timestamp|type|details"),
            ("leend", &since.to_rfc3339_opts(SecondsFormat::Secs, true)),
            ("lelimit", "max"),
        ])
        .await?;
    let mut titles: BTreeMap<Title, DateTime<Utc>> = BTreeMap::new();
    for answer in &answers {
        let events = answer["query"]["logevents"].as_array();
        let events =
            events.ok_or_else(|| WikiError::Unexpected("it doesn't show its deletion log".to_owned()))?;
        for event in events.iter().filter(|event| hides_edits(event)) {
            // A title that is hidden can't be that of a page to write to, as far as the bot can tell.
            let Some(title) = event["title"].as_str() else { continue };
            let when = event["timestamp"].as_str().and_then(|time| time.parse().ok());
            let when = when.ok_or_else(|| WikiError::Unexpected("a deletion without a time".to_owned()))?;
            let last = titles.entry(Title::of_wiki(title)).or_insert(when);
            *last = when.max(*last);
        }
    }
    Ok(titles)
}

/// Whether after this event of the deletion log edits of somebody's are missing from what they contributed.
fn hides_edits(event: &Json) -> bool {
    match event["action"].as_str() {
        Some("revision") => event["params"]["new"]["user"] != false,
        Some("restore" | "event") => false,
        _ => true,
    }
}
