//! What the wiki says right before an edit, in one query: stop page, page, goal pages, and the
//! bot's own standing.

use serde::Deserialize;

use super::gateway::Gateway;
use crate::base::{PageRevision, Reason, RevisionId, Title};
use crate::plan::PlannedEdit;
use crate::wiki::{
    self, Answer, Page, Pages, Refusal, TalkPage, TalkState, Tokens, UserInfo, WikiError, joined,
};

/// What the wiki says right before an edit.
pub struct Preflight {
    /// The page, which the bot may write to.
    pub page: TalkPage,
    /// The wiki's clock, by which it finds out what happened since.
    pub clock: String,
    /// The token for the edit.
    pub token: String,
}

/// What is asked for in the one query.
#[derive(Debug, Deserialize)]
struct Guards {
    #[serde(flatten)]
    pages: Pages,
    userinfo: UserInfo,
    tokens: Tokens,
}

/// The rights that the bot's edits rely on. One that the account had when the run began and has no more is a
/// decision of somebody's; without `bot` and `nominornewtalk`, edits would be announced to people.
const RIGHTS: [&str; 8] =
    ["edit", "createpage", "createtalk", "bot", "markbotedits", "minoredit", "nominornewtalk", "noratelimit"];

impl Gateway<'_> {
    /// Asks all guards.
    pub(super) async fn preflight(&self, edit: &PlannedEdit) -> Result<Preflight, Refusal> {
        // What does not fit into one query with the page itself is asked before it. Of each page two actions are
        // tested, and as many tests as titles go into one answer (API:Info).
        let here = edit.read.len().min(self.session.batch() / 2 - 2);
        let (here, before) = edit.read.split_at(here);
        for some in before.chunks(self.session.batch()) {
            let titles = joined(some.iter().map(|page| &page.title));
            let asked = [("action", "query"), ("prop", "info"), ("titles", titles.as_str())];
            let pages = self.session.query(&asked).await.map_err(unanswered)?;
            still_as_read(&pages, some)?;
        }
        let read = here.iter().map(|page| &page.title);
        let titles = joined(self.stop_page.into_iter().chain([&edit.page]).chain(read));
        let templates = joined(&wiki::template_titles(self.session.site()).map_err(unanswered)?);
        let mut parameters = wiki::PROPERTIES.to_vec();
        parameters.extend([
            ("titles", titles.as_str()),
            ("tltemplates", &templates),
            ("clcategories", &self.names.opt_out_category),
            ("curtimestamp", "1"),
            ("meta", "userinfo|tokens"),
            ("uiprop", "blockinfo|rights|hasmsg"),
            ("type", "csrf"),
        ]);
        let answer: Answer<Guards> = self.session.answer(&parameters).await.map_err(unanswered)?;
        let blocked = answer.query.as_ref().map(|guards| guards.userinfo.block.clone());
        let judged = self.judged(edit, here, answer);
        match (judged, blocked) {
            // What of the bot is blocked, the wiki tells who asks for it.
            (Err(refusal), Some(block)) if block.is_sitewide() && refusal.reason == Reason::BotBlocked => {
                let block = wiki::own_block(self.session, &block).await.ok().flatten();
                Err(Refusal { detail: block.map_or(refusal.detail, |block| block.told()), ..refusal })
            }
            (judged, _) => judged,
        }
    }

    /// What the guards' answer means for the edit; `here` are the goal pages that were asked for with it.
    fn judged(
        &self,
        edit: &PlannedEdit,
        here: &[PageRevision],
        answer: Answer<Guards>,
    ) -> Result<Preflight, Refusal> {
        if answer.more.is_some() {
            return Err(Refusal::of_one(Reason::WikiError, "the wiki does not answer all guards at once"));
        }
        let Guards { pages, userinfo, tokens } = answer.query.ok_or_else(|| unsaid("any of it"))?;
        if let Some(stop_page) = self.stop_page
            && !is_go_ahead(pages.find(stop_page))
        {
            return Err(Refusal::of_all(Reason::Stopped, format!("“{stop_page}” is not empty")));
        }
        if userinfo.block.is_sitewide() {
            return Err(Refusal::of_all(Reason::BotBlocked, "the bot's account is blocked"));
        }
        let has_message = userinfo.messages.ok_or_else(|| unsaid("whether it has a message"))?;
        if self.stop_on_message && has_message {
            return Err(Refusal::of_all(Reason::Stopped, "there is a new message on the bot's talk page"));
        }
        let rights = userinfo.rights.ok_or_else(|| unsaid("the bot's rights"))?;
        let lost = |right: &&&str| self.session.may(right) && !rights.contains(**right);
        if let Some(right) = RIGHTS.iter().find(lost) {
            let detail = format!("the bot's account has lost the right “{right}” since the run began");
            return Err(Refusal::of_all(Reason::PermissionDenied, detail));
        }
        still_as_read(&pages, here)?;
        let target = wiki::page_of(self.session.site(), &pages, &edit.page).map_err(unanswered)?;
        self.judge(edit, &target, pages.find(&edit.page))?;
        // Another run, or the recipient's answer: what the plan knew of the page is out of date.
        if edit.subject.kind.needs_same_page() && !edit.is_rehearsal && target.revision() != edit.base {
            let detail = format!("“{}” was edited while the run was under way", edit.page);
            return Err(Refusal::of_one(Reason::ChangedSincePlan, detail));
        }
        let clock = answer.curtimestamp.ok_or_else(|| unsaid("its clock"))?;
        let token = tokens.csrftoken.ok_or_else(|| unsaid("a token for the edit"))?;
        Ok(Preflight { page: target, clock, token })
    }

    /// Whether the bot may write to the page as it is now.
    fn judge(&self, edit: &PlannedEdit, target: &TalkPage, page: Option<&Page>) -> Result<(), Refusal> {
        if page.is_some_and(|page| page.redirect) {
            return Err(Refusal::of_one(Reason::RedirectedElsewhere, "the page has become a redirect"));
        }
        if let Some(refusal) = target.refusal(self.bot, self.names) {
            // The account isn't blocked from the whole wiki, so this is about the page.
            let partial = refusal.reason == Reason::BotBlocked && !refusal.ends_run;
            let reason = if partial { Reason::PermissionDenied } else { refusal.reason };
            return Err(Refusal { reason, ..refusal });
        }
        if edit.base.is_some() && !edit.is_rehearsal && target.state == TalkState::Missing {
            return Err(Refusal::of_one(Reason::PageDeleted, "the page was deleted meanwhile"));
        }
        Ok(())
    }
}

