//! The coordinator's digest: on its day of the week, at most one a week, and each thing once a quarter. Pure.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::coordinators::to_coordinator;
use super::escalations::begins;
use super::open::{Open, lines};
use super::reach::{language, may_be_deleted, reach, user_page};
use crate::base::message::{Message, date};
use crate::base::{Account, PageId, Quarter, Reason, Refused, refuse};
use crate::ledger::{DigestKey, Key};
use crate::plan::{Change, EditKind, PlannedEdit, Recipient, Skip, Subject};
use crate::read::{Facts, Person};
use crate::wikitext;

/// Days between two digests to one coordinator.
const INTERVAL_DAYS: i64 = 7;

/// The day in the example of an answer is so many days away.
const SNOOZE_DAYS: u64 = 28;

/// What was decided about digests.
#[derive(Debug, Default)]
pub struct Digests {
    /// To be posted now.
    pub planned: Vec<PlannedEdit>,
    /// Not now, or not at all, and why.
    pub skipped: Vec<Skip>,
}

impl Digests {
    /// Whether something stays untold: its board has no coordinator, or the coordinator can't be told.
    pub fn leaves(&self, open: &Open<'_>) -> bool {
        let Some(account) = open.board.coordinator() else { return true };
        let recipient = Some(Recipient::Account(account));
        self.skipped.iter().any(|skip| skip.subject.recipient == recipient && skip.reason != Reason::NotDue)
    }
}

/// The digests of what is `open`. `planned` are the edits of this run so far.
pub fn digests(facts: &Facts<'_>, open: &[Open<'_>], planned: &[PlannedEdit]) -> Digests {
    let mut digests = Digests::default();
    let mut coordinators: Vec<(Account, Quarter)> = Vec::new();
    for one in open {
        let Some(account) = one.board.coordinator() else { continue };
        let is_listed =
            |(other, quarter): &(Account, Quarter)| *other == account && quarter.is_same_time(one.quarter);
        if !coordinators.iter().any(is_listed) {
            coordinators.push((account, one.quarter));
        }
    }
    for (account, quarter) in coordinators {
        let is_theirs = |one: &&Open<'_>| {
            one.quarter.is_same_time(quarter) && one.board.coordinator().as_ref() == Some(&account)
        };
        let theirs: Vec<&Open<'_>> = open.iter().filter(is_theirs).collect();
        let to = (EditKind::Digest, account);
        let digest = to_coordinator(facts, to, planned, &mut digests.skipped, |person| {
            digest(facts, person, quarter, &theirs)
        });
        digests.planned.extend(digest);
    }
    digests
}

