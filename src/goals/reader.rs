//! From lines to a goal page. Decides what each line is, and hands it to what is being built.

mod build;
mod goals;

use super::document::{self, Kind, Line, Start};
use super::layout::{Label, Layout, Meaning};
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
    let mut lines = classify(layout, lines);
    forget_mentions(&mut lines);
    let mut build = Build::new(quarter, namespaces);
    for (at, line) in lines.iter().enumerate() {
        build.take(line, &lines[at + 1..]);
    }
    build.finish(layout.name())
}

/// A line with the label it begins with.
struct Classified {
    line: Line,
    label: Option<Label>,
    /// A heading that divides an objective.
    is_part: bool,
}

/// Finds the labels, and joins lines that only a label could have made one.
fn classify(layout: &Layout, lines: &[Line]) -> Vec<Classified> {
    let mut classified: Vec<Classified> = Vec::with_capacity(lines.len());
    for line in lines {
        let label = layout.label(line);
        let previous = classified.last_mut();
        if label.is_none()
            && let Some(previous) = previous
            && let Some(space) = continues(&previous.line, line)
        {
            join(&mut previous.line, line, space);
            previous.label = layout.label(&previous.line);
            continue;
        }
        let is_part = matches!(line.kind, Kind::Heading(_)) && layout.is_part(&line.text);
        classified.push(Classified { line: line.clone(), label, is_part });
    }
    classified
}

/// Whether `line` is the rest of `previous`, and whether a space is between them.
fn continues(previous: &Line, line: &Line) -> Option<bool> {
    let next_cell = match (previous.cell, line.cell) {
        (Some(a), Some(b)) => a.table == b.table && a.row == b.row && a.column + 1 == b.column,
        _ => false,
    };
    match line.start {
        Start::Soft { space } => Some(space),
        // `| Manager: || Ada`: label and value in cells side by side.
        Start::Block if next_cell && previous.text.ends_with([':', '：']) => Some(true),
        _ => None,
    }
}

fn join(previous: &mut Line, line: &Line, space: bool) {
    if space && !previous.text.is_empty() && !line.text.is_empty() {
        previous.text.push(' ');
    }
    previous.text.push_str(&line.text);
    previous.links.extend(line.links.iter().cloned());
    previous.statuses.extend(line.statuses.iter().copied());
    previous.unread = previous.unread.take().or_else(|| line.unread.clone());
    previous.cell = line.cell.or(previous.cell);
}

/// Where a section writes its key results as paragraphs, a list item like “KR2: align with it” is
/// a goal that mentions a key result.
fn forget_mentions(lines: &mut [Classified]) {
    let is_item = |line: &Classified| line.label.as_ref().is_some_and(|label| label.meaning == Meaning::Item);
    let begins =
        |line: &Classified| matches!(line.line.kind, Kind::Heading(_)) && !line.is_part && !is_item(line);
    for section in lines.chunk_by_mut(|_, next| !begins(next)) {
        let in_list = |line: &Classified| matches!(line.line.kind, Kind::Bullet(_));
        if section.iter().any(|line| is_item(line) && !in_list(line)) {
            section
                .iter_mut()
                .filter(|line| is_item(line) && in_list(line))
                .for_each(|line| line.label = None);
        }
    }
}
