//! The settings as the rest of the program sees them: typed, checked, every default in place.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use globset::{Glob, GlobSet, GlobSetBuilder};
use reqwest::{Certificate, Url};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::board::{Board, BoardRef};
use super::cache::Cache;
use crate::base::Account;
use crate::wiki::{Connection, Credentials};

/// All settings. Serialized, it names every key there is; secrets come out as `null`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the wiki is.
    pub wiki: Wiki,
    /// How to log in.
    pub auth: Auth,
    /// Who the bot is.
    pub bot: Bot,
    /// How much it may do.
    pub limits: Limits,
    /// A page of the wiki with more boards, and more titles of boards, as a JSON object.
    pub boards_page: Option<String>,
    /// A page of the wiki with more of `owners`, as a JSON object.
    pub owners_page: Option<String>,
    /// Names as typed on goal pages, and their accounts.
    pub owners: BTreeMap<String, String>,
    /// Which accounts may get notices.
    pub owners_policy: OwnersPolicy,
    /// Layouts besides those that come with the program.
    pub layouts: LayoutFiles,
    /// How it logs.
    pub log: Log,
    /// The tables and the overview.
    pub status: StatusPages,
    /// What is written of its runs.
    pub run_log: RunLog,
    /// How the operator hears whether it runs.
    pub monitor: Monitor,
    /// Where it keeps what it has read.
    pub cache: Cache,
    /// The series of goal pages it looks after.
    pub boards: Vec<Board>,
    /// What holds for a board that says nothing of its own: `[defaults.notices]` and `[defaults.status]`.
    #[serde(skip)]
    pub of_all_boards: Board,
}

/// `[wiki]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wiki {
    /// Where `api.php` and `rest.php` are; ends in `/`.
    pub url: String,
    /// Whether `http:` is good enough for a wiki on another machine.
    pub allow_plain_http: bool,
    /// A file with certificates (PEM) of those who vouch for the wiki's, besides the system's and the common ones; a path in a
    /// settings file is taken from that file's folder.
    pub ca_file: String,
    /// The certificates in it.
    #[serde(skip)]
    pub certificates: Vec<Certificate>,
    /// The user name that a server before the wiki asks for (HTTP basic authentication).
    pub basic_auth_username: String,
    /// Its password.
    #[serde(serialize_with = "masked")]
    pub basic_auth_password: Option<SecretString>,
}

/// `[auth]`: an OAuth 2 token, or a bot password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// The access token of an owner-only OAuth 2 consumer.
    #[serde(serialize_with = "masked")]
    pub oauth2_token: Option<SecretString>,
    /// A file that holds it; a path in a settings file is taken from that file's folder.
    pub oauth2_token_file: Option<String>,
    /// A bot password's user name, like `GoalkeeperBot@toolforge`.
    pub username: Option<String>,
    /// The bot password.
    #[serde(serialize_with = "masked")]
    pub password: Option<SecretString>,
    /// A file that holds it; a path in a settings file is taken from that file's folder.
    pub password_file: Option<String>,
}

/// `[bot]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bot {
    /// Where people reach the operator: an `https:` or `mailto:` address.
    pub contact: Option<String>,
    /// The page that stops every edit unless it is empty or missing.
    pub stop_page: Option<String>,
    /// Whether a new message on the bot's own talk page stops every edit, too.
    pub stop_on_message: bool,
    /// The account of the person who runs the bot, named in notices where a board has no coordinator.
    pub operator: Option<String>,
    /// A page shown above the edit box to whoever follows a notice's link to a section.
    pub edit_intro: Option<String>,
    /// Accounts that did this bot's work before it: what they told counts as told, and a no to them is one to it.
    #[serde(deserialize_with = "list_or_commas")]
    pub former_accounts: Vec<String>,
}

/// `[limits]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Notices in one run, at most.
    pub notices_per_run: u32,
    /// Notices to one owner in one quarter, over all boards and pages.
    pub notices_per_owner: u32,
    /// Seconds between two edits.
    pub save_delay_seconds: u64,
    /// Requests at the same time, reading only.
    pub concurrency: usize,
    /// Minutes for which a wiki in maintenance is waited for.
    pub patience_minutes: u32,
    /// Seconds until a request without an answer has failed.
    pub request_timeout_seconds: u64,
    /// Seconds before a request that came to nothing is sent again; the next pauses are twice as long each.
    pub retry_pause_seconds: u64,
}

/// `[owners_policy]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnersPolicy {
    /// Accounts that may get notices: exact names, or globs with `*` and `?`. Without any nobody may.
    #[serde(deserialize_with = "list_or_commas")]
    pub allow: Vec<String>,
    /// Accounts that never get one.
    #[serde(deserialize_with = "list_or_commas")]
    pub opt_out: Vec<String>,
    /// The page that lists the accounts that want none; `{bot}` is the bot's account. The bot adds
    /// whoever answers a notice with “stop”.
    pub opt_out_page: String,
}

