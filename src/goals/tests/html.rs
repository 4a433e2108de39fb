//! The little wikitext that goal pages need, as the HTML that Parsoid makes of it: headings and their sections,
//! paragraphs, breaks, bold and italic text, lists, indented lines, tables, links, comments, templates. A line that begins with `<p` or
//! `<ul` is HTML already. That it is true to Parsoid is shown on whole pages that Parsoid itself has read, see `mod.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Templates that show an icon and their name, or their first parameter.
const STATUSES: [&str; 8] =
    ["Done", "In progress", "To do", "Partially done", "Postponed", "Not done", "Blocked", "Delayed"];

/// A page's HTML.
pub fn html(wikitext: &str) -> String {
    let mut page = Page::default();
    page.html += "<section data-mw-section-id=\"0\">";
    page.sections.push(0);
    wikitext.lines().for_each(|line| page.line(line));
    page.close_blocks();
    while page.sections.pop().is_some() {
        page.html += "</section>";
    }
    format!("<!DOCTYPE html><html><head></head><body>{}</body></html>", page.html)
}

#[derive(Default)]
struct Page {
    html: String,
    /// The levels of the sections that are open.
    sections: Vec<usize>,
    headings: usize,
    ids: BTreeMap<String, usize>,
    paragraph: bool,
    /// Whether the line before was blank.
    blank: bool,
    /// How deep the open list is nested.
    list: usize,
    /// The end tag of the open cell.
    cell: Option<&'static str>,
    row: bool,
    transclusions: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        let after_blank = std::mem::replace(&mut self.blank, line.trim().is_empty());
        let stars = line.bytes().take_while(|byte| *byte == b'*').count();
        let level = line.bytes().take_while(|byte| *byte == b'=').count();
        if stars > 0 {
            self.item(stars, line[stars..].trim());
        } else if level > 0 && self.cell.is_none() {
            self.heading(level, line.trim_matches('=').trim());
        } else if let Some(attributes) = line.strip_prefix("{|") {
            self.close_blocks();
            let _ = write!(self.html, "<table{attributes}><tbody>");
        } else if let Some(indented) = line.strip_prefix(':') {
            self.close_blocks();
            self.html += "<dl><dd>";
            self.inline(indented.trim());
            self.html += "</dd></dl>\n";
        } else if line == "|}" {
            self.end_row();
            self.html += "</tbody></table>\n";
        } else if line == "|-" {
            self.end_row();
        } else if let Some(cells) = line.strip_prefix('!') {
            cells.split("!!").for_each(|cell| self.cell("<th>", "</th>", cell));
        } else if let Some(cells) = line.strip_prefix('|') {
            cells.split("||").for_each(|cell| self.cell("<td>", "</td>", cell));
        } else if line.trim().is_empty() {
            self.end_list();
            self.end_paragraph();
            self.html += "\n";
        } else if line.starts_with("<p") || line.starts_with("<ul") {
            self.close_blocks();
            self.html += line;
        } else {
            self.text(line, after_blank);
        }
    }

    /// In a cell only a line after a blank one is a paragraph.
    fn text(&mut self, line: &str, after_blank: bool) {
        self.end_list();
        let only_a_comment = line.starts_with("<!--") && line.ends_with("-->");
        if self.paragraph {
            self.html += "\n";
        } else if !only_a_comment && (self.cell.is_none() || after_blank) {
            self.html += "<p>";
            self.paragraph = true;
        }
        self.inline(line);
    }

    fn item(&mut self, depth: usize, text: &str) {
        self.end_paragraph();
        let empty = text.is_empty() || text.starts_with("<!--") && text.ends_with("-->");
        while self.list > depth {
            self.html += "</li></ul>";
            self.list -= 1;
        }
        if self.list == depth {
            self.html += "</li>\n";
        }
        while self.list < depth {
            self.html += "<ul>";
            self.list += 1;
            if self.list < depth {
                self.html += "<li>";
            }
        }
        self.html += if empty { "<li class=\"mw-empty-elt\">" } else { "<li>" };
        self.inline(text);
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.close_blocks();
        while self.sections.last().is_some_and(|open| *open == 0 || *open >= level) {
            self.sections.pop();
            self.html += "</section>";
        }
        self.sections.push(level);
        self.headings += 1;
        let shown = text.split("<!--").next().unwrap_or_default().trim();
        let id = shown.replace(' ', "_");
        let seen = self.ids.entry(id.clone()).or_default();
        *seen += 1;
        let id = if *seen > 1 { format!("{id}_{seen}") } else { id };
        let (number, id) = (self.headings, attribute(&id));
        let _ = write!(self.html, "<section data-mw-section-id=\"{number}\"><h{level} id=\"{id}\">");
        self.inline(text);
        let _ = writeln!(self.html, "</h{level}>");
    }

    fn cell(&mut self, open: &str, close: &'static str, text: &str) {
        self.end_cell();
        if !self.row {
            self.html += "<tr>";
            self.row = true;
        }
        self.html += open;
        self.cell = Some(close);
        self.inline(text.trim());
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.paragraph) {
            self.html += "</p>\n";
        }
    }

    fn end_list(&mut self) {
        for _ in 0..std::mem::take(&mut self.list) {
            self.html += "</li></ul>";
        }
    }

    fn end_cell(&mut self) {
        self.close_blocks();
        self.html += self.cell.take().unwrap_or_default();
    }

    fn end_row(&mut self) {
        self.end_cell();
        if std::mem::take(&mut self.row) {
            self.html += "</tr>\n";
        }
    }

    fn close_blocks(&mut self) {
        self.end_list();
        self.end_paragraph();
    }

    fn inline(&mut self, text: &str) {
        let mut rest = text;
        let (mut bold, mut italic) = (false, false);
        while let Some(first) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("'''") {
                bold = !bold;
                self.html += if bold { "<b>" } else { "</b>" };
                rest = after;
            } else if let Some(after) = rest.strip_prefix("''") {
                italic = !italic;
                self.html += if italic { "<i>" } else { "</i>" };
                rest = after;
            } else if let Some((comment, after)) = between(rest, "<!--", "-->") {
                // Parsoid writes these three so, for HTML's comments may not hold them.
                let comment = comment.replace('&', "&amp;").replace('-', "&#x2D;").replace('>', "&#x3E;");
                let _ = write!(self.html, "<!--{comment}-->");
                rest = after;
            } else if let Some((literal, after)) = between(rest, "<nowiki>", "</nowiki>") {
                let _ = write!(self.html, "<span typeof=\"mw:Nowiki\">{literal}</span>");
                rest = after;
            } else if let Some((link, after)) = between(rest, "[[", "]]") {
                self.link(link);
                rest = after;
            } else if let Some((call, after)) = between(rest, "{{", "}}") {
                self.transclusion(call);
                rest = after;
            } else {
                let tag = ["<br />", "<br>", "<s>", "</s>"].into_iter().find(|tag| rest.starts_with(tag));
                match (tag, first) {
                    (Some(tag), _) => self.html += tag,
                    (None, '<') => self.html += "&lt;",
                    (None, '&') => self.html += "&amp;",
                    (None, other) => self.html.push(other),
                }
                rest = &rest[tag.map_or(first.len_utf8(), str::len)..];
            }
        }
    }

    fn link(&mut self, link: &str) {
        let (title, text) = link.split_once('|').unwrap_or((link, link));
        let href = attribute(&title.replace(' ', "_"));
        let _ = if title.starts_with("File:") {
            write!(self.html, "<span typeof=\"mw:File\"><a href=\"./{href}\"><img/></a></span>")
        } else {
            let title = attribute(title);
            write!(self.html, "<a rel=\"mw:WikiLink\" href=\"./{href}\" title=\"{title}\">{text}</a>")
        };
    }

    fn transclusion(&mut self, call: &str) {
        let (name, parameter) = call.split_once('|').map_or((call, None), |(name, one)| (name, Some(one)));
        self.transclusions += 1;
        let about = format!("about=\"#mwt{}\"", self.transclusions);
        let parameters = parameter.map(|one| serde_json::json!({"1": {"wt": one}})).unwrap_or_default();
        let data = serde_json::json!({"parts": [{"template": {
            "target": {"wt": name, "href": format!("./Template:{}", name.replace(' ', "_"))},
            "params": if parameters.is_null() { serde_json::json!({}) } else { parameters },
            "i": 0,
        }}]});
        let first = format!("{about} data-mw='{data}'");
        let _ = if STATUSES.contains(&name) {
            let shown = parameter.unwrap_or(name);
            let icon = format!("<span role=\"img\" typeof=\"mw:Transclusion\" {first}>✔</span>");
            write!(self.html, "{icon}<span {about}> {shown}</span>")
        } else if let ("phab", Some(task)) = (name, parameter) {
            let href = format!("href=\"https://phabricator.wikimedia.org/{task}\" class=\"extiw\"");
            let rel = "rel=\"mw:WikiLink/Interwiki\" typeof=\"mw:Transclusion\"";
            write!(self.html, "<a {rel} {href} {first}>{task}</a>")
        } else {
            // Any other template is one that doesn't exist: a red link.
            let href = format!("./Template:{}?action=edit&amp;redlink=1", name.replace(' ', "_"));
            let kind = "rel=\"mw:WikiLink\" class=\"new\" typeof=\"mw:Transclusion mw:LocalizedAttrs\"";
            let title = format!("title=\"Template:{name}\"");
            write!(self.html, "<a {kind} href=\"{href}\" {title} {first}>Template:{name}</a>")
        };
    }
}

/// What stands between two marks at the beginning of a text, and what follows.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(open)?.split_once(close)
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}
