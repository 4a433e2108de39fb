//! Tables that hold goals: which they are, what their columns mean, and what stands in their rows.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Document, Line, LineKind, Start, Table};
use super::super::layout::{self, Labels, Layout, Layouts, Role, Rows, quarters, rank};
use super::super::model::{Emptiness, Goal, GoalsState, Managers, Stated};
use super::super::words::Words;
use super::within::Within;
use crate::base::Quarter;

/// The headings of the columns are looked for in this many rows.
pub const HEADING_ROWS: usize = 4;

/// How a table is read.
#[derive(Debug)]
pub enum Shape {
    /// By its columns.
    Columns {
        /// The row with their headings.
        headings: usize,
        /// What each column holds, with its heading.
        roles: BTreeMap<usize, (Role, String)>,
        /// The column with the goals.
        goal: usize,
    },
    /// Themes, each followed by its goals: the rows that are themes.
    Themes(Vec<usize>),
}

/// The tables of a page that hold goals, as this layout has them.
pub fn recognise(
    layouts: &Layouts,
    layout: &Layout,
    tables: &[Table],
    cells: &[Cells<'_>],
    quarter: Option<Quarter>,
) -> BTreeMap<usize, Shape> {
    let mut found = BTreeMap::new();
    for (number, (table, cells)) in tables.iter().zip(cells).enumerate() {
        let named = by_columns(layouts.columns(layout), table, cells, quarter);
        let shape = match layout.rows() {
            Rows::Columns => named,
            // A table with named columns is of another layout.
            Rows::Themes if by_columns(layouts.all_columns(), table, cells, quarter).is_none() => {
                themes(table, cells, false)
            }
            Rows::Themes | Rows::Lists | Rows::Outline => None,
        };
        found.extend(shape.map(|shape| (number, shape)));
    }
    // A table beside such ones, of their width and with themes marked like theirs, is one of them before anything was
    // said of its goals.
    let width = |number: &usize| tables[*number].width();
    let widths: BTreeSet<usize> = found.keys().map(width).collect();
    if layout.rows() == Rows::Themes {
        for (number, (table, cells)) in tables.iter().zip(cells).enumerate() {
            let is_other =
                found.contains_key(&number) || !widths.contains(&table.width()) || cells.is_navigation();
            if !is_other && by_columns(layouts.all_columns(), table, cells, quarter).is_none() {
                found.extend(themes(table, cells, true).map(|shape| (number, shape)));
            }
        }
    }
    found
}

fn by_columns<'a>(
    columns: impl IntoIterator<Item = &'a (Role, Labels)> + Clone,
    table: &Table,
    cells: &Cells<'_>,
    quarter: Option<Quarter>,
) -> Option<Shape> {
    (0..table.height().min(HEADING_ROWS)).find_map(|row| {
        let mut roles = BTreeMap::new();
        let mut goal: Option<((bool, usize), usize)> = None;
        for cell in table.row(row) {
            let heading = cells.text(row, cell.column);
            let Some((rank, role)) = rank(columns.clone(), &heading) else { continue };
            if role == Role::Goal {
                // Of two such columns the one that isn't another quarter's, then the one that the layout
                // names first; the other says what it is about.
                let rank = (is_other_quarter(&heading, quarter), rank);
                let second = |(other_quarter, _)| if other_quarter { Role::Other } else { Role::Text };
                let better = goal.is_none_or(|(best, _)| rank < best);
                if let (true, Some((best, column))) = (better, goal) {
                    roles.insert(column, (second(best), cells.text(row, column)));
                }
                goal = if better { Some((rank, cell.column)) } else { goal };
                roles.insert(cell.column, (if better { Role::Goal } else { second(rank) }, heading));
            } else {
                roles.insert(cell.column, (role, heading));
            }
        }
        // “Goal” alone may be any cell's text; in a row of headings it names a column, whatever stands beside it.
        let is_named = roles.len() > 1 || table.row(row).len() > 1 && names_columns(&cells.row(row));
        let (_, goal) = goal.filter(|_| is_named)?;
        Some(Shape::Columns { headings: row, roles, goal })
    })
}

/// Whether a column's heading names quarters, and not this one.
pub fn is_other_quarter(heading: &str, quarter: Option<Quarter>) -> bool {
    layout::is_other_quarter(&quarters(heading), quarter)
}

