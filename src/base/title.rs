//! Titles of pages, as the wiki writes them.

use std::fmt;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::number::RevisionId;

/// A page's title in the form that the wiki itself gives it: with its own name of the namespace, spaces, and a capital
/// first where the wiki has one. What people and settings write becomes one through `Site::title`; what the wiki answers
/// is one already.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(SmolStr);

impl Title {
    /// A title that is in the wiki's form already. Only for what the wiki or its title codec has written.
    pub fn of_wiki(text: impl Into<SmolStr>) -> Self {
        Self(text.into())
    }

    /// As the wiki writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The title without its namespace: what stands behind the first colon, if there is one.
    pub fn without_namespace(&self) -> &str {
        self.0.split_once(':').map_or(self.as_str(), |(_, name)| name)
    }

    /// Whether it is that of a subpage, in a namespace that has subpages.
    pub fn is_subpage(&self) -> bool {
        self.0.contains('/')
    }

    /// The title of the page that this one is a subpage of at any depth; its own, if it is none.
    #[must_use]
    pub fn root(&self) -> Self {
        Self(self.0.split('/').next().unwrap_or(&self.0).into())
    }

    /// Whether it is `page`'s own title, or that of one of its subpages.
    pub fn is_within(&self, page: &Self) -> bool {
        self.0.strip_prefix(page.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRevision {
    /// Its title.
    pub title: Title,
    /// The revision read; `None` if there was no such page.
    pub revision: Option<RevisionId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subpages_and_the_pages_they_belong_to() {
        let title = Title::of_wiki;
        let talk = title("User talk:Ada Sample (WMF)");
        for (text, within) in [
            ("User talk:Ada Sample (WMF)", true),
            ("User talk:Ada Sample (WMF)/Archive/1", true),
            ("User talk:Ada Sample (WMF)x", false),
            ("User talk:Ada", false),
        ] {
            assert_eq!(title(text).is_within(&talk), within, "{text}");
        }
        let archive = title("User talk:Ada Sample (WMF)/Archive/1");
        assert_eq!((archive.root(), archive.is_subpage()), (talk.clone(), true));
        assert_eq!((talk.root(), talk.is_subpage()), (talk.clone(), false));
        assert_eq!(talk.without_namespace(), "Ada Sample (WMF)");
        assert_eq!(title("Goals").without_namespace(), "Goals");
    }
}
