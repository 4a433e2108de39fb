//! One logged-in (or anonymous) session with a wiki: every request goes through here. Retries
//! reads, never writes; logs in again when the wiki ends the session.

pub(super) mod answer;
mod api;
mod first;
pub(super) mod html;
mod login;
pub(super) mod parts;
mod patience;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use tokio::sync::Mutex;

use super::answers::{Answer, Edited, Pages, typed};
use super::connection::{Connection, Credentials};
use super::error::WikiError;
use super::months::month_names;
use super::site::{Site, rest_title};
use crate::base::{Account, RevisionId, Title};
use api::Api;
pub use first::FirstAnswer;
use first::first_query;
use login::log_in;
use parts::Parts;
pub use patience::LONGEST_PAUSE;
use patience::Patience;

/// How often one session may log in: a wiki that ends it again and again doesn't want it.
const MOST_LOGINS: u32 = 4;

/// A session with one wiki.
#[derive(Debug)]
pub struct Session {
    api: Api,
    patience: Patience,
    credentials: Credentials,
    /// How often it has logged in.
    logins: Mutex<u32>,
    site: Site,
    account: Option<Account>,
    former_accounts: Vec<Account>,
    rights: BTreeSet<String>,
    first_answer: FirstAnswer,
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
        connection: &Connection,
        login: bool,
        first_page: Option<&str>,
    ) -> Result<Self, WikiError> {
        let credentials = connection.credentials.clone();
        let by_token = matches!(credentials, Credentials::Token(_));
        if login && matches!(credentials, Credentials::None) {
            return Err(WikiError::NoLogin);
        }
        let api = Api::new(connection)?;
        let patience = Patience::new(connection.retry_pause);
        let name = match &credentials {
            Credentials::BotPassword { username, password } => {
                let name = patience.ask(async || log_in(&api, username, password).await).await;
                Some(name.map_err(no_session)?)
            }
            Credentials::Token(_) | Credentials::None => None,
        };
        let first = async || {
            let query = first_query(first_page, name.as_deref(), by_token);
            let answer = api.post(&query).await.map_err(|error| match error {
                // There is nothing to log in with again.
                WikiError::SessionLost(why) if name.is_none() => WikiError::LoginFailed(why),
                WikiError::LoginNeeded if by_token || name.is_some() => {
                    WikiError::LoginFailed("the login does not bring the read permission".to_owned())
                }
                error => error,
            })?;
            answer::speaks_of(&query, &answer)?;
            Ok(answer)
        };
        let answer = patience.ask(first).await.map_err(no_session)?;
        let site = Site::from_answer(&answer, &connection.url)?;
        let first_answer = FirstAnswer::new(&answer)?;
        let account = first_answer.user.account();
        if login && account.is_none() {
            let why = "the wiki takes the bot for someone who isn't logged in";
            return Err(WikiError::LoginFailed(why.to_owned()));
        }
        let rights = first_answer.user.rights.clone();
        let rights =
            rights.ok_or_else(|| WikiError::Unexpected("it doesn't tell the account's rights".to_owned()))?;
        let mut session = Self {
            rights,
            logins: Mutex::new(u32::from(matches!(credentials, Credentials::BotPassword { .. }))),
            api,
            patience,
            credentials,
            site,
            account,
            former_accounts: connection.former_accounts.clone(),
            first_answer,
            edits: AtomicU64::new(0),
        };
        if connection.month_names {
            let names = month_names(&session).await?;
            session.site.learn(names);
        }
        Ok(session)
    }

    /// What the wiki says of itself.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The account that is logged in.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The accounts that did the bot's work before.
    pub fn former_accounts(&self) -> &[Account] {
        &self.former_accounts
    }

    /// Answer to the first query after the login: site, account, stop page.
    pub fn first_answer(&self) -> &FirstAnswer {
        &self.first_answer
    }

    /// Whether the account, as it logged in, has a right.
    pub fn may(&self, right: &str) -> bool {
        self.rights.contains(right)
    }

    /// How many titles or names one query may ask for (`apihighlimits`).
    pub fn batch(&self) -> usize {
        if self.may("apihighlimits") { 500 } else { 50 }
    }

    /// Requests sent so far.
    pub fn requests(&self) -> u64 {
        self.api.requests()
    }

    /// Edits the wiki confirmed so far.
    pub fn edits(&self) -> u64 {
        self.edits.load(Ordering::Relaxed)
    }

    /// Asks the API; again, after a pause, where that may help. Gives what was asked for.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query<Q: DeserializeOwned>(&self, parameters: &[(&str, &str)]) -> Result<Q, WikiError> {
        query_of(self.json(parameters).await?)
    }

    /// As [`Session::query`], for those who need what stands beside what they asked for.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn answer<Q: DeserializeOwned>(
        &self,
        parameters: &[(&str, &str)],
    ) -> Result<Answer<Q>, WikiError> {
        typed(self.json(parameters).await?)
    }

    /// Asks the API for what is no query. Gives the whole answer.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn whole<A: DeserializeOwned>(&self, parameters: &[(&str, &str)]) -> Result<A, WikiError> {
        typed(self.json(parameters).await?)
    }

    /// Asks the API and follows `continue` to the end. Gives the answer's parts.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query_all<Q: DeserializeOwned>(
        &self,
        parameters: &[(&str, &str)],
    ) -> Result<Vec<Q>, WikiError> {
        self.json_all(parameters).await?.into_iter().map(query_of).collect()
    }

    /// Asks the API and follows `continue`, but for no more than `most` parts of an answer. Gives the parts, and whether they are
    /// the whole answer.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query_some<Q: DeserializeOwned>(
        &self,
        parameters: &[(&str, &str)],
        most: usize,
    ) -> Result<(Vec<Q>, bool), WikiError> {
        let (answers, is_whole) = self.json_some(parameters, most).await?;
        Ok((answers.into_iter().map(query_of).collect::<Result<_, _>>()?, is_whole))
    }

    /// Asks the API and follows `continue` to the end. Gives the pages as one answer would: each part adds properties.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn query_pages(&self, parameters: &[(&str, &str)]) -> Result<Pages, WikiError> {
        typed(parts::merged(self.json_all(parameters).await?))
    }

    async fn json(&self, parameters: &[(&str, &str)]) -> Result<Json, WikiError> {
        let asked = self.as_account(parameters);
        let query = async || {
            let answer = self.logged_in(async || self.api.post(&asked).await).await?;
            answer::speaks_of(parameters, &answer)?;
            Ok(answer)
        };
        self.patience.ask(query).await
    }

    async fn json_all(&self, parameters: &[(&str, &str)]) -> Result<Vec<Json>, WikiError> {
        Ok(self.json_some(parameters, usize::MAX).await?.0)
    }

    async fn json_some(
        &self,
        parameters: &[(&str, &str)],
        most: usize,
    ) -> Result<(Vec<Json>, bool), WikiError> {
        let mut parts = Parts::default();
        loop {
            let mut all = parameters.to_vec();
            all.extend(parts.next.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            let answer = self.json(&all).await?;
            if let Some(answers) = parts.with(answer)? {
                return Ok((answers, true));
            }
            if parts.count() >= most {
                return Ok((parts.so_far(), false));
            }
        }
    }

    /// A page's Parsoid HTML, whole, and its revision.
    ///
    /// # Errors
    /// See [`WikiError`]; HTML that was cut short is [`WikiError::Unexpected`].
    pub async fn html(&self, title: &Title) -> Result<(String, RevisionId), WikiError> {
        // With underscores: asked with spaces, REST answers by a redirect, which costs a second request.
        self.html_at(&format!("v1/page/{}/html?redirect=no", rest_title(title))).await
    }

    /// The Parsoid HTML of a revision, and the revision that it shows.
    ///
    /// # Errors
    /// As [`Session::html`].
    pub async fn html_of(&self, revision: RevisionId) -> Result<(String, RevisionId), WikiError> {
        self.html_at(&format!("v1/revision/{revision}/html")).await
    }

    async fn html_at(&self, path: &str) -> Result<(String, RevisionId), WikiError> {
        let html = async || match self.api.html(path).await {
            // REST doesn't say whether it is the session that it misses: the API does.
            Err(WikiError::SessionLost(why)) => {
                let who = self.as_account(&[("action", "query"), ("meta", "userinfo")]);
                self.logged_in(async || self.api.post(&who).await).await?;
                self.api.html(path).await.map_err(|error| match error {
                    WikiError::SessionLost(_) => WikiError::Unexpected(why),
                    error => error,
                })
            }
            answer => answer,
        };
        self.patience.ask(html).await
    }

    /// Sends an edit, once. Only `publish` calls this; a test holds it.
    ///
    /// # Errors
    /// See [`WikiError`]: what it means for the edit's fate is the gateway's business.
    pub async fn edit(&self, parameters: &[(&str, &str)]) -> Result<Edited, WikiError> {
        let edited = Edited::in_answer(self.api.post(&self.as_account(parameters)).await?);
        if edited.is_success() {
            self.edits.fetch_add(1, Ordering::Relaxed);
        }
        Ok(edited)
    }

    /// The parameters, to be answered only if the wiki still takes the bot for who it is.
    fn as_account<'a>(&'a self, parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut all = parameters.to_vec();
        all.extend(self.account().map(|account| ("assertuser", account.as_str())));
        all
    }

    /// Asks, and once more after a new login if the wiki ended the session.
    async fn logged_in<T>(&self, ask: impl AsyncFn() -> Result<T, WikiError>) -> Result<T, WikiError> {
        let seen = *self.logins.lock().await;
        match ask().await {
            Err(WikiError::SessionLost(why)) => {
                self.log_in_again(seen, why).await?;
                ask().await
            }
            answer => answer,
        }
    }

    /// Logs in anew, unless another request has done so since the login number `seen`.
    async fn log_in_again(&self, seen: u32, why: String) -> Result<(), WikiError> {
        let mut logins = self.logins.lock().await;
        if *logins != seen {
            return Ok(());
        }
        let (true, Credentials::BotPassword { username, password }) =
            (*logins < MOST_LOGINS, &self.credentials)
        else {
            return Err(WikiError::LoginFailed(why));
        };
        tracing::warn!("the wiki ended the session; logging in again");
        log_in(&self.api, username, password).await?;
        *logins += 1;
        Ok(())
    }
}

/// What an answer gives of what was asked for.
fn query_of<Q: DeserializeOwned>(mut answer: Json) -> Result<Q, WikiError> {
    // Without it nothing is there, and the form says what is missing.
    typed(answer.get_mut("query").map_or_else(|| Json::Object(Map::new()), Json::take))
}

/// What an error means before there is a session.
fn no_session(error: WikiError) -> WikiError {
    match error {
        WikiError::SessionLost(why) => WikiError::LoginFailed(why),
        WikiError::Unexpected(why) => WikiError::NoWiki(why),
        error => error,
    }
}
