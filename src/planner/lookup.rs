//! Asks the wiki for all that a decision needs, each kind in as few requests as it takes.

use std::collections::{BTreeMap, BTreeSet};

use globset::GlobSet;

use super::Request;
use crate::account::Account;
use crate::exclusion::Names;
use crate::ledger::{self, History};
use crate::notices::{self, Case, Known, OptOuts, Who, answers};
use crate::owners::Owners;
use crate::plan::PageRevision;
use crate::status;
use crate::survey::Survey;
use crate::wiki::{self, AccountFacts, PageAnswer, Session, WikiError};

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
        opt_outs: opt_outs(session, request, bot).await?,
        talk_pages: BTreeMap::new(),
        deleted: BTreeSet::new(),
        sources: sources(session, survey).await?,
        history: History::default(),
        answers: BTreeMap::new(),
    };
    let since = ledger::since(survey.reports.iter().filter_map(|report| report.quarter), site.clock());
    let ledger = wiki::contributions(session, bot, since).await?;
    known.history = History::new(&ledger);

    let cases = with_present_names(session, survey, request, &mut known).await?;
    let recipients: Vec<&Account> = cases.iter().filter_map(recipient).collect();
    let coordinators: Vec<Account> = coordinators(&known);
    lock(session, &mut known, &recipients).await?;

    // Talk pages only of those who can be told anything at all, and of those who were.
    let reachable = recipients.iter().copied().filter(|account| known.recipient(account).is_ok());
    let reachable = reachable.chain(&coordinators);
    let talk_titles: BTreeSet<String> =
        reachable.filter_map(|account| site.user_talk_page(account.as_str()).ok()).collect();
    let mut titles = talk_titles.clone();
    let quarters = known.quarters();
    let told: Vec<_> = quarters.iter().flat_map(|quarter| known.history.told(*quarter)).cloned().collect();
    titles.extend(told.iter().map(|told| told.title.clone()));
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

    known.people = wiki::names_of(session, &told.iter().map(|told| told.key.recipient).collect()).await?;
    read_answers(session, &mut known, &told).await?;
    // What another run posted since the ledger was read: what it posts from now on changes the revisions of the
    // talk pages, and the gateway will see it.
    let late = wiki::contributions(session, bot, newest(&ledger).unwrap_or(since)).await?;
    known.history.add(&late);
    Ok((known, cases))
}

fn newest(ledger: &[wiki::Contribution]) -> Option<chrono::DateTime<chrono::Utc>> {
    ledger.iter().map(|edit| edit.at).max()
}

fn recipient(case: &Case) -> Option<&Account> {
    match &case.who {
        Who::Account(account) => Some(account),
        Who::Name(_) | Who::Nobody => None,
    }
}

fn coordinators(known: &Known<'_>) -> Vec<Account> {
    let named = known.settings.boards.iter().map(|board| board.coordinator.trim());
    named.filter(|name| !name.is_empty()).map(Account::new).collect::<BTreeSet<_>>().into_iter().collect()
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
    let asked: Vec<Account> = asked.into_iter().collect();
    known.accounts = wiki::accounts(session, &asked).await?;
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
async fn lock(session: &Session, known: &mut Known<'_>, recipients: &[&Account]) -> Result<(), WikiError> {
    let reachable: BTreeSet<&Account> =
        recipients.iter().copied().filter(|account| known.recipient(account).is_ok()).collect();
    for account in wiki::locked(session, reachable.into_iter()).await? {
        if let Some(AccountFacts::Known { blocked, .. }) = known.accounts.get_mut(&account) {
            *blocked = true;
        }
    }
    Ok(())
}

/// The opt-out list, as far as it can be read.
async fn opt_outs(session: &Session, request: Request<'_>, bot: &str) -> Result<OptOuts, WikiError> {
    let title = request.settings.owners_policy.opt_out_page.replace("{bot}", bot);
    if title.trim().is_empty() {
        return Ok(OptOuts::default());
    }
    let title = session.site().title(&title)?;
    let (page, unreadable) = match wiki::list_page(session, &title).await {
        Ok(page) => (page, None),
        Err(WikiError::Unexpected(why)) => (None, Some(why)),
        Err(error) => return Err(error),
    };
    let revision = page.as_ref().map_or(0, |page| page.revision);
    let accounts = page.map(|page| notices::listed(&page.text, &page.users)).unwrap_or_default();
    Ok(OptOuts { page: Some(PageRevision { title, revision }), accounts, unreadable })
}

/// The pages that goal pages transclude: their last edits count as the goal page's own.
async fn sources(session: &Session, survey: &Survey) -> Result<BTreeMap<String, wiki::RawPage>, WikiError> {
    let pages = survey.reports.iter().filter_map(|report| report.read.as_ref());
    let titles: BTreeSet<&str> = pages.flat_map(|read| read.content.source_pages()).collect();
    let titles: Vec<String> = titles.into_iter().map(str::to_owned).collect();
    let answers = wiki::find_pages(session, &titles).await?;
    let found = titles.into_iter().zip(answers).filter_map(|(title, answer)| match answer {
        PageAnswer::Found(page) => Some((title, page)),
        PageAnswer::Missing | PageAnswer::Unreadable(_) => None,
    });
    Ok(found.collect())
}

/// Reads what recipients made of the pages on which their notices stand.
async fn read_answers(
    session: &Session,
    known: &mut Known<'_>,
    told: &[ledger::Told],
) -> Result<(), WikiError> {
    // The oldest notice of each person and quarter on each page: its revision is where answers can begin.
    let mut begin: BTreeMap<(u64, chrono::NaiveDate, &str), &ledger::Told> = BTreeMap::new();
    for one in told {
        let key = (one.key.recipient, one.key.quarter.first_day(), one.title.as_str());
        let oldest = begin.entry(key).or_insert(one);
        if one.revision < oldest.revision {
            *oldest = one;
        }
    }
    for ((id, first_day, title), one) in begin {
        let Some(account) = known.people.get(&id) else { continue };
        let unchanged = known.talk_pages.get(title).is_some_and(|page| page.revision() == Some(one.revision));
        if unchanged {
            continue;
        }
        let edits = wiki::edits_by(session, account, title, one.revision).await?;
        let found = answers::find(&edits, title, id, one.key.quarter, known.today);
        known.answers.entry((id, first_day)).or_default().extend(found);
    }
    Ok(())
}
