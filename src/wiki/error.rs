//! What can go wrong between the bot and a wiki, in words that say what to do.

use mwapi::Error as ApiFailure;

/// A request to a wiki that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum WikiError {
    /// No answer at all.
    #[error("the wiki at {url} can't be reached: {why}")]
    Unreachable {
        /// The address asked.
        url: String,
        /// What the system said.
        why: String,
    },
    /// An answer that is none of MediaWiki's.
    #[error("the wiki gave an answer that can't be understood: {0}")]
    Unexpected(String),
    /// The wiki doesn't accept the name and password or the token.
    #[error("login failed: {0}")]
    LoginFailed(String),
    /// Nothing to log in with.
    #[error(
        "no login: set GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD (a bot password), \
         or GOALKEEPER__AUTH__OAUTH2_TOKEN"
    )]
    NoLogin,
    /// The wiki answered with an error.
    #[error("the wiki answered {code}: {text}")]
    Api {
        /// MediaWiki's code for it.
        code: String,
        /// MediaWiki's words for it.
        text: String,
    },
    /// A text that is no title.
    #[error("“{title}” can't be the title of a page: {why}")]
    InvalidTitle {
        /// The text.
        title: String,
        /// What is wrong with it.
        why: String,
    },
}

pub fn unreachable(error: &reqwest::Error, url: &str) -> WikiError {
    // reqwest's own text repeats the address, and with it what the address carries.
    let mut why = String::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        why = cause.to_string();
        source = cause.source();
    }
    let why = match error.status() {
        Some(status) => format!("it answers HTTP {status}"),
        None if error.is_timeout() => "no answer in time".to_owned(),
        None if why.is_empty() => "the connection failed".to_owned(),
        None => why,
    };
    WikiError::Unreachable { url: url.to_owned(), why }
}

pub fn understood(error: ApiFailure, url: &str) -> WikiError {
    match error {
        ApiFailure::HttpError(error) if error.is_decode() => {
            WikiError::Unexpected("what it sent is no JSON; is wiki.url the folder with api.php?".to_owned())
        }
        ApiFailure::HttpError(error) => unreachable(&error, url),
        ApiFailure::ApiError(error) | ApiFailure::InternalException(error) => {
            WikiError::Api { code: error.code, text: error.text }
        }
        ApiFailure::NotLoggedIn => WikiError::LoginFailed("the wiki ended the session".to_owned()),
        ApiFailure::TooManyRequests { .. } => {
            WikiError::Unexpected("too many requests, even after pauses".to_owned())
        }
        other => WikiError::Unexpected(other.to_string()),
    }
}

pub fn login_failed(error: ApiFailure, url: &str) -> WikiError {
    match understood(error, url) {
        WikiError::Api { text, .. } => WikiError::LoginFailed(text),
        other => other,
    }
}
