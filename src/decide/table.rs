//! The table's wikitext: one row per key result. Without dates of runs and without names of people
//! told: it changes only when the goal page does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::base::{Account, Message, Title};
use crate::goals::{Emptiness, GoalsState, KeyResult, Manager, Managers, Objective, Status};
use crate::read::PageFacts;
use crate::wikitext;

/// A key result without a label is quoted up to this many characters.
const LONGEST_QUOTE: usize = 80;

/// The table of one goal page, and under it the names that stand on the page and lead to nobody.
pub fn wikitext(page: &PageFacts<'_>, untold: &BTreeSet<&str>, language: &str, user_page: &str) -> String {
    let say = |key: &'static str| Message::new(key).text(language);
    let mut text = Message::new("status-intro").with(user_page).text(language);
    text.push_str("\n{| class=\"wikitable\"\n");
    let headings =
        ["status-objective", "status-key-result", "status-manager", "status-goals", "status-status"];
    let headings: Vec<_> = headings.into_iter().map(say).collect();
    let _ = writeln!(text, "! {}", headings.join(" !! "));
    for objective in page.content().into_iter().flat_map(|content| &content.objectives) {
        rows(&mut text, &page.title, objective, language);
    }
    text.push_str("|}");
    let mut here: Vec<&str> = Vec::new();
    for manager in page.content().into_iter().flat_map(|content| content.managers()) {
        let names = [manager.account.as_ref().map(Account::as_str), Some(manager.name.as_str())];
        let shown = manager.name.as_str();
        let is_untold = names.into_iter().flatten().any(|name| untold.contains(name));
        if is_untold && !here.contains(&shown) {
            here.push(shown);
        }
    }
    if !here.is_empty() {
        let names: Vec<_> = here.iter().map(|name| wikitext::plain(name)).collect();
        let untold = Message::new("status-untold").with(names.join(", "));
        let _ = write!(text, "\n{}", untold.text(language));
    }
    text
}

fn rows(text: &mut String, title: &Title, objective: &Objective, language: &str) {
    let link = wikitext::link(title, &objective.place.anchor, objective.shown_on(title));
    if objective.key_results.is_empty() {
        let unread = Message::new("status-unreadable").text(language);
        let managers = managers(&objective.manager, language);
        let _ = writeln!(text, "|-\n| {link} || || {managers} || {unread} ||");
        return;
    }
    for (number, result) in objective.key_results.iter().enumerate() {
        text.push_str("|-\n");
        if number == 0 {
            let _ = writeln!(text, "| rowspan=\"{}\" | {link}", objective.key_results.len());
        }
        let quote = wikitext::cut(&result.text, LONGEST_QUOTE);
        let label = result.label.as_deref().unwrap_or(&quote);
        let label = wikitext::link(title, &result.place.anchor, label);
        let managers = managers(&result.managers, language);
        let (goals, status) = (goals(result, language), status(result, language));
        let _ = writeln!(text, "| {label} || {managers} || {goals} || {status}");
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
    let mut counted: BTreeMap<Status, usize> = BTreeMap::new();
    for status in result.goals.iter().filter_map(|goal| goal.status) {
        *counted.entry(status).or_default() += 1;
    }
    if counted.is_empty() {
        return result.status.map(|status| word(status).text(language)).unwrap_or_default();
    }
    let several = result.goals.len() > 1;
    let one = |(status, count): (Status, usize)| {
        let word = word(status).text(language);
        if several { format!("{count} × {word}") } else { word }
    };
    counted.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn word(status: Status) -> Message {
    Message::new(match status {
        Status::Done => "status-done",
        Status::InProgress => "status-in-progress",
        Status::ToDo => "status-to-do",
        Status::PartiallyDone => "status-partially-done",
        Status::Postponed => "status-postponed",
        Status::NotDone => "status-not-done",
        Status::Blocked => "status-blocked",
        Status::Delayed => "status-delayed",
    })
}
