//! Which of the bot's own messages are taken back, and how. Pure: facts go in, a plan comes out.

use std::collections::BTreeMap;

use super::reach::language;
use crate::base::{Account, Message, Quarter, Reason, Refused, Title, refuse};
use crate::config::BoardRef;
use crate::ledger::{self, Done, Key, Left, MOST_RETRACTED, OwnText, Posted};
use crate::plan::{Change, EditKind, Fate, OwnMessage, Plan, PlannedEdit, Retraction, Skip, Unchanged};
use crate::read::OwnMessages;
use crate::wiki::{Refusal, TalkPage, TalkState};

/// Which messages are meant: all, unless this says less.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meant<'a> {
    /// Only those about pages of these boards; of a digest, those of their coordinators.
    pub boards: &'a [String],
    /// Only those about these three months.
    pub quarter: Option<Quarter>,
}

/// Takes back what is meant of the messages since a day.
pub fn retract(facts: &OwnMessages<'_>, meant: Meant<'_>) -> Retraction {
    let mut messages = Vec::new();
    let mut on_pages: BTreeMap<&Title, Vec<&Posted>> = BTreeMap::new();
    let in_quarter =
        |message: &&Posted| meant.quarter.is_none_or(|quarter| quarter.is_same_time(message.quarter));
    for message in facts.messages.iter().filter(in_quarter) {
        match is_of_boards(facts, message, meant.boards) {
            Ok(false) => {}
            Ok(true) if facts.history.is_retracted(message.revision) => {
                messages.push(own(facts, message, Fate::Before));
            }
            Ok(true) => on_pages.entry(&message.title).or_default().push(message),
            Err(refused) => messages.push(own(facts, message, Fate::Leave(refused))),
        }
    }
    let mut edits = Vec::new();
    for (title, mut here) in on_pages {
        here.sort_by_key(|message| message.revision);
        let (now, later) = here.split_at(here.len().min(MOST_RETRACTED));
        let (edit, fates) = on_page(facts, title, now);
        edits.extend(edit);
        messages.extend(now.iter().zip(fates).map(|(message, fate)| own(facts, message, fate)));
        let detail = format!(
            "{MOST_RETRACTED} messages on one page are enough for one edit; the next time takes it back"
        );
        let wait = || Fate::Leave((Reason::RunLimit, detail.clone()));
        messages.extend(later.iter().map(|message| own(facts, message, wait())));
    }
    messages.sort_by_key(|message| message.revision);
    let skip = |message: &OwnMessage| match &message.fate {
        Fate::Leave((reason, detail)) => {
            Some(Skip { subject: message.subject(message.kind), reason: *reason, detail: detail.clone() })
        }
        _ => None,
    };
    let before = messages.iter().filter(|message| message.fate == Fate::Before);
    let plan = Plan {
        edits,
        skipped: messages.iter().filter_map(skip).collect(),
        unchanged: before.map(|message| Unchanged { subject: message.subject(message.kind) }).collect(),
        exclusion_names: facts.names.clone(),
        ..Plan::nothing(facts.today)
    };
    Retraction { plan, messages }
}

/// Whether a message is about one of these boards; about any, if there are none.
fn is_of_boards(facts: &OwnMessages<'_>, message: &Posted, wanted: &[String]) -> Result<bool, Refused> {
    if wanted.is_empty() {
        return Ok(true);
    }
    let mut known = boards(facts, message).peekable();
    if known.peek().is_none() {
        let detail = "no page that it was about is a board's now, nor is its reader a coordinator; without --board it is \
                      taken back";
        return refuse(Reason::UnknownBoard, detail);
    }
    Ok(known.any(|board| wanted.contains(&board.name)))
}

