//! What keeps the bot from working, and what it would work better with: one [`Check`] for each thing that
//! was looked at, each with what to do where something is wrong. Reads only.

mod access;
mod account;
mod boards;
mod examine;
mod found;
mod own_pages;
mod pages;
mod people;
mod rights;
mod settings;

pub use examine::{Examined, Lock, examine};
use serde::Serialize;

/// How something that was looked at is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// The bot works, but not as well as it could, or with more power than it needs.
    Warning,
    /// A run would not work, or not write.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was looked at: a fixed word, with a board's name after it where it is about a board.
    pub check: String,
    /// How it is.
    pub result: Verdict,
    /// What is so.
    pub detail: String,
    /// What to do; `None` if it is as it should be.
    pub advice: Option<String>,
    /// Whether it is the settings that must be changed before anything can work.
    #[serde(skip)]
    pub in_settings: bool,
}

impl Check {
    /// Something as it should be.
    pub fn fine(check: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            check: check.into(),
            result: Verdict::Ok,
            detail: detail.into(),
            advice: None,
            in_settings: false,
        }
    }

    /// Something that does not keep the bot from working.
    pub fn warning(check: impl Into<String>, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { result: Verdict::Warning, advice: Some(advice.into()), ..Self::fine(check, detail) }
    }

    /// Something that does.
    pub fn problem(check: impl Into<String>, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { result: Verdict::Problem, advice: Some(advice.into()), ..Self::fine(check, detail) }
    }

    /// The same, as a fault of the settings.
    pub fn in_settings(self) -> Self {
        Self { in_settings: true, ..self }
    }
}

/// How the settings say to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// By an OAuth 2 token.
    Token,
    /// By a bot password.
    BotPassword,
    /// Not at all.
    None,
}

impl Login {
    /// Read after "with".
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "the OAuth 2 token",
            Self::BotPassword => "the bot password",
            Self::None => "no login",
        }
    }

    /// How its grants are changed.
    fn where_grants_are(self) -> &'static str {
        match self {
            // A consumer's grants are fixed when it is registered.
            Self::Token => "by a new consumer in place of this one (Special:OAuthConsumerRegistration)",
            Self::BotPassword | Self::None => "on Special:BotPasswords, logged in as the bot",
        }
    }
}
