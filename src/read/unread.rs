//! What could not be read as a goal page, and what is to blame.

use std::fmt;

use super::wanted::Wanted;
use crate::base::Quarter;
use crate::config::BoardRef;

/// A title that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread<'s> {
    /// The title as asked for.
    pub title: String,
    /// The board it belongs to.
    pub board: Option<BoardRef<'s>>,
    /// The quarter it is for.
    pub quarter: Option<Quarter>,
    /// What is to blame.
    pub cause: Cause,
    /// Why, for a person.
    pub reason: String,
    /// Whether it was named on the command line.
    pub named: bool,
    /// Whether the wiki sees a template on it by which a page says no: then it is named nowhere.
    pub may_say_no: bool,
}

/// What is to blame that a title came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The wiki, which did not serve the page.
    Wiki,
    /// The page's text: no layout finds goals in it.
    Text,
    /// The page's text: there is none yet.
    Blank,
    /// The title: no page has it, or it leads to none that is to be read, or to one that is read already.
    Title,
}

impl<'s> Unread<'s> {
    pub(super) fn new(page: Wanted<'s>, cause: Cause, reason: impl ToString) -> Self {
        let Wanted { title, board, quarter, named, .. } = page;
        Self { title, board, quarter, cause, reason: reason.to_string(), named, may_say_no: false }
    }
}

/// A board none of whose pages was ever there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverMatched<'s> {
    /// The board.
    pub board: BoardRef<'s>,
    /// The titles that were looked for.
    pub looked_for: Vec<String>,
    /// Titles of pages that are like them.
    pub alike: Vec<String>,
}

impl NeverMatched<'_> {
    /// What is wrong: which titles were looked for.
    pub fn problem(&self) -> String {
        format!("there never was a page called {}", quoted(&self.looked_for))
    }

    /// What to do about it.
    pub fn advice(&self) -> String {
        let alike = match self.alike.as_slice() {
            [] => String::new(),
            alike => format!("; there is {}", quoted(alike)),
        };
        format!("correct `titles` in the settings (spelling, year, where the placeholders stand){alike}")
    }
}

impl fmt::Display for NeverMatched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "board “{}”: {}; {}", self.board.name, self.problem(), self.advice())
    }
}

fn quoted(titles: &[String]) -> String {
    titles.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", ")
}
