//! Whether the wiki answers, to whom, and by which of its two doors: the API and REST (pages' HTML).

use chrono::{DateTime, Utc};

use super::{Check, Login};
use crate::base::{Account, Title};
use crate::wiki::{self, Session, WikiError};

/// Seconds between the wiki's clock and this machine's that matter to nobody.
const CLOCK_MAY_DIFFER: i64 = 300;

/// Sessions with the wiki: one with the login in the settings, one without any.
pub struct Sessions {
    /// With the login.
    pub own: Result<Session, WikiError>,
    /// As anyone reads.
    pub public: Result<Session, WikiError>,
}

impl Sessions {
    /// The one to look at the rest with.
    pub fn best(&self) -> Option<&Session> {
        self.own.as_ref().or(self.public.as_ref()).ok()
    }

    /// Whether the wiki needs a login to read; `None` if that can't be told.
    fn is_closed(&self) -> Option<bool> {
        match &self.public {
            Ok(_) => Some(false),
            Err(WikiError::LoginNeeded) => Some(true),
            Err(_) => None,
        }
    }
}

/// A wiki that nobody answers for.
pub fn unreachable(url: &str, why: String) -> Check {
    let other = if url.starts_with("https://") { "http://" } else { "https://" };
    let advice = format!(
        "look whether wiki.url is written right (try {other}), and whether this machine reaches it, perhaps by a proxy only"
    );
    Check::problem("wiki", why, advice)
}

/// The wiki itself.
pub fn wiki(sessions: &Sessions) -> Check {
    let closed = sessions.is_closed();
    let Some(session) = sessions.best() else {
        return match (&sessions.public, &sessions.own) {
            _ if closed == Some(true) => {
                let detail =
                    "it answers, and lets nobody read without a login; nothing on it could be looked at";
                Check::fine("wiki", detail)
            }
            (_, Err(WikiError::LoginFailed(_) | WikiError::AccountBarred(_))) => {
                Check::fine("wiki", "it answers; nothing on it could be looked at")
            }
            (Err(error), _) | (_, Err(error)) => Check::problem(
                "wiki",
                error.to_string(),
                "look whether wiki.url is the folder that holds api.php and rest.php, and whether this machine \
                 reaches it",
            ),
            (Ok(_), Ok(_)) => Check::fine("wiki", "it answers"),
        };
    };
    let general = &session.first_answer().general;
    let or_unknown = |text: &Option<String>| text.as_deref().unwrap_or("unknown").to_owned();
    let readers = match closed {
        Some(false) => "; anyone may read it",
        Some(true) => "; it needs a login to read",
        None => "",
    };
    let detail = format!("“{}”, {}{readers}", or_unknown(&general.sitename), or_unknown(&general.generator));
    if general.readonly {
        let why = format!("{detail}; it is read-only now: {}", or_unknown(&general.readonlyreason));
        return Check::problem("wiki", why, "wait until it is not; a run would change nothing");
    }
    Check::fine("wiki", detail)
}

/// The login; `None` where the settings give none, which is said already.
pub fn login(sessions: &Sessions, login: Login) -> Option<Check> {
    let advice = match login {
        Login::None => return None,
        Login::BotPassword => {
            "look at both halves: the name with its “@”, and the secret that Special:BotPasswords showed once; \
             if it is lost, reset it there. A bot password may also be bound to addresses (IP ranges)"
        }
        Login::Token => {
            "look at the token: it must be that of an owner-only OAuth 2 consumer of the bot's account, for this \
             wiki, with the grant “Basic rights”, and not be revoked (Special:OAuthConsumerRegistration/list)"
        }
    };
    Some(match &sessions.own {
        Ok(session) => Check::fine(
            "login",
            format!(
                "with {} as “{}”",
                login.name(),
                session.account().map(Account::as_str).unwrap_or_default()
            ),
        ),
        Err(error @ WikiError::LoginFailed(_)) => Check::problem("login", error.to_string(), advice),
        Err(error @ WikiError::AccountBarred(_)) => Check::problem(
            "login",
            error.to_string(),
            "stop the scheduled job; a steward locks accounts on all wikis, and says why in the log on Meta \
             (Special:CentralAuth): answer there",
        ),
        // Said of the wiki already.
        Err(_) if sessions.best().is_none() => return None,
        Err(error) => Check::problem(
            "login",
            format!("with {} it did not come about: {error}", login.name()),
            "try once more; the name and the secret may be right",
        ),
    })
}

/// Whether both doors are open, to this login.
pub async fn doors(session: &Session, sessions: &Sessions, login: Login) -> Vec<Check> {
    let by = if session.account().is_some() { login.name() } else { Login::None.name() };
    let closed = sessions.is_closed() == Some(true);
    let api = match wiki::any_page(session).await {
        Ok(page) => {
            let said = Check::fine("api", format!("with {by} it gives pages"));
            let Some(page) = page else {
                let none = Check::warning(
                    "rest",
                    "there is no page in the main namespace to try it on",
                    "run this again when there is one",
                );
                return vec![said, none];
            };
            return vec![said, rest(session, &page, by, closed, login).await];
        }
        Err(error) => error,
    };
    let advice = if closed {
        "this wiki needs a login to read; give the login the grant “Basic rights” (basic)"
    } else {
        "look whether api.php at wiki.url answers in a browser"
    };
    vec![Check::problem("api", format!("with {by} it gives no page: {api}"), advice)]
}

async fn rest(session: &Session, page: &Title, by: &str, closed: bool, login: Login) -> Check {
    let error = match session.html(page).await {
        Ok(_) => return Check::fine("rest", format!("with {by} it gives pages' HTML")),
        Err(error) => error,
    };
    let detail = format!("with {by} it gives no HTML, though the API works: {error}");
    let advice = match login {
        Login::Token if closed => {
            "this wiki needs a login to read, and its rest.php does not take the token: use a bot password instead"
        }
        _ if closed => {
            "this wiki needs a login to read, and its rest.php does not take this one: ask the wiki's operator to \
             let rest.php take a session's cookies, or try an OAuth 2 token"
        }
        _ => {
            "goal pages are read as HTML from rest.php at wiki.url: look whether that answers (Parsoid is needed)"
        }
    };
    Check::problem("rest", detail, advice)
}

/// The wiki's clock against this machine's, both when the session began.
pub fn clock(session: &Session, here: DateTime<Utc>) -> Check {
    let ahead = (session.site().clock() - here).num_seconds();
    if ahead.abs() <= CLOCK_MAY_DIFFER {
        return Check::fine("clock", "the wiki's and this machine's agree");
    }
    let way = if ahead > 0 { "ahead of" } else { "behind" };
    Check::warning(
        "clock",
        format!("the wiki's is {} minutes {way} this machine's", ahead.abs() / 60),
        "set this machine's clock: by it the bot decides which day it is",
    )
}
