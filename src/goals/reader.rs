//! From lines to a goal page: `classify` finds the labels, `build` puts together what belongs
//! together, `goals` decides what counts as a goal.

mod build;
mod classify;
mod goals;
mod managers;

use super::document::{self, Line};
use super::layout::Layout;
use super::model::GoalPage;
use super::names::UserNamespaces;
use crate::calendar::Quarter;
use build::Build;

/// Why a page could not be read as a goal page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// Nothing to read at all.
    #[error("the page is empty")]
    Empty,
    /// Text, but nothing in it that the layout knows.
    #[error("not a goal page as far as can be told: no key result found on it (tried the layout {tried})")]
    NoLayoutFits {
        /// The layouts that were tried.
        tried: String,
    },
    /// What should hold the key results could not be transcluded.
    #[error("its content could not be read: {0}")]
    Failed(String),
}

/// Reads a page's Parsoid HTML.
///
/// `quarter` is what the page's title says; quarters named in its text never count.
/// `layout` `None` picks the one that fits.
///
/// # Errors
/// A page that no layout fits is [`NotRead`], never an empty result.
pub fn read(
    html: &str,
    quarter: Option<Quarter>,
    layout: Option<&'static Layout>,
    namespaces: &UserNamespaces,
) -> Result<GoalPage, NotRead> {
    let lines = document::lines(html);
    if lines.is_empty() {
        return Err(NotRead::Empty);
    }
    let layouts: Vec<_> = layout.map_or_else(|| Layout::all().collect(), |layout| vec![layout]);
    let pages = layouts.iter().map(|layout| read_with(layout, &lines, quarter, namespaces));
    match pages.max_by_key(|page| page.key_results().count()) {
        Some(page) if page.key_results().next().is_some() => Ok(page),
        _ => match lines.iter().find_map(|line| line.unread.clone()) {
            Some(failed) => Err(NotRead::Failed(failed)),
            None => Err(NotRead::NoLayoutFits {
                tried: layouts.iter().map(|layout| layout.name()).collect::<Vec<_>>().join(", "),
            }),
        },
    }
}

fn read_with(
    layout: &'static Layout,
    lines: &[Line],
    quarter: Option<Quarter>,
    namespaces: &UserNamespaces,
) -> GoalPage {
    let lines = classify::classify(layout, lines);
    let mut build = Build::new(quarter, namespaces);
    for (at, line) in lines.iter().enumerate() {
        build.take(line, &lines[at + 1..]);
    }
    build.finish(layout.name())
}
