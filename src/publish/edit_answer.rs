//! What MediaWiki's answer to an edit means.

use std::time::Duration;

use crate::base::{Reason, RevisionId, Title};
use crate::wiki::{Edited, Refusal, WikiError};

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
    pub fn of(answer: Result<Edited, WikiError>, title: &Title, base: Option<RevisionId>) -> Self {
        match answer {
            Ok(edit) => Self::of_edit(&edit, title, base),
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

    fn of_edit(edit: &Edited, title: &Title, base: Option<RevisionId>) -> Self {
        let is_this_one = edit.title.as_ref() == Some(title);
        // A page that was made came from no revision, which MediaWiki calls 0.
        let came_from_base = edit.oldrevid == Some(base.unwrap_or(RevisionId(0)));
        match edit.result.as_deref() {
            Some("Success") if is_this_one && edit.nochange.is_some() => Self::NoChange,
            Some("Success") => match edit.newrevid {
                Some(revision) if is_this_one && came_from_base => Self::Saved(revision),
                _ => Self::lost("the wiki confirms an edit, and not this one"),
            },
            Some("Failure") if edit.captcha.is_some() => {
                Self::no(Reason::Captcha, "the wiki asks a captcha", true)
            }
            Some("Failure") => {
                let code = edit.code.as_deref().unwrap_or_default();
                let reason =
                    if code.starts_with("abusefilter") { Reason::Filtered } else { Reason::WikiError };
                Self::no(reason, edit.info.as_deref().unwrap_or("the wiki refuses the edit"), false)
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
    Refusal::of_all(Reason::Network, detail)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn came_to(edit: &Json, base: Option<u64>) -> String {
        let edited = Edited::in_answer(json!({"edit": edit}));
        match EditAnswer::of(Ok(edited), &Title::of_wiki("User talk:Ada"), base.map(RevisionId)) {
            EditAnswer::Saved(revision) => format!("saved as {revision}"),
            EditAnswer::NoChange => "no change".to_owned(),
            EditAnswer::Refused(no) => format!("refused: {}", no.reason),
            EditAnswer::Busy(no, _) => format!("busy: {}", no.reason),
            EditAnswer::Lost(no, _) => format!("lost: {}", no.reason),
        }
    }

    fn success(more: &Json) -> Json {
        let mut edit = json!({"result": "Success", "pageid": 5, "title": "User talk:Ada", "contentmodel": "wikitext",
            "oldrevid": 345, "newrevid": 346, "newtimestamp": "2020-11-02T12:00:00Z"});
        edit.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        edit
    }

    #[test]
    fn an_edit_is_saved_only_if_the_wiki_confirms_this_one() {
        for (more, base, expected) in [
            (json!({}), Some(345), "saved as 346"),
            (json!({"oldrevid": 0}), None, "saved as 346"),
            (json!({"nochange": true}), Some(345), "no change"),
            (json!({}), Some(344), "lost: network"),
            (json!({}), None, "lost: network"),
            (json!({"oldrevid": null}), None, "lost: network"),
            (json!({"newrevid": null}), Some(345), "lost: network"),
            (json!({"newrevid": "346"}), Some(345), "lost: network"),
            (json!({"title": "User talk:Bo"}), Some(345), "lost: network"),
            (json!({"title": null}), Some(345), "lost: network"),
            (
                json!({"title": "User talk:Bo", "nochange": true, "newrevid": null}),
                Some(345),
                "lost: network",
            ),
            (json!({"result": "success"}), Some(345), "lost: network"),
            (json!({"result": true}), Some(345), "lost: network"),
            (json!({"result": null}), Some(345), "lost: network"),
        ] {
            assert_eq!(came_to(&success(&more), base), expected, "{more}");
        }
    }

    #[test]
    fn an_edit_that_an_extension_stops_is_refused() {
        for (edit, expected) in [
            (json!({"result": "Failure", "captcha": {"type": "math", "id": "1"}}), "refused: captcha"),
            (json!({"result": "Failure", "code": "abusefilter-warning", "info": "Hit"}), "refused: filtered"),
            (json!({"result": "Failure"}), "refused: wiki-error"),
        ] {
            assert_eq!(came_to(&edit, Some(345)), expected, "{edit}");
        }
    }

    #[test]
    fn of_an_edit_of_which_nothing_is_said_nobody_knows() {
        for odd in [json!(null), json!({}), json!([]), json!("Success"), json!({"result": ["Success"]})] {
            assert_eq!(came_to(&odd, Some(345)), "lost: network", "{odd}");
        }
    }
}
