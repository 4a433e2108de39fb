//! The id of each heading as readers have it. Parsoid's own differ where a heading begins with a space that it makes a
//! non-breaking one (`== ? ==`), where it leaves a link's number to the browser (`== [https://…] ==`), and where it finds
//! no text for an id and puts one of its own there (`mwAB`): no link leads to these.

use std::collections::HashMap;
use std::fmt::Write as _;

use scraper::node::Element;
use smol_str::SmolStr;

use super::super::parsoid::{Node, as_text, attribute, has_type};

/// The ids given so far, in the page's order.
#[derive(Default)]
pub struct Anchors {
    /// In small letters, as MediaWiki compares them; each with the highest number tried for it.
    given: HashMap<String, usize>,
    /// How many links have been shown as a number.
    numbered: usize,
    /// Whether that number is sure; found out when it is first needed.
    is_sure: Option<bool>,
    last: SmolStr,
}

impl Anchors {
    /// Takes the next node of the page, seen or not: what isn't shown takes an id as well.
    pub fn see(&mut self, node: Node<'_>) {
        let Some(element) = node.value().as_element() else { return };
        match element.name() {
            "a" if is_numbered(element) => self.numbered += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.last = self.heading(element, node).into(),
            _ => {}
        }
    }

    /// The id of the heading seen last; empty if no link can lead there.
    pub fn last(&self) -> SmolStr {
        self.last.clone()
    }

    fn heading(&mut self, element: &Element, node: Node<'_>) -> String {
        let parsoids = attribute(element, "id").unwrap_or_default();
        let heading = Heading::of(node, self.numbered);
        if heading.has_number && !*self.is_sure.get_or_insert_with(|| is_numbered_in_order(node)) {
            return String::new();
        }
        let is_ours = heading.has_number || heading.is_spaced || heading.is_called(parsoids);
        self.unique(if is_ours { heading.id } else { parsoids.to_owned() })
    }

    /// As MediaWiki tells headings of the same text apart (`Parser::finalizeHeadings`).
    fn unique(&mut self, id: String) -> String {
        let key = id.to_ascii_lowercase();
        let Some(tried) = self.given.get(&key).copied() else {
            self.given.insert(key, 1);
            return id;
        };
        let mut number = tried + 1;
        while self.given.contains_key(&format!("{key}_{number}")) {
            number += 1;
        }
        self.given.insert(format!("{key}_{number}"), 1);
        self.given.insert(key, number);
        format!("{id}_{number}")
    }
}

/// More than this of a heading says nothing of its id, which MediaWiki cuts at 1024 bytes; headings may stand in headings.
const MOST_NODES: usize = 5_000;
const LONGEST: usize = 5_000;

struct Heading {
    id: String,
    has_number: bool,
    is_spaced: bool,
}

impl Heading {
    /// `before`: how many links before it are shown as a number.
    fn of(node: Node<'_>, before: usize) -> Self {
        let (mut text, mut numbers, mut is_spaced) = (String::new(), 0, false);
        for inner in node.descendants().skip(1).take(MOST_NODES) {
            if let Some(element) = inner.value().as_element()
                && is_numbered(element)
            {
                numbers += 1;
                let _ = write!(text, "[{}]", before + numbers);
            }
            let Some(piece) = as_text(inner) else { continue };
            match inner.parent().and_then(|parent| parent.value().as_element()) {
                Some(parent) if matches!(parent.name(), "style" | "script") => {}
                Some(parent) if has_type(parent, "mw:DisplaySpace") => {
                    is_spaced = true;
                    text.push(' ');
                }
                _ if text.len() < LONGEST => text.extend(piece.chars().take(LONGEST)),
                _ => {}
            }
        }
        Self { id: id_of(&text), has_number: numbers > 0, is_spaced }
    }

    /// Whether Parsoid's id is made of the heading's text, perhaps with a number behind it, or for want of a text is none. Else it
    /// was given by whoever wrote the heading.
    fn is_called(&self, parsoids: &str) -> bool {
        let is_number = |rest: &str| {
            rest.strip_prefix('_').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        let made = parsoids.strip_prefix(&self.id).is_some_and(|rest| rest.is_empty() || is_number(rest));
        // Older releases of Parsoid take “0” for nothing.
        made || parsoids.is_empty() || matches!(self.id.as_str(), "" | "0") && is_synthetic(parsoids)
    }
}

/// The id that MediaWiki makes of a heading's text.
fn id_of(text: &str) -> String {
    // Only these are trimmed: a non-breaking space at the beginning stays.
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0B']);
    let mut id = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_direction(*c)) {
        match c {
            c if c == '_' || c.is_whitespace() => {
                if !id.ends_with('_') {
                    id.push('_');
                }
            }
            c => id.push(c),
        }
    }
    id.truncate(id.trim_end_matches('_').len());
    id
}

/// Marks of the direction of writing, which titles and fragments lose.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
}

/// `[https://…]` is shown as `[1]`.
fn is_numbered(element: &Element) -> bool {
    element.name() == "a"
        && attribute(element, "class")
            .is_some_and(|class| class.split(' ').any(|class| class == "autonumber"))
}

/// Whether such links are numbered in the order in which they stand there. Those in footnotes and in captions of pictures are
/// numbered before all others.
fn is_numbered_in_order(node: Node<'_>) -> bool {
    let is_early = |element: &Element| {
        ["mw:Extension", "mw:File", "mw:Image"].iter().any(|kind| has_type(element, kind))
    };
    let is_out_of_order =
        |link: Node<'_>| link.ancestors().any(|around| around.value().as_element().is_some_and(is_early));
    let mut links =
        node.tree().root().descendants().filter(|node| node.value().as_element().is_some_and(is_numbered));
    !links.any(is_out_of_order)
}

/// An id that Parsoid gives to every element: `mwAB`.
fn is_synthetic(id: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    id.strip_prefix("mw").is_some_and(|rest| (2..=6).contains(&rest.len()) && rest.chars().all(is_digit))
}
