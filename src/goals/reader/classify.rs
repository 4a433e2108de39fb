//! Finds the label that each line begins with, joins what only a label could have made a line of
//! its own, and takes back labels that turn out to be mentions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::document::{Line, LineKind, Link, Start};
use super::super::layout::{Covers, LONGEST_LABEL, Label, Layout, Meaning};
use super::tables::Shape;

/// A line with the label it begins with.
#[derive(Debug)]
pub struct Classified<'d> {
    /// The document's own, unless another line goes on with it.
    pub line: Cow<'d, Line>,
    pub label: Option<Label>,
    /// A heading that divides an objective.
    pub is_part: bool,
    /// In its section a manager line follows the key result it belongs to.
    pub manager_after: bool,
    /// A line that begins an objective, as a heading does.
    pub begins_objective: bool,
    /// A heading that is an item.
    pub is_item: bool,
    /// The table it stands in, if that is read by its rows.
    pub table: Option<usize>,
}

impl Classified<'_> {
    pub fn meaning(&self) -> Option<Meaning> {
        self.label.as_ref().map(|label| label.meaning)
    }

    /// Whether it may open a key result.
    pub fn may_open(&self) -> bool {
        self.is_item || self.meaning().is_some_and(Meaning::opens)
    }

    pub fn is_heading(&self) -> bool {
        matches!(self.line.kind, LineKind::Heading(_))
    }

    fn is_bullet(&self) -> bool {
        matches!(self.line.kind, LineKind::Bullet(_))
    }
}

/// The lines of a page with their labels.
pub fn classify<'d>(
    layout: &Layout,
    lines: &'d [Line],
    tables: &BTreeMap<usize, Shape>,
) -> Vec<Classified<'d>> {
    let column_headings = column_headings(lines);
    let mut classified: Vec<Classified<'d>> = Vec::with_capacity(lines.len());
    for line in lines {
        let names_a_column =
            line.cell.is_some_and(|cell| column_headings.get(&(cell.table, cell.row)) == Some(&true));
        let table = line.cell.map(|cell| cell.table).filter(|table| tables.contains_key(table));
        let label = layout.label(line).filter(|label| {
            // In a table that is read by its rows only a manager's line says something of its own.
            let counts =
                table.is_none() || matches!(label.meaning, Meaning::Manager(_)) && !label.value.is_empty();
            counts && !names_a_column && may_begin(classified.last(), line, label)
        });
        if label.is_none()
            && table.is_none()
            && let Some(previous) = classified.last_mut()
            && let Some(space) = continues(previous, line)
        {
            let long = previous.line.text.len() > LONGEST_LABEL;
            join(previous.line.to_mut(), line, space);
            match &mut previous.label {
                Some(label) if long => append(&mut label.value, &line.text, space),
                label => *label = label.take().and_then(|_| layout.label(&previous.line)),
            }
            continue;
        }
        let is_part = matches!(line.kind, LineKind::Heading(_)) && layout.is_part(&line.text);
        let begins_objective = label.is_none() && table.is_none() && layout.begins_objective(line);
        classified.push(Classified {
            line: Cow::Borrowed(line),
            label,
            is_part,
            manager_after: false,
            begins_objective,
            is_item: false,
            table,
        });
    }
    find_objectives(&mut classified);
    if layout.headings_are_items() {
        find_items(&mut classified);
    }
    let begins = |line: &Classified<'_>| {
        line.begins_objective || line.is_heading() && !line.is_part && line.meaning() != Some(Meaning::Item)
    };
    for section in classified.chunk_by_mut(|_, next| !begins(next)) {
        forget_mentions(section);
        find_order(section);
    }
    classified
}

