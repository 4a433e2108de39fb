//! The bot's memory: keys in its own edit summaries, and what they say it did. Pure; the
//! contributions themselves come from `wiki`.

mod history;
mod key;

pub use history::{History, Message, Owner, Told, since};
pub use key::{DigestKey, Key, MOST_ITEMS, MOST_PAGES, NoticeKey, PageKey};
