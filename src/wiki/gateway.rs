//! The only code that writes to a wiki. Every edit passes every guard, right before it is made:
//! dry run, stop page, what the page is and says, whether anything changed since the plan was made,
//! and what the edit does to the page.

mod answer;
mod preflight;
mod text;

use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::error::WikiError;
use super::refusal::Refusal;
use super::session::Session;
use crate::config::Settings;
use crate::exclusion::Names;
use crate::plan::{Ending, Outcome, PlannedEdit, Reason};
use answer::Answer;
use preflight::Preflight;
pub use preflight::is_go_ahead;

/// How often an edit is tried when someone else edits the page at the same moment, or the wiki is busy.
const ATTEMPTS: u32 = 4;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How far a run may go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mode {
    /// Whether nothing at all is written.
    pub dry_run: bool,
    /// The number of edits after which nothing more is written; `None` for no such limit.
    pub trial: Option<u32>,
}

/// Carries planned edits out, one after the other.
#[derive(Debug)]
pub struct Gateway<'a> {
    session: &'a Session,
    bot: &'a str,
    stop_page: String,
    names: &'a Names,
    delay: Duration,
    dry_run: bool,
    left: Option<u32>,
    interrupted: watch::Receiver<bool>,
    last_edit: Option<Instant>,
    ended: Option<(Reason, String)>,
}

/// What one attempt at an edit came to.
enum Attempt {
    Ended(Outcome),
    /// Surely not saved, and worth another attempt after a pause.
    Again(Outcome, Duration),
}

impl<'a> Gateway<'a> {
    /// A gateway for the account that is logged in. `names` are the exclusion templates';
    /// `interrupted` turns true when the run is to end.
    ///
    /// # Errors
    /// A session without a login, or a stop page that can't be one.
    pub fn new(
        session: &'a Session,
        settings: &Settings,
        names: &'a Names,
        mode: Mode,
        interrupted: watch::Receiver<bool>,
    ) -> Result<Self, WikiError> {
        let bot = session.account().ok_or(WikiError::NoLogin)?;
        let stop_page = settings.bot.stop_page.as_deref().unwrap_or_default();
        Ok(Self {
            session,
            bot,
            stop_page: if mode.dry_run { String::new() } else { session.site().title(stop_page)? },
            names,
            delay: Duration::from_secs(settings.limits.save_delay_seconds),
            dry_run: mode.dry_run,
            left: mode.trial,
            interrupted,
            last_edit: None,
            ended: None,
        })
    }

    /// Whether the stop page or a signal ended the run.
    pub fn is_stopped(&self) -> bool {
        matches!(self.ended, Some((Reason::Stopped, _))) || *self.interrupted.borrow()
    }

    /// Makes one edit, unless a guard says no.
    pub async fn apply(&mut self, edit: &PlannedEdit) -> Outcome {
        if self.dry_run {
            return Outcome::of(edit, Ending::Skipped).because(Reason::DryRun, "a dry run writes nothing");
        }
        if self.left == Some(0) {
            let detail = "the trial's edits are all made";
            return Outcome::of(edit, Ending::Skipped).because(Reason::RunLimit, detail);
        }
        let outcome = self.try_to(edit).await;
        if matches!(outcome.result, Ending::Posted | Ending::Unknown) {
            self.left = self.left.map(|left| left - 1);
        }
        outcome
    }

    async fn try_to(&mut self, edit: &PlannedEdit) -> Outcome {
        let left = self.last_edit.map(|last| self.delay.saturating_sub(last.elapsed())).unwrap_or_default();
        for attempt in 1.. {
            self.wait(if attempt == 1 { left } else { Duration::ZERO }).await;
            if let Some((reason, detail)) = &self.ended {
                return Outcome::of(edit, Ending::Skipped).because(*reason, detail);
            }
            match self.attempt(edit).await {
                Attempt::Ended(outcome) => return outcome,
                Attempt::Again(outcome, _) if attempt == ATTEMPTS => return outcome,
                Attempt::Again(_, pause) => self.wait(pause.min(LONGEST_PAUSE)).await,
            }
        }
        unreachable!("the loop ends with its last attempt")
    }

