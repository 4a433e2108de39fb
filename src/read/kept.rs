//! What the bot keeps on pages of the wiki: where the tables and the overview are, or go, and what became of them there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::facts::{OverviewPlace, TablePlace};
use super::survey::{PageFacts, Survey};
use crate::base::{Account, Quarter, Title};
use crate::config::{BoardRef, status_page};
use crate::ledger::{History, Key};
use crate::wiki::{self, Gone, Session, Site, TalkState, WikiError};

/// The pages that are read and have a table, with the title of the page it goes to.
pub fn table_places<'a>(
    survey: &'a Survey<'a>,
    site: &Site,
) -> Vec<(&'a PageFacts<'a>, BoardRef<'a>, Quarter, Title)> {
    let place = |page: &'a PageFacts<'a>| {
        let (board, quarter) = (page.board?, page.quarter?);
        // A table of what was hardly understood would replace a good one.
        page.content().filter(|content| content.coverage.is_enough())?;
        match status_page(site, board, &page.title) {
            // Titles that redirects led to are not in the settings.
            Ok(Some(title)) if survey.pages.iter().any(|other| other.title == title) => {
                tracing::warn!(page = page.title.as_str(), %title, "no table: it would stand on a goal page");
                None
            }
            Ok(title) => Some((page, board, quarter, title?)),
            // Checked for the board's own titles; a redirect may have led to a longer one.
            Err(error) => {
                tracing::warn!(page = page.title.as_str(), %error, "no table");
                None
            }
        }
    };
    survey.pages.iter().filter_map(place).collect()
}

/// Who asks, and what the bot did before.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    pub session: &'a Session,
    pub bot: &'a Account,
    pub history: &'a History,
}

impl Kept<'_> {
    /// Fetches what the bot saved last, where a table's page was edited since: by somebody else, or for another table on it.
    pub async fn last_saved(
        &self,
        tables: &mut [TablePlace<'_>],
        overview: &mut Option<OverviewPlace>,
    ) -> Result<(), WikiError> {
        let Self { session, history, .. } = *self;
        let of_overview = |place: &OverviewPlace| {
            let last = history.last_overview(&place.on.title).map(|(_, revision)| revision);
            last.filter(|last| place.on.revision() != Some(*last))
        };
        let last = |place: &TablePlace<'_>| {
            let last = history.last_status(&place.board.name, place.quarter, &place.on.title);
            last.filter(|last| place.on.revision() != Some(*last))
        };
        // It was about as long then as it is now.
        let sized = |place: &TablePlace<'_>| Some((last(place)?, place.on.text().len() as u64));
        let sized = tables.iter().filter_map(sized);
        let overview_sized =
            overview.iter().filter_map(|place| Some((of_overview(place)?, place.on.text().len() as u64)));
        let texts = wiki::texts(session, sized.chain(overview_sized).collect()).await?;
        if let Some(place) = overview {
            place.last = of_overview(place).and_then(|last| texts.get(&last).cloned());
        }
        for place in tables {
            place.last = last(place).and_then(|last| texts.get(&last).cloned());
        }
        Ok(())
    }

    /// Looks whether what isn't on its page was there once, and went with the page.
    pub async fn look_for(
        &self,
        tables: &[TablePlace<'_>],
        overview: &mut Option<OverviewPlace>,
        since: DateTime<Utc>,
        gone: &mut BTreeMap<Title, Gone>,
    ) -> Result<(), WikiError> {
        gone.extend(self.gone_tables(tables, since).await?);
        match overview {
            Some(place) => self.look_for_overview(place, gone).await,
            None => Ok(()),
        }
    }

    /// Of the pages that tables go to, and that aren't there, those that were moved away or deleted after `since`: what stood
    /// there went with them. One request for each.
    async fn gone_tables(
        &self,
        tables: &[TablePlace<'_>],
        since: DateTime<Utc>,
    ) -> Result<BTreeMap<Title, Gone>, WikiError> {
        let missing =
            tables.iter().filter(|place| place.on.state == TalkState::Missing && !place.page.is_late);
        let titles: BTreeSet<&Title> = missing.map(|place| &place.on.title).collect();
        let mut found = BTreeMap::new();
        for title in titles {
            if let Some(gone) = wiki::gone(self.session, title, Some(since)).await? {
                found.insert(title.clone(), gone);
            }
        }
        Ok(found)
    }

    /// Where the overview isn't on its page, and the ledger knows of none: whether it ever was. A no to it holds for longer than
    /// the ledger is read back.
    async fn look_for_overview(
        &self,
        place: &mut OverviewPlace,
        gone: &mut BTreeMap<Title, Gone>,
    ) -> Result<(), WikiError> {
        let Self { session, bot, history } = *self;
        let title = &place.on.title;
        if history.last_overview(title).is_some() {
            return Ok(());
        }
        if place.on.revision().is_none() {
            gone.extend(wiki::gone(session, title, None).await?.map(|gone| (title.clone(), gone)));
            return Ok(());
        }
        let summary = wiki::last_summary(session, title, bot).await?;
        let key = summary.as_deref().and_then(Key::in_summary);
        place.was_there = matches!(key, Some(Key::Overview { .. }));
        Ok(())
    }
}
