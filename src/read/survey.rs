//! Reads the pages that were asked for and looks what is missing on them: from `wiki` over `goals` to `rules`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::accounts::{Accounts, look_up};
use super::cache::Cache;
use super::collected::{Collected, goal_pages};
use super::denied::take_denied;
use super::found::Found;
use super::gone::{Redirected, without_gone};
use super::lists::{Lists, read_owners_page};
use super::unread::{Cause, NeverMatched, Unread};
use super::wanted::{FoundBy, How, boards_without_any_page, of_boards};
use crate::base::{Account, PageId, PageRevision, Quarter, RevisionId, Title};
use crate::config::{BoardRef, BoardsPage, NamedPages, Settings};
use crate::goals::{GoalPage, Layouts};
use crate::people::{Owners, OwnersPage};
use crate::rules::{self, Finding, Levels, Topic, View};
use crate::wiki::{self, AccountFacts, Session, WikiError};
use crate::wikitext::exclusion::Transcluded;

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'s> {
    /// The boards, and how to read.
    pub settings: &'s Settings,
    /// The layouts there are.
    pub layouts: &'s Arc<Layouts>,
    /// The pages named on the command line; the boards' pages if there are none.
    pub titles: &'s [String],
    /// The bot's clock.
    pub today: NaiveDate,
    /// The quarter asked for; else the one that `today` lies in.
    pub quarter: Option<Quarter>,
    /// How many quarters before that one are meant; the pages of earlier ones are read only where they exist.
    pub quarters_before: usize,
    /// What the boards page says.
    pub boards_page: &'s BoardsPage,
    /// The boards that are meant; all, if there are none.
    pub boards: &'s [String],
    /// Of titles that an address gave with a revision: that revision.
    pub revisions: &'s BTreeMap<String, RevisionId>,
    /// Whether the pages of the quarter that ended lately are read as well, for their tables' last outcome.
    pub looks_back: bool,
    /// What earlier runs made of pages.
    pub cache: &'s Cache,
}

impl<'s> Asked<'s> {
    /// The boards whose pages are read.
    pub fn chosen(&self) -> impl Iterator<Item = BoardRef<'s>> {
        let names = self.boards;
        self.settings.boards().filter(move |board| names.is_empty() || names.contains(&board.name))
    }
}

/// What was read, and what is missing on it.
#[derive(Debug, Default)]
pub struct Survey<'s> {
    /// The goal pages, and those that should exist, in the order asked for.
    pub pages: Vec<PageFacts<'s>>,
    /// Those of them that say no to the bot, where it was asked for: nothing is written about them.
    pub denied: Vec<PageFacts<'s>>,
    /// What could not be read as a goal page.
    pub unread: Vec<Unread<'s>>,
    /// Titles of boards that lead to another page.
    pub redirected: Vec<Redirected<'s>>,
    /// Boards whose patterns never matched any page, or that look for pages where nothing is.
    pub never_matched: Vec<NeverMatched<'s>>,
    /// What was found where boards look for pages.
    pub found: Found<'s>,
    /// Pages that are linked to where boards look for pages, and that don't exist yet.
    pub red: Vec<(BoardRef<'s>, Title)>,
    /// The boards page as it was read.
    pub boards_page: BoardsPage,
    /// Whose account a name is.
    pub owners: Owners,
    /// The owners page as it was read.
    pub owners_page: OwnersPage,
    /// What the wiki says of every account that the pages, the settings or the lists name.
    pub accounts: BTreeMap<Account, AccountFacts>,
}

/// One goal page.
#[derive(Debug)]
pub struct PageFacts<'s> {
    /// The board it belongs to.
    pub board: Option<BoardRef<'s>>,
    /// Its title.
    pub title: Title,
    /// The quarter it is for.
    pub quarter: Option<Quarter>,
    /// The page; `None` if it does not exist.
    pub read: Option<ReadPage>,
    /// What is missing.
    pub findings: Vec<Finding>,
    /// What would be reported, but for a comment on the page that allows it.
    pub allowed: Vec<Finding>,
    /// Whether its quarter is over, and it is read beside the present one's page only for its statuses: for the table's last
    /// outcome, or because they are asked for after the end.
    pub is_late: bool,
    /// How it was found; `None` if the settings name it, or the command line alone.
    pub found: Option<FoundBy>,
}

impl PageFacts<'_> {
    /// Whether people are asked for what a finding says: of a quarter that is over, for nothing but statuses.
    pub fn is_asked(&self, finding: &Finding) -> bool {
        finding.is_open() && (!self.is_late || finding.rule.topic() == Some(Topic::Statuses))
    }
}

