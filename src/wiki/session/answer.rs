//! An answer of the API, as bytes that may lie: cut short, too large, or not MediaWiki's at all.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::super::error::{WikiError, refused};

/// The largest answer read, in bytes. MediaWiki ends an answer at 8 MiB of content (`$wgAPIMaxResultSize`), which
/// JSON's escapes may double.
pub const LARGEST: usize = 20 << 20;
/// The most values in one answer: small ones take far more memory than their bytes.
const MOST_VALUES: usize = 1 << 20;

/// What came with an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: Option<&'a str>,
    /// The header `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The header `Location`, with which the wiki would send the bot elsewhere.
    pub location: Option<&'a str>,
    /// The header `WWW-Authenticate`.
    pub asks_for: Option<&'a str>,
}

impl Head<'_> {
    /// How long the wiki asks to wait: seconds, or until a time (RFC 9110, 10.2.3).
    pub fn wait(&self, now: DateTime<Utc>) -> Option<Duration> {
        let text = self.retry_after?.trim();
        let until = || {
            let time = DateTime::parse_from_rfc2822(text).ok()?;
            Some((time.with_timezone(&Utc) - now).to_std().unwrap_or_default())
        };
        text.parse().ok().map(Duration::from_secs).or_else(until)
    }

    /// Whether a server before the wiki asks for a user name and a password (RFC 7617).
    pub fn is_basic(&self) -> bool {
        self.status == 401
            && self.asks_for.is_some_and(|way| way.trim().to_ascii_lowercase().starts_with("basic"))
    }

    /// What the status alone says, of an answer that is none of MediaWiki's.
    pub fn refusal(&self, now: DateTime<Utc>) -> Option<WikiError> {
        let status = self.status;
        match status {
            200..=299 => None,
            401 if self.is_basic() => Some(WikiError::BeforeTheWiki),
            300..=399 => {
                let place = self.location.unwrap_or("nowhere");
                let host = place.split('/').take(3).collect::<Vec<_>>().join("/");
                Some(WikiError::Unexpected(format!(
                    "it leads elsewhere, to {host}, where a login must not go; set wiki.url to the wiki's own address"
                )))
            }
            429 | 500..=599 => Some(WikiError::Busy {
                code: format!("http-{status}"),
                text: format!("HTTP {status}"),
                wait: self.wait(now),
            }),
            _ => Some(WikiError::Unexpected(format!("HTTP {status}"))),
        }
    }
}

/// The JSON of an answer.
///
/// # Errors
/// What MediaWiki says is wrong; or an answer that is none of MediaWiki's.
pub fn read(head: Head<'_>, body: &[u8]) -> Result<Json, WikiError> {
    let now = Utc::now();
    let odd = |why: &str| WikiError::Unexpected(why.to_owned());
    let is_json = head
        .content_type
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"));
    if !is_json || (300..400).contains(&head.status) {
        return Err(head.refusal(now).unwrap_or_else(|| odd("what it sent is no JSON")));
    }
    if values(body) > MOST_VALUES {
        return Err(odd("what it sent is too large"));
    }
    let answer: Json = match serde_json::from_slice(body) {
        Ok(answer @ Json::Object(_)) => answer,
        Ok(_) => return Err(head.refusal(now).unwrap_or_else(|| odd("what it sent is no object"))),
        Err(_) => return Err(head.refusal(now).unwrap_or_else(|| odd("its JSON is cut short or damaged"))),
    };
    // MediaWiki names its errors by codes; what stands before it may speak JSON, too.
    let errors = [&answer["errors"][0], &answer["error"]];
    if let Some((error, code)) = errors.iter().find_map(|error| Some((error, error["code"].as_str()?))) {
        let text = ["text", "info"].iter().find_map(|key| error[*key].as_str()).unwrap_or("no reason given");
        return Err(refused(code, text, head.wait(now)));
    }
    match head.refusal(now) {
        Some(refusal) => Err(refusal),
        None if errors.iter().all(|error| error.is_null()) && answer["errors"].is_null() => Ok(answer),
        None => Err(odd("an error that is none of MediaWiki's")),
    }
}

