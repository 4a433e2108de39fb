//! What a manager label covers: a key result, an objective, a section, an outcome or the page.

use super::super::super::document::{Line, LineKind};
use super::super::super::layout::{Covers, Label, Meaning, Rows, numbers};
use super::super::super::model::{Managers, Source};
use super::super::account::Told;
use super::super::classify::Classified;
use super::super::managers::{self, Before, ManagerLine};
use super::Build;

/// A manager label: more of its names may stand in the lines after it.
#[derive(Clone, Copy)]
pub(super) struct Unfilled {
    whose: Whose,
    before: Before,
}

#[derive(Clone, Copy)]
enum Whose {
    Objective,
    Line,
    OpenItem,
}

impl Build<'_> {
    pub(super) fn manager(
        &mut self,
        covers: Covers,
        label: &Label,
        this: &Classified<'_>,
        rest: &[Classified<'_>],
    ) -> Told {
        self.has_manager_labels = true;
        let named = managers::of_line(label, &this.line, self.namespaces, self.words);
        let told = Told::managers(&this.line.text, &label.written, &named);
        let blank = label.value.is_empty() && named == Managers::Empty;
        let before = if blank { Before::Label } else { Before::LabelWithNames };
        let unfilled = |whose| Some(Unfilled { whose, before });
        let inside = self.item.as_ref().is_some_and(|item| {
            let has_own = matches!(
                item.managers,
                Managers::Empty | Managers::Unread | Managers::Named { source: Source::Own, .. }
            );
            !has_own && managers::belongs_inside(item.kind, item.goals.has_goals(), this, rest)
        });
        match covers {
            Covers::Page => {
                self.page_managers = Some(named);
                return told;
            }
            Covers::Outcome => {
                let outcomes = numbers(&label.written);
                self.draft().outcomes.extend(outcomes.into_iter().map(|number| (number, named.clone())));
                return told;
            }
            Covers::Section => self.draft().section_managers = Some(named.clone()),
            // Of a section whose goals are a table's rows.
            Covers::Item if self.layout.rows() == Rows::Outline => {
                self.draft().section_managers = Some(named.clone())
            }
            Covers::Objective | Covers::Item => {}
        }
        if covers == Covers::Objective {
            if !inside {
                self.close_item();
                self.manager_line = None;
            }
            let draft = self.draft();
            draft.is_objective = true;
            if draft.objective.manager.named().is_empty() {
                draft.objective.manager = named;
            }
            self.unfilled = unfilled(Whose::Objective);
        } else if covers == Covers::Item && inside {
            if let Some(item) = &mut self.item {
                item.managers = named;
            }
            self.unfilled = unfilled(Whose::OpenItem);
        } else {
            self.close_item();
            match &mut self.manager_line {
                // Two lines, one under the other, for one key result.
                Some(line) if !line.used && line.covers == covers && !named.named().is_empty() => {
                    managers::add(&mut line.managers, named.named().to_vec());
                }
                _ => {
                    let covers = if heads_a_list(this, rest) { Covers::Section } else { covers };
                    self.manager_line = Some(ManagerLine { covers, managers: named, used: false });
                }
            }
            self.unfilled = unfilled(Whose::Line);
            self.after_manager = true;
        }
        told
    }

    /// Takes a line after a manager label for more of its names, if it looks like names.
    pub(super) fn fill(&mut self, unfilled: Unfilled, line: &Line, rest: &[Classified<'_>]) -> Option<Told> {
        let Unfilled { whose, before } = unfilled;
        let found = managers::in_next_line(line, rest, before, self.namespaces, self.words);
        let target = match whose {
            Whose::Line => self.manager_line.as_mut().map(|line| &mut line.managers),
            Whose::Objective => self.drafts.last_mut().map(|draft| &mut draft.objective.manager),
            Whose::OpenItem => self.item.as_mut().map(|item| &mut item.managers),
        };
        let target = target?;
        if found.is_empty() {
            // Who stands below an empty label and isn't surely its value: nobody can say that nobody is named.
            if *target == Managers::Empty && managers::may_name(line, self.namespaces, self.words) {
                *target = Managers::Unread;
            }
            return None;
        }
        let told = Told::managers(&line.text, "", &managers::own(found.clone()));
        managers::add(target, found);
        self.filled += 1;
        self.after_manager = matches!(whose, Whose::Line);
        let before = if before == Before::Label { Before::Names } else { before };
        self.unfilled = Some(Unfilled { whose, before });
        Some(told)
    }

    /// How many people the lines after a manager label have named, of which one may be the line just taken.
    pub(super) fn people_in_all(&self) -> usize {
        self.filled
    }

    pub(super) fn links_people(&self, line: &Line) -> bool {
        line.links.iter().any(|link| self.namespaces.account(&link.href).is_some())
    }

    pub(super) fn mention_people(&mut self) {
        match &mut self.item {
            Some(item) => item.mentions_people = true,
            None => self.draft().objective.mentions_people = true,
        }
    }
}

/// Whether a manager's line stands above a list of key results: then it is for all of them.
fn heads_a_list(this: &Classified<'_>, rest: &[Classified<'_>]) -> bool {
    let is_bullet = |line: &Classified<'_>| matches!(line.line.kind, LineKind::Bullet(_));
    let of_section = rest
        .iter()
        .take_while(|line| !line.is_heading() && !matches!(line.meaning(), Some(Meaning::Manager(_))));
    let mut items = of_section.filter(|line| line.meaning() == Some(Meaning::Item));
    let first = items.next().is_some_and(is_bullet);
    !is_bullet(this) && first && items.next().is_some() && items.all(is_bullet)
}
