//! A notice's list: each place in the goal page's own words, with a link that says what it is for.

use std::fmt::Write as _;

use super::super::cases::{CaseFinding, CasePage};
use super::super::naming::named;
use super::super::{items, tables};
use super::Wording;
use super::places::{OnPage, Place};
use crate::base::Message;
use crate::goals::KeyResult;
use crate::ledger;
use crate::rules::{Finding, Item};
use crate::wikitext;

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
        let is_only = |label: &str| self.is_only(page, label);
        let named = named(page, finding, self.language, is_only);
        let edit = named.edit_link(self.facts, finding, &place.topics(), self.language);
        let line = named.line(&edit, self.language);
        let notes = self.notes(place);
        match notes.is_empty() {
            true => line,
            false => self.say(Message::new("notice-note").with(line).with(notes.join("; "))),
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
        what.parameters = what.parameters.iter().map(|text| wikitext::plain(text).into()).collect();
        self.say(what)
    }
}