/// Whether these pages are as they were when the plan was made.
pub fn still_as_read(now: &Pages, read: &[PageRevision]) -> Result<(), Refusal> {
    match read.iter().find(|read| revision_of(now, &read.title) != Some(read.revision)) {
        None => Ok(()),
        Some(changed) => {
            let detail = format!("“{}” was edited while the run was under way", changed.title);
            Err(Refusal::of_one(Reason::ChangedSincePlan, detail))
        }
    }
}

fn unsaid(what: &str) -> Refusal {
    unanswered(WikiError::Unexpected(format!("it doesn't tell {what}")))
}

/// The guards could not be asked: then nothing is written, and nothing more either, for the session has done
/// all it could to get an answer.
pub(super) fn unanswered(error: WikiError) -> Refusal {
    let detail = format!("the guards could not be asked: {error}");
    match error {
        WikiError::Api { code, text } => Refusal::new(&code, &text),
        WikiError::Busy { code, text, .. } if !code.starts_with("http-5") => {
            Refusal { ends_run: true, ..Refusal::new(&code, &text) }
        }
        WikiError::LoginFailed(why) | WikiError::SessionLost(why) => Refusal::of_all(Reason::BadToken, why),
        WikiError::AccountBarred(_) => Refusal::of_all(Reason::BotBlocked, detail),
        WikiError::LoginNeeded => Refusal::of_all(Reason::PermissionDenied, detail),
        _ => Refusal::of_all(Reason::Network, detail),
    }
}

/// The newest revision of a page, if there is such a page; `None` if the answer doesn't tell.
fn revision_of(pages: &Pages, title: &Title) -> Option<Option<RevisionId>> {
    let page = pages.find(title)?;
    if page.missing { Some(None) } else { page.lastrevid.map(Some) }
}

