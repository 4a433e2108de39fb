//! What of the HTML a reader sees, and what comes from elsewhere.

use std::rc::Rc;

use kuchikikiki::{ElementData, NodeRef};

use super::super::Extra;
use super::super::parsoid::{
    TemplateCall, attribute, has_type, is_red_link_to, linked_title, with_attribute,
};
use super::{About, Builder, Visit};

impl Builder<'_> {
    /// Notes what a transclusion's node is; a status template is taken out of the text.
    pub(super) fn transclusion(&mut self, element: &ElementData, node: &NodeRef) -> Visit {
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
        let Some(template) = TemplateCall::of(element) else { return Visit::Inside };
        if let Some(stated) = template.status(node, self.words) {
            self.current.statuses.push((self.current.raw.len(), stated));
            if let Some(about) = about {
                self.abouts.insert(about, About::Status);
            }
            return Visit::Skip;
        }
        // {{TBD}} says what it means even where there is no such template.
        if is_red_link_to(element, &template.title) && self.words.is_placeholder(template.base_name()) {
            self.push(template.base_name());
            return Visit::Skip;
        }
        if is_red_link_to(element, &template.title) || has_type(element, "mw:Error") {
            self.current.unread = Some(template.title.clone());
            return Visit::Skip;
        }
        let page = self.note_page(about, template);
        self.sources.extend(page);
        Visit::Inside
    }

    /// Notes what else comes along with a node that is not looked into.
    pub(super) fn note_transclusion(&mut self, element: &ElementData) {
        if let Some(template) = TemplateCall::of(element).filter(|_| has_type(element, "mw:Transclusion")) {
            self.note_page(attribute(element, "about"), template);
        }
    }

    /// The page that everything with this `about` stands on.
    fn note_page(&mut self, about: Option<String>, template: TemplateCall) -> Option<Rc<str>> {
        let about = about.filter(|_| !template.has_parameters)?;
        let page: Rc<str> = template.title.into();
        self.abouts.insert(about, About::Page(Rc::clone(&page)));
        Some(page)
    }

    pub(super) fn is_unseen(&mut self, element: &ElementData) -> bool {
        let name = &*element.name.local;
        let class = attribute(element, "class").unwrap_or_default();
        let classed = |wanted: &str| class.split_ascii_whitespace().any(|c| c == wanted);
        if classed("error") {
            self.current.unread = Some("a template on it failed".to_owned());
            return true;
        }
        let picture = name == "figure" || has_type(element, "mw:File") || has_type(element, "mw:Image");
        let struck = matches!(name, "s" | "del" | "strike");
        if picture || struck {
            self.current.extra = Some(if picture { Extra::Picture } else { Extra::Struck });
            return true;
        }
        // A template that failed inside another is but a red link.
        let nested = name == "a" && classed("new") && !has_type(element, "mw:Transclusion");
        if nested && attribute(element, "title").is_some_and(|title| title.starts_with("Template:")) {
            let title = linked_title(&attribute(element, "href").unwrap_or_default());
            self.current.unread = Some(title);
            return true;
        }
        let is_hidden = |style: &str| style.replace(' ', "").contains("display:none");
        let is_hidden = || with_attribute(element, "style", is_hidden).unwrap_or_default();
        let has_folding_id =
            || with_attribute(element, "id", |id| id.contains("collaps")).unwrap_or_default();
        let folded = || class.contains("mw-collaps") || has_folding_id();
        matches!(name, "head" | "style" | "script" | "link" | "meta" | "template" | "noscript")
            || has_type(element, "mw:Extension/ref")
            || has_type(element, "mw:Extension/references")
            || classed("mw-editsection")
            || class.contains("navbox")
            || with_attribute(element, "role", |role| role == "navigation").unwrap_or_default()
            || is_hidden() && !folded()
    }
}
