//! Finds and fetches the pages that were asked for, and reads each as a goal page.

use chrono::NaiveDate;
use futures_util::{StreamExt as _, stream};

use super::found::Found;
use super::gone::Redirected;
use super::reading::{Fetched, Way, fetched, fetched_revision};
use super::survey::{Asked, PageFacts, ReadPage, levels};
use super::unread::{Cause, Unread};
use super::wanted::{Wanted, named, of_boards};
use crate::base::calendar::FiscalYearStart;
use crate::base::{Quarter, Title};
use crate::config::BoardRef;
use crate::goals::{NotRead, quarter_in, quarter_in_year_from};
use crate::rules::{self, Finding};
use crate::wiki::{self, PageAnswer, RawPage, Session, WikiError};
use crate::wikitext::exclusion::Transcluded;

/// Reads the pages asked for.
pub async fn goal_pages<'s>(
    session: &Session,
    asked: Asked<'s>,
    found: &Found<'s>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Collected<'s>, WikiError> {
    let wanted = if asked.titles.is_empty() {
        of_boards(session.site(), asked, found)
    } else {
        asked.titles.iter().map(|title| named(session.site(), asked, found, title)).collect()
    };
    read(session, asked, wanted, progress).await
}

/// Reads these pages.
pub async fn read<'s>(
    session: &Session,
    asked: Asked<'s>,
    wanted: Vec<Wanted<'s>>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Collected<'s>, WikiError> {
    let mut found = Collected {
        asked,
        pages: Vec::new(),
        unread: Vec::new(),
        redirected: Vec::new(),
        red: Vec::new(),
        left: Vec::new(),
    };
    let mut possible = Vec::new();
    for page in wanted {
        match session.site().title(&page.title) {
            Ok(title) => possible.push((Wanted { title: title.to_string(), ..page }, title)),
            Err(error) => found.refuse(page, Cause::Title, error),
        }
    }
    let titles: Vec<Title> = possible.iter().map(|(_, title)| title.clone()).collect();
    let answers = wiki::find_pages(session, &titles).await?;
    let total = possible.len() as u64;
    let mut pages = stream::iter(possible.into_iter().zip(answers))
        .map(|((page, title), answer)| async move {
            let read = match &answer {
                PageAnswer::Found(raw) => Some(read_one(session, asked, &page, raw).await),
                _ => None,
            };
            (page, title, answer, read)
        })
        .buffered(asked.settings.limits.concurrency);
    let mut done = 0;
    while let Some((page, title, answer, read)) = pages.next().await {
        done += 1;
        progress(done, total);
        match (answer, read) {
            (PageAnswer::Found(raw), Some(read)) => found.add(page, raw, read),
            (PageAnswer::Missing, _) if page.is_late => {}
            (PageAnswer::Missing, _) if !page.named && page.is_by_place() => {
                found.red.extend(page.board.map(|board| (board, title)))
            }
            (PageAnswer::Missing, _) if !page.named => found.add_missing(page, title),
            (PageAnswer::Missing, _) => found.refuse(page, Cause::Title, "there is no such page"),
            (PageAnswer::Unreadable(reason), _) => found.refuse(page, Cause::Title, reason),
            (PageAnswer::Found(_), None) => found.refuse(page, Cause::Wiki, "it was not fetched"),
        }
    }
    asked.cache.flush();
    Ok(found)
}

/// What is on a page that was found.
async fn read_one(
    session: &Session,
    asked: Asked<'_>,
    page: &Wanted<'_>,
    raw: &RawPage,
) -> Result<Fetched, WikiError> {
    // A redirect leads to the page of a quarter.
    let quarter = page.quarter.or_else(|| quarter_of(page.board, &raw.title));
    let place = (page.board, page.found.as_ref());
    let way = Way::new(session, asked.layouts, place, (&raw.title, quarter));
    match page.revision {
        Some(revision) => fetched_revision(session, &way, revision).await,
        None => fetched(session, asked, &way, raw).await,
    }
}

/// What was found so far, without findings yet.
pub struct Collected<'s> {
    asked: Asked<'s>,
    pub pages: Vec<PageFacts<'s>>,
    pub unread: Vec<Unread<'s>>,
    pub redirected: Vec<Redirected<'s>>,
    /// Pages that others link to and that don't exist yet.
    pub red: Vec<(BoardRef<'s>, Title)>,
    /// Found pages that are left: read already under another title, or made by translation.
    pub left: Vec<Title>,
}

