//! The status tables on the wiki: which are to be saved, and which are as they should be. Pure.

use super::reach::user_page;
use super::table;
use crate::base::{Message, PageRevision, Quarter, Reason};
use crate::config::status_page;
use crate::ledger::Key;
use crate::plan::{Change, PlannedEdit, Skip, Subject, Unchanged};
use crate::read::{Facts, PageFacts, TablePlace};
use crate::wiki::Refusal;
use crate::wikitext::{Damaged, Markers};

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

/// Decides about the table of every page that was read.
pub fn tables(facts: &Facts<'_>) -> Tables {
    let mut tables = Tables::default();
    tables.skipped.extend(facts.survey.denied.iter().filter_map(|page| denied(facts, page)));
    for place in &facts.tables {
        let subject = Subject::table(&place.board.name, place.on.title.clone());
        // What concerns the bot's account and not the page is the gateway's to report.
        let refusal = place.on.refusal(facts.bot, &facts.lists.names).filter(Refusal::is_about_page);
        if let Some(Refusal { reason, detail, .. }) = refusal {
            tables.skipped.push(Skip { subject, reason, detail });
            continue;
        }
        let table = table::table(place.page, place.board.status_language(), &user_page(facts));
        let made_from = facts.revisions_of(place.page);
        let markers = markers(&place.board.name, place.quarter);
        let before = facts.history.has_status(&place.board.name, place.quarter, &place.on.title);
        let past = Past { before, last: place.last.as_deref() };
        match has_changed(&markers, |old| table.is_said_in(old, &made_from), place.on.text(), past) {
            Err(detail) => {
                let (reason, detail) = (Reason::MarkersDamaged, detail.to_owned());
                tables.skipped.push(Skip { subject, reason, detail });
            }
            Ok(true) => {
                let body = table.sealed(&made_from);
                tables.edits.push(edit(facts, place, subject, markers, body, made_from));
            }
            Ok(false) => tables.unchanged.push(Unchanged { subject }),
        }
    }
    tables
}

/// The table that a page doesn't get because it says no to the bot. The operator hears of it, and nobody else.
fn denied(facts: &Facts<'_>, page: &PageFacts<'_>) -> Option<Skip> {
    let board = page.board?;
    let title = status_page(facts.site, board, &page.title).ok()??;
    let detail = format!("“{}” says no to the bot: nothing is written about it", page.title);
    Some(Skip { subject: Subject::table(&board.name, title), reason: Reason::BotsDenied, detail })
}

/// What the bot did before on a table's page.
#[derive(Clone, Copy, Debug, Default)]
struct Past<'a> {
    /// Whether the table was once saved there.
    before: bool,
    /// The page as the bot last saved it, if somebody else has edited it since.
    last: Option<&'a str>,
}

/// Whether there is anything to change, or why nothing is: the page's markers don't allow it, or somebody said no by
/// taking the table away, or the bot's last change to it back.
fn has_changed(
    markers: &Markers,
    is_said_in: impl Fn(&str) -> bool,
    old: &str,
    past: Past<'_>,
) -> Result<bool, &'static str> {
    match markers.find(old) {
        Err(Damaged) => Err("one of the two hidden markers around the table is gone or doubled"),
        Ok(None) if past.before => {
            Err("the table was removed from the page; it stays away unless its two markers are put back")
        }
        Ok(None) => Ok(true),
        Ok(Some(region)) if is_taken_back(markers, &old[region.clone()], past.last) => Err(
            "the bot's last change to the table was undone; the table stays as it is unless that change is put back",
        ),
        Ok(Some(region)) => Ok(!is_said_in(&old[region])),
    }
}

/// Whether a table is an earlier one of the bot's than that which it saved last: by an undo, a rollback or a
/// revert by hand, which all come to the same text. Tags would tell as much, but late, and not on every wiki.
fn is_taken_back(markers: &Markers, now: &str, last: Option<&str>) -> bool {
    let saved = last.and_then(|last| Some(&last[markers.find(last).ok()??]));
    saved.is_some_and(|saved| saved.trim() != now.trim()) && table::is_untouched(now)
}

fn edit(
    facts: &Facts<'_>,
    place: &TablePlace<'_>,
    subject: Subject,
    markers: Markers,
    body: String,
    read: Vec<PageRevision>,
) -> PlannedEdit {
    let language = place.board.status_language();
    let key = Key::Status { board: place.board.name.clone(), quarter: place.quarter };
    let short = Message::new("quarter").with(place.quarter.number()).text(language);
    let sentence = Message::new("status-summary").with(user_page(facts)).with(&short).text(language);
    let heading = Some(Message::new("status-heading").with(&short).text(language));
    let change = Change::ReplaceRegion { markers, heading, body };
    let (page, base) = (place.on.title.clone(), place.on.revision());
    PlannedEdit { read, ..PlannedEdit::new(subject, page, key, sentence, change, base) }
}

fn markers(board: &str, quarter: Quarter) -> Markers {
    Markers {
        begin: format!("<!-- goalkeeper status {board} {quarter} begin; this part is replaced by a bot -->"),
        end: format!("<!-- goalkeeper status {board} {quarter} end -->"),
    }
}