fn digest(
    facts: &Facts<'_>,
    person: &Person,
    quarter: Quarter,
    open: &[&Open<'_>],
) -> Result<Option<PlannedEdit>, Refused> {
    let reach = reach(facts, person)?;
    let is_new = |one: &&Open<'_>| !one.was_told(&facts.history, person.id);
    let mut listed = BTreeSet::new();
    let new: Vec<&Open<'_>> =
        open.iter().copied().filter(is_new).filter(|one| listed.insert(one.number)).collect();
    if new.is_empty() {
        return Ok(None);
    }
    if may_be_deleted(facts, reach.owner()) {
        let detail = "the talk page was deleted lately, or an editor of it hidden, and an earlier digest may have gone with it";
        return refuse(Reason::TalkPageDeleted, detail);
    }
    let last = facts.history.last_digest(reach.owner());
    let new = on_their_day(new, last, facts.today)?;
    let Some(first) = new.first() else { return Ok(None) };
    let (items, found, told) = what_fits(&new);
    let key = Key::Digest(DigestKey { recipient: person.id, quarter, day: facts.today, items, found });
    let language = language(Some(first.board));
    let say = |message: Message| message.text(language);
    let short = say(Message::new("quarter").with(quarter.number()));
    let heading = say(Message::new("digest-heading").with(&short).with(date(facts.today, language)));
    let body = body(facts, &told, new.len() - told.len(), &short, language);
    let sentence = say(Message::new("digest-summary").with(user_page(facts)));
    let (page, account) = (reach.page.title.clone(), person.account.clone());
    let subject = Subject::person(EditKind::Digest, account, page.clone());
    let change = Change::AddSection { heading, body };
    Ok(Some(PlannedEdit {
        read: facts.lists_read(),
        ..PlannedEdit::new(subject, page, key, sentence, change, reach.page.revision())
    }))
}

/// Of all that is told today what one key has room for: its items, the pages found, and both in their order.
fn what_fits<'o, 'a>(new: &[&'o Open<'a>]) -> (Vec<u32>, Vec<PageId>, Vec<&'o Open<'a>>) {
    let page = |open: &&Open<'_>| open.found.as_ref().map(|(id, _)| *id);
    let pages: BTreeSet<PageId> = new.iter().filter_map(page).collect();
    let pages: Vec<PageId> = pages.into_iter().collect();
    let others = new.len() - pages.len();
    let (most_items, most_pages) = DigestKey::room(others, &pages);
    let pages = &pages[..most_pages];
    let mut items = Vec::new();
    let is_told = |open: &&&Open<'_>| match page(open) {
        Some(id) => pages.contains(&id),
        None => {
            let has_room = items.len() < most_items;
            items.extend(has_room.then_some(open.number));
            has_room
        }
    };
    let told = new.iter().filter(is_told).copied().collect();
    (items, pages.to_vec(), told)
}

/// Of all that is new what comes today: the things of boards whose day of the week it is. A day on which no digest was
/// posted is made up for by the next run, and the digest after that comes on its day again.
fn on_their_day<'o, 'a>(
    new: Vec<&'o Open<'a>>,
    last: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<&'o Open<'a>>, Refused> {
    // By subtraction, so that a clock set back doesn't make a digest due.
    let days_after_last = |open: &Open<'_>| {
        let day = open.board.notices.digest_weekday.last(today);
        let is_open = begins(open).is_some_and(|begins| day >= begins);
        is_open.then(|| last.map_or(INTERVAL_DAYS, |last| (day - last).num_days()))
    };
    if !new.iter().any(|open| days_after_last(open).is_some_and(|days| days >= INTERVAL_DAYS)) {
        let last = last.map_or_else(String::new, |last| format!("; the last was posted on {last}"));
        let weekday = new.first().map(|open| open.board.notices.digest_weekday.name()).unwrap_or_default();
        return refuse(Reason::NotDue, format!("the digest comes on a {weekday}, at most once a week{last}"));
    }
    // With it comes what had its day since the last one.
    Ok(new.into_iter().filter(|open| days_after_last(open).is_some_and(|days| days > 0)).collect())
}

/// The digest's words: `told`, page by page, and how many `more` there are.
fn body(facts: &Facts<'_>, told: &[&Open<'_>], more: usize, quarter: &str, language: &str) -> String {
    let say = |message: Message| message.text(language);
    let mut text = say(Message::new("digest-intro").with(quarter)) + "\n";
    let mut on = None;
    for line in lines(told.iter().copied()) {
        let page = line.first().and_then(|open| open.page.as_ref());
        if let Some(page) = page.filter(|page| on != Some(*page)) {
            let link = wikitext::page_link(page);
            let _ = writeln!(text, "\n{}", say(Message::new("notice-page").with(link)));
        }
        on = page;
        let _ = writeln!(text, "* {}", line.text(language));
    }
    if more > 0 {
        let _ = writeln!(text, "* {}", say(Message::new("digest-more").with(more)));
    }
    let until = facts.today.checked_add_days(Days::new(SNOOZE_DAYS)).unwrap_or(facts.today);
    let _ = writeln!(text, "\n{}", say(Message::new("digest-orders").with(until)));
    let stop = Message::new("digest-stop").with(facts.bot).with(user_page(facts));
    let _ = write!(text, "\n{} ~~~~", say(stop));
    text
}