/// A page that exists and was read.
#[derive(Debug)]
pub struct ReadPage {
    /// Its number.
    pub id: PageId,
    /// The revision read.
    pub revision: RevisionId,
    /// When anyone but the bot last edited it.
    pub edited: Option<DateTime<Utc>>,
    /// The exclusion templates that the wiki sees on it.
    pub transcluded: Transcluded,
    /// Whether it is made from another page's translations: nobody can edit it.
    pub is_translation: bool,
    /// Whether an earlier run read it, and nothing about it has changed since: so the wiki says.
    pub is_remembered: bool,
    /// What is on it.
    pub content: GoalPage,
}

impl PageFacts<'_> {
    /// The page as it was read.
    pub fn revision(&self) -> Option<PageRevision> {
        let revision = Some(self.read.as_ref()?.revision);
        Some(PageRevision { title: self.title.clone(), revision })
    }

    /// What is on it; `None` if it does not exist.
    pub fn content(&self) -> Option<&GoalPage> {
        Some(&self.read.as_ref()?.content)
    }
}

impl Survey<'_> {
    /// When the wiki can't be asked at all.
    pub fn failed(titles: &[String], error: &WikiError) -> Self {
        let unread = |title: &String| Unread {
            title: title.clone(),
            board: None,
            quarter: None,
            cause: Cause::Wiki,
            reason: error.to_string(),
            named: true,
            may_say_no: false,
            by_place: false,
        };
        Self { unread: titles.iter().map(unread).collect(), ..Self::default() }
    }

    /// Whether something that had to be read was not.
    pub fn is_incomplete(&self) -> bool {
        !self.never_matched.is_empty()
            || self.boards_page.unreadable.is_some()
            || self.unread.iter().any(|unread| unread.named || unread.cause == Cause::Wiki)
    }

    /// Whether the operator has something to mend: what can't be read, a board without any page, a page that no layout
    /// reads, an owners page whose text can't be had. All else is served.
    pub fn has_trouble(&self) -> bool {
        self.is_incomplete()
            || self.owners_page.is_unreadable()
            // Anyone can put any page where pages are looked for.
            || self.unread.iter().any(|unread| unread.cause == Cause::Text && !unread.by_place)
    }

    /// Says in the log what could not be read.
    pub fn log_what_is_missing(&self) {
        for unread in &self.unread {
            tracing::warn!(page = unread.title, reason = unread.reason, "not read");
        }
        for (title, content) in self.contents().filter(|(_, content)| !content.coverage.is_enough()) {
            tracing::warn!(
                page = title.as_str(),
                coverage = content.coverage.share(),
                "the layout doesn't fit: no notice, no digest and no table come of this page"
            );
        }
        for page in &self.denied {
            tracing::info!(page = page.title.as_str(), "says no to the bot: nothing is written about it");
        }
        for board in &self.never_matched {
            tracing::error!("{board}");
        }
    }

    /// The pages that were read, by their numbers.
    pub fn pages_read(&self) -> BTreeMap<PageId, Title> {
        let pages = self.pages.iter().chain(&self.denied);
        let read = pages.filter_map(|page| Some((page.read.as_ref()?.id, page.title.clone())));
        read.collect()
    }

    /// The pages that are counted: understood, and for the quarter that is looked at.
    pub fn counted(&self) -> impl Iterator<Item = &PageFacts<'_>> {
        self.pages.iter().filter(|page| {
            let is_understood = page.content().is_some_and(|content| content.coverage.is_enough());
            is_understood && !page.is_late && page.quarter.is_some()
        })
    }

    /// What is on every page that was read, with its title.
    pub fn contents(&self) -> impl Iterator<Item = (&Title, &GoalPage)> {
        self.pages.iter().filter_map(|page| Some((&page.title, page.content()?)))
    }
}

