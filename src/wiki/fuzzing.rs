//! The readers of a wiki's answers, for the fuzz targets in `fuzz/`.

pub use super::accounts::account_in as account;
pub use super::answers::{Page, Pages, Revision, User, UserContrib, typed};
pub use super::contributions::contribution_in as contribution;
pub use super::pages::page_answer as goal_page;
pub use super::people::section_edit;
pub use super::session::answer::{Head, read as answer, speaks_of};
pub use super::session::html::read as html;
pub use super::session::parts::merged;
pub use super::talk::{page_of, talk_page_in as talk_page};
