//! How a page is read, and what is remembered of it from an earlier run.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream};

use super::survey::{Asked, PageFacts, ReadPage, Survey};
use super::wanted::{FoundBy, How};
use crate::base::calendar::FiscalYearStart;
use crate::base::{PageId, Quarter, RevisionId, Title};
use crate::config::BoardRef;
use crate::goals::{GoalPage, Layouts, NotRead, Reading, read_page};
use crate::wiki::{self, RawPage, Session, UserNamespaces, WikiError};

/// What the wiki touched a moment ago it may touch again within the same second.
const A_MOMENT: TimeDelta = TimeDelta::seconds(3);

/// No page is remembered for longer: it may show what day it is.
const A_WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How a page is read.
#[derive(Clone, Debug)]
pub struct Way {
    title: Title,
    quarter: Option<Quarter>,
    by_heading: Option<FiscalYearStart>,
    layout: Option<String>,
    may_guess: bool,
    layouts: Arc<Layouts>,
    namespaces: Arc<UserNamespaces>,
}

impl Way {
    /// How a board's page is read, or one that is no board's.
    pub fn new(
        session: &Session,
        layouts: &Arc<Layouts>,
        (board, found): (Option<BoardRef<'_>>, Option<&FoundBy>),
        (title, quarter): (&Title, Option<Quarter>),
    ) -> Self {
        let is_by_heading = found.is_some_and(|found| found.how == How::Heading);
        Self {
            title: title.clone(),
            quarter,
            by_heading: board.filter(|_| is_by_heading).map(|board| board.fiscal_year_starts),
            layout: board.and_then(|board| board.settings().layout_name().map(str::to_owned)),
            may_guess: board.is_none(),
            layouts: Arc::clone(layouts),
            namespaces: session.site().shared_user_namespaces(),
        }
    }

    /// How a page was read that is there.
    pub fn of(session: &Session, layouts: &Arc<Layouts>, page: &PageFacts<'_>) -> Self {
        Self::new(session, layouts, (page.board, page.found.as_ref()), (&page.title, page.quarter))
    }

    /// The same with a layout that is known to fit.
    #[must_use]
    pub fn with_layout(self, layout: &str) -> Self {
        Self { layout: Some(layout.to_owned()), may_guess: false, ..self }
    }

    /// Reads a page's HTML, on a thread of its own: meanwhile others are fetched.
    ///
    /// # Errors
    /// See [`NotRead`].
    pub async fn read(&self, html: String) -> Result<GoalPage, NotRead> {
        let way = self.clone();
        let read = tokio::task::spawn_blocking(move || {
            let reading = Reading {
                title: &way.title,
                quarter: way.quarter,
                by_heading: way.by_heading,
                layouts: &way.layouts,
                layout: way.layout.as_deref(),
                may_guess: way.may_guess,
                namespaces: &way.namespaces,
            };
            read_page(&html, reading)
        });
        match read.await {
            Ok(read) => read,
            Err(ended) => std::panic::resume_unwind(ended.into_panic()),
        }
    }

    /// Under what something that is read so is remembered: the page or the revision `what`.
    pub fn name(&self, wiki: &str, what: impl Display) -> String {
        let Self { quarter, by_heading, layout, may_guess, .. } = self;
        format!("{what} {wiki} {quarter:?} {by_heading:?} {layout:?} {may_guess}")
    }

    /// All that a page that is read so depends on; `None` for one that may change before anybody could tell.
    fn state(&self, session: &Session, page: &RawPage) -> Option<String> {
        let touched = page.touched.filter(|at| session.site().clock() - *at >= A_MOMENT)?;
        Some(format!("{} {} {touched}", self.reader(session), page.revision))
    }

    /// All that a revision that is read so depends on, but for what it transcludes.
    pub fn reader(&self, session: &Session) -> String {
        let mut hasher = DefaultHasher::new();
        self.namespaces.hash(&mut hasher);
        let (reader, layouts, namespaces) =
            (env!("GOALKEEPER_READER"), self.layouts.version, hasher.finish());
        let parser = session.first_answer().general.generator.as_deref().unwrap_or_default();
        format!("{reader} {layouts:x} {namespaces:x} {parser} {}", self.title)
    }
}

/// What a page's text comes to.
#[derive(Debug)]
pub struct Fetched {
    /// The page, or why it is none.
    pub read: Result<GoalPage, NotRead>,
    /// The revision.
    pub revision: RevisionId,
    /// Whether an earlier run read it, and it was not fetched now.
    pub is_remembered: bool,
}

/// A page's newest revision, as it is remembered if neither the page nor what it shows has changed, else as it is fetched and read now.
///
/// # Errors
/// See [`WikiError`].
pub async fn fetched(
    session: &Session,
    asked: Asked<'_>,
    way: &Way,
    page: &RawPage,
) -> Result<Fetched, WikiError> {
    let cache = asked.cache;
    let (name, state) =
        (way.name(&asked.settings.wiki.url, format_args!("page {}", page.id)), way.state(session, page));
    let remembered: Option<Result<GoalPage, NotRead>> =
        state.as_ref().and_then(|state| cache.get(&name, state, A_WEEK));
    if let Some(read) = remembered {
        let read = read.map(|content| GoalPage { quarter: way.quarter, ..content });
        return Ok(Fetched { read, revision: page.revision, is_remembered: true });
    }
    let (html, revision) = wiki::html(session, &page.title).await?;
    let read = way.read(html).await;
    if let Some(state) = state.filter(|_| revision == page.revision && is_lasting(&read)) {
        cache.put(name, state, &read);
    }
    Ok(Fetched { read, revision, is_remembered: false })
}

/// A revision that was asked for. It shows what it transcludes as that is today, so it is not remembered.
///
/// # Errors
/// See [`WikiError`].
pub async fn fetched_revision(
    session: &Session,
    way: &Way,
    revision: RevisionId,
) -> Result<Fetched, WikiError> {
    let gone = || WikiError::Unexpected(format!("the revision {revision} is hidden, or there is none"));
    let html = wiki::html_of(session, revision).await?.ok_or_else(gone)?;
    Ok(Fetched { read: way.read(html).await, revision, is_remembered: false })
}

/// Whether nothing failed on a page that may go well another time.
fn is_lasting(read: &Result<GoalPage, NotRead>) -> bool {
    match read {
        Ok(content) => content.objectives.iter().all(|objective| objective.unread.is_none()),
        Err(NotRead::Failed(_)) => false,
        Err(NotRead::Empty | NotRead::NotForQuarter | NotRead::NoLayoutFits { .. }) => true,
    }
}

impl Survey<'_> {
    /// Fetches and reads anew what is only remembered of these pages, before anybody is told what stands on them. Where that isn't so
    /// any more, it is forgotten, and the answer is `false`: then all that was concluded from it is to be concluded again.
    pub async fn confirm(&self, session: &Session, asked: Asked<'_>, pages: &BTreeSet<PageId>) -> bool {
        let remembered = self.pages.iter().filter_map(|page| Some((page, page.read.as_ref()?)));
        let remembered = remembered.filter(|(_, read)| read.is_remembered && pages.contains(&read.id));
        let answers = stream::iter(remembered)
            .map(|(page, read)| is_still_so(session, asked, page, read))
            .buffer_unordered(asked.settings.limits.concurrency);
        let is_so = answers.fold(true, async |all, one| all && one).await;
        asked.cache.flush();
        is_so
    }
}

async fn is_still_so(session: &Session, asked: Asked<'_>, page: &PageFacts<'_>, known: &ReadPage) -> bool {
    let way = Way::of(session, asked.layouts, page);
    let is_so = match wiki::html(session, &page.title).await {
        Ok((html, revision)) => {
            revision == known.revision && way.read(html).await.is_ok_and(|now| now == known.content)
        }
        // What is to be said of a page that can't be fetched is found out when all are read again.
        Err(_) => false,
    };
    if !is_so {
        tracing::debug!(page = page.title.as_str(), "what was remembered of it isn't so any more");
        asked.cache.forget(way.name(&asked.settings.wiki.url, format_args!("page {}", known.id)));
    }
    is_so
}
