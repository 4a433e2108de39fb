//! Whom a manager line names, and which key results it covers.

use super::super::document::{Line, LineKind, Start};
use super::super::layout::{Covers, Label, Meaning};
use super::super::model::{Manager, Managers, Source};
use super::super::names::{self, NamesRead, Value};
use super::super::words::Words;
use super::classify::{Classified, join};
use crate::wiki::UserNamespaces;

/// Longer lines after an empty manager label are sentences, not names.
const LONGEST_NAME: usize = 60;
const MOST_WORDS: usize = 5;

/// A manager line that covers the key results after it.
#[derive(Debug)]
pub struct ManagerLine {
    pub covers: Covers,
    pub managers: Managers,
    pub used: bool,
}

impl ManagerLine {
    /// What it says of the next key result.
    pub fn cover(&mut self) -> Managers {
        let first = !std::mem::replace(&mut self.used, true);
        let own = self.covers == Covers::Item && first;
        match &self.managers {
            Managers::Named { managers, certain, .. } => Managers::Named {
                managers: managers.clone(),
                source: if own { Source::Own } else { Source::Section },
                // Whether one line for one key result reaches past the next is a judgement.
                certain: *certain && (own || self.covers == Covers::Section),
            },
            _ if own || self.covers == Covers::Section => self.managers.clone(),
            _ => Managers::Absent,
        }
    }
}

/// Whom a manager label's own line names.
pub fn of_line(label: &Label, line: &Line, namespaces: &UserNamespaces, words: &Words) -> Managers {
    // On a real page the label and the name stand twice on one line.
    let own_words = label.written.trim_end_matches([':', '：', ' ']).to_lowercase();
    let value = label
        .value
        .to_lowercase()
        .find(&own_words)
        .and_then(|at| label.value.get(..at))
        .unwrap_or(&label.value);
    let at = line.text.rfind(&label.value).unwrap_or_default();
    let read = names::people(Value { text: value, at, links: &line.links }, namespaces, words);
    named(read, Source::Own, line.unread.is_some())
}

/// Whom names that were read make the managers; `unread`: whether something beside them could not be read.
pub fn named(read: NamesRead, source: Source, unread: bool) -> Managers {
    match read.managers.is_empty() {
        false => Managers::Named { managers: read.managers.into(), source, certain: read.certain },
        true if read.nobody && !unread => Managers::Empty,
        // Something stands there, and whom it means is not known: nobody can say that nobody is named.
        true => Managers::Unread,
    }
}

/// Whom lines name together, as those of a table's cell.
pub fn of_lines(lines: &[&Line], source: Source, namespaces: &UserNamespaces, words: &Words) -> Managers {
    let mut all = NamesRead { certain: true, nobody: true, ..NamesRead::default() };
    for line in wrapped(lines) {
        let read = names::people(Value { text: &line.text, at: 0, links: &line.links }, namespaces, words);
        let new: Vec<_> = read.managers.into_iter().filter(|new| !all.managers.contains(new)).collect();
        all.managers.extend(new);
        all.certain &= read.certain;
        all.nobody &= read.nobody;
    }
    named(all, source, lines.iter().any(|line| line.unread.is_some()))
}

/// The lines, with those joined to the one before that only go on in the wikitext's next line.
fn wrapped(lines: &[&Line]) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        match (joined.last_mut(), line.start) {
            (Some(before), Start::Soft { space, .. }) => join(before, line, space),
            _ => joined.push((*line).clone()),
        }
    }
    joined
}

/// The names of a line of its own.
pub fn own(managers: Vec<Manager>) -> Managers {
    if managers.is_empty() {
        Managers::Empty
    } else {
        Managers::Named { managers: managers.into(), source: Source::Own, certain: true }
    }
}

/// Adds more names to those of a line.
pub fn add(to: &mut Managers, found: Vec<Manager>) {
    let mut all = to.named().to_vec();
    all.extend(found.into_iter().filter(|new| !to.named().contains(new)));
    *to = own(all);
}

/// What stands before a line that may go on with a manager's label.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The label, with nothing behind it.
    Label,
    /// The label with names behind it: only links to accounts go on with those.
    LabelWithNames,
    /// A line with names.
    Names,
}

/// The names that a line after a manager label gives; empty if it doesn't look like names.
pub fn in_next_line(
    line: &Line,
    rest: &[Classified<'_>],
    before: Before,
    namespaces: &UserNamespaces,
    words: &Words,
) -> Vec<Manager> {
    let read = names::people(Value { text: &line.text, at: 0, links: &line.links }, namespaces, words);
    let is_people = read.only_links && read.certain && !read.managers.is_empty();
    let leads_on = || {
        let next = rest.iter().find(|next| next.label.is_some() || !looks_like_names(&next.line.text));
        next.is_some_and(|next| next.label.is_some() || next.is_heading())
    };
    let near = match (line.kind, line.start) {
        (LineKind::Heading(_), _) => false,
        _ if is_people => true,
        _ if before == Before::LabelWithNames => false,
        (LineKind::Bullet(_), _) => true,
        (LineKind::Text, Start::Break) if before == Before::Label => true,
        (LineKind::Text, Start::Block | Start::Break) => leads_on(),
        _ => false,
    };
    if near && line.unread.is_none() && (is_people || looks_like_names(&line.text)) {
        read.managers
    } else {
        Vec::new()
    }
}

/// Whether a line that no label took may name somebody all the same.
pub fn may_name(line: &Line, namespaces: &UserNamespaces, words: &Words) -> bool {
    let read = names::people(Value { text: &line.text, at: 0, links: &line.links }, namespaces, words);
    let says = line.unread.is_some() || looks_like_names(&line.text) || words.is_no_name(&line.text);
    !matches!(line.kind, LineKind::Heading(_)) && !read.nobody && says
}

/// Short, and without the marks of a sentence.
fn looks_like_names(text: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let words: Vec<_> = text.split(' ').filter(|word| word.chars().count() > 3).collect();
    text.chars().count() <= LONGEST_NAME
        && words.len() <= MOST_WORDS
        && words.into_iter().all(capital)
        && !text.ends_with(['.', '!', '?', ':', ';'])
        && !text.contains(": ")
}

/// Whether a manager line stands inside the open key result: in lists, under key results that are
/// headings, and before goals that are still to come.
pub fn belongs_inside(
    item: LineKind,
    has_goals: bool,
    line: &Classified<'_>,
    rest: &[Classified<'_>],
) -> bool {
    if line.manager_after {
        return true;
    }
    match (item, line.line.kind) {
        (LineKind::Heading(_), _) => return true,
        (LineKind::Bullet(outer), LineKind::Bullet(inner)) if inner != outer => return inner > outer,
        _ => {}
    }
    let is_manager = |c: &&Classified<'_>| matches!(c.meaning(), Some(Meaning::Manager(_)));
    let Some(next) = rest.iter().find(|c| !is_manager(c)) else { return true };
    if matches!(next.line.kind, LineKind::Bullet(_)) && next.label.is_none() {
        return !has_goals;
    }
    let next = rest.iter().find(|c| c.label.is_some() || c.is_heading());
    match next.and_then(Classified::meaning) {
        Some(Meaning::Goals | Meaning::Other) => !has_goals,
        Some(_) => false,
        None => true,
    }
}
