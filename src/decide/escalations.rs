//! What no owner can be told, for the coordinators. It names places, and a person only as the goal page does; why somebody
//! can't be told is nobody's business. Pure.

use chrono::{Days, NaiveDate};

use super::answered::answers;
use super::cases::{Case, CaseFinding, CasePage};
use super::open::{Open, Place};
use super::reach::{answer, language, reach};
use crate::base::message::date;
use crate::base::{Message, Quarter, Reason, Refused, Title};
use crate::config::BoardRef;
use crate::read::{Cause, Facts, PageFacts, Person, Unread, Whom};
use crate::rules::Finding;
use crate::wiki::Gone;
use crate::wikitext;

/// Everything that no owner can be told today, in the order in which it is said.
pub fn open<'a>(
    facts: &'a Facts<'a>,
    cases: &'a [Case<'a>],
    unreached: &[(&'a Case<'a>, Refused)],
) -> Vec<Open<'a>> {
    let mut found = new_pages(facts);
    found.extend(missing_pages(facts));
    found.extend(moved_pages(facts));
    found.extend(pages_without_goals(facts));
    for (case, (reason, _)) in unreached {
        found.extend(of_case(facts, case, *reason));
    }
    found.extend(answers(facts, cases));
    found.retain(|open| has_begun(open, facts.today));
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found.dedup();
    found
}

/// The first day on which something is told: after the grace at the quarter's beginning. That a page was found is told at once, so
/// that its owners can be asked when the grace is over.
pub fn begins(open: &Open<'_>) -> Option<NaiveDate> {
    if open.found.is_some() {
        return Some(open.quarter.first_day());
    }
    open.quarter.first_day().checked_add_days(Days::new(open.board.notices.grace_days.into()))
}

/// Nothing is told before the grace after the quarter's beginning, nor after its end.
fn has_begun(open: &Open<'_>, today: NaiveDate) -> bool {
    begins(open).is_some_and(|first| today >= first) && today <= open.quarter.last_day()
}

/// What is to be said of a case of which no notice comes for `reason`.
fn of_case<'a>(facts: &'a Facts<'a>, case: &'a Case<'a>, reason: Reason) -> Vec<Open<'a>> {
    match (case.whom, reason) {
        (Whom::Nobody, _) => about(case, |_| Some(Message::new("digest-nobody"))),
        (Whom::Name(name), _) => {
            about(case, |_| Some(Message::new("digest-no-account").with(wikitext::plain(name))))
        }
        (Whom::Person(person), Reason::RoundLimit | Reason::OwnerLimit) => silent(facts, case, person),
        (
            _,
            Reason::UnknownAccount
            | Reason::BlockedAccount
            | Reason::NotAllowed
            | Reason::TemporaryAccount
            | Reason::BotAccount
            | Reason::OptedOut
            | Reason::BotsDenied
            | Reason::UnsupportedTalkPage
            | Reason::RedirectedElsewhere
            | Reason::ProtectedPage
            | Reason::TalkPageDeleted,
        ) => about(case, |_| Some(Message::new("digest-out-of-reach"))),
        _ => Vec::new(),
    }
}

/// One for each place of a case of which there is something to say.
fn about<'a>(case: &'a Case<'a>, say: impl Fn(&CaseFinding<'a>) -> Option<Message>) -> Vec<Open<'a>> {
    let open = |at: &CaseFinding<'a>| {
        let place = Place::new(at.page, at.finding.item)?;
        Some(Open::on_page(at.page, case.quarter, Some(place), &shown(at.finding, case), say(at)?))
    };
    case.findings.iter().filter_map(open).collect()
}

