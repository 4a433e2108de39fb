//! Reads what coordinators answered to the question whether a quarter's notices may go out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::languages::Languages;
use crate::base::{Account, Title, UserId};
use crate::ledger::answers::{GoAnswer, Thread, go_answers_in};
use crate::ledger::{Asked, GoKey, History};
use crate::wiki::{self, Session, TalkPage, WikiError};

/// A question, and what was answered to it, oldest first.
#[derive(Clone, Debug)]
pub struct Go {
    /// The question.
    pub asked: GoKey,
    /// The answers.
    pub answers: Vec<GoAnswer>,
}

/// What was answered to every question that the bot posted. `names` are the accounts by their ids.
///
/// # Errors
/// See [`WikiError`].
pub async fn gos(
    session: &Session,
    history: &History,
    names: &BTreeMap<UserId, Account>,
    talk_pages: &BTreeMap<Title, Arc<TalkPage>>,
    languages: &Languages<'_>,
) -> Result<Vec<Go>, WikiError> {
    let mut gos = Vec::new();
    for asked in history.asked() {
        let answers = match names.get(&asked.key.recipient) {
            Some(account) => answers(session, asked, account, talk_pages, &languages.of_all_boards()).await?,
            None => Vec::new(),
        };
        gos.push(Go { asked: asked.key.clone(), answers });
    }
    Ok(gos)
}

/// What one account answered to a question, where it stands now and on its own talk page.
async fn answers(
    session: &Session,
    asked: &Asked,
    account: &Account,
    talk_pages: &BTreeMap<Title, Arc<TalkPage>>,
    languages: &[&str],
) -> Result<Vec<GoAnswer>, WikiError> {
    let own = session.site().user_talk_page(account).ok();
    let own = own.and_then(|title| Some(talk_pages.get(&title)?.title.clone()));
    let pages: BTreeSet<Title> = own.into_iter().chain([asked.title.clone()]).collect();
    let mut answers: Vec<GoAnswer> = Vec::new();
    for page in pages {
        // Nobody edited the page since, or there is none.
        let now = talk_pages.get(&page).filter(|now| now.way.is_empty()).map(|now| now.revision());
        if matches!(now, Some(now) if now.is_none() || now == Some(asked.revision)) {
            continue;
        }
        let authors = [account.clone()];
        let history = wiki::edits_since(session, &page, asked.revision, &authors).await?;
        let GoKey { recipient, quarter, day, .. } = asked.key;
        let thread = Thread { page: &page, recipient, quarter, day, languages, authors: &authors };
        answers.extend(go_answers_in(thread, &asked.key, &history));
    }
    answers.sort_by_key(|go| go.answer.revision);
    Ok(answers)
}
