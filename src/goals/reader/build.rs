//! Builds the goal page line by line: which objective and key result a line belongs to, and
//! whom a manager line covers.

use super::super::document::{Kind, Line, Start};
use super::super::layout::{Covers, Label, Meaning};
use super::super::model::{GoalPage, KeyResult, Manager, Managers, Objective, Place, Source};
use super::super::names::{self, UserNamespaces};
use super::Classified;
use super::goals::Goals;
use crate::calendar::Quarter;

/// Longer lines after an empty manager label are sentences, not names.
const LONGEST_NAME: usize = 60;

pub struct Build<'a> {
    quarter: Option<Quarter>,
    namespaces: &'a UserNamespaces,
    drafts: Vec<Draft>,
    /// The manager line that covers the next key result.
    manager_line: Option<ManagerLine>,
    item: Option<Item>,
    after_manager: bool,
    /// An empty manager label whose names may stand in the lines after it.
    unfilled: Option<Unfilled>,
    has_manager_labels: bool,
}

/// A heading that may turn out to be an objective.
struct Draft {
    level: u8,
    parent: Option<usize>,
    objective: Objective,
    /// Something on it shows that it is one.
    is_objective: bool,
}

struct ManagerLine {
    covers: Covers,
    managers: Vec<Manager>,
    used: bool,
}

/// A key result under construction.
struct Item {
    label: String,
    text: String,
    place: Place,
    managers: Managers,
    opened_by: Meaning,
    kind: Kind,
    goals: Goals,
}

#[derive(Clone, Copy)]
enum Unfilled {
    Objective,
    Line,
    OpenItem,
}

impl<'a> Build<'a> {
    pub fn new(quarter: Option<Quarter>, namespaces: &'a UserNamespaces) -> Self {
        Self {
            quarter,
            namespaces,
            drafts: Vec::new(),
            manager_line: None,
            item: None,
            after_manager: false,
            unfilled: None,
            has_manager_labels: false,
        }
    }

    /// Takes the next line; `rest` is what follows it.
    pub fn take(&mut self, classified: &Classified, rest: &[Classified]) {
        let line = &classified.line;
        let after_manager = std::mem::take(&mut self.after_manager);
        let unfilled = self.unfilled.take();
        match (&classified.label, line.kind) {
            (_, Kind::Heading(level)) if classified.is_part && self.is_below_objective(level) => self.part(),
            (Some(label), Kind::Heading(_)) if self.opens_or_divides(label) => {
                self.labelled(label, line, rest, after_manager);
            }
            (_, Kind::Heading(level)) => self.heading(level, line),
            (Some(label), _) => self.labelled(label, line, rest, after_manager),
            (None, _) if unfilled.is_some_and(|unfilled| self.fill(unfilled, line)) => {}
            (None, _) => self.unlabelled(line),
        }
    }

    pub fn finish(mut self, layout: &'static str) -> GoalPage {
        self.close_item();
        for at in 0..self.drafts.len() {
            let inherited = self.objectives_manager(at);
            for result in &mut self.drafts[at].objective.key_results {
                if result.managers == Managers::Absent && !inherited.is_empty() {
                    let managers = inherited.clone();
                    result.managers = Managers::Named { managers, source: Source::Objective, certain: true };
                }
            }
        }
        let objectives =
            self.drafts.into_iter().filter(|draft| draft.is_objective).map(|draft| draft.objective);
        GoalPage {
            quarter: self.quarter,
            layout,
            objectives: objectives.collect(),
            has_manager_labels: self.has_manager_labels,
        }
    }

    /// The managers of the objective, or of the nearest one around it that names any.
    fn objectives_manager(&self, at: usize) -> Vec<Manager> {
        let mut next = Some(at);
        while let Some(draft) = next.and_then(|at| self.drafts.get(at)) {
            if draft.objective.manager != Managers::Absent {
                return draft.objective.manager.named().to_vec();
            }
            next = draft.parent;
        }
        Vec::new()
    }

    fn is_below_objective(&self, level: u8) -> bool {
        self.drafts.last().is_some_and(|draft| draft.level < level)
    }

