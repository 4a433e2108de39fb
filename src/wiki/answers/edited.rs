//! The answer to an edit (API:Edit).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::object;
use crate::base::{RevisionId, Title};

/// What the wiki says of an edit. Nothing, if it says nothing that can be read: then nobody knows what became of it.
#[derive(Debug, Default, Deserialize)]
pub struct Edited {
    /// `Success` or `Failure`.
    pub result: Option<String>,
    /// The page edited.
    pub title: Option<Title>,
    /// Its revision before; 0 for a page that was made.
    pub oldrevid: Option<RevisionId>,
    /// The revision made.
    pub newrevid: Option<RevisionId>,
    /// There if the page was like that already.
    pub nochange: Option<IgnoredAny>,
    /// There if the wiki asks a captcha.
    pub captcha: Option<IgnoredAny>,
    /// Why not, by an extension's code.
    pub code: Option<String>,
    /// Why not, in an extension's words.
    pub info: Option<String>,
}

impl Edited {
    /// From the answer as it came.
    pub fn in_answer(mut answer: Json) -> Self {
        let edit = answer.get_mut("edit").map(Json::take).unwrap_or_default();
        object(edit).unwrap_or_default()
    }

    /// Whether the wiki calls it a success.
    pub fn is_success(&self) -> bool {
        self.result.as_deref() == Some("Success")
    }
}
