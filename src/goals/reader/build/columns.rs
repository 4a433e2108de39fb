//! A table with named columns: what stands where in its rows.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::super::document::{Line, LineKind, Table, TableCell};
use super::super::super::layout::{Labels, Role, rank};
use super::super::super::model::{GoalsState, KeyResult, Managers, Stated, StatusPlace};
use super::super::super::place::Place;
use super::super::super::words::Words;
use super::super::tables::{self, Cells};

/// Where a cell begins: its row and its column.
pub(super) type CellAt = (usize, usize);

/// A line of a cell, or what stands in it behind a label.
pub(super) struct Part<'a> {
    pub role: Role,
    /// As written; empty if there is none.
    pub label: String,
    pub line: Cow<'a, Line>,
}

/// A table with named columns. What a cell says is found out once, however many rows it reaches into.
pub(super) struct Columns<'a> {
    pub(super) table: &'a Table,
    pub(super) cells: &'a Cells<'a>,
    pub(super) roles: &'a BTreeMap<usize, (Role, String)>,
    /// What the layout calls columns. Within a cell these are labels.
    pub(super) known: &'a [(Role, Labels)],
    /// The row with the columns' headings.
    pub(super) headings: usize,
    pub(super) goal: usize,
    /// Whether its heading names another quarter than the page's.
    pub(super) is_of_other_quarter: bool,
    pub(super) place: &'a Arc<Place>,
    pub(super) words: &'a Words,
    pub(super) has_owners: bool,
    pub(super) has_texts: bool,
    /// For each row, whether it may name a manager in another place than the owner's column.
    pub(super) in_doubt: Vec<bool>,
    pub(super) statuses: BTreeMap<CellAt, Option<Stated>>,
    pub(super) owners: BTreeMap<Vec<CellAt>, Managers>,
}

impl<'a> Columns<'a> {
    /// Where the cells of a row begin whose columns are of these roles. One that spans several
    /// columns says what it says once.
    pub(super) fn of(&self, row: usize, wanted: &[Role]) -> Vec<CellAt> {
        let columns = self.roles.iter().filter(|(_, (role, _))| wanted.contains(role));
        let mut spots: Vec<_> = columns
            .filter_map(|(column, _)| self.table.at(row, *column))
            .map(|cell| (cell.row, cell.column))
            .collect();
        spots.dedup();
        spots
    }

    pub(super) fn lines(&self, spots: &[CellAt]) -> Vec<&Line> {
        spots.iter().flat_map(|(row, column)| self.cells.at(*row, *column)).copied().collect()
    }

    /// The lines of a cell, each with what it is: a label in front of it, “Key Result:”, says that as a column's heading does.
    /// Such labels are bold, or there are several.
    pub(super) fn parts(&self, at: CellAt, role: Role) -> Vec<Part<'a>> {
        let lines: &'a [&'a Line] = self.cells.at(at.0, at.1);
        let labels: Vec<_> = lines.iter().map(|line| self.label_in(line)).collect();
        let bold = |(line, label): (&&Line, &Option<(usize, Role)>)| {
            let end = label.map(|(end, _)| end);
            end.is_some_and(|end| {
                line.text[..end].trim_end_matches([':', ' ']) == line.bold.trim_end_matches([':', ' '])
            })
        };
        let counts = labels.iter().flatten().count() > 1 || lines.iter().zip(&labels).any(bold);
        let mut now = role;
        let part = |(line, label): (&&'a Line, Option<(usize, Role)>)| {
            let (label, line) = match label.filter(|_| counts) {
                Some((end, role)) => {
                    now = role;
                    (line.text[..end].to_owned(), Cow::Owned(line.without_label(end)))
                }
                None => (String::new(), Cow::Borrowed(*line)),
            };
            Part { role: now, label, line }
        };
        lines.iter().zip(labels).map(part).collect()
    }

    /// Where the label ends that a line begins with, and what it says of the line.
    fn label_in(&self, line: &Line) -> Option<(usize, Role)> {
        /// A column's heading is no longer, in bytes.
        const LONGEST: usize = 60;
        let at = line.text.find([':', '：']).filter(|at| *at <= LONGEST)?;
        let (_, role) = rank(self.known, &line.text[..at])?;
        Some((at + line.text[at..].chars().next()?.len_utf8(), role))
    }

    /// The cell of a row that holds a heading, and the heading.
    pub(super) fn heading_in(&self, row: usize) -> Option<(TableCell, &Line)> {
        let cells = self.table.row(row).iter().filter(|cell| cell.column != self.goal);
        let mut headings = cells.filter_map(|cell| {
            let lines = self.cells.at(row, cell.column);
            lines.iter().find(|line| matches!(line.kind, LineKind::Heading(_))).map(|line| (*cell, *line))
        });
        headings.next()
    }

    /// Whether a cell holds a heading.
    pub(super) fn is_headed(&self, (row, column): CellAt) -> bool {
        let is_heading = |line: &&Line| matches!(line.kind, LineKind::Heading(_));
        column != self.goal && self.cells.at(row, column).iter().any(is_heading)
    }

    /// The heading of a column, as written.
    pub(super) fn heading(&self, column: usize) -> String {
        let cell = self.table.at(self.headings, column);
        cell.map(|cell| self.text((cell.row, cell.column))).unwrap_or_default()
    }

    pub(super) fn text(&self, spot: CellAt) -> String {
        tables::text(self.cells.at(spot.0, spot.1))
    }

    pub(super) fn status(&mut self, at: CellAt) -> Option<Stated> {
        let read = || tables::status(self.cells.at(at.0, at.1), self.words);
        self.statuses.entry(at).or_insert_with(read).clone()
    }

    pub(super) fn status_place(&self, row: usize) -> StatusPlace {
        let spots = self.of(row, &[Role::Status]);
        let is_blank = |line: &&Line| {
            line.text.is_empty() && line.statuses.is_empty() && line.unread.is_none() && line.extra.is_none()
        };
        match (spots.is_empty(), self.lines(&spots).iter().all(is_blank)) {
            (true, _) => StatusPlace::Absent,
            (false, true) => StatusPlace::Empty,
            (false, false) => StatusPlace::Taken,
        }
    }

    pub(super) fn owners(&mut self, at: Vec<CellAt>, read: impl FnOnce(&[&Line]) -> Managers) -> Managers {
        if let Some(known) = self.owners.get(&at) {
            return known.clone();
        }
        let managers = read(&self.lines(&at));
        self.owners.insert(at, managers.clone());
        managers
    }
}

