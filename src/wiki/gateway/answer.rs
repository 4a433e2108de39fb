//! What MediaWiki's answer to an edit means.

use std::time::Duration;

use serde_json::Value as Json;

use super::super::error::WikiError;
use super::super::refusal::Refusal;
use crate::plan::Reason;

/// Before an edit is sent again to a wiki that is busy and doesn't say for how long.
const PAUSE: Duration = Duration::from_secs(10);

/// What became of an edit, as far as the answer tells.
#[derive(Debug)]
pub enum Answer {
    /// Saved as this revision.
    Saved(u64),
    /// The page was like that already.
    NoChange,
    /// Surely not saved.
    Refused(Refusal),
    /// Surely not saved, because of something that may be over after a pause.
    Busy(Refusal, Duration),
    /// No answer that says which; the refusal stands if it turns out not to be saved.
    Lost(Refusal),
}

impl Answer {
    /// From the answer to `action=edit`.
    pub fn of(answer: Result<Json, WikiError>) -> Self {
        match answer {
            Ok(answer) => Self::of_edit(&answer["edit"]),
            // MediaWiki itself refuses these before it does anything; what stands between may not.
            Err(WikiError::Busy { code, text, wait }) if !code.starts_with("http-5") => {
                Self::Busy(Refusal::new(&code, &text), wait.unwrap_or(PAUSE))
            }
            // The next attempt logs in again and asks for a new token.
            Err(WikiError::SessionLost(why)) => {
                Self::Busy(Refusal::new("assertuserfailed", &why), Duration::ZERO)
            }
            Err(WikiError::Api { code, text }) if code == "badtoken" => {
                Self::Busy(Refusal::new(&code, &text), Duration::ZERO)
            }
            // MediaWiki's own failure in the middle of its work.
            Err(WikiError::Api { code, text }) if code.starts_with("internal_api_error") => {
                Self::Lost(Refusal::new(&code, &text))
            }
            Err(WikiError::Api { code, text }) => Self::Refused(Refusal::new(&code, &text)),
            Err(WikiError::LoginNeeded) => Self::Refused(Refusal::new("readapidenied", "no login")),
            // The request may have been carried out all the same.
            Err(error) => Self::lost(&error.to_string()),
        }
    }

    fn of_edit(edit: &Json) -> Self {
        match edit["result"].as_str() {
            Some("Success") if edit["nochange"] == true || !edit["nochange"].is_null() => Self::NoChange,
            Some("Success") => match edit["newrevid"].as_u64() {
                Some(revision) => Self::Saved(revision),
                None => Self::lost("the wiki confirms the edit without a revision"),
            },
            Some("Failure") if !edit["captcha"].is_null() => {
                Self::no(Reason::Captcha, "the wiki asks a captcha", true)
            }
            Some("Failure") => {
                let code = edit["code"].as_str().unwrap_or_default();
                let reason =
                    if code.starts_with("abusefilter") { Reason::Filtered } else { Reason::WikiError };
                Self::no(reason, edit["info"].as_str().unwrap_or("the wiki refuses the edit"), false)
            }
            _ => Self::lost("the answer says nothing of the edit"),
        }
    }

    /// No answer: there is no telling whether the request will arrive yet.
    pub fn lost(detail: &str) -> Self {
        Self::Lost(Refusal { reason: Reason::Network, detail: detail.to_owned(), ends_run: true })
    }

    fn no(reason: Reason, detail: &str, ends_run: bool) -> Self {
        Self::Refused(Refusal { reason, detail: detail.to_owned(), ends_run })
    }
}
