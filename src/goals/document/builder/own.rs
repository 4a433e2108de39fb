//! The bot's own status table, which is never read as goals, wherever it stands or is transcluded. It has a class; one of an older
//! release is known by the hidden markers around it, and, transcluded, where Parsoid drops these, by words that only such a
//! table has.

use std::collections::{BTreeSet, VecDeque};
use std::sync::LazyLock;

use super::super::parsoid::{Node, as_text};
use crate::base::Message;
use crate::base::message::languages;
use crate::base::text::tidy;

/// The markers on a page that have not been passed yet.
#[derive(Default)]
pub struct Markers<'p> {
    /// Looked for when the first is met.
    ahead: Option<VecDeque<Node<'p>>>,
}

impl<'p> Markers<'p> {
    /// If this comment is the marker at a table's beginning, the one at its end. Without its end it says nothing: what
    /// follows need not be the bot's.
    pub fn end_of(&mut self, comment: Node<'p>) -> Option<Node<'p>> {
        let begun = table_of(comment, BEGIN)?;
        let ahead = self.ahead.get_or_insert_with(|| {
            let nodes = comment.tree().root().descendants();
            nodes.filter(|node| table_of(*node, BEGIN).or_else(|| table_of(*node, END)).is_some()).collect()
        });
        while ahead.pop_front()? != comment {}
        ahead.front().copied().filter(|next| table_of(*next, END).as_ref() == Some(&begun))
    }
}

const BEGIN: &str = "begin";
const END: &str = "end";

/// The board and the quarter of the table that this comment is a marker of (`src/decide/tables.rs`).
fn table_of(node: Node<'_>, which: &str) -> Option<(String, String)> {
    let comment = node.value().as_comment()?;
    let mut words = comment.split([' ', ';']).filter(|word| !word.is_empty());
    if words.next() != Some("goalkeeper") || words.next() != Some("status") {
        return None;
    }
    let table = (words.next()?.to_owned(), words.next()?.to_owned());
    (words.next() == Some(which)).then_some(table)
}

/// What a table of an older release says in one language.
struct Wording {
    language: &'static str,
    headings: [String; 5],
    goals: BTreeSet<String>,
    /// What stands above it, and what stands below it before and after the names.
    above: String,
    below: (String, String),
}

static WORDINGS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    let wording = |language: &'static str| {
        let say = |key: &'static str| Message::new(key).text(language);
        let below = say("earlier-table-untold");
        let (before, after) = below.split_once("$1").unwrap_or((&below, ""));
        Wording {
            language,
            headings: [
                say("earlier-table-objective"),
                say("status-key-result"),
                say("status-manager"),
                say("status-goals"),
                say("status-status"),
            ],
            goals: [say("status-goals-empty"), say("status-unreadable"), say("finding-empty-goals-maybe")]
                .into(),
            above: tidy(&say("earlier-table-intro").replace("[[$1|", "").replace("]]", "")),
            below: (tidy(before), tidy(after)),
        }
    };
    languages().into_iter().map(wording).collect()
});

/// No text of the bot's own cells is longer.
const MOST_CHARACTERS: usize = 300;

/// Whether a table has the headings of the bot's, and each row says of its goals what only the bot says there.
pub fn is_table(table: Node<'_>) -> bool {
    let mut rows = rows(table);
    let Some(headings) = rows.next() else { return false };
    let Some(wording) = WORDINGS.iter().find(|wording| wording.headings[..] == headings[..]) else {
        return false;
    };
    let mut any = false;
    let says_it = rows.all(|cells| {
        any = true;
        let goals = cells.len().checked_sub(2).and_then(|at| cells.get(at));
        goals.is_some_and(|goals| wording.goals.contains(goals) || is_count(goals, wording.language))
    });
    any && says_it
}

fn is_count(text: &str, language: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = digits.parse::<u64>();
    number.is_ok_and(|number| Message::new("status-goals-count").with(number).text(language) == text)
}

/// The texts of the cells, row for row.
fn rows(table: Node<'_>) -> impl Iterator<Item = Vec<String>> {
    let named = |node: &Node<'_>, names: &[&str]| {
        node.value().as_element().is_some_and(|element| names.contains(&element.name()))
    };
    let in_body = table.children().flat_map(move |child| {
        let is_row = named(&child, &["tr"]);
        let within = if is_row { None } else { Some(child.children()) };
        is_row.then_some(child).into_iter().chain(within.into_iter().flatten())
    });
    in_body.filter(move |row| named(row, &["tr"])).map(move |row| {
        let cells = row.children().filter(|cell| named(cell, &["td", "th"]));
        cells.map(beginning).collect()
    })
}

/// The text of a cell, as far as the bot's own can be long. There may be tables in it.
fn beginning(cell: Node<'_>) -> String {
    const MOST_NODES: usize = 100;
    let mut text = String::new();
    for node in cell.descendants().take(MOST_NODES) {
        if let Some(piece) = as_text(node) {
            text.extend(piece.chars().take(MOST_CHARACTERS));
        }
        if text.len() > MOST_CHARACTERS * 4 {
            break;
        }
    }
    tidy(&text)
}

/// Whether it is the sentence above such a table, or the one below it.
pub fn is_beside_table(line: &str) -> bool {
    WORDINGS.iter().any(|wording| {
        let (before, after) = &wording.below;
        line == wording.above || line.starts_with(before.as_str()) && line.ends_with(after.as_str())
    })
}
