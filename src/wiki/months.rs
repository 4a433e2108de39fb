//! What a wiki calls the months: its own messages, in the language of its content.

use super::answers::MessagesOnly;
use super::error::WikiError;
use super::session::Session;
use crate::base::month::{MonthNames, NAMES};
use crate::base::text::{nfc, tidy};

/// Asks for the names of the months.
///
/// # Errors
/// See [`WikiError`].
pub async fn month_names(session: &Session) -> Result<MonthNames, WikiError> {
    let answer = session
        .query(&[
            ("action", "query"),
            ("meta", "allmessages"),
            // MediaWiki's messages of the months have their English names.
            ("ammessages", &NAMES.join("|")),
            ("amlang", session.site().language()),
        ])
        .await?;
    names_in(&answer)
}

fn names_in(answer: &MessagesOnly) -> Result<MonthNames, WikiError> {
    let mut names: [String; 12] = Default::default();
    for (name, key) in names.iter_mut().zip(NAMES) {
        let message = answer.allmessages.iter().find(|message| message.name == key);
        let text = message.and_then(|message| message.content.as_deref()).map(tidy).unwrap_or_default();
        if text.is_empty() {
            return Err(WikiError::Unexpected(format!("it doesn't tell its name of the month “{key}”")));
        }
        *name = nfc(&text);
    }
    Ok(MonthNames::new(names))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    fn names(messages: &Json) -> Result<MonthNames, WikiError> {
        names_in(&typed(json!({"allmessages": messages})).unwrap())
    }

    #[test]
    fn the_months_are_found_by_their_messages_in_any_order() {
        let mut messages: Vec<Json> =
            NAMES.iter().map(|name| json!({"name": name, "content": format!("M-{name}")})).collect();
        messages.reverse();
        let found = names(&json!(messages)).unwrap();
        assert_eq!(found.of("2026-02-01".parse().unwrap()), "M-february");
        messages[3] = json!({"name": "september", "missing": true});
        assert!(names(&json!(messages)).unwrap_err().to_string().contains("september"));
        assert!(names(&json!([])).is_err());
    }
}
