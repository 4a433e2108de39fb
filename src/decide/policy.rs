//! Whether a case becomes a notice now: account, talk page, exclusions, answers, calendar and history.

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveDate};

use super::cases::{Case, CasePage};
use super::notice::{self, NoticeContent, ToldPage};
use super::orders;
use super::reach::{Reach, answer, language, language_of, may_be_deleted, reach};
use super::settled::{is_settled, not_yet, settled};
use super::turns::{self, Ready, Turns};
use super::{gates, go};
use crate::base::{PageId, Reason, Refused, Title, refuse};
use crate::ledger::answers::{Decision, Said};
use crate::ledger::{self, MOST_PAGES, NoticeKey, Owner};
use crate::plan::{EditKind, Held, PageRound, PlannedEdit, Recipient, Skip, Subject};
use crate::read::{Facts, Person, Whom};
use crate::rules::{Finding, Topic};

/// What was decided about the cases.
#[derive(Debug, Default)]
pub struct Decided<'a> {
    /// The notices, in the order they are posted.
    pub planned: Vec<PlannedEdit>,
    /// Whom nothing is posted to, and why.
    pub skipped: Vec<Skip>,
    /// The notices that the run's limit leaves out.
    pub waiting: Vec<PlannedEdit>,
    /// The notices that wait for nothing but their time, as they would read today.
    pub held: Vec<Held>,
    /// The same for the coordinators: each case that no notice comes of now.
    pub unreached: Vec<(&'a Case<'a>, Refused)>,
}

/// Whether the calendar counts: what stands in its way only today (grace, quiet time, pause, the coordinator's go).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    /// As it is today.
    Now,
    /// As if its time had come: for rehearsals.
    Come,
}

const NO_ACCOUNT: &str =
    "named as plain text; link the name on the goal page, or add it to the [owners] table or the owners page";

/// Turns each case into a planned notice, or into a skip with the first reason that holds.
pub fn decide<'a>(
    facts: &'a Facts<'a>,
    cases: &'a [Case<'a>],
    notices_left: usize,
    paused_since: Option<NaiveDate>,
) -> Decided<'a> {
    let mut decided = Decided::default();
    let mut ready: Vec<Ready> = Vec::new();
    for case in cases {
        let answer = match case.whom {
            Whom::Person(person) => decide_one(facts, case, person, Time::Now),
            Whom::Barred(_, why) => Err(why.clone()),
            Whom::Name(_) => refuse(Reason::NoAccount, NO_ACCOUNT),
            Whom::Nobody => refuse(Reason::NoAccount, "nobody is named who could be asked"),
        };
        let refused = match answer {
            // Two names that lead to one talk page are one person.
            Ok(new) if ready.iter().any(|known| known.edit.page == new.edit.page) => {
                let detail = "told in this run already, under another name or of another quarter";
                (Reason::NotDue, detail.to_owned())
            }
            Ok(new) => {
                ready.push(new);
                continue;
            }
            Err(refused) => refused,
        };
        decided.held.extend(held(facts, case, &refused));
        if let Some(subject) = untold(facts, case) {
            // A name that stands on several boards' pages is no more than one name.
            let is_said =
                |skip: &Skip| skip.subject.recipient == subject.recipient && skip.reason == refused.0;
            if refused.0 != Reason::NoAccount || !decided.skipped.iter().any(is_said) {
                let (reason, detail) = refused.clone();
                decided.skipped.push(Skip { subject, reason, detail });
            }
        }
        decided.unreached.push((case, refused));
    }
    let Turns { planned, waiting, held, detail } = turns::of(facts, ready, notices_left, paused_since);
    // Of what is not made the board is not said.
    let skip = |late: &PlannedEdit| Skip {
        subject: Subject { board: None, ..late.subject.clone() },
        reason: Reason::RunLimit,
        detail: detail.clone(),
    };
    decided.skipped.extend(waiting.iter().chain(&held).map(skip));
    let held = held.into_iter().map(|edit| Held { edit, reason: Reason::RunLimit, detail: detail.clone() });
    decided.held.extend(held);
    (decided.planned, decided.waiting) = (planned, waiting);
    let mut told: BTreeSet<Title> = decided.planned.iter().map(|edit| edit.page.clone()).collect();
    decided.held.retain(|held| told.insert(held.edit.page.clone()));
    decided
}

/// The notice that a case would come to if its time had come; `None` if more than time is in its way.
fn held(facts: &Facts<'_>, case: &Case<'_>, refused: &Refused) -> Option<Held> {
    let waits =
        [Reason::NeedsGo, Reason::BeforeGrace, Reason::QuietPeriod, Reason::NotDue].contains(&refused.0);
    let Whom::Person(person) = case.whom else { return None };
    let ready = waits.then(|| decide_one(facts, case, person, Time::Come))?.ok()?;
    Some(Held { edit: ready.edit, reason: refused.0, detail: refused.1.clone() })
}

