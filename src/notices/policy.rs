//! Whether a case becomes a notice now: account, talk page, exclusions, calendar and history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Duration, NaiveDate};
use globset::{Glob, GlobSet, GlobSetBuilder};

use super::cases::Case;
use super::message;
use crate::account::Account;
use crate::config::{Board, Settings};
use crate::exclusion::Names;
use crate::ledger::{History, Key, MOST_PAGES, NoticeKey, Owner};
use crate::plan::{Change, Kind, PageRound, PlannedEdit, Reason, Skip};
use crate::survey::{ReadPage, Report, Survey};
use crate::wiki::{AccountFacts, Refusal, Site, TalkPage};

/// Everything that was looked up for the decision.
#[derive(Debug)]
pub struct Known<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The goal pages.
    pub survey: &'a Survey,
    /// The wiki.
    pub site: &'a Site,
    /// The bot's own account.
    pub bot: &'a str,
    /// The bot's clock.
    pub today: NaiveDate,
    /// What the wiki says of the recipients.
    pub accounts: &'a BTreeMap<Account, AccountFacts>,
    /// The accounts that may get notices.
    pub allowed: &'a GlobSet,
    /// What the exclusion templates are called.
    pub names: &'a Names,
    /// Their talk pages, by the title first asked for.
    pub talk_pages: &'a BTreeMap<String, TalkPage>,
    /// Talk pages that were deleted in the time the ledger covers.
    pub deleted: &'a BTreeSet<String>,
    /// What the bot did before.
    pub history: &'a History,
}

type Refused = (Reason, String);

impl Known<'_> {
    /// Why an account can't be told anything, from the settings and the account alone. `Ok` is
    /// its user id.
    pub fn recipient(&self, account: &Account) -> Result<u64, (Reason, String)> {
        if !self.allowed.is_match(account.as_str()) {
            return refuse(Reason::NotAllowed, "not among the accounts that [owners_policy] allow names");
        }
        match self.accounts.get(account) {
            None | Some(AccountFacts::Unknown) => refuse(Reason::UnknownAccount, "there is no such account"),
            Some(AccountFacts::Known { temporary: true, .. }) => {
                refuse(Reason::TemporaryAccount, "a temporary account")
            }
            Some(AccountFacts::Known { blocked: true, .. }) => {
                refuse(Reason::BlockedAccount, "blocked on the wiki")
            }
            Some(AccountFacts::Known { bot: true, .. }) => refuse(Reason::BotAccount, "a bot"),
            Some(AccountFacts::Known { id, .. }) => Ok(*id),
        }
    }

    /// The talk page of an account with this id, and the id of whose it is: a redirect is
    /// followed only to someone who may be told things, too.
    fn talk_page(&self, account: &Account, id: u64) -> Result<(&TalkPage, u64), Refused> {
        let asked = self.site.user_talk_page(account.as_str()).ok();
        let Some(page) = asked.and_then(|title| self.talk_pages.get(&title)) else {
            return refuse(Reason::UnknownAccount, "no account can have that name");
        };
        if let Some(refusal) = page.refusal(self.bot, self.names).filter(Refusal::is_about_page) {
            return Err((refusal.reason, refusal.detail));
        }
        if !page.redirected {
            return Ok((page, id));
        }
        let other = Account::of_talk_page(&page.title);
        match self.recipient(&other) {
            Ok(id) => Ok((page, id)),
            Err((_, why)) => refuse(
                Reason::RedirectedElsewhere,
                &format!("the talk page leads to that of “{other}”: {why}"),
            ),
        }
    }
}

/// The accounts that may get notices, as the settings name them.
///
/// # Errors
/// A pattern that is none.
pub fn allowed(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern)?);
    }
    set.build()
}

/// Turns each case into a planned notice, or into a skip with the first reason that holds.
pub fn decide(known: &Known<'_>, cases: &[Case]) -> (Vec<PlannedEdit>, Vec<Skip>) {
    let (mut planned, mut skipped) = (Vec::new(), Vec::new());
    for case in cases {
        let target = known.site.user_talk_page(case.recipient.as_str()).ok();
        let mut skip = |target: Option<String>, (reason, detail): Refused| {
            let recipient = Some(case.recipient.as_str().to_owned());
            skipped.push(Skip { kind: Kind::Notice, recipient, target, reason, detail });
        };
        match decide_one(known, case) {
            // Two names that lead to one talk page are one person.
            Ok(edit) if planned.iter().any(|known: &PlannedEdit| known.target == edit.target) => {
                skip(
                    Some(edit.target),
                    (Reason::NotDue, "told in this run already, under another name".to_owned()),
                );
            }
            Ok(edit) if planned.len() >= known.settings.limits.notices_per_run as usize => {
                let detail =
                    format!("{} notices are enough for one run", known.settings.limits.notices_per_run);
                skip(Some(edit.target), (Reason::RunLimit, detail));
            }
            Ok(edit) => planned.push(edit),
            Err(refusal) => skip(target, refusal),
        }
    }
    (planned, skipped)
}

