//! Reads the pages that were asked for and checks them: the way from `wiki` over `goals` to
//! `checks`. Writes nothing.

mod unread;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{StreamExt as _, stream};

use crate::account::Account;
use crate::calendar::Quarter;
use crate::checks::{self, Finding, Levels, View};
use crate::config::Settings;
use crate::goals::{self, GoalPage, Layouts, Reading};
use crate::owners::{Owners, OwnersPage};
use crate::plan::PageRevision;
use crate::wiki::{self, AccountFacts, PageAnswer, RawPage, Session, WikiError};
pub use unread::{Cause, Unread};
pub use wanted::board_of_title;
use wanted::{Wanted, find_never_matched, named, of_boards};

/// What was read, and what is missing on it.
#[derive(Debug, Default)]
pub struct Survey {
    /// The goal pages, and those that should exist, in the order asked for.
    pub reports: Vec<Report>,
    /// What could not be read as a goal page.
    pub unread: Vec<Unread>,
    /// Boards whose patterns never matched any page.
    pub never_matched: Vec<String>,
    /// Whose account a name is.
    pub owners: Owners,
    /// The owners page as it was read.
    pub owners_page: OwnersPage,
}

/// One goal page.
#[derive(Debug)]
pub struct Report {
    /// The board it belongs to, as an index into the settings.
    pub board: Option<usize>,
    /// Its title.
    pub title: String,
    /// The quarter it is for.
    pub quarter: Option<Quarter>,
    /// The page; `None` if it does not exist.
    pub read: Option<ReadPage>,
    /// What is missing.
    pub findings: Vec<Finding>,
    /// What would be reported, but for a comment on the page that allows it.
    pub allowed: Vec<Finding>,
}

impl Report {
    /// The page as it was read.
    pub fn revision(&self) -> Option<PageRevision> {
        let revision = self.read.as_ref()?.revision;
        Some(PageRevision { title: self.title.clone(), revision })
    }
}

/// A page that exists and was read.
#[derive(Debug)]
pub struct ReadPage {
    /// Its id.
    pub id: u64,
    /// The revision read.
    pub revision: u64,
    /// When anyone but the bot last edited it.
    pub edited: Option<DateTime<Utc>>,
    /// What is on it.
    pub content: GoalPage,
}

impl Survey {
    /// When the wiki can't be asked at all.
    pub fn failed(titles: &[String], error: &WikiError) -> Self {
        let unread = |title: &String| Unread {
            title: title.clone(),
            board: None,
            quarter: None,
            cause: Cause::Wiki,
            reason: error.to_string(),
            named: true,
        };
        Self { unread: titles.iter().map(unread).collect(), ..Self::default() }
    }

    /// Whether something that had to be read was not.
    pub fn is_incomplete(&self) -> bool {
        !self.never_matched.is_empty()
            || self.unread.iter().any(|unread| unread.named || unread.cause == Cause::Wiki)
    }

    /// The pages that were read, by their ids.
    pub fn pages_read(&self) -> BTreeMap<u64, String> {
        let read = self.reports.iter().filter_map(|report| Some((report.read.as_ref()?.id, &report.title)));
        read.map(|(id, title)| (id, title.clone())).collect()
    }
}

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The boards, and how to read.
    pub settings: &'a Settings,
    /// The layouts there are.
    pub layouts: &'a Layouts,
    /// The pages named on the command line; the boards' pages if there are none.
    pub titles: &'a [String],
    /// The bot's clock.
    pub today: NaiveDate,
    /// The quarter asked for; else the one that `today` lies in.
    pub quarter: Option<Quarter>,
}

/// Reads the pages asked for. `progress` hears of each page read.
///
/// # Errors
/// See [`WikiError`]: the wiki stopped answering. A page that can't be read is no error.
pub async fn survey(
    session: &Session,
    request: Request<'_>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Survey, WikiError> {
    let Request { settings, titles, today, quarter, .. } = request;
    let owners_page = owners_page(session, settings).await?;
    let owners = Owners::new(&settings.owners, &owners_page);
    let mut survey = Survey { owners, owners_page, ..Survey::default() };
    let wanted = if titles.is_empty() {
        of_boards(settings, today, quarter)
    } else {
        titles.iter().map(|title| named(session.site(), request, title)).collect()
    };
    let mut possible = Vec::new();
    for page in wanted {
        match session.site().title(&page.title) {
            Ok(title) => possible.push(Wanted { title, ..page }),
            Err(error) => survey.refuse(page, Cause::Title, error),
        }
    }
    let titles: Vec<String> = possible.iter().map(|page| page.title.clone()).collect();
    let answers = wiki::find_pages(session, &titles).await?;
    let total = possible.len() as u64;
    let concurrency = settings.limits.concurrency;
    let mut pages = stream::iter(possible.into_iter().zip(answers))
        .map(|(page, answer)| async move {
            let html = match &answer {
                PageAnswer::Found(raw) => Some(wiki::html(session, raw).await),
                _ => None,
            };
            (page, answer, html)
        })
        .buffered(concurrency);
    let mut done = 0;
    while let Some((page, answer, html)) = pages.next().await {
        done += 1;
        progress(done, total);
        match (answer, html) {
            (PageAnswer::Found(raw), Some(html)) => survey.add(session, request.layouts, page, raw, html),
            (PageAnswer::Missing, _) if !page.named => survey.add_missing(page, request),
            (PageAnswer::Missing, _) => survey.refuse(page, Cause::Title, "there is no such page"),
            (PageAnswer::Unreadable(reason), _) => survey.refuse(page, Cause::Title, reason),
            (PageAnswer::Found(_), None) => survey.refuse(page, Cause::Wiki, "it was not fetched"),
        }
    }
    find_never_matched(session, request, &mut survey).await?;
    survey.check(session, request).await?;
    Ok(survey)
}

