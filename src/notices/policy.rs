//! Whether a case becomes a notice now: account, talk page, exclusions, answers, calendar and history.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate};

use super::answers::Said;
use super::cases::{Case, Who, closing_begins};
use super::known::{Known, Refused, refuse};
use super::message::{self, Notice};
use crate::checks::Topic;
use crate::ledger::{MOST_PAGES, Owner};
use crate::plan::{self, Kind, PageRound, PlannedEdit, Reason, Skip};
use crate::wiki::TalkPage;

/// What was decided about the cases.
#[derive(Debug, Default)]
pub struct Decided {
    /// The notices, in the order they are posted.
    pub planned: Vec<PlannedEdit>,
    /// Whom nothing is posted to, and why.
    pub skipped: Vec<Skip>,
    /// The same for the coordinators: each case, by its index, that no notice comes of now.
    pub unreached: Vec<(usize, Refused)>,
}

/// A notice that could go out now.
struct Ready {
    edit: PlannedEdit,
    /// Since when it is due.
    due: NaiveDate,
    /// The board of its first page.
    board: String,
}

/// Turns each case into a planned notice, or into a skip with the first reason that holds.
pub fn decide(known: &Known<'_>, cases: &[Case]) -> Decided {
    let mut decided = Decided::default();
    let mut ready: Vec<Ready> = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let (recipient, target, answer) = match &case.who {
            Who::Account(account) => {
                let target = known.site.user_talk_page(account.as_str()).ok();
                (Some(account.as_str().to_owned()), target, decide_one(known, case))
            }
            Who::Name(name) => (Some(name.clone()), None, refuse(Reason::NoAccount, NO_ACCOUNT)),
            Who::Nobody => (None, None, refuse(Reason::NoAccount, "nobody is named who could be asked")),
        };
        let refused = match answer {
            // Two names that lead to one talk page are one person.
            Ok(new) if ready.iter().any(|known| known.edit.target == new.edit.target) => {
                (Reason::NotDue, "told in this run already, under another name".to_owned())
            }
            Ok(new) => {
                ready.push(new);
                continue;
            }
            Err(refused) => refused,
        };
        let said = |skip: &Skip| skip.recipient == recipient && skip.reason == refused.0;
        if recipient.is_some() && !(refused.0 == Reason::NoAccount && decided.skipped.iter().any(said)) {
            let (reason, detail) = refused.clone();
            decided.skipped.push(Skip { kind: Kind::Notice, board: None, recipient, target, reason, detail });
        }
        decided.unreached.push((index, refused));
    }
    let mut fair = fairly(ready);
    for late in fair.split_off(fair.len().min(known.notices_left)) {
        let limit = known.settings.limits.notices_per_run;
        decided.skipped.push(Skip {
            kind: Kind::Notice,
            board: None,
            recipient: late.recipient.map(|account| account.as_str().to_owned()),
            target: Some(late.target),
            reason: Reason::RunLimit,
            detail: format!("{limit} notices are enough for one run"),
        });
    }
    decided.planned = fair;
    decided
}

const NO_ACCOUNT: &str =
    "named as plain text; link the name on the goal page, or add it to the [owners] table or the owners page";

/// The oldest need first, but the boards in turn, so that a large one doesn't keep the others waiting.
fn fairly(mut ready: Vec<Ready>) -> Vec<PlannedEdit> {
    ready.sort_by(|a, b| (a.due, &a.edit.recipient).cmp(&(b.due, &b.edit.recipient)));
    let mut served: BTreeMap<String, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, Ready)> = Vec::new();
    for one in ready {
        let turn = served.entry(one.board.clone()).or_default();
        turns.push((*turn, one));
        *turn += 1;
    }
    // Stable: within a turn the oldest need stays first.
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, one)| one.edit).collect()
}

