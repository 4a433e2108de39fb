//! Asks the wiki for all that a decision needs, each kind in as few requests as it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use globset::GlobSet;

use super::{Request, answers};
use crate::account::Account;
use crate::config::Board;
use crate::exclusion::Names;
use crate::ledger::{self, History, Message};
use crate::notices::{self, Case, Known, OptOuts, Who};
use crate::owners::Owners;
use crate::plan::PageRevision;
use crate::status;
use crate::survey::Survey;
use crate::wiki::{self, AccountFacts, PageAnswer, Session, TalkPage, WikiError};

/// How often the ledger is read again if it is behind the talk pages.
const CATCH_UPS: u32 = 4;

/// What is known, and the cases to be decided.
pub async fn look_up<'a>(
    session: &'a Session,
    survey: &'a Survey,
    request: Request<'a>,
    allowed: &'a GlobSet,
    names: &'a Names,
) -> Result<(Known<'a>, Vec<Case>), WikiError> {
    let bot = session.account().ok_or(WikiError::NoLogin)?;
    let (site, settings) = (session.site(), request.settings);
    let mut known = Known {
        settings,
        survey,
        site,
        bot,
        today: request.today,
        allowed,
        names,
        notices_left: request.notices_left,
        accounts: BTreeMap::new(),
        people: BTreeMap::new(),
        declined: with_new_names(
            session,
            settings.owners_policy.opt_out.iter().map(|name| Account::new(name)).collect(),
        )
        .await?,
        opt_outs: opt_outs(session, request, bot).await?,
        talk_pages: BTreeMap::new(),
        deleted: BTreeMap::new(),
        sources: sources(session, survey).await?,
        history: History::default(),
        answers: BTreeMap::new(),
    };
    let since = ledger::since(survey.reports.iter().filter_map(|report| report.quarter), site.clock());
    let ledger = contributions(session, bot, since).await?;
    known.history = History::new(&ledger);

    let cases = with_present_names(session, survey, request, &mut known).await?;
    let recipients: Vec<&Account> = cases.iter().filter_map(recipient).collect();
    let coordinators: Vec<Account> = coordinators(&known);

    // Talk pages only of those who can be told anything at all, and of those who were.
    let reachable = recipients.iter().copied().filter(|account| known.recipient(account).is_ok());
    let reachable: BTreeSet<Account> = reachable.chain(&coordinators).cloned().collect();
    let messages: Vec<Message> = known.history.messages().collect();
    known.people =
        wiki::names_of(session, &messages.iter().map(|message| message.recipient).collect()).await?;
    let people = reachable.iter().chain(known.people.values());
    let talk_titles: BTreeSet<String> =
        people.filter_map(|account| site.user_talk_page(account.as_str()).ok()).collect();
    let mut titles = talk_titles.clone();
    titles.extend(messages.iter().map(|message| message.title.clone()));
    titles.extend(notices::owners_talk_page(&known));
    for report in &survey.reports {
        titles.extend(status::page(report, settings, site)?);
    }
    known.talk_pages = wiki::talk_pages(session, names, &titles).await?;
    if !talk_titles.is_empty() {
        known.deleted = wiki::deleted_talk_pages(session, since).await?;
    }
    // A redirect leads to someone else's talk page, who must be known as well.
    let led_to =
        known.talk_pages.iter().filter(|(asked, page)| page.redirected && talk_titles.contains(*asked));
    let led_to: Vec<Account> = led_to.map(|(_, page)| Account::of_talk_page(&page.title)).collect();
    let facts = wiki::accounts(session, &led_to).await?;
    known.accounts.extend(facts);
    lock(session, &mut known, reachable.iter().chain(&led_to)).await?;

    answers::read(session, &mut known, &messages, &reachable).await?;
    catch_up(session, &mut known, since, newest(&ledger).unwrap_or(since)).await?;
    Ok((known, cases))
}