/// About how many values there are in a JSON text: one more than the commas outside of strings.
fn values(body: &[u8]) -> usize {
    let (mut count, mut in_string, mut escaped) = (1, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

/// Fails unless an answer to a query speaks of what was asked: of pages where titles were given, and
/// of each list. What is missing must never pass for an empty list.
pub fn speaks_of(parameters: &[(&str, &str)], answer: &Json) -> Result<(), WikiError> {
    let query = &answer["query"];
    let missing = |what: String| Err(WikiError::Unexpected(format!("it says nothing of {what}")));
    for (name, value) in parameters {
        let parts = value.split('|');
        match *name {
            // Revisions that are gone and titles of other wikis are listed apart.
            "titles" | "revids"
                if !value.is_empty()
                    && query["pages"].as_array().is_none_or(Vec::is_empty)
                    && query["badrevids"].is_null()
                    && query["interwiki"].is_null() =>
            {
                return missing("the pages asked for".to_owned());
            }
            "list" => {
                // Extensions' lists, which most wikis don't have; who asks for them reads the warning.
                let mut own = parts.filter(|list| !matches!(*list, "globalusers" | "globalblocks"));
                if let Some(list) = own.find(|list| !query[*list].is_array()) {
                    return missing(format!("the list “{list}”"));
                }
            }
            "meta" => {
                let name = |part| if part == "siteinfo" { "general" } else { part };
                let always = ["general", "userinfo", "tokens"];
                let silent = |part: &&str| always.contains(part) && !query[*part].is_object();
                if let Some(part) = parts.map(name).find(silent) {
                    return missing(format!("“{part}”"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: Head<'_> = Head {
        status: 200,
        content_type: Some("application/json; charset=utf-8"),
        retry_after: None,
        location: None,
        asks_for: None,
    };

    #[test]
    fn a_time_to_wait_is_seconds_or_a_date() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap_or_default();
        let wait = |text| Head { retry_after: Some(text), ..JSON }.wait(now);
        assert_eq!(wait("5"), Some(Duration::from_secs(5)));
        assert_eq!(wait("Tue, 24 Nov 2026 12:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(wait("Tue, 24 Nov 2026 11:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
        assert_eq!(JSON.wait(now), None);
    }

    #[test]
    fn only_a_whole_answer_of_mediawikis_is_one() {
        let passing =
            |head: Head<'_>, body: &str| read(head, body.as_bytes()).map_err(|error| error.is_passing());
        assert!(passing(JSON, r#"{"batchcomplete":true}"#).is_ok());
        for body in ["", "{", "[]", "null", r#"{"query":{"pages":["#, "\u{feff}{}"] {
            assert_eq!(passing(JSON, body), Err(true), "{body}");
        }
        assert_eq!(passing(Head { content_type: Some("text/html"), ..JSON }, "{}"), Err(true));
        assert_eq!(passing(Head { content_type: None, ..JSON }, "{}"), Err(true));
        for status in [302, 307, 404, 429, 502] {
            assert_eq!(passing(Head { status, ..JSON }, "{}"), Err(true), "{status}");
        }
        // MediaWiki's own words count for more than the status.
        let blocked = r#"{"errors":[{"code":"blocked","text":"You are blocked."}]}"#;
        assert_eq!(passing(Head { status: 500, ..JSON }, blocked), Err(false));
        let gateway = r#"{"error":"upstream timeout"}"#;
        assert_eq!(passing(Head { status: 504, ..JSON }, gateway), Err(true));
        assert_eq!(passing(JSON, gateway), Err(true));
        assert_eq!(passing(JSON, r#"{"errors":[{"status":"504"}]}"#), Err(true));
        assert_eq!(passing(JSON, r#"{"errors":[{"code":"maxlag","text":"Waiting"}]}"#), Err(true));
    }

    #[test]
    fn what_was_asked_for_must_be_there() {
        let speaks = |parameters: &[(&str, &str)], answer: &str| {
            speaks_of(parameters, &serde_json::from_str(answer).unwrap_or_default()).is_ok()
        };
        assert!(speaks(&[("titles", "A")], r#"{"query":{"pages":[{"title":"A","missing":true}]}}"#));
        assert!(!speaks(&[("titles", "A")], r#"{"query":{"pages":[]}}"#));
        assert!(!speaks(&[("titles", "A")], r#"{"batchcomplete":true}"#));
        assert!(speaks(&[("list", "usercontribs")], r#"{"query":{"usercontribs":[]}}"#));
        assert!(!speaks(&[("list", "usercontribs")], r#"{"query":{"users":[]}}"#));
        assert!(!speaks(&[("meta", "userinfo|tokens")], r#"{"query":{"userinfo":{}}}"#));
    }
}
