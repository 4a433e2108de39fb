//! Key results that are rows of tables, and lists of goals without any label.

use std::collections::BTreeMap;

use super::super::super::document::{Line, Table, TableCell};
use super::super::super::layout::{Role, numbers};
use super::super::super::model::{Emptiness, GoalsState, KeyResult, Managers, Place, Source, Status};
use super::super::super::names;
use super::super::classify::Classified;
use super::super::tables::{self, CellGoals, Cells, Shape};
use super::Build;

/// Where a cell begins: its row and its column.
type Spot = (usize, usize);

/// A table with named columns. What a cell says is found out once, however many rows it reaches into.
struct Columns<'a> {
    cells: &'a Cells<'a>,
    width: usize,
    roles: &'a BTreeMap<usize, (Role, String)>,
    goal: usize,
    place: &'a Place,
    has_owners: bool,
    statuses: BTreeMap<Spot, Option<Status>>,
    owners: BTreeMap<Vec<Spot>, Managers>,
}

impl<'a> Columns<'a> {
    fn new(
        table: &Table,
        cells: &'a Cells<'a>,
        roles: &'a BTreeMap<usize, (Role, String)>,
        goal: usize,
        place: &'a Place,
    ) -> Self {
        let (statuses, owners) = (BTreeMap::new(), BTreeMap::new());
        let has_owners = roles.values().any(|(role, _)| *role == Role::Owner);
        Self { cells, width: table.width(), roles, goal, place, has_owners, statuses, owners }
    }

    fn status(&mut self, at: Spot) -> Option<Status> {
        *self.statuses.entry(at).or_insert_with(|| tables::status(self.cells.at(at.0, at.1)))
    }

    fn owners(&mut self, at: Vec<Spot>, read: impl FnOnce(&[&Line]) -> Managers) -> Managers {
        let lines: Vec<&Line> =
            at.iter().flat_map(|(row, column)| self.cells.at(*row, *column)).copied().collect();
        self.owners.entry(at).or_insert_with(|| read(&lines)).clone()
    }
}

