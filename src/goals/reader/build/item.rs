//! Key results of lines: from what opens one to what closes it.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::allow::Allow;
use super::super::super::document::{Line, LineKind};
use super::super::super::layout::{Label, Meaning, is_other_quarter, quarters};
use super::super::super::model::{Emptiness, GoalsState, KeyResult, Managers};
use super::super::super::place::Place;
use super::super::account::{Fate, Told};
use super::super::goals::Goals;
use super::super::managers::ManagerLine;
use super::super::within::{closest, closest_of_goals};
use super::{Build, doubt};

/// A key result under construction.
pub(super) struct OpenItem<'a> {
    pub label: Option<String>,
    pub text: String,
    pub place: Place,
    pub managers: Managers,
    pub opened_by: Meaning,
    pub kind: LineKind,
    pub goals: Goals<'a>,
    pub allows: Vec<Allow>,
    /// Whether something in it may name a manager that no field took.
    pub mentions_people: bool,
}

impl Build<'_> {
    pub(super) fn open_item(&mut self, label: &Label, line: &Line) -> Told {
        self.close_item();
        self.account.open();
        self.draft().is_objective = true;
        let managers = self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default();
        let said = self.within.read(&label.value, line);
        let mut goals = Goals::new(self.quarter, line, self.within);
        goals.take_status(said.status.clone());
        let told = match said.has_more() {
            true => self.within.told(line, &label.value, &said, Fate::Read),
            false => Fate::Read.into(),
        };
        self.item = Some(OpenItem {
            label: Some(label.written.trim_end_matches([':', '：', ' ']).to_owned()),
            text: said.text,
            place: line.place.clone(),
            managers: closest(managers, &said.managers),
            opened_by: label.meaning,
            kind: line.kind,
            goals,
            allows: Vec::new(),
            mentions_people: false,
        });
        told
    }

    /// A heading that is a key result, and its own objective.
    pub(super) fn heading_item(&mut self, level: u8, line: &Line) -> Told {
        let told = self.heading(level, line);
        if self.is_of_another_quarter() || self.is_aside() {
            return told;
        }
        self.account.open();
        self.draft().is_objective = true;
        let said = self.within.read(&line.text, line);
        let mut goals = Goals::new(self.quarter, line, self.within).of_heading();
        goals.take_status(said.status);
        self.item = Some(OpenItem {
            label: None,
            text: said.text,
            place: line.place.clone(),
            managers: said.managers,
            opened_by: Meaning::Item,
            kind: line.kind,
            goals,
            allows: Vec::new(),
            mentions_people: false,
        });
        told
    }

    /// A list without any label is a section's goals.
    pub(super) fn open_list(&mut self, line: &Line) -> Told {
        if self.is_of_another_quarter() {
            return Fate::Known.into();
        }
        self.account.open();
        self.draft().is_objective = true;
        let mut goals = Goals::new(self.quarter, line, self.within);
        let told = goals.line(line, &mut String::new());
        let text = self.draft().objective.title.clone();
        self.item = Some(OpenItem {
            label: None,
            text,
            place: line.place.clone(),
            managers: Managers::Absent,
            opened_by: Meaning::Goals,
            kind: LineKind::Heading(self.level),
            goals,
            allows: Vec::new(),
            mentions_people: false,
        });
        told
    }

    /// Whether the nearest heading that names a quarter names another one.
    fn is_of_another_quarter(&self) -> bool {
        let mut next = self.drafts.len().checked_sub(1);
        while let Some(draft) = next.and_then(|at| self.drafts.get(at)) {
            let named = quarters(&draft.objective.title);
            if !named.is_empty() {
                return is_other_quarter(&named, self.quarter);
            }
            next = draft.parent;
        }
        false
    }

    pub(super) fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        let status_place = item.goals.status_place();
        self.account.close(item.goals.has_own_label());
        let read = item.goals.finish();
        let managers = closest(item.managers, &read.own);
        let (managers, names_more) = closest_of_goals(managers, &read.of_goals);
        self.note_inline([&managers, &read.of_goals]);
        if names_more {
            self.perhaps(&read.of_goals);
        }
        let mut result = KeyResult {
            label: item.label,
            text: item.text,
            place: item.place,
            managers,
            goals_label: read.label,
            goals: read.goals,
            goals_state: read.state,
            emptiness: read.emptiness,
            other_quarters: read.other_quarters,
            status: read.status,
            eta: None,
            allows: item.allows,
            mentions_people: item.mentions_people || names_more,
            status_place,
        };
        if result.goals_label.is_none() && speaks_of_goals(&result.text) {
            doubt(&mut result);
        }
        if self.layout.is_goal() {
            self.take_text_for_goal(&mut result);
        }
        self.draft().objective.key_results.push(result);
    }

    /// People named within lines: then there are places for managers on the page.
    pub(super) fn note_inline(&mut self, found: [&Managers; 2]) {
        self.has_manager_labels |= found.iter().any(|managers| !managers.named().is_empty());
    }

    /// People who surely answer for some goals of the next key result, and for it only if nobody else is named.
    pub(super) fn perhaps(&mut self, managers: &Managers) {
        let at = self.row_draft.unwrap_or_else(|| self.drafts.len().saturating_sub(1));
        let number = self.drafts.get(at).map_or(0, |draft| draft.objective.key_results.len());
        self.perhaps.push((at, number, managers.clone()));
    }

    /// An item that is its own goal.
    fn take_text_for_goal(&self, result: &mut KeyResult) {
        if result.goals_label.is_some() {
            return;
        }
        if !result.text.is_empty() && !self.words.is_placeholder(&result.text) {
            result.goals.insert(0, self.words.goal_of(&result.text, result.status.clone()));
            (result.goals_state, result.emptiness) = (GoalsState::Read, None);
        } else if result.emptiness == Some(Emptiness::NoLabel) {
            result.emptiness = Some(match result.text.is_empty() {
                true => Emptiness::EmptyBullet,
                false => Emptiness::OnlyPlaceholder(result.text.clone()),
            });
        }
    }
}

/// “… This quarter: finish it”: goals that stand in the key result's own text.
fn speaks_of_goals(text: &str) -> bool {
    static GOALS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:goals?|quarter|Q[1-4]|milestones?|deliverables?) ?[:：]")
            .expect("a fixed pattern")
    });
    GOALS.is_match(text)
}
