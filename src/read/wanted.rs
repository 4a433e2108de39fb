//! Which pages are to be read: the boards' for a quarter, or those named on the command line.

use chrono::NaiveDate;

use super::found::{Found, FoundPage};
use super::survey::Asked;
use crate::base::{Quarter, RevisionId, Title};
use crate::config::{BoardRef, Settings};
use crate::goals::{TitlePattern, quarter_in};
use crate::wiki::{self, Session, Site, WikiError};

/// A title to read.
#[derive(Clone, Debug)]
pub struct Wanted<'s> {
    /// As the settings or the command line have it.
    pub title: String,
    pub board: Option<BoardRef<'s>>,
    pub quarter: Option<Quarter>,
    /// Whether it was named on the command line.
    pub named: bool,
    /// See [`PageFacts::is_late`](super::PageFacts::is_late).
    pub is_late: bool,
    /// The revision to read; the newest, if none is named.
    pub revision: Option<RevisionId>,
    /// How it was found; `None` if the settings name it.
    pub found: Option<FoundBy>,
}

/// How a page was found that the settings don't name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBy {
    /// A category, a page that links to it, or the beginning of its title, as the settings have it; or the boards page.
    pub place: String,
    /// By what there.
    pub how: How,
}

/// By what a page was found, and is known to be for its quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a title on the boards page.
    Listed,
    /// By where it is, and its title.
    Title,
    /// By where it is, and a heading on it.
    Heading,
}

impl<'s> Wanted<'s> {
    fn of_board(board: BoardRef<'s>, (quarter, title): (Option<Quarter>, String)) -> Self {
        let (named, is_late, revision, found) = (false, false, None, None);
        Self { title, board: Some(board), quarter, named, is_late, revision, found }
    }

    /// A page that was found, if it is for this quarter.
    fn of_found(page: &FoundPage<'s>, quarter: Quarter) -> Option<Self> {
        let found = Some(page.found_by());
        let quarter = page.quarter(quarter)?;
        Some(Self { found, ..Self::of_board(page.board, (Some(quarter), page.title.to_string())) })
    }

    /// Whether it was found by where it is, and nobody named it.
    pub fn is_by_place(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.how != How::Listed)
    }

    /// Whether it is read only under the headings that name its quarter.
    pub fn is_by_heading(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.how == How::Heading)
    }

    fn late(self) -> Self {
        Self { is_late: true, ..self }
    }

    /// As one that only the boards page names, if that is so.
    fn by_list(self, pattern: &TitlePattern, settings: &Settings) -> Self {
        let is_listed =
            self.board.is_some_and(|board| board.listed.iter().any(|title| title == pattern.as_str()));
        let place = settings.boards_page.clone().filter(|_| is_listed);
        let found = place.map(|place| FoundBy { place, how: How::Listed });
        Self { found, ..self }
    }
}

/// The boards' pages for the quarter asked for, or for the one that today lies in. A title that says by itself which
/// quarter it is for is read as that quarter's, whichever is asked for.
pub fn of_boards<'s>(site: &Site, asked: Asked<'s>, found: &Found<'s>) -> Vec<Wanted<'s>> {
    let mut wanted = Vec::new();
    for board in asked.chosen() {
        // A quarter of another kind of year says nothing about this board.
        let fitting = asked.quarter.map(|quarter| board.settings().asked(quarter));
        let now = || Quarter::on(asked.today, board.fiscal_year_starts);
        let Some(quarter) = fitting.flatten().or_else(now) else { continue };
        if asked.quarters_before > 0 {
            let back = (0..asked.quarters_before).try_fold(quarter, |quarter, _| board.before(quarter));
            if let Some(quarter) = back.filter(|_| fitting != Some(None)) {
                wanted.extend(of_quarter(site, asked, found, board, quarter));
            }
            continue;
        }
        let by_quarter: Vec<TitlePattern> =
            board.title_patterns().filter(TitlePattern::is_by_quarter).collect();
        let left_out = fitting == Some(None) && !by_quarter.is_empty();
        if left_out {
            tracing::warn!(
                board = board.name,
                "--quarter is not of this board's kind of fiscal year; left out"
            );
        }
        let patterns = board.title_patterns().filter(|pattern| !left_out || !pattern.is_by_quarter());
        wanted.extend(patterns.map(|pattern| {
            let page = Wanted::of_board(board, pattern.page(quarter, site.month_names()));
            warn_of_other_quarter(&page.title, page.quarter, fitting.flatten().or(asked.quarter));
            page.by_list(&pattern, asked.settings)
        }));
        if fitting != Some(None) {
            wanted.extend(found.of_board(board).filter_map(|page| Wanted::of_found(page, quarter)));
        }
        let outcome = || board.shows_outcome(quarter, asked.today).filter(|_| asked.looks_back);
        let late = board.closes_late(quarter, asked.today).or_else(outcome);
        if let Some(late) = late.filter(|_| asked.quarter.is_none()) {
            wanted.extend(of_quarter(site, asked, found, board, late));
        }
    }
    wanted
}

