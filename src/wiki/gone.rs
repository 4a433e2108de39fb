//! Where a page went that isn't at its title any more.

use chrono::{DateTime, SecondsFormat, Utc};

use super::answers::{LogEvent, LogEvents};
use super::error::WikiError;
use super::session::Session;
use crate::base::{Account, Title};

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The title that it was moved to; `None` if it was deleted.
    pub to: Option<Title>,
    /// Who did that; `None` if it is hidden.
    pub by: Option<Account>,
}

/// How the page at `title` was last moved away or deleted, as the logs tell; `None` if it never was, or is back. With `since`, only
/// what was done after that.
///
/// # Errors
/// See [`WikiError`].
pub async fn gone(
    session: &Session,
    title: &Title,
    since: Option<DateTime<Utc>>,
) -> Result<Option<Gone>, WikiError> {
    // Of several logs at once only all can be asked for: of a page there are few events in others.
    let mut asked = vec![
        ("action", "query"),
        ("list", "logevents"),
        ("letitle", title.as_str()),
        ("leprop", "title|type|user|details"),
        ("lelimit", "50"),
    ];
    let since = since.map(|since| since.to_rfc3339_opts(SecondsFormat::Secs, true));
    asked.extend(since.iter().map(|since| ("leend", since.as_str())));
    let answer: LogEvents = session.query(&asked).await?;
    Ok(last(answer.logevents))
}

/// By the newest event that tells.
fn last(events: Vec<LogEvent>) -> Option<Gone> {
    let told = events.into_iter().find_map(|event| {
        let gone = |to: Option<Title>| Some(Gone { to, by: event.user.clone() });
        match (event.log.as_deref()?, event.action.as_deref()?) {
            ("move", "move" | "move_redir") => event.target().cloned().map(|to| gone(Some(to))),
            ("delete", "delete") => Some(gone(None)),
            ("delete", "restore") => Some(None),
            _ => None,
        }
    });
    told.flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn told(events: Json) -> Option<(Option<String>, Option<String>)> {
        let events: LogEvents = typed(json!({"logevents": events})).unwrap();
        let gone = last(events.logevents)?;
        Some((gone.to.map(|to| to.to_string()), gone.by.map(|by| by.to_string())))
    }

    #[test]
    fn the_newest_event_that_tells_counts() {
        let moved = json!({"title": "G", "type": "move", "action": "move", "user": "Ada",
            "params": {"target_ns": 0, "target_title": "Archive/G", "suppressredirect": true}});
        let deleted = json!({"title": "G", "type": "delete", "action": "delete", "user": "Bo", "params": {}});
        let hidden =
            json!({"title": "G", "type": "delete", "action": "delete", "userhidden": true, "params": []});
        let restored =
            json!({"title": "G", "type": "delete", "action": "restore", "user": "Bo", "params": {}});
        let other = json!({"title": "G", "type": "protect", "action": "modify", "user": "Cyd", "params": {}});
        let by = |name: &str| Some(name.to_owned());
        for (events, expected) in [
            (json!([]), None),
            (json!([other]), None),
            (json!([other, moved, deleted]), Some((Some("Archive/G".to_owned()), by("Ada")))),
            (json!([deleted, moved]), Some((None, by("Bo")))),
            (json!([hidden]), Some((None, None))),
            (json!([restored, deleted]), None),
            (json!([{"type": "move", "action": "move", "user": "Ada", "actionhidden": true}]), None),
            (json!([{"actionhidden": true, "title": "G"}]), None),
        ] {
            assert_eq!(told(events.clone()), expected, "{events}");
        }
    }
}
