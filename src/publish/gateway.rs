//! The gateway: every edit passes every guard, right before it is made: dry run, stop page, what the page is and says,
//! whether anything changed since the plan was made, and what the edit does to the page.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::attempt::{Attempt, Lost, saved};
use super::fate::Fate;
use crate::base::interrupt::Interrupt;
use crate::base::{Account, Reason, Title};
use crate::config::{NamedPages, Settings};
use crate::plan::{Ending, Outcome, PlannedEdit};
use crate::wiki::{LONGEST_PAUSE, Refusal, Session, WikiError};
use crate::wikitext::exclusion::Names;

/// Why nothing more is written after SIGTERM.
pub(super) const TOLD_TO_END: &str = "the run was told to end";

/// How often an edit is tried when someone else edits the page at the same moment, or the wiki is busy.
const ATTEMPTS: u32 = 4;

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
    pub(super) session: &'a Session,
    pub(super) bot: &'a Account,
    /// `None` only where nothing is written.
    pub(super) stop_page: Option<&'a Title>,
    pub(super) stop_on_message: bool,
    pub(super) names: &'a Names,
    delay: Duration,
    pub(super) pause: Duration,
    pub(super) dry_run: bool,
    left: Option<u32>,
    pub(super) interrupted: Interrupt,
    pub(super) last_edit: Option<Instant>,
    ended: Option<(Reason, String)>,
    /// Pages that the wiki's parser was asked about, and that were edited since by this run.
    pub(super) looked_at: BTreeSet<Title>,
}

impl<'a> Gateway<'a> {
    /// A gateway for the account that is logged in. `names` are the exclusion templates';
    /// `interrupted` hears of it when the run is to end.
    ///
    /// # Errors
    /// A session without a login, or settings without a stop page.
    pub fn new(
        session: &'a Session,
        settings: &Settings,
        pages: &'a NamedPages,
        names: &'a Names,
        mode: Mode,
        interrupted: Interrupt,
    ) -> Result<Self, WikiError> {
        let bot = session.account().ok_or(WikiError::NoLogin)?;
        let stop_page = pages.stop_page.as_ref();
        if stop_page.is_none() && !mode.dry_run {
            return Err(WikiError::NoStopPage);
        }
        Ok(Self {
            session,
            bot,
            stop_page,
            stop_on_message: settings.bot.stop_on_message,
            names,
            delay: Duration::from_secs(settings.limits.save_delay_seconds),
            pause: settings.limits.retry_pause(),
            dry_run: mode.dry_run,
            left: mode.trial,
            interrupted,
            last_edit: None,
            ended: None,
            looked_at: BTreeSet::new(),
        })
    }

    /// Whether the stop page or a signal ended the run.
    pub fn is_stopped(&self) -> bool {
        matches!(self.ended, Some((Reason::Stopped, _))) || self.interrupted.is_told()
    }

    /// Makes one edit, unless a guard says no.
    pub async fn apply(&mut self, edit: &PlannedEdit) -> Outcome {
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

    /// Tries until the edit has come to something. One whose answer was lost, and which may still arrive, is looked for
    /// once more before anything else is said of it.
    async fn try_to(&mut self, edit: &PlannedEdit) -> Outcome {
        let mut lost = None;
        let outcome = self.attempts(edit, &mut lost).await;
        match lost.filter(Lost::may_arrive) {
            Some(lost) if !matches!(outcome.result, Ending::Posted | Ending::Unknown) => {
                match self.fate(edit, lost.base).await {
                    Fate::Saved(revision) => saved(edit, revision),
                    Fate::Never => outcome,
                    Fate::NotYet | Fate::Gone | Fate::Unclear => self.unknown(edit, &lost.refusal),
                }
            }
            _ => outcome,
        }
    }

    /// Attempts until one comes to something; leaves the last one whose answer was lost in `lost`.
    async fn attempts(&mut self, edit: &PlannedEdit, lost: &mut Option<Lost>) -> Outcome {
        let mut pause =
            self.last_edit.map(|last| self.delay.saturating_sub(last.elapsed())).unwrap_or_default();
        for attempt in 1.. {
            self.wait(pause).await;
            if let Some((reason, detail)) = &self.ended {
                return Outcome::of(edit, Ending::Skipped).because(*reason, detail);
            }
            match self.attempt(edit, lost.as_ref()).await {
                Attempt::Ended(outcome) => return outcome,
                Attempt::Again(mut refusal, asked) if attempt == ATTEMPTS || asked > LONGEST_PAUSE => {
                    // A limit that lasts so long is the account's, and the next edit would only wait as long.
                    refusal.ends_run |= refusal.reason == Reason::RateLimited || asked > LONGEST_PAUSE;
                    return self.failed(edit, refusal);
                }
                Attempt::Again(_, asked) => pause = asked,
                Attempt::Lost(now) => {
                    let (refusal, before) = (now.refusal.clone(), lost.take());
                    let is_last = before.is_some() || attempt == ATTEMPTS;
                    // The first may still arrive, whatever became of the second.
                    *lost = Some(before.filter(Lost::may_arrive).unwrap_or(now));
                    if is_last {
                        return self.failed(edit, refusal);
                    }
                    tracing::warn!(
                        page = edit.page.as_str(),
                        "{}; not on the wiki, trying once more",
                        refusal.detail
                    );
                    pause = self.pause;
                }
            }
        }
        unreachable!("the loop ends with its last attempt")
    }

    /// Lets time pass, and hears of the end of the run meanwhile.
    pub(super) async fn wait(&mut self, time: Duration) {
        let interrupted = self.interrupted.clone();
        tokio::select! {
            biased;
            () = interrupted.told() => self.end(Reason::Stopped, TOLD_TO_END),
            () = tokio::time::sleep(time) => {}
        }
    }

    /// Nothing more is edited in this run.
    fn end(&mut self, reason: Reason, detail: &str) {
        self.ended.get_or_insert_with(|| (reason, detail.to_owned()));
    }

    /// A guard said no. That is a failure only where it is the bot that can't work, and not where the page is what it is.
    pub(super) fn refuse(&mut self, edit: &PlannedEdit, refusal: Refusal) -> Outcome {
        use Reason::{BadToken, BotBlocked, Network, PermissionDenied, RateLimited, ReadOnly, WikiError};
        let failed = matches!(
            refusal.reason,
            BadToken | BotBlocked | Network | PermissionDenied | RateLimited | ReadOnly | WikiError
        );
        if failed {
            return self.failed(edit, refusal);
        }
        if refusal.ends_run {
            self.end(refusal.reason, &refusal.detail);
        }
        Outcome::of(edit, Ending::Skipped).because(refusal.reason, refusal.detail)
    }

    pub(super) fn failed(&mut self, edit: &PlannedEdit, refusal: Refusal) -> Outcome {
        tracing::warn!(page = edit.page.as_str(), reason = %refusal.reason, detail = refusal.detail, "not saved");
        if refusal.ends_run {
            self.end(refusal.reason, &refusal.detail);
        }
        Outcome::of(edit, Ending::Failed).because(refusal.reason, refusal.detail)
    }

    /// Nobody knows what became of the edit: nothing is written after it, for the wiki doesn't answer.
    pub(super) fn unknown(&mut self, edit: &PlannedEdit, refusal: &Refusal) -> Outcome {
        let Refusal { reason, detail, .. } = refusal;
        tracing::warn!(
            page = edit.page.as_str(),
            detail,
            "nobody knows whether it was saved; the next run will"
        );
        self.end(*reason, detail);
        Outcome::of(edit, Ending::Unknown).because(*reason, detail)
    }
}