impl Survey {
    /// Runs the rules over all pages read.
    async fn check(&mut self, session: &Session, request: Request<'_>) -> Result<(), WikiError> {
        let pages = self.reports.iter().filter_map(|report| Some(&report.read.as_ref()?.content));
        let linked: BTreeSet<Account> = pages.flat_map(linked_accounts).collect();
        let linked: Vec<Account> = linked.into_iter().collect();
        let facts = wiki::accounts(session, &linked).await?;
        let mut unknown_accounts: BTreeSet<Account> = facts
            .into_iter()
            .filter(|(_, facts)| *facts == AccountFacts::Unknown)
            .map(|(name, _)| name)
            .collect();
        let renamed = wiki::renamed(session, &unknown_accounts).await?;
        unknown_accounts.retain(|account| !renamed.contains_key(account));
        self.owners.add_renamed(renamed);
        for report in &mut self.reports {
            let board = report.board.and_then(|index| request.settings.boards.get(index));
            if let Some(read) = &report.read {
                let view = View {
                    page: &read.content,
                    today: request.today,
                    unknown_accounts: &unknown_accounts,
                    owners: &self.owners,
                    closing_days: board.map_or(0, |board| board.notices.closing_days),
                };
                let checked = checks::check(&view, levels(request.settings, report.board));
                (report.findings, report.allowed) = (checked.findings, checked.allowed);
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        session: &Session,
        layouts: &Layouts,
        page: Wanted,
        raw: RawPage,
        html: Result<(String, u64), WikiError>,
    ) {
        let (html, revision) = match html {
            Ok(html) => html,
            Err(error) => return self.refuse(page, Cause::Wiki, error),
        };
        let known =
            self.reports.iter().any(|report| report.read.as_ref().is_some_and(|read| read.id == raw.id));
        if known && !page.named {
            let reason = format!("“{}” is read already, for another title or board", raw.title);
            return self.refuse(page, Cause::Title, reason);
        }
        let reading = Reading {
            title: &raw.title,
            quarter: page.quarter,
            layouts,
            layout: page.layout.as_deref(),
            namespaces: session.site().user_namespaces(),
        };
        let read = goals::read(&html, reading);
        if let Ok(content) = &read {
            tracing::debug!(page = raw.title, layout = content.layout, why = content.why, "read");
        }
        match read {
            Ok(content) => self.reports.push(Report {
                board: page.board,
                title: raw.title,
                quarter: page.quarter,
                findings: Vec::new(),
                allowed: Vec::new(),
                read: Some(ReadPage { id: raw.id, revision, edited: raw.edited, content }),
            }),
            Err(error) => self.refuse(page, Cause::Text, error),
        }
    }

    fn add_missing(&mut self, page: Wanted, request: Request<'_>) {
        let levels = levels(request.settings, page.board);
        let missing = |quarter| checks::check_missing(quarter, request.today, levels);
        let findings = page.quarter.map(missing).unwrap_or_default();
        let (board, title, quarter) = (page.board, page.title, page.quarter);
        self.reports.push(Report { board, title, quarter, read: None, findings, allowed: Vec::new() });
    }

    fn refuse(&mut self, page: Wanted, cause: Cause, reason: impl ToString) {
        self.unread.push(Unread::new(page, cause, reason));
    }
}

/// The owners page that the settings name; an empty one, if they name none.
async fn owners_page(session: &Session, settings: &Settings) -> Result<OwnersPage, WikiError> {
    let Some(title) = &settings.owners_page else { return Ok(OwnersPage::default()) };
    let title = session.site().title(title)?;
    Ok(read_owners_page(session, &title).await?.unwrap_or_else(|| {
        tracing::warn!(page = title, "owners_page does not exist; it names nobody");
        OwnersPage { title: Some(title), ..OwnersPage::default() }
    }))
}

/// The owners page of this title, in the wiki's own form; `None` if there is no such page.
///
/// # Errors
/// See [`WikiError`]. What anyone can do to the page is no error: it names nobody then, and says why.
pub async fn read_owners_page(session: &Session, title: &str) -> Result<Option<OwnersPage>, WikiError> {
    match wiki::list_page(session, title).await {
        Err(WikiError::Unreadable { why, .. }) => Ok(Some(OwnersPage::unreadable(title.to_owned(), why))),
        page => Ok(page?.map(|page| OwnersPage::read(title.to_owned(), page.revision, &page.text))),
    }
}

fn linked_accounts(page: &GoalPage) -> Vec<Account> {
    page.managers().filter_map(|manager| manager.account.as_deref()).map(Account::new).collect()
}

/// What the settings say of rules, on a page of this board.
fn levels(settings: &Settings, board: Option<usize>) -> &Levels {
    static NONE: Levels = Levels::new();
    board.and_then(|index| settings.boards.get(index)).map_or(&NONE, |board| &board.rules)
}
