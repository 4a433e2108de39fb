//! Key results of lines: from what opens one to what closes it.

use std::sync::Arc;
use std::sync::LazyLock;

use regex::Regex;
use smol_str::SmolStr;

use super::super::super::allow::Allow;
use super::super::super::document::{Line, LineKind};
use super::super::super::layout::{Label, Meaning, is_other_quarter, quarters};
use super::super::super::model::{Emptiness, GoalsState, KeyResult, Managers, Stated};
use super::super::super::place::Place;
use super::super::account::{Fate, Told};
use super::super::classify::Classified;
use super::super::goals::Goals;
use super::super::managers::ManagerLine;
use super::super::within::{closest, closest_of_goals};
use super::{Build, doubt};
use crate::base::Title;

/// A key result under construction.
pub(super) struct OpenItem<'a> {
    pub label: Option<SmolStr>,
    pub text: String,
    pub place: Arc<Place>,
    /// The transcluded page that it was opened on, and ends with.
    pub within: Option<Title>,
    pub managers: Managers,
    pub opened_by: Meaning,
    pub kind: LineKind,
    pub goals: Goals<'a>,
    pub allows: Vec<Allow>,
    /// Whether something in it may name a manager that no field took.
    pub mentions_people: bool,
    /// Whether it is its own goal, where none stand below it.
    pub is_goal: bool,
    /// What its own line says of its status.
    pub status: Option<Stated>,
}

impl Build<'_> {
    pub(super) fn open_item(&mut self, label: &Label, line: &Line) -> Told {
        let managers = self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default();
        let said = self.inline.read(&label.value, line);
        let told = self.inline.item_line(line, &label.value, &said);
        let mut item = self.section_item(line, said.text, closest(managers, &said.managers));
        item.goals.take_status(said.status);
        item.label = Some(label.written.trim_end_matches([':', '：', ' ']).into());
        (item.kind, item.opened_by, item.is_goal) = (line.kind, label.meaning, self.layout.is_goal());
        self.open(item);
        told
    }

    /// A heading that is a key result, and its own objective.
    pub(super) fn heading_item(&mut self, level: u8, line: &Line) -> Told {
        let told = self.heading(level, line);
        if self.is_of_another_quarter() || self.is_aside() {
            return told;
        }
        let said = self.inline.read(&line.text, line);
        let mut item = self.section_item(line, said.text, said.managers);
        item.goals = item.goals.of_heading();
        (item.kind, item.opened_by, item.status) = (line.kind, Meaning::Item, said.status);
        self.open(item);
        told
    }

    /// A key result of a transcluded page ends where that page ends, unless the next line says what it still lacks: the label
    /// of its goals, or its manager where managers stand behind key results.
    pub(super) fn leave_transcluded_item(&mut self, this: &Classified<'_>) {
        let Some(item) = &mut self.item else { return };
        if item.within.is_none() || item.within == this.line.place.source_page {
            return;
        }
        let goes_on = match this.meaning() {
            _ if this.is_heading() => false,
            Some(Meaning::Goals) => !item.goals.has_label() && !item.goals.has_goals(),
            Some(Meaning::Manager(_)) => this.manager_after && item.managers == Managers::Absent,
            _ => false,
        };
        if goes_on {
            item.within = None;
        } else {
            self.close_item();
        }
    }

    /// A list without any label is a section's goals.
    pub(super) fn open_list(&mut self, line: &Line) -> Told {
        if self.is_of_another_quarter() {
            return Fate::Known.into();
        }
        let managers = self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default();
        let title = self.section_title();
        let mut item = self.section_item(line, title.into(), managers);
        let told = item.goals.line(line, &mut String::new());
        self.open(item);
        told
    }

    /// Whether the nearest heading that names a quarter names another one.
    pub(super) fn is_of_another_quarter(&self) -> bool {
        let mut named = self.around_here().map(|draft| quarters(&draft.objective.title));
        named.find(|named| !named.is_empty()).is_some_and(|named| is_other_quarter(&named, self.quarter))
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
            status: item.status.or(read.status),
            eta: None,
            allows: item.allows,
            mentions_people: item.mentions_people || names_more,
            status_place,
        };
        if item.is_goal {
            self.take_text_for_goal(&mut result);
        }
        if result.goals_label.is_none() && speaks_of_goals(&result.text) {
            doubt(&mut result);
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

    /// An item that is its own goal. Where nothing but structure says so, that is what stands below it.
    fn take_text_for_goal(&self, result: &mut KeyResult) {
        if result.goals_label.is_some() || self.layout.is_outline() && !result.goals.is_empty() {
            return;
        }
        let goal = self.words.goal_of(&result.text, result.status.clone());
        if !self.words.is_placeholder(&goal.text) {
            if result.goals.is_empty() {
                result.status.clone_from(&goal.status);
            }
            result.goals.insert(0, goal);
            (result.goals_state, result.emptiness) = (GoalsState::Read, None);
        } else if result.emptiness == Some(Emptiness::NoLabel) {
            result.emptiness = Some(match result.text.is_empty() {
                true => Emptiness::EmptyBullet,
                false => Emptiness::OnlyPlaceholder(result.text.as_str().into()),
            });
        }
    }
}

pub(super) fn within(line: &Line) -> Option<Title> {
    line.place.source_page.clone().filter(|_| line.is_transcluded)
}

/// “… This quarter: finish it”: goals that stand in the key result's own text.
fn speaks_of_goals(text: &str) -> bool {
    static GOALS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:goals?|quarter|Q[1-4]|milestones?|deliverables?) ?[:：]")
            .expect("a fixed pattern")
    });
    GOALS.is_match(text)
}
