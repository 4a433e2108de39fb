//! One logged-in (or anonymous) session with a wiki: every request goes through here, with a
//! time limit, a User-Agent and a count. Retries reads, never writes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mwapi::{Client, Error as ApiFailure, ErrorFormat};
use reqwest::redirect::Policy;
use secrecy::ExposeSecret as _;
use serde_json::Value as Json;

use super::error::{WikiError, login_failed, understood, unreachable};
use super::html::whole_html;
use super::site::{Site, rest_title};
use crate::config::Settings;

/// Seconds of replication lag at which the wiki asks bots to wait (Manual:Maxlag parameter).
const MAXLAG: u32 = 5;
const READ_ATTEMPTS: u32 = 4;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A session with one wiki.
#[derive(Debug)]
pub struct Session {
    api: Client,
    url: String,
    token: Option<secrecy::SecretString>,
    site: Site,
    account: Option<String>,
    rights: Vec<String>,
    first_answer: Json,
    requests: AtomicU64,
    edits: AtomicU64,
}

impl Session {
    /// Connects, and logs in if `login` is true or if there is something to log in with.
    ///
    /// The first query after the login also reads the page `first_page` (the stop page), so that
    /// nothing is read before it; see [`Session::first_answer`].
    ///
    /// # Errors
    /// A wiki that can't be reached, isn't one, or doesn't let the bot in.
    pub async fn connect(
        settings: &Settings,
        login: bool,
        first_page: Option<&str>,
    ) -> Result<Self, WikiError> {
        let url = settings.wiki.api_url();
        let by_password =
            match (&settings.auth.oauth2_token, &settings.auth.username, &settings.auth.password) {
                (None, Some(_), Some(_)) => true,
                (None, ..) if login => return Err(WikiError::NoLogin),
                _ => false,
            };
        let mut requests = 0;
        let (api, first_answer) = loop {
            requests += if by_password { 3 } else { 1 };
            match connect(settings, &url, first_page).await {
                Ok(both) => break both,
                // A wiki that is only busy just now is asked again.
                Err(error) if error.retry_after().is_some() && requests < u64::from(READ_ATTEMPTS) * 3 => {
                    tokio::time::sleep(pause(1, error.retry_after())).await;
                }
                Err(error) => return Err(login_failed(error, &url)),
            }
        };
        let site = Site::from_answer(&first_answer, &url)?;
        let user = &first_answer["query"]["userinfo"];
        let account =
            user["name"].as_str().filter(|_| user["anon"] != true && user["id"] != 0).map(str::to_owned);
        if login && account.is_none() {
            return Err(WikiError::LoginFailed(
                "the wiki takes the bot for someone who isn't logged in".to_owned(),
            ));
        }
        let rights = user["rights"].as_array().into_iter().flatten();
        Ok(Self {
            rights: rights.filter_map(Json::as_str).map(str::to_owned).collect(),
            token: settings.auth.oauth2_token.clone(),
            url: settings.wiki.url.clone(),
            api,
            site,
            account,
            first_answer,
            requests: AtomicU64::new(requests),
            edits: AtomicU64::new(0),
        })
    }

    /// What the wiki says of itself.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The account that is logged in.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// Answer to the first query after the login: site, account, stop page.
    pub fn first_answer(&self) -> &Json {
        &self.first_answer
    }

    /// Whether the account, as it is logged in, has a right.
    pub fn may(&self, right: &str) -> bool {
        self.rights.iter().any(|known| known == right)
    }

    /// How many titles or names one query may ask for (`apihighlimits`).
    pub fn batch(&self) -> usize {
        if self.may("apihighlimits") { 500 } else { 50 }
    }

    /// Requests sent so far.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Edits the wiki confirmed so far.
    pub fn edits(&self) -> u64 {
        self.edits.load(Ordering::Relaxed)
    }

    /// Asks the API, again after a pause where the wiki asks for one.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query(&self, parameters: &[(&str, &str)]) -> Result<Json, WikiError> {
        let mut attempt = 0;
        loop {
            self.requests.fetch_add(1, Ordering::Relaxed);
            // POST: several hundred titles don't fit into an address.
            let answer: Result<Json, _> = self.api.post(parameters).await;
            let error = match answer {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            attempt += 1;
            if attempt == READ_ATTEMPTS || !is_passing(&error) {
                return Err(understood(error, &self.url));
            }
            let pause = pause(attempt, error.retry_after());
            tracing::warn!(seconds = pause.as_secs(), "the wiki is busy; asking again after a pause");
            tokio::time::sleep(pause).await;
        }
    }

