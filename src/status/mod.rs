//! The status table on the wiki: what stands in it, and where. Pure.

mod table;

use std::collections::BTreeMap;

use crate::config::Settings;
use crate::exclusion;
use crate::i18n::Message;
use crate::ledger::{History, Key};
use crate::plan::{Change, Kind, Markers, PlannedEdit, Reason, Skip, Unchanged};
use crate::survey::{Report, Survey};
use crate::wiki::{Site, TalkPage, TalkState, WikiError};

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
            let (target, detail) = (Some(target.clone()), detail.to_owned());
            tables.skipped.push(Skip { kind: Kind::Status, recipient: None, target, reason, detail });
        };
        let old = match &on.state {
            TalkState::Unsupported(what) => {
                skip(Reason::UnsupportedTalkPage, &format!("the page is not plain wikitext: {what}"));
                continue;
            }
            TalkState::RedirectedElsewhere(to) => {
                skip(Reason::RedirectedElsewhere, &format!("the page leads to “{to}”"));
                continue;
            }
            TalkState::Protected => {
                skip(Reason::ProtectedPage, "the page is protected from the bot");
                continue;
            }
            TalkState::Missing => "",
            TalkState::Wikitext { text, .. } => text,
        };
        if exclusion::denies(old, bot, on.has_exclusion_template) {
            skip(Reason::BotsDenied, "the page says no with {{bots}} or {{nobots}}");
            continue;
        }
        match markers.find(old) {
            Err(Damaged) => {
                skip(
                    Reason::MarkersDamaged,
                    "one of the two hidden markers around the table is gone or doubled",
                );
                continue;
            }
            Ok(None) if history.has_status(&board.name, quarter) => {
                skip(
                    Reason::MarkersDamaged,
                    "the table was removed from the page; it stays away unless its two markers are put back",
                );
                continue;
            }
            Ok(Some(region)) if old[region.clone()].trim() == text.trim() => {
                tables.unchanged.push(Unchanged { board: board.name.clone(), target });
                continue;
            }
            Ok(_) => {}
        }
        let short = Message::new("quarter").with(quarter.number()).text(language);
        let sentence = Message::new("status-summary").with(&user_page).with(&short).text(language);
        tables.edits.push(PlannedEdit {
            kind: Kind::Status,
            board: Some(board.name.clone()),
            target,
            recipient: None,
            pages: Vec::new(),
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

/// The markers are not as the bot left them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl Markers {
    /// The part of `text` between the markers; `None` if neither is there.
    ///
    /// # Errors
    /// One without the other, the wrong way round, or twice: nobody can say what to replace then.
    pub fn find(&self, text: &str) -> Result<Option<std::ops::Range<usize>>, Damaged> {
        let once = |marker: &str| {
            let mut found = text.match_indices(marker).map(|(at, _)| at);
            let first = found.next();
            if found.next().is_some() { Err(Damaged) } else { Ok(first) }
        };
        match (once(&self.begin)?, once(&self.end)?) {
            (None, None) => Ok(None),
            (Some(begin), Some(end)) if begin + self.begin.len() <= end => {
                Ok(Some(begin + self.begin.len()..end))
            }
            _ => Err(Damaged),
        }
    }

    /// The region with its markers.
    pub fn around(&self, text: &str) -> String {
        format!("{}\n{}\n{}", self.begin, text.trim(), self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_markers_are_never_guessed_at() {
        let markers = markers("technology", "2020-21Q2".parse().unwrap());
        let (begin, end) = (&markers.begin, &markers.end);
        assert_eq!(markers.find("nothing here"), Ok(None));
        let whole = format!("a {} b", markers.around("table"));
        assert_eq!(whole[markers.find(&whole).unwrap().unwrap()].trim(), "table");
        for text in [
            begin.clone(),
            end.clone(),
            format!("{end} x {begin}"),
            format!("{begin} {begin} x {end}"),
            format!("{begin} x {end} y {end}"),
        ] {
            assert_eq!(markers.find(&text), Err(Damaged), "{text}");
        }
    }
}
