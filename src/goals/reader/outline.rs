//! What a page of no known layout says by its structure: which parts of it are about goals, and which of its tables hold
//! them. Only what says so is taken for goals: a word in the title, a heading, a label or a column's heading.

use std::collections::BTreeMap;

use super::super::document::{Document, Line, LineKind, Table};
use super::super::layout::{Layout, Role, rank};
use super::super::words::Words;
use super::Reading;
use super::tables::{Cells, HEADING_ROWS, Shape, names_columns};

/// Whether a page's title says that it is about goals, or about something else: the last part of it that is more than a year
/// and a quarter.
pub fn says_goals(title: &str, words: &Words) -> Option<bool> {
    let is_time = |word: &str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        matches!(letters.as_str(), "" | "q" | "fy" | "t" | "h" | "quarter" | "quartal" | "trimestre" | "year")
    };
    let parts = |part: &&str| !part.split([' ', '_', '-', '–']).all(is_time);
    let part = title.rsplit('/').find(parts)?;
    if words.is_title_of_others(part) { Some(false) } else { words.speaks_of_goals(part).then_some(true) }
}

/// Whether a section is about goals, by the headings from the innermost to the outermost, and by the title where none of
/// them says so.
pub fn is_about_goals<'a>(
    headings: impl Iterator<Item = &'a str>,
    title: Option<bool>,
    words: &Words,
) -> bool {
    let said = |heading: &str| {
        if words.is_aside(heading) { Some(false) } else { words.speaks_of_goals(heading).then_some(true) }
    };
    headings.into_iter().find_map(said).or(title).unwrap_or(false)
}

/// The tables of a page that hold goals.
pub fn tables(
    reading: Reading<'_>,
    layout: &Layout,
    document: &Document,
    cells: &[Cells<'_>],
) -> BTreeMap<usize, Shape> {
    let words = reading.layouts.words();
    let title = says_goals(reading.title.as_str(), words);
    let mut around: Vec<(u8, &str)> = Vec::new();
    let mut found = BTreeMap::new();
    let mut next = 0;
    for line in &document.lines {
        match (line.cell, line.kind) {
            (Some(cell), _) if cell.table >= next => {
                next = cell.table + 1;
                let about = is_about_goals(around.iter().rev().map(|(_, heading)| *heading), title, words);
                let (table, cells) = (&document.tables[cell.table], &cells[cell.table]);
                let shape =
                    if cells.is_navigation() { None } else { shape(table, cells, layout, about, reading) };
                found.extend(shape.map(|shape| (cell.table, shape)));
            }
            (None, LineKind::Heading(level)) => {
                while around.last().is_some_and(|(above, _)| *above >= level) {
                    around.pop();
                }
                around.push((level, &line.text));
            }
            _ => {}
        }
    }
    found
}

fn shape(
    table: &Table,
    cells: &Cells<'_>,
    layout: &Layout,
    about: bool,
    reading: Reading<'_>,
) -> Option<Shape> {
    let words = reading.layouts.words();
    let headings = (0..table.height().min(HEADING_ROWS)).find(|row| names_columns(&cells.row(*row)))?;
    let texts: Vec<(usize, String)> =
        table.row(headings).iter().map(|cell| (cell.column, cells.text(headings, cell.column))).collect();
    let says = texts.iter().any(|(_, text)| words.speaks_of_goals(text));
    let is_other = || texts.iter().any(|(_, text)| words.is_column_of_others(text));
    if !says && (!about || is_other()) {
        return None;
    }
    let known = |text: &str| {
        let own = rank(layout.columns(), text).map(|(_, role)| role);
        own.or_else(|| rank(reading.layouts.all_columns(), text).map(|(_, role)| role))
    };
    let mut roles: BTreeMap<usize, (Role, String)> = BTreeMap::new();
    for (column, text) in texts {
        roles.extend(known(&text).map(|role| (column, (role, text))));
    }
    let goal = goal_column(table, cells, headings, &roles)?;
    for (column, (role, _)) in &mut roles {
        if *role == Role::Goal && *column != goal {
            *role = Role::Text;
        }
    }
    roles.insert(goal, (Role::Goal, cells.text(headings, goal)));
    Some(Shape::Columns { headings, roles, goal })
}

/// Of the columns called so the first that holds more than a word or two; else the one that holds most.
fn goal_column(
    table: &Table,
    cells: &Cells<'_>,
    headings: usize,
    roles: &BTreeMap<usize, (Role, String)>,
) -> Option<usize> {
    // Goals have several words, but for tables that say who does them or how far they are.
    let says_more = roles.values().any(|(role, _)| matches!(role, Role::Owner | Role::Status));
    let least = if says_more { 1 } else { 2 };
    let length = |column: usize| {
        let texts = (headings + 1..table.height()).map(|row| cells.text(row, column));
        let lengths: Vec<usize> =
            texts.filter(|text| !text.is_empty()).map(|text| text.split(' ').count()).collect();
        lengths.iter().sum::<usize>() / lengths.len().max(1)
    };
    let role = |column: &usize| roles.get(column).map(|(role, _)| *role);
    let columns: Vec<usize> = table.row(headings).iter().map(|cell| cell.column).collect();
    let mut called = columns.iter().copied().filter(|column| role(column) == Some(Role::Goal));
    let others = || {
        let free = columns
            .iter()
            .copied()
            .filter(|column| matches!(role(column), None | Some(Role::Text | Role::Outcome | Role::Goal)));
        free.map(|column| (length(column), std::cmp::Reverse(column)))
            .filter(|(length, _)| *length >= least)
            .max()
    };
    called
        .clone()
        .find(|column| length(*column) >= least)
        .or_else(|| others().map(|(_, column)| column.0))
        .or_else(|| called.next())
}

/// An item's text without a word in brackets at its end, “Ship it (anna)”.
pub fn without_nickname(text: &str) -> &str {
    let Some((before, word)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else {
        return text;
    };
    if word.chars().all(char::is_alphabetic) && !before.trim().is_empty() { before } else { text }
}

/// Whether at least half of a list's items, and two, end with one word in brackets: whoever made it named people so.
pub fn has_nicknames<'a>(list: impl Iterator<Item = &'a Line>) -> bool {
    let items = list.filter(|line| matches!(line.kind, LineKind::Bullet(_)));
    let ends = |line: &Line| without_nickname(&line.text).len() < line.text.len();
    let (with, all) = items.fold((0, 0), |(with, all), line| (with + usize::from(ends(line)), all + 1));
    with > 1 && 2 * with >= all
}

/// Whether a list is one of items, each a goal of its own or with goals below it, rather than one list of goals: some item
/// names its owner, or is a title in bold with a list of its own.
pub fn is_of_items<'a>(list: impl Iterator<Item = &'a Line>, names_owner: impl Fn(&Line) -> bool) -> bool {
    let mut lines = list.into_iter().peekable();
    let mut top = None;
    while let Some(line) = lines.next() {
        let LineKind::Bullet(depth) = line.kind else { continue };
        if depth > *top.get_or_insert(depth) {
            continue;
        }
        let has_children =
            lines.peek().is_some_and(|next| matches!(next.kind, LineKind::Bullet(next) if next > depth));
        let is_title = !line.bold.is_empty() && line.text.starts_with(&line.bold) && has_children;
        if is_title || names_owner(line) {
            return true;
        }
    }
    false
}