    /// Asks the API and follows `continue` to the end.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query_all(&self, parameters: &[(&str, &str)]) -> Result<Vec<Json>, WikiError> {
        let mut answers: Vec<Json> = Vec::new();
        let mut more: Vec<(String, String)> = Vec::new();
        loop {
            let mut all = parameters.to_vec();
            all.extend(more.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            let answer = self.query(&all).await?;
            let next = answer["continue"].as_object().map(|next| {
                let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                next.iter().map(|(key, value)| (key.clone(), text(value))).collect::<Vec<_>>()
            });
            answers.push(answer);
            match next {
                None => return Ok(answers),
                Some(next) if next == more => {
                    return Err(WikiError::Unexpected("it continues an answer where it began".to_owned()));
                }
                Some(next) => more = next,
            }
        }
    }

    /// A page's Parsoid HTML, whole, and its revision.
    ///
    /// # Errors
    /// See [`WikiError`]; HTML that was cut short is [`WikiError::Unexpected`].
    pub async fn html(&self, title: &str) -> Result<(String, u64), WikiError> {
        // With underscores: asked with spaces, REST answers by a redirect, which costs a second request.
        let url = format!("{}rest.php/v1/page/{}/html?redirect=no", self.url, rest_title(title));
        let mut attempt = 0;
        loop {
            self.requests.fetch_add(1, Ordering::Relaxed);
            let mut request = self.api.http_client().get(&url);
            if let Some(token) = &self.token {
                request = request.bearer_auth(token.expose_secret());
            }
            let (error, wait) = match request.send().await {
                Ok(answer) if answer.status().is_success() => return whole_html(answer, &self.url).await,
                Ok(answer) => {
                    let status = answer.status();
                    let passing = status.is_server_error() || status.as_u16() == 429;
                    let wait =
                        answer.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
                    (
                        WikiError::Unexpected(format!("HTTP {status} for the HTML of “{title}”")),
                        (passing, wait),
                    )
                }
                Err(error) => (unreachable(&error, &self.url), (true, None)),
            };
            attempt += 1;
            if attempt == READ_ATTEMPTS || !wait.0 {
                return Err(error);
            }
            tokio::time::sleep(pause(attempt, wait.1)).await;
        }
    }

    /// Sends an edit, once. Only the gateway calls this.
    ///
    /// # Errors
    /// The library's own error: what it means for the edit's fate is the gateway's business.
    pub(super) async fn edit(&self, parameters: &[(&str, &str)]) -> Result<Json, ApiFailure> {
        // The library fetches a token of its own before the first edit.
        let token = u64::from(self.edits() == 0);
        self.requests.fetch_add(1 + token, Ordering::Relaxed);
        let answer: Json = self.api.post_with_token("csrf", parameters).await?;
        if answer["edit"]["result"] == "Success" {
            self.edits.fetch_add(1, Ordering::Relaxed);
        }
        Ok(answer)
    }
}

/// Logs in with what the settings have, and asks for the site, the account and one page.
async fn connect(settings: &Settings, url: &str, page: Option<&str>) -> Result<(Client, Json), ApiFailure> {
    let timeout = Duration::from_secs(settings.limits.request_timeout_seconds);
    // Redirects are never followed: a 307 would resend a login to wherever it points.
    let http = move || {
        reqwest::Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(10)))
            .redirect(Policy::none())
    };
    let mut builder = Client::builder(url)
        .set_user_agent(&user_agent(settings.bot.contact.as_deref()))
        .set_errorformat(ErrorFormat::Plaintext)
        .set_http_client(http)
        .set_concurrency(settings.limits.concurrency)
        .set_maxlag(MAXLAG)
        .set_retry_limit(0);
    let auth = &settings.auth;
    if let Some(token) = &auth.oauth2_token {
        builder = builder.set_oauth2_token(token.expose_secret());
    } else if let (Some(username), Some(password)) = (&auth.username, &auth.password) {
        builder = builder.set_botpassword(username, password.expose_secret());
    }
    let api = builder.build().await?;
    let mut query = vec![
        ("action", "query"),
        ("meta", "siteinfo|userinfo"),
        ("siprop", "general|namespaces|namespacealiases|interwikimap"),
        ("uiprop", "rights"),
        ("prop", "revisions"),
        ("rvprop", "content"),
        ("rvslots", "main"),
    ];
    query.extend(page.map(|page| ("titles", page)));
    let answer = api.get(query.as_slice()).await?;
    Ok((api, answer))
}

fn user_agent(contact: Option<&str>) -> String {
    let contact = contact.map(|contact| format!(" ({contact})")).unwrap_or_default();
    format!("Goalkeeper/{}{contact} mwapi-rs", env!("CARGO_PKG_VERSION"))
}

fn is_passing(error: &ApiFailure) -> bool {
    match error {
        ApiFailure::HttpError(error) => {
            error.is_timeout() || error.is_connect() || error.status().is_some_and(|s| s.is_server_error())
        }
        ApiFailure::ApiError(error) => error.code == "ratelimited",
        error => error.retry_after().is_some(),
    }
}

fn pause(attempt: u32, asked: Option<u64>) -> Duration {
    let least = Duration::from_secs(1 << attempt.min(4));
    Duration::from_secs(asked.unwrap_or(0)).clamp(least, LONGEST_PAUSE.max(least))
}
