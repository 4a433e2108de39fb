//! The overview of all goal pages, on one page of the wiki: made where it is missing, then once a week, and when a quarter
//! begins. Pure.

mod text;
mod weeks;

use super::reach::user_page;
use super::region::{Past, Words, find, may_write, replaced};
use super::table;
use crate::base::{Message, Quarter, Reason, Refused, refuse};
use crate::config::BoardRef;
use crate::ledger::Key;
use crate::plan::{Before, Change, EditKind, PlannedEdit, Skip, Subject, Unchanged};
use crate::read::{Cause, Facts, OverviewPlace};
use crate::wikitext::Markers;

/// What is to be done about the overview.
#[derive(Debug, Default)]
pub struct Overview {
    /// To be saved now.
    pub edit: Option<PlannedEdit>,
    /// Not now, or not at all, and why.
    pub skipped: Option<Skip>,
    /// As it should be.
    pub unchanged: Option<Unchanged>,
}

/// Whether the overview is to be saved today: what became of the last quarter must then be asked before [`overview`].
pub fn is_due(facts: &Facts<'_>) -> bool {
    facts.overview.as_ref().is_some_and(|place| !facts.is_partial && found(facts, place).is_ok())
}

/// Decides about the overview.
pub fn overview(facts: &Facts<'_>) -> Overview {
    let Some(place) = facts.overview.as_ref().filter(|_| !facts.is_partial) else {
        return Overview::default();
    };
    let subject = Subject::page(EditKind::Overview, place.on.title.clone());
    let planned =
        found(facts, place).and_then(|(markers, before)| planned(facts, place, &subject, markers, before));
    match planned {
        Ok(Some(edit)) => Overview { edit: Some(edit), ..Overview::default() },
        Ok(None) => Overview { unchanged: Some(Unchanged { subject }), ..Overview::default() },
        Err((reason, detail)) => {
            Overview { skipped: Some(Skip { subject, reason, detail }), ..Overview::default() }
        }
    }
}

/// Where the overview stands or goes to, if it is its day.
///
/// # Errors
/// Why it isn't saved now.
fn found(facts: &Facts<'_>, place: &OverviewPlace) -> Result<(Markers, Before), Refused> {
    may_write(facts, &place.on)?;
    let (text, last) = (place.on.text(), facts.history.last_overview(&place.on.title));
    let words = Words::new("overview", "overview");
    let before = last.is_some() || place.was_there;
    let markers = words.markers(facts, text, before).map_err(|who| {
        let detail =
            format!("the bot {who} keeps an overview there; name another page in status.overview_page");
        (Reason::AnotherBot, detail)
    })?;
    let past = Past { before, last: place.last.as_deref() };
    let Some(region) = find(&words, &markers, text, past)? else {
        if let Some(gone) = facts.gone.get(&place.on.title) {
            let how = gone.to.as_ref().map_or_else(|| "deleted".to_owned(), |to| format!("moved to “{to}”"));
            let detail =
                format!("“{}” was {how}; the overview stays away unless the page is back", place.on.title);
            return refuse(Reason::MarkersDamaged, detail);
        }
        return Ok((markers, Before::Absent));
    };
    is_its_day(facts, last.map(|(day, _)| day))?;
    is_readable(facts)?;
    Ok((markers, Before::Text(text[region].to_owned())))
}

/// Whether enough of the pages could be read for an overview that stands there to be replaced.
///
/// # Errors
/// Why not.
fn is_readable(facts: &Facts<'_>) -> Result<(), Refused> {
    let failed = facts.survey.unread.iter().find(|unread| unread.cause == Cause::Wiki);
    if let Some(failed) = failed {
        let detail = format!("“{}” could not be fetched: the next run tries again", failed.title);
        return refuse(Reason::NotDue, detail);
    }
    let is_there = facts.survey.unread.iter().any(|unread| unread.cause == Cause::Text)
        || facts.survey.pages.iter().any(|page| page.read.is_some() && !page.is_late);
    match facts.survey.counted().next() {
        None if is_there => {
            refuse(Reason::SuspiciousShrink, "no goal page is understood: the overview stays as it is")
        }
        _ => Ok(()),
    }
}

/// # Errors
/// [`Reason::NotDue`]
fn is_its_day(facts: &Facts<'_>, last: Option<chrono::NaiveDate>) -> Result<(), Refused> {
    let Some(last) = last.filter(|last| *last <= facts.today) else { return Ok(()) };
    let Some(first) = facts.settings.boards().next() else { return Ok(()) };
    let weekday = first.notices.digest_weekday;
    let begun = sections(facts).into_iter().map(|section| section.quarter.first_day());
    let begins = begun.filter(|begins| *begins <= facts.today).max();
    if weekday.last(facts.today) > last || begins.is_some_and(|begins| begins > last) {
        return Ok(());
    }
    let detail =
        format!("it comes on a {}, and when a quarter begins; the last was saved on {last}", weekday.name());
    Err((Reason::NotDue, detail))
}

fn planned(
    facts: &Facts<'_>,
    place: &OverviewPlace,
    subject: &Subject,
    markers: Markers,
    before: Before,
) -> Result<Option<PlannedEdit>, Refused> {
    let sections = sections(facts);
    let Some(first) = sections.first() else { return Ok(None) };
    let language = first.boards.first().map_or("en", |board| board.settings().status_language());
    let table = text::text(facts, &sections, language);
    let mut note = String::new();
    if let Before::Text(old) = &before {
        match table::standing(old, &table, &[]) {
            table::Standing::Same => return Ok(None),
            table::Standing::Touched => note = replaced(facts, "overview", &place.on),
            table::Standing::News(_) | table::Standing::Older(_) => {}
        }
    }
    let key = Key::Overview { quarter: first.quarter, day: facts.today };
    let say = |message: Message| message.text(language);
    let sentence = say(Message::new("overview-edit-summary").with(user_page(facts)));
    let heading = Some(say(Message::new("overview-heading")));
    let body = table.sealed(&[], facts.today);
    let change = Change::ReplaceRegion { markers, heading, body, before };
    let (page, base) = (place.on.title.clone(), place.on.revision());
    Ok(Some(PlannedEdit { note, ..PlannedEdit::new(subject.clone(), page, key, sentence, change, base) }))
}

/// The boards whose pages are for the same three months. Pages for another quarter, or for none, are in no overview.
pub struct Section<'a> {
    /// The quarter.
    pub quarter: Quarter,
    /// The boards, in the order of the settings.
    pub boards: Vec<BoardRef<'a>>,
}

/// The quarters of the boards, in the order of the settings.
pub fn sections<'a>(facts: &'a Facts<'a>) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for board in facts.settings.boards() {
        let of_board = facts.survey.pages.iter().filter(|page| page.board == Some(board) && !page.is_late);
        let unread = facts.survey.unread.iter().filter(|unread| unread.board == Some(board));
        let quarters =
            of_board.filter_map(|page| page.quarter).chain(unread.filter_map(|unread| unread.quarter));
        let is_now = |quarter: &Quarter| (quarter.first_day()..=quarter.last_day()).contains(&facts.today);
        let Some(quarter) = quarters.into_iter().find(is_now) else { continue };
        match sections.iter_mut().find(|section| section.quarter.is_same_time(quarter)) {
            Some(section) => section.boards.push(board),
            None => sections.push(Section { quarter, boards: vec![board] }),
        }
    }
    sections
}
