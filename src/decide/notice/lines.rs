//! A notice's list: each place in the goal page's own words, with a link that says what it is for.

use std::fmt::Write as _;

use super::super::cases::{CaseFinding, CasePage};
use super::super::{items, tables};
use super::Wording;
use super::places::{OnPage, Place};
use crate::base::Message;
use crate::goals::{KeyResult, Objective};
use crate::ledger;
use crate::rules::{Finding, Item, Topic};
use crate::wikitext;

/// A key result's text is quoted up to this many characters.
const LONGEST_QUOTE: usize = 200;
/// And in the words of a link up to this many.
const LONGEST_NAME: usize = 40;
/// A label up to this many.
const LONGEST_LABEL: usize = 80;

/// How a line names its place.
struct Named {
    /// The place in its own words.
    words: String,
    /// The link to where it stands; of an objective the words are that.
    link: Option<String>,
    /// What it is called in a link.
    name: String,
    /// What is meant, for the summary of whoever follows the link.
    meant: String,
}

impl Wording<'_> {
    /// The lines of one page, each with `indent` before it.
    pub fn lines(&self, on: &OnPage<'_>, indent: &str) -> String {
        let mut lines = String::new();
        for place in &on.places[..on.listed] {
            let mark = items::number(place.page, place.first.item, &place.topics());
            let mark = mark.map(ledger::item_mark).unwrap_or_default();
            let _ = writeln!(lines, "{indent}* {}{mark}", self.marked_up(&self.line(place)));
        }
        let more = on.places.len() - on.listed;
        if more > 0 {
            let page = on.told.page;
            let all = match tables::link_target(self.facts, page.facts) {
                Some((table, anchor)) => {
                    let label = self.say(Message::new("notice-table").with(&page.facts.title));
                    wikitext::link(&table, &anchor, &label)
                }
                None => on.told.link(),
            };
            let more = self.say(Message::new("notice-more").with(more).with(all));
            let _ = writeln!(lines, "{indent}* {}", self.marked_up(&more));
        }
        lines
    }

    fn line(&self, place: &Place<'_>) -> String {
        let (page, finding) = (place.page, place.first);
        let named = match finding.item.on(&page.read.content) {
            (Some(above), Some(result)) => self.key_result(place, above, result),
            (Some(above), None) => self.objective(place, above.shown_on(&page.facts.title)),
            (None, _) => self.objective(place, page.facts.title.as_str()),
        };
        let intro = self.facts.named_pages.edit_intro.as_ref();
        let edit =
            finding.place.edit_url_from_notice(self.facts.site, &page.facts.title, &named.meant, intro);
        let topics = place.topics();
        let has = |topic: Topic| topics.contains(&topic);
        let link = Message::new(match (has(Topic::Statuses), has(Topic::Goals), has(Topic::Manager)) {
            (true, ..) => "notice-statuses-of",
            (_, true, true) => "notice-goals-and-manager-of",
            (_, true, false) => "notice-goals-of",
            (_, false, _) => "notice-manager-of",
        });
        let edit = self.say(link.with(edit).with(&named.name));
        let edit = format!("<span class=\"plainlinks\">{edit}</span>");
        let line = self.say(match named.link {
            Some(link) => Message::new("notice-item").with(named.words).with(link).with(edit),
            None => Message::new("notice-item-objective").with(named.words).with(edit),
        });
        let notes = self.notes(place);
        match notes.is_empty() {
            true => line,
            false => self.say(Message::new("notice-note").with(line).with(notes.join("; "))),
        }
    }

    fn key_result(&self, place: &Place<'_>, above: &Objective, result: &KeyResult) -> Named {
        let title = &place.page.facts.title;
        let above = above.shown_on(title);
        let label = result.label.as_deref().map(|label| wikitext::cut(label, LONGEST_LABEL));
        let words = Some(result.text.as_str()).filter(|text| !text.trim().is_empty());
        let words = words.or(label.as_deref()).unwrap_or(above);
        let shown = label.as_deref().filter(|label| *label != words);
        let name = match &label {
            Some(label) if self.is_only(place.page, label) => {
                wikitext::plain(&wikitext::cut(label, LONGEST_NAME))
            }
            Some(label) => {
                let [label, above] = [label.as_str(), above].map(|text| wikitext::cut(text, LONGEST_NAME));
                wikitext::plain(&format!("{label}, {above}"))
            }
            None => self.quoted(words),
        };
        let called = label.as_deref().unwrap_or(words);
        Named {
            words: wikitext::plain(&wikitext::cut(words, LONGEST_QUOTE)),
            link: Some(wikitext::link(
                title,
                &place.first.place.anchor,
                &shown.map_or_else(|| above.to_owned(), |label| format!("{label}, {above}")),
            )),
            name,
            meant: format!(
                "{}, {}",
                wikitext::cut(called, LONGEST_NAME),
                wikitext::cut(above, LONGEST_LABEL)
            ),
        }
    }

    /// Whether only one key result that is told of on the page has this label: there may be a KR1 of each objective.
    fn is_only(&self, page: CasePage<'_>, label: &str) -> bool {
        let mut found: Vec<Item> = Vec::new();
        for CaseFinding { finding, .. } in self.told.findings.iter().filter(|at| at.page == page) {
            let is_called = |result: &KeyResult| result.label.as_deref() == Some(label);
            if finding.item.on(&page.read.content).1.is_some_and(is_called) && !found.contains(&finding.item)
            {
                found.push(finding.item);
            }
        }
        found.len() < 2
    }

    fn objective(&self, place: &Place<'_>, title: &str) -> Named {
        let words = wikitext::cut(title, LONGEST_QUOTE);
        Named {
            words: wikitext::link(&place.page.facts.title, &place.first.place.anchor, &words),
            link: None,
            name: self.quoted(title),
            meant: wikitext::cut(title, LONGEST_LABEL),
        }
    }

    fn quoted(&self, words: &str) -> String {
        self.say(Message::new("notice-quoted").with(wikitext::plain(&wikitext::cut(words, LONGEST_NAME))))
    }

    /// What is not plain from the page itself: where the text stands, why somebody else's place is theirs, and that goals
    /// stand under another quarter's label.
    fn notes(&self, place: &Place<'_>) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(source) = &place.first.place.source_page {
            notes.push(self.say(Message::new("notice-on-page").with(wikitext::plain(source.as_str()))));
        }
        if place.findings.iter().any(|finding| finding.next_in_line) {
            notes.push(self.say(Message::new("notice-next-in-line")));
        }
        let elsewhere = |finding: &&Finding| finding.message.key == "finding-empty-goals-other-quarter";
        notes.extend(place.findings.iter().copied().filter(elsewhere).map(|finding| self.what(finding)));
        notes
    }

    fn what(&self, finding: &Finding) -> String {
        let mut what = finding.message.clone();
        what.parameters = what.parameters.iter().map(|text| wikitext::plain(text)).collect();
        self.say(what)
    }
}
