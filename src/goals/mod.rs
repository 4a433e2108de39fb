//! Reading a goal page: from Parsoid HTML to objectives, key results, managers and goals.
//! A pure function of the HTML, the layout and the page's quarter.

mod allow;
mod document;
mod layout;
mod model;
mod names;
#[cfg(test)]
mod properties;
mod reader;
mod text;
mod title;
mod words;

pub use allow::Allow;
pub use layout::{Layout, LayoutError, Layouts};
pub use model::{
    Emptiness, Goal, GoalPage, GoalsState, KeyResult, Manager, Managers, Objective, Place, Source, Status,
};
pub use names::UserNamespaces;
pub use reader::{NotRead, Reading, read};
pub use text::tidy;
pub use title::{TitlePattern, quarter_in};
