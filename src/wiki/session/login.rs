//! Logging in with a bot password (API:Login). An OAuth 2 token needs no login: it comes with each request.

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value as Json;

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
    let token = answer["query"]["tokens"]["logintoken"]
        .as_str()
        .ok_or_else(|| WikiError::Unexpected("it gives no token to log in with".to_owned()))?;
    let answer = api
        .post(&[
            ("action", "login"),
            ("lgname", username),
            ("lgpassword", password.expose_secret()),
            ("lgtoken", token),
        ])
        .await?;
    let login = &answer["login"];
    match (login["result"].as_str(), login["lgusername"].as_str()) {
        (Some("Success"), Some(name)) => Ok(name.to_owned()),
        (Some("Success") | None, _) => {
            Err(WikiError::Unexpected("it doesn't say what became of the login".to_owned()))
        }
        (Some(result), _) => {
            // With the cookies of a login whose answer was cut short, the wiki takes no other.
            if let Ok(Some(account)) = logged_in_as(api).await {
                return Ok(account.as_str().to_owned());
            }
            let why = login["reason"]["text"].as_str().or_else(|| login["reason"].as_str()).unwrap_or(result);
            Err(WikiError::LoginFailed(why.to_owned()))
        }
    }
}

/// The account that the wiki takes the bot for; `None` if it isn't logged in.
async fn logged_in_as(api: &Api) -> Result<Option<Account>, WikiError> {
    Ok(account_in(&api.post(&[("action", "query"), ("meta", "userinfo")]).await?))
}

/// The account that an answer names; `None` for an address.
pub fn account_in(answer: &Json) -> Option<Account> {
    let user = &answer["query"]["userinfo"];
    user["name"].as_str().filter(|_| user["anon"] != true && user["id"] != 0).map(Account::new)
}
