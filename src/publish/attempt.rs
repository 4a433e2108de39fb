//! One attempt at an edit: a last look, the edit itself, and what the answer to it means.

use std::time::{Duration, Instant};

use super::edit_answer::{EditAnswer, LIMIT_PAUSE};
use super::fate::{self, Fate};
use super::gateway::{Gateway, TOLD_TO_END};
use super::preflight::Preflight;
use super::text;
use crate::base::{Reason, RevisionId};
use crate::plan::{Ending, Outcome, PlannedEdit};
use crate::wiki::{LONGEST_PAUSE, Refusal};

/// How long after it is told to end a run waits for the answer to its last edit, and for word of what became of it.
/// Toolforge leaves 15 s between SIGTERM and the end.
const LAST_ANSWER: Duration = Duration::from_secs(6);
const LAST_WORD: Duration = Duration::from_secs(12);

/// The base of a page that isn't there: a revision that no page has. `createonly` looks early, and on a replica; without a
/// base MediaWiki then takes a page that was made since for the bot's own, and saves over it what the bot has to say.
const NO_REVISION: &str = "9007199254740991";

/// What one attempt at an edit came to.
pub enum Attempt {
    Ended(Outcome),
    /// Surely not saved, and worth another attempt after a pause.
    Again(Refusal, Duration),
    /// Sent, without an answer that tells, and not on the wiki so far; worth another attempt after a pause.
    Lost(Lost),
}

/// An edit that was sent, and whose answer doesn't tell.
#[derive(Clone, Debug)]
pub struct Lost {
    /// What happened to the answer.
    pub refusal: Refusal,
    /// The page's revision that it was sent for.
    pub base: Option<RevisionId>,
}

impl Lost {
    /// Whether the request may still be on its way. One that MediaWiki itself failed over isn't.
    pub fn may_arrive(&self) -> bool {
        self.refusal.reason == Reason::Network
    }
}

