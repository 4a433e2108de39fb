//! The boards: their pages for the quarter, where their tables go, and who coordinates them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Check;
use crate::base::month::MonthNames;
use crate::base::{Account, Quarter, Reason};
use crate::config::{BoardRef, Settings, status_page};
use crate::goals::{Figures, TitlePattern};
use crate::people::Reached;
use crate::plan::{EditKind, Plan, Subject};
use crate::read::{Cause, Facts, PageFacts, Survey, Unread};
use crate::wiki::{self, AccountFacts, Session, Site, WikiError};

/// What was read for each board.
pub fn pages(survey: &Survey<'_>, settings: &Settings, months: &MonthNames, today: NaiveDate) -> Vec<Check> {
    let mut checks = Vec::new();
    for board in settings.boards() {
        let name = format!("board {}", board.name);
        let before = checks.len();
        let never = || survey.never_matched.iter().filter(|never| never.board == board);
        checks.extend(never().map(|never| Check::problem(name.clone(), never.problem(), never.advice())));
        if never().any(|never| !never.is_source) {
            checks.extend(fixed_titles(&name, board, months, today));
            continue;
        }
        let of_board = survey.pages.iter().filter(|page| page.board == Some(board));
        checks.extend(of_board.map(|of_board| page(&name, of_board)));
        let denied = survey.denied.iter().filter(|page| page.board == Some(board));
        checks.extend(denied.map(|page| {
            let detail = format!("“{}” says no with {{{{bots}}}} or {{{{nobots}}}}", page.title);
            Check::warning(&name, detail, "respect it: nothing is written about the page, to nobody")
        }));
        let unread = survey.unread.iter().filter(|unread| unread.board == Some(board));
        checks.extend(unread.map(|unread| not_read(&name, unread)));
        if checks.len() == before && !board.has_pages() {
            checks.push(Check::warning(
                &name,
                "has no pages: neither the settings nor boards_page name any",
                "name its titles, or where they are, in one of the two",
            ));
        } else if checks.len() == before && board.titles_from.is_empty() {
            checks.push(Check::fine(name.clone(), "left out: --quarter is of another kind of fiscal year"));
        }
        checks.extend(fixed_titles(&name, board, months, today));
    }
    checks
}

/// Which quarter each title stands for into which none is filled in.
fn fixed_titles(name: &str, board: BoardRef<'_>, months: &MonthNames, today: NaiveDate) -> Vec<Check> {
    let Some(now) = Quarter::on(today, board.fiscal_year_starts) else { return Vec::new() };
    let fixed = board.title_patterns().filter(|title| !title.is_by_quarter());
    let stands_for = |title: TitlePattern| match title.page(now, months).0 {
        None => Check::warning(
            name,
            format!(
                "“{}” names no quarter: what is missing there is told to nobody, for nothing says when it should be there",
                title.as_str()
            ),
            "nothing, if the page is a year's; else write the placeholders of the quarter into the board's titles",
        ),
        Some(quarter) => {
            let (first, last) = (quarter.first_day(), quarter.last_day());
            let detail =
                format!("“{}” stands for the quarter from {first} to {last}, {quarter}", title.as_str());
            if last >= today {
                return Check::fine(name, detail);
            }
            let advice = "write placeholders in place of its figures or months, and the board goes on with each quarter";
            Check::warning(name, format!("{detail}, which is over"), advice)
        }
    };
    fixed.map(stands_for).collect()
}

