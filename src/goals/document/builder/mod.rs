//! Walks the HTML and cuts it into lines.

mod anchors;
mod current;
mod lines;
mod own;
mod seen;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use ego_tree::iter::Edge;

use super::parsoid::{Marked, Node, as_text, attribute, has_type, is_block};
use super::table::Grid;
use super::tree::tree_of;
use super::{Cell, Document, Extra, Line, Start, Table, TooDeep};
use crate::goals::allow::{self, Allow};
use crate::goals::place::Place;
use crate::goals::words::Words;
use crate::wikitext::TABLE_CLASS;
use anchors::Anchors;
use current::Current;
pub use current::is_task;
use smol_str::SmolStr;

/// Reads Parsoid HTML; `words` tells which templates show a status.
///
/// # Errors
/// Elements nested too deep.
pub fn lines_of(html: &str, words: &Words) -> Result<Document, TooDeep> {
    let page = tree_of(html)?;
    let mut builder = Builder::new(words);
    // Edges instead of recursion: a page nested a hundred thousand deep must not end the stack.
    let mut skipped: Option<Node<'_>> = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                builder.anchors.see(node);
                if skipped.is_none() && builder.enter(node) == Visit::Skip {
                    skipped = Some(node);
                }
            }
            Edge::Close(node) if skipped == Some(node) => skipped = None,
            Edge::Close(node) if skipped.is_none() => builder.leave(node),
            Edge::Close(_) => {}
        }
    }
    builder.flush(Start::Block);
    if builder.old_table {
        builder.lines.retain(|line| !own::is_beside_table(&line.text));
    }
    Ok(Document { lines: builder.lines, tables: builder.tables, allows: builder.allows })
}

#[derive(PartialEq)]
enum Visit {
    Inside,
    Skip,
}

struct Builder<'p> {
    words: &'p Words,
    lines: Vec<Line>,
    allows: Vec<Allow>,
    current: Current,
    next_start: Option<Start>,
    anchors: Anchors,
    anchor: SmolStr,
    /// Where the last line stands.
    place: Arc<Place>,
    sections: Vec<Option<u32>>,
    lists: usize,
    preformatted: usize,
    /// How many `<nowiki>` are around this.
    literal: usize,
    bold: usize,
    heading: Option<(u8, SmolStr)>,
    item: Option<usize>,
    term: bool,
    tables: Vec<Table>,
    /// The tables around the present line, the innermost last.
    grids: Vec<(Cell, Grid)>,
    /// What a transclusion's other nodes (the same `about`) are.
    abouts: HashMap<String, About>,
    sources: Vec<Rc<str>>,
    own_tables: own::Markers<'p>,
    /// The comment at the end of the bot's own table, while that is passed.
    own_until: Option<Node<'p>>,
    /// Whether a table of an older release was known by its words.
    old_table: bool,
}

#[derive(Clone)]
enum About {
    Status,
    Page(Rc<str>),
}

impl<'p> Builder<'p> {
    fn new(words: &'p Words) -> Self {
        Self {
            words,
            lines: Vec::new(),
            allows: Vec::new(),
            current: Current::default(),
            next_start: None,
            anchors: Anchors::default(),
            anchor: SmolStr::default(),
            place: Arc::default(),
            sections: Vec::new(),
            lists: 0,
            preformatted: 0,
            literal: 0,
            bold: 0,
            heading: None,
            item: None,
            term: false,
            tables: Vec::new(),
            grids: Vec::new(),
            abouts: HashMap::new(),
            sources: Vec::new(),
            own_tables: own::Markers::default(),
            own_until: None,
            old_table: false,
        }
    }

    /// Whether a node belongs to the bot's own table. What the end of one stands in is entered all the same.
    fn is_own_table(&mut self, node: Node<'p>, marked: Option<Marked<'_>>) -> bool {
        if let Some(end) = self.own_until {
            if node == end {
                self.own_until = None;
                return false;
            }
            return !end.ancestors().any(|around| around == node);
        }
        if node.value().is_comment() {
            self.own_until = self.own_tables.end_of(node);
            return self.own_until.is_some();
        }
        let Some(marked) = marked else { return false };
        let old = marked.element.name() == "table" && own::is_table(node);
        self.old_table |= old;
        let is_own = old || marked.has_class(TABLE_CLASS);
        if is_own {
            self.note_transclusion(marked);
        }
        is_own
    }

