//! Reads what recipients made of the pages on which they can answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::languages::Languages;
use super::person::Person;
use crate::base::{Account, Title, UserId};
use crate::ledger::Posted;
use crate::ledger::answers::{Answer, Thread, answers_in, marks, quarters_in};
use crate::wiki::{self, AccountFacts, Session, TalkPage, WikiError};

/// What people answered, by their id and the first day of the message's quarter, oldest first.
pub type Answers = BTreeMap<(UserId, NaiveDate), Vec<Answer>>;

/// What must be known to read answers.
pub struct Threads<'a> {
    /// Everything that someone can answer.
    pub posted: &'a [Posted],
    /// Those who were told something, by their ids.
    pub told: &'a BTreeMap<UserId, Person>,
    /// Those who may be told something.
    pub reachable: &'a [Person],
    /// Talk pages, by the title first asked for.
    pub talk_pages: &'a BTreeMap<Title, Arc<TalkPage>>,
    /// What the wiki says of accounts.
    pub accounts: &'a BTreeMap<Account, AccountFacts>,
    /// The languages of the boards' notices.
    pub languages: &'a Languages<'a>,
}

impl Threads<'_> {
    /// Reads the answers to all messages, and those by links on the talk pages of whoever may be told something. Says
    /// as well on whose talk pages there are links of messages that the ledger doesn't know.
    ///
    /// # Errors
    /// See [`WikiError`]. An answer that can't be read would be one that isn't heeded.
    pub async fn read(&self, session: &Session) -> Result<(Answers, BTreeSet<UserId>), WikiError> {
        let mut threads: BTreeMap<(UserId, NaiveDate), Vec<&Posted>> = BTreeMap::new();
        for message in self.posted {
            threads.entry((message.recipient, message.quarter.first_day())).or_default().push(message);
        }
        let mut answers = Answers::new();
        for thread in threads.values() {
            self.thread(session, thread, &mut answers).await?;
        }
        let mut by_links_alone = BTreeSet::new();
        for person in self.reachable {
            let is_known = |thread: &_| threads.contains_key(thread);
            if by_links(session, person, is_known, &self.languages.of_all_boards(), &mut answers).await? {
                by_links_alone.insert(person.id);
            }
        }
        Ok((answers, by_links_alone))
    }

    /// Everything sent to one person about one quarter: its pages, and on each whoever may answer there, the recipient
    /// and whose talk page it is.
    async fn thread(
        &self,
        session: &Session,
        thread: &[&Posted],
        answers: &mut Answers,
    ) -> Result<(), WikiError> {
        let Some(first) = thread.iter().min_by_key(|message| message.revision) else { return Ok(()) };
        let Some(person) = self.told.get(&first.recipient) else { return Ok(()) };
        // A talk page that was moved to an archive: the links in the notice still lead to the new one.
        let present = person.door.page.title.clone();
        let languages = self.languages.of_messages(thread);
        let pages: BTreeSet<Title> =
            thread.iter().map(|message| message.title.clone()).chain([present]).collect();
        for page in pages {
            // Nobody edited the page since, or there is none. What a redirect leads to says nothing of the page itself.
            let now = self.talk_pages.get(&page).filter(|now| now.way.is_empty()).map(|now| now.revision());
            if now == Some(None) || thread.len() == 1 && now == Some(Some(first.revision)) {
                continue;
            }
            let owner = Account::of_page(&page.root());
            let mut authors = vec![person.account.clone()];
            authors.extend(Some(owner).filter(|owner| *owner != person.account));
            let history = wiki::edits_since(session, &page, first.revision, &authors).await?;
            let Posted { recipient, quarter, day, .. } = **first;
            let asked =
                Thread { page: &page, recipient, quarter, day, languages: &languages, authors: &authors };
            for (author, answer) in answers_in(asked, &history) {
                let author = match self.accounts.get(&authors[author]) {
                    Some(AccountFacts::Known { id, .. }) => *id,
                    _ => first.recipient,
                };
                // Only the coordinator's own account answers for others.
                let answer = if author == first.recipient { answer } else { answer.without_orders() };
                for id in BTreeSet::from([first.recipient, author]) {
                    add(answers.entry((id, first.quarter.first_day())).or_default(), &answer);
                }
            }
        }
        Ok(())
    }
}

/// Adds an answer, unless it is there.
pub fn add(all: &mut Vec<Answer>, found: &Answer) {
    if !all.iter().any(|answer| answer.revision == found.revision) {
        all.push(found.clone());
        all.sort_by_key(|answer| answer.revision);
    }
}

/// Answers by links to what the ledger doesn't know: a rehearsal, or a notice from long ago. Whether there are any.
async fn by_links(
    session: &Session,
    person: &Person,
    is_known: impl Fn(&(UserId, NaiveDate)) -> bool,
    languages: &[&str],
    answers: &mut Answers,
) -> Result<bool, WikiError> {
    let page = &person.door.page;
    let (mut any, mut known) = (false, None);
    let by_headings = quarters_in(page.text()).into_iter().map(|quarter| (person.id, quarter));
    for (recipient, quarter) in marks(page.text()).into_iter().chain(by_headings) {
        let thread = (recipient, quarter.first_day());
        if recipient != person.id || is_known(&thread) {
            continue;
        }
        any = true;
        let history = match &known {
            Some(history) => history,
            None => known.insert(wiki::edits_by(session, &page.title, &person.account).await?),
        };
        let authors = [person.account.clone()];
        let day = quarter.first_day();
        let asked = Thread { page: &page.title, recipient, quarter, day, languages, authors: &authors };
        for (_, answer) in answers_in(asked, history) {
            add(answers.entry(thread).or_default(), &answer);
        }
    }
    Ok(any)
}
