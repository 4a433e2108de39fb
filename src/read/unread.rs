//! What could not be read as a goal page, and what is to blame.

use std::fmt;

use super::found::FoundFrom;
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
    /// Whether it was found by where it is: nobody named it.
    pub by_place: bool,
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

impl Unread<'_> {
    /// Whether it is a page that is there, and that everybody may be told of: of one that says no nothing is said.
    pub fn may_be_named(&self) -> bool {
        matches!(self.cause, Cause::Text | Cause::Wiki) && !self.may_say_no
    }
}

impl<'s> Unread<'s> {
    pub(super) fn new(page: Wanted<'s>, cause: Cause, reason: impl ToString) -> Self {
        let by_place = page.is_by_place();
        let Wanted { title, board, quarter, named, .. } = page;
        let (reason, may_say_no) = (reason.to_string(), false);
        Self { title, board, quarter, cause, reason, named, may_say_no, by_place }
    }
}

/// A board none of whose pages was ever there, or that looks for pages where nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverMatched<'s> {
    /// The board.
    pub board: BoardRef<'s>,
    /// The titles that were looked for.
    pub looked_for: Vec<String>,
    /// Titles of pages that are like them.
    pub alike: Vec<String>,
    /// Whether it is one of its `titles_from` where nothing is.
    pub is_source: bool,
}

impl<'s> NeverMatched<'s> {
    /// A place where a board looks for pages, and where nothing is.
    pub fn source(of: &FoundFrom<'s>) -> Self {
        Self { board: of.board, looked_for: vec![of.text.to_owned()], alike: Vec::new(), is_source: true }
    }

    /// What is wrong: which titles were looked for.
    pub fn problem(&self) -> String {
        if self.is_source {
            let text = self.looked_for.concat();
            return match text.ends_with('*') {
                true => format!("no page's title begins as “{text}” says"),
                false => format!("there is no “{text}”, where its pages are to be found"),
            };
        }
        format!("there never was a page called {}", quoted(&self.looked_for))
    }

    /// What to do about it.
    pub fn advice(&self) -> String {
        let alike = match self.alike.as_slice() {
            [] => String::new(),
            alike => format!("; there is {}", quoted(alike)),
        };
        if self.is_source {
            return "correct `titles_from` in the settings: a category, a page that links to the goal pages, or the beginning of \
                    their titles with * behind it"
                .to_owned();
        }
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
