//! What MediaWiki answers to queries, by its own terms (`formatversion=2`: what is false or empty may be left out).
//! Knows their form; what an answer means is for the readers to say.
//!
//! A field is required where MediaWiki always gives it. Of what a reader can do without it is an `Option`, or false.

mod accounts;
mod edited;
mod lists;
mod pages;
mod revisions;
mod site;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::error::WikiError;

pub use accounts::{
    BlockInfo, Global, GlobalBlock, GlobalUser, Limit, Target, User, UserInfo, UserInfoOnly, Users,
};
pub use edited::Edited;
pub use lists::{
    AllPages, LogEvent, LogEvents, Members, Messages, MessagesOnly, SearchHits, UserContrib, UserContribs,
};
pub use pages::{ApiError, LIQUID_THREADS, Page, Pages};
pub use revisions::Revision;
pub use site::{General, SiteInfo, Tokens, TokensOnly};

/// A whole answer to a query, for those who need what stands beside it.
#[derive(Debug, Deserialize)]
pub struct Answer<Q> {
    /// What was asked for; `None` if nothing of it is there.
    pub query: Option<Q>,
    /// The wiki's clock (`curtimestamp=1`), as the wiki writes it.
    pub curtimestamp: Option<String>,
    /// Where the answer goes on; `None` if it is all here.
    #[serde(rename = "continue")]
    pub more: Option<IgnoredAny>,
    /// What the wiki didn't understand of the request.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// A warning beside an answer.
#[derive(Debug, Deserialize)]
pub struct Warning {
    /// MediaWiki's code for it.
    pub code: Option<String>,
}

/// An answer, or a part of one, by its form.
///
/// # Errors
/// [`WikiError::Unexpected`], which names what is missing.
pub fn typed<T: DeserializeOwned>(json: Json) -> Result<T, WikiError> {
    object(json).map_err(|error| {
        // Of serde's words only the field's name: the others may quote pages' texts and tokens.
        let text = error.to_string();
        let field = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        WikiError::Unexpected(match field {
            Some(field) => format!("it doesn't give “{field}”"),
            None => "it is not of the form that MediaWiki's answers have".to_owned(),
        })
    })
}

/// Serde would also take an array for a structure, field by field, which MediaWiki never gives.
fn object<T: DeserializeOwned>(json: Json) -> serde_json::Result<T> {
    match json {
        Json::Object(_) => T::deserialize(json),
        _ => Err(serde::de::Error::custom("no object")),
    }
}

/// A field that is an object, or null.
fn if_object<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    let json = Option::<Json>::deserialize(from)?;
    json.map(object).transpose().map_err(serde::de::Error::custom)
}

/// A field that is a list of objects.
fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let list = Vec::<Json>::deserialize(from)?;
    list.into_iter().map(object).collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}

/// What can't be read is as if it weren't there. Only where a reader takes its absence for an error or a refusal.
fn if_readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Json::deserialize(from)?).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn why<T: DeserializeOwned + std::fmt::Debug>(json: Json) -> String {
        typed::<T>(json).unwrap_err().to_string()
    }

    #[test]
    fn what_is_missing_is_named() {
        let why = why::<UserContribs>(
            json!({"usercontribs": [{"title": "User talk:Ada", "revid": 5}, {"revid": 6}]}),
        );
        assert!(why.ends_with("it doesn't give “title”"), "{why}");
    }

    #[test]
    fn an_error_quotes_nothing_of_the_answer() {
        let why = why::<TokensOnly>(json!({"tokens": "abc+\\"}));
        assert!(!why.contains("abc") && why.contains("form"), "{why}");
    }

    #[test]
    fn what_stands_beside_a_query_is_read() {
        let answer: Answer<Users> = typed(json!({
            "curtimestamp": "2020-11-02T12:00:00Z",
            "continue": {"rvcontinue": "1|2", "continue": "||"},
            "warnings": [{"code": "unrecognizedvalues", "text": "Unrecognized value", "module": "query"}],
        }))
        .unwrap();
        assert!(answer.query.is_none() && answer.more.is_some());
        assert_eq!(answer.curtimestamp.as_deref(), Some("2020-11-02T12:00:00Z"));
        assert_eq!(answer.warnings[0].code.as_deref(), Some("unrecognizedvalues"));
    }
}
