//! What stood on the goal pages some time ago: a notice says only what has stood there for a while.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::facts::Facts;
use super::reading::Way;
use super::survey::{PageFacts, ReadPage};
use crate::base::PageId;
use crate::config::Board;
use crate::goals::{GoalPage, Layouts};
use crate::wiki::{self, Session, WikiError};

/// A goal page as it was before.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Whether it was there `settled_days` ago.
    pub is_old: bool,
    /// What stood on it `settled_hours` ago; `None` if it wasn't there, or can't be read.
    pub content: Option<GoalPage>,
}

impl Facts<'_> {
    /// Whether anyone edited something within this time of the wiki's clock. `edited` is when anyone but the bot did, as
    /// far as the last edit tells; an edit of the bot's hides one before it.
    pub fn is_fresh(&self, edited: Option<DateTime<Utc>>, within: Duration) -> bool {
        let clock = self.site.clock();
        !within.is_zero() && edited.is_none_or(|edited| clock - edited < within)
    }

    /// Asks what stood before on those of the pages `due` that were edited lately: of each one query, and one older
    /// revision.
    ///
    /// # Errors
    /// See [`WikiError`]. A revision that can't be read is no error: then nothing is known to have stood there.
    pub async fn look_back(
        &mut self,
        session: &Session,
        layouts: &Arc<Layouts>,
        due: &BTreeSet<PageId>,
    ) -> Result<(), WikiError> {
        for page in &self.survey.pages {
            let (Some(board), Some(read)) = (page.board, page.read.as_ref()) else { continue };
            let (hours, days) = windows(&board);
            if due.contains(&read.id) && self.is_fresh(read.edited, hours.max(days)) {
                let earlier = self.earlier_of(session, layouts, (page, read), (hours, days)).await?;
                self.earlier.insert(read.id, earlier);
            }
        }
        Ok(())
    }

    async fn earlier_of(
        &self,
        session: &Session,
        layouts: &Arc<Layouts>,
        (page, read): (&PageFacts<'_>, &ReadPage),
        (hours, days): (Duration, Duration),
    ) -> Result<Earlier, WikiError> {
        let past = wiki::past(session, &page.title).await?;
        let clock = self.site.clock();
        let since = |time: Duration| past.iter().find(|(_, at)| clock - *at >= time).map(|(id, _)| *id);
        let is_old = since(days).is_some();
        let content = match since(hours) {
            Some(revision) if revision == read.revision => Some(read.content.clone()),
            Some(revision) => match wiki::html_of(session, revision).await? {
                Some(html) => {
                    let way = Way::of(session, layouts, page).with_layout(&read.content.layout);
                    way.read(html).await.ok()
                }
                None => None,
            },
            None => None,
        };
        Ok(Earlier { is_old, content })
    }
}

/// How long what a notice says must have stood on a page, and the page been there.
pub fn windows(board: &Board) -> (Duration, Duration) {
    let rules = &board.notices;
    (Duration::hours(rules.settled_hours.into()), Duration::days(rules.settled_days.into()))
}
