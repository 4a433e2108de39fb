//! Reading a goal page: from Parsoid HTML to objectives, key results, managers and goals.
//! A pure function of the HTML, the layout and the page's quarter.

mod allow;
mod coverage;
mod document;
mod figures;
mod layout;
mod letters;
mod managers;
mod model;
mod names;
mod place;
mod reader;
mod statuses;
#[cfg(test)]
pub mod tests;
mod title;
mod words;

pub use allow::Allow;
pub use coverage::{Coverage, LeftOut};
pub use figures::{Count, Figures, Outcomes};
pub use layout::{Layout, LayoutError, Layouts};
pub use model::{
    Emptiness, Goal, GoalPage, GoalsState, KeyResult, Manager, Managers, Objective, Source, Stated, Status,
    StatusPlace,
};
pub use place::Place;
pub use reader::{NotRead, Reading, read_page};
pub use title::{
    PLACEHOLDERS, TitlePattern, quarter_in, quarter_in_year_from, quarters_in_headings, unknown_placeholder,
};