/// Reads the pages asked for, and looks up at once every account that they and the `lists` name. `progress` hears of each
/// page read.
///
/// # Errors
/// See [`WikiError`]: the wiki stopped answering. A page that can't be read is no error.
pub async fn survey<'s>(
    session: &Session,
    asked: Asked<'s>,
    named_pages: &NamedPages,
    lists: Option<&Lists>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Survey<'s>, WikiError> {
    let owners_page = read_owners_page(session, named_pages).await?;
    let owners = Owners::new(&asked.settings.owners, &owners_page);
    let mut found = Found::of(session, asked.settings, asked.today, named_pages).await?;
    let collected = goal_pages(session, asked, &found, progress).await?;
    let Collected { mut pages, unread, mut redirected, red, left, .. } = collected;
    let parts = without_parts(&mut pages);
    found.pages.retain(|page| !parts.contains(&page.title));
    found
        .pages
        .retain(|page| !left.contains(&page.title) && !red.iter().any(|(_, title)| *title == page.title));

    let is_late = |board: BoardRef<'_>| {
        let mut of_board = pages.iter().filter(|page| page.board == Some(board)).peekable();
        of_board.peek().is_some() && of_board.all(|page| page.read.is_none())
    };
    let never_matched = match asked.quarters_before {
        0 => boards_without_any_page(session, asked, is_late).await?,
        _ => Vec::new(),
    };
    let never_matched = without_gone(session, never_matched, &pages).await?;
    pages.retain(|page| page.board.is_none_or(|board| !never_matched.contains(&board)));
    let mut never_matched = with_alike(session, asked, never_matched).await?;
    let sources = found.sources.iter().filter(|source| asked.chosen().any(|board| board == source.board));
    never_matched.extend(sources.filter(|source| !source.exists).map(NeverMatched::source));

    let denied = match lists {
        Some(lists) => take_denied(session, lists, &mut pages).await?,
        None => Vec::new(),
    };
    redirected.retain(|page| denied.iter().all(|denied| denied.title != page.read));

    let mut names: BTreeSet<Account> = lists.map(|lists| lists.accounts(asked.settings)).unwrap_or_default();
    let managers = pages.iter().filter_map(PageFacts::content).flat_map(GoalPage::managers);
    names.extend(managers.filter_map(|manager| Some(owners.resolve(manager)?.0)));
    let Accounts { facts: accounts, unknown, renamed } = look_up(session, names).await?;
    let owners = owners.with_renamed(renamed);

    for page in &mut pages {
        let Some(read) = &page.read else { continue };
        let view = View {
            page: &read.content,
            today: asked.today,
            unknown_accounts: &unknown,
            owners: &owners,
            closing_days: page.board.map_or(0, |board| board.notices.closing_days),
        };
        let checked = rules::check(&view, levels(page.board));
        (page.findings, page.allowed) = (checked.findings, checked.allowed);
    }
    let boards_page = asked.boards_page.clone();
    Ok(Survey {
        pages,
        denied,
        unread,
        redirected,
        never_matched,
        found,
        red,
        boards_page,
        owners,
        owners_page,
        accounts,
    })
}

/// Takes out found pages that another page transcludes, and gives their titles: what stands there is said of that one.
fn without_parts(pages: &mut Vec<PageFacts<'_>>) -> BTreeSet<Title> {
    let transcluded: BTreeSet<Title> = pages
        .iter()
        .filter_map(PageFacts::content)
        .flat_map(|content| content.source_pages().into_iter().cloned())
        .collect();
    let is_part = |page: &PageFacts<'_>| {
        let by_place = page.found.as_ref().is_some_and(|found| found.how != How::Listed);
        by_place && transcluded.contains(&page.title)
    };
    let parts = pages.iter().filter(|page| is_part(page)).map(|page| page.title.clone()).collect();
    pages.retain(|page| !is_part(page));
    parts
}

/// Says of boards that never had a page which titles were looked for, and which there are instead.
async fn with_alike<'s>(
    session: &Session,
    asked: Asked<'s>,
    boards: Vec<BoardRef<'s>>,
) -> Result<Vec<NeverMatched<'s>>, WikiError> {
    let mut never = Vec::new();
    for board in boards {
        let wanted = of_boards(session.site(), asked, &Found::default()).into_iter();
        let looked_for: Vec<String> = wanted
            .filter(|wanted| wanted.board == Some(board) && !wanted.is_late)
            .map(|wanted| wanted.title)
            .collect();
        let first = looked_for.first().and_then(|title| session.site().title(title).ok());
        let alike = match first {
            Some(title) => wiki::titles_like(session, &title).await?,
            None => Vec::new(),
        };
        let alike = alike.into_iter().map(|title| title.to_string()).collect();
        never.push(NeverMatched { board, looked_for, alike, is_source: false });
    }
    Ok(never)
}

/// What the settings say of rules, on a page of this board.
pub(super) fn levels(board: Option<BoardRef<'_>>) -> &Levels {
    static NONE: Levels = Levels::new();
    board.map_or(&NONE, |board| &board.settings().rules)
}
