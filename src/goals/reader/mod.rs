//! From lines to a goal page: `classify` finds the labels, `build` puts together what belongs
//! together, `goals` decides what counts as a goal.

mod account;
mod build;
mod classify;
mod compact;
mod goals;
mod managers;
mod outline;
mod part;
mod tables;
mod within;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::document::{Document, TooDeep, lines_of};
use super::layout::{Layout, Layouts, Rows};
use super::model::GoalPage;
use crate::base::calendar::FiscalYearStart;
use crate::base::text::words;
use crate::base::{Quarter, Title};
use crate::wiki::UserNamespaces;
use build::Build;
use classify::Classified;
use compact::compact;
use tables::Cells;

/// Why a page could not be read as a goal page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotRead {
    /// Nothing to read at all.
    #[error("the page is empty")]
    Empty,
    /// Nothing under a heading that names the quarter.
    #[error("nothing stands under a heading that names the quarter")]
    NotForQuarter,
    /// Text, but nothing in it that the layout knows.
    #[error(
        "not a goal page as far as can be told: no words on it that a layout knows begin a key result, name a column of goals or \
         head a list of them (tried the layouts {tried})"
    )]
    NoLayoutFits {
        /// The layouts that were tried.
        tried: String,
    },
    /// What should hold the key results could not be transcluded.
    #[error("its content could not be read: {0}")]
    Failed(String),
}

impl From<TooDeep> for NotRead {
    fn from(too_deep: TooDeep) -> Self {
        Self::Failed(too_deep.to_string())
    }
}

/// What a page is to be read as.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Its title.
    pub title: &'a Title,
    /// The quarter that its title names; quarters named in its text never count.
    pub quarter: Option<Quarter>,
    /// Where it is read only under the headings that name the quarter, for its title names none: the month in which fiscal years
    /// begin there.
    pub by_heading: Option<FiscalYearStart>,
    /// The layouts there are.
    pub layouts: &'a Layouts,
    /// The one to use; `None` picks the one that fits.
    pub layout: Option<&'a str>,
    /// Whether a page that none fits may be read by its structure alone.
    pub may_guess: bool,
    /// What the wiki calls its user pages.
    pub namespaces: &'a UserNamespaces,
}

/// Reads a page's Parsoid HTML.
///
/// # Errors
/// A page that no layout fits is [`NotRead`], never an empty result.
pub fn read_page(html: &str, reading: Reading<'_>) -> Result<GoalPage, NotRead> {
    let mut document = lines_of(html, reading.layouts.words())?;
    if document.lines.is_empty() {
        return Err(NotRead::Empty);
    }
    let mut elsewhere = Vec::new();
    if let Some((quarter, start)) = reading.quarter.zip(reading.by_heading) {
        elsewhere = part::keep(&mut document, quarter, start, reading.title);
        if document.lines.is_empty() {
            return Err(NotRead::NotForQuarter);
        }
    }
    let cells = Cells::of_tables(&document);
    let read = |layout| Read { page: read_with(layout, &document, &cells, reading), layout };
    let (known, outlines): (Vec<&Layout>, Vec<&Layout>) = reading
        .layouts
        .iter()
        .filter(|layout| may_be(layout, reading))
        .partition(|layout| !layout.is_outline());
    let (lists, labelled): (Vec<&Layout>, Vec<&Layout>) =
        known.into_iter().partition(|layout| layout.rows() == Rows::Lists && !layout.is_own());
    let mut pages: Vec<Read<'_>> = labelled.into_iter().map(read).collect();
    // A list of goals is what is left when nothing else fits.
    if !pages.iter().any(Read::comes_before_lists) {
        pages.extend(lists.into_iter().map(read));
    }
    let mut tried: Vec<_> = pages.iter().map(Read::in_short).collect();
    let mut names: Vec<_> = pages.iter().map(|read| read.layout.name()).collect();
    keep_possible(&mut pages);
    // Structure alone is asked where words say too little.
    if pages.iter().all(|read| !read.page.coverage.is_enough() || read.page.coverage.leaves_out_tables()) {
        let outlined: Vec<_> = outlines.into_iter().map(read).collect();
        tried.extend(outlined.iter().map(Read::in_short));
        names.extend(outlined.iter().map(|read| read.layout.name()));
        pages.extend(outlined.into_iter().filter(Read::has_results));
    }
    match pages.into_iter().max_by_key(Read::rank) {
        Some(Read { mut page, .. }) => {
            page.coverage.left_out.append(&mut elsewhere);
            page.why = format!("it accounts for most of the page: {}", tried.join("; "));
            compact(&mut page);
            Ok(page)
        }
        None => match document.lines.iter().find_map(|line| line.unread.clone()) {
            Some(failed) => Err(NotRead::Failed(failed)),
            None => Err(NotRead::NoLayoutFits { tried: names.join(", ") }),
        },
    }
}

