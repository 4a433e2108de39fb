//! Titles of pages that are like one that no page has.

use serde::Deserialize;

use super::error::WikiError;
use super::session::Session;
use crate::base::Title;

/// So many titles are looked through.
const MOST: &str = "500";
/// So many are named.
const MOST_NAMED: usize = 3;
/// Less alike is no help.
const LEAST_LIKENESS: f64 = 0.85;

#[derive(Debug, Deserialize)]
struct AllPages {
    allpages: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    title: Title,
}

/// Titles like `title`, the most alike first: of those that begin with the same letters. One request, or two.
///
/// # Errors
/// See [`WikiError`].
pub async fn titles_like(session: &Session, title: &Title) -> Result<Vec<Title>, WikiError> {
    let namespace = session.site().namespace(title).unwrap_or_default();
    let own = match namespace {
        0 => title.as_str(),
        _ => title.as_str().split_once(':').map_or(title.as_str(), |(_, own)| own),
    };
    let namespace = namespace.to_string();
    // What stands before the first figure is most of a series' name.
    let named: String = own.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let short: String = own.chars().take(3).collect();
    for prefix in [named.trim_end(), short.as_str()] {
        let found: AllPages = session
            .query(&[
                ("action", "query"),
                ("list", "allpages"),
                ("apnamespace", &namespace),
                ("apprefix", prefix),
                ("aplimit", MOST),
                ("apfilterredir", "nonredirects"),
            ])
            .await?;
        let likeness = |other: &Title| strsim::jaro_winkler(title.as_str(), other.as_str());
        let mut alike: Vec<Title> = found.allpages.into_iter().map(|page| page.title).collect();
        alike.retain(|other| likeness(other) >= LEAST_LIKENESS);
        alike.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        alike.truncate(MOST_NAMED);
        if !alike.is_empty() {
            return Ok(alike);
        }
    }
    Ok(Vec::new())
}
