//! What the query modules list: contributions, log events, hits of a search, links, messages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::pages::Pages;
use super::{if_readable, objects};
use crate::base::{Account, RevisionId, Title};

/// A page that is named and no more.
#[derive(Debug, Deserialize)]
pub struct Link {
    /// Its title.
    pub title: Title,
}

/// The answer to `list=usercontribs`.
#[derive(Debug, Deserialize)]
pub struct UserContribs {
    /// Edits, newest first.
    #[serde(deserialize_with = "objects")]
    pub usercontribs: Vec<UserContrib>,
}

/// An edit of an account's.
#[derive(Debug, Deserialize)]
pub struct UserContrib {
    /// The page, under its present title.
    pub title: Title,
    /// The revision made.
    pub revid: RevisionId,
    /// When, by the wiki's clock; `None` also if that can't be read.
    #[serde(default, deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The edit summary; `None` if it is hidden.
    pub comment: Option<String>,
    /// Whether the edit summary is hidden. It may be shown all the same, to who may see it.
    #[serde(default)]
    pub commenthidden: bool,
}

/// The answer to `list=logevents`.
#[derive(Debug, Deserialize)]
pub struct LogEvents {
    /// Events, newest first.
    #[serde(deserialize_with = "objects")]
    pub logevents: Vec<LogEvent>,
}

/// An event of a log.
#[derive(Debug, Deserialize)]
pub struct LogEvent {
    /// The page; `None` if that is hidden.
    pub title: Option<Title>,
    /// What was done, by the log's own words; `None` if that is hidden.
    pub action: Option<String>,
    /// Which log it is in.
    #[serde(rename = "type")]
    pub log: Option<String>,
    /// Who did it; `None` if that is hidden or wasn't asked for.
    pub user: Option<Account>,
    /// When, by the wiki's clock; `None` also if that can't be read.
    #[serde(default, deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
    /// How; `None` if that is hidden, or of a form that earlier versions of MediaWiki wrote.
    #[serde(default, deserialize_with = "if_readable")]
    params: Option<LogParams>,
}

#[derive(Debug, Deserialize)]
struct LogParams {
    #[serde(default, deserialize_with = "if_readable")]
    new: Option<Hidden>,
    #[serde(default, deserialize_with = "if_readable")]
    target_title: Option<Title>,
}

/// What of a revision is hidden (Manual:RevisionDelete).
#[derive(Debug, Deserialize)]
struct Hidden {
    user: Option<bool>,
}

impl LogEvent {
    /// The title that a page was moved to, as far as it is shown.
    pub fn target(&self) -> Option<&Title> {
        self.params.as_ref()?.target_title.as_ref()
    }

    /// Whether after it everyone sees who made the revisions that it is about. Only what says so surely does.
    pub fn shows_users(&self) -> bool {
        let new = self.params.as_ref().and_then(|params| params.new.as_ref());
        new.is_some_and(|new| new.user == Some(false))
    }
}

/// The answer to `list=search`.
#[derive(Debug, Deserialize)]
pub struct SearchHits {
    /// The pages found.
    pub search: Vec<Link>,
}

/// The answer to `list=categorymembers`.
#[derive(Debug, Deserialize)]
pub struct Members {
    /// The pages in the category.
    #[serde(deserialize_with = "objects")]
    pub categorymembers: Vec<Link>,
}

/// The answer to `list=allpages`.
#[derive(Debug, Deserialize)]
pub struct AllPages {
    /// The pages.
    pub allpages: Vec<Link>,
}

/// The answer to `meta=allmessages` beside pages (`prop=redirects`).
#[derive(Debug, Deserialize)]
pub struct Messages {
    /// The pages.
    #[serde(flatten)]
    pub pages: Pages,
    /// The messages asked for; none in the later parts of an answer.
    #[serde(default)]
    pub allmessages: Vec<MessageText>,
}

/// The answer to `meta=allmessages` alone.
#[derive(Debug, Deserialize)]
pub struct MessagesOnly {
    /// The messages asked for.
    pub allmessages: Vec<MessageText>,
}

/// One of the wiki's interface messages.
#[derive(Debug, Deserialize)]
pub struct MessageText {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its text; `None` if the wiki has no such message.
    pub content: Option<String>,
}

/// A time by the wiki's clock. One that can't be read is none: who needs it says that it is missing.
pub fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text: Option<String> = if_readable(from)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    #[test]
    fn an_edit_has_a_page_and_a_revision() {
        let whole = json!({"userid": 7, "user": "GoalkeeperBot", "pageid": 5, "revid": 400, "parentid": 399, "ns": 3,
            "title": "User talk:Ada", "timestamp": "2020-11-02T12:00:00Z", "comment": "Reminder"});
        let list = |edit: &Json| typed::<UserContribs>(json!({"usercontribs": [edit]}));
        let edit = list(&whole).unwrap().usercontribs.pop().unwrap();
        assert_eq!((edit.title.as_str(), edit.revid), ("User talk:Ada", RevisionId(400)));
        assert_eq!(edit.timestamp, "2020-11-02T12:00:00Z".parse().ok());
        assert_eq!((edit.comment.as_deref(), edit.commenthidden), (Some("Reminder"), false));
        for (field, odd) in [
            ("title", Json::Null),
            ("title", json!(5)),
            ("revid", Json::Null),
            ("revid", json!("400")),
            ("revid", json!(-1)),
            ("commenthidden", json!("")),
            ("comment", json!({"text": "x"})),
        ] {
            let mut edit = whole.clone();
            edit[field] = odd;
            assert!(list(&edit).is_err(), "{edit}");
        }
        assert!(
            typed::<UserContribs>(json!({"usercontribs": [["User talk:Ada", 400, null, null, false]]}))
                .is_err()
        );
        assert!(typed::<UserContribs>(json!({})).is_err());
        assert!(typed::<UserContribs>(json!({"usercontribs": null})).is_err());
        assert!(typed::<UserContribs>(json!({"usercontribs": {"0": whole}})).is_err());
    }

    #[test]
    fn only_an_event_that_says_so_shows_who_made_a_revision() {
        let event =
            |params: Json| typed::<LogEvent>(json!({"action": "revision", "params": params})).unwrap();
        assert!(
            event(json!({"type": "revision", "ids": [5], "new": {"bitmask": 1, "user": false}}))
                .shows_users()
        );
        for odd in [
            json!({"type": "revision", "ids": [5], "new": {"bitmask": 4, "user": true}}),
            json!({"new": {"bitmask": 4}}),
            json!({"new": {"user": "no"}}),
            json!({"new": {"user": null}}),
            json!({"new": []}),
            json!({"0": "revision", "1": "12", "2": "ofield=0"}),
            json!({}),
            json!([]),
            json!(null),
            json!("revision"),
        ] {
            assert!(!event(odd.clone()).shows_users(), "{odd}");
        }
        assert!(!typed::<LogEvent>(json!({"actionhidden": true})).unwrap().shows_users());
    }
}