/// A line begins an objective only if key results, or who answers for them, come next.
fn find_objectives(lines: &mut [Classified<'_>]) {
    let mut leads = false;
    for line in lines.iter_mut().rev() {
        line.begins_objective &= leads;
        if line.label.is_some() || line.is_heading() || line.begins_objective {
            leads = matches!(line.meaning(), Some(Meaning::Item | Meaning::Manager(_)));
        }
    }
}

/// A heading is an item if, before the next heading, a label or a list says something of it.
fn find_items(lines: &mut [Classified<'_>]) {
    let mut says = false;
    for line in lines.iter_mut().rev() {
        if line.is_heading() {
            line.is_item = says && line.label.is_none() && !line.is_part;
            says = false;
        } else {
            let is_label = matches!(
                line.meaning(),
                Some(Meaning::Manager(_) | Meaning::Goals | Meaning::Other | Meaning::Status)
            );
            says |= line.table.is_none() && (is_label || line.is_bullet());
        }
    }
}

/// Rows of several cells that are all headings: they name columns, and label nothing.
fn column_headings(lines: &[Line]) -> BTreeMap<(usize, usize), bool> {
    let mut rows: BTreeMap<(usize, usize), (bool, usize, usize)> = BTreeMap::new();
    for cell in lines.iter().filter_map(|line| line.cell) {
        let row = rows.entry((cell.table, cell.row)).or_insert((true, cell.column, cell.column));
        *row = (row.0 && cell.heading, row.1.min(cell.column), row.2.max(cell.column));
    }
    rows.into_iter().map(|(row, (headings, first, last))| (row, headings && last > first)).collect()
}

/// Whether a label within running text really begins something.
fn may_begin(previous: Option<&Classified<'_>>, line: &Line, label: &Label) -> bool {
    let Start::Soft { newline, .. } = line.start else { return true };
    let Some(previous) = previous else { return true };
    let before = previous.meaning();
    // “Publish the '''Goals:''' page” is one goal.
    if previous.is_bullet() && before.is_none() {
        return false;
    }
    match (label.meaning.opens(), newline) {
        // “Build on '''KR3:''' of last year” mentions a key result.
        (true, false) => matches!(before, Some(Meaning::Manager(_))),
        // “… as named in⏎KR2: of the product plan”
        (true, true) => !line.bold.is_empty() || !matches!(before, None | Some(Meaning::Item)),
        (false, false) => before.is_some(),
        (false, true) => true,
    }
}

/// Whether `line` is the rest of `previous`, and whether a space is between them.
fn continues(previous: &Classified<'_>, line: &Line) -> Option<bool> {
    let next_cell = match (previous.line.cell, line.cell) {
        (Some(a), Some(b)) => a.table == b.table && a.row == b.row && a.column + 1 == b.column,
        _ => false,
    };
    let waits = previous.label.as_ref().is_some_and(|label| label.value.is_empty());
    match line.start {
        Start::Soft { space, .. } => Some(space),
        // `| Manager || Ada`: label and value in cells side by side.
        Start::Block if next_cell && waits && line.kind == LineKind::Text => Some(true),
        _ => None,
    }
}

fn append(to: &mut String, text: &str, space: bool) {
    if space && !to.is_empty() && !text.is_empty() {
        to.push(' ');
    }
    to.push_str(text);
}

/// Adds a line to the one that it goes on with.
pub fn join(previous: &mut Line, line: &Line, space: bool) {
    let label_only =
        previous.cell.is_some() && previous.cell != line.cell && !previous.text.ends_with([':', '：']);
    if label_only {
        previous.text.push(':');
    }
    if previous.whole.is_some() || line.whole.is_some() {
        let mut whole = previous.seen().to_owned();
        append(&mut whole, line.seen(), space);
        previous.whole = Some(whole);
    }
    append(&mut previous.text, &line.text, space);
    let before = previous.text.len() - line.text.len();
    previous.links.extend(line.links.iter().cloned().map(|link| Link { at: link.at + before, ..link }));
    previous.statuses.extend(line.statuses.iter().cloned());
    previous.unread = previous.unread.take().or_else(|| line.unread.clone());
    previous.extra = previous.extra.or(line.extra);
    previous.allows.extend(line.allows.iter().cloned());
    previous.cell = line.cell.or(previous.cell);
    previous.is_transcluded &= line.is_transcluded && previous.place.source_page == line.place.source_page;
}

/// Takes back labels of key results that only mention one: list items among paragraphs, and lines
/// without a mark, unless goals follow.
fn forget_mentions(section: &mut [Classified<'_>]) {
    let is_item = |line: &Classified<'_>| line.meaning() == Some(Meaning::Item);
    let paragraphs = section.iter().any(|line| is_item(line) && !line.is_bullet());
    let in_order = in_order(section);
    for at in 0..section.len() {
        let line = &section[at];
        let Some(label) = line.label.as_ref().filter(|label| label.meaning == Meaning::Item) else {
            continue;
        };
        let rest = &section[at + 1..];
        let doubtful = if in_order[at] {
            false
        } else if line.is_bullet() {
            !label.marked || paragraphs && !opens_list(line, rest)
        } else {
            !label.marked && !opens(rest)
        };
        if doubtful {
            section[at].label = None;
        }
    }
}

/// Lines without a mark that begin with labels whose numbers increase, one after the other: “KR1 …”, “KR2 …”. Where others
/// in the section have a mark, they mention those.
fn in_order(section: &[Classified<'_>]) -> Vec<bool> {
    let mut found = vec![false; section.len()];
    let label_at = |at: usize| section[at].label.as_ref().filter(|label| label.meaning == Meaning::Item);
    let has_marked = (0..section.len()).any(|at| label_at(at).is_some_and(|label| label.marked));
    let has_goals = section.iter().any(|line| line.meaning() == Some(Meaning::Goals));
    if has_marked {
        return found;
    }
    let mut before: Option<(usize, Vec<u32>)> = None;
    for at in 0..section.len() {
        let line = &section[at];
        match label_at(at).filter(|_| !(line.is_bullet() && has_goals)) {
            Some(label) => {
                let counts = counts(&label.written);
                let follows = before.as_ref().filter(|(before, number)| {
                    *number < counts && section[*before].is_bullet() == line.is_bullet()
                });
                if let Some((before, _)) = follows {
                    (found[*before], found[at]) = (true, true);
                }
                found[at] |= at > 0 && section[at - 1].begins_objective;
                before = Some((at, counts));
            }
            None if line.label.is_some() || line.is_heading() => before = None,
            None => {}
        }
    }
    found
}

/// The numbers in a label: 2 and 3 of “KR2.3”.
fn counts(label: &str) -> Vec<u32> {
    let digits = label.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    digits.map(|digits| digits.parse().unwrap_or(u32::MAX)).collect()
}

/// Whether goals, or what else a key result has, follow before anything new begins.
fn opens(rest: &[Classified<'_>]) -> bool {
    if rest.first().is_some_and(Classified::is_bullet) {
        return true;
    }
    let next = rest.iter().find(|line| line.label.is_some() || line.is_heading());
    matches!(
        next.and_then(Classified::meaning),
        Some(Meaning::Goals | Meaning::Other | Meaning::ItemAfterManager)
    )
}

fn opens_list(line: &Classified<'_>, rest: &[Classified<'_>]) -> bool {
    let Some(next) = rest.first() else { return false };
    let deeper = match (line.line.kind, next.line.kind) {
        (LineKind::Bullet(this), LineKind::Bullet(next)) => next > this,
        _ => false,
    };
    deeper || matches!(next.meaning(), Some(Meaning::Goals | Meaning::Other))
}

/// Usually a manager line stands before its key result. Where the first one stands after the first
/// key result and the last one after the last, and there are as many, it is the other way round.
fn find_order(section: &mut [Classified<'_>]) {
    let places = |meaning: Meaning| -> Vec<usize> {
        // Its own heading, “Managers” say, is no line of it.
        let lines = section.iter().enumerate().skip_while(|(_, line)| line.is_heading());
        lines.filter(|(_, line)| line.meaning() == Some(meaning)).map(|(at, _)| at).collect()
    };
    let (items, managers) = (places(Meaning::Item), places(Meaning::Manager(Covers::Item)));
    let after =
        items.len() == managers.len() && items.iter().zip(&managers).all(|(item, manager)| item < manager);
    if after && !items.is_empty() {
        section.iter_mut().for_each(|line| line.manager_after = true);
    }
}
