//! Reads the bot's own contributions. Without all of them nobody knows what was posted.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::base::Account;
use crate::ledger::History;
use crate::wiki::{self, Contribution, Session, TalkPage, WikiError};

/// How often the ledger is read again if it is behind the talk pages.
const CATCH_UPS: u32 = 4;

/// The bot's own contributions since `since`.
///
/// # Errors
/// [`WikiError::Ledger`]
pub async fn contributions(
    session: &Session,
    bot: &Account,
    since: DateTime<Utc>,
) -> Result<Vec<Contribution>, WikiError> {
    wiki::contributions(session, bot, since).await.map_err(|error| WikiError::Ledger(Box::new(error)))
}

/// Where the ledger begins, and how far it was read.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Its beginning.
    pub since: DateTime<Utc>,
    /// Its newest edit.
    pub newest: DateTime<Utc>,
}

/// The history with what another run posted since it was read: what such a run posts from now on changes the revisions of
/// the talk pages, and the gateway will see it.
///
/// # Errors
/// A ledger that stays behind the talk pages: each answer may come from another copy of the wiki's database, and what
/// stands on a page already must not be posted again.
pub async fn caught_up<'p>(
    session: &Session,
    bot: &Account,
    mut history: History,
    Span { since, newest }: Span,
    pause: Duration,
    pages: impl Iterator<Item = &'p TalkPage> + Clone,
) -> Result<History, WikiError> {
    for attempt in 1.. {
        history.add(&contributions(session, bot, newest).await?);
        let is_unknown = |page: &&TalkPage| {
            let own = page.last_edit.as_ref().is_some_and(|(by, at)| by == bot && *at >= since);
            own && page.revision().is_some_and(|revision| !history.has_revision(revision))
        };
        let Some(page) = pages.clone().find(is_unknown) else { break };
        if attempt == CATCH_UPS {
            let why = format!("the bot's own last edit of “{}” is not among those that it lists", page.title);
            return Err(WikiError::Ledger(Box::new(WikiError::Unexpected(why))));
        }
        tokio::time::sleep(pause).await;
    }
    Ok(history)
}