    /// A heading can be a key result or its goals' label; otherwise its label is a part of its title.
    fn opens_or_divides(&self, label: &Label) -> bool {
        match label.meaning {
            Meaning::Item | Meaning::Manager(_) => true,
            Meaning::Goals | Meaning::Other => self.item.is_some(),
            Meaning::ItemAfterManager => false,
        }
    }

    /// A heading like “Key Results”: the objective goes on.
    fn part(&mut self) {
        self.close_item();
        self.draft().is_objective = true;
        // One line for a whole section may stand just above the heading of that section.
        self.manager_line.take_if(|line| line.used || line.covers != Covers::Section);
    }

    fn heading(&mut self, level: u8, line: &Line) {
        self.close_item();
        self.manager_line = None;
        self.add_draft(level, line.text.clone(), line.place.clone());
        self.draft().objective.unread.clone_from(&line.unread);
    }

    fn add_draft(&mut self, level: u8, title: String, place: Place) {
        let mut parent = self.drafts.len().checked_sub(1);
        while let Some(at) = parent.filter(|at| self.drafts[*at].level >= level) {
            parent = self.drafts[at].parent;
        }
        let objective =
            Objective { title, place, manager: Managers::Absent, key_results: Vec::new(), unread: None };
        self.drafts.push(Draft { level, parent, objective, is_objective: false });
    }

