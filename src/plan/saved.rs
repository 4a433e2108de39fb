//! A plan that was saved as JSON, to be applied later. It is never trusted: what is applied is what the bot plans
//! now, as far as the saved plan has the very same edit.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Ending, Kind, Outcome, Plan, PlannedEdit, Reason};
use crate::account::Account;

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
    kind: Kind,
    #[serde(default)]
    board: Option<String>,
    target: String,
    #[serde(default)]
    recipient: Option<String>,
    key: String,
    heading: Option<String>,
    text: String,
    summary: String,
}

impl SavedPlan {
    /// Reads what `plan --format json` printed.
    ///
    /// # Errors
    /// Why the text is no such plan.
    pub fn read(text: &str) -> Result<Self, String> {
        let plan: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if plan.schema == SCHEMA { Ok(plan) } else { Err(format!("its schema is “{}”", plan.schema)) }
    }

    /// Of a new plan only the edits that are in the saved one, word for word, and what becomes of the others.
    pub fn still_valid(&self, fresh: Plan) -> (Plan, Vec<Outcome>) {
        let is_in = |edit: &PlannedEdit| self.edits.iter().any(|saved| saved.is(edit));
        let gone = self.edits.iter().filter(|saved| !fresh.edits.iter().any(|edit| saved.is(edit)));
        let refused = gone.map(|saved| saved.refused(&fresh)).collect();
        let edits = fresh.edits.iter().filter(|edit| is_in(edit)).cloned().collect();
        (Plan { edits, skipped: Vec::new(), unchanged: Vec::new(), ..fresh }, refused)
    }
}

impl SavedEdit {
    fn is(&self, edit: &PlannedEdit) -> bool {
        self.kind == edit.kind
            && self.target == edit.target
            && self.recipient.as_deref() == edit.recipient.as_ref().map(Account::as_str)
            && self.key == edit.key
            && self.heading == edit.heading
            && self.text == edit.text
            && self.summary == edit.summary
    }

    fn refused(&self, fresh: &Plan) -> Outcome {
        let refused = Outcome {
            kind: self.kind,
            board: self.board.clone(),
            target: Some(self.target.clone()),
            recipient: self.recipient.clone(),
            result: Ending::Skipped,
            reason: None,
            revision: None,
            detail: String::new(),
        };
        let detail = match fresh.skipped.iter().find(|skip| Outcome::from(*skip).is_about(&refused)) {
            Some(skip) => format!("it would not be planned now: {}: {}", skip.reason, skip.detail),
            None => "it would not be planned now, or not in these words".to_owned(),
        };
        refused.because(Reason::ChangedSincePlan, detail)
    }
}
