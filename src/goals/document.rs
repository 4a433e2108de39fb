//! From Parsoid HTML to the lines a reader sees. Bold or not, paragraphs, breaks, lists,
//! definition lists, preformatted text and table cells all end as the same kind of line.
//! Knows Parsoid's markup, and nothing of goal pages but their status templates.

use std::collections::HashMap;
use std::rc::Rc;

use kuchikikiki::iter::NodeEdge;
use kuchikikiki::{ElementData, NodeRef};
use mwbot::parsoid::Wikicode;
use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

use super::model::{Place, Status};
use super::text::tidy;
use super::words::words;

/// One line as a reader sees it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Heading, list item or anything else.
    pub kind: Kind,
    /// What is between it and the line before.
    pub start: Start,
    /// Its visible text.
    pub text: String,
    /// The part of `text` at its beginning that is bold.
    pub bold: String,
    /// The links in it.
    pub links: Vec<Link>,
    /// The statuses its templates show, which are not in `text`.
    pub statuses: Vec<Status>,
    /// What could not be read in it, a failed transclusion for example.
    pub unread: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The table cell it stands in.
    pub cell: Option<Cell>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<h1>` to `<h6>`.
    Heading(u8),
    /// A list item, or a line that begins with a literal asterisk; nested ones are deeper.
    Bullet(usize),
    /// Anything else.
    Text,
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
    },
}

/// A link in a line.
#[derive(Clone, Debug)]
pub struct Link {
    /// As Parsoid has it, `./Title` for a page of the wiki.
    pub href: String,
    /// What is shown.
    pub text: String,
}

/// A table cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Counts the tables of the page.
    pub table: usize,
    /// Counts the table's rows.
    pub row: usize,
    /// Counts the row's cells.
    pub column: usize,
}

/// The lines of a page.
pub fn lines(html: &str) -> Vec<Line> {
    let document = Wikicode::new(html);
    let mut builder = Builder::default();
    // Edges instead of recursion: a page nested a hundred thousand deep must not end the stack.
    let mut skipped: Option<NodeRef> = None;
    for edge in document.traverse_inclusive() {
        match edge {
            NodeEdge::Start(node) if skipped.is_none() => {
                if builder.enter(&node) == Visit::Skip {
                    skipped = Some(node);
                }
            }
            NodeEdge::End(node) => match &skipped {
                Some(waiting) if *waiting == node => skipped = None,
                Some(_) => {}
                None => builder.leave(&node),
            },
            NodeEdge::Start(_) => {}
        }
    }
    builder.flush(Start::Block);
    builder.lines
}

#[derive(PartialEq)]
enum Visit {
    Inside,
    Skip,
}

#[derive(Default)]
struct Builder {
    lines: Vec<Line>,
    current: Current,
    next_start: Option<Start>,
    anchor: String,
    sections: Vec<Option<u32>>,
    lists: usize,
    preformatted: usize,
    bold: usize,
    heading: Option<(u8, String)>,
    item: Option<usize>,
    term: bool,
    tables: Vec<Cell>,
    table_count: usize,
    /// What a transclusion's other nodes (the same `about`) are.
    abouts: HashMap<String, About>,
    sources: Vec<Rc<str>>,
}

#[derive(Clone)]
enum About {
    Status,
    Page(Rc<str>),
}

#[derive(Default)]
struct Current {
    raw: String,
    bold_until: Option<usize>,
    bold_from: Option<usize>,
    links: Vec<(usize, Option<usize>, String)>,
    statuses: Vec<Status>,
    unread: Option<String>,
    source: Option<Rc<str>>,
}

impl Current {
    fn is_blank(&self) -> bool {
        tidy(&self.raw).is_empty()
    }
}

impl Builder {
    fn enter(&mut self, node: &NodeRef) -> Visit {
        if let Some(text) = node.as_text() {
            self.text(&text.borrow(), node);
            return Visit::Inside;
        }
        let Some(element) = node.as_element() else { return Visit::Inside };
        if self.is_unseen(element) || self.transclusion(element, node) == Visit::Skip {
            return Visit::Skip;
        }
        let name = &*element.name.local;
        match name {
            "section" => {
                let id = attribute(element, "data-mw-section-id").and_then(|id| id.parse().ok());
                self.sections.push(id);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(Start::Block);
                self.anchor = attribute(element, "id").unwrap_or_default();
                self.heading = Some((name.as_bytes()[1] - b'0', self.anchor.clone()));
            }
            "br" => self.flush(Start::Break),
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
                self.tables.push(Cell { table: self.table_count, row: 0, column: 0 });
                self.table_count += 1;
            }
            "tr" => {
                self.flush(Start::Block);
                if let Some(cell) = self.tables.last_mut() {
                    (cell.row, cell.column) = (cell.row + 1, 0);
                }
            }
            "td" | "th" => {
                self.flush(Start::Block);
                if let Some(cell) = self.tables.last_mut() {
                    cell.column += 1;
                }
            }
            "pre" => {
                self.flush(Start::Block);
                self.preformatted += 1;
            }
            "b" | "strong" => {
                if !self.current.is_blank() && self.bold == 0 {
                    self.soft_break();
                }
                self.bold += 1;
                if self.current.is_blank() {
                    self.current.bold_from.get_or_insert(self.current.raw.len());
                }
            }
            "a" => {
                let href = attribute(element, "href").unwrap_or_default();
                self.current.links.push((self.current.raw.len(), None, href));
            }
            _ if is_block(name) => self.flush(Start::Block),
            _ => {}
        }
        Visit::Inside
    }

    fn leave(&mut self, node: &NodeRef) {
        let Some(element) = node.as_element() else { return };
        match &*element.name.local {
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
                self.tables.pop();
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
                let end = self.current.raw.len();
                if let Some(link) = self.current.links.iter_mut().rev().find(|link| link.1.is_none()) {
                    link.1 = Some(end);
                }
            }
            name if is_block(name) || name.starts_with('h') && name.len() == 2 => self.flush(Start::Block),
            _ => {}
        }
        if let Some(source) = self.sources.last()
            && attribute(element, "about").is_some_and(
                |about| matches!(self.abouts.get(&about), Some(About::Page(p)) if Rc::ptr_eq(p, source)),
            )
        {
            self.sources.pop();
        }
    }

    fn text(&mut self, text: &str, node: &NodeRef) {
        let literal = node.ancestors().any(|a| a.as_element().is_some_and(|e| has_type(e, "mw:Nowiki")));
        // An unknown parser function, {{#lst:…}} say, stays as text: what it stands for is not known.
        if !literal && text.contains("{{") && text.contains("}}") {
            self.current.unread = Some(tidy(text));
        }
        let text = strip_translate_tags(text);
        let mut parts = text.split('\n');
        self.push(parts.next().unwrap_or_default());
        for part in parts {
            if self.preformatted > 0 {
                self.flush(Start::Break);
            } else {
                self.current.raw.push(' ');
                self.soft_break();
            }
            self.push(part);
        }
    }

    fn push(&mut self, text: &str) {
        if self.current.source.is_none() && self.current.is_blank() && !tidy(text).is_empty() {
            self.current.source = self.sources.last().cloned();
        }
        self.current.raw.push_str(text);
    }

    fn soft_break(&mut self) {
        if self.current.is_blank() || self.heading.is_some() {
            return;
        }
        let space = self.current.raw.ends_with(char::is_whitespace);
        let term = self.term;
        let open: Vec<_> = self.current.links.iter().filter(|l| l.1.is_none()).map(|l| l.2.clone()).collect();
        self.flush(Start::Soft { space });
        self.term = term;
        self.current.links.extend(open.into_iter().map(|href| (0, None, href)));
        if self.bold > 0 {
            self.current.bold_from = Some(0);
        }
    }

    /// Ends a list item's own text. Without any it is a line all the same: an empty stub.
    fn end_item(&mut self) {
        let waiting = self.item;
        self.flush(Start::Block);
        if let (Some(_), Some(depth)) = (waiting, self.item.take()) {
            self.lines.push(self.line(Current::default(), Start::Block, None, Some(depth)));
        }
    }

    /// Ends the current line; `next` is what the next one begins with.
    fn flush(&mut self, next: Start) {
        let mut current = std::mem::take(&mut self.current);
        let blank = current.is_blank() && current.statuses.is_empty() && current.unread.is_none();
        let start = self.next_start.unwrap_or(Start::Block);
        let heading = self.heading.take();
        // A line without text only separates: a block is never made less of one by a break after it.
        if blank {
            if self.next_start != Some(Start::Block) {
                self.next_start = Some(next);
            }
            if self.bold > 0 {
                self.current.bold_from = Some(0);
            }
            self.current.source = current.source;
            return;
        }
        self.next_start = Some(next);
        let item = self.item.take();
        self.term = false;
        if current.bold_from.is_some() && current.bold_until.is_none() {
            current.bold_until = Some(current.raw.len());
            if self.bold > 0 && next != Start::Block {
                self.current.bold_from = Some(0);
            }
        }
        self.lines.push(self.line(current, start, heading, item));
    }

    fn line(
        &self,
        current: Current,
        start: Start,
        heading: Option<(u8, String)>,
        item: Option<usize>,
    ) -> Line {
        let slice = |from: usize, to: usize| tidy(current.raw.get(from..to).unwrap_or_default());
        let kind = match (&heading, item) {
            (Some((level, _)), _) => Kind::Heading(*level),
            (None, Some(depth)) => Kind::Bullet(depth),
            (None, None) => Kind::Text,
        };
        let bold = match (current.bold_from, current.bold_until) {
            (Some(from), Some(to)) => slice(from, to),
            _ => String::new(),
        };
        let links = current
            .links
            .iter()
            .map(|(from, to, href)| Link {
                href: href.clone(),
                text: slice(*from, to.unwrap_or(current.raw.len())),
            })
            .collect();
        let place = Place {
            anchor: self.anchor.clone(),
            section: self
                .sections
                .iter()
                .rev()
                .find_map(|section| *section)
                .filter(|_| current.source.is_none()),
            source_page: current.source.as_deref().map(str::to_owned),
        };
        let mut line = Line {
            kind,
            start,
            text: tidy(&current.raw),
            bold,
            links,
            statuses: current.statuses,
            unread: current.unread,
            place,
            cell: self.tables.last().copied(),
        };
        line.read_literal_bullet();
        line
    }

    /// Notes what a transclusion's node is; a status template is taken out of the text.
    fn transclusion(&mut self, element: &ElementData, node: &NodeRef) -> Visit {
        let about = attribute(element, "about");
        let known = about.as_ref().and_then(|about| self.abouts.get(about)).cloned();
        if !has_type(element, "mw:Transclusion") {
            match known {
                Some(About::Status) => return Visit::Skip,
                Some(About::Page(page)) => self.sources.push(page),
                None => {}
            }
            return Visit::Inside;
        }
        let Some(template) = Template::of(element) else { return Visit::Inside };
        if let Some(status) = template.status(node) {
            self.current.statuses.push(status);
            if let Some(about) = about {
                self.abouts.insert(about, About::Status);
            }
            return Visit::Skip;
        }
        let red = attribute(element, "class").is_some_and(|class| class.split(' ').any(|c| c == "new"));
        if red || has_type(element, "mw:Error") {
            // {{TBD}} says what it means even where there is no such template.
            if words().is_placeholder(template.base_name()) {
                self.push(template.base_name());
            } else {
                self.current.unread = Some(template.title.clone());
            }
            return Visit::Skip;
        }
        if !template.has_parameters
            && let Some(about) = about
        {
            let page: Rc<str> = template.title.into();
            self.abouts.insert(about, About::Page(Rc::clone(&page)));
            self.sources.push(page);
        }
        Visit::Inside
    }

    fn is_unseen(&mut self, element: &ElementData) -> bool {
        let name = &*element.name.local;
        let class = attribute(element, "class").unwrap_or_default();
        let classed = |wanted: &str| class.split_ascii_whitespace().any(|c| c == wanted);
        if classed("error") {
            self.current.unread = Some("a template on it failed".to_owned());
            return true;
        }
        matches!(name, "head" | "style" | "script" | "figure" | "link" | "meta" | "template" | "noscript")
            || has_type(element, "mw:Extension/ref")
            || has_type(element, "mw:Extension/references")
            || has_type(element, "mw:File")
            || has_type(element, "mw:Image")
            || classed("mw-editsection")
            || attribute(element, "style")
                .is_some_and(|style| style.replace(' ', "").contains("display:none"))
    }
}

impl Line {
    /// A line that begins with literal asterisks, or with a bullet sign, is a list item to its reader.
    fn read_literal_bullet(&mut self) {
        if matches!(self.kind, Kind::Heading(_)) {
            return;
        }
        let stars = self.text.chars().take_while(|c| *c == '*').count();
        let sign = usize::from(self.text.starts_with(['•', '◦', '‣', '·', '▪']));
        let dash = usize::from(self.text.starts_with("- ") || self.text.starts_with("– "));
        let depth = stars + sign + dash;
        if depth > 0 {
            self.text = self.text.chars().skip(depth).collect::<String>().trim_start().to_owned();
            let bold = self.bold.trim_start_matches(['*', '•', '◦', '‣', '·', '▪', '-', '–']).trim_start();
            self.bold = bold.to_owned();
            self.kind = match self.kind {
                Kind::Bullet(outer) => Kind::Bullet(outer),
                _ => Kind::Bullet(depth),
            };
            if let Start::Soft { .. } = self.start {
                self.start = Start::Break;
            }
        }
    }
}

/// What Parsoid says of a transclusion's origin.
struct Template {
    title: String,
    has_parameters: bool,
    first_parameter: Option<String>,
}

impl Template {
    /// `None` if the node is made of several templates and text between them.
    fn of(element: &ElementData) -> Option<Self> {
        let data: Json = serde_json::from_str(&attribute(element, "data-mw")?).ok()?;
        let [part] = data["parts"].as_array()?.as_slice() else { return None };
        let target = &part["template"]["target"];
        let title = match target["href"].as_str() {
            Some(href) => {
                percent_decode_str(href.trim_start_matches("./")).decode_utf8_lossy().replace('_', " ")
            }
            None => tidy(target["wt"].as_str()?),
        };
        let parameters = part["template"]["params"].as_object();
        Some(Self {
            title,
            has_parameters: parameters.is_some_and(|p| !p.is_empty()),
            first_parameter: parameters.and_then(|p| p.get("1")?["wt"].as_str().map(tidy)),
        })
    }

    fn base_name(&self) -> &str {
        self.title.split_once(':').map_or(self.title.as_str(), |(_, name)| name)
    }

    /// The word that {{Not done|Blocked}} shows counts for more than the template's name.
    fn status(&self, node: &NodeRef) -> Option<Status> {
        let by_name = words().status(self.base_name())?;
        let shown = words().status(&tidy(&node.text_contents()));
        let asked = self.first_parameter.as_deref().and_then(|word| words().status(word));
        Some(asked.or(shown).unwrap_or(by_name))
    }
}

fn attribute(element: &ElementData, name: &str) -> Option<String> {
    element.attributes.borrow().get(name).map(str::to_owned)
}

fn has_type(element: &ElementData, wanted: &str) -> bool {
    attribute(element, "typeof").is_some_and(|types| {
        types
            .split_ascii_whitespace()
            .any(|t| t == wanted || t.strip_prefix(wanted).is_some_and(|r| r.starts_with('/')))
    })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "blockquote"
            | "center"
            | "dd"
            | "dl"
            | "caption"
            | "hr"
            | "article"
            | "aside"
            | "body"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "address"
            | "details"
            | "summary"
    )
}

/// Where the Translate extension isn't installed its tags are shown as text; they say nothing.
fn strip_translate_tags(text: &str) -> String {
    text.replace("<translate>", "").replace("</translate>", "")
}
