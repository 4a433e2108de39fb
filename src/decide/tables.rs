//! The status tables on the wiki: which are to be saved, and which are as they should be. Pure.

use chrono::{Days, NaiveDate};

use super::reach::user_page;
use super::region::{Past, Words, find, may_write, replaced};
use super::table::{self, Standing, Table};
use crate::base::message::quarter;
use crate::base::{Message, Reason, Refused, Title, refuse};
use crate::config::status_page;
use crate::ledger::Key;
use crate::plan::{Before, Change, PlannedEdit, Skip, Subject, Unchanged};
use crate::read::{Facts, PageFacts, TablePlace};
use crate::wikitext::{self, Markers};

/// Days between two saves of a table of which nothing is news.
const WEEK: i64 = 7;

/// What is to be done about the status tables.
#[derive(Debug, Default)]
pub struct Tables {
    /// Tables to save.
    pub edits: Vec<PlannedEdit>,
    /// Tables that can't be saved, or not yet.
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
        match edit(facts, place, &subject) {
            Ok(What::Save(edit)) => tables.edits.push(*edit),
            Ok(What::Unchanged) => tables.unchanged.push(Unchanged { subject }),
            // What keeps a table of a quarter that is over as it is was said while the quarter lasted.
            Ok(What::Nothing) => {}
            Err((reason, _)) if is_over(facts, place) && reason != Reason::NotDue => {}
            Err((reason, detail)) => tables.skipped.push(Skip { subject, reason, detail }),
        }
    }
    tables
}

/// Where a goal page's table stands or is going to: the page, and the heading above it. `None` if there is none and will
/// be none.
pub fn link_target(facts: &Facts<'_>, page: &PageFacts<'_>) -> Option<(Title, String)> {
    let place = facts.tables.iter().find(|place| std::ptr::eq(place.page, page))?;
    may_write(facts, &place.on).ok()?;
    let before = was_saved(facts, place);
    let markers = words(place).markers(facts, place.on.text(), before).ok()?;
    let is_there = markers.find(place.on.text()).is_ok_and(|found| found.is_some());
    let is_coming = !before && !is_over(facts, place) && !facts.gone.contains_key(&place.on.title);
    (is_there || is_coming).then(|| (place.on.title.clone(), anchor(facts, place)))
}

/// The table that a page doesn't get because it says no to the bot. The operator hears of it, and nobody else.
fn denied(facts: &Facts<'_>, page: &PageFacts<'_>) -> Option<Skip> {
    let board = page.board.filter(|_| !page.is_late)?;
    let title = status_page(facts.site, board, &page.title).ok()??;
    let detail = format!("“{}” says no to the bot: nothing is written about it", page.title);
    Some(Skip { subject: Subject::table(&board.name, title), reason: Reason::BotsDenied, detail })
}

/// What becomes of a table.
enum What {
    Save(Box<PlannedEdit>),
    Unchanged,
    /// There is none, and will be none.
    Nothing,
}

fn edit(facts: &Facts<'_>, place: &TablePlace<'_>, subject: &Subject) -> Result<What, Refused> {
    // Whatever page it is: a title without placeholders is read for ever.
    if !place.board.keeps_table(place.quarter, facts.today) {
        return Ok(What::Nothing);
    }
    may_write(facts, &place.on)?;
    let (text, before) = (place.on.text(), was_saved(facts, place));
    let markers = words(place).markers(facts, text, before).map_err(|who| {
        let detail = format!(
            "the bot {who} keeps a table for a board of this name there; two would overwrite each other for ever: \
             name the board otherwise, or its page in boards.status.page, or the account in bot.former_accounts"
        );
        (Reason::AnotherBot, detail)
    })?;
    let past = Past { before, last: place.last.as_deref() };
    let found = find(&words(place), &markers, text, past)?;
    let Some(table) = table::table(facts, place) else { return Ok(What::Nothing) };
    let Some(region) = found else {
        if is_over(facts, place) {
            return Ok(What::Nothing);
        }
        if let Some(gone) = facts.gone.get(&place.on.title) {
            let how = gone.to.as_ref().map_or_else(|| "deleted".to_owned(), |to| format!("moved to “{to}”"));
            let detail = format!(
                "“{}” was {how} in this quarter; the table stays away unless the page is back",
                place.on.title
            );
            return refuse(Reason::MarkersDamaged, detail);
        }
        return Ok(What::Save(Box::new(planned(facts, place, subject, markers, &table, Before::Absent))));
    };
    let old = &text[region];
    let made_from = facts.revisions_of(place.page);
    let standing = table::standing(old, &table, &made_from);
    if standing == Standing::Same {
        return Ok(What::Unchanged);
    }
    let saved = place.last.as_deref().and_then(|last| Some(&last[markers.find(last).ok()??]));
    let touched = (standing == Standing::Touched).then(|| replaced(facts, "table", &place.on));
    is_due(facts, standing, saved).map_err(|(reason, detail)| match &touched {
        Some(note) => (reason, format!("{note}; {detail}")),
        None => (reason, detail),
    })?;
    is_no_shrinking(place, old)?;
    let edit = planned(facts, place, subject, markers, &table, Before::Text(old.to_owned()));
    let note = touched.unwrap_or_default();
    Ok(What::Save(Box::new(PlannedEdit { note, ..edit })))
}

