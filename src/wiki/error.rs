//! What can go wrong between the bot and a wiki, in words that say what to do.

use std::time::Duration;

use crate::base::Title;

/// A request to a wiki that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum WikiError {
    /// No answer at all, or one that broke off.
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
    /// The wiki answers that it has no time now.
    #[error("the wiki is busy: {text}")]
    Busy {
        /// MediaWiki's code for it, or `http-` and the status.
        code: String,
        /// Its words for it.
        text: String,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// Nothing more is asked in this session.
    #[error("the wiki is not asked any more: {0}; the next run tries again")]
    GaveUp(String),
    /// Nothing at this address that speaks MediaWiki's API.
    #[error("there is no wiki: {0}; is wiki.url the folder with api.php?")]
    NoWiki(String),
    /// The wiki doesn't accept the name and password or the token.
    #[error("login failed: {0}")]
    LoginFailed(String),
    /// The account may not log in at all: it is locked on all wikis, or blocked where blocks reach that far.
    #[error("the bot's account is locked or blocked, and may not log in: {0}")]
    AccountBarred(String),
    /// The wiki takes the bot for someone else, or for nobody.
    #[error("the wiki ended the session: {0}")]
    SessionLost(String),
    /// Nothing to log in with.
    #[error(
        "no login: set GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD (a bot password), \
         or GOALKEEPER__AUTH__OAUTH2_TOKEN"
    )]
    NoLogin,
    /// A token that no request can carry.
    #[error(
        "auth.oauth2_token (GOALKEEPER__AUTH__OAUTH2_TOKEN, or the file that is named) is no token: it is empty, or has a line \
         end or another sign in it that can't be sent; copy it once more, on one line"
    )]
    OddToken,
    /// Nothing by which people could stop the bot.
    #[error("bot.stop_page is not set, and without one nothing is written")]
    NoStopPage,
    /// A server before the wiki that lets nobody through who doesn't say who they are.
    #[error(
        "the server before the wiki asks for a user name and a password of its own: set wiki.basic_auth_username and \
         GOALKEEPER__WIKI__BASIC_AUTH_PASSWORD, or correct them"
    )]
    BeforeTheWiki,
    /// A wiki that shows nothing to who isn't logged in.
    #[error(
        "this wiki needs a login to read: set GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD \
         (a bot password), or GOALKEEPER__AUTH__OAUTH2_TOKEN"
    )]
    LoginNeeded,
    /// The wiki answered with an error.
    #[error("the wiki answered {code}: {text}")]
    Api {
        /// MediaWiki's code for it.
        code: String,
        /// MediaWiki's words for it.
        text: String,
    },
    /// A page that exists, and whose text can't be had.
    #[error("“{title}” {why}")]
    Unreadable {
        /// The page.
        title: Title,
        /// What it is or does instead.
        why: String,
    },
    /// The bot's own contributions, its only memory, can't be read.
    #[error("the bot's own contributions can't be read, so nothing is written: {0}")]
    Ledger(Box<Self>),
    /// A text that is no title.
    #[error("“{title}” can't be the title of a page: {why}")]
    InvalidTitle {
        /// The text.
        title: String,
        /// What is wrong with it.
        why: String,
    },
}

impl WikiError {
    /// Whether the same request may fare better after a pause.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Unexpected(_) | Self::Busy { .. } => true,
            // A login takes a moment to be known on all of the wiki's servers.
            Self::SessionLost(_) => true,
            Self::Api { code, .. } => code.starts_with("internal_api_error"),
            _ => false,
        }
    }

    /// Whether the wiki is in maintenance, or what stands before it says so: it will be back.
    pub fn is_maintenance(&self) -> bool {
        matches!(self, Self::Busy { code, .. } if code == "http-503" || code == "readonly")
    }

    /// How long the wiki asks to wait.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait, .. } => *wait,
            _ => None,
        }
    }
}

/// From an error of the library that sends requests.
pub fn unreachable(error: &reqwest::Error, url: &str) -> WikiError {
    // reqwest's own text repeats the address, and with it what the address carries.
    let mut why = String::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        why = cause.to_string();
        source = cause.source();
    }
    let why = match why {
        _ if error.is_timeout() => "no answer in time".to_owned(),
        why if why.is_empty() => "the connection failed".to_owned(),
        why if why.contains("certificate") => {
            format!("{why}; if an organisation vouches for it itself, name its certificate in wiki.ca_file")
        }
        why => why,
    };
    WikiError::Unreachable { url: url.to_owned(), why }
}

/// From an error code of MediaWiki's API and its text.
pub fn refused(code: &str, text: &str, wait: Option<Duration>) -> WikiError {
    let (code, text) = (code.to_owned(), text.to_owned());
    match code.as_str() {
        "maxlag" | "readonly" | "ratelimited" => WikiError::Busy { code, text, wait },
        "assertuserfailed" | "assertnameduserfailed" | "assertbotfailed" => WikiError::SessionLost(text),
        // The OAuth extension's, of a token whose account is locked or blocked.
        code if code.starts_with("mwoauth-") && code.ends_with("-blocked-user") => {
            WikiError::AccountBarred(text)
        }
        // The same, of one that is wrong or revoked.
        code if code.starts_with("mwoauth-") => WikiError::SessionLost(text),
        "readapidenied" => WikiError::LoginNeeded,
        _ => WikiError::Api { code, text },
    }
}
