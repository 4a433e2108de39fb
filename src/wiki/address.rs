//! A page by its address, as a browser shows it: which wiki it is on, and what it is called there. The page itself says both.

use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::connection::Connection;
use super::error::{WikiError, unreachable};
use crate::base::RevisionId;

/// An address answers within this time, or it is wrong.
const LONGEST_CONNECT: Duration = Duration::from_secs(3);
const LONGEST_ANSWER: Duration = Duration::from_secs(15);
/// No page's HTML is longer, in bytes.
const LARGEST: usize = 16 << 20;
/// So many redirects are followed.
const MOST_REDIRECTS: usize = 5;

/// A page that an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAddress {
    /// The folder with the wiki's `api.php`; ends in `/`.
    pub wiki: String,
    /// The page's title.
    pub title: String,
    /// The revision that the address names (`oldid`).
    pub revision: Option<RevisionId>,
}

/// Whether a text is an address, and no title.
pub fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Asks an address which wiki's page it is. Nothing secret is sent.
///
/// # Errors
/// An address that leads nowhere, or to no page of a MediaWiki.
pub async fn page_at(address: &str) -> Result<PageAddress, WikiError> {
    let wrong = |why: &str| WikiError::NoWiki(format!("{address}: {why}"));
    let url = Url::parse(address).map_err(|_| wrong("that is no address"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(WikiError::NoWiki("an address with a login in it is not asked".to_owned()));
    }
    let client = Client::builder()
        .user_agent(concat!("Goalkeeper/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(LONGEST_CONNECT)
        .timeout(LONGEST_ANSWER)
        .redirect(Policy::limited(MOST_REDIRECTS));
    let client = if url.scheme() == "http" { client.no_proxy() } else { client };
    let client = client.build().map_err(|_| wrong("requests can't be sent from here"))?;
    let hint =
        if url.scheme() == "https" { "; try http://, or look whether it is written right" } else { "" };
    let mut answer =
        client.get(url.clone()).send().await.map_err(|_| wrong(&format!("nobody answers there{hint}")))?;
    let at = answer.url().clone();
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|_| wrong("the answer broke off"))? {
        if body.len() + part.len() > LARGEST {
            return Err(wrong("the page is too long"));
        }
        body.extend_from_slice(&part);
    }
    let page = page_in(&at, &String::from_utf8_lossy(&body));
    let page =
        page.ok_or_else(|| wrong("that is no page of a MediaWiki, or one that is shown only after a login"))?;
    Ok(PageAddress { revision: revision_of(&url), ..page })
}

/// Why nobody can be reached at a wiki's address, in a few seconds; `None` if somebody answers, whatever they say.
pub async fn why_unreachable(connection: &Connection) -> Option<String> {
    let url = Url::parse(&connection.url).ok()?;
    let client = connection.client();
    let client = client.connect_timeout(LONGEST_CONNECT).timeout(LONGEST_ANSWER).redirect(Policy::none());
    let error =
        client.build().ok()?.get(url.clone()).send().await.err().filter(reqwest::Error::is_connect)?;
    // Somebody is there whom nobody vouches for: whoever logs in says that better.
    if unreachable(&error, "").to_string().contains("certificate") {
        return None;
    }
    let host = url.host_str().unwrap_or_default();
    let at = url.port().map(|port| format!("{host}:{port}")).unwrap_or_else(|| host.to_owned());
    let why = if error.is_timeout() { " within 3 seconds" } else { "" };
    Some(format!("nobody answers by {} at {at}{why}", url.scheme()))
}

/// What a page's HTML says of itself.
fn page_in(at: &Url, html: &str) -> Option<PageAddress> {
    static EDIT_URI: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"<link[^>]*rel="EditURI"[^>]*>"#).expect("a fixed pattern"));
    static HREF: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"href="([^"]*)""#).expect("a fixed pattern"));
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#""wgPageName":("(?:[^"\\]|\\.)*")"#).expect("a fixed pattern"));
    let link = EDIT_URI.find(html)?.as_str();
    let href = HREF.captures(link)?[1].replace("&amp;", "&");
    let api = at.join(&href).ok()?;
    let folder = api.path().strip_suffix("api.php")?;
    let mut wiki = api.clone();
    wiki.set_path(folder);
    wiki.set_query(None);
    let name: String = serde_json::from_str(&NAME.captures(html)?[1]).ok()?;
    Some(PageAddress { wiki: wiki.into(), title: name.replace('_', " "), revision: None })
}

fn revision_of(url: &Url) -> Option<RevisionId> {
    let (_, id) = url.query_pairs().find(|(name, _)| name == "oldid")?;
    id.parse().ok().map(RevisionId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_which_it_is() {
        let html = r#"<link rel="EditURI" type="application/rsd+xml" href="//wiki.example/w/api.php?action=rsd">
            <script>RLCONF={"wgPageName":"Goals/2020-21_Q2_\"x\"_\u00e9","wgTitle":"x"}</script>"#;
        let at = Url::parse("https://wiki.example/wiki/Goals?oldid=7").unwrap();
        let page = page_in(&at, html).unwrap();
        assert_eq!(
            (page.wiki.as_str(), page.title.as_str()),
            ("https://wiki.example/w/", "Goals/2020-21 Q2 \"x\" é")
        );
        assert_eq!(revision_of(&at), Some(RevisionId(7)));
        assert_eq!(page_in(&at, "<html>"), None);
        assert_eq!(revision_of(&Url::parse("https://wiki.example/?oldid=x").unwrap()), None);
    }
}
