//! Key results that are rows of tables, and lists of goals without any label.

use std::collections::BTreeMap;

use super::super::super::document::{Line, Table};
use super::super::super::layout::{Role, numbers};
use super::super::super::model::{Emptiness, GoalsState, KeyResult, Managers, Place, Source};
use super::super::super::names;
use super::super::classify::Classified;
use super::super::tables::{self, CellGoals, Cells, Shape};
use super::Build;

impl Build<'_> {
    /// Reads a table; `lines` are the classified ones in it, for the managers named there.
    pub fn table(&mut self, table: &Table, cells: &Cells<'_>, shape: &Shape, lines: &[&Classified]) {
        if self.belongs_to_item(table, cells, shape) {
            return;
        }
        self.close_item();
        self.draft().is_objective = true;
        // What stands above a table without goals may have them in the table.
        self.doubt_last();
        for line in lines {
            if let Some(label) = &line.label {
                self.labelled(label, line, &[], false);
            }
        }
        let place = lines.first().map(|line| line.line.place.clone()).unwrap_or_default();
        match shape {
            Shape::Columns { headings, roles, goal } => {
                self.has_manager_labels |= roles.values().any(|(role, _)| *role == Role::Owner);
                for row in headings + 1..table.height() {
                    self.row(table, cells, row, roles, *goal, &place);
                }
            }
            Shape::Themes(themes) => self.themes(table, cells, themes, &place),
        }
    }

    /// A table under a key result that says of its rows only what the goals are lists the key
    /// result's goals.
    fn belongs_to_item(&mut self, table: &Table, cells: &Cells<'_>, shape: &Shape) -> bool {
        let (Some(item), Shape::Columns { headings, roles, goal }) = (&mut self.item, shape) else {
            return false;
        };
        let of_its_own = |role: &Role| matches!(role, Role::Text | Role::Outcome | Role::Owner);
        if item.goals.has_goals() || roles.values().any(|(role, _)| of_its_own(role)) {
            return false;
        }
        let rows = headings + 1..table.height();
        item.goals.take_cells(CellGoals::of_rows(rows.map(|row| cells.at(row, *goal).to_vec()), self.words));
        true
    }

    fn row(
        &mut self,
        table: &Table,
        cells: &Cells<'_>,
        row: usize,
        roles: &BTreeMap<usize, (Role, String)>,
        goal: usize,
        place: &Place,
    ) {
        let Some(at) = table.at(row, goal) else {
            // A row that ends before the goals' column.
            let said = tables::text(&cells.row(row));
            if !said.is_empty() {
                self.push_row(KeyResult { text: said, ..KeyResult::doubtful(place.clone()) });
            }
            return;
        };
        // A goal that reaches down from above is that row's; a cell across the table is a title.
        if at.row != row || at.columns >= table.width() && table.width() > 1 {
            return;
        }
        let lines = |column: usize| match table.at(row, column) {
            Some(cell) => cells.at(cell.row, cell.column),
            None => &[],
        };
        let of = |wanted: Role| {
            roles.iter().filter(move |(_, (role, _))| *role == wanted).map(|(column, _)| *column)
        };
        let about: Vec<String> = roles
            .iter()
            .filter(|(_, (role, _))| matches!(role, Role::Text | Role::Outcome))
            .map(|(column, _)| tables::text(lines(*column)))
            .filter(|text| !text.is_empty())
            .collect();
        let mut read = CellGoals::new(lines(goal), self.words);
        let status = of(Role::Status).find_map(|column| tables::status(lines(column), self.words));
        let owner: Vec<&Line> = of(Role::Owner).flat_map(|column| lines(column).iter().copied()).collect();
        let blank = about.is_empty() && read.goals.is_empty() && tables::text(&owner).is_empty();
        if blank && status.is_none() {
            return;
        }
        let eta: Vec<String> = of(Role::Eta).map(|column| tables::text(lines(column))).collect();
        let outcome = of(Role::Outcome).map(|column| tables::text(lines(column))).next();
        let has_owner_column = of(Role::Owner).next().is_some();
        let heading = roles.get(&goal).map(|(_, heading)| heading.as_str()).unwrap_or_default();
        let shared = shared_status(&read);
        let (state, emptiness, other_quarters) = if tables::is_other_quarter(heading, self.quarter) {
            read.goals.clear();
            let other = heading.to_owned();
            (GoalsState::Empty, Some(Emptiness::OnlyOtherQuarter(other.clone())), vec![other])
        } else {
            let (state, emptiness) = read.state(heading);
            (state, emptiness, Vec::new())
        };
        let result = KeyResult {
            label: None,
            text: about.join(" / "),
            place: cells.row(row).first().map_or_else(|| place.clone(), |line| line.place.clone()),
            managers: if has_owner_column { self.in_cell(&owner) } else { self.of_row(outcome.as_deref()) },
            goals_label: None,
            goals_state: state,
            emptiness,
            other_quarters,
            status: status.or(read.status).or(shared),
            goals: read.goals,
            eta: eta.into_iter().find(|eta| !eta.is_empty()),
            allows: cells.row(row).iter().flat_map(|line| line.allows.iter().cloned()).collect(),
        };
        self.push_row(result);
    }

    fn themes(&mut self, table: &Table, cells: &Cells<'_>, themes: &[usize], place: &Place) {
        for (number, theme) in themes.iter().enumerate() {
            let end = themes.get(number + 1).copied().unwrap_or_else(|| table.height());
            let about = cells.row(*theme);
            let Some(label) = about.first() else { continue };
            let read = CellGoals::of_rows((theme + 1..end).map(|row| cells.row(row)), self.words);
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
                allows: (*theme..end)
                    .flat_map(|row| cells.row(row))
                    .flat_map(|l| l.allows.iter().cloned())
                    .collect(),
            };
            self.push_row(result);
        }
    }

    fn push_row(&mut self, result: KeyResult) {
        self.draft().objective.key_results.push(result);
    }

    fn in_cell(&self, owner: &[&Line]) -> Managers {
        let links: Vec<_> = owner.iter().flat_map(|line| line.links.iter().cloned()).collect();
        let (managers, certain) = names::managers(&tables::text(owner), &links, self.namespaces, self.words);
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

fn shared_status(read: &CellGoals) -> Option<super::super::super::model::Status> {
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
            allows: Vec::new(),
        }
    }
}
