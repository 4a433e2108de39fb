//! From lines to a goal page: `classify` finds the labels, `build` puts together what belongs
//! together, `goals` decides what counts as a goal.

mod account;
mod build;
mod classify;
mod goals;
mod managers;
mod tables;
mod within;

use std::collections::BTreeMap;

use super::document::{self, Document};
use super::layout::{Layout, Layouts, Rows};
use super::model::GoalPage;
use crate::base::{Quarter, Title};
use crate::wiki::UserNamespaces;
use build::Build;
use classify::Classified;
use tables::Cells;

/// Why a page could not be read as a goal page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// Nothing to read at all.
    #[error("the page is empty")]
    Empty,
    /// Text, but nothing in it that the layout knows.
    #[error("not a goal page as far as can be told: no key result found on it (tried the layouts {tried})")]
    NoLayoutFits {
        /// The layouts that were tried.
        tried: String,
    },
    /// What should hold the key results could not be transcluded.
    #[error("its content could not be read: {0}")]
    Failed(String),
}

/// What a page is to be read as.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Its title.
    pub title: &'a Title,
    /// The quarter that its title names; quarters named in its text never count.
    pub quarter: Option<Quarter>,
    /// The layouts there are.
    pub layouts: &'a Layouts,
    /// The one to use; `None` picks the one that fits.
    pub layout: Option<&'a str>,
    /// What the wiki calls its user pages.
    pub namespaces: &'a UserNamespaces,
}

/// Reads a page's Parsoid HTML.
///
/// # Errors
/// A page that no layout fits is [`NotRead`], never an empty result.
pub fn read_page(html: &str, reading: Reading<'_>) -> Result<GoalPage, NotRead> {
    if document::is_too_deep(html) {
        return Err(NotRead::Failed(format!("elements nested more than {} deep", document::DEEPEST)));
    }
    let document = document::lines_of(html, reading.layouts.words());
    if document.lines.is_empty() {
        return Err(NotRead::Empty);
    }
    let allowed = |layout: &&Layout| match reading.layout {
        Some(name) => layout.name() == name,
        None => {
            layout.allows_title(reading.title.as_str())
                && (layout.rows() != Rows::Lists || reading.quarter.is_some())
        }
    };
    let layouts: Vec<_> = reading.layouts.iter().filter(allowed).collect();
    let cells = Cells::of_tables(&document);
    let pages: Vec<_> = layouts.iter().map(|layout| read_with(layout, &document, &cells, reading)).collect();
    let tried: Vec<_> = pages.iter().map(how_it_read).collect();
    // A file of the user's own is there for their pages; a list of goals is what is left when nothing else fits.
    let rank = |page: &GoalPage, layout: &Layout| {
        let coverage = &page.coverage;
        let fits = coverage.is_enough();
        let read = coverage.words - coverage.left_out_words;
        (layout.is_own() && fits, layout.rows() != Rows::Lists, read, page.key_results().count())
    };
    let fitting = pages.into_iter().zip(&layouts).filter(|(page, _)| page.key_results().next().is_some());
    match fitting.max_by_key(|(page, layout)| rank(page, layout)) {
        Some((mut page, _)) => {
            page.why = format!("it accounts for most of the page: {}", tried.join("; "));
            Ok(page)
        }
        None => match document.lines.iter().find_map(|line| line.unread.clone()) {
            Some(failed) => Err(NotRead::Failed(failed)),
            None => Err(NotRead::NoLayoutFits {
                tried: layouts.iter().map(|layout| layout.name()).collect::<Vec<_>>().join(", "),
            }),
        },
    }
}

/// What a layout makes of a page, in short.
fn how_it_read(page: &GoalPage) -> String {
    match page.key_results().count() {
        0 => format!("{} fits nothing", page.layout),
        count => {
            format!("{} {:.0} %, {count} key results", page.layout, 100.0 * page.coverage.share())
        }
    }
}

fn read_with(layout: &Layout, document: &Document, cells: &[Cells<'_>], reading: Reading<'_>) -> GoalPage {
    let tables = tables::recognise(reading.layouts, layout, &document.tables, cells, reading.quarter);
    let lines = classify::classify(layout, &document.lines, &tables);
    let unknown = (0..cells.len()).filter(|table| !tables.contains_key(table));
    let unknown = unknown.map(|table| (table, cells[table].headings())).collect();
    let mut build = Build::new(reading, layout, document.allows.clone(), &unknown);
    let mut within: BTreeMap<usize, Vec<&Classified>> = BTreeMap::new();
    for line in &lines {
        if let Some(table) = line.table {
            within.entry(table).or_default().push(line);
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let is_navigation = line.line.cell.is_some_and(|cell| cells[cell.table].is_navigation());
        let Some(table) = line.table else {
            match is_navigation {
                true => build.pass(&line.line),
                false => build.take(line, &lines[at + 1..]),
            }
            continue;
        };
        // The whole table where its first line stands.
        if let (Some(shape), Some(within)) = (tables.get(&table), within.remove(&table)) {
            build.table(&document.tables[table], &cells[table], shape, &within);
        }
    }
    let page = build.finish(layout.name());
    let words = |line: &Classified| account::words(&line.line.text);
    debug_assert_eq!(page.coverage.words, lines.iter().map(words).sum::<usize>(), "each word has one place");
    page
}
