//! Pages that boards are told of by where they are (`titles_from`), and for which quarters they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::wanted::{FoundBy, How};
use crate::base::calendar::FiscalYearStart;
use crate::base::{Quarter, Title};
use crate::config::{BoardRef, NamedPages, Settings, TitlesFrom, status_page};
use crate::goals::{quarter_in_year_from, quarters_in_headings};
use crate::wiki::{self, Listed, NS_USER, Session, Site, WikiError};

/// Of more pages whose titles name no quarter the others are not looked into; nor are very long ones.
const MOST_LOOKED_INTO: usize = 500;

/// Namespaces in which there are no goal pages, besides those for talk: files, messages, templates, help, categories, modules.
const WITHOUT_GOALS: [i32; 6] = [6, 8, 10, 12, 14, 828];

/// What was found for all boards that have `titles_from`.
#[derive(Clone, Debug, Default)]
pub struct Found<'s> {
    /// Where pages were looked for, in the order of the settings.
    pub sources: Vec<FoundFrom<'s>>,
    /// The pages, each once: the first board that finds one has it.
    pub pages: Vec<FoundPage<'s>>,
}

/// A place where pages were looked for.
#[derive(Clone, Debug)]
pub struct FoundFrom<'s> {
    /// The board.
    pub board: BoardRef<'s>,
    /// As the settings or the boards page have it.
    pub text: &'s str,
    /// Whether there is such a category or page, or any title that begins so.
    pub exists: bool,
    /// Whether there are more pages than are looked at.
    pub has_more: bool,
}

/// A page that was found.
#[derive(Clone, Debug)]
pub struct FoundPage<'s> {
    /// The board.
    pub board: BoardRef<'s>,
    /// Where it was found.
    pub by: &'s str,
    /// Its title.
    pub title: Title,
    /// The quarters that it is for: of its title, or else of its headings.
    pub quarters: Vec<Quarter>,
    /// Whether its headings name them.
    pub by_heading: bool,
    /// Whether nobody looked into it, for there are too many.
    pub is_unknown: bool,
}

impl FoundPage<'_> {
    /// How it was found.
    pub fn found_by(&self) -> FoundBy {
        let how = if self.by_heading { How::Heading } else { How::Title };
        FoundBy { place: self.by.to_owned(), how }
    }

    /// Its quarter, if that is the same three months.
    pub fn quarter(&self, quarter: Quarter) -> Option<Quarter> {
        self.quarters.iter().copied().find(|own| own.is_same_time(quarter))
    }
}

impl<'s> Found<'s> {
    /// What is found for the boards of the settings: two or three requests for each place, and one or two for fifty pages whose titles name
    /// no quarter. A page that some board names by its title is that board's.
    ///
    /// # Errors
    /// See [`WikiError`]. A place that isn't there is none.
    pub async fn of(
        session: &Session,
        settings: &'s Settings,
        today: NaiveDate,
        named_pages: &NamedPages,
    ) -> Result<Self, WikiError> {
        let mut found = Self::default();
        if settings.boards().all(|board| board.titles_from.is_empty()) {
            return Ok(found);
        }
        let own = [&named_pages.overview_page, &named_pages.run_log_page].into_iter().flatten();
        let mut seen: BTreeSet<Title> = named_pages.steering().chain(own).cloned().collect();
        let by_title = settings.boards().flat_map(|board| {
            board.settings().possible_titles(today, session.site().month_names()).collect::<Vec<_>>()
        });
        seen.extend(by_title.filter_map(|(_, title)| session.site().title(&title).ok()));
        for board in settings.boards() {
            for text in &board.settings().titles_from {
                let listed = listed(session, board, text).await?;
                found.sources.push(FoundFrom {
                    board,
                    text,
                    exists: listed.exists,
                    has_more: !listed.is_whole,
                });
                let is_new =
                    |title: &Title| may_be_goals(session.site(), title) && seen.insert(title.clone());
                let titles = listed.titles.into_iter().filter(is_new);
                found.pages.extend(titles.map(|title| FoundPage {
                    quarters:
                        quarter_in_year_from(title.as_str(), board.fiscal_year_starts).into_iter().collect(),
                    by: text,
                    by_heading: false,
                    is_unknown: false,
                    board,
                    title,
                }));
            }
        }
        found.without_tables(session.site(), settings);
        found.look_into(session).await?;
        Ok(found)
    }

    /// Pages that hold a table begin with the same words as the goal pages.
    fn without_tables(&mut self, site: &Site, settings: &Settings) {
        let mut tables = BTreeSet::new();
        for board in settings.boards() {
            let theirs = self.pages.iter().filter(|page| page.board == board);
            tables.extend(theirs.filter_map(|page| status_page(site, board, &page.title).ok()?));
        }
        self.pages.retain(|page| !tables.contains(&page.title));
    }

    /// Reads the headings of the pages whose titles name no quarter.
    async fn look_into(&mut self, session: &Session) -> Result<(), WikiError> {
        let without = self.pages.iter().filter(|page| page.quarters.is_empty());
        let titles: Vec<Title> = without.map(|page| page.title.clone()).collect();
        let looked_into = &titles[..titles.len().min(MOST_LOOKED_INTO)];
        let mut known: BTreeMap<Title, Vec<Quarter>> = BTreeMap::new();
        let starts: BTreeMap<&Title, FiscalYearStart> =
            self.pages.iter().map(|page| (&page.title, page.board.fiscal_year_starts)).collect();
        wiki::each_text(session, looked_into, |title, text| {
            let start = starts.get(title).copied().unwrap_or_default();
            known.insert(title.clone(), quarters_in_headings(title.as_str(), start, text));
        })
        .await?;
        for page in self.pages.iter_mut().filter(|page| page.quarters.is_empty()) {
            match known.remove(&page.title) {
                Some(quarters) => page.quarters = quarters,
                None => page.is_unknown = true,
            }
            page.by_heading = !page.quarters.is_empty();
        }
        Ok(())
    }

    /// The page of this title.
    pub fn page(&self, title: &Title) -> Option<&FoundPage<'s>> {
        self.pages.iter().find(|page| page.title == *title)
    }

    /// The pages of a board.
    pub fn of_board(&self, board: BoardRef<'s>) -> impl Iterator<Item = &FoundPage<'s>> {
        self.pages.iter().filter(move |page| page.board == board)
    }
}

/// The titles at one place.
async fn listed(session: &Session, board: BoardRef<'_>, text: &str) -> Result<Listed, WikiError> {
    // That every text is a title of this wiki is checked with the settings.
    match TitlesFrom::of(session.site(), board, text) {
        Ok(TitlesFrom::Category(category)) => wiki::category_members(session, &category).await,
        Ok(TitlesFrom::Page(page)) => wiki::pages_on(session, &page).await,
        Ok(TitlesFrom::Prefix(namespace, begin)) => wiki::titles_from(session, namespace, &begin).await,
        Err(_) => Ok(Listed { is_whole: true, ..Listed::default() }),
    }
}

fn may_be_goals(site: &Site, title: &Title) -> bool {
    match site.namespace(title) {
        // A link to a person, not to goals of theirs.
        Some(NS_USER) => title.is_subpage(),
        Some(namespace) => namespace % 2 == 0 && !WITHOUT_GOALS.contains(&namespace),
        None => false,
    }
}
