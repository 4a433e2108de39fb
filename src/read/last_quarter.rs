//! What became of the last quarter, by its goal pages as they are now.

use super::collected::read;
use super::denied::take_denied;
use super::facts::Facts;
use super::survey::Asked;
use super::wanted::of_last_quarter;
use crate::goals::Outcomes;
use crate::wiki::{Session, WikiError};

impl Facts<'_> {
    /// Reads the last quarter's pages. What can't be read, or says no, has no outcome.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn read_last_quarter(&mut self, session: &Session, asked: Asked<'_>) -> Result<(), WikiError> {
        let mut pages = read(session, asked, of_last_quarter(session.site(), asked), &|_, _| {}).await?.pages;
        take_denied(session, self.lists, &mut pages).await?;
        for page in &pages {
            let understood = page.content().filter(|content| content.coverage.is_enough());
            let (Some(board), Some(content)) = (page.board, understood) else { continue };
            *self.last_quarter.entry(board.index()).or_default() += Outcomes::of(content);
        }
        Ok(())
    }
}
