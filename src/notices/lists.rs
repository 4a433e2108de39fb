//! The bot's own lists on the wiki: who answered “stop” is put on the opt-out list, and mistakes on the
//! owners page are told on its talk page, once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use super::answers::Said;
use super::known::Known;
use crate::account::Account;
use crate::i18n::Message;
use crate::ledger::Key;
use crate::owners::mistakes_number;
use crate::plan::{Change, Kind, PageRevision, PlannedEdit};
use crate::wikitext;

/// Mistakes told at once, at most.
const MOST_MISTAKES: usize = 20;

/// The accounts on the opt-out list: those whose user or user talk page it links to, in whatever way, and those
/// whose bare name is a line of a list.
pub fn listed(text: &str, links: &[String]) -> BTreeSet<Account> {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^[*#:]+[ \t]*([^\[\]{}|<>\n]+?)[ \t]*$").expect("a fixed pattern"));
    let linked = links.iter().filter(|title| !title.contains('/')).map(|title| Account::of_talk_page(title));
    // Whatever the user namespace is called here: no account's name has a colon.
    let bare = LINE.captures_iter(text).filter_map(|line| line[1].rsplit(':').next().map(Account::new));
    linked.chain(bare).collect()
}

/// Puts everyone who answered “stop” on the opt-out list, so that it holds in later quarters, too.
pub fn opt_outs(known: &Known<'_>) -> Vec<PlannedEdit> {
    if known.opt_outs.unreadable.is_some() {
        return Vec::new();
    }
    let page = &known.opt_outs.page;
    let mut edits: Vec<PlannedEdit> = Vec::new();
    for ((id, _), answers) in &known.answers {
        let Some(account) = known.people.get(id) else { continue };
        let stop = answers.iter().any(|answer| answer.said == Said::Stop);
        let done = edits.iter().any(|edit| edit.recipient.as_ref() == Some(account));
        if stop && !done && !known.opt_outs.accounts.contains(account) {
            edits.extend(opt_out(known, page, *id, account));
        }
    }
    edits
}

fn opt_out(known: &Known<'_>, page: &PageRevision, id: u64, account: &Account) -> Option<PlannedEdit> {
    let talk = known.site.user_talk_page(account.as_str()).ok()?;
    let key = Key::OptOut { recipient: id };
    let sentence = Message::new("opt-out-summary").with(known.user_page()).text(known.site.language());
    Some(PlannedEdit {
        recipient: Some(account.clone()),
        base: Some(page.revision).filter(|revision| *revision > 0),
        text: format!("* {}", wikitext::link(&talk, "", account.as_str())),
        summary: key.summary(&sentence),
        change: Change::AddLine,
        ..PlannedEdit::new(Kind::OptOut, page.title.clone(), &key)
    })
}

/// The talk page of the owners page, if there is something to be said there.
pub fn owners_talk_page(known: &Known<'_>) -> Option<String> {
    let page = &known.survey.owners_page;
    let title = page.title.as_ref().filter(|_| !page.mistakes.is_empty())?;
    known.site.talk_page(title).ok()
}

/// Says what is wrong with the owners page, unless it was said before.
pub fn owners_page(known: &Known<'_>) -> Option<PlannedEdit> {
    let page = &known.survey.owners_page;
    let (title, talk) = (page.title.as_ref()?, owners_talk_page(known)?);
    let on = known.talk_pages.get(&talk)?;
    let mistakes = mistakes_number(&page.mistakes);
    let key = Key::OwnersPage { mistakes };
    // The ledger ends some months back; the hidden mark on the page doesn't.
    if known.history.knows_mistakes(mistakes) || on.text().contains(&key.comment()) {
        return None;
    }
    if on.refusal(known.bot, known.names).is_some() {
        return None;
    }
    let language = known.site.language();
    let say = |message: Message| message.text(language);
    let mut text = say(Message::new("owners-page-intro")) + "\n";
    for mistake in page.mistakes.iter().take(MOST_MISTAKES) {
        let mut mistake = mistake.clone();
        mistake.parameters = mistake.parameters.iter().map(|text| wikitext::plain(text)).collect();
        let _ = writeln!(text, "* {}", say(mistake));
    }
    let _ = write!(text, "~~~~{}", key.comment());
    Some(PlannedEdit {
        base: on.revision(),
        read: page.as_read().into_iter().collect(),
        heading: Some(say(Message::new("owners-page-heading").with(wikitext::title(title)))),
        text,
        summary: key.summary(&say(Message::new("owners-page-summary").with(known.user_page()))),
        ..PlannedEdit::new(Kind::OwnersPage, on.title.clone(), &key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opt_out_list_in_any_form() {
        let text = "Intro\n*\n* Ada Sample (WMF)\n# Benutzer:bo sample (WMF) \n* [[User:Cyd]]\nDee";
        let links = ["User:Cyd".to_owned(), "User talk:Eli".to_owned(), "User:Fay/Essay".to_owned()];
        let names: Vec<_> = listed(text, &links).into_iter().map(|name| name.to_string()).collect();
        assert_eq!(names, ["Ada Sample (WMF)", "Bo sample (WMF)", "Cyd", "Eli"]);
    }
}