fn page(name: &str, page: &PageFacts<'_>) -> Check {
    let title = &page.title;
    let Some(content) = page.content() else {
        let until = page.quarter.map(|quarter| format!(" for the quarter from {}", quarter.first_day()));
        return Check::warning(
            name,
            format!("“{title}”{} does not exist yet", until.unwrap_or_default()),
            "nothing, if it is only late: the bot looks again in each run. If it has another name, add that to the \
             board's titles",
        );
    };
    let (objectives, key_results) = (content.objectives.len(), content.key_results().count());
    let Figures { with_goals, with_manager, with_status, .. } = Figures::of(content);
    let detail = format!(
        "“{title}”: layout {}, objectives: {objectives}, key results: {key_results}, of these with goals: {with_goals}, \
         with a manager: {with_manager}, with a status: {with_status}",
        content.layout
    );
    if !content.coverage.is_enough() {
        let share = 100.0 * content.coverage.share();
        let unknown = content.coverage.unknown_words();
        let unknown = match unknown.as_slice() {
            [] => String::new(),
            words => format!(
                "; it doesn't know {}",
                words.iter().take(5).map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
            ),
        };
        return Check::warning(
            name,
            format!("{detail}; the layout doesn't fit: it accounts for {share:.0} % of the words{unknown}"),
            "look at it with `goalkeeper show`; docs/layouts.md tells how to read a page of another form. Until then \
             nobody hears of this page",
        );
    }
    if page.read.as_ref().is_some_and(|read| read.is_translation) {
        let source = title.as_str().rsplit_once('/').map_or(title.as_str(), |(source, _)| source);
        return Check::warning(
            name,
            format!(
                "{detail}; it is a translation, which nobody can edit: links to edit it would lead to a refusal"
            ),
            format!("write the page that it is made from, “{source}”, into the board's titles"),
        );
    }
    if key_results == 0 {
        let advice =
            "look at it with `goalkeeper check`; docs/layouts.md tells how to read a page of another form";
        return Check::warning(name, detail, advice);
    }
    match content.coverage.left_out_words {
        0 => Check::fine(name, detail),
        words => Check::fine(
            name,
            format!(
                "{detail}; left out: {words} of {} words (`goalkeeper show` lists them)",
                content.coverage.words
            ),
        ),
    }
}

fn not_read(name: &str, unread: &Unread<'_>) -> Check {
    let detail = format!("“{}” was not read: {}", unread.title, unread.reason);
    if unread.cause == Cause::Wiki {
        return Check::problem(
            name,
            detail,
            "see what is said of “rest” above; if that is fine, try once more",
        );
    }
    Check::warning(
        name,
        detail,
        "look at it with `goalkeeper show`, which also reads pages by their structure alone; docs/layouts.md tells how to read a \
         page of another form",
    )
}

/// Where the table of each page goes, and whether it can.
pub fn tables(survey: &Survey<'_>, plan: &Plan, site: &Site) -> Vec<Check> {
    let read = survey.pages.iter().filter(|page| page.read.is_some() && !page.is_late);
    read.filter_map(|page| Some(table(page, page.board?, plan, site))).collect()
}

