//! What can only be said when the whole page has been read.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::super::super::coverage::Coverage;
use super::super::super::layout::Rows;
use super::super::super::model::{Emptiness, GoalPage, GoalsState, KeyResult, Managers, Source};
use super::super::account::Section;
use super::{Build, doubt};

impl Build<'_> {
    /// The page as read.
    pub fn finish(mut self, layout: &str) -> GoalPage {
        self.close_item();
        for at in 0..self.drafts.len() {
            let inherited = self.objectives_managers(at).from_source(Source::Objective);
            let results = self.drafts[at].objective.key_results.iter_mut();
            results
                .filter(|result| result.managers == Managers::Absent)
                .for_each(|r| r.managers = inherited.clone());
        }
        if let Some(managers) = self.page_managers.take() {
            let managers = managers.from_source(Source::Page);
            let results = self.drafts.iter_mut().flat_map(|draft| &mut draft.objective.key_results);
            results
                .filter(|result| result.managers == Managers::Absent)
                .for_each(|r| r.managers = managers.clone());
        }
        for (at, number, managers) in std::mem::take(&mut self.perhaps) {
            let result =
                self.drafts.get_mut(at).and_then(|draft| draft.objective.key_results.get_mut(number));
            if let Some(result) = result.filter(|result| result.managers == Managers::Absent) {
                result.managers = managers;
            }
        }
        self.doubt_repeated();
        self.take_items_for_goals();
        let section = |draft: &'_ super::Draft| Section {
            title: draft.objective.title.clone(),
            parent: draft.parent,
            is_objective: draft.is_objective,
        };
        let sections: Vec<_> = self.drafts.iter().map(section).collect();
        let objectives =
            self.drafts.into_iter().filter(|draft| draft.is_objective).map(|draft| draft.objective);
        let mut page = GoalPage {
            quarter: self.quarter,
            layout: layout.to_owned(),
            why: String::new(),
            objectives: objectives.collect(),
            has_manager_labels: self.has_manager_labels,
            allows: self.page_allows,
            is_guess: self.layout.rows() == Rows::Outline,
            coverage: Coverage::default(),
        };
        let names = page.managers().map(|manager| manager.name.as_str()).collect();
        page.coverage = self.account.finish(&sections, &names);
        page
    }

    /// The managers of the objective, or of the nearest one around it that has a line for them.
    fn objectives_managers(&self, at: usize) -> Managers {
        let own = self.around(Some(at)).map(|draft| &draft.objective.manager);
        match own.into_iter().find(|managers| **managers != Managers::Absent) {
            // Its line names nobody: then nobody is named for its key results either.
            None | Some(Managers::Empty) => Managers::Absent,
            Some(managers) => managers.clone(),
        }
    }

    /// Where no key result of the page has goals or a label for them, the key results are the goals: plain OKRs.
    fn take_items_for_goals(&mut self) {
        let mut results = self.drafts.iter().flat_map(|draft| &draft.objective.key_results);
        let is_bare =
            |result: &KeyResult| result.emptiness == Some(Emptiness::NoLabel) && result.label.is_some();
        // One without a word is an empty place among goals; where all are, nobody can say what they are.
        let says_something = |result: &KeyResult| !self.words.is_placeholder(&result.text);
        if self.has_themes || !results.clone().all(is_bare) || !results.any(says_something) {
            return;
        }
        for result in self.drafts.iter_mut().flat_map(|draft| &mut draft.objective.key_results) {
            if self.words.is_placeholder(&result.text) {
                result.emptiness = Some(match result.text.is_empty() {
                    true => Emptiness::NothingAfterLabel,
                    false => Emptiness::OnlyPlaceholder(result.text.as_str().into()),
                });
                continue;
            }
            result.goals = vec![self.words.goal_of(&result.text, result.status.clone())];
            (result.goals_state, result.emptiness) = (GoalsState::Read, None);
        }
    }

    /// A key result that stands twice in one program, as in an overview and in detail, may have
    /// its goals in the other place.
    fn doubt_repeated(&mut self) {
        let mut same: BTreeMap<(usize, SmolStr), Vec<(usize, usize)>> = BTreeMap::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            for (number, result) in draft.objective.key_results.iter().enumerate() {
                if let Some(label) = result.label.clone().filter(|_| result.number().is_some()) {
                    same.entry((self.program(at), label)).or_default().push((at, number));
                }
            }
        }
        for places in same.values().filter(|places| places.len() > 1) {
            let text =
                |(at, number): (usize, usize)| self.drafts[at].objective.key_results[number].text.as_str();
            let repeats = |this: (usize, usize), other: (usize, usize)| {
                let (a, b) = (text(this), text(other));
                this != other && (this.0 == other.0 || a == b || a.is_empty() || b.is_empty())
            };
            let repeated: Vec<_> = places
                .iter()
                .copied()
                .filter(|this| places.iter().any(|other| repeats(*this, *other)))
                .collect();
            for (at, number) in repeated {
                doubt(&mut self.drafts[at].objective.key_results[number]);
            }
        }
    }

    /// The outermost heading below the page's title that a draft belongs to.
    fn program(&self, mut at: usize) -> usize {
        while let Some(parent) = self.drafts[at].parent.filter(|parent| self.drafts[*parent].level > 1) {
            at = parent;
        }
        at
    }
}