/// A board's pages for a quarter that is over. What shows several quarters under its headings is read for the present one alone.
fn of_quarter<'s>(
    site: &Site,
    asked: Asked<'s>,
    found: &Found<'s>,
    board: BoardRef<'s>,
    quarter: Quarter,
) -> Vec<Wanted<'s>> {
    let patterns = board.title_patterns().filter(TitlePattern::is_by_quarter);
    let titles = patterns.map(|pattern| {
        let page = Wanted::of_board(board, pattern.page(quarter, site.month_names()));
        page.by_list(&pattern, asked.settings)
    });
    let found = found.of_board(board).filter(|page| !page.by_heading);
    let found = found.filter_map(|page| Wanted::of_found(page, quarter));
    titles.chain(found).map(Wanted::late).collect()
}

/// The board whose page bears a title, and the quarter that the page is for, if it is for one.
pub fn board_of_title<'s>(
    site: &Site,
    settings: &'s Settings,
    today: NaiveDate,
    title: &Title,
) -> Option<(BoardRef<'s>, Option<Quarter>)> {
    settings.boards().find_map(|board| {
        let mut titles = board.possible_titles(today, site.month_names());
        let (quarter, _) =
            titles.find(|(_, text)| site.title(text).is_ok_and(|of_board| of_board == *title))?;
        Some((board, quarter))
    })
}

/// A page named on the command line, as a board's if it bears the title of one, or is found for one.
pub fn named<'s>(site: &Site, asked: Asked<'s>, found: &Found<'s>, text: &str) -> Wanted<'s> {
    let title = site.title(text).ok();
    let of_board = title.as_ref().and_then(|title| board_of_title(site, asked.settings, asked.today, title));
    let page = title.as_ref().filter(|_| of_board.is_none()).and_then(|title| found.page(title));
    let (board, quarter) = match (of_board, page) {
        (Some((board, quarter)), _) => (Some(board), quarter),
        (None, Some(page)) => (Some(page.board), quarter_of_found(page, asked)),
        (None, None) => (None, quarter_in(text)),
    };
    let found = page.map(FoundPage::found_by);
    let fitting =
        asked.quarter.map(|asked| board.and_then(|board| board.settings().asked(asked)).unwrap_or(asked));
    warn_of_other_quarter(text, quarter, fitting);
    let quarter = quarter.or(fitting);
    let revision = asked.revisions.get(text).copied();
    Wanted { title: text.to_owned(), board, quarter, named: true, is_late: false, revision, found }
}

/// The quarter that a found page is read for: that of its title, or the one asked for, or the present one.
fn quarter_of_found(page: &FoundPage<'_>, asked: Asked<'_>) -> Option<Quarter> {
    if !page.by_heading {
        return page.quarters.first().copied();
    }
    let wanted = asked.quarter.or_else(|| Quarter::on(asked.today, page.board.fiscal_year_starts))?;
    page.quarter(wanted)
}

fn warn_of_other_quarter(title: &str, of_title: Option<Quarter>, asked: Option<Quarter>) {
    if let (Some(of_title), Some(asked)) = (of_title, asked)
        && !of_title.is_same_time(asked)
    {
        tracing::warn!(
            page = title,
            "its title names {of_title}, which counts for more than --quarter {asked}"
        );
    }
}

/// Of the boards, none of whose pages for the quarter exists, those that never had one: a quarter's page may be late, but
/// a pattern that never matched anything is a mistake in the settings.
///
/// # Errors
/// See [`WikiError`].
pub async fn boards_without_any_page<'s>(
    session: &Session,
    asked: Asked<'s>,
    without_pages: impl Fn(BoardRef<'s>) -> bool,
) -> Result<Vec<BoardRef<'s>>, WikiError> {
    let mut never = Vec::new();
    for board in asked.chosen().filter(|board| without_pages(*board)) {
        let titles = board.possible_titles(asked.today, session.site().month_names());
        let titles: Vec<Title> = titles.filter_map(|(_, title)| session.site().title(&title).ok()).collect();
        if !wiki::any_exists(session, &titles).await? {
            never.push(board);
        }
    }
    Ok(never)
}
