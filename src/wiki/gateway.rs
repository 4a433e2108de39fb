//! The only code that writes to a wiki. Every edit passes every guard, right before it is made:
//! dry run, stop page, the page's own no, what the page is, and what the edit does to it.

mod answer;
mod text;

use std::time::{Duration, Instant};

use serde_json::Value as Json;
use tokio::sync::watch;

use super::refusal::Refusal;
use super::session::Session;
use crate::config::Settings;
use crate::exclusion;
use crate::plan::{Change, Ending, Outcome, PlannedEdit, Reason};
use answer::Answer;

/// How often an edit is tried when someone else edits the page at the same moment.
const ATTEMPTS: u32 = 2;

/// Carries planned edits out, one after the other.
#[derive(Debug)]
pub struct Gateway<'a> {
    session: &'a Session,
    bot: &'a str,
    stop_page: String,
    delay: Duration,
    dry_run: bool,
    interrupted: watch::Receiver<bool>,
    last_edit: Option<Instant>,
    ended: Option<(Reason, String)>,
}

/// What the wiki says right before an edit.
struct Preflight {
    /// The page's text and revision; `None` if there is no page.
    page: Option<(String, u64)>,
    /// The wiki's clock, by which it finds out what happened since.
    clock: String,
}

impl<'a> Gateway<'a> {
    /// A gateway for the account that is logged in. `interrupted` turns true when the run is to end.
    ///
    /// # Errors
    /// A session without a login, or settings without a stop page.
    pub fn new(
        session: &'a Session,
        settings: &Settings,
        dry_run: bool,
        interrupted: watch::Receiver<bool>,
    ) -> Result<Self, super::WikiError> {
        let bot = session.account().ok_or(super::WikiError::NoLogin)?;
        let stop_page = settings.bot.stop_page.as_deref().unwrap_or_default();
        Ok(Self {
            session,
            bot,
            stop_page: if dry_run { String::new() } else { session.site().title(stop_page)? },
            delay: Duration::from_secs(settings.limits.save_delay_seconds),
            dry_run,
            interrupted,
            last_edit: None,
            ended: None,
        })
    }

    /// Whether the stop page or a signal ended the run.
    pub fn is_stopped(&self) -> bool {
        matches!(self.ended, Some((Reason::Stopped, _)))
    }