/// What the page calls those whom a case is about, in one place: with another name there it is another thing.
fn shown(finding: &Finding, case: &Case<'_>) -> String {
    match case.whom {
        Whom::Nobody => String::new(),
        Whom::Name(name) => name.to_owned(),
        Whom::Person(_) | Whom::Barred(..) => {
            finding.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Pages that nobody named but the place where they are.
fn new_pages<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let pages = facts.survey.pages.iter().filter(|page| !page.is_late).filter_map(CasePage::of);
    let open = |page: CasePage<'a>| {
        let quarter = page.facts.quarter.filter(|_| page.board.notices.enabled)?;
        let found = page.facts.found.as_ref()?;
        // Not in the same run.
        let days = Days::new(u64::from(page.board.notices.settled_days).max(1));
        let grace = Days::new(page.board.notices.grace_days.into());
        let settled = facts.today.checked_add_days(days)?;
        let first = quarter.first_day().checked_add_days(grace)?.max(settled);
        let message = Message::new("digest-found")
            .with(place(facts, &found.place))
            .with(date(first, language(Some(page.board))));
        Some(Open::of_found(page, quarter, message))
    };
    pages.filter_map(open).collect()
}

/// Where pages are found, as a link where that is a page.
fn place(facts: &Facts<'_>, text: &str) -> String {
    match facts.site.title(text) {
        Ok(title) if !text.trim().ends_with('*') => wikitext::page_link(&title),
        _ => format!("“{}”", wikitext::plain(text)),
    }
}

fn missing_pages<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let missing = facts.survey.pages.iter().filter(|page| page.read.is_none() && !page.findings.is_empty());
    let open = |page: &'a PageFacts<'a>| {
        let title = page.title.as_str();
        let message = match facts.gone.get(&page.title) {
            Some(gone) => went(&page.title, gone),
            None => Message::new("digest-missing-page").with(wikitext::page_link(&page.title)),
        };
        Some(Open::of_board(page.board?, page.quarter?, title, message))
    };
    missing.filter_map(open).collect()
}

/// Pages whose title leads elsewhere now: they are read there, or not at all.
fn moved_pages<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let redirected = facts.survey.redirected.iter();
    let read =
        redirected.map(|redirect| (Some(redirect.board), Some(redirect.quarter), redirect.title.clone()));
    let unread = facts.survey.unread.iter().filter(|unread| unread.cause == Cause::Title && !unread.named);
    let unread = unread
        .filter_map(|unread| Some((unread.board, unread.quarter, facts.site.title(&unread.title).ok()?)));
    let open = |(board, quarter, title): (Option<BoardRef<'a>>, Option<Quarter>, Title)| {
        let message = went(&title, facts.gone.get(&title)?);
        Some(Open::of_board(board?, quarter?, title.as_str(), message))
    };
    read.chain(unread).filter_map(open).collect()
}

/// Where a page went, and by whom.
fn went(title: &Title, gone: &Gone) -> Message {
    let from = wikitext::page_link(title);
    let by = gone.by.as_ref().map(|account| wikitext::plain(account.as_str()));
    let message = match &gone.to {
        Some(to) => Message::new(if by.is_some() { "digest-moved" } else { "digest-moved-unknown" })
            .with(from)
            .with(wikitext::page_link(to)),
        None => {
            Message::new(if by.is_some() { "digest-deleted" } else { "digest-deleted-unknown" }).with(from)
        }
    };
    by.into_iter().fold(message, Message::with)
}

/// Pages that exist, and no layout finds goals on them: after a new year's redesign, say.
fn pages_without_goals<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let unread =
        facts.survey.unread.iter().filter(|unread| matches!(unread.cause, Cause::Text | Cause::Blank));
    // Minutes and drafts may stand where pages are looked for, too; `doctor` names them.
    let unread = unread.filter(|unread| !unread.by_place);
    let open = |unread: &'a Unread<'a>| {
        let title = facts.site.title(&unread.title).ok()?;
        let message = Message::new("digest-no-goals").with(wikitext::page_link(&title));
        Some(Open::of_board(unread.board?, unread.quarter?, title.as_str(), message))
    };
    unread.filter_map(open).collect()
}

/// Someone who was told as often as may be, and it is still missing.
fn silent<'a>(facts: &'a Facts<'a>, case: &'a Case<'a>, person: &'a Person) -> Vec<Open<'a>> {
    let Ok(reach) = reach(facts, person) else { return Vec::new() };
    let owner = reach.owner();
    if answer(facts, &reach.ids, case.quarter).is_some() {
        return Vec::new();
    }
    let Some(last) = facts.history.last(owner, case.quarter) else { return Vec::new() };
    about(case, |at| {
        let waits = i64::from(at.page.board.notices.interval_days);
        if (facts.today - last).num_days() < waits {
            return None;
        }
        Some(match facts.history.times(owner, case.quarter, at.page.read.id) {
            0 => Message::new("digest-enough"),
            times => Message::new("digest-silent").with(times),
        })
    })
}