/// For each row of a table, whether it may name a manager in another place than the owner's column: it has a link to an
/// account, or a cell under a heading that nobody knows (“DRI”, “Point person”). Without a column for owners such a heading is
/// enough.
pub(super) fn rows_in_doubt(
    table: &Table,
    cells: &Cells<'_>,
    (headings, roles): (usize, &BTreeMap<usize, (Role, String)>),
    links_people: impl Fn(&Line) -> bool,
) -> Vec<bool> {
    let says = |line: &&Line| !line.text.is_empty() || line.unread.is_some();
    let has_owners = roles.values().any(|(role, _)| *role == Role::Owner);
    let is_unknown = |column: usize| !roles.contains_key(&column);
    let all = !has_owners
        && table
            .row(headings)
            .iter()
            .any(|cell| is_unknown(cell.column) && cells.at(headings, cell.column).iter().any(says));
    // How many doubts begin in a row, less those that end above it.
    let mut change = vec![0_isize; table.height() + 1];
    for cell in (headings + 1..table.height()).flat_map(|row| table.row(row)) {
        let lines = cells.at(cell.row, cell.column);
        let is_owner = roles.get(&cell.column).is_some_and(|(role, _)| *role == Role::Owner);
        // A heading in a cell is an objective's.
        if lines.iter().any(|line| matches!(line.kind, LineKind::Heading(_))) {
            continue;
        }
        let links = !is_owner && lines.iter().any(|line| links_people(line));
        if links || is_unknown(cell.column) && lines.iter().any(says) {
            change[cell.row] += 1;
            change[cell.row.saturating_add(cell.rows).min(table.height())] -= 1;
        }
    }
    let doubts = change.into_iter().scan(0, |sum, change| {
        *sum += change;
        Some(all || *sum > 0)
    });
    doubts.collect()
}

/// Whether something says what the rows are about: a column with texts, or headings in cells.
pub(super) fn has_texts(cells: &Cells<'_>, roles: &BTreeMap<usize, (Role, String)>) -> bool {
    let is_heading = |line: &Line| matches!(line.kind, LineKind::Heading(_));
    roles.values().any(|(role, _)| matches!(role, Role::Text | Role::Outcome))
        || cells.lines().any(is_heading)
}

impl KeyResult {
    /// A row whose goals nobody can say anything about.
    pub(super) fn doubtful(place: Arc<Place>) -> Self {
        Self {
            label: None,
            text: String::new(),
            place,
            managers: Managers::Unread,
            goals_label: None,
            goals: Vec::new(),
            goals_state: GoalsState::Unknown,
            emptiness: None,
            other_quarters: Vec::new(),
            status: None,
            eta: None,
            allows: Vec::new(),
            mentions_people: true,
            status_place: StatusPlace::Absent,
        }
    }
}