impl Build<'_> {
    /// Reads a table; `lines` are the classified ones in it, for the managers named there.
    pub fn table(&mut self, shape: &Shape, table: &Table, cells: &Cells<'_>, lines: &[&Classified]) {
        self.close_item();
        self.draft().is_objective = true;
        for line in lines {
            if let Some(label) = &line.label {
                self.labelled(label, line, &[], false);
            }
        }
        let place = lines.first().map(|line| line.line.place.clone()).unwrap_or_default();
        match shape {
            Shape::Columns { headings, roles, goal } => {
                let mut columns = Columns::new(table, cells, roles, *goal, &place);
                for row in headings + 1..table.height() {
                    self.row(row, &table.row(row, roles), &mut columns);
                }
            }
            Shape::Themes(themes) => self.themes(table, cells, themes, &place),
        }
    }

    fn row(&mut self, row: usize, covering: &BTreeMap<usize, TableCell>, columns: &mut Columns<'_>) {
        let (cells, roles, goal, place) = (columns.cells, columns.roles, columns.goal, columns.place);
        let Some(at) = covering.get(&goal) else {
            // A row that ends before the goals' column.
            let said = tables::text(&cells.row(row));
            if !said.is_empty() {
                self.push_row(KeyResult { text: said, ..KeyResult::doubtful(place.clone()) });
            }
            return;
        };
        // A goal that reaches down from above is that row's; a cell across the table is a title.
        if at.row != row || at.columns >= columns.width && columns.width > 1 {
            return;
        }
        // A cell that spans several columns says what it says once.
        let of = |wanted: &[Role]| -> Vec<Spot> {
            let is_wanted = |column: &usize| roles.get(column).is_some_and(|(role, _)| wanted.contains(role));
            let covered = covering.iter().filter(|(column, _)| is_wanted(column));
            let mut spots: Vec<_> = covered.map(|(_, cell)| (cell.row, cell.column)).collect();
            spots.dedup();
            spots
        };
        let text = |spot: &Spot| tables::text(cells.at(spot.0, spot.1));
        let said = |text: &String| !text.is_empty();
        let about: Vec<String> = of(&[Role::Text, Role::Outcome]).iter().map(text).filter(said).collect();
        let read = CellGoals::new(cells.at(at.row, at.column));
        let status = of(&[Role::Status]).into_iter().find_map(|spot| columns.status(spot));
        if about.is_empty() && read.goals.is_empty() && status.is_none() {
            return;
        }
        let managers = if columns.has_owners {
            columns.owners(of(&[Role::Owner]), |owner| self.in_cell(owner))
        } else {
            self.of_row(of(&[Role::Outcome]).first().map(text).as_deref())
        };
        let heading = roles.get(&goal).map(|(_, heading)| heading.as_str()).unwrap_or_default();
        let (state, emptiness) = read.state(heading);
        let result = KeyResult {
            label: None,
            text: about.join(" / "),
            place: cells.row(row).first().map_or_else(|| place.clone(), |line| line.place.clone()),
            managers,
            goals_label: None,
            goals_state: state,
            emptiness,
            other_quarters: Vec::new(),
            status: status.or(read.status).or_else(|| shared_status(&read)),
            goals: read.goals,
            eta: of(&[Role::Eta]).iter().map(text).find(said),
        };
        self.push_row(result);
    }

    fn themes(&mut self, table: &Table, cells: &Cells<'_>, themes: &[usize], place: &Place) {
        for (number, theme) in themes.iter().enumerate() {
            let end = themes.get(number + 1).copied().unwrap_or_else(|| table.height());
            let about = cells.row(*theme);
            let Some(label) = about.first() else { continue };
            let read = CellGoals::of_rows((theme + 1..end).map(|row| cells.row(row)));
            let (state, emptiness) = read.state(&label.text);
            // No row at all under a theme says less than an empty one.
            let emptiness = emptiness
                .map(|why| if matches!(why, Emptiness::EmptyCell(_)) { Emptiness::NoLabel } else { why });
            let result = KeyResult {
                label: Some(label.text.clone()),
                text: if about.len() > 1 { tables::text(&about[1..]) } else { label.text.clone() },
                place: if label.place.source_page.is_some() { label.place.clone() } else { place.clone() },
                managers: self.of_row(None),
                goals_label: None,
                goals: read.goals,
                goals_state: state,
                emptiness,
                other_quarters: Vec::new(),
                status: None,
                eta: None,
            };
            self.push_row(result);
        }
    }

    fn push_row(&mut self, result: KeyResult) {
        self.draft().objective.key_results.push(result);
    }

    fn in_cell(&self, owner: &[&Line]) -> Managers {
        let links: Vec<_> = owner.iter().flat_map(|line| line.links.iter().cloned()).collect();
        let (managers, certain) = names::managers(&tables::text(owner), &links, self.namespaces);
        match (managers.is_empty(), owner.iter().any(|line| line.unread.is_some())) {
            (true, true) => Managers::Unread,
            (true, false) => Managers::Empty,
            (false, _) => Managers::Named { managers, source: Source::Row, certain },
        }
    }

    /// Whom the lines above a table name for a row: by its outcome's number, or for the section, or
    /// for one of the sections around it.
    fn of_row(&self, outcome: Option<&str>) -> Managers {
        let mut next = self.drafts.len().checked_sub(1);
        let outcome =
            outcome.and_then(|text| numbers(text.split([':', '.']).next().unwrap_or(text)).first().copied());
        let mut around = Vec::new();
        while let Some(draft) = next.and_then(|at| self.drafts.get(at)) {
            around.push(draft);
            next = draft.parent;
        }
        let by_number = around.iter().find_map(|draft| draft.outcomes.get(&outcome?));
        let by_section = around.iter().find_map(|draft| draft.section_managers.as_ref());
        match (by_number, by_section) {
            (Some(managers), _) => managers.clone().from_source(Source::Outcome),
            (None, Some(managers)) => managers.clone().from_source(Source::Section),
            (None, None) => Managers::Absent,
        }
    }
}

fn shared_status(read: &CellGoals) -> Option<Status> {
    let (first, rest) = read.goals.split_first()?;
    first.status.filter(|_| rest.iter().all(|goal| goal.status == first.status))
}

impl KeyResult {
    /// A row whose goals nobody can say anything about.
    fn doubtful(place: Place) -> Self {
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::{Layouts, Reading, UserNamespaces, read};

    #[test]
    fn a_cell_that_spans_columns_and_rows_says_once_what_it_says() {
        let html = "<table><tr><th>Objective<th>Program<th>Goal<th>Owner\
            <tr><td colspan=2 rowspan=2>Both<td>One<td rowspan=0>Ada<tr><td>Two</table>";
        let (layouts, namespaces) = (Layouts::built_in(), UserNamespaces::default());
        let reading =
            Reading { title: "A", quarter: None, layouts: &layouts, layout: None, namespaces: &namespaces };
        let page = read(html, reading).unwrap();
        let read: Vec<_> = page
            .key_results()
            .map(|(.., row)| {
                (row.text.as_str(), row.goals[0].text.as_str(), row.managers.named()[0].name.as_str())
            })
            .collect();
        assert_eq!(read, [("Both", "One", "Ada"), ("Both", "Two", "Ada")]);
    }
}
