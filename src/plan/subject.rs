//! What an edit, a skip or an outcome is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::{Account, Title};

/// What is to be done, to which page, for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// What it is for.
    pub kind: EditKind,
    /// The board; `None` in a notice over several pages, and of a message that is not made.
    pub board: Option<String>,
    /// The page; `None` for someone who has none.
    pub target: Option<Title>,
    /// Who is told.
    pub recipient: Option<Recipient>,
}

/// Who is told something, or would be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Recipient {
    /// An account.
    Account(Account),
    /// A name as typed, which leads to no account.
    Name(String),
}

/// What an edit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// A message to an owner.
    Notice,
    /// Lines ticked in messages to an owner.
    Tick,
    /// A message to a coordinator.
    Digest,
    /// The question to a coordinator whether a quarter's notices may go out.
    Go,
    /// An owner put on the opt-out list.
    OptOut,
    /// Mistakes on the owners page, told on its talk page.
    OwnersPage,
    /// A status table.
    Status,
    /// The overview of all goal pages.
    Overview,
    /// The weekly numbers of what the bot did.
    RunLog,
    /// Messages taken back.
    Retract,
    /// A rehearsal of all others on one page.
    Rehearsal,
}

impl Subject {
    /// Something that is done to a page, for nobody in particular.
    pub fn page(kind: EditKind, target: Title) -> Self {
        Self { kind, board: None, target: Some(target), recipient: None }
    }

    /// A message to somebody, or a change on their talk page.
    pub fn person(kind: EditKind, account: Account, target: Title) -> Self {
        Self { kind, board: None, target: Some(target), recipient: Some(Recipient::Account(account)) }
    }

    /// A board's table.
    pub fn table(board: &str, target: Title) -> Self {
        Self { board: Some(board.to_owned()), ..Self::page(EditKind::Status, target) }
    }

    /// Whether it is about what `other` is about: the same board's table (several may stand on one page), or the same
    /// kind of message on that page or to that person.
    pub fn is_about_same(&self, other: &Self) -> bool {
        let same_page = self.target.is_some() && self.target == other.target;
        let same_person = self.recipient.is_some() && self.has_recipient_of(other);
        self.is_same_kind(other) && (same_page || same_person)
    }

    /// Whether it is that very thing: about the same, on the same page and for the same person.
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_same_kind(other) && self.target == other.target && self.has_recipient_of(other)
    }

    /// By their words: a name may have lost its account, or got one, meanwhile.
    fn has_recipient_of(&self, other: &Self) -> bool {
        self.recipient.as_ref().map(Recipient::as_str) == other.recipient.as_ref().map(Recipient::as_str)
    }

    fn is_same_kind(&self, other: &Self) -> bool {
        self.kind == other.kind && (self.kind != EditKind::Status || self.board == other.board)
    }
}

impl Recipient {
    /// The account, or the name as typed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Account(account) => account.as_str(),
            Self::Name(name) => name,
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl EditKind {
    /// In a word or two, for a person.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Tick => "ticks",
            Self::Digest => "digest",
            Self::Go => "question for a go",
            Self::OptOut => "opt-out list",
            Self::OwnersPage => "owners page",
            Self::Status => "status table",
            Self::Overview => "overview",
            Self::RunLog => "run log",
            Self::Retract => "taken back",
            Self::Rehearsal => "rehearsal",
        }
    }

    /// Whether it is made only of the very revision that the plan was made from: of another one, what it does or says may be
    /// wrong.
    pub fn needs_same_page(self) -> bool {
        self.is_message() || self == Self::Retract
    }

    /// Whether it tells a person something, who is then shown a new message.
    pub fn is_message(self) -> bool {
        matches!(self, Self::Notice | Self::Digest | Self::Go | Self::OwnersPage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(name: &str, title: &str) -> Subject {
        Subject::person(EditKind::Notice, Account::new(name), Title::of_wiki(title))
    }

    #[test]
    fn the_same_person_or_page_is_the_same_subject() {
        let ada = notice("Ada", "User talk:Ada");
        assert!(ada.is_about_same(&ada) && ada.is_same(&ada));
        // Someone who was renamed meanwhile, or whose talk page was moved.
        for other in [notice("Ada", "User talk:Countess"), notice("Countess", "User talk:Ada")] {
            assert!(ada.is_about_same(&other) && !ada.is_same(&other), "{other:?}");
        }
        assert!(!ada.is_about_same(&notice("Bo", "User talk:Bo")));
        assert!(!ada.is_about_same(&Subject { kind: EditKind::Tick, ..ada.clone() }));
    }

    #[test]
    fn a_name_that_was_linked_is_the_same_person() {
        let ada = notice("Ada", "User talk:Ada");
        let name = Some(Recipient::Name("Ada".to_owned()));
        assert!(ada.is_about_same(&Subject { recipient: name, target: None, ..ada.clone() }));
    }

    #[test]
    fn nobody_is_not_the_same_as_nobody() {
        let nobody = Subject { target: None, recipient: None, ..notice("Ada", "X") };
        assert!(!nobody.is_about_same(&nobody));
    }

    #[test]
    fn tables_of_two_boards_on_one_page_are_two() {
        let table = |board: &str| Subject::table(board, Title::of_wiki("Talk:Goals"));
        assert!(table("a").is_about_same(&table("a")));
        assert!(!table("a").is_about_same(&table("b")) && !table("a").is_same(&table("b")));
    }
}