/// `[layouts]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LayoutFiles {
    /// Layout files; one that bears a known layout's name replaces it. Paths in a settings file are taken from that file's folder.
    #[serde(deserialize_with = "list_or_commas")]
    pub files: Vec<String>,
}

/// `[status]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatusPages {
    /// The page with the overview of all goal pages; none if it is empty.
    pub overview_page: String,
    /// Days of the bot's clock between two saves of a table, at least; 0 for no such time.
    pub save_days: u32,
}

/// `[run_log]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunLog {
    /// The page that gets a few numbers once a week; none if it is empty.
    pub page: String,
}

/// `[monitor]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Monitor {
    /// An address that hears of each run's beginning and end, by the convention of healthchecks.io. Whoever knows it could
    /// send there, too.
    #[serde(serialize_with = "masked")]
    pub heartbeat_url: Option<SecretString>,
    /// Whether a run that the stop page, another run or a read-only wiki keeps from working has an exit code of its own, at
    /// first and then once a week.
    pub exit_when_stopped: bool,
}

/// `[log]`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// For a person, or for a program.
    pub format: LogFormat,
}

/// What log lines look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Readable lines.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            notices_per_run: 30,
            notices_per_owner: 3,
            save_delay_seconds: 10,
            concurrency: 2,
            patience_minutes: 10,
            request_timeout_seconds: 60,
            retry_pause_seconds: 2,
        }
    }
}

impl Default for StatusPages {
    fn default() -> Self {
        Self { overview_page: String::new(), save_days: 1 }
    }
}

impl Default for OwnersPolicy {
    fn default() -> Self {
        Self { allow: Vec::new(), opt_out: Vec::new(), opt_out_page: "User:{bot}/Opt-out".to_owned() }
    }
}

impl Settings {
    /// The boards, in the order of the settings.
    pub fn boards(&self) -> impl Iterator<Item = BoardRef<'_>> {
        self.boards.iter().enumerate().map(|(index, board)| BoardRef::new(index, board))
    }

    /// How to reach the wiki, and with what login.
    pub fn connection(&self) -> Connection {
        Connection {
            url: self.wiki.url.clone(),
            credentials: self.auth.credentials(),
            certificates: self.wiki.certificates.clone(),
            basic_auth: self.wiki.basic_auth(),
            contact: self.bot.contact.clone(),
            request_timeout: Duration::from_secs(self.limits.request_timeout_seconds),
            retry_pause: self.limits.retry_pause(),
            former_accounts: self.bot.former_accounts.iter().map(|name| Account::new(name.trim())).collect(),
            // What stands on a page of the wiki is not known yet.
            month_names: self.boards_page.is_some()
                || self.boards.iter().flat_map(Board::title_patterns).any(|title| title.needs_month_names()),
        }
    }
}

impl Auth {
    /// What there is to log in with; a token goes before a bot password.
    pub fn credentials(&self) -> Credentials {
        match (&self.oauth2_token, &self.username, &self.password) {
            (Some(token), ..) => Credentials::Token(token.clone()),
            (None, Some(username), Some(password)) => {
                Credentials::BotPassword { username: username.clone(), password: password.clone() }
            }
            _ => Credentials::None,
        }
    }
}

impl Limits {
    /// The pause before a request that came to nothing is sent again.
    pub fn retry_pause(&self) -> Duration {
        Duration::from_secs(self.retry_pause_seconds)
    }
}

impl Wiki {
    /// Whether its address is that of this machine itself: 127.0.0.0/8, ::1 or `localhost`.
    pub fn is_on_this_machine(&self) -> bool {
        let host = Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.map_or(host == "localhost", |address| address.is_loopback())
    }
}

impl Bot {
    /// The account of the person who runs the bot, if it is named.
    pub fn operator(&self) -> Option<Account> {
        self.operator.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(Account::new)
    }
}

impl OwnersPolicy {
    /// The accounts that may get notices.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn allowed(&self) -> Result<GlobSet, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for pattern in &self.allow {
            set.add(Glob::new(pattern)?);
        }
        set.build()
    }
}

impl Wiki {
    /// What a server before the wiki asks for, if it does.
    fn basic_auth(&self) -> Option<(String, SecretString)> {
        let password = self.basic_auth_password.clone()?;
        Some(self.basic_auth_username.clone()).filter(|name| !name.is_empty()).map(|name| (name, password))
    }

    /// The address of the action API.
    pub fn api_url(&self) -> String {
        format!("{}api.php", self.url)
    }
}

/// A secret has no printable form, not even a masked one that could tell its length.
fn masked<S: Serializer>(_: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// A list, or one string with commas, which is how a list comes from the environment.
pub fn list_or_commas<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        List(Vec<String>),
        Commas(String),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::List(list) => list,
        Either::Commas(text) => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        }
    })
}
