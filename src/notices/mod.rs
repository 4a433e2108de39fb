//! Whom to tell what, and when. Pure: the survey, the accounts, the talk pages, the answers and the
//! history go in; planned edits and skips with their reasons come out.

pub mod answers;
mod cases;
mod digest;
mod items;
mod known;
mod lists;
mod living;
mod message;
mod open;
mod policy;

pub use cases::{Case, Who, gather};
pub use digest::{digests, is_left};
pub use known::{Known, OptOuts};
pub use lists::{listed, opt_outs, owners_page, owners_talk_page};
pub use living::ticks;
pub use open::{Open, open};
pub use policy::{Decided, decide};
