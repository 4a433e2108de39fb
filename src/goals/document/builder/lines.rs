//! Where text goes, and where a line begins and ends.

use scraper::node::Element;

use super::super::Start;
use super::super::parsoid::{Node, attribute, strip_translate_tags};
use super::Builder;
use super::current::Current;
use crate::base::text::{is_blank, tidy};

impl Builder<'_> {
    /// `[https://…]` shows a number that Parsoid leaves to the browser: the address stands for it.
    pub(super) fn name_bare_link(&mut self, element: &Element) {
        let Some((from, None, href)) = self.current.links.last() else { return };
        let external = attribute(element, "rel").is_some_and(|rel| rel.contains("mw:ExtLink"));
        if external && is_blank(self.current.raw.get(*from..).unwrap_or_default()) {
            let href = href.clone();
            self.push(&href);
        }
    }

    pub(super) fn text(&mut self, text: &str, node: Node<'_>) {
        let in_dl = node.parent().is_some_and(|p| p.value().as_element().is_some_and(|e| e.name() == "dl"));
        // The new line between a term and its definition isn't seen.
        if in_dl && is_blank(text) {
            return;
        }
        // An unknown parser function, {{#lst:…}} say, stays as text: what it stands for is not known.
        if self.literal == 0 && text.contains("{{") && text.contains("}}") {
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
                self.soft_break(true);
            }
            self.push(part);
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        let begins = self.current.source.is_none() && self.current.is_blank();
        match is_blank(text) {
            true => {}
            false if begins => self.current.source = self.sources.last().cloned(),
            false => self.current.is_mixed |= self.current.source.as_ref() != self.sources.last(),
        }
        self.current.raw.push_str(text);
    }

    pub(super) fn soft_break(&mut self, newline: bool) {
        if self.current.is_blank() || self.heading.is_some() {
            return;
        }
        let space = self.current.raw.ends_with(char::is_whitespace);
        let term = self.term;
        let open = self.current.links.iter().rfind(|link| link.1.is_none()).map(|link| link.2.clone());
        self.flush(Start::Soft { space, newline });
        self.term = term;
        self.current.links.extend(open.map(|href| (0, None, href)));
        if self.bold > 0 {
            self.current.bold_from = Some(0);
        }
    }

    /// Ends a list item's own text. Without any it is a line all the same: an empty stub.
    pub(super) fn end_item(&mut self) {
        let waiting = self.item;
        self.flush(Start::Block);
        if let (Some(_), Some(depth)) = (waiting, self.item.take()) {
            let line = self.line(Current::default(), Start::Block, None, Some(depth));
            self.lines.push(line);
        }
    }

    /// Ends the current line; `next` is what the next one begins with.
    pub(super) fn flush(&mut self, next: Start) {
        let mut current = std::mem::take(&mut self.current);
        let blank = current.says_nothing();
        let start = self.next_start.unwrap_or(Start::Block);
        let heading = self.heading.take();
        // A line without text only separates: a block is never made less of one by a break after it.
        if blank {
            // A comment of its own belongs to what stands above it.
            let above = self.lines.last_mut().map_or(&mut self.allows, |line| &mut line.allows);
            above.append(&mut current.allows);
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
        let line = self.line(current, start, heading, item);
        self.lines.push(line);
    }
}