    /// The objective being read. Above the first heading it has no title.
    fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.add_draft(0, String::new(), Place::default());
        }
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    fn labelled(&mut self, label: &Label, line: &Line, rest: &[Classified], after_manager: bool) {
        let bullet = matches!(line.kind, Kind::Bullet(_));
        match label.meaning {
            Meaning::Manager(covers) => self.manager(covers, label, line, rest),
            Meaning::Item => self.open_item(label, line),
            Meaning::ItemAfterManager if self.opens_item(line, after_manager) => self.open_item(label, line),
            Meaning::ItemAfterManager if bullet && !has_children(line, rest) => self.unlabelled(line),
            Meaning::ItemAfterManager => self.in_item(line, |goals| goals.sub_objective()),
            Meaning::Goals => self.in_item(line, |goals| goals.label(label, line)),
            Meaning::Other => self.in_item(line, |goals| goals.aside(label)),
        }
    }

    fn in_item(&mut self, line: &Line, act: impl FnOnce(&mut Goals)) {
        if let Some(item) = &mut self.item {
            act(&mut item.goals);
            item.goals.note_unread(line);
        }
    }

    /// `Objective:` opens an item right after a manager line, and beside an item opened like that.
    fn opens_item(&self, line: &Line, after_manager: bool) -> bool {
        let beside = self.item.as_ref().is_some_and(|item| {
            item.opened_by == Meaning::ItemAfterManager
                && item.goals.has_label()
                && line.start == Start::Block
        });
        after_manager || beside && line.kind == Kind::Text
    }

    fn manager(&mut self, covers: Covers, label: &Label, line: &Line, rest: &[Classified]) {
        self.has_manager_labels = true;
        let managers = names::managers(&label.value, &line.links, self.namespaces);
        let blank = label.value.is_empty() && line.unread.is_none();
        if covers == Covers::Objective {
            self.close_item();
            self.manager_line = None;
            let draft = self.draft();
            draft.is_objective = true;
            if draft.objective.manager.named().is_empty() {
                draft.objective.manager = own(managers);
            }
            self.unfilled = blank.then_some(Unfilled::Objective);
        } else if covers == Covers::Item && self.belongs_to_open_item(line, rest) {
            if let Some(item) = &mut self.item {
                item.managers = own(managers);
            }
            self.unfilled = blank.then_some(Unfilled::OpenItem);
        } else {
            self.close_item();
            self.draft().is_objective = true;
            self.manager_line = Some(ManagerLine { covers, managers, used: false });
            self.unfilled = blank.then_some(Unfilled::Line);
            self.after_manager = true;
        }
    }

    /// Usually the manager's line stands before its key result; in lists, under key results that
    /// are headings, and on some pages it stands after the text it belongs to.
    fn belongs_to_open_item(&self, line: &Line, rest: &[Classified]) -> bool {
        let Some(item) = &self.item else { return false };
        if matches!(item.managers, Managers::Empty | Managers::Named { source: Source::Own, .. }) {
            return false;
        }
        match (item.kind, line.kind) {
            (Kind::Heading(_), _) => return true,
            (Kind::Bullet(outer), Kind::Bullet(inner)) => return inner > outer,
            _ => {}
        }
        let next = rest.iter().find(|c| c.label.is_some() || matches!(c.line.kind, Kind::Heading(_)));
        match next.and_then(|next| next.label.as_ref()).map(|label| label.meaning) {
            Some(Meaning::Goals | Meaning::Other) => !item.goals.has_label(),
            Some(_) => false,
            None => true,
        }
    }

    /// Takes a line after an empty manager label for its names, if it looks like names.
    fn fill(&mut self, unfilled: Unfilled, line: &Line) -> bool {
        let bullet = matches!(line.kind, Kind::Bullet(_));
        let near = bullet || line.kind == Kind::Text && line.start == Start::Break;
        if !near || line.text.chars().count() > LONGEST_NAME || line.unread.is_some() {
            return false;
        }
        let found = names::managers(&line.text, &line.links, self.namespaces);
        if found.is_empty() {
            return false;
        }
        let objective = self.drafts.last_mut().map(|draft| &mut draft.objective.manager);
        match unfilled {
            Unfilled::Line => {
                if let Some(line) = &mut self.manager_line {
                    line.managers.extend(found);
                }
                self.after_manager = true;
            }
            Unfilled::Objective => add_names(objective, found),
            Unfilled::OpenItem => add_names(self.item.as_mut().map(|item| &mut item.managers), found),
        }
        self.unfilled = bullet.then_some(unfilled);
        true
    }

    fn open_item(&mut self, label: &Label, line: &Line) {
        self.close_item();
        self.draft().is_objective = true;
        let managers = match &mut self.manager_line {
            None => Managers::Absent,
            Some(covering) => {
                let own = covering.covers == Covers::Item && !std::mem::replace(&mut covering.used, true);
                covering.used = true;
                let managers = covering.managers.clone();
                let source = if own { Source::Own } else { Source::Section };
                let certain = own || covering.covers == Covers::Section;
                match (managers.is_empty(), certain) {
                    (false, certain) => Managers::Named { managers, source, certain },
                    (true, true) => Managers::Empty,
                    (true, false) => Managers::Absent,
                }
            }
        };
        self.item = Some(Item {
            label: label.written.trim_end_matches([':', '：', ' ']).to_owned(),
            text: label.value.clone(),
            place: line.place.clone(),
            managers,
            opened_by: label.meaning,
            kind: line.kind,
            goals: Goals::new(self.quarter, line),
        });
    }

    fn unlabelled(&mut self, line: &Line) {
        let ends = |item: &Item| match (item.kind, line.kind) {
            (Kind::Bullet(item), Kind::Bullet(this)) => this <= item,
            _ => false,
        };
        if self.item.as_ref().is_some_and(ends) {
            self.close_item();
        }
        match &mut self.item {
            Some(item) => item.goals.line(line, &mut item.text),
            None if line.unread.is_some() => {
                let draft = self.draft();
                draft.is_objective = draft.level > 0;
                draft.objective.unread = line.unread.clone();
            }
            None => {}
        }
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        let read = item.goals.finish();
        let result = KeyResult {
            label: Some(item.label),
            text: item.text,
            place: item.place,
            managers: item.managers,
            goals_label: read.label,
            goals: read.goals,
            goals_state: read.state,
            emptiness: read.emptiness,
            other_quarters: read.other_quarters,
            status: read.status,
        };
        self.draft().objective.key_results.push(result);
    }
}

fn own(managers: Vec<Manager>) -> Managers {
    if managers.is_empty() {
        Managers::Empty
    } else {
        Managers::Named { managers, source: Source::Own, certain: true }
    }
}

fn add_names(to: Option<&mut Managers>, found: Vec<Manager>) {
    if let Some(to) = to {
        let known = to.named().to_vec();
        *to = own(known.into_iter().chain(found).collect());
    }
}

/// Whether deeper list items follow directly.
fn has_children(line: &Line, rest: &[Classified]) -> bool {
    match (line.kind, rest.first().map(|next| next.line.kind)) {
        (Kind::Bullet(this), Some(Kind::Bullet(next))) => next > this,
        _ => false,
    }
}
