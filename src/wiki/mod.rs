//! Everything that talks to MediaWiki. Only [`gateway`] can write, and nothing here decides
//! what is written.

mod accounts;
mod contributions;
mod edits;
mod error;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
pub mod gateway;
mod guarded;
mod people;
mod read;
mod refusal;
mod session;
mod site;
mod standing;
mod talk;

pub use accounts::{AccountFacts, accounts, locked, names_of, renamed};
pub use contributions::{Contribution, contributions, deleted_talk_pages};
pub use edits::{PageEdit, edits_by};
pub use error::WikiError;
pub use guarded::{GuardedPage, any_page, guarded};
pub use people::{SectionEdit, search_user_pages, section_edits, user_pages};
pub use read::{ListPage, PageAnswer, RawPage, any_exists, find_pages, html, list_page};
pub use refusal::Refusal;
pub use session::Session;
pub use site::{NS_USER_TALK, Site};
pub use standing::{Block, Standing, rights_of, standing};
pub use talk::{TalkPage, TalkState, exclusion_names, talk_pages, template_titles};
