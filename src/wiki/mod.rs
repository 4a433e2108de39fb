//! Everything that talks to MediaWiki. Only [`gateway`] can write, and nothing here decides
//! what is written.

mod accounts;
mod contributions;
pub mod gateway;
mod read;
mod refusal;
mod session;
mod site;
mod talk;

pub use accounts::{Account, AccountFacts, accounts};
pub use contributions::{Contribution, contributions, deleted_talk_pages};
pub use read::{PageAnswer, RawPage, ever_matched, find_pages, html};
pub use session::{Session, WikiError};
pub use site::Site;
pub use talk::{TalkPage, TalkState, talk_pages};
