//! The table's wikitext: one row per key result. Without dates of runs and without names of people
//! told: it changes only when the goal page does.

mod seal;

use std::collections::BTreeMap;

use crate::base::{Message, PageRevision, Title};
use crate::goals::{Emptiness, GoalsState, KeyResult, Manager, Managers, Objective, Stated, Status};
use crate::read::PageFacts;
use crate::wikitext::{self, TABLE_CLASS};

/// A key result without a label is quoted up to this many characters.
const LONGEST_QUOTE: usize = 80;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its wikitext.
    text: String,
    /// The same without titles and labels, and the anchors made of them: what time passing makes of a title (`{{CURRENTTIME}}`
    /// in a heading) is nothing that happened on the page.
    says: String,
}

impl Table {
    /// What stands on the wiki: the table, and from what it was made.
    pub fn sealed(&self, made_from: &[PageRevision]) -> String {
        seal::sealed(self, made_from)
    }

    /// Whether it says nothing that `old` doesn't say, which stands on the wiki as the bot left it. Titles that
    /// changed count only if a page was edited since.
    pub fn is_said_in(&self, old: &str, made_from: &[PageRevision]) -> bool {
        seal::says_the_same(old, self, made_from)
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.says.push_str(text);
    }

    fn link(&mut self, title: &Title, anchor: &str, label: &str) {
        self.text.push_str(&wikitext::link(title, anchor, label));
        self.says.push_str("[[]]");
    }
}

pub use seal::is_untouched;

/// The table of one goal page.
pub fn table(page: &PageFacts<'_>, language: &str, user_page: &str) -> Table {
    let say = |key: &'static str| Message::new(key).text(language);
    let mut table = Table { text: String::new(), says: String::new() };
    table.push(&format!("<div class=\"{TABLE_CLASS}\">\n"));
    table.push(&Message::new("status-intro").with(user_page).text(language));
    table.push("\n{| class=\"wikitable\"\n");
    let headings =
        ["status-objective", "status-key-result", "status-manager", "status-goals", "status-status"];
    let headings: Vec<_> = headings.into_iter().map(say).collect();
    table.push(&format!("! {}\n", headings.join(" !! ")));
    for objective in page.content().into_iter().flat_map(|content| &content.objectives) {
        rows(&mut table, &page.title, objective, language);
    }
    table.push("|}");
    table.push("\n</div>");
    table
}

fn rows(table: &mut Table, title: &Title, objective: &Objective, language: &str) {
    let (anchor, shown) = (&objective.place.anchor, objective.shown_on(title));
    if objective.key_results.is_empty() {
        let unread = Message::new("status-unreadable").text(language);
        let managers = managers(&objective.manager, language);
        table.push("|-\n| ");
        table.link(title, anchor, shown);
        table.push(&format!(" || || {managers} || {unread} ||\n"));
        return;
    }
    for (number, result) in objective.key_results.iter().enumerate() {
        table.push("|-\n");
        if number == 0 {
            table.push(&format!("| rowspan=\"{}\" | ", objective.key_results.len()));
            table.link(title, anchor, shown);
            table.push("\n");
        }
        let quote = wikitext::cut(&result.text, LONGEST_QUOTE);
        let managers = managers(&result.managers, language);
        let (goals, status) = (goals(result, language), status(result, language));
        table.push("| ");
        table.link(title, &result.place.anchor, result.label.as_deref().unwrap_or(&quote));
        table.push(&format!(" || {managers} || {goals} || {status}\n"));
    }
}

fn managers(managers: &Managers, language: &str) -> String {
    let names: Vec<_> = managers.named().iter().map(|Manager { name, .. }| wikitext::plain(name)).collect();
    match managers {
        Managers::Named { .. } => names.join(", "),
        Managers::Unread => Message::new("status-unreadable").text(language),
        Managers::Absent | Managers::Empty => Message::new("status-manager-missing").text(language),
    }
}

fn goals(result: &KeyResult, language: &str) -> String {
    let message = match (result.goals_state, &result.emptiness) {
        (GoalsState::Read, _) => Message::new("status-goals-count").with(result.goals.len()),
        (GoalsState::Unknown, _) => Message::new("status-unreadable"),
        (GoalsState::Empty, Some(Emptiness::OnlyARemark)) => Message::new("finding-empty-goals-maybe"),
        (GoalsState::Empty, _) => Message::new("status-goals-empty"),
    };
    message.text(language)
}

/// The statuses of the goals, each with its number where there are several.
fn status(result: &KeyResult, language: &str) -> String {
    let typed = |stated: &Stated| wikitext::plain(&wikitext::cut(&stated.text, LONGEST_QUOTE));
    let mut counted: BTreeMap<(Option<Status>, String), usize> = BTreeMap::new();
    for stated in result.goals.iter().filter_map(|goal| goal.status.as_ref()) {
        let shown = stated.status.map_or_else(|| typed(stated), |status| word(status).text(language));
        *counted.entry((stated.status, shown)).or_default() += 1;
    }
    if counted.is_empty() {
        return result.status.as_ref().map(typed).unwrap_or_default();
    }
    let several = result.goals.len() > 1;
    let one = |((_, shown), count): ((Option<Status>, String), usize)| {
        if several { format!("{count} × {shown}") } else { shown }
    };
    counted.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn word(status: Status) -> Message {
    Message::new(match status {
        Status::Done => "status-done",
        Status::InProgress => "status-in-progress",
        Status::ToDo => "status-to-do",
        Status::OnTrack => "status-on-track",
        Status::AtRisk => "status-at-risk",
        Status::OffTrack => "status-off-track",
        Status::PartiallyDone => "status-partially-done",
        Status::Postponed => "status-postponed",
        Status::NotDone => "status-not-done",
        Status::Blocked => "status-blocked",
        Status::Delayed => "status-delayed",
    })
}
