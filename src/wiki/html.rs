//! A page's HTML, whole or not at all.

use super::error::{WikiError, unreachable};

/// More than any page that MediaWiki serves; a body without an end must not fill the memory.
const LARGEST_HTML: usize = 64 << 20;

/// Reads the body to its end, and the revision it shows.
pub async fn whole_html(mut answer: reqwest::Response, url: &str) -> Result<(String, u64), WikiError> {
    let odd = |what: &str| WikiError::Unexpected(what.to_owned());
    let revision = answer.headers().get("etag").and_then(|tag| revision_in_etag(tag.to_str().ok()?));
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| unreachable(&error, url))? {
        if body.len() + chunk.len() > LARGEST_HTML {
            return Err(odd("the page's HTML has no end"));
        }
        body.extend_from_slice(&chunk);
    }
    let html = String::from_utf8(body).map_err(|_| odd("the page's HTML isn't UTF-8"))?;
    // PHP's own server sends no length, so a body that was cut looks complete.
    if !html.trim_end().ends_with("</html>") {
        return Err(odd("the page's HTML was cut short"));
    }
    let revision =
        revision.or_else(|| revision_in_html(&html)).ok_or_else(|| odd("the HTML names no revision"))?;
    Ok((html, revision))
}

/// `W/"345/…"` or `"345/…"`
fn revision_in_etag(tag: &str) -> Option<u64> {
    tag.trim_start_matches("W/").trim_matches('"').split('/').next()?.parse().ok()
}

/// Parsoid's `<html about="…/Special:Redirect/revision/345">`
fn revision_in_html(html: &str) -> Option<u64> {
    let (_, after) = html.split_once("/revision/")?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
