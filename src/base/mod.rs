//! What every other room speaks of: accounts, titles, numbers of pages and revisions, days and quarters, reasons,
//! messages. Knows no wiki, no page and no settings.

pub mod account;
pub mod calendar;
pub mod entries;
pub mod interrupt;
pub mod message;
pub mod month;
pub mod number;
pub mod reason;
pub mod text;
pub mod title;
mod weekday;

pub use account::Account;
pub use calendar::Quarter;
pub use message::Message;
pub use number::{PageId, RevisionId, UserId};
pub use reason::{Reason, Refused, refuse};
pub use title::{PageRevision, Title};
pub use weekday::Weekday;
