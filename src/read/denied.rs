//! Goal pages that say no to the bot: a team's no. Nothing is written about them anywhere.

use std::collections::BTreeSet;

use super::lists::Lists;
use super::survey::PageFacts;
use crate::base::Title;
use crate::wiki::{self, Session, WikiError};
use crate::wikitext::exclusion::Transcluded;

impl PageFacts<'_> {
    /// Whether the wiki sees a template on it by which a page says no.
    pub fn may_say_no(&self) -> bool {
        self.read.as_ref().is_some_and(|read| read.transcluded != Transcluded::default())
    }
}

/// Takes the pages that say no with `{{bots}}` or `{{nobots}}` out of `pages`, and gives them. Asks for the texts of those only
/// on which the wiki sees one of the two.
///
/// # Errors
/// See [`WikiError`].
pub async fn take_denied<'s>(
    session: &Session,
    lists: &Lists,
    pages: &mut Vec<PageFacts<'s>>,
) -> Result<Vec<PageFacts<'s>>, WikiError> {
    let Some(bot) = session.account() else { return Ok(Vec::new()) };
    let titles: BTreeSet<Title> =
        pages.iter().filter(|page| page.may_say_no()).map(|page| page.title.clone()).collect();
    if titles.is_empty() {
        return Ok(Vec::new());
    }
    let texts = wiki::talk_pages(session, &lists.names, &titles).await?;
    let denies = |page: &PageFacts<'_>| {
        texts.get(&page.title).is_some_and(|text| text.says_no(bot, &lists.names).is_some())
    };
    let (denied, left) = std::mem::take(pages).into_iter().partition(denies);
    *pages = left;
    Ok(denied)
}
