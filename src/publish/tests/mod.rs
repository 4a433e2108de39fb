//! What can be said of edits without a wiki.

mod carry_out;
mod edit_answer;
mod text;
