//! What the wiki says of itself (`meta=siteinfo`), and tokens (`meta=tokens`).

use serde::Deserialize;

/// The answer to `meta=siteinfo` with `siprop=general`.
#[derive(Debug, Deserialize)]
pub struct SiteInfo {
    /// What it says of itself.
    pub general: General,
    /// The parser functions that it has; none also if that was not asked for.
    #[serde(default)]
    pub functionhooks: Vec<String>,
}

/// What a wiki says of itself.
#[derive(Debug, Deserialize)]
pub struct General {
    /// Its name.
    pub sitename: Option<String>,
    /// The software, with its version.
    pub generator: Option<String>,
    /// Its address, on Wikimedia's servers without the protocol.
    pub server: String,
    /// The path of pages, with `$1` for the title.
    pub articlepath: String,
    /// The path of `index.php`.
    pub script: String,
    /// The language of its content.
    pub lang: String,
    /// The largest page that it saves, in bytes.
    pub maxarticlesize: usize,
    /// Its clock.
    pub time: String,
    /// Whether nobody can edit now.
    #[serde(default)]
    pub readonly: bool,
    /// Why nobody can edit now.
    pub readonlyreason: Option<String>,
}

/// The answer to `meta=tokens`.
#[derive(Debug, Deserialize)]
pub struct TokensOnly {
    /// The tokens.
    pub tokens: Tokens,
}

/// Tokens, of the types asked for.
#[derive(Debug, Deserialize)]
pub struct Tokens {
    /// For edits.
    pub csrftoken: Option<String>,
    /// For a login.
    pub logintoken: Option<String>,
}
