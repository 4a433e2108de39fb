//! In which languages the messages may have been that people answer.

use std::collections::BTreeMap;

use super::survey::Survey;
use crate::base::PageId;
use crate::config::Settings;
use crate::ledger::Posted;

/// Everybody may answer in it.
const ENGLISH: &str = "en";

/// The languages of the boards' notices, which are those of their digests, too.
#[derive(Debug)]
pub struct Languages<'a> {
    /// By the goal pages that were read.
    by_page: BTreeMap<PageId, &'a str>,
    of_boards: Vec<&'a str>,
}

impl<'a> Languages<'a> {
    /// As the settings say, of the pages that were read and of all boards.
    pub fn new(settings: &'a Settings, survey: &Survey<'a>) -> Self {
        let by_page = survey.pages.iter().filter_map(|page| {
            let board = page.board?.settings();
            Some((page.read.as_ref()?.id, board.notices.language.as_str()))
        });
        Self {
            by_page: by_page.collect(),
            of_boards: settings.boards.iter().map(|board| board.notices.language.as_str()).collect(),
        }
    }

    /// Those that one of these messages may have been in: a message that names a page that was not read now, or none as
    /// a digest does, may be of any board.
    pub fn of_messages(&self, messages: &[&Posted]) -> Vec<&'a str> {
        let of_message = |message: &Posted| -> Option<Vec<&'a str>> {
            let languages = message.pages.iter().map(|page| self.by_page.get(page).copied());
            languages.collect::<Option<Vec<_>>>().filter(|languages| !languages.is_empty())
        };
        let all =
            messages.iter().flat_map(|message| of_message(message).unwrap_or_else(|| self.of_boards.clone()));
        with_english(all)
    }

    /// Those of all boards, for an answer to a message that is not known.
    pub fn of_all_boards(&self) -> Vec<&'a str> {
        with_english(self.of_boards.iter().copied())
    }
}

/// Each once, English last.
fn with_english<'a>(languages: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut each = Vec::new();
    for language in languages.filter(|language| *language != ENGLISH).chain([ENGLISH]) {
        if !each.contains(&language) {
            each.push(language);
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RevisionId, Title, UserId};
    use crate::ledger::Key;

    fn languages() -> Languages<'static> {
        let by_page = [(1, "de"), (2, "fr"), (3, "en")].map(|(page, language)| (PageId(page), language));
        Languages { by_page: by_page.into(), of_boards: vec!["pl", "de", "en", "pl"] }
    }

    fn of(messages: &[&[u64]]) -> Vec<&'static str> {
        let posted = |pages: &&[u64]| Posted {
            key: Key::Rehearsal { day: "2020-11-02".parse().unwrap() },
            recipient: UserId(7),
            quarter: "2020-21Q2".parse().unwrap(),
            day: "2020-11-02".parse().unwrap(),
            pages: pages.iter().copied().map(PageId).collect(),
            title: Title::of_wiki("User talk:Ada"),
            revision: RevisionId(1),
            at: "2020-11-02T10:00:00Z".parse().unwrap(),
        };
        let messages: Vec<Posted> = messages.iter().map(posted).collect();
        languages().of_messages(&messages.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_message_is_in_the_languages_of_the_boards_whose_pages_it_was_about() {
        assert_eq!(of(&[&[1]]), ["de", "en"]);
        assert_eq!(of(&[&[3]]), ["en"]);
        assert_eq!(of(&[&[3, 2]]), ["fr", "en"]);
        assert_eq!(of(&[&[1], &[2], &[1]]), ["de", "fr", "en"]);
    }

    #[test]
    fn a_message_about_a_page_not_read_now_or_about_none_may_be_of_any_board() {
        assert_eq!(of(&[&[9]]), ["pl", "de", "en"]);
        assert_eq!(of(&[&[2, 9]]), ["pl", "de", "en"]);
        assert_eq!(of(&[&[]]), ["pl", "de", "en"]);
        assert_eq!(of(&[&[2], &[]]), ["fr", "pl", "de", "en"]);
        assert_eq!(languages().of_all_boards(), ["pl", "de", "en"]);
    }
}