impl Gateway<'_> {
    /// One attempt. `lost` is the one before, if its answer was lost.
    pub(super) async fn attempt(&mut self, edit: &PlannedEdit, lost: Option<&Lost>) -> Attempt {
        let preflight = tokio::select! {
            preflight = self.preflight(edit) => preflight,
            () = self.interrupted.told() => {
                Err(Refusal::of_all(Reason::Stopped, TOLD_TO_END))
            }
        };
        let preflight = match preflight {
            Ok(preflight) => preflight,
            // The limit shows already when the wiki is asked whether the bot may edit.
            Err(refusal) if refusal.reason == Reason::RateLimited && !refusal.ends_run => {
                return Attempt::Again(refusal, LIMIT_PAUSE);
            }
            Err(refusal) => return Attempt::Ended(self.refuse(edit, refusal)),
        };
        let (old, base) = (preflight.page.text(), preflight.page.revision());
        // What was sent before may have arrived after all, and be what changed the page.
        if let Some(lost) = lost.filter(|lost| lost.base != base) {
            match self.fate(edit, lost.base).await {
                Fate::Saved(revision) => return Attempt::Ended(saved(edit, revision)),
                Fate::NotYet | Fate::Never => {}
                Fate::Gone | Fate::Unclear => return Attempt::Ended(self.unknown(edit, &lost.refusal)),
            }
        }
        let largest = self.session.site().max_article_bytes();
        let text = match text::changed(edit, old, largest) {
            Ok(text) if text == old => return Attempt::Ended(Outcome::of(edit, Ending::Unchanged)),
            Ok(text) => text,
            Err((reason, detail)) => {
                return Attempt::Ended(self.refuse(edit, Refusal::of_one(reason, detail)));
            }
        };
        match self.look(edit, old).await {
            Ok(()) => {}
            Err(refusal) => return Attempt::Ended(self.refuse(edit, refusal)),
        }
        if self.dry_run {
            let dry = Outcome::of(edit, Ending::Skipped);
            return Attempt::Ended(dry.because(Reason::DryRun, "a dry run writes nothing"));
        }
        self.last_edit = Some(Instant::now());
        match self.save(edit, &text, &preflight).await {
            EditAnswer::Saved(revision) => {
                self.looked_at.insert(edit.page.clone());
                tracing::info!(page = edit.page.as_str(), revision = revision.0, "saved");
                Attempt::Ended(saved(edit, revision))
            }
            // The page was another when it was read: the same request may have arrived twice.
            EditAnswer::NoChange => Attempt::Ended(match self.fate(edit, base).await {
                Fate::Saved(revision) => saved(edit, revision),
                Fate::NotYet | Fate::Never => Outcome::of(edit, Ending::Unchanged),
                Fate::Gone | Fate::Unclear => {
                    let detail = "it is on the page, and the wiki doesn't tell since when";
                    self.unknown(edit, &Refusal::of_all(Reason::Network, detail))
                }
            }),
            // The page is another than the one just read. Unless it was this very edit that changed it (a request
            // can arrive twice), everything is read again.
            EditAnswer::Refused(refusal)
                if matches!(refusal.reason, Reason::EditConflict | Reason::PageCreated) =>
            {
                match self.fate(edit, base).await {
                    Fate::Saved(revision) => Attempt::Ended(saved(edit, revision)),
                    Fate::NotYet | Fate::Never | Fate::Gone => Attempt::Again(refusal, Duration::ZERO),
                    Fate::Unclear => Attempt::Ended(self.unknown(edit, &refusal)),
                }
            }
            EditAnswer::Busy(refusal, pause) => Attempt::Again(refusal, pause.max(self.pause)),
            EditAnswer::Refused(refusal) => Attempt::Ended(self.failed(edit, refusal)),
            // The wiki asks for so much time that it isn't asked for the edit's fate in this run.
            EditAnswer::Lost(refusal, pause) if pause > LONGEST_PAUSE => {
                Attempt::Ended(self.unknown(edit, &refusal))
            }
            EditAnswer::Lost(refusal, pause) => {
                self.wait(pause).await;
                match self.fate(edit, base).await {
                    Fate::Saved(revision) => Attempt::Ended(saved(edit, revision)),
                    Fate::NotYet | Fate::Never => Attempt::Lost(Lost { refusal, base }),
                    Fate::Gone | Fate::Unclear => Attempt::Ended(self.unknown(edit, &refusal)),
                }
            }
        }
    }

    async fn save(&self, edit: &PlannedEdit, text: &str, preflight: &Preflight) -> EditAnswer {
        let revision = preflight.page.revision().map(|revision| revision.to_string());
        let summary = edit.summary();
        // A minor edit by a bot tells nobody of a new message (`nominornewtalk`).
        let minor = if edit.subject.kind.is_message() { "notminor" } else { "minor" };
        let mut parameters = vec![
            ("action", "edit"),
            ("title", edit.page.as_str()),
            ("text", text),
            ("summary", summary.as_str()),
            ("starttimestamp", preflight.clock.as_str()),
            ("bot", "1"),
            (minor, "1"),
            ("watchlist", "nochange"),
            ("contentmodel", "wikitext"),
            ("contentformat", "text/x-wiki"),
            ("token", preflight.token.as_str()),
        ];
        match &revision {
            // The page must still be as it was read, and must still be there.
            Some(revision) => parameters.extend([("baserevid", revision.as_str()), ("nocreate", "1")]),
            None => parameters.extend([("baserevid", NO_REVISION), ("createonly", "1")]),
        }
        let title = &preflight.page.title;
        tokio::select! {
            answer = self.session.edit(&parameters) => EditAnswer::of(answer, title, preflight.page.revision()),
            () = self.interrupted.told_since(LAST_ANSWER) => {
                EditAnswer::lost("the run was told to end before the wiki answered")
            }
        }
    }

    /// What became of an edit since the revision `base` of its page.
    pub(super) async fn fate(&self, edit: &PlannedEdit, base: Option<RevisionId>) -> Fate {
        tokio::select! {
            biased;
            () = self.interrupted.told_since(LAST_WORD) => Fate::Unclear,
            fate = fate::ask(self.session, self.bot, edit, base) => fate,
        }
    }
}

/// The outcome of an edit that the wiki has as this revision.
pub fn saved(edit: &PlannedEdit, revision: RevisionId) -> Outcome {
    Outcome { revision: Some(revision), detail: edit.note.clone(), ..Outcome::of(edit, Ending::Posted) }
}
