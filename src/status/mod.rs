//! The status table on the wiki: what stands in it, and where. Pure.

mod table;

use std::collections::BTreeMap;

use crate::config::Settings;
use crate::exclusion::Names;
use crate::i18n::Message;
use crate::ledger::{History, Key};
use crate::plan::{Change, Damaged, Kind, Markers, PlannedEdit, Reason, Skip, Unchanged};
use crate::survey::{Report, Survey};
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

/// Decides about the table of every page that was read. `pages` are the pages they stand on.
pub fn tables(
    survey: &Survey,
    settings: &Settings,
    site: &Site,
    bot: &str,
    names: &Names,
    pages: &BTreeMap<String, TalkPage>,
    history: &History,
) -> Tables {
    let mut tables = Tables::default();
    for report in &survey.reports {
        let (Ok(Some(target)), Some(quarter)) = (page(report, settings, site), report.quarter) else {
            continue;
        };
        let (Some(board), Some(on)) = (report.board.and_then(|b| settings.boards.get(b)), pages.get(&target))
        else {
            continue;
        };
        let language = board.status_language();
        let key = Key::Status { board: board.name.clone(), quarter };
        let user_page = format!("User:{bot}");
        let text = table::wikitext(report, language, &user_page);
        let markers = markers(&board.name, quarter);
        let mut skip = |reason, detail: &str| {
            let (target, detail) = (Some(on.title.clone()), detail.to_owned());
            tables.skipped.push(Skip { kind: Kind::Status, recipient: None, target, reason, detail });
        };
        // What concerns the bot's account and not the page is the gateway's to report.
        if let Some(refusal) = on.refusal(bot, names).filter(Refusal::is_about_page) {
            skip(refusal.reason, &refusal.detail);
            continue;
        }
        let old = on.text();
        match markers.find(old) {
            Err(Damaged) => {
                skip(
                    Reason::MarkersDamaged,
                    "one of the two hidden markers around the table is gone or doubled",
                );
                continue;
            }
            Ok(None) if history.has_status(&board.name, quarter, &on.title) => {
                skip(
                    Reason::MarkersDamaged,
                    "the table was removed from the page; it stays away unless its two markers are put back",
                );
                continue;
            }
            Ok(Some(region)) if old[region.clone()].trim() == text.trim() => {
                tables.unchanged.push(Unchanged { board: board.name.clone(), target: on.title.clone() });
                continue;
            }
            Ok(_) => {}
        }
        let short = Message::new("quarter").with(quarter.number()).text(language);
        let sentence = Message::new("status-summary").with(&user_page).with(&short).text(language);
        tables.edits.push(PlannedEdit {
            kind: Kind::Status,
            board: Some(board.name.clone()),
            target: on.title.clone(),
            recipient: None,
            pages: Vec::new(),
            base: on.revision(),
            read: report.revision().into_iter().collect(),
            key: key.to_string(),
            heading: Some(Message::new("status-heading").with(&short).text(language)),
            text,
            summary: key.summary(&sentence),
            findings: Vec::new(),
            change: Change::ReplaceRegion(markers),
        });
    }
    tables
}

fn markers(board: &str, quarter: crate::calendar::Quarter) -> Markers {
    Markers {
        begin: format!("<!-- goalkeeper status {board} {quarter} begin; this part is replaced by a bot -->"),
        end: format!("<!-- goalkeeper status {board} {quarter} end -->"),
    }
}