fn table(page: &PageFacts<'_>, board: BoardRef<'_>, plan: &Plan, site: &Site) -> Check {
    let name = format!("table {}", board.name);
    if page.quarter.is_none() {
        return Check::fine(name, format!("none for “{}”, which is for no quarter", page.title));
    }
    let target = match status_page(site, board, &page.title) {
        Ok(Some(target)) => target,
        Ok(None) => return Check::fine(name, "none (boards.status.enabled is false)"),
        Err(error) => return super::pages::no_title(&name, &error),
    };
    let is_it =
        |subject: &Subject| subject.kind == EditKind::Status && subject.target.as_ref() == Some(&target);
    if let Some(edit) = plan.edits.iter().find(|edit| is_it(&edit.subject)) {
        let there = if edit.base.is_some() { "is there" } else { "does not exist yet; the bot creates it" };
        return Check::fine(name, format!("goes to “{target}”, which {there}"));
    }
    if plan.unchanged.iter().any(|table| is_it(&table.subject)) {
        return Check::fine(name, format!("stands on “{target}”, and is up to date"));
    }
    let Some(skip) = plan.skipped.iter().find(|skip| is_it(&skip.subject)) else {
        // The page it leads to by a redirect has another title than the one looked for.
        return Check::warning(
            name,
            format!("the plan says nothing of “{target}”"),
            "look at `goalkeeper plan`",
        );
    };
    let advice = match skip.reason {
        Reason::NotDue => return Check::fine(name, format!("stands on “{target}”; {}", skip.detail)),
        Reason::SuspiciousShrink => {
            "look at the page with `goalkeeper show`; as long as a part can't be read, the table stays as it is"
        }
        Reason::AnotherBot => "do what is said there; the other bot's operator will know",
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
    let coordinators = settings.boards();
    let coordinators = coordinators.map(|board| (format!("coordinator {}", board.name), board.coordinator()));
    let mut named: Vec<(String, Option<Account>)> = coordinators.collect();
    named.push(("operator".to_owned(), settings.bot.operator()));
    let accounts: BTreeSet<Account> = named.iter().filter_map(|(_, account)| account.clone()).collect();
    let facts = wiki::accounts(session, &accounts).await?;
    let barred = wiki::barred_everywhere(session, &facts).await?;
    Ok(named
        .into_iter()
        .map(|(name, account)| {
            let Some(account) = account else { return nobody(name) };
            let everywhere = barred.get(&account).copied();
            let wrong = match facts.get(&account) {
                None | Some(AccountFacts::Unknown) => "is no account of this wiki".to_owned(),
                Some(AccountFacts::Known { barred, .. }) if barred.or(everywhere).is_some() => {
                    everywhere.or(*barred).map(|how| format!("is {how}")).unwrap_or_default()
                }
                Some(AccountFacts::Known { bot: true, .. }) => "is a bot".to_owned(),
                Some(AccountFacts::Known { temporary: true, .. }) => "is a temporary account".to_owned(),
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
        "none in the settings; what no owner can be told goes to the log"
    };
    Check::fine(name, detail)
}

/// Whom of those named on the pages the settings let the bot write to.
pub fn allowed(settings: &Settings, named: Reached) -> Check {
    let advice =
        "name the accounts that may get notices, exactly or by a pattern, for example allow = [\"* (WMF)\"]";
    match named {
        _ if settings.boards().all(|board| !board.notices.enabled) => {
            Check::fine("allow", "no board sends notices (boards.notices.enabled)")
        }
        _ if settings.owners_policy.allow.is_empty() => {
            let detail = "owners_policy.allow is empty: nobody gets a notice";
            Check::problem(
                "allow",
                format!("{detail}; {} accounts are named on the pages", named.accounts),
                advice,
            )
        }
        Reached { accounts: 1.., allowed: 0 } => Check::warning("allow", named.to_string(), advice),
        _ => Check::fine("allow", named.to_string()),
    }
}

/// The boards that need a go which nobody can give.
pub fn without_go(facts: &Facts<'_>) -> Vec<Check> {
    let needy = facts.settings.boards().filter(|board| board.notices.enabled && board.notices.needs_go);
    let check = |board: BoardRef<'_>| {
        let why = match board.coordinator() {
            None => "the board has no coordinator".to_owned(),
            Some(account) => match facts.coordinators.get(&account)? {
                Ok(_) => return None,
                Err((_, why)) => format!("the coordinator “{account}” can't be asked: {why}"),
            },
        };
        let advice =
            "name the account of someone who is there as the board's coordinator, or set needs_go = false";
        Some(Check::problem(
            format!("go {}", board.name),
            format!("nobody can say “go” for it: {why}"),
            advice,
        ))
    };
    needy.filter_map(check).collect()
}

/// The boards of which no notice comes because no person can be named in it.
pub fn nobody_asks(facts: &Facts<'_>) -> Vec<Check> {
    let told = facts.settings.boards().filter(|board| board.notices.enabled);
    let without = told.filter_map(|board| Some((board, facts.who_asks(board).err()?.1)));
    let problem = |(board, why): (BoardRef<'_>, String)| {
        let advice = "name the account of someone who is there as the board's coordinator or in bot.operator: a notice \
                      names a person whom its reader can ask";
        Check::problem(format!("asks {}", board.name), format!("no notice goes out: {why}"), advice)
    };
    without.map(problem).collect()
}

/// What a run would do on this day.
pub fn plan(plan: &Plan) -> Check {
    let count = |kind: fn(EditKind) -> bool| plan.edits.iter().filter(|edit| kind(edit.subject.kind)).count();
    let messages = count(EditKind::is_message);
    let tables = count(|kind| matches!(kind, EditKind::Status | EditKind::Overview));
    Check::fine(
        "plan",
        format!(
            "a run on {} would make {} edits (messages: {messages}, tables and overview: {tables}) and skip {}; `goalkeeper plan` \
             shows them",
            plan.today,
            plan.edits.len(),
            plan.skipped.len()
        ),
    )
}
