//! The boards: their pages for the quarter, where their tables go, and who coordinates them.

use std::collections::BTreeSet;

use super::Check;
use crate::account::Account;
use crate::config::{Board, Settings};
use crate::plan::{Kind, Plan, Reason};
use crate::status;
use crate::survey::{Cause, Report, Survey, Unread};
use crate::wiki::{self, AccountFacts, Session, Site, WikiError};

/// What was read for each board.
pub fn pages(survey: &Survey, settings: &Settings) -> Vec<Check> {
    let mut checks = Vec::new();
    for (index, board) in settings.boards.iter().enumerate() {
        let name = format!("board {}", board.name);
        if survey.never_matched.contains(&board.name) {
            let titles: Vec<_> = board.titles.iter().map(|title| format!("“{title}”")).collect();
            checks.push(Check::problem(
                name,
                format!("no page was ever called what its titles say: {}", titles.join(", ")),
                "correct them in the settings: spelling, year, where {fiscal_year} and {quarter} stand",
            ));
            continue;
        }
        let before = checks.len();
        checks.extend(
            survey.reports.iter().filter(|report| report.board == Some(index)).map(|one| page(&name, one)),
        );
        let unread = survey.unread.iter().filter(|unread| unread.board == Some(index));
        checks.extend(unread.map(|unread| not_read(&name, unread)));
        if checks.len() == before {
            checks.push(Check::fine(name, "left out: --quarter is of another kind of fiscal year"));
        }
    }
    checks
}

fn page(name: &str, report: &Report) -> Check {
    let title = &report.title;
    let Some(read) = &report.read else {
        let until = report.quarter.map(|quarter| format!(" for the quarter from {}", quarter.first_day()));
        return Check::warning(
            name,
            format!("“{title}”{} does not exist yet", until.unwrap_or_default()),
            "nothing, if it is only late: the bot looks again in each run. If it has another name, add that to the \
             board's titles",
        );
    };
    let (objectives, key_results) = (read.content.objectives.len(), read.content.key_results().count());
    let detail = format!(
        "“{title}”: layout {}, objectives: {objectives}, key results: {key_results}",
        read.content.layout
    );
    if key_results == 0 {
        let advice =
            "look at it with `goalkeeper check`; docs/layouts.md tells how to read a page of another form";
        return Check::warning(name, detail, advice);
    }
    Check::fine(name, detail)
}

fn not_read(name: &str, unread: &Unread) -> Check {
    let detail = format!("“{}” was not read: {}", unread.title, unread.reason);
    if unread.cause == Cause::Wiki {
        return Check::problem(
            name,
            detail,
            "see what is said of “rest” above; if that is fine, try once more",
        );
    }
    Check::warning(name, detail, "open the page; docs/layouts.md tells how to read a page of another form")
}

/// Where the table of each page goes, and whether it can.
pub fn tables(survey: &Survey, plan: &Plan, settings: &Settings, site: &Site) -> Vec<Check> {
    let mut checks = Vec::new();
    for report in survey.reports.iter().filter(|report| report.read.is_some()) {
        let Some(board) = report.board.and_then(|index| settings.boards.get(index)) else { continue };
        checks.push(table(report, board, plan, settings, site));
    }
    checks
}

fn table(report: &Report, board: &Board, plan: &Plan, settings: &Settings, site: &Site) -> Check {
    let name = format!("table {}", board.name);
    let target = match status::page(report, settings, site) {
        Ok(Some(target)) => target,
        Ok(None) => return Check::fine(name, "none (boards.status.enabled is false)"),
        Err(error) => return super::pages::no_title(&name, "boards.status.page", &error),
    };
    let is_it = |kind: Kind, title: Option<&str>| kind == Kind::Status && title == Some(target.as_str());
    if let Some(edit) = plan.edits.iter().find(|edit| is_it(edit.kind, Some(&edit.target))) {
        let page = if edit.base.is_some() { "is there" } else { "does not exist yet; the bot creates it" };
        return Check::fine(name, format!("goes to “{target}”, which {page}"));
    }
    if plan.unchanged.iter().any(|table| table.target == target) {
        return Check::fine(name, format!("stands on “{target}”, and is up to date"));
    }
    let skip = plan.skipped.iter().find(|skip| is_it(skip.kind, skip.target.as_deref()));
    let Some(skip) = skip else {
        // The page it leads to by a redirect has another title than the one looked for.
        return Check::warning(
            name,
            format!("the plan says nothing of “{target}”"),
            "look at `goalkeeper plan`",
        );
    };
    let advice = match skip.reason {
        Reason::MarkersDamaged => {
            "nothing, if the table was taken away on purpose; else put back both hidden markers on that page"
        }
        Reason::BotsDenied => "respect it, or ask there; boards.status.page can name another page",
        Reason::ProtectedPage => "have the protection taken away, or name another page in boards.status.page",
        _ => "make it a plain page that the bot may edit, or name another in boards.status.page",
    };
    Check::warning(name, format!("not on “{target}”: {} ({})", skip.detail, skip.reason), advice)
}

/// Who hears what no owner can be told, and whom notices name.
pub async fn people(session: &Session, settings: &Settings) -> Result<Vec<Check>, WikiError> {
    let mut named: Vec<(String, Option<Account>)> = settings
        .boards
        .iter()
        .map(|board| (format!("coordinator {}", board.name), board.coordinator()))
        .collect();
    named.push(("operator".to_owned(), settings.bot.operator()));
    let accounts: BTreeSet<Account> = named.iter().filter_map(|(_, account)| account.clone()).collect();
    let accounts: Vec<Account> = accounts.into_iter().collect();
    let facts = wiki::accounts(session, &accounts).await?;
    let locked = wiki::locked(session, accounts.iter()).await?;
    Ok(named
        .into_iter()
        .map(|(name, account)| {
            let Some(account) = account else { return nobody(name) };
            let wrong = match facts.get(&account) {
                _ if locked.contains(&account) => "is locked on all wikis",
                None | Some(AccountFacts::Unknown) => "is no account of this wiki",
                Some(AccountFacts::Known { blocked: true, .. }) => "is blocked",
                Some(AccountFacts::Known { bot: true, .. }) => "is a bot",
                Some(AccountFacts::Known { temporary: true, .. }) => "is a temporary account",
                Some(AccountFacts::Known { .. }) => return Check::fine(name, format!("“{account}”")),
            };
            let setting = if name == "operator" { "bot.operator" } else { "the board's coordinator" };
            let advice = format!("name the account of someone who is there in {setting}, or leave it empty");
            Check::warning(name, format!("“{account}” {wrong}"), advice)
        })
        .collect())
}

fn nobody(name: String) -> Check {
    let detail = if name == "operator" {
        "none in the settings; notices name the coordinator only"
    } else {
        "none in the settings; what no owner can be told stands in the log and below the table"
    };
    Check::fine(name, detail)
}

/// What a run would do on this day.
pub fn plan(plan: &Plan) -> Check {
    let count = |kind: fn(Kind) -> bool| plan.edits.iter().filter(|edit| kind(edit.kind)).count();
    let messages = count(Kind::is_message);
    let tables = count(|kind| kind == Kind::Status);
    Check::fine(
        "plan",
        format!(
            "a run on {} would make {} edits (messages: {messages}, tables: {tables}) and skip {}; `goalkeeper plan` \
             shows them",
            plan.today,
            plan.edits.len(),
            plan.skipped.len()
        ),
    )
}
