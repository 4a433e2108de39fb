//! The readers of answers to edits, for the fuzz targets in `fuzz/`.

pub use super::edit_answer::EditAnswer;
pub use super::fate::{Fate, Newest, fate_in};
pub use super::preflight::{is_go_ahead, still_as_read};
pub use super::text::changed;