/// Adds what another run posted since the ledger was read: what it posts from now on changes the revisions of the talk
/// pages, and the gateway will see it.
///
/// # Errors
/// A ledger that stays behind the talk pages: each answer may come from another copy of the wiki's database, and what
/// stands on a page already must not be posted again.
async fn catch_up(
    session: &Session,
    known: &mut Known<'_>,
    since: DateTime<Utc>,
    newest: DateTime<Utc>,
) -> Result<(), WikiError> {
    let pause = Duration::from_secs(known.settings.limits.retry_pause_seconds);
    for attempt in 1.. {
        known.history.add(&contributions(session, known.bot, newest).await?);
        let is_unknown = |page: &&TalkPage| {
            let own = page.last_edit.as_ref().is_some_and(|(by, at)| by == known.bot && *at >= since);
            own && page.revision().is_some_and(|revision| !known.history.has_revision(revision))
        };
        let Some(page) = known.talk_pages.values().find(is_unknown) else { break };
        if attempt == CATCH_UPS {
            let why = format!("the bot's own last edit of “{}” is not among those that it lists", page.title);
            return Err(WikiError::Ledger(Box::new(WikiError::Unexpected(why))));
        }
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// The bot's own contributions. Without all of them nobody knows what was posted.
async fn contributions(
    session: &Session,
    bot: &str,
    since: DateTime<Utc>,
) -> Result<Vec<wiki::Contribution>, WikiError> {
    wiki::contributions(session, bot, since).await.map_err(|error| WikiError::Ledger(Box::new(error)))
}

fn newest(ledger: &[wiki::Contribution]) -> Option<DateTime<Utc>> {
    ledger.iter().map(|edit| edit.at).max()
}

fn recipient(case: &Case) -> Option<&Account> {
    match &case.who {
        Who::Account(account) => Some(account),
        Who::Name(_) | Who::Nobody => None,
    }
}

fn coordinators(known: &Known<'_>) -> Vec<Account> {
    let named = known.settings.boards.iter().filter_map(Board::coordinator);
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The cases, with accounts under the names they have now; looks up all of them.
async fn with_present_names(
    session: &Session,
    survey: &Survey,
    request: Request<'_>,
    known: &mut Known<'_>,
) -> Result<Vec<Case>, WikiError> {
    let gather = |owners: &Owners| notices::gather(survey, owners, request.settings, request.today);
    let mut cases = gather(&survey.owners);
    let mut asked: BTreeSet<Account> = cases.iter().filter_map(recipient).cloned().collect();
    asked.extend(coordinators(known));
    asked.extend(known.settings.bot.operator());
    let asked: Vec<Account> = asked.into_iter().collect();
    known.accounts = wiki::accounts(session, &asked).await?;
    for account in coordinators(known).into_iter().chain(known.settings.bot.operator()) {
        if let Err((_, why)) = known.standing_of(&account) {
            tracing::warn!(%account, why, "a coordinator or operator in the settings can't be told or asked anything");
        }
    }
    let unknown =
        |account: &&Account| matches!(known.accounts.get(*account), None | Some(AccountFacts::Unknown));
    let unknown: BTreeSet<Account> = cases.iter().filter_map(recipient).filter(unknown).cloned().collect();
    let renamed = wiki::renamed(session, &unknown).await?;
    if !renamed.is_empty() {
        let now: Vec<Account> = renamed.values().cloned().collect();
        known.accounts.extend(wiki::accounts(session, &now).await?);
        let mut owners = survey.owners.clone();
        owners.add_renamed(renamed);
        cases = gather(&owners);
    }
    Ok(cases)
}

/// Marks accounts that are locked on all wikis as blocked.
async fn lock(
    session: &Session,
    known: &mut Known<'_>,
    accounts: impl Iterator<Item = &Account>,
) -> Result<(), WikiError> {
    let accounts: BTreeSet<&Account> =
        accounts.filter(|account| known.coordinator(account).is_ok()).collect();
    for account in wiki::locked(session, accounts.into_iter()).await? {
        if let Some(AccountFacts::Known { blocked, .. }) = known.accounts.get_mut(&account) {
            *blocked = true;
        }
    }
    Ok(())
}

/// The accounts, and the names that those who were renamed have now: a no stays one.
async fn with_new_names(
    session: &Session,
    mut accounts: BTreeSet<Account>,
) -> Result<BTreeSet<Account>, WikiError> {
    let asked: Vec<Account> = accounts.iter().cloned().collect();
    let facts = wiki::accounts(session, &asked).await?;
    let unknown = facts.into_iter().filter(|(_, facts)| *facts == AccountFacts::Unknown);
    let renamed = wiki::renamed(session, &unknown.map(|(account, _)| account).collect()).await?;
    accounts.extend(renamed.into_values());
    Ok(accounts)
}

/// The opt-out list, as far as it can be read.
async fn opt_outs(session: &Session, request: Request<'_>, bot: &str) -> Result<OptOuts, WikiError> {
    let title = request.settings.owners_policy.opt_out_page.replace("{bot}", bot);
    let title = session.site().title(&title)?;
    let (page, unreadable) = match wiki::list_page(session, &title).await {
        Ok(page) => (page, None),
        Err(error @ WikiError::Unreadable { .. }) => (None, Some(error.to_string())),
        Err(error) => return Err(error),
    };
    let revision = page.as_ref().map_or(0, |page| page.revision);
    let listed = page.map(|page| notices::listed(&page.text, &page.users)).unwrap_or_default();
    let accounts = with_new_names(session, listed).await?;
    Ok(OptOuts { page: PageRevision { title, revision }, accounts, unreadable })
}

/// The pages that goal pages transclude: their last edits count as the goal page's own.
async fn sources(session: &Session, survey: &Survey) -> Result<BTreeMap<String, wiki::RawPage>, WikiError> {
    let pages = survey.reports.iter().filter_map(|report| report.read.as_ref());
    let titles: BTreeSet<&str> = pages.flat_map(|read| read.content.source_pages()).collect();
    // Anyone can transclude anything: what is no page of this wiki has no last edit here.
    let titles =
        titles.into_iter().filter_map(|title| Some((title.to_owned(), session.site().title(title).ok()?)));
    let (names, titles): (Vec<String>, Vec<String>) = titles.unzip();
    let answers = wiki::find_pages(session, &titles).await?;
    let found = names.into_iter().zip(answers).filter_map(|(title, answer)| match answer {
        PageAnswer::Found(page) => Some((title, page)),
        PageAnswer::Missing | PageAnswer::Unreadable(_) => None,
    });
    Ok(found.collect())
}
