//! Revisions in an answer (`prop=revisions`).

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::if_object;
use super::lists::time;
use crate::base::{Account, RevisionId};

/// What an answer says of one revision: as much of it as was asked for, and is not hidden.
#[derive(Debug, Deserialize)]
pub struct Revision {
    /// Its number.
    pub revid: Option<RevisionId>,
    /// The revision before it; 0 if it made the page.
    pub parentid: Option<RevisionId>,
    /// Who made it; `None` if that is hidden.
    pub user: Option<Account>,
    /// The account's number; 0 for someone without an account.
    pub userid: Option<u64>,
    /// Whether who made it is hidden. It may be shown all the same, to who may see it.
    #[serde(default)]
    pub userhidden: bool,
    /// The edit summary; `None` if it is hidden.
    pub comment: Option<String>,
    /// When it was made, by the wiki's clock; `None` also if that can't be read.
    #[serde(default, deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
    /// A checksum of its text; `None` if that is hidden.
    pub sha1: Option<String>,
    /// How many bytes its text has.
    pub size: Option<u64>,
    /// What the wiki says of the edit (Special:Tags).
    #[serde(default)]
    pub tags: Vec<String>,
    /// What is in it (`rvslots=main`).
    #[serde(default, deserialize_with = "if_object")]
    slots: Option<Slots>,
}

#[derive(Debug, Deserialize)]
struct Slots {
    #[serde(default, deserialize_with = "if_object")]
    main: Option<Slot>,
}

/// A slot of a revision (Manual:Slot).
#[derive(Debug, Deserialize)]
struct Slot {
    content: Option<String>,
    #[serde(default)]
    texthidden: bool,
}

impl Revision {
    /// Its text; `None` if that is hidden, or was not asked for.
    pub fn text(&self) -> Option<&str> {
        self.main()?.content.as_deref()
    }

    /// Whether its text is hidden.
    pub fn texthidden(&self) -> bool {
        self.main().is_some_and(|main| main.texthidden)
    }

    fn main(&self) -> Option<&Slot> {
        self.slots.as_ref()?.main.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn revision(json: Json) -> Revision {
        typed(json).unwrap()
    }

    #[test]
    fn a_revision_says_who_when_and_what() {
        let revision = revision(json!({
            "revid": 345, "parentid": 0, "user": "Ada Sample (WMF)", "userid": 6, "comment": "/* KR1 */ more",
            "timestamp": "2020-11-02T12:00:00Z",
            "slots": {"main": {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": "Hello"}},
        }));
        assert_eq!((revision.revid, revision.parentid), (Some(RevisionId(345)), Some(RevisionId(0))));
        assert_eq!(revision.user, Some(Account::new("Ada Sample (WMF)")));
        assert_eq!(revision.timestamp, "2020-11-02T12:00:00Z".parse().ok());
        assert_eq!((revision.text(), revision.texthidden()), (Some("Hello"), false));
    }

    #[test]
    fn what_is_hidden_is_not_empty() {
        let revision = revision(json!({
            "revid": 345, "userhidden": true, "commenthidden": true, "slots": {"main": {"texthidden": true}},
        }));
        assert!(revision.userhidden && revision.texthidden());
        assert_eq!((revision.user, revision.comment.as_deref()), (None, None));
        let json = json!({"slots": {"main": {"texthidden": true}}});
        assert_eq!(self::revision(json).text(), None);
    }

    #[test]
    fn a_time_that_cannot_be_read_is_none() {
        for odd in [json!("yesterday"), json!("0000-00-00T00:00:00Z"), json!(20_201_102), json!(null)] {
            assert_eq!(revision(json!({"revid": 1, "timestamp": odd})).timestamp, None, "{odd}");
        }
    }
}
