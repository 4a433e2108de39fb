//! `goalkeeper owners`: the worklist of names and accounts.

use std::collections::BTreeSet;

use super::context::{Context, Exit, Failure, log_cost};
use super::reading;
use crate::base::Account;
use crate::people::{Candidates, Clues, Looked, Named, names};
use crate::read::Survey;
use crate::report::owners;
use crate::wiki::{self, AccountFacts, Session, WikiError};

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    context.need_boards()?;
    let mut named = Vec::new();
    let ended = attempt(context, &mut named).await;
    let (exit, candidates) = match ended {
        Ok((exit, candidates)) => (Ok(exit), candidates),
        Err(failure) if failure.exit() == Exit::Usage => return Err(failure),
        Err(failure) => (Err(failure), None),
    };
    context
        .print(|| owners::json(&named, candidates.as_ref()), || owners::human(&named, candidates.as_ref()))?;
    exit
}

/// Also fills in `named`, which is worth printing even where no candidates can be had.
async fn attempt(context: &Context, named: &mut Vec<Named>) -> Result<(Exit, Option<Candidates>), Failure> {
    let session = Session::connect(&context.settings().connection(), false, None).await?;
    let pages = context.on_wiki(&session).await?;
    let survey = reading::boards(context, &session, &pages, None).await?;
    *named = names(survey.contents(), &survey.owners);
    let candidates = candidates(context, &session, &survey, named).await?;
    log_cost(&session);
    let exit = if survey.is_incomplete() { Exit::Unreadable } else { Exit::Fine };
    Ok((exit, Some(candidates)))
}

/// Who may be meant by the names without an account.
async fn candidates(
    context: &Context,
    session: &Session,
    survey: &Survey<'_>,
    named: &[Named],
) -> Result<Candidates, WikiError> {
    let settings = context.settings();
    let globs = &settings.owners_policy.allow;
    let clues = Clues::new(survey.contents(), named, globs);
    if clues.unresolved().is_empty() {
        return Ok(Candidates::new());
    }
    let mut edits = Vec::new();
    for page in clues.pages() {
        edits.extend(wiki::section_edits(session, page).await?);
    }
    let mut accounts = clues.guesses();
    accounts.extend(edits.iter().map(|edit| edit.account.clone()));
    accounts.extend(search(session, &clues).await);
    let possible = |account: &Account| session.site().user_talk_page(account).is_ok();
    let accounts: BTreeSet<Account> = accounts.into_iter().filter(possible).collect();
    let accounts = wiki::accounts(session, &accounts).await?;
    let real = accounts.iter().filter(|(_, facts)| matches!(facts, AccountFacts::Known { bot: false, .. }));
    let real: Vec<Account> = real.map(|(account, _)| account.clone()).collect();
    let user_pages = wiki::user_pages(session, &real).await?;
    let coordinators = settings.boards().filter_map(|board| board.coordinator());
    let helpers: BTreeSet<Account> = coordinators.chain(session.account().cloned()).collect();
    let allowed =
        settings.owners_policy.allowed().map_err(|error| WikiError::Unexpected(error.to_string()))?;
    let (edits, accounts, user_pages) = (&edits, &accounts, &user_pages);
    Ok(clues.rank(&Looked { edits, accounts, user_pages, allowed: &allowed, helpers: &helpers }))
}

/// Accounts that a search for the names finds. A search that fails once is not tried again: not every
/// wiki has one.
async fn search(session: &Session, clues: &Clues<'_>) -> BTreeSet<Account> {
    let mut found = BTreeSet::new();
    for name in clues.searchable() {
        match wiki::search_user_pages(session, name).await {
            Ok(accounts) => found.extend(accounts),
            Err(error) => {
                tracing::warn!(%error, "user pages are not searched");
                break;
            }
        }
    }
    found
}
