//! Where a wiki is and how to log in to it: all that a session needs to know of the settings.

use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder};
use secrecy::SecretString;

use crate::base::Account;

/// How to reach a wiki.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The folder with `api.php` and `rest.php`; ends in `/`.
    pub url: String,
    /// What to log in with.
    pub credentials: Credentials,
    /// Where people reach the operator, for the User-Agent.
    pub contact: Option<String>,
    /// After this time a request without an answer has failed.
    pub request_timeout: Duration,
    /// Certificates of those who vouch for the wiki's, besides the system's and the common ones.
    pub certificates: Vec<Certificate>,
    /// A user name and a password for a server before the wiki.
    pub basic_auth: Option<(String, SecretString)>,
    /// Before a request that came to nothing is sent again; the next pauses are twice as long each.
    pub retry_pause: Duration,
    /// The accounts that did the bot's work before.
    pub former_accounts: Vec<Account>,
    /// Whether the wiki is to be asked what it calls the months.
    pub month_names: bool,
}

/// What there is to log in with.
#[derive(Clone, Debug, Default)]
pub enum Credentials {
    /// Nothing.
    #[default]
    None,
    /// The access token of an owner-only OAuth 2 consumer.
    Token(SecretString),
    /// A bot password (Special:BotPasswords).
    BotPassword {
        /// Its user name, like `GoalkeeperBot@toolforge`.
        username: String,
        /// The password.
        password: SecretString,
    },
}

impl Connection {
    /// What sends requests to it: past any proxy that the environment names where nothing is encrypted, for that could read along.
    pub fn client(&self) -> ClientBuilder {
        let builder = Client::builder();
        if self.url.starts_with("http://") {
            return builder.no_proxy().tls_built_in_root_certs(false);
        }
        self.certificates.iter().cloned().fold(builder, ClientBuilder::add_root_certificate)
    }

    /// The same wiki, as anyone reads it.
    #[must_use]
    pub fn without_login(self) -> Self {
        Self { credentials: Credentials::None, ..self }
    }
}
