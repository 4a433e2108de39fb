//! What can be said of edits without a wiki.

mod edit_answer;
mod text;
