//! The whole table: a heading row for each objective, and a row for each key result. Pure.

use super::statuses::{Colour, statuses};
use crate::base::{Message, Title};
use crate::decide::cases::CasePage;
use crate::goals::{Emptiness, GoalPage, GoalsState, KeyResult, Manager, Managers, Objective};
use crate::rules::{Finding, Item, Topic};
use crate::wikitext;

/// A key result's text is shown up to this many characters, cut at a word.
const LONGEST_TEXT: usize = 140;
/// A title in the caption or in a heading row up to this many.
const LONGEST_TITLE: usize = 120;

/// What the row of a key result begins with, and nothing else.
const ROW: &str = "! scope=\"row\"";

/// How many key results a table has that stands on the wiki.
pub fn key_results_in(table: &str) -> usize {
    table.lines().filter(|line| line.starts_with(ROW)).count()
}

/// The cells of a key result, as far as the page has places for them.
#[derive(Clone, Copy)]
struct Columns {
    managers: bool,
    statuses: bool,
}

impl Columns {
    fn of(page: &GoalPage) -> Self {
        Self { managers: page.has_manager_labels, statuses: page.uses_statuses() }
    }

    fn count(self) -> usize {
        2 + usize::from(self.managers) + usize::from(self.statuses)
    }
}

/// The table of a page.
pub fn rows(page: CasePage<'_>, language: &str) -> String {
    let (title, content) = (&page.facts.title, &page.read.content);
    let say = |key: &'static str| Message::new(key).text(language);
    let columns = Columns::of(content);
    // Heading rows would be sorted among the others.
    let (class, caption) = match content.objectives.as_slice() {
        [only] => {
            let shown = wikitext::plain(&wikitext::cut_at_word(only.shown_on(title), LONGEST_TITLE));
            ("wikitable sortable mw-collapsible mw-collapsed", Message::new("table-caption-of").with(shown))
        }
        _ => ("wikitable mw-collapsible mw-collapsed", Message::new("table-caption")),
    };
    let caption = caption.text(language);
    let mut text = format!("<div style=\"overflow-x:auto\">\n{{| class=\"{class}\"\n|+ {caption}\n");
    let mut headings = vec!["status-key-result"];
    headings.extend(columns.managers.then_some("status-manager"));
    headings.push("status-goals");
    headings.extend(columns.statuses.then_some("status-status"));
    for heading in headings {
        text += &format!("! scope=\"col\" | {}\n", say(heading));
    }
    for (number, objective) in content.objectives.iter().enumerate() {
        if content.objectives.len() > 1 {
            text += &heading(title, objective, columns);
        }
        if objective.key_results.is_empty() {
            text += &format!("|-\n| colspan=\"{}\" | {}\n", columns.count(), say("status-unreadable"));
        }
        for (at, result) in objective.key_results.iter().enumerate() {
            let item = Item::KeyResult { objective: number, key_result: at };
            text += &Row { page, item, result, columns, language }.text();
        }
    }
    text + "|}\n</div>"
}

fn heading(title: &Title, objective: &Objective, columns: Columns) -> String {
    let shown = wikitext::cut_at_word(objective.shown_on(title), LONGEST_TITLE);
    let link = wikitext::link(title, &objective.place.anchor, &shown);
    format!("|-\n! colspan=\"{}\" scope=\"rowgroup\" style=\"text-align:start\" | {link}\n", columns.count())
}

struct Row<'a> {
    page: CasePage<'a>,
    item: Item,
    result: &'a KeyResult,
    columns: Columns,
    language: &'a str,
}

impl Row<'_> {
    fn text(&self) -> String {
        let (title, result) = (&self.page.facts.title, self.result);
        let words = wikitext::cut_at_word(&result.text, LONGEST_TEXT);
        let link = |label: &str| wikitext::link(title, &result.place.anchor, label);
        let named = match result.label.as_deref() {
            Some(label) if !words.trim().is_empty() && label != words => {
                // Bold, so that those who can't see its colour know it for a link.
                format!("'''{}''' {}", link(label), wikitext::plain(&words))
            }
            label => link(label.unwrap_or(&words)),
        };
        let mut text = format!("|-\n{ROW} style=\"text-align:start;font-weight:normal\" | {named}\n");
        if self.columns.managers {
            text += &cell(self.managers());
        }
        text += &cell(self.goals());
        if self.columns.statuses {
            text += &format!("| {}\n", statuses(result, self.language));
        }
        text
    }

    fn managers(&self) -> (Option<Colour>, String) {
        let managers = &self.result.managers;
        let names: Vec<_> =
            managers.named().iter().map(|Manager { name, .. }| wikitext::plain(name)).collect();
        match managers {
            Managers::Named { .. } => (None, names.join(", ")),
            Managers::Unread => (None, self.say("status-unreadable")),
            Managers::Absent | Managers::Empty if self.is_allowed(Topic::Manager) => {
                (None, self.say("table-not-needed"))
            }
            Managers::Absent | Managers::Empty => {
                (Some(Colour::Middling), self.say("status-manager-missing"))
            }
        }
    }

    fn goals(&self) -> (Option<Colour>, String) {
        match (self.result.goals_state, &self.result.emptiness) {
            (GoalsState::Read, _) => {
                let count = Message::new("status-goals-count").with(self.result.goals.len());
                (None, count.text(self.language))
            }
            (GoalsState::Unknown, _) => (None, self.say("status-unreadable")),
            (GoalsState::Empty, _) if self.is_allowed(Topic::Goals) => (None, self.say("table-not-needed")),
            (GoalsState::Empty, Some(Emptiness::OnlyARemark)) => {
                (None, self.say("finding-empty-goals-maybe"))
            }
            (GoalsState::Empty, _) => (Some(Colour::Middling), self.say("status-goals-empty")),
        }
    }

    /// Whether a comment on the page says that it may be missing.
    fn is_allowed(&self, topic: Topic) -> bool {
        let is_it = |finding: &Finding| finding.item == self.item && finding.rule.topic() == Some(topic);
        self.page.facts.allowed.iter().any(is_it)
    }

    fn say(&self, key: &'static str) -> String {
        Message::new(key).text(self.language)
    }
}

fn cell((colour, text): (Option<Colour>, String)) -> String {
    match colour {
        Some(colour) => format!("| style=\"{}\" | {text}\n", colour.style()),
        None => format!("| {text}\n"),
    }
}
