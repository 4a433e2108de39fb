//! What of the HTML a reader sees, and what comes from elsewhere.

use std::rc::Rc;

use super::super::Extra;
use super::super::parsoid::{Marked, Node, TemplateCall, attribute, is_red_link_to, linked_title};
use super::{About, Builder, Visit};

impl Builder<'_> {
    /// Notes what a transclusion's node is; a status template is taken out of the text.
    pub(super) fn transclusion(&mut self, marked: Marked<'_>, node: Node<'_>) -> Visit {
        let element = marked.element;
        let known = marked.about.and_then(|about| self.abouts.get(about)).cloned();
        if !marked.has_type("mw:Transclusion") {
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
            if let Some(about) = marked.about {
                self.abouts.insert(about.to_owned(), About::Status);
            }
            return Visit::Skip;
        }
        // {{TBD}} says what it means even where there is no such template.
        if is_red_link_to(element, &template.title) && self.words.is_placeholder(template.base_name()) {
            self.push(template.base_name());
            return Visit::Skip;
        }
        if is_red_link_to(element, &template.title) || marked.has_type("mw:Error") {
            self.current.unread = Some(template.title.clone());
            return Visit::Skip;
        }
        let page = self.note_page(marked.about, template);
        self.sources.extend(page);
        Visit::Inside
    }

    /// Notes what else comes along with a node that is not looked into.
    pub(super) fn note_transclusion(&mut self, marked: Marked<'_>) {
        if let Some(template) =
            TemplateCall::of(marked.element).filter(|_| marked.has_type("mw:Transclusion"))
        {
            self.note_page(marked.about, template);
        }
    }

    /// The page that everything with this `about` stands on.
    fn note_page(&mut self, about: Option<&str>, template: TemplateCall) -> Option<Rc<str>> {
        let about = about.filter(|_| !template.has_parameters)?;
        let page: Rc<str> = template.title.into();
        self.abouts.insert(about.to_owned(), About::Page(Rc::clone(&page)));
        Some(page)
    }

    pub(super) fn is_unseen(&mut self, marked: Marked<'_>) -> bool {
        let element = marked.element;
        let name = element.name();
        if marked.has_class("error") {
            self.current.unread = Some("a template on it failed".to_owned());
            return true;
        }
        let picture = name == "figure" || marked.has_type("mw:File") || marked.has_type("mw:Image");
        let struck = matches!(name, "s" | "del" | "strike");
        if picture || struck {
            self.current.extra = Some(if picture { Extra::Picture } else { Extra::Struck });
            return true;
        }
        // A template that failed inside another is but a red link.
        let nested = name == "a" && marked.has_class("new") && !marked.has_type("mw:Transclusion");
        if nested && attribute(element, "title").is_some_and(|title| title.starts_with("Template:")) {
            let title = linked_title(attribute(element, "href").unwrap_or_default());
            self.current.unread = Some(title);
            return true;
        }
        let is_hidden = || marked.style.is_some_and(|style| style.replace(' ', "").contains("display:none"));
        let has_folding_id = || attribute(element, "id").is_some_and(|id| id.contains("collaps"));
        let folded = || marked.class.contains("mw-collaps") || has_folding_id();
        matches!(name, "head" | "style" | "script" | "link" | "meta" | "template" | "noscript")
            || marked.has_type("mw:Extension/ref")
            || marked.has_type("mw:Extension/references")
            || marked.has_class("mw-editsection")
            || marked.class.contains("navbox")
            || marked.role == "navigation"
            || is_hidden() && !folded()
    }
}
