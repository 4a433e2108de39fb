//! Which pages are to be read: the boards' for a quarter, or those named on the command line.

use chrono::NaiveDate;

use super::survey::Asked;
use crate::base::{Quarter, Title};
use crate::config::{BoardRef, Settings};
use crate::goals::quarter_in;
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
}

/// The boards' pages for `quarter`, or for the one that `today` lies in.
pub fn of_boards(settings: &Settings, today: NaiveDate, quarter: Option<Quarter>) -> Vec<Wanted<'_>> {
    let mut wanted = Vec::new();
    for board in settings.boards() {
        // A quarter of another kind of year says nothing about this board.
        let asked = quarter.filter(|quarter| quarter.fiscal_year().start() == board.fiscal_year_starts);
        if quarter.is_some() && asked.is_none() {
            tracing::warn!(
                board = board.name,
                "--quarter is not of this board's kind of fiscal year; board left out"
            );
            continue;
        }
        let Some(quarter) = asked.or_else(|| Quarter::on(today, board.fiscal_year_starts)) else { continue };
        wanted.extend(board.title_patterns().map(|pattern| Wanted {
            title: pattern.title(quarter),
            board: Some(board),
            quarter: Some(quarter),
            named: false,
        }));
    }
    wanted
}

/// The board whose page bears a title, and the quarter that the page is for.
pub fn board_of_title<'s>(
    site: &Site,
    settings: &'s Settings,
    today: NaiveDate,
    title: &Title,
) -> Option<(BoardRef<'s>, Quarter)> {
    settings.boards().find_map(|board| {
        let mut titles = board.possible_titles(today);
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
        Some((board, quarter)) => (Some(board), Some(quarter)),
        None => (None, quarter_in(text)),
    };
    if let (Some(of_title), Some(asked)) = (quarter, asked.quarter)
        && of_title != asked
    {
        tracing::warn!(
            page = text,
            "its title names {of_title}, which counts for more than --quarter {asked}"
        );
    }
    Wanted { title: text.to_owned(), board, quarter: quarter.or(asked.quarter), named: true }
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
    for board in asked.settings.boards().filter(|board| without_pages(*board)) {
        let titles = board.possible_titles(asked.today);
        let titles: Vec<Title> = titles.filter_map(|(_, title)| session.site().title(&title).ok()).collect();
        if !wiki::any_exists(session, &titles).await? {
            never.push(board);
        }
    }
    Ok(never)
}