impl<'s> Collected<'s> {
    fn add(&mut self, mut page: Wanted<'s>, raw: RawPage, fetched: Result<Fetched, WikiError>) {
        let may_say_no = raw.transcluded != Transcluded::default();
        let Fetched { read, revision, is_remembered } = match fetched {
            Ok(fetched) => fetched,
            Err(error) => return self.refuse_page(page, Cause::Wiki, error, may_say_no),
        };
        self.redirected.extend(Redirected::of(&page, &raw.title));
        let is_known =
            self.pages.iter().any(|known| known.read.as_ref().is_some_and(|read| read.id == raw.id));
        // A redirect may lead to the page of another quarter by now.
        let leads_on = || is_of_other_quarter(page.board, &raw.title, page.quarter);
        if !page.named && page.is_by_place() && (is_known || raw.is_translation || leads_on()) {
            self.left.push(Title::of_wiki(page.title));
            return;
        }
        if is_known && !page.named {
            let reason = format!("“{}” is read already, for another title or board", raw.title);
            return self.refuse(page, Cause::Title, reason);
        }
        page.quarter = page.quarter.or_else(|| quarter_of(page.board, &raw.title));
        if page.named && page.quarter.is_none() {
            say_without_quarter(&raw.title, self.asked.today);
        }
        match read {
            Ok(content) => {
                tracing::debug!(
                    page = raw.title.as_str(),
                    layout = content.layout,
                    why = content.why,
                    is_remembered,
                    "read"
                );
                let RawPage { id, edited, transcluded, is_translation, .. } = raw;
                let read =
                    ReadPage { id, revision, edited, transcluded, is_translation, is_remembered, content };
                self.push(page, raw.title, Some(read), Vec::new());
            }
            Err(error @ (NotRead::Empty | NotRead::NotForQuarter)) => self.refuse(page, Cause::Blank, error),
            Err(error) => self.refuse_page(page, Cause::Text, error, may_say_no),
        }
    }

    fn add_missing(&mut self, page: Wanted<'s>, title: Title) {
        let missing = |quarter| rules::check_missing(quarter, self.asked.today, levels(page.board));
        let findings = page.quarter.map(missing).unwrap_or_default();
        self.push(page, title, None, findings);
    }

    fn push(&mut self, page: Wanted<'s>, title: Title, read: Option<ReadPage>, findings: Vec<Finding>) {
        let Wanted { board, quarter, is_late, found, .. } = page;
        let allowed = Vec::new();
        self.pages.push(PageFacts { board, title, quarter, read, findings, allowed, is_late, found });
    }

    fn refuse(&mut self, page: Wanted<'s>, cause: Cause, reason: impl ToString) {
        self.refuse_page(page, cause, reason, false);
    }

    fn refuse_page(&mut self, page: Wanted<'s>, cause: Cause, reason: impl ToString, may_say_no: bool) {
        // Nobody is asked about it any more; what was wrong with it was said while its quarter lasted.
        let is_asked_late = |board: BoardRef<'_>| board.notices.closing_days < 0;
        if page.is_late
            && self.asked.looks_back
            && cause != Cause::Wiki
            && !page.board.is_some_and(is_asked_late)
        {
            return;
        }
        self.unread.push(Unread { may_say_no, ..Unread::new(page, cause, reason) });
    }
}

/// The quarter that a title names, as the board counts.
fn quarter_of(board: Option<BoardRef<'_>>, title: &Title) -> Option<Quarter> {
    board.map_or_else(
        || quarter_in(title.as_str()),
        |board| quarter_in_year_from(title.as_str(), board.fiscal_year_starts),
    )
}

impl PageFacts<'_> {
    /// Whether its title names another quarter than the one that it is read for: an old title leads there.
    pub fn names_other_quarter(&self) -> bool {
        is_of_other_quarter(self.board, &self.title, self.quarter)
    }
}

/// Whether a title names another quarter than this one.
fn is_of_other_quarter(board: Option<BoardRef<'_>>, title: &Title, quarter: Option<Quarter>) -> bool {
    quarter_of(board, title).zip(quarter).is_some_and(|(named, quarter)| !named.is_same_time(quarter))
}

fn say_without_quarter(title: &Title, today: NaiveDate) {
    let example =
        Quarter::on(today, FiscalYearStart::July).map(|quarter| format!(", for example --quarter {quarter}"));
    tracing::info!(
        page = title.as_str(),
        "its title names no quarter; if it is for one, name that{}",
        example.unwrap_or_else(|| " with --quarter".to_owned())
    );
}
