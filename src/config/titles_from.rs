//! `titles_from`: where a board's pages are found, other than by the pattern of their titles.

use super::SettingsError;
use super::board::BoardRef;
use super::named_pages::title;
use crate::base::Title;
use crate::wiki::{NS_CATEGORY, Site};

/// Where pages are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TitlesFrom {
    /// In a category.
    Category(Title),
    /// By the links of a page, and by what it transcludes.
    Page(Title),
    /// By the beginning of their titles: the namespace's number, and the beginning without its name.
    Prefix(i32, String),
}

impl TitlesFrom {
    /// What one entry of a board's `titles_from` means on this wiki.
    ///
    /// # Errors
    /// A text that is no title of this wiki.
    pub fn of(site: &Site, board: BoardRef<'_>, text: &str) -> Result<Self, SettingsError> {
        let key = format!("boards[{}].titles_from", board.index());
        if let Some(begin) = text.trim().strip_suffix('*') {
            let (namespace, begin) = site
                .split_prefix(begin)
                .map_err(|error| SettingsError::Invalid { key, problem: error.to_string() })?;
            return Ok(Self::Prefix(namespace, begin));
        }
        let title = title(site, &key, text)?;
        Ok(match site.namespace(&title) {
            Some(NS_CATEGORY) => Self::Category(title),
            _ => Self::Page(title),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Board, Settings};

    #[test]
    fn a_category_a_page_or_the_beginning_of_titles() {
        let answer = include_str!("../../fuzz/seeds/api_answer/site.json");
        let site =
            Site::from_answer(&serde_json::from_str(answer).unwrap(), "https://wiki.example/w/").unwrap();
        let settings = Settings { boards: vec![Board::default()], ..Settings::default() };
        let of = |text: &str| TitlesFrom::of(&site, settings.boards().next().unwrap(), text);
        let title = Title::of_wiki;
        assert_eq!(of("category:team_goals").unwrap(), TitlesFrom::Category(title("Category:Team goals")));
        assert_eq!(of("Team hub").unwrap(), TitlesFrom::Page(title("Team hub")));
        // A link to a category, not its members.
        assert_eq!(of("Category talk:X").unwrap(), TitlesFrom::Page(title("Category talk:X")));
        assert_eq!(of("Team goals/*").unwrap(), TitlesFrom::Prefix(0, "Team goals/".to_owned()));
        assert_eq!(of("User:*").unwrap(), TitlesFrom::Prefix(2, String::new()));
        assert_eq!(of("team*").unwrap(), TitlesFrom::Prefix(0, "Team".to_owned()));
        assert_eq!(of("User:Team *").unwrap(), TitlesFrom::Prefix(2, "Team ".to_owned()));
        let error = of("Special:Foo").unwrap_err().to_string();
        assert!(error.starts_with("boards[0].titles_from: "), "{error}");
    }
}
