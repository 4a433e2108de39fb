//! Parsoid's ways of saying things: transclusions, red links, types.

use kuchikikiki::{ElementData, NodeRef};
use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

use crate::base::text::tidy;
use crate::goals::model::Stated;
use crate::goals::words::Words;

/// What Parsoid says of a transclusion's origin.
pub struct TemplateCall {
    pub title: String,
    pub has_parameters: bool,
    first_parameter: Option<String>,
}

impl TemplateCall {
    /// `None` if the node is made of several templates and text between them.
    pub fn of(element: &ElementData) -> Option<Self> {
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

    pub fn base_name(&self) -> &str {
        self.title.split_once(':').map_or(self.title.as_str(), |(_, name)| name)
    }

    /// The status it shows, in the words it shows. The word that {{Not done|Blocked}} shows counts for more than the
    /// template's name.
    pub fn status(&self, node: &NodeRef, words: &Words) -> Option<Stated> {
        let by_name = words.status(self.base_name())?;
        let shown = tidy(&node.text_contents());
        // Before the word stands an icon.
        let shown = shown.trim_start_matches(|c: char| !c.is_alphanumeric());
        let asked = self.first_parameter.as_deref().and_then(|word| words.status(word));
        let status = asked.or_else(|| words.status(shown)).unwrap_or(by_name);
        let text = if shown.is_empty() { self.base_name() } else { shown };
        Some(Stated { text: text.to_owned(), status: Some(status) })
    }
}

/// A link to a page that doesn't exist, standing where that page's content should be.
pub fn is_red_link_to(element: &ElementData, title: &str) -> bool {
    let red = attribute(element, "class").is_some_and(|class| class.split(' ').any(|c| c == "new"));
    red && attribute(element, "href").is_some_and(|href| linked_title(&href) == title.replace('_', " "))
}

/// The title that a link of Parsoid's leads to.
pub fn linked_title(href: &str) -> String {
    let target = href.trim_start_matches("./").split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(target).decode_utf8_lossy().replace('_', " ")
}

pub fn attribute(element: &ElementData, name: &str) -> Option<String> {
    with_attribute(element, name, str::to_owned)
}

/// What `look` makes of an attribute, without a copy of it. An element has few: to look through them is less work than to look the
/// name up.
pub fn with_attribute<R>(element: &ElementData, name: &str, look: impl FnOnce(&str) -> R) -> Option<R> {
    let attributes = element.attributes.borrow();
    let mut named = attributes.map.iter().filter(|(known, _)| &*known.local == name && known.ns.is_empty());
    named.next().map(|(_, attribute)| look(&attribute.value))
}

pub fn has_type(element: &ElementData, wanted: &str) -> bool {
    let is_it = |types: &str| {
        types
            .split_ascii_whitespace()
            .any(|t| t == wanted || t.strip_prefix(wanted).is_some_and(|r| r.starts_with('/')))
    };
    with_attribute(element, "typeof", is_it).unwrap_or_default()
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
pub fn strip_translate_tags(text: &str) -> String {
    text.replace("<translate>", "").replace("</translate>", "")
}
