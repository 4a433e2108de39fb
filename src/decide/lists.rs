//! The bot's own lists on the wiki: who answered “stop” is put on the opt-out list, and mistakes on the
//! owners page are told on its talk page, once.

use std::fmt::Write as _;

use super::reach::{is_undone, user_page};
use crate::base::{Account, Message, UserId};
use crate::ledger::Key;
use crate::ledger::answers::Said;
use crate::people::mistakes_number;
use crate::plan::{Change, EditKind, PlannedEdit, Recipient, Subject};
use crate::read::Facts;
use crate::wikitext;

/// Mistakes told at once, at most.
const MOST_MISTAKES: usize = 20;

/// Puts everyone who answered “stop” on the opt-out list, so that it holds in later quarters, too.
pub fn opt_outs(facts: &Facts<'_>) -> Vec<PlannedEdit> {
    if facts.lists.opt_outs.unreadable.is_some() {
        return Vec::new();
    }
    let mut edits: Vec<PlannedEdit> = Vec::new();
    for ((id, _), answers) in &facts.answers {
        let Some(account) = facts.told.get(id).map(|person| &person.account) else { continue };
        let stop = answers.iter().any(|answer| answer.said == Said::Stop && !is_undone(facts, *id, answer));
        let recipient = Some(Recipient::Account(account.clone()));
        let is_done = edits.iter().any(|edit| edit.subject.recipient == recipient);
        if stop && !is_done && !facts.opted_out.contains(account) {
            edits.extend(opt_out(facts, *id, account));
        }
    }
    edits
}

fn opt_out(facts: &Facts<'_>, id: UserId, account: &Account) -> Option<PlannedEdit> {
    let list = &facts.lists.opt_outs.page;
    let talk = facts.site.user_talk_page(account).ok()?;
    let sentence = Message::new("opt-out-summary").with(user_page(facts)).text(facts.site.language());
    let change = Change::AddLine(format!("* {}", wikitext::link(&talk, "", account.as_str())));
    let subject = Subject::person(EditKind::OptOut, account.clone(), list.title.clone());
    let key = Key::OptOut { recipient: id };
    Some(PlannedEdit::new(subject, list.title.clone(), key, sentence, change, list.revision))
}

/// Says what is wrong with the owners page, unless it was said before.
pub fn owners_page(facts: &Facts<'_>) -> Option<PlannedEdit> {
    let page = &facts.survey.owners_page;
    let (title, on) = (page.title.as_ref()?, facts.owners_talk_page.as_ref()?);
    let mistakes = mistakes_number(&page.mistakes);
    let key = Key::OwnersPage { mistakes };
    // The ledger ends some months back; the hidden mark on the page doesn't.
    if facts.history.knows_mistakes(mistakes) || on.text().contains(&key.comment()) {
        return None;
    }
    if on.refusal(facts.bot, &facts.lists.names).is_some() {
        return None;
    }
    let language = facts.site.language();
    let say = |message: Message| message.text(language);
    let mut body = say(Message::new("owners-page-intro")) + "\n";
    for mistake in page.mistakes.iter().take(MOST_MISTAKES) {
        let mut mistake = mistake.clone();
        mistake.parameters = mistake.parameters.iter().map(|text| wikitext::plain(text).into()).collect();
        let _ = writeln!(body, "* {}", say(mistake));
    }
    body.push_str("~~~~");
    let heading = say(Message::new("owners-page-heading").with(wikitext::title(title)));
    let sentence = say(Message::new("owners-page-summary").with(user_page(facts)));
    let subject = Subject::page(EditKind::OwnersPage, on.title.clone());
    let change = Change::AddSection { heading, body };
    Some(PlannedEdit {
        read: page.as_read().into_iter().collect(),
        ..PlannedEdit::new(subject, on.title.clone(), key, sentence, change, on.revision())
    })
}