/// Themes are header cells, or bold, or (where neither is) rows without status or task before rows
/// that have one. `marked`: only cells that are marked as themes are, and their goals need neither.
fn themes(table: &Table, cells: &Cells<'_>, marked: bool) -> Option<Shape> {
    let rows: Vec<Vec<&Line>> = (0..table.height()).map(|row| cells.row(row)).collect();
    let is_goal =
        |row: &Vec<&Line>| marked || row.iter().any(|line| line.head.is_some() || !line.statuses.is_empty());
    if !rows.iter().any(is_goal) {
        return None;
    }
    let all = |test: &dyn Fn(&Line) -> bool| -> Vec<usize> {
        let rows = rows.iter().enumerate().filter(|(_, lines)| lines.first().is_some_and(|line| test(line)));
        rows.map(|(at, _)| at).collect()
    };
    let by_cell = all(&|line| line.cell.is_some_and(|cell| cell.heading));
    let by_bold =
        all(&|line| !line.bold.is_empty() && line.text.starts_with(&line.bold) && line.head.is_none());
    let by_place: Vec<usize> = (0..rows.len())
        .filter(|at| !rows[*at].is_empty() && !is_goal(&rows[*at]))
        .filter(|at| rows.get(at + 1).is_none_or(is_goal))
        .collect();
    let themes = [by_cell, by_bold, by_place].into_iter().map(|mut themes| {
        themes.retain(|row| !names_columns(&rows[*row]));
        themes
    });
    let has_goals = |themes: &Vec<usize>| {
        themes.first().is_some_and(|first| rows[*first..].iter().any(is_goal)) && themes.len() < rows.len()
    };
    themes.into_iter().find(has_goals).map(Shape::Themes)
}

/// Whether a row of several headings names columns.
pub fn names_columns(row: &[&Line]) -> bool {
    let cells: BTreeSet<usize> = row.iter().filter_map(|line| Some(line.cell?.column)).collect();
    let is_heading = |line: &&Line| {
        line.cell.is_some_and(|cell| cell.heading) || !line.bold.is_empty() && line.bold == line.text
    };
    cells.len() > 1 && row.iter().all(is_heading)
}

/// The lines of one table, by their cells.
#[derive(Default)]
pub struct Cells<'a> {
    lines: BTreeMap<(usize, usize), Vec<&'a Line>>,
    is_navigation: bool,
    headings: String,
}

impl<'a> Cells<'a> {
    /// Those of each table of a page.
    pub fn of_tables(document: &'a Document) -> Vec<Self> {
        let mut tables: Vec<Self> = document.tables.iter().map(|_| Self::default()).collect();
        for line in &document.lines {
            if let Some(cell) = line.cell
                && let Some(table) = tables.get_mut(cell.table)
            {
                table.lines.entry((cell.row, cell.column)).or_default().push(line);
            }
        }
        // Once for each: every line of a table asks.
        for table in &mut tables {
            (table.is_navigation, table.headings) = (table.leads_elsewhere(), table.first_row());
        }
        tables
    }

    /// The lines of the cell that begins here.
    pub fn at(&self, row: usize, column: usize) -> &[&'a Line] {
        self.lines.get(&(row, column)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The lines of all cells that begin in this row.
    pub fn row(&self, row: usize) -> Vec<&'a Line> {
        self.lines.range((row, 0)..(row + 1, 0)).flat_map(|(_, lines)| lines).copied().collect()
    }

    /// The lines of all its cells.
    pub fn lines(&self) -> impl Iterator<Item = &'a Line> {
        self.lines.values().flatten().copied()
    }

    /// Whether it is one row with links at its ends, as from last quarter's page to the next one's.
    pub fn is_navigation(&self) -> bool {
        self.is_navigation
    }

    fn leads_elsewhere(&self) -> bool {
        let cells: Vec<_> = self.lines.iter().filter(|(_, lines)| !text(lines).is_empty()).collect();
        let is_link = |cell: Option<&(&(usize, usize), &Vec<&Line>)>| {
            cell.is_some_and(|(_, lines)| lines.iter().all(|line| line.is_navigation()))
        };
        let rows: BTreeSet<usize> = self.lines.keys().map(|(row, _)| *row).collect();
        // “Objective Manager | Ada” are a label and a link.
        let ends = [cells.first(), cells.last()].map(|cell| is_link(cell.copied().as_ref()));
        rows.len() == 1
            && if cells.len() > 2 { ends.contains(&true) } else { cells.len() == 2 && ends == [true, true] }
    }

    /// The texts of the first row, with commas between them.
    pub fn headings(&self) -> &str {
        &self.headings
    }

