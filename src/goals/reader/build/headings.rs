//! Which headings begin an objective, which divide one, and which stand inside a key result.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::super::super::document::{Line, LineKind};
use super::super::super::layout::{Covers, Label, Meaning};
use super::super::super::model::{Managers, Objective};
use super::super::super::place::Place;
use super::super::account::{Fate, Told};
use super::super::classify::Classified;
use super::{Build, Draft};

/// The level of an objective that a line begins.
const BELOW_HEADINGS: u8 = 7;

impl Build<'_> {
    /// Whether a heading like “Key Results” goes on with the objective above it.
    pub(super) fn goes_on(&self, level: u8) -> bool {
        self.drafts.last().is_some_and(|draft| {
            draft.level < level
                || draft.is_objective && draft.objective.key_results.is_empty() && self.item.is_none()
        })
    }

    /// A heading can be a key result or its goals' label; otherwise its label is a part of its title.
    pub(super) fn opens_or_divides(&self, label: &Label, level: u8) -> bool {
        match label.meaning {
            Meaning::Item => true,
            Meaning::Manager(_) => self.drafts.last().is_some_and(|draft| draft.level < level),
            Meaning::Goals | Meaning::Other | Meaning::Note | Meaning::Status => self.item.is_some(),
            Meaning::ItemAfterManager => false,
        }
    }

    /// Whether an unknown heading stands inside a key result or between two, and doesn't begin an
    /// objective: it is deeper than the one above, and no objective's manager follows it.
    pub(super) fn is_inside(&self, level: u8, line: &Line, rest: &[Classified<'_>]) -> bool {
        let Some(draft) = self.drafts.last() else { return false };
        // Above the first heading nothing is deeper or less deep.
        if self.item.is_none() && (draft.objective.key_results.is_empty() || draft.level == 0) {
            return false;
        }
        // A heading that comes along with transcluded goals.
        let waits =
            self.item.as_ref().is_some_and(|item| item.place.source_page.is_none() && item.goals.waits());
        if waits && line.place.source_page.is_some() {
            return true;
        }
        let item_level = self.item.as_ref().and_then(|item| match item.kind {
            LineKind::Heading(level) => Some(level),
            _ => None,
        });
        let deeper = level > self.level || item_level.is_some_and(|item| level >= item);
        let within =
            rest.iter().take_while(|c| !matches!(c.line.kind, LineKind::Heading(next) if next <= level));
        let begins_objective = |c: &Classified<'_>| {
            c.is_part || c.table.is_some() || matches!(c.meaning(), Some(Meaning::Manager(Covers::Objective)))
        };
        deeper && level > draft.level && !within.into_iter().any(begins_objective)
    }

    /// A heading like “Key Results”: the objective goes on.
    pub(super) fn part(&mut self, level: u8) -> Told {
        self.close_item();
        self.level = level;
        self.draft().is_objective = true;
        // One line for a whole section may stand just above the heading of that section.
        self.manager_line.take_if(|line| line.used || line.covers != Covers::Section);
        Fate::Known.into()
    }

    pub(super) fn heading(&mut self, level: u8, line: &Line) -> Told {
        self.close_item();
        self.level = level;
        self.manager_line = None;
        self.add_draft(level, line.text.as_str().into(), line.place.clone());
        self.draft().objective.unread.clone_from(&line.unread);
        Fate::Known.into()
    }

    /// A line like “Objective 1: …” begins an objective below the heading it stands under.
    pub(super) fn objective_line(&mut self, line: &Line) -> Told {
        self.close_item();
        self.manager_line = None;
        self.add_draft(BELOW_HEADINGS, line.text.as_str().into(), line.place.clone());
        self.draft().is_objective = true;
        self.draft().objective.unread.clone_from(&line.unread);
        Fate::Known.into()
    }

    pub(super) fn add_draft(&mut self, level: u8, title: SmolStr, place: Arc<Place>) {
        let mut parent = self.drafts.len().checked_sub(1);
        while let Some(at) = parent.filter(|at| self.drafts[*at].level >= level) {
            parent = self.drafts[at].parent;
        }
        let objective = Objective {
            title,
            place,
            manager: Managers::Absent,
            key_results: Vec::new(),
            unread: None,
            allows: Vec::new(),
            mentions_people: false,
        };
        let outcomes = BTreeMap::new();
        self.drafts.push(Draft {
            level,
            parent,
            objective,
            is_objective: false,
            section_managers: None,
            outcomes,
        });
    }

    /// A draft and those around it, from the inside out.
    pub(super) fn around(&self, at: Option<usize>) -> impl Iterator<Item = &Draft> {
        let draft = |at: usize| self.drafts.get(at);
        std::iter::successors(at.and_then(draft), move |inner| draft(inner.parent?))
    }

    /// The last draft and those around it.
    pub(super) fn around_here(&self) -> impl Iterator<Item = &Draft> {
        self.around(self.drafts.len().checked_sub(1))
    }

    /// The objective being read. Above the first heading it has no title.
    pub(super) fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.add_draft(0, Objective::NO_HEADING.into(), Arc::default());
        }
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }
}
