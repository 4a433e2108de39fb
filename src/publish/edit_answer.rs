//! What MediaWiki's answer to an edit means.

use std::time::Duration;

use serde_json::Value as Json;

use crate::base::{Reason, RevisionId, Title};
use crate::wiki::{Refusal, WikiError};

/// Before an edit is sent again to a wiki that is busy and doesn't say for how long.
const PAUSE: Duration = Duration::from_secs(5);
/// The same where the account's edits are limited, which lasts longer than lag.
pub const LIMIT_PAUSE: Duration = Duration::from_secs(10);

/// What became of an edit, as far as the answer tells.
#[derive(Debug)]
pub enum EditAnswer {
    /// Saved as this revision.
    Saved(RevisionId),
    /// The page was like that already.
    NoChange,
    /// Surely not saved.
    Refused(Refusal),
    /// Surely not saved, because of something that may be over after a pause.
    Busy(Refusal, Duration),
    /// No answer that says which; the refusal stands if it turns out not to be saved. The wiki may ask for a pause.
    Lost(Refusal, Duration),
}

impl EditAnswer {
    /// From the answer to `action=edit` of the page `title`, whose revision was `base`.
    pub fn of(answer: Result<Json, WikiError>, title: &Title, base: Option<RevisionId>) -> Self {
        match answer {
            Ok(answer) => Self::of_edit(&answer["edit"], title, base),
            // MediaWiki itself refuses these before it does anything; what stands between may not.
            Err(WikiError::Busy { code, text, wait }) if !code.starts_with("http-5") => {
                let pause = if code == "ratelimited" { LIMIT_PAUSE } else { PAUSE };
                Self::Busy(Refusal::new(&code, &text), wait.unwrap_or(pause))
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
                Self::Lost(Refusal::new(&code, &text), Duration::ZERO)
            }
            Err(WikiError::Api { code, text }) => Self::Refused(Refusal::new(&code, &text)),
            Err(WikiError::LoginNeeded) => Self::Refused(Refusal::new("readapidenied", "no login")),
            // The request may have been carried out all the same.
            Err(error) => Self::Lost(no_answer(&error.to_string()), error.wait().unwrap_or_default()),
        }
    }

    fn of_edit(edit: &Json, title: &Title, base: Option<RevisionId>) -> Self {
        let is_this_one = edit["title"] == title.as_str();
        let came_from = |revision: Option<u64>| revision == Some(base.map_or(0, |base| base.0));
        match edit["result"].as_str() {
            Some("Success") if is_this_one && !edit["nochange"].is_null() => Self::NoChange,
            Some("Success") => match edit["newrevid"].as_u64() {
                Some(revision) if is_this_one && came_from(edit["oldrevid"].as_u64()) => {
                    Self::Saved(RevisionId(revision))
                }
                _ => Self::lost("the wiki confirms an edit, and not this one"),
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
        Self::Lost(no_answer(detail), Duration::ZERO)
    }

    fn no(reason: Reason, detail: &str, ends_run: bool) -> Self {
        Self::Refused(Refusal { reason, detail: detail.to_owned(), ends_run })
    }
}

fn no_answer(detail: &str) -> Refusal {
    Refusal { reason: Reason::Network, detail: detail.to_owned(), ends_run: true }
}