    /// Makes one edit, unless a guard says no.
    pub async fn apply(&mut self, edit: &PlannedEdit) -> Outcome {
        if self.dry_run {
            return Outcome::of(edit, Ending::Skipped).because(Reason::DryRun, "a dry run writes nothing");
        }
        if self.ended.is_none() {
            self.wait().await;
        }
        if let Some((reason, detail)) = &self.ended {
            return Outcome::of(edit, Ending::Skipped).because(*reason, detail);
        }
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(edit).await;
            // Nothing was saved; on the next attempt everything is read again.
            let conflict = matches!(
                outcome.reason,
                Some(Reason::EditConflict | Reason::PageCreated | Reason::PageDeleted)
            );
            if !conflict || outcome.result != Ending::Failed || attempt == ATTEMPTS {
                return outcome;
            }
            attempt += 1;
        }
    }

    /// Keeps the distance to the last edit, and hears of the end of the run meanwhile.
    async fn wait(&mut self) {
        let left = self.last_edit.map(|last| self.delay.saturating_sub(last.elapsed())).unwrap_or_default();
        let mut interrupted = self.interrupted.clone();
        tokio::select! {
            biased;
            _ = interrupted.wait_for(|stop| *stop) => {
                self.ended = Some((Reason::Stopped, "the run was told to end".to_owned()));
            }
            () = tokio::time::sleep(left) => {}
        }
    }

    async fn attempt(&mut self, edit: &PlannedEdit) -> Outcome {
        let refused = |(reason, detail): (Reason, String)| {
            let ending = if reason == Reason::Network { Ending::Failed } else { Ending::Skipped };
            Outcome::of(edit, ending).because(reason, detail)
        };
        let preflight = match self.preflight(edit).await {
            Ok(preflight) => preflight,
            Err(refusal) => {
                if matches!(refusal.0, Reason::Stopped | Reason::BotBlocked | Reason::ReadOnly) {
                    self.ended = Some(refusal.clone());
                }
                return refused(refusal);
            }
        };
        let old = preflight.page.as_ref().map_or("", |(text, _)| text);
        if edit.change == Change::AddSection && old.contains(&edit.key) {
            return Outcome::of(edit, Ending::Unchanged);
        }
        let text = match text::changed(edit, old, self.session.site().max_article_bytes()) {
            Ok(text) if text == old => return Outcome::of(edit, Ending::Unchanged),
            Ok(text) => text,
            Err(refusal) => return refused(refusal),
        };
        self.last_edit = Some(Instant::now());
        let answer = self.save(edit, &text, &preflight).await;
        match answer {
            Answer::Saved(revision) => {
                tracing::info!(page = edit.target, revision, "saved");
                Outcome { revision: Some(revision), ..Outcome::of(edit, Ending::Posted) }
            }
            Answer::NoChange => Outcome::of(edit, Ending::Unchanged),
            Answer::Refused(Refusal { reason, detail, ends_run }) => {
                tracing::warn!(page = edit.target, %reason, detail, "not saved");
                if ends_run {
                    self.ended = Some((reason, detail.clone()));
                }
                Outcome::of(edit, Ending::Failed).because(reason, detail)
            }
            Answer::Lost(detail) => self.settle(edit, detail).await,
        }
    }

    /// One query right before the edit: stop page, page, and the bot's own block.
    async fn preflight(&self, edit: &PlannedEdit) -> Result<Preflight, (Reason, String)> {
        let titles = format!("{}|{}", self.stop_page, edit.target);
        let answer = self
            .session
            .query(&[
                ("action", "query"),
                ("curtimestamp", "1"),
                ("titles", &titles),
                ("prop", "info|revisions|pageprops"),
                ("intestactions", "edit|create"),
                ("intestactionsdetail", "full"),
                ("rvprop", "ids|content"),
                ("rvslots", "main"),
                ("ppprop", "use-liquid-threads"),
                ("meta", "userinfo"),
                ("uiprop", "blockinfo"),
                ("assertuser", self.bot),
            ])
            .await
            .map_err(|error| (Reason::Network, format!("the guards could not be asked: {error}")))?;
        let query = &answer["query"];
        let page =
            |title: &str| query["pages"].as_array().into_iter().flatten().find(|page| page["title"] == title);
        if !is_go_ahead(page(&self.stop_page)) {
            return Err((Reason::Stopped, format!("“{}” is not empty", self.stop_page)));
        }
        let user = &query["userinfo"];
        if !user["blockid"].is_null() && user["blockpartial"] != true {
            return Err((Reason::BotBlocked, "the bot's account is blocked".to_owned()));
        }
        let target =
            page(&edit.target).ok_or_else(|| (Reason::WikiError, "the page was not answered".to_owned()))?;
        let clock = answer["curtimestamp"].as_str().unwrap_or_default().to_owned();
        Ok(Preflight { page: self.writable(target)?, clock })
    }

    /// The page's text and revision, if it is one the bot may write to.
    fn writable(&self, page: &Json) -> Result<Option<(String, u64)>, (Reason, String)> {
        let refuse = |reason, detail: &str| Err((reason, detail.to_owned()));
        if page["contentmodel"] != "wikitext" || page["pageprops"].get("use-liquid-threads").is_some() {
            return refuse(Reason::UnsupportedTalkPage, "the page is not plain wikitext");
        }
        if page["redirect"] == true {
            return refuse(Reason::RedirectedElsewhere, "the page has become a redirect");
        }
        let missing = page["missing"] == true;
        let refusal = Refusal::of_action(page, if missing { "create" } else { "edit" });
        if let Some(Refusal { reason, detail, .. }) = refusal {
            return Err((reason, detail));
        }
        if missing {
            return Ok(None);
        }
        let revision = &page["revisions"][0];
        let (Some(text), Some(id)) =
            (revision["slots"]["main"]["content"].as_str(), revision["revid"].as_u64())
        else {
            return refuse(Reason::ExclusionUnreadable, "the page's text can't be read");
        };
        if exclusion::denies(text, self.bot, false) {
            return refuse(Reason::BotsDenied, "the page says no with {{bots}} or {{nobots}}");
        }
        Ok(Some((text.to_owned(), id)))
    }

    async fn save(&self, edit: &PlannedEdit, text: &str, preflight: &Preflight) -> Answer {
        let revision = preflight.page.as_ref().map(|(_, revision)| revision.to_string());
        let minor = match edit.change {
            // A minor edit by a bot tells nobody of a new message (`nominornewtalk`).
            Change::AddSection => "notminor",
            Change::ReplaceRegion(_) => "minor",
        };
        let mut parameters = vec![
            ("action", "edit"),
            ("title", edit.target.as_str()),
            ("text", text),
            ("summary", edit.summary.as_str()),
            ("starttimestamp", preflight.clock.as_str()),
            ("bot", "1"),
            (minor, "1"),
            ("watchlist", "nochange"),
            ("contentmodel", "wikitext"),
            ("contentformat", "text/x-wiki"),
            ("assertuser", self.bot),
        ];
        match &revision {
            // The page must still be as it was read, and must still be there.
            Some(revision) => parameters.extend([("baserevid", revision.as_str()), ("nocreate", "1")]),
            None => parameters.push(("createonly", "1")),
        }
        Answer::of(self.session.edit(&parameters).await)
    }

    /// An edit whose answer was lost may have been saved: the page tells.
    async fn settle(&self, edit: &PlannedEdit, detail: String) -> Outcome {
        let answer = self
            .session
            .query(&[
                ("action", "query"),
                ("titles", &edit.target),
                ("prop", "revisions"),
                ("rvuser", self.bot),
                ("rvlimit", "5"),
                ("rvprop", "ids|comment"),
            ])
            .await;
        let found = answer.ok().and_then(|answer| {
            let revisions = answer["query"]["pages"][0]["revisions"].as_array()?.clone();
            let last = revisions.iter().find(|revision| revision["comment"] == edit.summary.as_str())?;
            last["revid"].as_u64()
        });
        match found {
            Some(revision) if edit.change == Change::AddSection => {
                Outcome { revision: Some(revision), ..Outcome::of(edit, Ending::Posted) }
            }
            _ => Outcome::of(edit, Ending::Unknown).because(Reason::Network, detail),
        }
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
