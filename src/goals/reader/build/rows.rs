//! Key results that are rows of tables, and lists of goals without any label.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::super::super::document::{Line, LineKind, Table};
use super::super::super::layout::{Role, numbers};
use super::super::super::model::{Emptiness, Goal, GoalsState, KeyResult, Managers, Source, StatusPlace};
use super::super::super::place::Place;
use super::super::account::{Fate, Why};
use super::super::classify::Classified;
use super::super::managers;
use super::super::tables::{self, CellGoals, Cells, Shape};
use super::super::within::{closest, closest_of_goals, closest_of_row, of_goals};
use super::Build;
use super::columns::{CellAt, Columns, has_texts, rows_in_doubt};

impl Build<'_> {
    /// Reads a table; `lines` are the classified ones in it, for the managers named there.
    pub fn table(&mut self, table: &Table, cells: &Cells<'_>, shape: &Shape, lines: &[&Classified<'_>]) {
        if let Some(fate) = self.belongs_to_item(table, cells, shape) {
            self.tell_goals_table(table, cells, shape, &fate);
            return;
        }
        self.close_item();
        let around = self.draft_index();
        // What stands above a table without goals may have them in the table.
        self.doubt_last();
        for line in lines {
            if let Some(label) = &line.label {
                // Its cell is told of with its row.
                self.labelled(label, line, &[], false);
            }
        }
        let place = lines.first().map(|line| line.line.place.clone()).unwrap_or_default();
        match shape {
            Shape::Columns { headings, roles, goal } => {
                let has_owners = roles.values().any(|(role, _)| *role == Role::Owner);
                self.has_manager_labels |= has_owners;
                let links = |line: &Line| self.links_people(line);
                let in_doubt = rows_in_doubt(table, cells, (*headings, roles), links);
                let mut columns = Columns {
                    table,
                    cells,
                    roles,
                    known: self.columns,
                    headings: *headings,
                    goal: *goal,
                    is_of_other_quarter: tables::is_other_quarter(
                        roles.get(goal).map(|(_, heading)| heading.as_str()).unwrap_or_default(),
                        self.quarter,
                    ),
                    place: &place,
                    words: self.words,
                    has_owners,
                    has_texts: has_texts(cells, roles),
                    in_doubt,
                    statuses: BTreeMap::new(),
                    owners: BTreeMap::new(),
                };
                self.tell_headings(&columns, *headings);
                let mut spanned = (around, 0);
                for row in headings + 1..table.height() {
                    if let Some((cell, heading)) = columns.heading_in(row)
                        && let LineKind::Heading(level) = heading.kind
                    {
                        self.add_draft(level, heading.text.as_str().into(), heading.place.clone());
                        spanned = (self.drafts.len() - 1, row.saturating_add(cell.rows));
                    }
                    self.row_draft = Some(if row < spanned.1 { spanned.0 } else { around });
                    let fate = self.row(row, &mut columns);
                    self.tell_row(row, &mut columns, &fate);
                }
                self.row_draft = None;
                // A table without rows, and without headings of its own, is the section's all the same.
                self.drafts[around].is_objective |= self.drafts.len() == around + 1;
            }
            Shape::Themes(themes) => {
                self.has_themes = true;
                self.draft().is_objective = true;
                self.themes(table, cells, themes, &place);
            }
        }
    }

    /// A table under a key result that says of its rows only what the goals are lists the key
    /// result's goals.
    fn belongs_to_item(&mut self, table: &Table, cells: &Cells<'_>, shape: &Shape) -> Option<Fate> {
        let (Some(item), Shape::Columns { headings, roles, goal }) = (&mut self.item, shape) else {
            return None;
        };
        let of_its_own = |role: &Role| matches!(role, Role::Text | Role::Outcome | Role::Owner);
        if item.goals.has_goals() || roles.values().any(|(role, _)| of_its_own(role)) {
            return None;
        }
        let rows = headings + 1..table.height();
        item.goals.take_cells(CellGoals::of_rows(rows.map(|row| cells.at(row, *goal).to_vec()), self.inline));
        let above_label = || Fate::Unless(Box::new(Fate::LeftOut(Why::AboveLabel)));
        Some(if item.goals.has_own_label() { Fate::Read } else { above_label() })
    }

    /// Reads a row. What stands in the columns that are known is what it returns.
    fn row(&mut self, row: usize, columns: &mut Columns<'_>) -> Fate {
        let (table, cells, goal) = (columns.table, columns.cells, columns.goal);
        let Some(at) = table.at(row, goal) else {
            // A row that ends before the goals' column.
            let said = tables::text(&cells.row(row));
            if !said.is_empty() {
                self.push_row(KeyResult { text: said, ..KeyResult::doubtful(columns.place.clone()) });
            }
            return Fate::Read;
        };
        // A goal that reaches down from above is that row's; a cell across the table is a title.
        if at.row != row {
            return Fate::LeftOut(Why::NoGoalCell);
        }
        if at.columns >= table.width() && table.width() > 1 {
            return Fate::Known;
        }
        let said = |text: &String| !text.is_empty();
        // What cells with text hold besides it, under labels of their own.
        let mut texts: Vec<(CellAt, Role)> = Vec::new();
        for role in [Role::Text, Role::Outcome] {
            let spots = columns.of(row, &[role]).into_iter().filter(|spot| !columns.is_headed(*spot));
            texts.extend(spots.map(|spot| (spot, role)));
        }
        texts.sort_unstable();
        let outcome =
            texts.iter().find(|(_, role)| *role == Role::Outcome).map(|(spot, _)| columns.text(*spot));
        let with_goal = [texts.as_slice(), &[((at.row, at.column), Role::Goal)]].concat();
        let parts: Vec<_> = with_goal.iter().map(|(spot, role)| columns.parts(*spot, *role)).collect();
        let labelled = |wanted: Role| -> Vec<&Line> {
            let parts = parts.iter().flatten().filter(|part| part.role == wanted);
            parts.map(|part| &*part.line).collect()
        };
        let about = parts.iter().map(|cell| {
            let texts = cell.iter().filter(|part| matches!(part.role, Role::Text | Role::Outcome));
            tables::text(&texts.map(|part| &*part.line).collect::<Vec<_>>())
        });
        let about: Vec<String> = about.filter(said).collect();
        // “Team” says what a row is about where nothing else does.
        let others =
            || columns.of(row, &[Role::Other]).into_iter().map(|spot| columns.text(spot)).filter(said);
        let about = if columns.has_texts || !about.is_empty() { about } else { others().collect() };
        let etas = columns.of(row, &[Role::Eta]).into_iter().map(|spot| columns.text(spot));
        let eta_in_cell = || tables::text(&labelled(Role::Eta));
        let eta = etas.into_iter().find(said).or_else(|| Some(eta_in_cell()).filter(said));
        let owners = columns.of(row, &[Role::Owner]);
        let mut read = CellGoals::new(&labelled(Role::Goal), self.inline);
        let owner_lines = labelled(Role::Owner);
        let status_in_cell = tables::status(&labelled(Role::Status), self.words);
        let status = columns.of(row, &[Role::Status]).into_iter().find_map(|spot| columns.status(spot));
        let status = status.or(status_in_cell);
        let unowned = owners.iter().all(|spot| columns.text(*spot).is_empty());
        if about.is_empty()
            && read.goals.is_empty()
            && read.placeholder.is_none()
            && unowned
            && status.is_none()
        {
            return Fate::LeftOut(Why::NoGoalCell);
        }
        let managers = if columns.has_owners {
            columns.owners(owners, |lines| self.in_cell(lines))
        } else {
            self.of_row(outcome.as_deref())
        };
        let managers = match owner_lines.is_empty() {
            true => managers,
            false => closest(managers, &self.in_cell(&owner_lines)),
        };
        let own = of_goals(&read.owners).from_source(Source::Row);
        let (managers, names_more) = closest_of_row(managers, &own);
        self.note_inline([&managers, &own]);
        if names_more {
            self.perhaps(&own);
        }
        let heading = columns.roles.get(&goal).map(|(_, heading)| heading.as_str()).unwrap_or_default();
        let shared = Goal::shared_status(&read.goals);
        let (state, emptiness, other_quarters) = if columns.is_of_other_quarter {
            read.goals.clear();
            let other = SmolStr::new(heading);
            (GoalsState::Empty, Some(Emptiness::OnlyOtherQuarter(other.clone())), vec![other])
        } else {
            let (state, emptiness) = read.state(heading);
            (state, emptiness, Vec::new())
        };
        let lines = cells.row(row);
        let result = KeyResult {
            label: None,
            text: about.join(" / "),
            place: lines.first().map_or_else(|| columns.place.clone(), |line| line.place.clone()),
            managers,
            goals_label: None,
            goals_state: state,
            emptiness,
            other_quarters,
            status: status.or(read.status).or(shared),
            goals: read.goals,
            eta: eta.map(SmolStr::from),
            allows: lines.iter().flat_map(|line| line.allows.iter().cloned()).collect(),
            mentions_people: columns.in_doubt.get(row) == Some(&true) || names_more,
            status_place: columns.status_place(row),
        };
        self.push_row(result);
        Fate::Read
    }

    fn themes(&mut self, table: &Table, cells: &Cells<'_>, themes: &[usize], place: &Arc<Place>) {
        self.tell_themes(table, cells, themes);
        for (number, theme) in themes.iter().enumerate() {
            let end = themes.get(number + 1).copied().unwrap_or_else(|| table.height());
            let about = cells.row(*theme);
            let Some(label) = about.first() else { continue };
            let read = CellGoals::of_rows((theme + 1..end).map(|row| cells.row(row)), self.inline);
            let own = of_goals(&read.owners).from_source(Source::Row);
            let (managers, names_more) = closest_of_goals(self.of_row(None), &own);
            self.note_inline([&managers, &own]);
            if names_more {
                self.perhaps(&own);
            }
            let (state, emptiness) = read.state(&label.text);
            // No row at all under a theme says less than an empty one.
            let emptiness = emptiness
                .map(|why| if matches!(why, Emptiness::EmptyCell(_)) { Emptiness::NoLabel } else { why });
            let result = KeyResult {
                label: Some(label.text.as_str().into()),
                text: if about.len() > 1 { tables::text(&about[1..]) } else { label.text.clone() },
                place: if label.place.source_page.is_some() { label.place.clone() } else { place.clone() },
                managers,
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
                mentions_people: names_more
                    || (*theme..end).flat_map(|row| cells.row(row)).any(|line| self.links_people(line)),
                status_place: StatusPlace::Absent,
            };
            self.push_row(result);
        }
    }

    fn push_row(&mut self, result: KeyResult) {
        let at = self.draft_index();
        let draft = &mut self.drafts[at];
        draft.is_objective = true;
        draft.objective.key_results.push(result);
    }

    /// The objective that rows belong to.
    fn draft_index(&mut self) -> usize {
        self.draft();
        self.row_draft.unwrap_or(self.drafts.len() - 1)
    }

    pub(super) fn in_cell(&self, owner: &[&Line]) -> Managers {
        managers::of_lines(owner, Source::Row, self.namespaces, self.words)
    }

    /// Whom the lines above a table name for a row: by its outcome's number, or for the section, or
    /// for one of the sections around it.
    fn of_row(&self, outcome: Option<&str>) -> Managers {
        let outcome =
            outcome.and_then(|text| numbers(text.split([':', '.']).next().unwrap_or(text)).first().copied());
        let around = || self.around(self.row_draft.or(self.drafts.len().checked_sub(1)));
        let by_number = around().find_map(|draft| draft.outcomes.get(&outcome?));
        let by_section = around().find_map(|draft| draft.section_managers.as_ref());
        match (by_number, by_section) {
            (Some(managers), _) => managers.clone().from_source(Source::Outcome),
            (None, Some(managers)) => managers.clone().from_source(Source::Section),
            (None, None) => Managers::Absent,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Title;
    use crate::goals::{Layouts, Reading, read_page};
    use crate::wiki::UserNamespaces;

    /// Text, goals and names of each row.
    fn rows(html: &str) -> Vec<[String; 3]> {
        let (layouts, namespaces) = (Layouts::built_in(), UserNamespaces::default());
        let title = Title::of_wiki("A");
        let reading = Reading {
            title: &title,
            quarter: None,
            by_heading: None,
            layouts: &layouts,
            layout: None,
            may_guess: true,
            namespaces: &namespaces,
        };
        let page = read_page(html, reading).unwrap();
        let texts = |texts: Vec<&str>| texts.join(" | ");
        page.key_results()
            .map(|(.., row)| {
                let goals = row.goals.iter().map(|goal| goal.text.as_str()).collect();
                let managers = row.managers.named().iter().map(|manager| manager.name.as_str()).collect();
                [row.text.clone(), texts(goals), texts(managers)]
            })
            .collect()
    }

    #[test]
    fn a_cell_that_spans_columns_and_rows_says_once_what_it_says() {
        let html = "<table><tr><th>Objective<th>Program<th>Goal<th>Owner\
            <tr><td colspan=2 rowspan=2>Both<td>One<td rowspan=0>Ada<tr><td>Two</table>";
        assert_eq!(rows(html), [["Both", "One", "Ada"], ["Both", "Two", "Ada"]]);
    }

    #[test]
    fn typed_numbers_begin_goals() {
        let html = "<table><tr><th>Objective<th>Goal<th>Owner\
            <tr><td>A<td>Cut it to<br>2. This is one sentence<td>Ada\
            <tr><td>B<td>1. Lazy images<br>2. Fewer bytes<br>in all<p>10) Less script<td>Ada</table>";
        let goals = "1. Lazy images | 2. Fewer bytes in all | 10) Less script";
        assert_eq!(rows(html), [["A", "Cut it to 2. This is one sentence", "Ada"], ["B", goals, "Ada"]]);
    }
}
