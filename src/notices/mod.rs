//! Whom to tell what, and when. Pure: the survey, the accounts, the talk pages and the history go
//! in, planned notices and skips with their reasons come out.

mod cases;
mod message;
mod policy;

pub use cases::{Case, gather};
pub use policy::{Known, allowed, decide};
