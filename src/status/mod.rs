//! The status table on the wiki: what stands in it, and where. Pure.

mod table;

use std::collections::BTreeSet;

use crate::calendar::Quarter;
use crate::config::{Board, Settings};
use crate::i18n::Message;
use crate::ledger::Key;
use crate::notices::{Known, Open};
use crate::plan::{Change, Damaged, Kind, Markers, PlannedEdit, Reason, Skip, Unchanged};
use crate::survey::Report;
use crate::wiki::{Refusal, Site, TalkPage, WikiError};

/// What is to be done about the status tables.
#[derive(Debug, Default)]
pub struct Tables {
    /// Tables to save.
    pub edits: Vec<PlannedEdit>,
    /// Tables that can't be saved.
    pub skipped: Vec<Skip>,
    /// Tables that are as they should be.
    pub unchanged: Vec<Unchanged>,
}

/// The page that holds a report's table; `None` if there is to be none.
///
/// # Errors
/// A title in the settings that no page can have.
pub fn page(report: &Report, settings: &Settings, site: &Site) -> Result<Option<String>, WikiError> {
    let board = report.board.and_then(|index| settings.boards.get(index));
    let Some(board) = board.filter(|board| board.status.enabled && report.read.is_some()) else {
        return Ok(None);
    };
    match board.status.page.as_str() {
        "talk" => site.talk_page(&report.title).map(Some),
        pattern => site.title(&pattern.replace("{page}", &report.title)).map(Some),
    }
}

/// Decides about the table of every page that was read. `open` is what neither an owner nor a
/// coordinator can be told.
pub fn tables(known: &Known<'_>, open: &[Open]) -> Tables {
    let mut tables = Tables::default();
    for report in &known.survey.reports {
        let (Ok(Some(target)), Some(quarter)) = (page(report, known.settings, known.site), report.quarter)
        else {
            continue;
        };
        let board = report.board.and_then(|index| known.settings.boards.get(index));
        let (Some(board), Some(on)) = (board, known.talk_pages.get(&target)) else { continue };
        let names = open.iter().filter(|open| Some(open.board) == report.board && open.quarter == quarter);
        let names: BTreeSet<&str> = names.filter_map(|open| open.name.as_deref()).collect();
        let edit = edit(known, report, board, quarter, on, &names);
        // What concerns the bot's account and not the page is the gateway's to report.
        if let Some(refusal) = on.refusal(known.bot, known.names).filter(Refusal::is_about_page) {
            tables.skipped.push(skip(board, on, refusal.reason, &refusal.detail));
            continue;
        }
        match has_changed(&edit, on, known.history.has_status(&board.name, quarter, &on.title)) {
            Err(detail) => tables.skipped.push(skip(board, on, Reason::MarkersDamaged, detail)),
            Ok(true) => tables.edits.push(edit),
            Ok(false) => {
                tables.unchanged.push(Unchanged { board: board.name.clone(), target: on.title.clone() });
            }
        }
    }
    tables
}

fn skip(board: &Board, on: &TalkPage, reason: Reason, detail: &str) -> Skip {
    let (board, target) = (Some(board.name.clone()), Some(on.title.clone()));
    Skip { kind: Kind::Status, board, recipient: None, target, reason, detail: detail.to_owned() }
}

/// Whether there is anything to change, or why the page's markers don't allow it. `before` says
/// that a table was once saved there.
fn has_changed(edit: &PlannedEdit, on: &TalkPage, before: bool) -> Result<bool, &'static str> {
    let Change::ReplaceRegion(markers) = &edit.change else { return Ok(true) };
    match markers.find(on.text()) {
        Err(Damaged) => Err("one of the two hidden markers around the table is gone or doubled"),
        Ok(None) if before => {
            Err("the table was removed from the page; it stays away unless its two markers are put back")
        }
        Ok(None) => Ok(true),
        Ok(Some(region)) => Ok(on.text()[region].trim() != edit.text.trim()),
    }
}

fn edit(
    known: &Known<'_>,
    report: &Report,
    board: &Board,
    quarter: Quarter,
    on: &TalkPage,
    untold: &BTreeSet<&str>,
) -> PlannedEdit {
    let language = board.status_language();
    let key = Key::Status { board: board.name.clone(), quarter };
    let user_page = known.user_page();
    let short = Message::new("quarter").with(quarter.number()).text(language);
    let sentence = Message::new("status-summary").with(&user_page).with(&short).text(language);
    PlannedEdit {
        board: Some(board.name.clone()),
        base: on.revision(),
        read: known.read(report),
        heading: Some(Message::new("status-heading").with(&short).text(language)),
        text: table::wikitext(report, untold, language, &user_page),
        summary: key.summary(&sentence),
        change: Change::ReplaceRegion(markers(&board.name, quarter)),
        ..PlannedEdit::new(Kind::Status, on.title.clone(), &key)
    }
}

fn markers(board: &str, quarter: Quarter) -> Markers {
    Markers {
        begin: format!("<!-- goalkeeper status {board} {quarter} begin; this part is replaced by a bot -->"),
        end: format!("<!-- goalkeeper status {board} {quarter} end -->"),
    }
}
