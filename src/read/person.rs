//! Somebody whom the bot may have something to say to, with all that the wiki says of them.

use std::sync::Arc;

use crate::base::{Account, Refused, Title, UserId};
use crate::wiki::{TalkPage, TalkState};

/// Someone who has an account, and may be told things as far as the settings and the account go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account, under its present name.
    pub account: Account,
    /// Its number.
    pub id: UserId,
    /// Where messages to them go.
    pub door: Door,
}

/// Somebody's talk page, as whoever wants to write there finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The title of their own talk page.
    pub title: Title,
    /// That page, or the one that it leads to.
    pub page: Arc<TalkPage>,
    /// Whose talk page it leads to, and the user id of that account, if it may be told things.
    pub leads_to: Option<(Account, Result<UserId, Refused>)>,
}

/// The account whose talk page another's leads to.
pub fn led_to(page: &TalkPage) -> Option<Account> {
    let is_page = matches!(page.state, TalkState::Missing | TalkState::Wikitext { .. });
    (!page.way.is_empty() && is_page).then(|| Account::of_page(&page.title))
}
