//! Asks for all that it takes to take messages back: what the bot posted, and what stands where it did now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};

use super::found::Found;
use super::ledger::{self as own, Span};
use super::wanted::board_of_title;
use crate::base::{Account, PageId, RevisionId, Title, UserId};
use crate::config::{BoardRef, NamedPages, Settings};
use crate::ledger::{self, History, Posted};
use crate::wiki::{self, Session, Site, TalkPage, WikiError};
use crate::wikitext::exclusion::Names;

/// The bot's own messages since a day, and their pages.
#[derive(Debug)]
pub struct OwnMessages<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The wiki.
    pub site: &'a Site,
    /// The bot's own account.
    pub bot: &'a Account,
    /// The bot's clock.
    pub today: NaiveDate,
    /// What the exclusion templates are called.
    pub names: Names,
    /// What the bot did.
    pub history: History,
    /// The messages since that day, by the bot's clock.
    pub messages: Vec<Posted>,
    /// The text of each revision that posted one which was not taken back, as far as it is not hidden.
    pub texts: BTreeMap<RevisionId, String>,
    /// Their pages as they are now, by the title that the ledger has.
    pub pages: BTreeMap<Title, Arc<TalkPage>>,
    /// The recipients under their present names.
    pub accounts: BTreeMap<UserId, Account>,
    /// The boards of the goal pages that they are about, as far as these bear the title of a board's page still.
    pub boards: BTreeMap<PageId, BoardRef<'a>>,
}

/// Asks for the messages since the day `since` of the bot's clock.
///
/// # Errors
/// See [`WikiError`].
pub async fn own_messages<'a>(
    session: &'a Session,
    settings: &'a Settings,
    named_pages: &NamedPages,
    today: NaiveDate,
    since: NaiveDate,
) -> Result<OwnMessages<'a>, WikiError> {
    let bot = session.account().ok_or(WikiError::NoLogin)?;
    let site = session.site();
    let names = wiki::exclusion_names(session).await?;
    // The bot's day may have been another than the wiki's.
    let day_before = since.checked_sub_days(Days::new(1)).unwrap_or(since).and_time(NaiveTime::MIN).and_utc();
    let begin = ledger::since(std::iter::empty(), site.clock()).min(day_before);
    let contributions = own::contributions(session, bot, begin).await?;
    let newest = contributions.iter().map(|edit| edit.at).max().unwrap_or(begin);
    let history = History::new(&contributions);
    let wanted: Vec<Posted> = history.posted().filter(|message| message.day >= since).collect();
    let standing = || wanted.iter().filter(|message| !history.is_retracted(message.revision));
    let titles: BTreeSet<Title> = standing().map(|message| message.title.clone()).collect();
    let pages = wiki::talk_pages(session, &names, &titles).await?;
    let pages: BTreeMap<Title, Arc<TalkPage>> =
        pages.into_iter().map(|(title, page)| (title, Arc::new(page))).collect();
    // A page was about as long then as it is now.
    let size = |message: &Posted| pages.get(&message.title).map_or(0, |page| page.text().len() as u64);
    let texts =
        wiki::texts(session, standing().map(|message| (message.revision, size(message))).collect()).await?;
    let accounts = wiki::names_of(session, &wanted.iter().map(|message| message.recipient).collect()).await?;
    let ids: BTreeSet<PageId> = wanted.iter().flat_map(|message| &message.pages).copied().collect();
    let titles = wiki::titles_of(session, &ids).await?;
    let found = Found::of(session, settings, today, named_pages).await?;
    let board = |title: &Title| match board_of_title(site, settings, today, title) {
        Some((board, _)) => Some(board),
        None => Some(found.page(title)?.board),
    };
    let boards = titles.iter().filter_map(|(id, title)| Some((*id, board(title)?))).collect();
    let span = Span { since: begin, newest };
    let pause = settings.limits.retry_pause();
    let history = own::caught_up(session, bot, history, span, pause, pages.values().map(Arc::as_ref)).await?;
    let messages = history.posted().filter(|message| message.day >= since).collect();
    Ok(OwnMessages { settings, site, bot, today, names, history, messages, texts, pages, accounts, boards })
}