fn decide_one(known: &Known<'_>, case: &Case) -> Result<PlannedEdit, Refused> {
    let id = known.recipient(&case.recipient)?;
    let (talk_page, id) = known.talk_page(&case.recipient, id)?;
    let owner = Owner { id, talk_page: &talk_page.title };
    let first = known.history.notices(owner, case.quarter) == 0;
    if first && known.deleted.contains(&talk_page.title) {
        return refuse(
            Reason::TalkPageDeleted,
            "the talk page was deleted lately, and an earlier notice may have gone with it",
        );
    }
    let mut pages: Vec<(usize, PageRound)> = Vec::new();
    let mut refusals: Vec<Refused> = Vec::new();
    for (at, _) in &case.findings {
        if pages.iter().any(|(known, _)| known == at) {
            continue;
        }
        match page_round(known, case, owner, *at) {
            Ok(page) if pages.len() < MOST_PAGES => pages.push((*at, page)),
            Ok(_) => refusals.push((Reason::RunLimit, "on more pages than one notice takes".to_owned())),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if pages.is_empty() {
        refusals.sort_by_key(|(reason, _)| *reason);
        return Err(refusals.swap_remove(0));
    }
    Ok(notice(known, case, id, talk_page, pages))
}

/// The round that a notice about this page would be, if its time has come.
fn page_round(known: &Known<'_>, case: &Case, owner: Owner<'_>, at: usize) -> Result<PageRound, Refused> {
    let Some((report, board, read)) = at_board(known, at) else {
        return refuse(Reason::WikiError, "the page was not read");
    };
    let rules = &board.notices;
    let (today, quarter) = (known.today, case.quarter);
    let begin = quarter.first_day().checked_add_days(Days::new(rules.grace_days.into()));
    if today > quarter.last_day() {
        return refuse(Reason::AfterQuarter, &format!("the quarter ended on {}", quarter.last_day()));
    }
    if let Some(begin) = begin.filter(|begin| today < *begin) {
        return refuse(Reason::BeforeGrace, &format!("not before {begin}"));
    }
    let quiet = Duration::hours(rules.quiet_hours.into());
    if read.edited.is_some_and(|edited| known.site.clock() - edited < quiet) {
        return refuse(
            Reason::QuietPeriod,
            &format!("the goal page was edited less than {} hours ago", rules.quiet_hours),
        );
    }
    let rounds = known.history.rounds(owner, quarter, read.id);
    if rounds >= rules.rounds {
        return refuse(Reason::RoundLimit, &format!("told {rounds} times about this page this quarter"));
    }
    let notices = known.history.notices(owner, quarter);
    if notices >= known.settings.limits.notices_per_owner as usize {
        return refuse(Reason::OwnerLimit, &format!("told {notices} times this quarter"));
    }
    if let Some(last) = known.history.last(owner, quarter) {
        // By subtraction, so that a clock set back doesn't make a notice due.
        if (today - last).num_days() < i64::from(rules.interval_days) {
            return refuse(
                Reason::NotDue,
                &format!("told on {last}; again after {} days at the earliest", rules.interval_days),
            );
        }
    }
    Ok(PageRound {
        board: board.name.clone(),
        title: report.title.clone(),
        page_id: read.id,
        round: rounds + 1,
    })
}

fn at_board<'a>(known: &Known<'a>, at: usize) -> Option<(&'a Report, &'a Board, &'a ReadPage)> {
    let report = known.survey.reports.get(at)?;
    Some((report, known.settings.boards.get(report.board?)?, report.read.as_ref()?))
}

fn notice(
    known: &Known<'_>,
    case: &Case,
    recipient: u64,
    talk_page: &TalkPage,
    pages: Vec<(usize, PageRound)>,
) -> PlannedEdit {
    let findings: Vec<_> =
        case.findings.iter().copied().filter(|(at, _)| pages.iter().any(|(page, _)| page == at)).collect();
    let read = pages.iter().filter_map(|(at, _)| known.survey.reports.get(*at)?.revision()).collect();
    let rounds: Vec<PageRound> = pages.into_iter().map(|(_, page)| page).collect();
    let key = Key::Notice(NoticeKey {
        recipient,
        quarter: case.quarter,
        day: known.today,
        pages: rounds.iter().map(|page| (page.page_id, page.round)).collect(),
    });
    let language = findings
        .first()
        .and_then(|(at, _)| at_board(known, *at))
        .map_or("en", |(_, b, _)| &b.notices.language);
    let message = message::notice(known, case.quarter, &findings, &key, language);
    let mut boards: Vec<_> = rounds.iter().map(|page| page.board.clone()).collect();
    boards.dedup();
    PlannedEdit {
        kind: Kind::Notice,
        board: boards.pop().filter(|_| rounds.len() == 1),
        target: talk_page.title.clone(),
        recipient: Some(case.recipient.clone()),
        pages: rounds,
        base: talk_page.revision(),
        read,
        key: key.to_string(),
        heading: Some(message.heading),
        text: message.text,
        summary: message.summary,
        findings,
        change: Change::AddSection,
    }
}

fn refuse<T>(reason: Reason, detail: &str) -> Result<T, Refused> {
    Err((reason, detail.to_owned()))
}
