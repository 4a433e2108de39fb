//! What could not be read as a goal page, and what is to blame.

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

/// What to do about a board none of whose pages was ever there.
pub fn never_matched(board: BoardRef<'_>) -> String {
    format!(
        "board “{}”: no page was ever called what its `titles` say; \
         correct them in the settings (spelling, year, where the placeholders stand)",
        board.name
    )
}
