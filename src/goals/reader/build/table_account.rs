//! What became of the words in tables that are read by their rows.

use super::super::super::document::{Line, Table};
use super::super::super::layout::Role;
use super::super::account::{Fate, Told, Why};
use super::super::tables::{self, Cells, Shape};
use super::Build;
use super::columns::{Columns, Part};

impl Build<'_> {
    /// The row with the headings, and what stands above it.
    pub(super) fn tell_headings(&mut self, columns: &Columns<'_>, headings: usize) {
        for row in 0..=headings {
            for cell in columns.table.row(row) {
                let is_title = cell.columns >= columns.table.width();
                let is_headed =
                    || (0..columns.table.height()).any(|row| columns.is_headed((row, cell.column)));
                let fate = match columns.roles.contains_key(&cell.column) || is_headed() {
                    _ if row < headings && is_title => Fate::Known,
                    _ if row < headings => Fate::LeftOut(Why::AboveHeadings),
                    true => Fate::Known,
                    false => Fate::LeftOut(unknown_column(columns, cell.column)),
                };
                self.tell_all(columns.cells.at(row, cell.column), &fate);
            }
        }
    }

    /// The cells that begin in a row, of which those in columns that are known are as `known` says.
    pub(super) fn tell_row(&mut self, row: usize, columns: &mut Columns<'_>, known: &Fate) {
        let table = columns.table;
        for cell in table.row(row) {
            let lines = columns.cells.at(row, cell.column);
            let role = (cell.column..cell.column + cell.columns)
                .find_map(|column| columns.roles.get(&column).map(|(role, _)| *role));
            // A heading in a cell begins an objective; what stands below it introduces that.
            if columns.is_headed((row, cell.column)) {
                self.tell_all(lines, &Fate::Known);
                continue;
            }
            if let (Some(role @ (Role::Goal | Role::Text | Role::Outcome)), Fate::Read) = (role, known) {
                let parts = columns.parts((row, cell.column), role);
                if parts.iter().any(|part| !part.label.is_empty()) {
                    lines.iter().zip(parts).for_each(|(line, part)| self.tell_part(line, &part, columns));
                    continue;
                }
            }
            for line in lines {
                let told = match (role, known) {
                    (Some(Role::Goal), Fate::Read) if columns.is_of_other_quarter => Fate::Known.into(),
                    (Some(Role::Goal), Fate::Read) => self.inline.goal_line(line, Fate::Read),
                    (Some(Role::Owner), Fate::Read) => {
                        let owners = columns.of(row, &[Role::Owner]);
                        let managers = columns.owners(owners, |lines| self.in_cell(lines));
                        Told::managers(&line.text, "", &managers)
                    }
                    (Some(Role::Other), _) => Fate::Known.into(),
                    (Some(_), fate) => fate.clone().into(),
                    // A row that ends before its goal is read as one text.
                    (None, Fate::Read) if table.at(row, columns.goal).is_none() => Fate::Read.into(),
                    (None, _) => unknown_column(columns, cell.column).into(),
                };
                self.tell(line, told);
            }
        }
    }

    /// A line of a cell that has labels of its own.
    fn tell_part(&mut self, line: &Line, part: &Part<'_>, columns: &Columns<'_>) {
        let told = match part.role {
            Role::Goal if columns.is_of_other_quarter => Fate::Known.into(),
            Role::Goal => self.inline.goal_line(&part.line, Fate::Read),
            Role::Owner => Told::managers(&part.line.text, "", &self.in_cell(&[&part.line])),
            Role::Text | Role::Outcome | Role::Eta => Fate::Read.into(),
            Role::Status | Role::Other => Fate::Known.into(),
        };
        let label = std::iter::once((part.label.clone(), Fate::Known));
        let told = match told {
            Told::Whole(fate) => Told::Parts(label.chain([(part.line.text.clone(), fate)]).collect()),
            Told::Parts(parts) => Told::Parts(label.chain(parts).collect()),
        };
        self.tell(line, told);
    }

    /// A table of themes: what stands above the first of them is left out, unless it names the columns.
    pub(super) fn tell_themes(&mut self, table: &Table, cells: &Cells<'_>, themes: &[usize]) {
        let first = themes.first().copied().unwrap_or_default();
        for row in 0..table.height() {
            for line in cells.row(row) {
                let told = match row < first {
                    true if tables::names_columns(&cells.row(row)) => Fate::Known.into(),
                    true => Why::AboveThemes.into(),
                    false if themes.contains(&row) => Fate::Read.into(),
                    false => self.inline.goal_line(line, Fate::Read),
                };
                self.tell(line, told);
            }
        }
    }

    /// A table that holds the goals of the key result above it.
    pub(super) fn tell_goals_table(&mut self, table: &Table, cells: &Cells<'_>, shape: &Shape, fate: &Fate) {
        let Shape::Columns { headings, goal, .. } = shape else { return };
        for row in 0..table.height() {
            for line in cells.row(row) {
                let column = line.cell.map(|cell| cell.column);
                let told = match column == Some(*goal) {
                    _ if row <= *headings => Fate::Known.into(),
                    true => self.inline.goal_line(line, fate.clone()),
                    false => Why::BesideGoals.into(),
                };
                self.tell(line, told);
            }
        }
    }

    fn tell_all(&mut self, lines: &[&Line], fate: &Fate) {
        lines.iter().for_each(|line| self.tell(line, fate.clone().into()));
    }
}

/// The reason for what stands in a column without a role.
fn unknown_column(columns: &Columns<'_>, column: usize) -> Why {
    match columns.heading(column) {
        heading if heading.is_empty() => Why::NoHeading,
        heading => Why::UnknownColumn(heading),
    }
}
