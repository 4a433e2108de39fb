//! Single requests to a wiki: with a time limit and a limit of size, logged in, never sent on to
//! another address.
//!
//! The library mwapi does as much but for the limit of size, which can't be added to it from outside.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::Utc;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value as Json;

use super::super::connection::{Connection, Credentials};
use super::super::error::{WikiError, unreachable};
use super::answer::{self, Head};
use super::html;
use crate::base::RevisionId;

/// Seconds of replication lag at which the wiki asks bots to wait (Manual:Maxlag parameter).
const MAXLAG: &str = "5";
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

/// Sends requests to one wiki.
pub struct Api {
    http: Client,
    /// The folder with `api.php` and `rest.php`.
    url: String,
    token: Option<SecretString>,
    /// For a server before the wiki.
    basic_auth: Option<(String, SecretString)>,
    requests: AtomicU64,
}

/// Without the client, which shows its cookies.
impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Api {
    /// For one wiki. Asks nothing yet.
    ///
    /// # Errors
    /// A system that gives the program no way to send requests.
    pub fn new(connection: &Connection) -> Result<Self, WikiError> {
        let timeout = connection.request_timeout;
        let http = connection
            .client()
            .user_agent(user_agent(connection.contact.as_deref()))
            .cookie_store(true)
            .timeout(timeout)
            .connect_timeout(timeout.min(LONGEST_CONNECT))
            // Redirects are never followed: a 307 would resend a login to wherever it points.
            .redirect(Policy::none())
            .build()
            .map_err(|error| unreachable(&error, &connection.url))?;
        let token = match &connection.credentials {
            Credentials::Token(token) => Some(sendable(token)?),
            Credentials::BotPassword { .. } | Credentials::None => None,
        };
        let (url, basic_auth) = (connection.url.clone(), connection.basic_auth.clone());
        Ok(Self { http, url, token, basic_auth, requests: AtomicU64::new(0) })
    }

    /// Requests sent so far.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Asks `api.php`, once. By POST: several hundred titles don't fit into an address.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn post(&self, parameters: &[(&str, &str)]) -> Result<Json, WikiError> {
        let mut form = parameters.to_vec();
        form.extend([
            ("format", "json"),
            ("formatversion", "2"),
            ("errorformat", "plaintext"),
            ("maxlag", MAXLAG),
        ]);
        let answer = self.send(self.http.post(format!("{}api.php", self.url)).form(&form)).await?;
        let headers = answer.headers().clone();
        let status = answer.status().as_u16();
        let body = self.body(answer, answer::LARGEST).await?;
        answer::read(head(status, &headers), &body)
    }

    /// Asks for the Parsoid HTML of a page, once; `path` is that below `rest.php`.
    ///
    /// # Errors
    /// See [`WikiError`]; HTML that was cut short is [`WikiError::Unexpected`].
    pub async fn html(&self, path: &str) -> Result<(String, RevisionId), WikiError> {
        let answer = self.send(self.http.get(format!("{}rest.php/{path}", self.url))).await?;
        let headers = answer.headers().clone();
        let head = head(answer.status().as_u16(), &headers);
        if matches!(head.status, 401 | 403) && !head.is_basic() {
            return Err(WikiError::SessionLost(format!("HTTP {} for a page's HTML", head.status)));
        }
        if let Some(refusal) = head.refusal(Utc::now()) {
            return Err(refusal);
        }
        let body = self.body(answer, html::LARGEST).await?;
        html::read(&body, head.content_type, headers.get(ETAG).and_then(|tag| tag.to_str().ok()))
    }

    async fn send(&self, mut request: RequestBuilder) -> Result<Response, WikiError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose_secret());
        }
        if let Some((name, password)) = &self.basic_auth {
            request = request.basic_auth(name, Some(password.expose_secret()));
        }
        request.send().await.map_err(|error| unreachable(&error, &self.url))
    }

    /// The body to its end: one without an end must not fill the memory.
    async fn body(&self, mut answer: Response, largest: usize) -> Result<Vec<u8>, WikiError> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| unreachable(&error, &self.url))? {
            if body.len() + chunk.len() > largest {
                return Err(WikiError::Unexpected(format!("what it sent is over {} MiB", largest >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// A token as a header can carry it: without the white space around it, which comes with a line that is copied or read
/// from a file.
///
/// # Errors
/// One with anything else in it that no header can carry: no retry helps.
fn sendable(token: &SecretString) -> Result<SecretString, WikiError> {
    let trimmed = token.expose_secret().trim();
    match HeaderValue::from_str(trimmed) {
        Ok(_) if trimmed.is_ascii() && !trimmed.is_empty() => Ok(SecretString::from(trimmed)),
        _ => Err(WikiError::OddToken),
    }
}

fn head(status: u16, headers: &HeaderMap) -> Head<'_> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    Head {
        status,
        content_type: text(CONTENT_TYPE),
        retry_after: text(RETRY_AFTER),
        location: text(LOCATION),
        asks_for: text(WWW_AUTHENTICATE),
    }
}

/// Client/version (contact) library/version, as Wikimedia's User-Agent policy has it.
fn user_agent(contact: Option<&str>) -> String {
    let contact = contact.map(|contact| format!(" ({contact})")).unwrap_or_default();
    format!("Goalkeeper/{}{contact} reqwest/0.12", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_sent_without_the_line_end_that_came_with_it() {
        let sent =
            |token: &str| sendable(&SecretString::from(token)).map(|token| token.expose_secret().to_owned());
        for token in ["abc.def", "abc.def\n", " abc.def\r\n", "\tabc.def "] {
            assert_eq!(sent(token).unwrap(), "abc.def", "{token:?}");
        }
        for token in ["", "\n", "abc\ndef", "abc\u{0}def", "abc…"] {
            assert!(matches!(sent(token), Err(WikiError::OddToken)), "{token:?}");
        }
    }
}
