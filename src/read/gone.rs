//! Where goal pages went that are not at their titles any more.

use std::collections::{BTreeMap, BTreeSet};

use super::survey::{PageFacts, Survey};
use super::unread::Cause;
use super::wanted::Wanted;
use crate::base::{Quarter, Title};
use crate::config::BoardRef;
use crate::wiki::{self, Gone, Session, WikiError};

/// A title of a board's that leads to another page, which was read in its place.
#[derive(Clone, Debug)]
pub struct Redirected<'s> {
    /// The board.
    pub board: BoardRef<'s>,
    /// The quarter.
    pub quarter: Quarter,
    /// The title.
    pub title: Title,
    /// That of the page that was read.
    pub read: Title,
}

impl<'s> Redirected<'s> {
    /// A board's page that is read under the title `read`, if that is another than was asked for.
    pub fn of(asked: &Wanted<'s>, read: &Title) -> Option<Self> {
        let (board, quarter) = (asked.board?, asked.quarter?);
        let is_other = !asked.named && !asked.is_by_place() && asked.title != read.as_str();
        let title = Title::of_wiki(asked.title.clone());
        is_other.then(|| Self { board, quarter, title, read: read.clone() })
    }
}

/// What became of the boards' pages that are missing or lead elsewhere, where there is a coordinator to be told. One
/// request for each.
///
/// # Errors
/// See [`WikiError`].
pub async fn gone(session: &Session, survey: &Survey<'_>) -> Result<BTreeMap<Title, Gone>, WikiError> {
    let missing = survey.pages.iter().filter(|page| page.read.is_none() && !page.findings.is_empty());
    let missing = missing.map(|page| (page.board, page.title.clone()));
    let redirected = survey.redirected.iter().map(|page| (Some(page.board), page.title.clone()));
    let unread = survey
        .unread
        .iter()
        .filter(|unread| unread.cause == Cause::Title && !unread.named && !unread.by_place);
    let unread = unread.filter_map(|page| Some((page.board, session.site().title(&page.title).ok()?)));
    let mut found = BTreeMap::new();
    let mut asked = BTreeSet::new();
    for (board, title) in missing.chain(redirected).chain(unread) {
        let is_told = board.is_some_and(|board| board.coordinator().is_some());
        if !is_told || !asked.insert(title.clone()) {
            continue;
        }
        if let Some(gone) = wiki::gone(session, &title, None).await? {
            found.insert(title, gone);
        }
    }
    Ok(found)
}

/// Of boards none of whose pages exists those whose pages for the quarter were never there either: one that was moved or
/// deleted did match.
///
/// # Errors
/// See [`WikiError`].
pub async fn without_gone<'s>(
    session: &Session,
    boards: Vec<BoardRef<'s>>,
    pages: &[PageFacts<'s>],
) -> Result<Vec<BoardRef<'s>>, WikiError> {
    let mut never = Vec::new();
    'boards: for board in boards {
        for page in pages.iter().filter(|page| page.board == Some(board)) {
            if wiki::gone(session, &page.title, None).await?.is_some() {
                continue 'boards;
            }
        }
        never.push(board);
    }
    Ok(never)
}
