//! What MediaWiki's answer to an edit means.

use std::time::Duration;

use mwapi::Error;
use serde_json::Value as Json;

use super::super::refusal::Refusal;
use crate::plan::Reason;

/// What became of an edit, as far as the answer tells.
#[derive(Debug)]
pub enum Answer {
    /// Saved as this revision.
    Saved(u64),
    /// The page was like that already.
    NoChange,
    /// Surely not saved.
    Refused(Refusal),
    /// Surely not saved, because the wiki is busy; it asks for a pause.
    Busy(Refusal, Duration),
    /// No answer that says which.
    Lost(String),
}

impl Answer {
    /// From the answer to `action=edit`.
    pub fn of(answer: Result<Json, Error>) -> Self {
        match answer {
            Ok(answer) => Self::of_edit(&answer["edit"]),
            Err(Error::ApiError(error)) if error.code == "ratelimited" => {
                Self::Busy(Refusal::new(&error.code, &error.text), Duration::from_secs(10))
            }
            Err(Error::ApiError(error)) => Self::Refused(Refusal::new(&error.code, &error.text)),
            Err(Error::BadToken) => {
                Self::no(Reason::BadToken, "the wiki does not accept the session's token", true)
            }
            Err(Error::NotLoggedIn | Error::NotLoggedInAsBot) => {
                Self::no(Reason::BadToken, "the wiki ended the session", true)
            }
            Err(Error::Readonly { info, .. }) => Self::no(Reason::ReadOnly, &info, true),
            Err(Error::Maxlag { info, retry_after }) => Self::busy(&info, retry_after),
            Err(Error::TooManyRequests { retry_after }) => Self::busy("too many requests", retry_after),
            Err(Error::TokenFailure(_)) => Self::no(Reason::BadToken, "the wiki gives no token", true),
            // The request may have been carried out all the same.
            Err(error) => Self::Lost(match error {
                Error::HttpError(error) if error.is_timeout() => "no answer in time".to_owned(),
                Error::HttpError(_) => "the connection was lost".to_owned(),
                _ => "the answer can't be understood".to_owned(),
            }),
        }
    }

    fn of_edit(edit: &Json) -> Self {
        match edit["result"].as_str() {
            Some("Success") if edit["nochange"] == true || !edit["nochange"].is_null() => Self::NoChange,
            Some("Success") => match edit["newrevid"].as_u64() {
                Some(revision) => Self::Saved(revision),
                None => Self::Lost("the wiki confirms the edit without a revision".to_owned()),
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
            _ => Self::Lost("the answer says nothing of the edit".to_owned()),
        }
    }

    fn busy(detail: &str, retry_after: Option<u64>) -> Self {
        let refusal = Refusal { reason: Reason::RateLimited, detail: detail.to_owned(), ends_run: false };
        Self::Busy(refusal, Duration::from_secs(retry_after.unwrap_or(0).max(5)))
    }

    fn no(reason: Reason, detail: &str, ends_run: bool) -> Self {
        Self::Refused(Refusal { reason, detail: detail.to_owned(), ends_run })
    }
}
