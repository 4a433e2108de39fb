//! What a place on a goal page is called, in a line that tells of it. Pure.

use std::collections::BTreeSet;

use super::cases::CasePage;
use crate::base::{Message, Title};
use crate::goals::{KeyResult, Objective};
use crate::read::Facts;
use crate::rules::{Finding, Topic};
use crate::wikitext;

/// A key result's text is quoted up to this many characters.
const LONGEST_QUOTE: usize = 200;
/// And in the words of a link up to this many.
const LONGEST_NAME: usize = 40;
/// A label up to this many.
const LONGEST_LABEL: usize = 80;

/// How a line names its place.
pub struct Named<'a> {
    /// The place in its own words.
    pub words: String,
    /// Its label and its objective; `None` of an objective, whose words are all there is.
    pub place: Option<String>,
    /// What it is called in a link.
    name: String,
    /// What is meant, for the summary of whoever follows the link.
    meant: String,
    title: &'a Title,
    anchor: &'a str,
}

impl Named<'_> {
    /// A notice's line: the place, linked to where it stands, and what is to be done there.
    pub fn line(&self, edit: &str, language: &str) -> String {
        let link = |shown: &str| wikitext::link_to(self.title, self.anchor, shown);
        let edit = format!("<span class=\"plainlinks\">{edit}</span>");
        let line = match &self.place {
            Some(place) => Message::new("notice-item").with(&self.words).with(link(place)).with(edit),
            None => Message::new("notice-item-objective").with(link(&self.words)).with(edit),
        };
        line.text(language)
    }

    /// A link that says what it is for, and opens the section in the editor.
    pub fn edit_link(
        &self,
        facts: &Facts<'_>,
        finding: &Finding,
        topics: &BTreeSet<Topic>,
        language: &str,
    ) -> String {
        let intro = facts.named_pages.edit_intro.as_ref();
        let edit = finding.place.edit_url_for(facts.site, self.title, &self.meant, intro);
        let has = |topic: Topic| topics.contains(&topic);
        let link = Message::new(match (has(Topic::Statuses), has(Topic::Goals), has(Topic::Manager)) {
            (true, _, true) => "notice-manager-and-statuses-of",
            (true, ..) => "notice-statuses-of",
            (_, true, true) => "notice-goals-and-manager-of",
            (_, true, false) => "notice-goals-of",
            (_, false, _) => "notice-manager-of",
        });
        link.with(edit).with(&self.name).text(language)
    }
}

/// How the place of a finding is named. `is_only` says of a label whether no other place that is told of has it: there may be a
/// KR1 of each objective.
pub fn named<'a>(
    page: CasePage<'a>,
    finding: &'a Finding,
    language: &str,
    is_only: impl Fn(&str) -> bool,
) -> Named<'a> {
    let naming = Naming { title: &page.facts.title, finding, language };
    match finding.item.on(&page.read.content) {
        (Some(above), Some(result)) => naming.key_result(above, result, is_only),
        (Some(above), None) => naming.objective(above.shown_on(naming.title)),
        (None, _) => naming.objective(naming.title.as_str()),
    }
}

struct Naming<'a, 'l> {
    title: &'a Title,
    finding: &'a Finding,
    language: &'l str,
}

impl<'a> Naming<'a, '_> {
    fn key_result(&self, above: &Objective, result: &KeyResult, is_only: impl Fn(&str) -> bool) -> Named<'a> {
        let above = above.shown_on(self.title);
        let label = result.label.as_deref().map(|label| wikitext::cut(label, LONGEST_LABEL));
        let words = Some(result.text.as_str()).filter(|text| !text.trim().is_empty());
        let words = words.or(label.as_deref()).unwrap_or(above);
        let shown = label.as_deref().filter(|label| *label != words);
        let name = match &label {
            Some(label) if is_only(label) => wikitext::plain(&wikitext::cut(label, LONGEST_NAME)),
            Some(label) => {
                let [label, above] = [label.as_str(), above].map(|text| wikitext::cut(text, LONGEST_NAME));
                wikitext::plain(&format!("{label}, {above}"))
            }
            None => self.quoted(words),
        };
        let called = label.as_deref().unwrap_or(words);
        let place = shown.map_or_else(|| above.to_owned(), |label| format!("{label}, {above}"));
        Named {
            words: wikitext::plain(&wikitext::cut(words, LONGEST_QUOTE)),
            place: Some(wikitext::plain(&place)),
            title: self.title,
            anchor: &self.finding.place.anchor,
            name,
            meant: format!(
                "{}, {}",
                wikitext::cut(called, LONGEST_NAME),
                wikitext::cut(above, LONGEST_LABEL)
            ),
        }
    }

    fn objective(&self, title: &str) -> Named<'a> {
        Named {
            words: wikitext::plain(&wikitext::cut(title, LONGEST_QUOTE)),
            place: None,
            title: self.title,
            anchor: &self.finding.place.anchor,
            name: self.quoted(title),
            meant: wikitext::cut(title, LONGEST_LABEL),
        }
    }

    fn quoted(&self, words: &str) -> String {
        let words = wikitext::plain(&wikitext::cut(words, LONGEST_NAME));
        Message::new("notice-quoted").with(words).text(self.language)
    }
}
