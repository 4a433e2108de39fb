//! Everything that is asked of MediaWiki, and how. Decides nothing, and knows nothing of goal pages, settings or plans.

mod accounts;
mod answers;
mod connection;
mod contributions;
mod edits;
mod error;
mod everywhere;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod gone;
mod guarded;
mod list_page;
mod months;
mod namespaces;
mod own_account;
mod own_block;
mod pages;
mod past;
mod people;
mod refusal;
mod session;
mod shown;
mod site;
mod talk;

pub use accounts::{AccountFacts, Barred, accounts, names_of, renamed};
pub use answers::{Answer, Edited, General, Page, Pages, Revision, Tokens, UserContribs, UserInfo};
pub use connection::{Connection, Credentials};
pub use contributions::{Contribution, contributions, deleted_talk_pages};
pub use edits::{PageEdit, PageHistory, edits_by, edits_since, texts};
pub use error::WikiError;
pub use everywhere::barred_everywhere;
pub use gone::{Gone, gone};
pub use guarded::{GuardedPage, any_page, guarded};
pub use list_page::{ListPage, list_page};
pub use namespaces::UserNamespaces;
pub use own_account::{OwnAccount, own_account, rights_of};
pub use own_block::{Block, Blocked, own_block};
pub use pages::{PageAnswer, RawPage, any_exists, find_pages, html, joined, titles_of};
pub use past::{html_of, last_summary, past};
pub use people::{SectionEdit, search_user_pages, section_edits, user_pages};
pub use refusal::Refusal;
pub use session::{FirstAnswer, LONGEST_PAUSE, Session};
pub use shown::{Probe, why_unseen};
pub use site::{NS_USER_TALK, Site};
pub use talk::{PROPERTIES, TalkPage, TalkState, exclusion_names, page_of, talk_pages, template_titles};
