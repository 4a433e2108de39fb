//! The status tables on the wiki: which are to be saved, and which are as they should be. Pure.

use super::reach::user_page;
use super::table;
use crate::base::{Account, Message, PageRevision, Reason, Title};
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
        let markers = match markers(facts, place) {
            Ok(markers) => markers,
            Err(who) => {
                let detail = format!(
                    "the bot {who} keeps a table for a board of this name there; two would overwrite each other for ever: \
                     name the board otherwise, or its page in boards.status.page, or the account in bot.former_accounts"
                );
                tables.skipped.push(Skip { subject, reason: Reason::AnotherBot, detail });
                continue;
            }
        };
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

/// Where a goal page's table stands or is going to: the page, and the heading above it. `None` if there is none and will
/// be none.
pub fn link_target(facts: &Facts<'_>, page: &PageFacts<'_>) -> Option<(Title, String)> {
    let place = facts.tables.iter().find(|place| std::ptr::eq(place.page, page))?;
    if place.on.refusal(facts.bot, &facts.lists.names).is_some_and(|refusal| refusal.is_about_page()) {
        return None;
    }
    let (board, title) = (&place.board.name, &place.on.title);
    let markers = markers(facts, place).ok()?;
    let is_there = markers.find(place.on.text()).is_ok_and(|found| found.is_some());
    let is_coming = !facts.history.has_status(board, place.quarter, title);
    (is_there || is_coming).then(|| (title.clone(), heading(place)))
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
    let heading = Some(heading(place));
    let change = Change::ReplaceRegion { markers, heading, body };
    let (page, base) = (place.on.title.clone(), place.on.revision());
    PlannedEdit { read, ..PlannedEdit::new(subject, page, key, sentence, change, base) }
}

fn heading(place: &TablePlace<'_>) -> String {
    let language = place.board.status_language();
    let short = Message::new("quarter").with(place.quarter.number()).text(language);
    Message::new("status-heading").with(short).text(language)
}

/// The markers around a table of this bot's on a page: those that stand there, or the ones to put there.
///
/// # Errors
/// Which other bot of this kind keeps a table for this board and quarter there.
fn markers(facts: &Facts<'_>, place: &TablePlace<'_>) -> Result<Markers, String> {
    let (board, quarter) = (&place.board.name, place.quarter);
    let (text, told) = (place.on.text(), facts.history.has_status(board, quarter, &place.on.title));
    let begins = format!("<!-- goalkeeper status {board} {quarter} begin; this part is replaced by ");
    let by = |who: &str| Markers {
        begin: format!("{begins}{who} -->"),
        end: format!("<!-- goalkeeper status {board} {quarter} end -->"),
    };
    let named = |account: &str| by(&format!("the bot {account}"));
    let own = named(facts.bot.as_str());
    let former =
        facts.settings.bot.former_accounts.iter().map(|name| named(Account::new(name.trim()).as_str()));
    // What earlier versions wrote names nobody.
    let nameless = by("a bot");
    for markers in [own.clone()].into_iter().chain(former) {
        if text.contains(&markers.begin) {
            return Ok(markers);
        }
    }
    if text.contains(&nameless.begin) {
        let region = nameless.find(text).ok().flatten().map(|region| &text[region]);
        let is_a_bots = region.is_some_and(table::is_untouched);
        return if told || !is_a_bots { Ok(nameless) } else { Err("of another account".to_owned()) };
    }
    let other = text.split_once(&format!("{begins}the bot ")).and_then(|(_, rest)| rest.split(" -->").next());
    other.map_or(Ok(own), |name| Err(format!("“{name}”")))
}