/// The notice that does not come of a case; `None` where nobody would get it.
fn untold(facts: &Facts<'_>, case: &Case<'_>) -> Option<Subject> {
    let (recipient, target) = match case.whom {
        Whom::Person(person) => (Recipient::Account(person.account.clone()), Some(person.door.title.clone())),
        Whom::Barred(account, _) => {
            (Recipient::Account(account.clone()), facts.site.user_talk_page(account).ok())
        }
        Whom::Name(name) => (Recipient::Name(name.to_owned()), None),
        Whom::Nobody => return None,
    };
    Some(Subject { kind: EditKind::Notice, board: None, target, recipient: Some(recipient) })
}

/// The pages of which somebody would be told something now, however short it has stood there.
pub fn due(facts: &Facts<'_>, cases: &[Case<'_>]) -> BTreeSet<PageId> {
    let mut due = BTreeSet::new();
    for case in cases {
        let Whom::Person(person) = case.whom else { continue };
        let Ok(reach) = may_be_told(facts, case, person) else { continue };
        let is_due = |page: &CasePage<'_>| {
            page_round(facts, case, reach.owner(), *page, &case.on(*page).collect::<Vec<_>>(), Time::Now)
                .is_ok()
        };
        due.extend(case.pages().into_iter().filter(is_due).map(|page| page.read.id));
    }
    due
}

/// Where somebody can be told something about a quarter, whatever it is.
fn may_be_told<'a>(facts: &'a Facts<'a>, case: &Case<'_>, person: &'a Person) -> Result<Reach<'a>, Refused> {
    let reach = reach(facts, person)?;
    if may_be_deleted(facts, reach.owner()) {
        let detail = "the talk page was deleted lately, or an editor of it hidden, and an earlier notice may have gone with it";
        return refuse(Reason::TalkPageDeleted, detail);
    }
    match answer(facts, &reach.ids, case.quarter).map(|answer| answer.said) {
        None => {}
        Some(Said::SnoozeUntil(day)) if facts.today >= day => {}
        Some(Said::SnoozeUntil(day)) => {
            return refuse(Reason::Snoozed, format!("asked for nothing until {day}"));
        }
        Some(_) => return refuse(Reason::Answered, "answered an earlier notice"),
    }
    Ok(reach)
}