fn decide_one(known: &Known<'_>, case: &Case) -> Result<Ready, Refused> {
    let Who::Account(account) = &case.who else { return refuse(Reason::NoAccount, NO_ACCOUNT) };
    let id = known.recipient(account)?;
    let reach = known.reach(account, id)?;
    let owner = reach.owner();
    if known.may_be_deleted(owner) {
        let detail = "the talk page was deleted lately, or an editor of it hidden, and an earlier notice may have gone with it";
        return refuse(Reason::TalkPageDeleted, detail);
    }
    match known.answer(&reach.ids, case.quarter).map(|answer| answer.said) {
        None => {}
        Some(Said::SnoozeUntil(day)) if known.today >= day => {}
        Some(Said::SnoozeUntil(day)) => {
            return refuse(Reason::Snoozed, format!("asked for nothing until {day}"));
        }
        Some(_) => return refuse(Reason::Answered, "answered an earlier notice"),
    }
    let mut pages: Vec<(usize, PageRound)> = Vec::new();
    let mut since: Vec<NaiveDate> = Vec::new();
    let mut refusals: Vec<Refused> = Vec::new();
    for (at, _) in &case.findings {
        if pages.iter().any(|(known, _)| known == at) {
            continue;
        }
        match page_round(known, case, owner, *at) {
            Ok((page, due)) if pages.len() < MOST_PAGES => {
                pages.push((*at, page));
                since.push(due);
            }
            Ok(_) => refusals.push((Reason::RunLimit, "on more pages than one notice takes".to_owned())),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let Some(due) = since.into_iter().min() else {
        refusals.sort_by_key(|(reason, _)| *reason);
        return Err(refusals.swap_remove(0));
    };
    let board = pages.first().map(|(_, page)| page.board.clone()).unwrap_or_default();
    Ok(Ready { edit: notice(known, case, id, reach.page, pages), due, board })
}

/// What a notice would say about this page, if its time has come, and since when it has.
fn page_round(
    known: &Known<'_>,
    case: &Case,
    owner: Owner<'_>,
    at: usize,
) -> Result<(PageRound, NaiveDate), Refused> {
    let Some((report, board, read)) = known.at_board(at) else {
        return refuse(Reason::WikiError, "the page was not read");
    };
    let rules = &board.notices;
    let (today, quarter) = (known.today, case.quarter);
    let first = quarter.first_day();
    let begin = first.checked_add_days(Days::new(rules.grace_days.into())).unwrap_or(first);
    if today > quarter.last_day() {
        return refuse(Reason::AfterQuarter, format!("the quarter ended on {}", quarter.last_day()));
    }
    if today < begin {
        return refuse(Reason::BeforeGrace, format!("not before {begin}"));
    }
    let quiet = Duration::hours(rules.quiet_hours.into());
    let clock = known.site.clock();
    // A page edited since the session began is younger than any quiet time but none.
    if !quiet.is_zero() && known.edited(read).is_some_and(|edited| clock - edited < quiet) {
        let detail = format!("the goal page was edited less than {} hours ago", rules.quiet_hours);
        return refuse(Reason::QuietPeriod, detail);
    }
    let about = |wanted: &dyn Fn(Topic) -> bool| {
        let here = case.findings.iter().filter(|(page, _)| *page == at);
        let mut topics = here.filter_map(|(_, number)| report.findings.get(*number)?.rule.topic());
        topics.any(wanted)
    };
    let rounds = known.history.rounds(owner, quarter, read.id);
    let again = about(&|topic| topic != Topic::Statuses) && rounds < rules.rounds;
    let asked = known.history.asked_for_statuses(owner, quarter, read.id);
    let closing = about(&|topic| topic == Topic::Statuses) && !asked;
    if !again && !closing {
        let statuses = if asked { ", and asked for statuses once" } else { "" };
        let detail = format!("told {rounds} times of what is missing on this page this quarter{statuses}");
        return refuse(Reason::RoundLimit, detail);
    }
    let notices = known.history.notices(owner, quarter);
    if notices >= known.settings.limits.notices_per_owner as usize {
        return refuse(Reason::OwnerLimit, format!("told {notices} times this quarter"));
    }
    let interval = rules.interval_days;
    let mut due = if again { begin } else { closing_begins(board, quarter).unwrap_or(begin) };
    if let Some(last) = known.history.last(owner, quarter) {
        // By subtraction, so that a clock set back doesn't make a notice due.
        if (today - last).num_days() < i64::from(interval) {
            let detail = format!("told on {last}; again after {interval} days at the earliest");
            return refuse(Reason::NotDue, detail);
        }
        due = due.max(last.checked_add_days(Days::new(interval.into())).unwrap_or(last));
    }
    let (board, title) = (board.name.clone(), report.title.clone());
    let round = again.then_some(rounds + 1);
    Ok((PageRound { board, title, page_id: read.id, round, closing }, due))
}

fn notice(
    known: &Known<'_>,
    case: &Case,
    recipient: u64,
    talk_page: &TalkPage,
    pages: Vec<(usize, PageRound)>,
) -> PlannedEdit {
    let told = |at: usize, number: usize| {
        let (_, page) = pages.iter().find(|(page, _)| *page == at)?;
        let topic = known.survey.reports.get(at)?.findings.get(number)?.rule.topic()?;
        Some(if topic == Topic::Statuses { page.closing } else { page.round.is_some() })
    };
    let findings = case.findings.iter().copied().filter(|(at, number)| told(*at, *number) == Some(true));
    // While the first notice stands there, the second is a reply to it.
    let standing = plan::standing(talk_page.text());
    let earlier = standing
        .into_iter()
        .filter(|notice| notice.key.recipient == recipient && notice.key.quarter.is_same_time(case.quarter))
        // Anyone can write a key: only what the bot posted counts.
        .rfind(|notice| known.history.has(&notice.key));
    let board = |page: &PageRound| known.settings.boards.iter().find(|board| board.name == page.board);
    let language =
        pages.first().and_then(|(_, page)| board(page)).map(|board| board.notices.language.as_str());
    let reply_to = earlier.map(|notice| notice.key).filter(|to| {
        // Under a notice about other pages, or in another language, it would not be understood.
        let is_same = pages.iter().all(|(_, page)| to.pages.iter().any(|told| told.id == page.page_id));
        // Where it stands twice, nobody can say which is meant.
        is_same
            && language == Some(known.language_of(to))
            && plan::with_reply(talk_page.text(), to, "").is_some()
    });
    let account = match &case.who {
        Who::Account(account) => Some(account.clone()),
        Who::Name(_) | Who::Nobody => None,
    };
    message::notice(
        known,
        Notice {
            account,
            recipient,
            quarter: case.quarter,
            talk_page,
            findings: findings.collect(),
            pages,
            reply_to,
        },
    )
}
