//! The bot's memory: keys in its own edit summaries and what they say it did, its notices in the text of talk pages, and
//! what people answered to them. Pure; contributions and texts come from `read`.

pub mod answers;
mod history;
mod in_text;
mod key;
mod retract;

pub use history::{Asked, Counts, History, Owner, Posted, Told, since};
pub use in_text::{
    NoticeInText, SEAL, TickWords, Ticks, item_mark, notices_in, sealed, with_reply, with_ticks,
};
pub use key::{
    DigestKey, GoKey, Key, MOST_BOARDS, MOST_ITEMS, MOST_PAGES, MOST_RETRACTED, NoticeKey, PageKey,
};
pub use retract::{Done, Left, OwnText, Part, Retracted, retract, with_parts};
