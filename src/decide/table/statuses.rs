//! A status in a table's cell: as typed, with its meaning in words, and a colour that says no more than the words. Pure.

use std::collections::BTreeMap;

use crate::base::Message;
use crate::base::text::fold;
use crate::goals::{KeyResult, Stated, Status};
use crate::wikitext;

/// A status is quoted up to this many characters.
const LONGEST_STATUS: usize = 80;

/// Colours of the skin, which follow light and dark; and what they are on a skin that has no such variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Good,
    Middling,
    Bad,
    Plain,
}

impl Colour {
    /// The style of what has this colour behind it.
    pub fn style(self) -> &'static str {
        match self {
            Self::Good => {
                "background-color:var(--background-color-success-subtle,#dff2eb);color:var(--color-base,#202122)"
            }
            Self::Middling => {
                "background-color:var(--background-color-warning-subtle,#fdf2d5);color:var(--color-base,#202122)"
            }
            Self::Bad => {
                "background-color:var(--background-color-error-subtle,#ffe9e5);color:var(--color-base,#202122)"
            }
            Self::Plain => {
                "background-color:var(--background-color-neutral,#eaecf0);color:var(--color-base,#202122)"
            }
        }
    }

    fn of(status: Option<Status>) -> Self {
        match status {
            Some(Status::Done | Status::OnTrack) => Self::Good,
            Some(Status::PartiallyDone | Status::AtRisk | Status::Delayed | Status::Postponed) => {
                Self::Middling
            }
            Some(Status::OffTrack | Status::Blocked | Status::NotDone) => Self::Bad,
            Some(Status::InProgress | Status::ToDo) | None => Self::Plain,
        }
    }
}

/// The statuses of a key result: its own, and those of its goals, each with its number where there are several.
pub fn statuses(result: &KeyResult, language: &str) -> String {
    let own = result.status.as_ref();
    // Often all goals have it from their key result, or it from them.
    if let Some(own) =
        own.filter(|own| result.goals.iter().all(|goal| goal.status.as_ref().is_none_or(|of| of == *own)))
    {
        return chip(own, language);
    }
    let mut counted: BTreeMap<(Option<Status>, &str), (usize, &Stated)> = BTreeMap::new();
    for stated in result.goals.iter().filter_map(|goal| goal.status.as_ref()) {
        counted.entry((stated.status, stated.text.as_str())).or_insert((0, stated)).0 += 1;
    }
    let several = result.goals.len() > 1;
    let of_goals = counted.into_values().map(|(count, stated)| match several {
        true => format!("{count} × {}", chip(stated, language)),
        false => chip(stated, language),
    });
    own.map(|own| chip(own, language)).into_iter().chain(of_goals).collect::<Vec<_>>().join(", ")
}

fn chip(stated: &Stated, language: &str) -> String {
    let style = Colour::of(stated.status).style();
    format!("<span style=\"{style};padding:0 0.3em\">{}</span>", words(stated, language))
}

/// As typed, and what it comes to where that is another word.
fn words(stated: &Stated, language: &str) -> String {
    let typed = wikitext::cut_at_word(&stated.text, LONGEST_STATUS);
    let Some(meaning) = stated.status.map(|status| meaning(status).text(language)) else {
        return wikitext::plain(&typed);
    };
    match fold(typed.trim()) == fold(&meaning) || typed.trim().is_empty() {
        true => meaning,
        false => Message::new("table-status").with(wikitext::plain(&typed)).with(meaning).text(language),
    }
}

fn meaning(status: Status) -> Message {
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
