//! What was not read, and why; every command that reads pages shows it.

use std::fmt::Write as _;

use anstyle::Style;
use serde_json::{Value as Json, json};

use super::colour::Colour;
use crate::read::Survey;

/// For a person.
pub fn human(survey: &Survey<'_>, colour: Colour) -> String {
    let mut text = String::new();
    for unread in &survey.unread {
        let title = colour.paint(Style::new().bold(), &unread.title);
        let _ = writeln!(text, "{title}\n  not read: {}\n", unread.reason);
    }
    for board in &survey.never_matched {
        let _ = writeln!(text, "{board}\n");
    }
    text
}

/// The pages, for a program.
pub fn json(survey: &Survey<'_>) -> Vec<Json> {
    survey.unread.iter().map(|unread| json!({"title": unread.title, "reason": unread.reason})).collect()
}

/// The boards that never matched any page, each once, for a program.
pub fn boards<'a>(survey: &'a Survey<'_>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for never in &survey.never_matched {
        let name = never.board.settings().name.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
