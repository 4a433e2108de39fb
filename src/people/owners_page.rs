//! The owners page: a page of the wiki that holds the same table as `[owners]`, as a JSON object.
//! Anyone may have written it, so each entry counts only if nothing about it is in doubt.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::folded;
use crate::base::entries::entries;
use crate::base::text::nfc;
use crate::base::{Account, Message, PageRevision, RevisionId, Title};

/// A key result names few people, and a page many: more entries than this are a mistake.
const MOST_ENTRIES: usize = 5_000;

/// What the owners page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnersPage {
    /// The page, as it was read; `None` if the settings name none.
    pub title: Option<Title>,
    /// Its revision; `None` if it doesn't exist.
    pub revision: Option<RevisionId>,
    /// Names as typed on goal pages, and their accounts.
    pub names: BTreeMap<String, String>,
    /// What is wrong with it. Such entries don't count.
    pub mistakes: Vec<Message>,
}

/// A number that stays the same as long as the mistakes do.
pub fn mistakes_number(mistakes: &[Message]) -> u32 {
    let texts: Vec<_> = mistakes.iter().map(|mistake| mistake.text("en")).collect();
    crc32fast::hash(texts.join("\n").as_bytes())
}

impl OwnersPage {
    /// From the page's text.
    pub fn new(title: Title, revision: RevisionId, text: &str) -> Self {
        let mut page = Self { title: Some(title), revision: Some(revision), ..Self::default() };
        match entries(text, r#"an object like {"Ada Sample": "Ada Sample (WMF)"}"#) {
            Ok(entries) if entries.len() > MOST_ENTRIES => {
                page.mistakes.push(Message::new("owners-page-too-long").with(MOST_ENTRIES));
            }
            Ok(entries) => page.add(entries),
            Err(error) => page.mistakes.push(Message::new("owners-page-no-json").with(error)),
        }
        page
    }

    /// The page as it was read; `None` if there is none, or nothing can be said of it.
    pub fn as_read(&self) -> Option<PageRevision> {
        let title = self.title.clone()?;
        let is_missing = self.revision.is_none() && self.mistakes.is_empty();
        (is_missing || self.revision.is_some()).then_some(PageRevision { title, revision: self.revision })
    }

    /// Whether its text can't be had, though there is such a page.
    pub fn is_unreadable(&self) -> bool {
        self.revision.is_none() && !self.mistakes.is_empty()
    }

    /// A page whose text can't be had, a redirect for example.
    pub fn unreadable(title: Title, why: String) -> Self {
        let mistakes = vec![Message::new("owners-page-no-json").with(why)];
        Self { title: Some(title), mistakes, ..Self::default() }
    }

    fn add(&mut self, entries: Vec<(String, Json)>) {
        let mut accounts: BTreeMap<String, Vec<(String, Account)>> = BTreeMap::new();
        for (name, value) in entries {
            // The wiki saves text in this form, but not what JSON writes as \u0301.
            let name = nfc(&name);
            let mistake = match value.as_str() {
                _ if folded(&name).is_empty() => Message::new("owners-page-no-name"),
                None => Message::new("owners-page-no-text").with(name),
                Some(account) if !is_account(&Account::new(account)) => {
                    Message::new("owners-page-no-account").with(name).with(account)
                }
                Some(account) => {
                    accounts.entry(folded(&name)).or_default().push((name, Account::new(account)));
                    continue;
                }
            };
            self.mistakes.push(mistake);
        }
        for same in accounts.into_values() {
            let Some((name, account)) = same.first() else { continue };
            if same.iter().all(|(_, other)| other == account) {
                self.names.insert(name.clone(), account.as_str().to_owned());
            } else {
                self.mistakes.push(Message::new("owners-page-twice").with(name));
            }
        }
    }
}

/// What MediaWiki lets be an account's name (`$wgInvalidUsernameCharacters` and the rules of titles).
fn is_account(account: &Account) -> bool {
    let name = account.as_str();
    !name.is_empty()
        && name.len() <= 235
        && !name.contains(|c: char| "@:>=#<[]|{}/".contains(c) || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> OwnersPage {
        OwnersPage::new(Title::of_wiki("User:Bot/Owners.json"), RevisionId(1), text)
    }

    #[test]
    fn accents_are_read_in_whichever_form_they_are_typed() {
        let page =
            read(r#"{"Jose\u0301": "Zoe\u0308", "José": "Zoë", "\u1112\u1161\u11ab": "Vie\u0302\u0323t"}"#);
        assert_eq!(page.mistakes, []);
        let names: Vec<_> =
            page.names.iter().map(|(name, account)| (name.as_str(), account.as_str())).collect();
        assert_eq!(names, [("José", "Zoë"), ("한", "Việt")]);
    }

    #[test]
    fn entries_count_only_without_doubt() {
        let page = read(
            r#"{"Ada Sample": "User:ada Sample (WMF)", "Bo": 7, " ": "X", "Cyd": "a|b", "Dee": "D", "dee ": "E",
                "Eli": "E", "ELI": "E"}"#,
        );
        let names: Vec<_> =
            page.names.iter().map(|(name, account)| (name.as_str(), account.as_str())).collect();
        assert_eq!(names, [("Ada Sample", "Ada Sample (WMF)"), ("Eli", "E")]);
        let keys: Vec<_> = page.mistakes.iter().map(|mistake| mistake.key).collect();
        assert_eq!(
            keys,
            ["owners-page-no-text", "owners-page-no-name", "owners-page-no-account", "owners-page-twice"]
        );
    }

    #[test]
    fn what_is_no_object_names_nobody() {
        for text in ["", "[]", "{\"a\": \"b\"", "{\"a\": \"b\"} x", "null"] {
            let page = read(text);
            assert!(page.names.is_empty() && page.mistakes.len() == 1, "{text}: {page:?}");
        }
    }
}
