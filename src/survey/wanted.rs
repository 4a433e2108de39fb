//! Which pages are to be read: the boards' for a quarter, or those named on the command line.

use chrono::NaiveDate;

use super::{Request, Survey};
use crate::calendar::Quarter;
use crate::config::{Board, Settings};
use crate::goals::{TitlePattern, quarter_in};
use crate::wiki::{self, Session, Site, WikiError};

/// A title to read.
pub struct Wanted {
    pub title: String,
    pub board: Option<usize>,
    pub quarter: Option<Quarter>,
    pub layout: Option<String>,
    pub named: bool,
}

fn patterns(board: &Board) -> impl Iterator<Item = TitlePattern> {
    board.titles.iter().map(|title| TitlePattern::new(title, board.fiscal_year_starts))
}

/// The boards' pages for `quarter`, or for the one that `today` lies in.
pub fn of_boards(settings: &Settings, today: NaiveDate, quarter: Option<Quarter>) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (index, board) in settings.boards.iter().enumerate() {
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
        wanted.extend(patterns(board).map(|pattern| Wanted {
            title: pattern.title(quarter),
            board: Some(index),
            quarter: Some(quarter),
            layout: layout_of(board),
            named: false,
        }));
    }
    wanted
}

/// The board whose page bears a title, as an index into the settings, and the quarter that the page is for.
pub fn board_of_title(
    site: &Site,
    settings: &Settings,
    today: NaiveDate,
    title: &str,
) -> Option<(usize, Quarter)> {
    // The wiki's own form, so that an English namespace name or a small letter makes no difference.
    let form = |title: &str| site.title(title).ok();
    let asked = form(title)?;
    settings.boards.iter().enumerate().find_map(|(index, board)| {
        let mut titles = patterns(board).flat_map(|pattern| pattern.titles(today).collect::<Vec<_>>());
        let (quarter, _) = titles.find(|(_, title)| form(title).as_ref() == Some(&asked))?;
        Some((index, quarter))
    })
}

/// A page named on the command line, as a board's if it bears the title of one.
pub fn named(site: &Site, request: Request<'_>, title: &str) -> Wanted {
    let of_board = board_of_title(site, request.settings, request.today, title);
    let (board, layout, quarter) = match of_board {
        Some((index, quarter)) => {
            (Some(index), request.settings.boards.get(index).and_then(layout_of), Some(quarter))
        }
        None => (None, None, quarter_in(title)),
    };
    if let (Some(of_title), Some(asked)) = (quarter, request.quarter)
        && of_title != asked
    {
        tracing::warn!(
            page = title,
            "its title names {of_title}, which counts for more than --quarter {asked}"
        );
    }
    Wanted { title: title.to_owned(), board, quarter: quarter.or(request.quarter), layout, named: true }
}

fn layout_of(board: &Board) -> Option<String> {
    Some(board.layout.clone()).filter(|name| name != "auto")
}

/// A board none of whose pages exists is looked at closer: a quarter's page may be late, but a
/// pattern that never matched anything is a mistake in the settings.
pub async fn find_never_matched(
    session: &Session,
    request: Request<'_>,
    survey: &mut Survey,
) -> Result<(), WikiError> {
    for (index, board) in request.settings.boards.iter().enumerate() {
        let mut reports = survey.reports.iter().filter(|report| report.board == Some(index)).peekable();
        if reports.peek().is_none() || reports.any(|report| report.read.is_some()) {
            continue;
        }
        let titles = patterns(board).flat_map(|pattern| pattern.titles(request.today).collect::<Vec<_>>());
        let titles: Vec<String> = titles.filter_map(|(_, title)| session.site().title(&title).ok()).collect();
        if !wiki::any_exists(session, &titles).await? {
            survey.never_matched.push(board.name.clone());
            survey.reports.retain(|report| report.board != Some(index));
        }
    }
    Ok(())
}
