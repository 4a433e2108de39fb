//! The overview of all goal pages, on one page of the wiki: made where it is missing, then once a week, and when a quarter
//! begins. Pure.

mod text;

use super::reach::user_page;
use super::region::{Past, Words, find};
use super::table;
use crate::base::{Message, Quarter, Reason, Refused};
use crate::config::BoardRef;
use crate::ledger::Key;
use crate::plan::{Before, Change, EditKind, PlannedEdit, Skip, Subject, Unchanged};
use crate::read::{Facts, OverviewPlace};
use crate::wiki::Refusal;
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
    facts.overview.as_ref().is_some_and(|place| found(facts, place).is_ok())
}

/// Decides about the overview.
pub fn overview(facts: &Facts<'_>) -> Overview {
    let Some(place) = &facts.overview else { return Overview::default() };
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
    let about_page = place.on.refusal(facts.bot, &facts.lists.names).filter(Refusal::is_about_page);
    if let Some(Refusal { reason, detail, .. }) = about_page {
        return Err((reason, detail));
    }
    let (text, last) = (place.on.text(), facts.history.last_overview(&place.on.title));
    let markers = Words::new("overview").markers(facts, text, last.is_some()).map_err(|who| {
        let detail =
            format!("the bot {who} keeps an overview there; name another page in status.overview_page");
        (Reason::AnotherBot, detail)
    })?;
    let past = Past { before: last.is_some(), last: place.last.as_deref() };
    let region = find(&markers, text, past).map_err(|why| (Reason::MarkersDamaged, why.to_owned()))?;
    let Some(region) = region else { return Ok((markers, Before::Absent)) };
    is_its_day(facts, last.map(|(day, _)| day))?;
    Ok((markers, Before::Text(text[region].to_owned())))
}

/// # Errors
/// [`Reason::NotDue`]
fn is_its_day(facts: &Facts<'_>, last: Option<chrono::NaiveDate>) -> Result<(), Refused> {
    let Some(last) = last.filter(|last| *last <= facts.today) else { return Ok(()) };
    let Some(first) = facts.settings.boards().next() else { return Ok(()) };
    let weekday = first.notices.digest_weekday;
    let begins = sections(facts).into_iter().map(|section| section.quarter.first_day()).max();
    let begins = begins.filter(|begins| *begins <= facts.today);
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
    let mut pages = facts.survey.pages.iter().filter(|page| !page.is_late);
    let is_nothing_read = !facts.survey.unread.is_empty() && pages.all(|page| page.read.is_none());
    let Some(first) = sections.first() else { return Ok(None) };
    if is_nothing_read && before != Before::Absent {
        let detail = "no goal page could be read: the overview stays as it is";
        return Err((Reason::SuspiciousShrink, detail.to_owned()));
    }
    let language = first.boards.first().map_or("en", |board| board.settings().status_language());
    let table = text::text(facts, &sections, language);
    if let Before::Text(old) = &before
        && table::standing(old, &table, &[]) == table::Standing::Same
    {
        return Ok(None);
    }
    let key = Key::Overview { quarter: first.quarter, day: facts.today };
    let say = |message: Message| message.text(language);
    let sentence = say(Message::new("overview-edit-summary").with(user_page(facts)));
    let heading = Some(say(Message::new("overview-heading")));
    let body = table.sealed(&[], facts.today);
    let change = Change::ReplaceRegion { markers, heading, body, before };
    let (page, base) = (place.on.title.clone(), place.on.revision());
    Ok(Some(PlannedEdit::new(subject.clone(), page, key, sentence, change, base)))
}

/// The boards whose pages are for the same three months.
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
        let read = of_board.filter_map(|page| page.quarter).next();
        let unread = facts.survey.unread.iter().filter(|unread| unread.board == Some(board));
        let quarter = read.or_else(|| unread.filter_map(|unread| unread.quarter).next());
        let Some(quarter) = quarter else { continue };
        match sections.iter_mut().find(|section| section.quarter.is_same_time(quarter)) {
            Some(section) => section.boards.push(board),
            None => sections.push(Section { quarter, boards: vec![board] }),
        }
    }
    sections
}
