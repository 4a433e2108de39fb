//! The pages that people steer the bot by: its stop page, its user page, its lists, the exclusion templates.

use super::Check;
use crate::base::{Account, Message, Title};
use crate::config::SettingsError;
use crate::people::Mentions;
use crate::read::owners_page_of;
use crate::wiki::{self, AccountFacts, GuardedPage, Page, Session, WikiError};

/// A quotation is cut after so many characters.
const LONGEST_QUOTE: usize = 100;
/// Of more accounts on the opt-out page the rest is counted.
const MOST_NAMES: usize = 30;

/// The stop page, read right after the login. `goes_ahead`: whether it lets the bot write.
pub fn stop_page(session: &Session, page: &GuardedPage, goes_ahead: bool) -> Vec<Check> {
    let title = &page.title;
    let mut checks = Vec::new();
    if !goes_ahead {
        let text = session.first_answer().page.as_ref().and_then(Page::text).unwrap_or_default();
        let quote: String = text.trim().chars().take(LONGEST_QUOTE).collect();
        checks.push(Check::problem(
            "stop-page",
            format!(
                "“{title}” is not empty, so the bot edits nothing. It says: {}",
                quote.replace('\n', " ")
            ),
            "read in its history who wrote that and why; when that is settled, empty the page",
        ));
    }
    if let Some(who) = &page.reserved_for {
        checks.push(Check::warning(
            "stop-page",
            format!("“{title}” can be edited by {who} only: nobody else can stop the bot"),
            "have its protection taken away, or name a page in bot.stop_page that anyone may edit, and say on the \
             bot's user page which it is",
        ));
    }
    if !page.exists {
        checks.push(Check::warning(
            "stop-page",
            format!("“{title}” does not exist; the bot works without, but people find a red link"),
            "create it, empty",
        ));
    }
    if checks.is_empty() {
        checks.push(Check::fine("stop-page", format!("“{title}” is empty, and anyone may write there")));
    }
    checks
}

/// The account's own user page.
pub fn user_page(page: &GuardedPage) -> Check {
    let title = &page.title;
    if !page.empty {
        return Check::fine("user-page", format!("“{title}” says who this is"));
    }
    Check::warning(
        "user-page",
        format!("“{title}” {}", if page.exists { "is empty" } else { "does not exist" }),
        "write there that it is a bot, what it edits, who runs it and how to stop it: every notice leads to it",
    )
}

/// The list of those who want no messages, and whom the bot understands by it.
pub async fn opt_out_page(session: &Session, title: &Title) -> Result<Check, WikiError> {
    Ok(match wiki::list_page(session, title).await {
        Ok(Some(page)) => {
            let named = Mentions::new(&page.text, &page.users).candidates();
            let mut known = wiki::accounts(session, &named).await?;
            known.retain(|_, facts| *facts != AccountFacts::Unknown);
            let names: Vec<&str> = known.keys().map(Account::as_str).collect();
            let shown = names[..names.len().min(MOST_NAMES)].join(", ");
            let more = if names.len() > MOST_NAMES { ", …" } else { "" };
            let count = names.len();
            Check::fine(
                "opt-out-page",
                match count {
                    0 => format!("“{title}” names no account"),
                    1 => format!("“{title}”: 1 account is listed, and left alone: {shown}"),
                    _ => format!("“{title}”: {count} accounts are listed, and left alone: {shown}{more}"),
                },
            )
        }
        Ok(None) => Check::fine(
            "opt-out-page",
            format!("“{title}” does not exist yet; the bot makes it when someone answers “stop”"),
        ),
        Err(error) => Check::problem(
            "opt-out-page",
            format!("it can't be read, and while that is so nobody gets a notice: {error}"),
            "make it a plain page again, without a redirect, or name another in owners_policy.opt_out_page",
        ),
    })
}

/// The page with names and accounts, if the settings name one.
pub async fn owners_page(session: &Session, title: Option<&Title>) -> Result<Check, WikiError> {
    let check = "owners-page";
    let Some(title) = title else {
        return Ok(Check::fine(
            check,
            "none in the settings; names lead to accounts by links and by [owners]",
        ));
    };
    let advice = "put it right: a JSON object like {\"Ada Sample\": \"Ada Sample (WMF)\"}, on a page without a redirect";
    let Some(page) = owners_page_of(session, title).await? else {
        let detail = format!("“{title}” does not exist; it names nobody");
        return Ok(Check::warning(check, detail, "create it, or take owners_page out of the settings"));
    };
    if !page.mistakes.is_empty() {
        let mistakes: Vec<String> =
            page.mistakes.iter().map(|mistake: &Message| mistake.text("en")).collect();
        return Ok(Check::warning(check, format!("“{title}”: {}", mistakes.join(" ")), advice));
    }
    let count = page.names.len();
    let names =
        if count == 1 { "1 name has its account".to_owned() } else { format!("{count} names have theirs") };
    let guarded = wiki::guarded(session, std::slice::from_ref(title)).await?;
    if guarded.values().all(|page| page.reserved_for.is_none()) {
        return Ok(Check::warning(
            check,
            format!("“{title}”: {names}. Anyone may edit it, and so decide whom the bot takes for whom"),
            "move it to a page of the bot's own that ends in .json, which nobody else may edit, or have it protected",
        ));
    }
    Ok(Check::fine(check, format!("“{title}”: {names}")))
}

/// What people see above the edit box when they come from a notice.
pub fn edit_intro(page: Option<&GuardedPage>) -> Check {
    match page {
        None => Check::fine("edit-intro", "none in the settings"),
        Some(page) if page.empty => Check::warning(
            "edit-intro",
            format!(
                "“{}” does not exist, or is empty; who follows a notice's link sees nothing of it",
                page.title
            ),
            "create it (the local wiki's is in deploy/dev-wiki/pages/User), or take bot.edit_intro out",
        ),
        Some(page) => Check::fine("edit-intro", format!("“{}” is there", page.title)),
    }
}

/// The templates by which a page says no to bots.
pub fn templates(pages: &[&GuardedPage]) -> Check {
    let missing: Vec<&str> =
        pages.iter().filter(|page| !page.exists).map(|page| page.title.as_str()).collect();
    if missing.is_empty() {
        let titles: Vec<_> = pages.iter().map(|page| format!("“{}”", page.title)).collect();
        return Check::fine("templates", format!("{}: a page can say no to the bot", titles.join(", ")));
    }
    Check::warning(
        "templates",
        format!(
            "there is no {}: who writes it on a page gets a red link, though the bot heeds it",
            missing.join(", no ")
        ),
        "create it with nothing but a description; Wikimedia's wikis have both to copy from",
    )
}

/// A setting that can be no page of this wiki.
pub fn no_title(check: &str, error: &SettingsError) -> Check {
    Check::problem(check, error.to_string(), "correct that setting").in_settings()
}