/// Whether the quarter is over: then no table is begun.
fn is_over(facts: &Facts<'_>, place: &TablePlace<'_>) -> bool {
    facts.today > place.quarter.last_day()
}

/// Whether a table that isn't as it should be is saved today. `saved` is what the bot last saved, if it was edited since.
///
/// # Errors
/// [`Reason::NotDue`]
fn is_due(facts: &Facts<'_>, standing: Standing, saved: Option<&str>) -> Result<(), Refused> {
    let save_days = i64::from(facts.settings.status.save_days);
    let (last, days) = match standing {
        Standing::Same => (None, 0),
        Standing::Touched => (saved.and_then(table::day), save_days),
        Standing::News(day) => (day, save_days),
        Standing::Older(day) => (day, save_days.max(WEEK)),
    };
    // A day that is yet to come is no memory of the bot's.
    let Some(last) = last.filter(|last| *last <= facts.today) else { return Ok(()) };
    if (facts.today - last).num_days() >= days {
        return Ok(());
    }
    let next: Option<NaiveDate> = last.checked_add_days(Days::new(days.unsigned_abs()));
    let next = next.map(|next| next.to_string()).unwrap_or_default();
    let what = if days == save_days {
        "what changed since"
    } else {
        "what changed since, which is nothing that is open and no status,"
    };
    Err((Reason::NotDue, format!("saved on {last}; {what} waits until {next}")))
}

/// A table never loses key results because some of the page can't be read now.
fn is_no_shrinking(place: &TablePlace<'_>, old: &str) -> Result<(), Refused> {
    let Some(content) = place.page.content() else { return Ok(()) };
    let (are, were) = (content.key_results().count(), table::key_results_in(old));
    let unread = content.objectives.iter().find_map(|objective| objective.unread.as_ref());
    let Some(why) = unread.filter(|_| are < were) else { return Ok(()) };
    let detail = format!(
        "of {were} key results in the table only {are} are read now ({why}): the table stays as it is"
    );
    Err((Reason::SuspiciousShrink, detail))
}

fn planned(
    facts: &Facts<'_>,
    place: &TablePlace<'_>,
    subject: &Subject,
    markers: Markers,
    table: &Table,
    before: Before,
) -> PlannedEdit {
    let language = place.board.status_language();
    let key = Key::Status { board: place.board.name.clone(), quarter: place.quarter };
    let short = Message::new("quarter").with(place.quarter.number()).text(language);
    let sentence = Message::new("status-summary").with(user_page(facts)).with(&short).text(language);
    let read = facts.revisions_of(place.page);
    let (heading, body) = (Some(heading(facts, place)), table.sealed(&read, facts.today));
    let change = Change::ReplaceRegion { markers, heading, body, before };
    let (page, base) = (place.on.title.clone(), place.on.revision());
    PlannedEdit { read, ..PlannedEdit::new(subject.clone(), page, key, sentence, change, base) }
}

/// Where several tables may stand on one page, the heading tells them apart.
fn heading(facts: &Facts<'_>, place: &TablePlace<'_>) -> String {
    heading_of(facts, place, &wikitext::title(&place.page.title))
}

/// The heading as it reads, which is what its anchor is made of.
fn anchor(facts: &Facts<'_>, place: &TablePlace<'_>) -> String {
    heading_of(facts, place, place.page.title.as_str())
}

fn heading_of(facts: &Facts<'_>, place: &TablePlace<'_>, title: &str) -> String {
    let language = place.board.status_language();
    let is_own = facts.site.talk_page(&place.page.title).is_ok_and(|talk| talk == place.on.title)
        || place.board.status.page.contains("{page}");
    let message = match is_own {
        true => {
            let short = Message::new("quarter").with(place.quarter.number()).text(language);
            Message::new("status-heading").with(short)
        }
        false => Message::new("status-heading-of").with(title).with(quarter(place.quarter, language)),
    };
    message.text(language)
}

fn was_saved(facts: &Facts<'_>, place: &TablePlace<'_>) -> bool {
    facts.history.has_status(&place.board.name, place.quarter, &place.on.title)
}

fn words(place: &TablePlace<'_>) -> Words {
    Words::new("table", &format!("status {} {}", place.board.name, place.quarter))
}