    /// Lets time pass, and hears of the end of the run meanwhile.
    async fn wait(&mut self, time: Duration) {
        let mut interrupted = self.interrupted.clone();
        tokio::select! {
            biased;
            _ = interrupted.wait_for(|stop| *stop) => {
                self.ended = Some((Reason::Stopped, "the run was told to end".to_owned()));
            }
            () = tokio::time::sleep(time) => {}
        }
    }

    async fn attempt(&mut self, edit: &PlannedEdit) -> Attempt {
        let preflight = match self.preflight(edit).await {
            Ok(preflight) => preflight,
            Err(refusal) => return Attempt::Ended(self.refuse(edit, refusal)),
        };
        let old = preflight.page.text();
        let largest = self.session.site().max_article_bytes();
        let text = match text::changed(edit, old, largest) {
            Ok(text) if text == old => return Attempt::Ended(Outcome::of(edit, Ending::Unchanged)),
            Ok(text) => text,
            Err((reason, detail)) => {
                return Attempt::Ended(self.refuse(edit, Refusal { reason, detail, ends_run: false }));
            }
        };
        self.last_edit = Some(Instant::now());
        match self.save(edit, &text, &preflight).await {
            Answer::Saved(revision) => {
                tracing::info!(page = edit.target, revision, "saved");
                Attempt::Ended(Outcome { revision: Some(revision), ..Outcome::of(edit, Ending::Posted) })
            }
            Answer::NoChange => Attempt::Ended(Outcome::of(edit, Ending::Unchanged)),
            // On the next attempt everything is read again.
            Answer::Refused(refusal)
                if matches!(refusal.reason, Reason::EditConflict | Reason::PageCreated) =>
            {
                Attempt::Again(self.failed(edit, refusal), Duration::ZERO)
            }
            Answer::Busy(refusal, pause) => Attempt::Again(self.failed(edit, refusal), pause),
            Answer::Refused(refusal) => Attempt::Ended(self.failed(edit, refusal)),
            Answer::Lost(detail) => Attempt::Ended(self.settle(edit, &preflight, detail).await),
        }
    }

    /// A guard said no. What the page is, is no failure; what keeps the bot from working is one.
    fn refuse(&mut self, edit: &PlannedEdit, refusal: Refusal) -> Outcome {
        use Reason::{BadToken, BotBlocked, Network, PermissionDenied, RateLimited, ReadOnly, WikiError};
        if refusal.ends_run {
            self.ended = Some((refusal.reason, refusal.detail.clone()));
        }
        let failed = matches!(
            refusal.reason,
            BadToken | BotBlocked | Network | PermissionDenied | RateLimited | ReadOnly | WikiError
        );
        let ending = if failed { Ending::Failed } else { Ending::Skipped };
        Outcome::of(edit, ending).because(refusal.reason, refusal.detail)
    }

    fn failed(&mut self, edit: &PlannedEdit, refusal: Refusal) -> Outcome {
        tracing::warn!(page = edit.target, reason = %refusal.reason, detail = refusal.detail, "not saved");
        if refusal.ends_run {
            self.ended = Some((refusal.reason, refusal.detail.clone()));
        }
        Outcome::of(edit, Ending::Failed).because(refusal.reason, refusal.detail)
    }

    async fn save(&self, edit: &PlannedEdit, text: &str, preflight: &Preflight) -> Answer {
        let revision = preflight.page.revision().map(|revision| revision.to_string());
        // A minor edit by a bot tells nobody of a new message (`nominornewtalk`).
        let minor = if edit.kind.is_message() { "notminor" } else { "minor" };
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

    /// An edit whose answer was lost may have been saved: the page's history tells.
    async fn settle(&self, edit: &PlannedEdit, preflight: &Preflight, detail: String) -> Outcome {
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
        let before = preflight.page.revision().unwrap_or(0);
        let found = answer.ok().and_then(|answer| {
            let revisions = answer["query"]["pages"][0]["revisions"].as_array()?.clone();
            let ours = revisions.iter().find(|revision| revision["comment"] == edit.summary.as_str())?;
            ours["revid"].as_u64().filter(|revision| *revision > before)
        });
        match found {
            Some(revision) => Outcome { revision: Some(revision), ..Outcome::of(edit, Ending::Posted) },
            None => Outcome::of(edit, Ending::Unknown).because(Reason::Network, detail),
        }
    }
}