/// Whether a stop page lets the bot write: it is missing, or its text is empty. Anything that
/// can't be read stops it.
pub fn is_go_ahead(page: Option<&Page>) -> bool {
    page.is_some_and(|page| page.missing || page.text().is_some_and(|text| text.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn pages(page: Json) -> Pages {
        serde_json::from_value(json!({"pages": [page]})).unwrap()
    }

    #[test]
    fn only_a_stop_page_that_is_empty_or_missing_lets_the_bot_write() {
        let text = |main: Json| json!({"title": "Stop", "revisions": [{"slots": {"main": main}}]});
        for (page, goes_ahead) in [
            (json!({"title": "Stop", "missing": true}), true),
            (text(json!({"content": ""})), true),
            (text(json!({"content": " \n"})), true),
            (text(json!({"content": "Stop!"})), false),
            (text(json!({"content": null})), false),
            (text(json!({"content": ["x"]})), false),
            (text(json!({"texthidden": true})), false),
            (text(json!({})), false),
            (text(json!(null)), false),
            (json!({"title": "Stop", "revisions": []}), false),
            (json!({"title": "Stop"}), false),
            (json!({"title": "Stop", "invalid": true}), false),
            (json!({"title": "Stop", "missing": false}), false),
            (json!({"title": "Stop", "missing": ""}), false),
            (json!({"title": "Stop", "missing": "true"}), false),
            (json!({"title": "Another", "missing": true}), false),
            (json!(null), false),
        ] {
            let pages = pages(page.clone());
            assert_eq!(is_go_ahead(pages.find(&Title::of_wiki("Stop"))), goes_ahead, "{page}");
        }
        assert!(!is_go_ahead(None));
    }

    #[test]
    fn a_page_is_as_it_was_read_only_if_the_wiki_says_so() {
        let read = |revision: Option<u64>| {
            [PageRevision { title: Title::of_wiki("Goals"), revision: revision.map(RevisionId) }]
        };
        for (page, was, same) in [
            (json!({"title": "Goals", "lastrevid": 345}), Some(345), true),
            (json!({"title": "Goals", "lastrevid": 346}), Some(345), false),
            (json!({"title": "Goals", "missing": true}), None, true),
            (json!({"title": "Goals", "missing": true}), Some(345), false),
            (json!({"title": "Goals", "lastrevid": 345}), None, false),
            (json!({"title": "Goals"}), None, false),
            (json!({"title": "Goals"}), Some(345), false),
            (json!({"title": "Goals", "missing": ""}), None, false),
            (json!({"title": "Goals", "lastrevid": "345"}), Some(345), false),
            (json!({"title": "Another", "missing": true}), None, false),
        ] {
            let found = still_as_read(&pages(page.clone()), &read(was));
            assert_eq!(found.is_ok(), same, "{page}");
            assert!(found.is_ok() || found.is_err_and(|no| no.reason == Reason::ChangedSincePlan), "{page}");
        }
    }

    #[test]
    fn the_guards_answer_tells_of_pages_account_and_token() {
        let whole = json!({"pages": [], "userinfo": {"id": 7, "name": "GoalkeeperBot", "messages": false},
            "tokens": {"csrftoken": "abc+\\"}});
        let guards: Guards = serde_json::from_value(whole.clone()).unwrap();
        assert_eq!(guards.tokens.csrftoken.as_deref(), Some("abc+\\"));
        assert_eq!((guards.userinfo.messages, guards.userinfo.rights), (Some(false), None));
        for (part, odd) in [
            ("userinfo", json!(null)),
            ("userinfo", json!({"messages": ""})),
            ("userinfo", json!({"rights": "edit"})),
            ("userinfo", json!({"blockid": 4, "blockpartial": ""})),
            ("tokens", json!(null)),
            ("tokens", json!({"csrftoken": 5})),
            ("pages", json!(null)),
        ] {
            let mut guards = whole.clone();
            guards[part] = odd;
            assert!(serde_json::from_value::<Guards>(guards.clone()).is_err(), "{guards}");
        }
    }
}
