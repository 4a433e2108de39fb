//! Which pages are to be read: the boards' for a quarter, or those named on the command line.

use chrono::NaiveDate;

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
}

/// The boards' pages for the quarter asked for, or for the one that today lies in. A title that says by itself which
/// quarter it is for is read as that quarter's, whichever is asked for.
pub fn of_boards<'s>(site: &Site, asked: Asked<'s>) -> Vec<Wanted<'s>> {
    let mut wanted = Vec::new();
    for board in asked.chosen() {
        // A quarter of another kind of year says nothing about this board.
        let fitting = asked.quarter.map(|quarter| board.settings().asked(quarter));
        let now = || Quarter::on(asked.today, board.fiscal_year_starts);
        let Some(quarter) = fitting.flatten().or_else(now) else { continue };
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
            let (quarter, title) = pattern.page(quarter, site.month_names());
            warn_of_other_quarter(&title, quarter, fitting.flatten().or(asked.quarter));
            Wanted { title, board: Some(board), quarter, named: false, is_late: false, revision: None }
        }));
        let outcome = || board.shows_outcome(quarter, asked.today).filter(|_| asked.looks_back);
        let late = board.closes_late(quarter, asked.today).or_else(outcome);
        let late = late.filter(|_| asked.quarter.is_none());
        wanted.extend(by_quarter.iter().filter_map(|pattern| {
            let (quarter, title) = pattern.page(late?, site.month_names());
            Some(Wanted { title, board: Some(board), quarter, named: false, is_late: true, revision: None })
        }));
    }
    wanted
}

/// The boards' pages for the quarter before the one that today lies in.
pub fn of_last_quarter<'s>(site: &Site, asked: Asked<'s>) -> Vec<Wanted<'s>> {
    let mut wanted = Vec::new();
    for board in asked.chosen() {
        let now = Quarter::on(asked.today, board.fiscal_year_starts);
        let Some(before) = now.and_then(|now| board.before(now)) else { continue };
        let by_quarter = board.title_patterns().filter(TitlePattern::is_by_quarter);
        wanted.extend(by_quarter.map(|pattern| {
            let (quarter, title) = pattern.page(before, site.month_names());
            Wanted { title, board: Some(board), quarter, named: false, is_late: true, revision: None }
        }));
    }
    wanted
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

/// A page named on the command line, as a board's if it bears the title of one.
pub fn named<'s>(site: &Site, asked: Asked<'s>, text: &str) -> Wanted<'s> {
    let title = site.title(text).ok();
    let of_board = title.and_then(|title| board_of_title(site, asked.settings, asked.today, &title));
    let (board, quarter) = match of_board {
        Some((board, quarter)) => (Some(board), quarter),
        None => (None, quarter_in(text)),
    };
    let fitting =
        asked.quarter.map(|asked| board.and_then(|board| board.settings().asked(asked)).unwrap_or(asked));
    warn_of_other_quarter(text, quarter, fitting);
    let quarter = quarter.or(fitting);
    let revision = asked.revisions.get(text).copied();
    Wanted { title: text.to_owned(), board, quarter, named: true, is_late: false, revision }
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
