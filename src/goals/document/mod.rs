//! From Parsoid HTML to the lines a reader sees. Bold or not, paragraphs, breaks, lists,
//! definition lists, preformatted text and table cells all end as the same kind of line.
//! Knows Parsoid's markup, and nothing of goal pages but their status templates.

mod builder;
mod depth;
mod parsoid;
mod table;
mod tree;

use std::sync::Arc;

use super::allow::Allow;
use super::model::Stated;
use super::place::Place;
pub use builder::{is_task, lines_of};
pub use depth::TooDeep;
pub use table::{Table, TableCell};

/// A page as a reader sees it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its lines, those in tables too.
    pub lines: Vec<Line>,
    /// Its tables; a line's cell counts them.
    pub tables: Vec<Table>,
    /// What comments above the first line allow.
    pub allows: Vec<Allow>,
}

/// One line as a reader sees it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Heading, list item or anything else.
    pub kind: LineKind,
    /// What is between it and the line before.
    pub start: Start,
    /// Its visible text.
    pub text: String,
    /// The part of `text` before the first task link or status template, if there is one.
    pub head: Option<String>,
    /// Whether `text` ends with a status, behind `head`.
    pub is_tagged: bool,
    /// How many bytes of `text` at its beginning are a status.
    pub front: usize,
    /// All that is seen, with what its status templates show; only where it has such.
    pub whole: Option<String>,
    /// The part of `text` at its beginning that is bold.
    pub bold: String,
    /// The links in it.
    pub links: Vec<Link>,
    /// The statuses that its templates show, which are not in `text`, and those that stand in front of the rest or behind it.
    pub statuses: Vec<Stated>,
    /// What could not be read in it, a failed transclusion for example.
    pub unread: Option<String>,
    /// What stands in it besides text.
    pub extra: Option<Extra>,
    /// What comments in it, or right behind it, allow.
    pub allows: Vec<Allow>,
    /// Where it stands; one for all lines that stand there.
    pub place: Arc<Place>,
    /// Whether all of it stands on the transcluded page there, and not only its beginning.
    pub is_transcluded: bool,
    /// The table cell it stands in.
    pub cell: Option<Cell>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// `<h1>` to `<h6>`.
    Heading(u8),
    /// A list item, or a line that begins with a literal asterisk; nested ones are deeper.
    Bullet(usize),
    /// Anything else.
    Text,
}

/// What a line can show that isn't text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// A picture, which may show anything.
    Picture,
    /// Text that is struck out.
    Struck,
    /// A line across the page.
    Rule,
}

/// What separates a line from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A paragraph, list item, cell or heading begins.
    Block,
    /// `<br>`, or a new line in preformatted text.
    Break,
    /// Nothing that is seen: a new line in running text, or the beginning of bold text.
    /// Such a line is one only if it begins with a label.
    Soft {
        /// Whether there is a space between the two.
        space: bool,
        /// Whether it is a new line in the wikitext.
        newline: bool,
    },
}

/// A link in a line.
#[derive(Clone, Debug)]
pub struct Link {
    /// As Parsoid has it, `./Title` for a page of the wiki.
    pub href: String,
    /// What is shown.
    pub text: String,
    /// Where it begins in the line's text, in bytes.
    pub at: usize,
}

/// A table cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Counts the tables of the page.
    pub table: usize,
    /// Its row in the grid, counted from 0.
    pub row: usize,
    /// Its column in the grid, counted from 0.
    pub column: usize,
    /// A cell for a heading.
    pub heading: bool,
}

impl Line {
    /// Nothing but links side by side: navigation.
    pub fn is_navigation(&self) -> bool {
        let links = self.links.len();
        let may_be =
            !matches!(self.kind, LineKind::Bullet(_)) && (links > 1 || links == 1 && self.cell.is_some());
        let mut rest = self.text.as_str();
        for link in self.links.iter().filter(|link| may_be && !link.text.is_empty()) {
            let Some((between, after)) = rest.split_once(&link.text) else { continue };
            if between.contains(char::is_alphanumeric) {
                return false;
            }
            rest = after;
        }
        may_be && !rest.contains(char::is_alphanumeric)
    }

    /// What it says as a goal: without task links and status, and what stands behind them.
    pub fn goal_text(&self) -> &str {
        match self.head.as_deref() {
            // “See T1 for the plan” is not “See”.
            Some(head) if head.split(' ').count() > 1 || self.is_tagged => {
                head.get(self.front..).unwrap_or(head)
            }
            _ if self.statuses.is_empty() => &self.text,
            // “{{Done}}: it works”, “DONE – it works”
            _ => self.text[self.front..].trim_start_matches([':', ',', ';', '-', '–', '—', ' ']),
        }
        .trim_start()
    }

    /// The line without the label that its first bytes are.
    pub fn without_label(&self, length: usize) -> Self {
        let text = self.text[length..].trim_start();
        let gone = self.text.len() - text.len();
        let cut = |part: &str| part.get(gone..).unwrap_or_default().to_owned();
        let links = self.links.iter().filter(|link| link.at >= gone);
        Self {
            text: text.to_owned(),
            head: self.head.as_deref().map(cut),
            front: self.front.saturating_sub(gone),
            whole: self
                .whole
                .as_deref()
                .map(|whole| whole.get(length..).unwrap_or_default().trim_start().to_owned()),
            bold: if self.bold.len() > length { cut(&self.bold) } else { String::new() },
            links: links.map(|link| Link { at: link.at - gone, ..link.clone() }).collect(),
            ..self.clone()
        }
    }

    /// All that is seen in it, with what its status templates show.
    pub fn seen(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.text)
    }

    /// A line that begins with literal asterisks, or with a bullet sign, is a list item to its reader.
    fn read_literal_bullet(&mut self) {
        if matches!(self.kind, LineKind::Heading(_)) {
            return;
        }
        let stars = self.text.chars().take_while(|c| *c == '*').count();
        let sign = usize::from(self.text.starts_with(['•', '◦', '‣', '·', '▪']));
        let dash = usize::from(self.text.starts_with("- ") || self.text.starts_with("– "));
        let depth = stars + sign + dash;
        if depth > 0 {
            let before = self.text.len();
            self.text = without_sign(&self.text, depth);
            let gone = before - self.text.len();
            self.links.iter_mut().for_each(|link| link.at = link.at.saturating_sub(gone));
            self.head = self.head.as_deref().map(|head| without_sign(head, depth));
            let bold = self.bold.trim_start_matches(['*', '•', '◦', '‣', '·', '▪', '-', '–']).trim_start();
            self.bold = bold.to_owned();
            self.kind = match self.kind {
                LineKind::Bullet(outer) => LineKind::Bullet(outer),
                _ => LineKind::Bullet(depth),
            };
            if let Start::Soft { .. } = self.start {
                self.start = Start::Break;
            }
        }
    }
}

fn without_sign(text: &str, length: usize) -> String {
    text.chars().skip(length).collect::<String>().trim_start().to_owned()
}
