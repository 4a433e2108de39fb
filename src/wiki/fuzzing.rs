//! The readers of a wiki's answers, for the fuzz targets in `fuzz/`.

pub use super::accounts::read as account;
pub use super::contributions::read as contribution;
pub use super::gateway::answer::Answer;
pub use super::gateway::fate::{Fate, read as fate};
pub use super::gateway::preflight::{is_go_ahead, still_as_read};
pub use super::gateway::text::changed;
pub use super::people::section_edit;
pub use super::read::find as goal_page;
pub use super::session::answer::{Head, read as answer, speaks_of};
pub use super::session::html::read as html;
pub use super::talk::{find as talk_page, merged, page_of};
