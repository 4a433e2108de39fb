//! Reads what recipients made of the pages on which they can answer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::account::Account;
use crate::ledger::Message;
use crate::notices::Known;
use crate::notices::answers::{self, Answer};
use crate::wiki::{self, AccountFacts, Session, TalkPage, WikiError};

/// Reads the answers to all messages, and those by links on the talk pages of whoever may be told something.
///
/// # Errors
/// See [`WikiError`]. An answer that can't be read would be one that isn't heeded.
pub async fn read(
    session: &Session,
    known: &mut Known<'_>,
    messages: &[Message],
    reachable: &BTreeSet<Account>,
) -> Result<(), WikiError> {
    let mut threads: BTreeMap<(u64, NaiveDate), Vec<&Message>> = BTreeMap::new();
    for message in messages {
        threads.entry((message.recipient, message.quarter.first_day())).or_default().push(message);
    }
    for thread in threads.values() {
        read_thread(session, known, thread).await?;
    }
    let threads: BTreeSet<(u64, NaiveDate)> = threads.into_keys().collect();
    for account in reachable {
        read_links(session, known, account, &threads).await?;
    }
    Ok(())
}

/// Everything sent to one person about one quarter: its pages, and on each whoever may answer there, the recipient and
/// whose talk page it is.
async fn read_thread(session: &Session, known: &mut Known<'_>, thread: &[&Message]) -> Result<(), WikiError> {
    let Some(first) = thread.iter().min_by_key(|message| message.revision) else { return Ok(()) };
    let Some(account) = known.people.get(&first.recipient).cloned() else { return Ok(()) };
    // A talk page that was moved to an archive: the links in the notice still lead to the new one.
    let present = known.site.user_talk_page(account.as_str()).ok();
    let present = present.and_then(|title| Some(known.talk_pages.get(&title)?.title.clone()));
    let pages: BTreeSet<String> = thread.iter().map(|message| message.title.clone()).chain(present).collect();
    for page in pages {
        // Nobody edited the page since, or there is none. What a redirect leads to says nothing of the page itself.
        let now = known.talk_pages.get(&page).filter(|now| !now.redirected).map(TalkPage::revision);
        if now == Some(None) || thread.len() == 1 && now == Some(Some(first.revision)) {
            continue;
        }
        let owner = Account::of_talk_page(page.split('/').next().unwrap_or(&page));
        for author in BTreeSet::from([&account, &owner]) {
            let mut found = Vec::new();
            wiki::edits_by(session, author, &page, first.revision, |edit| {
                found.extend(answers::find(&edit, &page, first.recipient, first.quarter, first.day));
            })
            .await?;
            let author = match known.accounts.get(author) {
                Some(AccountFacts::Known { id, .. }) => *id,
                _ => first.recipient,
            };
            for id in BTreeSet::from([first.recipient, author]) {
                add(known.answers.entry((id, first.quarter.first_day())).or_default(), &found);
            }
        }
    }
    Ok(())
}

fn add(all: &mut Vec<Answer>, found: &[Answer]) {
    let known: BTreeSet<u64> = all.iter().map(|answer| answer.revision).collect();
    all.extend(found.iter().filter(|answer| !known.contains(&answer.revision)).cloned());
    all.sort_by_key(|answer| answer.revision);
}

/// Answers by links to what the ledger doesn't know: a rehearsal, or a notice from long ago.
async fn read_links(
    session: &Session,
    known: &mut Known<'_>,
    account: &Account,
    threads: &BTreeSet<(u64, NaiveDate)>,
) -> Result<(), WikiError> {
    let Some(AccountFacts::Known { id, .. }) = known.accounts.get(account).cloned() else { return Ok(()) };
    let Ok(title) = known.site.user_talk_page(account.as_str()) else { return Ok(()) };
    let Some(page) = known.talk_pages.get(&title) else { return Ok(()) };
    let (title, marks) = (page.title.clone(), answers::marks(page.text()));
    for (recipient, quarter) in marks {
        let thread = (recipient, quarter.first_day());
        if recipient != id || threads.contains(&thread) {
            continue;
        }
        let mut found = Vec::new();
        wiki::edits_by(session, account, &title, 0, |edit| {
            found.extend(answers::find(&edit, &title, id, quarter, quarter.first_day()));
        })
        .await?;
        known.people.insert(id, account.clone());
        add(known.answers.entry(thread).or_default(), &found);
    }
    Ok(())
}
