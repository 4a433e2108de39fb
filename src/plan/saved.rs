//! A plan that was saved as JSON, to be applied later. It is never trusted: what is applied is what the bot plans
//! now, as far as the saved plan has the very same edit.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{EditKind, Ending, Outcome, Plan, PlannedEdit, Recipient, Subject};
use crate::base::text::nfc;
use crate::base::{Account, Reason, Title};

/// The schema of `plan --format json`.
const SCHEMA: &str = "goalkeeper.plan/1";

/// A saved plan, as far as it says what is to be done.
#[derive(Clone, Debug, Deserialize)]
pub struct SavedPlan {
    schema: String,
    /// The day it was made for.
    pub today: NaiveDate,
    edits: Vec<SavedEdit>,
}

#[derive(Clone, Debug, Deserialize)]
struct SavedEdit {
    #[serde(default)]
    board: Option<String>,
    #[serde(flatten)]
    shown: Shown,
}

/// An edit, as far as someone who looks at a plan sees what it does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Shown {
    kind: EditKind,
    target: Title,
    #[serde(default)]
    recipient: Option<String>,
    key: String,
    heading: Option<String>,
    text: String,
    summary: String,
}

impl Shown {
    /// The same as the wiki saves it: an editor or a file system in between may have taken accents apart.
    fn normal(self) -> Self {
        Self {
            kind: self.kind,
            target: Title::of_wiki(nfc(self.target.as_str())),
            recipient: self.recipient.as_deref().map(nfc),
            key: nfc(&self.key),
            heading: self.heading.as_deref().map(nfc),
            text: nfc(&self.text),
            summary: nfc(&self.summary),
        }
    }
}

impl From<&PlannedEdit> for Shown {
    fn from(edit: &PlannedEdit) -> Self {
        Self {
            kind: edit.subject.kind,
            target: edit.page.clone(),
            recipient: edit.subject.recipient.as_ref().map(Recipient::to_string),
            key: edit.key.to_string(),
            heading: edit.change.heading().map(str::to_owned),
            text: edit.text(),
            summary: edit.summary(),
        }
    }
}

impl SavedPlan {
    /// From what `plan --format json` printed.
    ///
    /// # Errors
    /// Why the text is no such plan.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut plan: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        plan.edits =
            plan.edits.into_iter().map(|edit| SavedEdit { shown: edit.shown.normal(), ..edit }).collect();
        if plan.schema == SCHEMA { Ok(plan) } else { Err(format!("its schema is “{}”", plan.schema)) }
    }

    /// Of a new plan only the edits that are in the saved one, word for word, and what becomes of the others.
    pub fn still_valid(&self, fresh: Plan) -> (Plan, Vec<Outcome>) {
        let planned: Vec<Shown> = fresh.edits.iter().map(|edit| Shown::from(edit).normal()).collect();
        let gone = self.edits.iter().filter(|saved| !planned.contains(&saved.shown));
        let refused = gone.map(|saved| saved.refused(&fresh)).collect();
        let is_saved = planned.iter().map(|planned| self.edits.iter().any(|saved| saved.shown == *planned));
        let edits = fresh.edits.iter().zip(is_saved).filter(|(_, saved)| *saved);
        let edits = edits.map(|(edit, _)| edit.clone()).collect();
        (Plan { edits, skipped: Vec::new(), unchanged: Vec::new(), waiting: Vec::new(), ..fresh }, refused)
    }
}

impl SavedEdit {
    fn subject(&self) -> Subject {
        let Shown { kind, target, recipient, .. } = self.shown.clone();
        let recipient = recipient.as_deref().map(|name| Recipient::Account(Account::new(name)));
        Subject { kind, board: self.board.clone(), target: Some(target), recipient }
    }

    fn refused(&self, fresh: &Plan) -> Outcome {
        let subject = self.subject();
        let detail = match fresh.skipped.iter().find(|skip| skip.subject.is_about_same(&subject)) {
            Some(skip) => format!("it would not be planned now: {}: {}", skip.reason, skip.detail),
            None => "it would not be planned now, or not in these words".to_owned(),
        };
        Outcome::new(subject, Ending::Skipped).because(Reason::ChangedSincePlan, detail)
    }
}
