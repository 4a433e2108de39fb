//! Page titles: those that a board's pages have, and the quarters that titles name.

mod derived;
mod headings;
mod months;
mod named;
mod numbers;
mod pattern;
#[cfg(test)]
mod tests;
mod tokens;
mod vocabulary;
mod years;

pub use headings::{Headings, Of, quarters_in_headings};
pub use named::{quarter_in, quarter_in_year_from};
pub use pattern::{PLACEHOLDERS, TitlePattern, unknown_placeholder};