/// The boards that a message is about; of a digest, those that its recipient coordinates.
fn boards<'a>(facts: &'a OwnMessages<'_>, message: &'a Posted) -> impl Iterator<Item = BoardRef<'a>> {
    let of_pages = message.pages.iter().filter_map(|page| facts.boards.get(page).copied());
    let reader = facts.accounts.get(&message.recipient).filter(|_| matches!(message.key, Key::Digest(_)));
    let coordinated = facts
        .settings
        .boards()
        .filter(move |board| reader.is_some() && board.coordinator().as_ref() == reader);
    of_pages.chain(coordinated)
}

fn own(facts: &OwnMessages<'_>, message: &Posted, fate: Fate) -> OwnMessage {
    let kind = if matches!(message.key, Key::Digest(_)) { EditKind::Digest } else { EditKind::Notice };
    let recipient: Option<Account> = facts.accounts.get(&message.recipient).cloned();
    let (page, revision, day) = (message.title.clone(), message.revision, message.day);
    OwnMessage { kind, recipient, page, revision, day, fate }
}

/// The edit of one page, and what it is for each of its messages.
fn on_page(facts: &OwnMessages<'_>, title: &Title, messages: &[&Posted]) -> (Option<PlannedEdit>, Vec<Fate>) {
    let page = match readable(facts, title) {
        Ok(page) => page,
        Err(refused) => return (None, vec![Fate::Leave(refused); messages.len()]),
    };
    let say = |message: Message, of: &Posted| message.text(language(boards(facts, of).next()));
    let texts: Vec<OwnText<'_>> = messages
        .iter()
        .map(|message| OwnText {
            key: &message.key,
            recipient: message.recipient,
            quarter: message.quarter,
            revision: message.revision,
            // Of a text that is hidden nobody knows what stood there.
            posted: facts.texts.get(&message.revision).map_or("", String::as_str),
            sentence: say(Message::new("retract-struck").with(message.revision), message),
        })
        .collect();
    let is_own = |key: &Key| matches!(key, Key::Notice(key) if facts.history.has(key));
    let retracted = ledger::retract(page.text(), &texts, is_own);
    let done: Vec<&Posted> = messages
        .iter()
        .zip(&retracted.fates)
        .filter(|(_, fate)| fate.is_ok())
        .map(|(message, _)| *message)
        .collect();
    let edit = done.first().map(|first| {
        let bot = format!("User:{}", facts.bot);
        let sentence = say(Message::new("retract-summary").with(bot), first);
        let key = Key::Retract { revisions: done.iter().map(|message| message.revision).collect() };
        let subject = own(facts, first, Fate::Remove).subject(EditKind::Retract);
        let change = Change::Retract(retracted.parts);
        PlannedEdit::new(subject, title.clone(), key, sentence, change, page.revision())
    });
    (edit, retracted.fates.into_iter().map(fate).collect())
}

fn fate(of: Result<Done, Left>) -> Fate {
    let leave = |reason, detail: &str| Fate::Leave((reason, detail.to_owned()));
    match of {
        Ok(Done::Removed) => Fate::Remove,
        Ok(Done::Struck) => Fate::Strike,
        Err(Left::Gone) => leave(Reason::MessageGone, GONE),
        Err(Left::Changed) => leave(Reason::MessageChanged, "somebody changed it"),
        Err(Left::Twice) => leave(Reason::MessageChanged, "it stands there twice"),
    }
}

/// Where it went nobody can say: it may have been archived by hand.
const GONE: &str = "it doesn't stand there any more: somebody removed or archived it";

/// A page that the bot may edit.
fn readable<'a>(facts: &'a OwnMessages<'_>, title: &Title) -> Result<&'a TalkPage, Refused> {
    let Some(page) = facts.pages.get(title).map(AsRef::as_ref) else {
        return refuse(Reason::MessageGone, GONE);
    };
    if page.state == TalkState::Missing || !page.way.is_empty() {
        return refuse(Reason::MessageGone, GONE);
    }
    match page.refusal(facts.bot, &facts.names).filter(Refusal::is_about_page) {
        Some(refusal) => Err((refusal.reason, refusal.detail)),
        None => Ok(page),
    }
}
