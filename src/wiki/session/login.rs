//! Logging in with a bot password (API:Login). An OAuth 2 token needs no login: it comes with each request.

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::super::answers::{Answer, TokensOnly, UserInfoOnly, typed};
use super::super::error::WikiError;
use super::answer;
use super::api::Api;
use crate::base::Account;

/// Logs in with a bot password (Special:BotPasswords), and says as whom.
///
/// # Errors
/// See [`WikiError`]; a password that the wiki doesn't take is [`WikiError::LoginFailed`].
pub async fn log_in(api: &Api, username: &str, password: &SecretString) -> Result<String, WikiError> {
    let asked = [("action", "query"), ("meta", "tokens"), ("type", "login")];
    let answer = api.post(&asked).await?;
    answer::speaks_of(&asked, &answer)?;
    let tokens: Answer<TokensOnly> = typed(answer)?;
    let token = tokens.query.and_then(|query| query.tokens.logintoken);
    let token = token.ok_or_else(|| WikiError::Unexpected("it gives no token to log in with".to_owned()))?;
    let answer = api
        .post(&[
            ("action", "login"),
            ("lgname", username),
            ("lgpassword", password.expose_secret()),
            ("lgtoken", &token),
        ])
        .await?;
    let login = Login::in_answer(answer)?;
    match login.lgusername {
        Some(name) if login.result == "Success" => Ok(name),
        None if login.result == "Success" => Err(unsaid()),
        _ => {
            // With the cookies of a login whose answer was cut short, the wiki takes no other.
            if let Ok(Some(account)) = logged_in_as(api).await {
                return Ok(account.as_str().to_owned());
            }
            let is_locked = login.reason.as_ref().is_some_and(Reason::is_lock);
            let why = login.reason.and_then(Reason::text).unwrap_or(login.result);
            Err(if is_locked { WikiError::AccountBarred(why) } else { WikiError::LoginFailed(why) })
        }
    }
}

/// The account that the wiki takes the bot for; `None` if it isn't logged in.
async fn logged_in_as(api: &Api) -> Result<Option<Account>, WikiError> {
    let answer: Answer<UserInfoOnly> = typed(api.post(&[("action", "query"), ("meta", "userinfo")]).await?)?;
    Ok(answer.query.and_then(|query| query.userinfo.account()))
}

/// What became of a login.
#[derive(Debug, Deserialize)]
struct Login {
    result: String,
    lgusername: Option<String>,
    reason: Option<Reason>,
}

/// Why a login came to nothing.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Reason {
    /// By `errorformat=plaintext`.
    Message { code: Option<String>, text: String },
    /// As MediaWiki wrote it before error formats.
    Plain(String),
    /// In words that can't be read.
    Other(IgnoredAny),
}

impl Login {
    fn in_answer(mut answer: Json) -> Result<Self, WikiError> {
        let login = answer.get_mut("login").map(Json::take).unwrap_or_default();
        typed(login).map_err(|_| unsaid())
    }
}

impl Reason {
    /// Whether it is CentralAuth's lock.
    fn is_lock(&self) -> bool {
        matches!(self, Self::Message { code: Some(code), .. } if code.ends_with("-locked"))
    }

    fn text(self) -> Option<String> {
        match self {
            Self::Message { text, .. } | Self::Plain(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

fn unsaid() -> WikiError {
    WikiError::Unexpected("it doesn't say what became of the login".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_login_says_what_became_of_it() {
        let login = |login: Json| Login::in_answer(json!({"login": login}));
        let fine = login(json!({"result": "Success", "lguserid": 7, "lgusername": "GoalkeeperBot"})).unwrap();
        assert_eq!((fine.result.as_str(), fine.lgusername.as_deref()), ("Success", Some("GoalkeeperBot")));
        for (reason, why) in [
            (json!({"code": "wrongpassword", "text": "Incorrect password."}), Some("Incorrect password.")),
            (json!("Incorrect password."), Some("Incorrect password.")),
            (json!({"code": "wrongpassword"}), None),
            (json!(5), None),
            (json!(null), None),
        ] {
            let failed = login(json!({"result": "Failed", "reason": reason})).unwrap();
            assert_eq!(failed.reason.and_then(Reason::text).as_deref(), why, "{reason}");
        }
        for (code, is_lock) in [("botpasswords-locked", true), ("wrongpassword", false)] {
            let reason = json!({"code": code, "text": "No."});
            let failed = login(json!({"result": "Failed", "reason": reason})).unwrap();
            assert_eq!(failed.reason.is_some_and(|reason| reason.is_lock()), is_lock, "{code}");
        }
    }

    #[test]
    fn a_login_of_which_nothing_is_said_is_neither_one_nor_refused() {
        for odd in
            [json!({}), json!({"login": {}}), json!({"login": {"result": true}}), json!({"login": "Success"})]
        {
            let error = Login::in_answer(odd.clone()).unwrap_err();
            assert!(matches!(error, WikiError::Unexpected(_)), "{odd}");
        }
    }
}
