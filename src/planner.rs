//! From a survey to a plan: looks up accounts, talk pages and the ledger in batches, and lets
//! `notices` and `status` decide. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::account::Account;
use crate::config::Settings;
use crate::ledger::{self, History};
use crate::notices::{self, Known};
use crate::plan::Plan;
use crate::status;
use crate::survey::Survey;
use crate::wiki::{self, Session, WikiError};

/// Everything one run would do on `today`.
///
/// # Errors
/// See [`WikiError`]. Without the whole ledger there is no plan.
pub async fn plan(
    session: &Session,
    settings: &Settings,
    survey: &Survey,
    today: NaiveDate,
) -> Result<Plan, WikiError> {
    let bot = session.account().ok_or(WikiError::NoLogin)?;
    let site = session.site();
    let since = ledger::since(survey.reports.iter().filter_map(|report| report.quarter), site.clock());

    let (cases, mut skipped) = notices::gather(survey, settings);
    let recipients: Vec<Account> =
        cases.iter().map(|case| case.recipient.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let accounts = wiki::accounts(session, &recipients).await?;
    let allowed =
        notices::allowed(&settings.owners_policy.allow).map_err(|e| WikiError::Unexpected(e.to_string()))?;
    let names = wiki::exclusion_names(session).await?;
    let mut known = Known {
        settings,
        survey,
        site,
        bot,
        today,
        accounts: &accounts,
        allowed: &allowed,
        names: &names,
        talk_pages: &BTreeMap::new(),
        deleted: &BTreeSet::new(),
        history: &History::default(),
    };
    // Talk pages only of those who can be told anything at all.
    let reachable = recipients.iter().filter(|account| known.recipient(account).is_ok());
    let talk_titles: BTreeSet<String> =
        reachable.filter_map(|account| site.user_talk_page(account.as_str()).ok()).collect();
    let mut titles = talk_titles.clone();
    for report in &survey.reports {
        titles.extend(status::page(report, settings, site)?);
    }
    let talk_pages = wiki::talk_pages(session, &titles).await?;
    let deleted = if talk_titles.is_empty() {
        BTreeSet::new()
    } else {
        wiki::deleted_talk_pages(session, since).await?
    };
    // A redirect leads to someone else's talk page, who must be known as well.
    let led_to = talk_pages.iter().filter(|(asked, page)| page.redirected && talk_titles.contains(*asked));
    let led_to: Vec<Account> = led_to.map(|(_, page)| Account::of_talk_page(&page.title)).collect();
    let mut all_accounts = accounts.clone();
    if !led_to.is_empty() {
        all_accounts.extend(wiki::accounts(session, &led_to).await?);
    }
    (known.accounts, known.talk_pages, known.deleted) = (&all_accounts, &talk_pages, &deleted);

    // After the talk pages: what another run posts from now on changes their revisions, and the
    // gateway will see it.
    let history = History::new(&wiki::contributions(session, bot, since).await?);
    known.history = &history;
    let (mut edits, refused) = notices::decide(&known, &cases);
    skipped.extend(refused);
    let tables = status::tables(survey, settings, site, bot, &names, &talk_pages, &history);
    edits.extend(tables.edits);
    skipped.extend(tables.skipped);
    Ok(Plan { today, edits, skipped, unchanged: tables.unchanged, exclusion_names: names })
}