    fn enter(&mut self, node: Node<'p>) -> Visit {
        let marked = node.value().as_element().map(Marked::of);
        if self.is_own_table(node, marked) {
            return Visit::Skip;
        }
        if let Some(text) = as_text(node) {
            self.text(text, node);
            return Visit::Inside;
        }
        if let Some(comment) = node.value().as_comment() {
            self.current.allows.extend(allow::parse(comment));
        }
        let Some(marked) = marked else { return Visit::Inside };
        if self.is_unseen(marked) || self.transclusion(marked, node) == Visit::Skip {
            return Visit::Skip;
        }
        let element = marked.element;
        self.literal += usize::from(marked.has_type("mw:Nowiki"));
        let name = element.name();
        match name {
            "section" => {
                let id = attribute(element, "data-mw-section-id").and_then(|id| id.parse().ok());
                self.sections.push(id);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(Start::Block);
                self.anchor = self.anchors.last();
                self.heading = Some((name.as_bytes()[1] - b'0', self.anchor.clone()));
            }
            "br" => self.flush(Start::Break),
            "hr" => {
                self.flush(Start::Block);
                self.current.extra = Some(Extra::Rule);
                self.flush(Start::Block);
            }
            "ul" | "ol" => {
                self.end_item();
                self.lists += 1;
            }
            "li" => {
                self.flush(Start::Block);
                self.item = Some(self.lists.max(1));
            }
            "dt" => {
                self.flush(Start::Block);
                self.term = true;
            }
            // `;Label` and `:value` are one line: “Label: value”.
            "dd" if self.term => {
                self.term = false;
                if !self.current.raw.trim_end().ends_with([':', '：']) {
                    self.current.raw.push(':');
                }
                self.current.raw.push(' ');
            }
            "table" => {
                self.flush(Start::Block);
                let cell = Cell { table: self.tables.len(), row: 0, column: 0, heading: false };
                self.grids.push((cell, Grid::default()));
                self.tables.push(Table::default());
            }
            "tr" => {
                self.flush(Start::Block);
                if let Some((_, grid)) = self.grids.last_mut() {
                    grid.next_row();
                }
            }
            "td" | "th" => {
                self.flush(Start::Block);
                let span = |name: &str| attribute(element, name).and_then(|span| span.trim().parse().ok());
                if let Some((cell, grid)) = self.grids.last_mut() {
                    let place = grid.next_cell(span("rowspan"), span("colspan"));
                    (cell.row, cell.column, cell.heading) = (place.row, place.column, name == "th");
                    self.tables[cell.table].push(place);
                }
            }
            "pre" => {
                self.flush(Start::Block);
                self.preformatted += 1;
            }
            "b" | "strong" => {
                if !self.current.is_blank() && self.bold == 0 {
                    self.soft_break(false);
                }
                self.bold += 1;
                if self.current.is_blank() {
                    self.current.bold_from.get_or_insert(self.current.raw.len());
                }
            }
            "a" => {
                let href = attribute(element, "href").unwrap_or_default().to_owned();
                self.current.links.push((self.current.raw.len(), None, href));
            }
            _ if is_block(name) => self.flush(Start::Block),
            _ => {}
        }
        Visit::Inside
    }

    fn leave(&mut self, node: Node<'p>) {
        let Some(element) = node.value().as_element() else { return };
        self.literal -= usize::from(self.literal > 0 && has_type(element, "mw:Nowiki"));
        match element.name() {
            "section" => {
                self.flush(Start::Block);
                self.sections.pop();
            }
            "ul" | "ol" => {
                self.flush(Start::Block);
                self.lists = self.lists.saturating_sub(1);
            }
            "li" => self.end_item(),
            "dl" => {
                self.term = false;
                self.flush(Start::Block);
            }
            "table" => {
                self.flush(Start::Block);
                self.grids.pop();
            }
            "pre" => {
                self.flush(Start::Block);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            "b" | "strong" => {
                self.bold = self.bold.saturating_sub(1);
                if self.bold == 0 && self.current.bold_from.is_some() && self.current.bold_until.is_none() {
                    self.current.bold_until = Some(self.current.raw.len());
                }
            }
            "a" => {
                self.name_bare_link(element);
                let end = self.current.raw.len();
                if let Some(link) = self.current.links.iter_mut().rev().find(|link| link.1.is_none()) {
                    link.1 = Some(end);
                }
            }
            name if is_block(name) || name.starts_with('h') && name.len() == 2 => self.flush(Start::Block),
            _ => {}
        }
        let Some(source) = self.sources.last() else { return };
        let is_its = |about: &str| matches!(self.abouts.get(about), Some(About::Page(page)) if Rc::ptr_eq(page, source));
        if attribute(element, "about").is_some_and(is_its) {
            self.sources.pop();
        }
    }
}