    fn first_row(&self) -> String {
        let mut rows = self.lines.keys().map(|(row, _)| *row);
        let first = rows.next().unwrap_or_default();
        let texts = self.lines.range((first, 0)..(first + 1, 0)).map(|(_, lines)| text(lines));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// A cell's text on one line.
    pub fn text(&self, row: usize, column: usize) -> String {
        text(self.at(row, column))
    }
}

/// Lines as one.
pub fn text(lines: &[&Line]) -> String {
    let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect();
    texts.join(" ")
}

/// The goals in a cell.
#[derive(Debug, Default)]
pub struct CellGoals {
    pub goals: Vec<Goal>,
    /// Whom each place for a goal names.
    pub owners: Vec<Managers>,
    pub placeholder: Option<String>,
    pub unread: bool,
    /// A picture, or something struck out.
    pub extra: bool,
    pub status: Option<Stated>,
}

impl CellGoals {
    /// Each list item is a goal, a typed number begins one too; text around a list is one, however it
    /// is broken into lines.
    pub fn new(lines: &[&Line], within: Within<'_>) -> Self {
        let mut read = Self::default();
        let mut open = false;
        for line in lines {
            read.unread |= line.unread.is_some();
            read.extra |= line.extra.is_some() && line.text.is_empty();
            let bullet = matches!(line.kind, LineKind::Bullet(_));
            let said = within.read(line.goal_text(), line);
            let status = said.status.clone().or_else(|| line.statuses.last().cloned());
            let text = said.text.as_str();
            let next_number =
                is_numbered(text) && read.goals.last().is_some_and(|goal| is_numbered(&goal.text));
            let goes_on =
                !next_number && (open && !bullet || continues(line, bullet)) && !read.goals.is_empty();
            match read.owners.last_mut().filter(|_| goes_on || text.is_empty()) {
                Some(owners) if said.managers != Managers::Absent => *owners = said.managers.clone(),
                Some(_) => {}
                None if text.is_empty() && !said.has_more() => {}
                None => read.owners.push(said.managers.clone()),
            }
            if text.is_empty() {
                read.status = status.or(read.status);
            } else if within.words.is_placeholder(text) {
                read.placeholder.get_or_insert_with(|| text.to_owned());
            } else if let (true, Some(goal)) = (goes_on, read.goals.last_mut()) {
                goal.text.push(' ');
                goal.text.push_str(text);
                goal.status = status.or_else(|| goal.status.take());
            } else {
                read.goals.push(match said.has_more() {
                    true => within.words.goal_of(text, status),
                    false => Goal { text: text.to_owned(), status },
                });
                open = !bullet;
                continue;
            }
            open &= !bullet;
        }
        read
    }

    /// The goals of several cells, one after the other.
    pub fn of_rows<'a>(rows: impl Iterator<Item = Vec<&'a Line>>, within: Within<'_>) -> Self {
        rows.map(|lines| Self::new(&lines, within)).fold(Self::default(), |mut all, row| {
            all.goals.extend(row.goals);
            all.owners.extend(row.owners);
            all.placeholder = all.placeholder.or(row.placeholder);
            all.unread |= row.unread;
            all.extra |= row.extra;
            all.status = row.status.or(all.status);
            all
        })
    }

    /// Whether there are goals, and why not; `heading` is that of the column.
    pub fn state(&self, heading: &str) -> (GoalsState, Option<Emptiness>) {
        match (self.goals.is_empty(), self.unread, &self.placeholder) {
            (false, ..) => (GoalsState::Read, None),
            (true, true, _) => (GoalsState::Unknown, None),
            (true, false, _) if self.extra => (GoalsState::Empty, Some(Emptiness::OnlyARemark)),
            (true, false, Some(text)) => {
                (GoalsState::Empty, Some(Emptiness::OnlyPlaceholder(text.as_str().into())))
            }
            (true, false, None) => (GoalsState::Empty, Some(Emptiness::EmptyCell(heading.into()))),
        }
    }
}

/// “1. First”, “2) Second”
fn is_numbered(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - after.len();
    (1..=2).contains(&digits) && (after.starts_with(". ") || after.starts_with(") "))
}

fn continues(line: &Line, bullet: bool) -> bool {
    !bullet && line.start != Start::Block
}

/// The status in a cell: what stands there, and what that comes to.
pub fn status(lines: &[&Line], words: &Words) -> Option<Stated> {
    let shown: Vec<Stated> = lines.iter().flat_map(|line| line.statuses.iter().cloned()).collect();
    let seen: Vec<&str> = lines.iter().map(|line| line.seen()).filter(|seen| !seen.is_empty()).collect();
    words.stated(&seen.join(" "), &shown)
}
