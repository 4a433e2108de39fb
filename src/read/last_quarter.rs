//! What became of the last quarter, by its goal pages as they are now.

use std::collections::{BTreeMap, BTreeSet};

use super::collected::{Collected, read};
use super::denied::take_denied;
use super::facts::Facts;
use super::found::Found;
use super::survey::{Asked, PageFacts};
use super::unread::Cause;
use super::wanted::of_boards;
use crate::base::PageId;
use crate::goals::Outcomes;
use crate::wiki::{Session, WikiError};

/// Reads the last quarter's pages, without looking what is missing on them.
///
/// # Errors
/// See [`WikiError`].
pub async fn last_quarter<'s>(
    session: &Session,
    asked: Asked<'s>,
    found: &Found<'s>,
) -> Result<Collected<'s>, WikiError> {
    // The one before the quarter that today lies in, whichever is asked for.
    let asked = Asked { quarter: None, quarters_before: 1, ..asked };
    let wanted = of_boards(session.site(), asked, found);
    read(session, asked, wanted, &|_, _| {}).await
}

impl Facts<'_> {
    /// Reads the last quarter's pages. A board has an outcome only if every page of it could be read: of a part nothing is
    /// said, for it would look like the whole. Pages where nobody writes statuses, or that say no, have none.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn read_last_quarter(&mut self, session: &Session, asked: Asked<'_>) -> Result<(), WikiError> {
        let mut found = last_quarter(session, asked, &self.survey.found).await?;
        take_denied(session, self.lists, &mut found.pages).await?;
        let now: BTreeSet<PageId> =
            self.survey.pages.iter().filter(|page| !page.is_late).filter_map(id).collect();
        let mut outcomes: BTreeMap<usize, Outcomes> = BTreeMap::new();
        let mut partial: BTreeSet<usize> = found
            .unread
            .iter()
            // Anyone can put any page where pages are looked for.
            .filter(|page| !page.by_place || page.cause == Cause::Wiki)
            .filter_map(|page| Some(page.board?.index()))
            .collect();
        // Of pages that show several quarters only the present one is read.
        let several = self.survey.found.pages.iter().filter(|page| page.by_heading);
        partial.extend(several.map(|page| page.board.index()));
        // A title of then may lead to a page of now.
        for page in found.pages.iter().filter(|page| id(page).is_none_or(|id| !now.contains(&id))) {
            let (Some(board), Some(content)) = (page.board, page.content()) else { continue };
            if !content.coverage.is_enough() {
                partial.insert(board.index());
            } else if content.uses_statuses() {
                *outcomes.entry(board.index()).or_default() += Outcomes::of(content);
            }
        }
        outcomes.retain(|board, _| !partial.contains(board));
        self.last_quarter = outcomes;
        Ok(())
    }
}

fn id(page: &PageFacts<'_>) -> Option<PageId> {
    Some(page.read.as_ref()?.id)
}
