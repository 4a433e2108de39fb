//! Where goal pages went that are not at their titles any more.

use std::collections::BTreeMap;

use super::survey::Survey;
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
}

impl<'s> Redirected<'s> {
    /// A board's page that is read under the title `read`, if that is another than was asked for.
    pub fn of(asked: &Wanted<'s>, read: &Title) -> Option<Self> {
        let (board, quarter) = (asked.board?, asked.quarter?);
        let is_other = !asked.named && asked.title != read.as_str();
        is_other.then(|| Self { board, quarter, title: Title::of_wiki(asked.title.clone()) })
    }
}

/// What became of the boards' pages that are missing or lead elsewhere, where there is a coordinator to be told. One
/// request for each.
///
/// # Errors
/// See [`WikiError`].
pub async fn gone(session: &Session, survey: &Survey<'_>) -> Result<BTreeMap<Title, Gone>, WikiError> {
    let missing = survey.pages.iter().filter(|page| page.read.is_none() && !page.findings.is_empty());
    let missing = missing.filter_map(|page| Some((page.board?, &page.title)));
    let redirected = survey.redirected.iter().map(|page| (page.board, &page.title));
    let mut found = BTreeMap::new();
    for (board, title) in missing.chain(redirected) {
        if board.coordinator().is_none() || found.contains_key(title) {
            continue;
        }
        if let Some(gone) = wiki::gone(session, title).await? {
            found.insert(title.clone(), gone);
        }
    }
    Ok(found)
}
