//! What the wiki says right before an edit, in one query: stop page, page, goal pages, and the
//! bot's own standing.

use serde_json::Value as Json;

use super::gateway::Gateway;
use crate::base::{PageRevision, Reason, RevisionId, Title};
use crate::plan::PlannedEdit;
use crate::wiki::{self, Refusal, TalkPage, TalkState, WikiError, is_blocked, joined};

/// What the wiki says right before an edit.
pub struct Preflight {
    /// The page, which the bot may write to.
    pub page: TalkPage,
    /// The wiki's clock, by which it finds out what happened since.
    pub clock: String,
    /// The token for the edit.
    pub token: String,
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
            let titles = some.iter().map(|page| page.title.as_str()).collect::<Vec<_>>().join("|");
            let asked = [("action", "query"), ("prop", "info"), ("titles", titles.as_str())];
            let answer = self.session.query(&asked).await.map_err(unanswered)?;
            still_as_read(&answer["query"], some)?;
        }
        let read = here.iter().map(|page| page.title.as_str());
        let stop_page = self.stop_page.map(Title::as_str);
        let titles: Vec<&str> = stop_page.into_iter().chain([edit.page.as_str()]).chain(read).collect();
        let titles = titles.join("|");
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
        let answer = self.session.query(&parameters).await.map_err(unanswered)?;
        if !answer["continue"].is_null() {
            return Err(skip(Reason::WikiError, "the wiki does not answer all guards at once".to_owned()));
        }
        let query = &answer["query"];
        if let Some(stop_page) = self.stop_page
            && !is_go_ahead(wiki::page_in(query, stop_page))
        {
            return Err(ends(Reason::Stopped, format!("“{stop_page}” is not empty")));
        }
        let user = &query["userinfo"];
        if is_blocked(user) && user["blockpartial"] != true {
            return Err(ends(Reason::BotBlocked, "the bot's account is blocked".to_owned()));
        }
        let has_message = user["messages"].as_bool().ok_or_else(|| unsaid("whether it has a message"))?;
        if self.stop_on_message && has_message {
            return Err(ends(Reason::Stopped, "there is a new message on the bot's talk page".to_owned()));
        }
        let rights = user["rights"].as_array().ok_or_else(|| unsaid("the bot's rights"))?;
        let lost = |right: &&&str| self.session.may(right) && !rights.iter().any(|known| known == **right);
        if let Some(right) = RIGHTS.iter().find(lost) {
            let detail = format!("the bot's account has lost the right “{right}” since the run began");
            return Err(ends(Reason::PermissionDenied, detail));
        }
        still_as_read(query, here)?;
        let target = wiki::page_of(self.session.site(), query, &edit.page).map_err(unanswered)?;
        self.judge(edit, &target, wiki::page_in(query, &edit.page))?;
        // Another run, or the recipient's answer: what the plan knew of the page is out of date.
        if edit.subject.kind.is_message() && !edit.is_rehearsal && target.revision() != edit.base {
            let detail = format!("“{}” was edited while the run was under way", edit.page);
            return Err(skip(Reason::ChangedSincePlan, detail));
        }
        let clock = answer["curtimestamp"].as_str().ok_or_else(|| unsaid("its clock"))?.to_owned();
        let token = query["tokens"]["csrftoken"].as_str().ok_or_else(|| unsaid("a token for the edit"))?;
        Ok(Preflight { page: target, clock, token: token.to_owned() })
    }

    /// Whether the bot may write to the page as it is now.
    fn judge(&self, edit: &PlannedEdit, target: &TalkPage, raw: Option<&Json>) -> Result<(), Refusal> {
        if raw.is_some_and(|page| page["redirect"] == true) {
            return Err(skip(Reason::RedirectedElsewhere, "the page has become a redirect".to_owned()));
        }
        if let Some(refusal) = target.refusal(self.bot, self.names) {
            // The account isn't blocked from the whole wiki, so this is about the page.
            let partial = refusal.reason == Reason::BotBlocked && !refusal.ends_run;
            let reason = if partial { Reason::PermissionDenied } else { refusal.reason };
            return Err(Refusal { reason, ..refusal });
        }
        if edit.base.is_some() && !edit.is_rehearsal && target.state == TalkState::Missing {
            return Err(skip(Reason::PageDeleted, "the page was deleted meanwhile".to_owned()));
        }
        Ok(())
    }
}

/// Whether these pages are as they were when the plan was made.
pub fn still_as_read(query: &Json, pages: &[PageRevision]) -> Result<(), Refusal> {
    match pages.iter().find(|read| revision_of(query, &read.title).as_ref() != Some(&read.revision)) {
        None => Ok(()),
        Some(changed) => {
            let detail = format!("“{}” was edited while the run was under way", changed.title);
            Err(skip(Reason::ChangedSincePlan, detail))
        }
    }
}

fn unsaid(what: &str) -> Refusal {
    unanswered(WikiError::Unexpected(format!("it doesn't tell {what}")))
}

fn skip(reason: Reason, detail: String) -> Refusal {
    Refusal { reason, detail, ends_run: false }
}

pub fn ends(reason: Reason, detail: String) -> Refusal {
    Refusal { reason, detail, ends_run: true }
}

/// The guards could not be asked: then nothing is written, and nothing more either, for the session has done
/// all it could to get an answer.
fn unanswered(error: WikiError) -> Refusal {
    let detail = format!("the guards could not be asked: {error}");
    match error {
        WikiError::Api { code, text } => Refusal::new(&code, &text),
        WikiError::Busy { code, text, .. } if !code.starts_with("http-5") => {
            Refusal { ends_run: true, ..Refusal::new(&code, &text) }
        }
        WikiError::LoginFailed(why) | WikiError::SessionLost(why) => ends(Reason::BadToken, why),
        WikiError::LoginNeeded => ends(Reason::PermissionDenied, detail),
        _ => ends(Reason::Network, detail),
    }
}

/// The newest revision of a page, if there is such a page; `None` if the answer doesn't tell.
fn revision_of(query: &Json, title: &Title) -> Option<Option<RevisionId>> {
    let page = wiki::page_in(query, title)?;
    if page["missing"] == true {
        Some(None)
    } else {
        page["lastrevid"].as_u64().map(|id| Some(RevisionId(id)))
    }
}

/// Whether a stop page lets the bot write: it is missing, or its text is empty. Anything that
/// can't be read stops it.
pub fn is_go_ahead(page: Option<&Json>) -> bool {
    let Some(page) = page else { return false };
    page["missing"] == true
        || page["revisions"][0]["slots"]["main"]["content"]
            .as_str()
            .is_some_and(|text| text.trim().is_empty())
}