/// Whether a page can have this layout: it is the one asked for, or the title allows it.
fn may_be(layout: &Layout, reading: Reading<'_>) -> bool {
    let title = reading.title.as_str();
    match (reading.layout, layout.rows()) {
        (Some(name), _) => layout.name() == name,
        (None, _) if !layout.allows_title(title) => false,
        (None, Rows::Lists) => reading.quarter.is_some(),
        (None, Rows::Outline) => {
            reading.may_guess && outline::says_goals(title, reading.layouts.words()) != Some(false)
        }
        (None, Rows::Columns | Rows::Themes) => true,
    }
}

/// A page as a layout reads it.
struct Read<'a> {
    page: GoalPage,
    layout: &'a Layout,
}

impl Read<'_> {
    fn has_results(&self) -> bool {
        self.page.key_results().next().is_some()
    }

    /// A file of the user's own is there for their pages; a list of goals is what is left when no other fits, an outline when
    /// not even that does, or both leave much out. Of two of a kind the one that accounts for more.
    fn rank(&self) -> (u8, usize, bool, usize) {
        let coverage = &self.page.coverage;
        let tier = match self.layout.rows() {
            _ if !coverage.is_enough() => 0,
            _ if self.layout.is_own() => 3,
            Rows::Columns | Rows::Themes if !coverage.leaves_out_tables() => 2,
            Rows::Columns | Rows::Themes | Rows::Lists => 1,
            // Where words leave out whole tables and structure doesn't.
            Rows::Outline => u8::from(!coverage.leaves_out_tables()),
        };
        let read = coverage.words - coverage.left_out_words;
        (tier, read, !self.layout.is_outline(), self.page.key_results().count())
    }

    /// Whether no list of goals can count for more, whatever it accounts for.
    fn comes_before_lists(&self) -> bool {
        self.has_results() && self.rank().0 > 1
    }

    fn in_short(&self) -> String {
        let name = self.layout.name();
        match self.page.key_results().count() {
            0 => format!("{name} fits nothing"),
            count => format!("{name} {:.0} %, {count} key results", 100.0 * self.page.coverage.share()),
        }
    }
}

/// Leaves the readings that find something, and may be right.
fn keep_possible(pages: &mut Vec<Read<'_>>) {
    let is_labelled = |read: &Read<'_>| matches!(read.layout.rows(), Rows::Columns | Rows::Themes);
    let has_label = |read: &Read<'_>| read.page.key_results().any(|(.., result)| result.label.is_some());
    let has_labels = pages.iter().any(|read| is_labelled(read) && has_label(read));
    // Where labels of key results stand, a list without any is no goals.
    let may_be = |read: &Read<'_>| read.layout.rows() != Rows::Lists || read.layout.is_own() || !has_labels;
    pages.retain(|read| read.has_results() && may_be(read));
}

fn read_with<'a>(
    layout: &'a Layout,
    document: &Document,
    cells: &'a [Cells<'a>],
    reading: Reading<'a>,
) -> GoalPage {
    let tables = match layout.rows() {
        Rows::Outline => outline::tables(reading, layout, document, cells),
        _ => tables::recognise(reading.layouts, layout, &document.tables, cells, reading.quarter),
    };
    let by_lines = matches!(layout.rows(), Rows::Lists | Rows::Outline);
    // Without a table and without a line that opens a key result there is none.
    let is_hopeless = |opens: bool| !by_lines && tables.is_empty() && !opens;
    if is_hopeless(layout.has_items()) {
        return Build::new(reading, layout, Vec::new(), cells).finish(layout.name());
    }
    let lines = classify::classify(layout, &document.lines, &tables);
    if is_hopeless(lines.iter().any(Classified::may_open)) {
        return Build::new(reading, layout, Vec::new(), cells).finish(layout.name());
    }
    let mut build = Build::new(reading, layout, document.allows.clone(), cells);
    let mut within: BTreeMap<usize, Vec<&Classified<'_>>> = BTreeMap::new();
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
    let words_of = |line: &Classified<'_>| words(&line.line.text);
    debug_assert_eq!(
        page.coverage.words,
        lines.iter().map(words_of).sum::<usize>(),
        "each word has one place"
    );
    page
}
