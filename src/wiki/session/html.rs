//! A page's HTML, whole or not at all.

use super::super::error::WikiError;
use crate::base::RevisionId;

/// The largest page read, in bytes of HTML: several times what MediaWiki makes of its largest wikitext (2 MiB).
pub const LARGEST: usize = 16 << 20;
/// The most tags on a page: each takes far more memory than its bytes.
const MOST_TAGS: usize = 400_000;

/// The HTML in a body, and the revision that it shows.
///
/// # Errors
/// A body that is no HTML, or not all of it.
pub fn read(
    body: &[u8],
    content_type: Option<&str>,
    etag: Option<&str>,
) -> Result<(String, RevisionId), WikiError> {
    let odd = |what: &str| WikiError::Unexpected(what.to_owned());
    if !content_type.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html")) {
        return Err(odd("what it sent for a page's HTML is none"));
    }
    let html = std::str::from_utf8(body).map_err(|_| odd("the page's HTML isn't UTF-8"))?;
    // PHP's own server sends no length, so a body that was cut looks complete.
    if !html.trim_end().ends_with("</html>") {
        return Err(odd("the page's HTML was cut short"));
    }
    if html.contains('\0') {
        return Err(odd("the page's HTML is damaged"));
    }
    if html.bytes().filter(|byte| *byte == b'<').count() > MOST_TAGS {
        return Err(odd("the page is too large"));
    }
    let revision = etag.and_then(revision_in_etag).or_else(|| revision_in_html(html));
    Ok((html.to_owned(), revision.ok_or_else(|| odd("the HTML names no revision"))?))
}

/// `W/"345/…"` or `"345/…"`
fn revision_in_etag(tag: &str) -> Option<RevisionId> {
    tag.trim_start_matches("W/").trim_matches('"').split('/').next()?.parse().ok()
}

/// Parsoid's `<html about="…/Special:Redirect/revision/345">`
fn revision_in_html(html: &str) -> Option<RevisionId> {
    let (_, after) = html.split_once("/revision/")?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
