//! Parsoid's ways of saying things: transclusions, red links, types.

use std::borrow::Cow;

use ego_tree::NodeRef;
use percent_encoding::percent_decode_str;
use scraper::node::Element;
use serde_json::Value as Json;

use super::tree::is_kept;
use crate::base::text::tidy;
use crate::goals::model::Stated;
use crate::goals::words::Words;

/// A node of a page.
pub type Node<'p> = NodeRef<'p, scraper::Node>;

/// What Parsoid says of a transclusion's origin.
pub struct TemplateCall {
    pub title: String,
    pub has_parameters: bool,
    first_parameter: Option<String>,
}

impl TemplateCall {
    /// `None` if the node is made of several templates and text between them.
    pub fn of(element: &Element) -> Option<Self> {
        let data: Json = serde_json::from_str(attribute(element, "data-mw")?).ok()?;
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

    pub fn base_name(&self) -> &str {
        self.title.split_once(':').map_or(self.title.as_str(), |(_, name)| name)
    }

    /// The status it shows, in the words it shows. The word that {{Not done|Blocked}} shows counts for more than the
    /// template's name.
    pub fn status(&self, node: Node<'_>, words: &Words) -> Option<Stated> {
        let by_name = words.status(self.base_name())?;
        let shown = tidy(&node.descendants().filter_map(as_text).collect::<String>());
        // Before the word stands an icon.
        let shown = shown.trim_start_matches(|c: char| !c.is_alphanumeric());
        let asked = self.first_parameter.as_deref().and_then(|word| words.status(word));
        let status = asked.or_else(|| words.status(shown)).unwrap_or(by_name);
        let text = if shown.is_empty() { self.base_name() } else { shown };
        Some(Stated { text: text.into(), status: Some(status) })
    }
}

/// A link to a page that doesn't exist, standing where that page's content should be.
pub fn is_red_link_to(element: &Element, title: &str) -> bool {
    let red = attribute(element, "class").is_some_and(|class| class.split(' ').any(|c| c == "new"));
    red && attribute(element, "href").is_some_and(|href| linked_title(href) == title.replace('_', " "))
}

/// The title that a link of Parsoid's leads to.
pub fn linked_title(href: &str) -> String {
    let target = href.trim_start_matches("./").split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(target).decode_utf8_lossy().replace('_', " ")
}

/// The text that a node is.
pub fn as_text(node: Node<'_>) -> Option<&str> {
    node.value().as_text().map(|text| &**text)
}

/// An attribute. An element has few: to look through them is less work than to look the name up.
pub fn attribute<'p>(element: &'p Element, name: &str) -> Option<&'p str> {
    debug_assert!(is_kept(name), "{name} is dropped when a page is parsed");
    element.attrs().find_map(|(known, value)| (known == name).then_some(value))
}

pub fn has_type(element: &Element, wanted: &str) -> bool {
    Marked::of(element).has_type(wanted)
}

/// An element, and what its attributes say that each is asked for; empty where there is none.
#[derive(Clone, Copy)]
pub struct Marked<'p> {
    pub element: &'p Element,
    /// Ties together what comes from one transclusion.
    pub about: Option<&'p str>,
    pub class: &'p str,
    types: &'p str,
    pub role: &'p str,
    pub style: Option<&'p str>,
}

impl<'p> Marked<'p> {
    /// In one go.
    pub fn of(element: &'p Element) -> Self {
        let mut marked = Self { element, about: None, class: "", types: "", role: "", style: None };
        for (name, value) in element.attrs() {
            match name {
                "about" => marked.about = Some(value),
                "class" => marked.class = value,
                "typeof" => marked.types = value,
                "role" => marked.role = value,
                "style" => marked.style = Some(value),
                _ => {}
            }
        }
        marked
    }

    pub fn has_class(&self, wanted: &str) -> bool {
        self.class.split_ascii_whitespace().any(|class| class == wanted)
    }

    pub fn has_type(&self, wanted: &str) -> bool {
        let is_it =
            |typed: &str| typed == wanted || typed.strip_prefix(wanted).is_some_and(|r| r.starts_with('/'));
        self.types.split_ascii_whitespace().any(is_it)
    }
}

pub fn is_block(name: &str) -> bool {
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
pub fn strip_translate_tags(text: &str) -> Cow<'_, str> {
    match text.contains('<') {
        true => text.replace("<translate>", "").replace("</translate>", "").into(),
        false => text.into(),
    }
}
