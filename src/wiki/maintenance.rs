//! Whether a wiki takes edits.

use super::answers::SiteInfo;
use super::error::WikiError;
use super::session::Session;

/// Why nobody can edit now; `None` if people can.
///
/// # Errors
/// See [`WikiError`].
pub async fn why_read_only(session: &Session) -> Result<Option<String>, WikiError> {
    let SiteInfo { general, .. } =
        session.query(&[("action", "query"), ("meta", "siteinfo"), ("siprop", "general")]).await?;
    Ok(general.readonly.then(|| general.readonlyreason.unwrap_or_default()))
}
