//! What the settings say, before any wiki is asked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use secrecy::ExposeSecret as _;

use super::{Check, Login};
use crate::config::{Auth, Settings};
use crate::wiki::Credentials;

/// How the settings say to log in.
pub fn login(auth: &Auth) -> Login {
    match auth.credentials() {
        Credentials::Token(_) => Login::Token,
        Credentials::BotPassword { .. } => Login::BotPassword,
        Credentials::None => Login::None,
    }
}

/// Where the settings came from. `origins`: key → file, `the environment` or `default`.
pub fn sources(files: &[PathBuf], origins: &BTreeMap<String, String>) -> Check {
    let environment = origins.values().find(|from| *from == "the environment");
    let files = files.iter().map(|file| file.display().to_string());
    let from: Vec<String> = files.chain(environment.cloned()).collect();
    Check::fine("settings", format!("read from {}", from.join(", ")))
}

/// Whether what is sent to the wiki can be read on the way.
pub fn connection(settings: &Settings) -> Check {
    let url = &settings.wiki.url;
    let parsed = reqwest::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
    if url.starts_with("https://") {
        Check::fine("connection", format!("https to {host}"))
    } else if settings.wiki.is_on_this_machine() {
        Check::fine("connection", format!("plain http, to this machine ({host})"))
    } else {
        Check::warning(
            "connection",
            format!("plain http to {host}: whoever sits on the way can read the login"),
            "write https:// in wiki.url, if the wiki has it",
        )
    }
}

/// What there is to log in with; never the secret itself.
pub fn credentials(auth: &Auth) -> Check {
    let (name, password) = (auth.username.as_deref().unwrap_or_default(), &auth.password);
    let bot_password = || {
        match (name.split_once('@'), password) {
        (Some((account, id)), Some(_)) if !account.is_empty() && !id.is_empty() => {
            Check::fine("credentials", format!("a bot password: “{name}”, its secret is set (not shown)"))
        }
        // MediaWiki's older form: the account alone, and the bot password's name before its secret.
        (None, Some(secret)) if secret.expose_secret().contains('@') => {
            Check::fine("credentials", format!("a bot password of “{name}”, its secret is set (not shown)"))
        }
        _ => Check::problem(
            "credentials",
            format!("the user name “{name}” is none of a bot password's: those look like GoalkeeperBot@toolforge"),
            "make a bot password on Special:BotPasswords and set GOALKEEPER__AUTH__USERNAME to the name shown \
             there, with its “@”; the account's own password is not for bots",
        )
        .in_settings(),
    }
    };
    match (&auth.oauth2_token, auth.username.is_some(), password.is_some()) {
        (Some(_), false, false) => Check::fine("credentials", "an OAuth 2 token is set (not shown)"),
        (Some(_), ..) => Check::warning(
            "credentials",
            "an OAuth 2 token and a bot password are set; the token is used, the other is not",
            "take one of the two away, so that nobody looks for a fault in the wrong one",
        ),
        (None, true, true) => bot_password(),
        (None, true, false) => Check::problem(
            "credentials",
            format!("the user name “{name}” is set, and no password"),
            "set GOALKEEPER__AUTH__PASSWORD (or auth.password_file)",
        )
        .in_settings(),
        (None, false, true) => Check::problem(
            "credentials",
            "a password is set, and no user name",
            "set GOALKEEPER__AUTH__USERNAME to the bot password's name, like GoalkeeperBot@toolforge",
        )
        .in_settings(),
        (None, false, false) => Check::problem(
            "credentials",
            "there is nothing to log in with",
            "set GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD (a bot password), or \
             GOALKEEPER__AUTH__OAUTH2_TOKEN; `check` works without on a public wiki",
        )
        .in_settings(),
    }
}
