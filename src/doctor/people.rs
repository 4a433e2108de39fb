//! Whom the settings name and let the bot write to: whether that fits the pages, and how much would be written in a quarter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use globset::Glob;

use super::Check;
use crate::base::text::fold;
use crate::base::{Account, Quarter};
use crate::config::{BoardRef, Settings};
use crate::read::{Facts, Survey};
use crate::wiki::{self, AccountFacts, Session, WikiError};

/// Days of the longest quarter.
const DAYS_OF_QUARTER: u32 = 92;
/// Its weeks.
const WEEKS_OF_QUARTER: usize = 13;
/// So many names are shown.
const MOST_NAMED: usize = 5;

/// Names in `[owners]` that stand on no page, and accounts there that don't exist.
pub async fn owners(
    session: &Session,
    settings: &Settings,
    survey: &Survey<'_>,
) -> Result<Vec<Check>, WikiError> {
    let named: BTreeSet<String> = survey
        .contents()
        .flat_map(|(_, content)| content.managers())
        .map(|manager| fold(&manager.name))
        .collect();
    let mut checks = Vec::new();
    let strangers: Vec<&str> =
        settings.owners.keys().filter(|name| !named.contains(&fold(name))).map(String::as_str).collect();
    if !strangers.is_empty() && !named.is_empty() {
        checks.push(Check::warning(
            "owners",
            format!("on no page of this quarter, as [owners] writes them: {}", some_of(&strangers)),
            "correct the spelling; nothing, if these people have no goals this time",
        ));
    }
    let accounts: BTreeSet<Account> = settings.owners.values().map(|name| Account::new(name)).collect();
    let known = wiki::accounts(session, &accounts).await?;
    let unknown =
        accounts.iter().filter(|account| matches!(known.get(*account), None | Some(AccountFacts::Unknown)));
    let unknown: Vec<&str> = unknown.map(Account::as_str).collect();
    if !unknown.is_empty() {
        checks.push(Check::warning(
            "owners",
            format!("[owners] leads to accounts that don't exist: {}", some_of(&unknown)),
            "correct them; until then the coordinator hears of these names",
        ));
    }
    if checks.is_empty() && !settings.owners.is_empty() {
        let count = settings.owners.len();
        checks.push(Check::fine("owners", format!("names in [owners], all on the pages: {count}")));
    }
    Ok(checks)
}

/// Patterns of `allow` that fit nobody who is named.
pub fn allow(settings: &Settings, facts: &Facts<'_>) -> Option<Check> {
    let named = facts.named_accounts();
    let fits_nobody = |pattern: &&String| {
        Glob::new(pattern).is_ok_and(|glob| {
            let glob = glob.compile_matcher();
            !named.iter().any(|account| glob.is_match(account.as_str()))
        })
    };
    let idle: Vec<&str> =
        settings.owners_policy.allow.iter().filter(fits_nobody).map(String::as_str).collect();
    if idle.is_empty() || named.is_empty() || idle.len() == settings.owners_policy.allow.len() {
        return None;
    }
    let detail = format!("fits nobody who is named on the pages: {}", some_of(&idle));
    Some(Check::warning(
        "allow",
        detail,
        "correct the spelling; nothing, if these people have no goals this time",
    ))
}

/// Numbers under which no notice ever goes out.
pub fn numbers(settings: &Settings, today: NaiveDate) -> Vec<Check> {
    let mut checks = Vec::new();
    let limits = &settings.limits;
    for (name, number) in [
        ("limits.notices_per_run", limits.notices_per_run),
        ("limits.notices_per_owner", limits.notices_per_owner),
    ] {
        if number == 0 {
            let advice =
                "write a number above 0; where none is wanted, boards.notices.enabled = false says so";
            checks.push(Check::warning("limits", format!("{name} is 0: no notice ever goes out"), advice));
        }
    }
    for board in settings.boards().filter(|board| board.notices.enabled) {
        if let Some(why) = never(board, today) {
            let advice = "write less; a quarter has 13 weeks";
            checks.push(Check::warning(
                format!("limits {}", board.name),
                format!("no notice ever goes out: {why}"),
                advice,
            ));
        }
    }
    checks
}

/// Why no notice of a board ever goes out, by its numbers.
fn never(board: BoardRef<'_>, today: NaiveDate) -> Option<String> {
    let rules = &board.notices;
    for (name, number, longest) in [
        ("grace_days", rules.grace_days, DAYS_OF_QUARTER),
        ("settled_days", rules.settled_days, DAYS_OF_QUARTER),
        ("quiet_hours", rules.quiet_hours, 24 * DAYS_OF_QUARTER),
        ("settled_hours", rules.settled_hours, 24 * DAYS_OF_QUARTER),
    ] {
        if number >= longest {
            return Some(format!("{name} is {number}, which is as long as the quarter, or longer"));
        }
    }
    if rules.rounds == 0 && rules.closing_days == 0 {
        return Some("rounds and closing_days are 0".to_owned());
    }
    let year = (0..366).filter_map(|day| today.checked_add_days(Days::new(day)));
    let is_paused = |day: NaiveDate| board.paused_until(day).is_some();
    year.into_iter().all(is_paused).then(|| "the pauses cover the whole year".to_owned())
}

/// How much would be written in a quarter, at most: what a request for approval asks for.
pub fn edits_a_quarter(settings: &Settings, facts: &Facts<'_>) -> Check {
    let people = facts.named().allowed;
    let boards = || settings.boards().filter(|board| board.notices.enabled);
    let rounds =
        boards().map(|board| board.notices.rounds + u32::from(board.notices.closing_days != 0)).max();
    let each = rounds.unwrap_or_default().min(settings.limits.notices_per_owner) as usize;
    let coordinators: BTreeSet<Account> = settings.boards().filter_map(|board| board.coordinator()).collect();
    let questions = boards().any(|board| board.notices.needs_go);
    let digests = coordinators.len() * (WEEKS_OF_QUARTER + usize::from(questions));
    let tables = facts.tables.iter().filter(|table| !table.page.is_late).count();
    let mut text = format!("at most: notices {} (people who may get some: {people})", people * each);
    let _ = write!(text, ", messages to coordinators {digests}");
    let _ = write!(text, ", tables {} if they have news each week", tables * WEEKS_OF_QUARTER);
    let save_days = settings.status.save_days.max(1);
    let _ = write!(text, " and {} if each day", tables * (DAYS_OF_QUARTER / save_days) as usize);
    for (what, is_there) in [("overview", facts.overview.is_some()), ("run log", facts.run_log.is_some())] {
        if is_there {
            let _ = write!(text, ", {what} {WEEKS_OF_QUARTER}");
        }
    }
    let quarter = Quarter::on(
        facts.today,
        settings.boards().next().map(|board| board.fiscal_year_starts).unwrap_or_default(),
    );
    let of = quarter.map(|quarter| format!(" of {quarter}")).unwrap_or_default();
    Check::fine(
        "edits-a-quarter",
        format!("{text}; by the pages{of}. docs/bot-request.md has a request for approval to fill in"),
    )
}

fn some_of(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("“{name}”")).collect();
    let more = names.len() - shown.len();
    shown.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}