fn decide_one(facts: &Facts<'_>, case: &Case<'_>, person: &Person, time: Time) -> Result<Ready, Refused> {
    let reach = may_be_told(facts, case, person)?;
    let owner = reach.owner();
    let mut pages: Vec<ToldPage<'_>> = Vec::new();
    let mut since: Vec<NaiveDate> = Vec::new();
    let mut refusals: Vec<Refused> = Vec::new();
    for page in case.pages() {
        let said = orders::refusal(facts, page.board, case.quarter, &person.account);
        match said.map_or_else(|| settled_round(facts, case, owner, page, time), Err) {
            Ok((round, due)) if pages.len() < MOST_PAGES => {
                pages.push(ToldPage { page, round });
                since.push(due);
            }
            Ok(_) => refusals.push((Reason::RunLimit, "on more pages than one notice takes".to_owned())),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let (Some(due), Some(first)) = (since.into_iter().min(), pages.first()) else {
        refusals.sort_by_key(|(reason, _)| *reason);
        return Err(refusals
            .into_iter()
            .next()
            .unwrap_or((Reason::WikiError, "no page was read".to_owned())));
    };
    let board = first.round.board.clone();
    let edit = notice(facts, case, person, &reach, pages, time);
    Ok(Ready { edit, due, board })
}

/// What a notice would say about this page of what has stood there long enough.
fn settled_round<'a>(
    facts: &Facts<'_>,
    case: &Case<'a>,
    owner: Owner<'_>,
    page: CasePage<'a>,
    time: Time,
) -> Result<(PageRound, NaiveDate), Refused> {
    // Only of a page that is due it is known what stood there before.
    let round = page_round(facts, case, owner, page, &case.on(page).collect::<Vec<_>>(), time)?;
    if time == Time::Come {
        return Ok(round);
    }
    let settled = settled(facts, case, page)?;
    page_round(facts, case, owner, page, &settled, time).or_else(|_| not_yet(page))
}

/// What a notice would say of these findings about a page, if its time has come, and since when it has.
fn page_round(
    facts: &Facts<'_>,
    case: &Case<'_>,
    owner: Owner<'_>,
    page: CasePage<'_>,
    findings: &[&Finding],
    time: Time,
) -> Result<(PageRound, NaiveDate), Refused> {
    let (board, read) = (page.board, page.read);
    let rules = &board.notices;
    let (today, quarter) = (facts.today, case.quarter);
    let first = quarter.first_day();
    let begin = first.checked_add_days(Days::new(rules.grace_days.into())).unwrap_or(first);
    facts.who_asks(board)?;
    if time == Time::Now || go::decision(facts, board, quarter) == Some(Decision::NotThisQuarter) {
        go::may_go_out(facts, board, quarter)?;
    }
    let about =
        |wanted: fn(Topic) -> bool| findings.iter().any(|finding| finding.rule.topic().is_some_and(wanted));
    let asks_for_statuses = about(|topic| topic == Topic::Statuses);
    let is_over = today > quarter.last_day();
    if is_over && !asks_for_statuses {
        return refuse(Reason::AfterQuarter, format!("the quarter ended on {}", quarter.last_day()));
    }
    if today < begin && time == Time::Now {
        return refuse(Reason::BeforeGrace, format!("not before {begin} (grace_days)"));
    }
    let quiet = Duration::hours(rules.quiet_hours.into());
    let clock = facts.site.clock();
    // A page edited since the session began is younger than any quiet time but none.
    if time == Time::Now
        && !quiet.is_zero()
        && facts.edited(read).is_some_and(|edited| clock - edited < quiet)
    {
        let detail =
            format!("the goal page was edited less than {} hours ago (quiet_hours)", rules.quiet_hours);
        return refuse(Reason::QuietPeriod, detail);
    }
    if time == Time::Now {
        gates::is_known(facts, page, quarter)?;
    }
    let rounds = facts.history.rounds(owner, quarter, read.id);
    let again = !is_over && about(|topic| topic != Topic::Statuses) && rounds < rules.rounds;
    let asked = facts.history.asked_for_statuses(owner, quarter, read.id);
    let closing = asks_for_statuses && !asked;
    if !again && !closing {
        let statuses = if asked { ", and asked for statuses once" } else { "" };
        let detail = format!("told {rounds} times of what is missing on this page this quarter{statuses}");
        return refuse(Reason::RoundLimit, detail);
    }
    let notices = facts.history.notices(owner, quarter);
    if notices >= facts.settings.limits.notices_per_owner as usize {
        return refuse(Reason::OwnerLimit, format!("told {notices} times this quarter"));
    }
    if time == Time::Now {
        gates::is_no_pause(&board, today)?;
    }
    let interval = rules.interval_days;
    let mut due = if again { begin } else { board.closing(quarter).map_or(begin, |(first, _)| first) };
    if let Some(last) = facts.history.last(owner, quarter) {
        // By subtraction, so that a clock set back doesn't make a notice due.
        if (today - last).num_days() < i64::from(interval) {
            let detail = format!("told on {last}; again after {interval} days at the earliest");
            return refuse(Reason::NotDue, detail);
        }
        due = due.max(last.checked_add_days(Days::new(interval.into())).unwrap_or(last));
    }
    let (board, title) = (board.name.clone(), page.facts.title.clone());
    let round = again.then_some(rounds + 1);
    Ok((PageRound { board, title, page_id: read.id, round, closing }, due))
}

fn notice(
    facts: &Facts<'_>,
    case: &Case<'_>,
    person: &Person,
    reach: &Reach<'_>,
    pages: Vec<ToldPage<'_>>,
    time: Time,
) -> PlannedEdit {
    let is_told = |finding: &Finding, on: &ToldPage<'_>| match finding.rule.topic() {
        Some(Topic::Statuses) => on.round.closing,
        Some(Topic::Goals | Topic::Manager) => on.round.round.is_some(),
        None => false,
    };
    let findings = case
        .findings
        .iter()
        .filter(|at| pages.iter().any(|on| on.page == at.page && is_told(at.finding, on)))
        .filter(|at| time == Time::Come || is_settled(facts, case.whom, at));
    let findings = findings.copied().collect();
    let reply_to = earlier(facts, case, person, reach).filter(|to| is_understood(facts, to, &pages));
    let notices = facts.history.notices(reach.owner(), case.quarter) + 1;
    let told = NoticeContent {
        more_allowed: (facts.settings.limits.notices_per_owner as usize).saturating_sub(notices),
        person,
        quarter: case.quarter,
        talk_page: reach.page,
        pages,
        findings,
        // Where it stands twice, nobody can say which is meant.
        reply_to: reply_to.filter(|to| ledger::with_reply(reach.page.text(), to, "").is_some()),
    };
    notice::notice(facts, &told)
}

/// The last notice about the same quarter that stands on the page: the next is a reply to it.
fn earlier(facts: &Facts<'_>, case: &Case<'_>, person: &Person, reach: &Reach<'_>) -> Option<NoticeKey> {
    let here = ledger::notices_in(reach.page.text()).into_iter().map(|notice| notice.key);
    here.filter(|key| key.recipient == person.id && key.quarter.is_same_time(case.quarter))
        // Anyone can write a key: only what the bot posted counts.
        .rfind(|key| facts.history.has(key))
}

/// Whether a reply under an earlier notice would be understood: it is about the same pages, in the same language.
fn is_understood(facts: &Facts<'_>, earlier: &NoticeKey, pages: &[ToldPage<'_>]) -> bool {
    let is_same = |on: &ToldPage<'_>| earlier.pages.iter().any(|told| told.id == on.round.page_id);
    let first = pages.first().map(|on| on.page.board);
    pages.iter().all(is_same) && language(first) == language_of(facts, earlier)
}
