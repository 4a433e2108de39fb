//! Key results of a page of no known layout: sections with a list, and list items that name their owner.

use smol_str::SmolStr;

use super::super::super::document::{Line, LineKind};
use super::super::super::layout::{Label, Meaning};
use super::super::super::model::Managers;
use super::super::account::{Fate, Told, Why};
use super::super::classify::Classified;
use super::super::goals::Goals;
use super::super::managers::ManagerLine;
use super::super::outline;
use super::Build;
use super::item::{OpenItem, within};

impl<'a> Build<'a> {
    /// Whether a line is an item of a list that is about goals.
    pub(super) fn is_goals_item(&self, line: &Line) -> bool {
        let is_item = matches!(line.kind, LineKind::Bullet(_)) && line.cell.is_none();
        is_item && line.extra.is_none() && !line.text.is_empty() && !self.in_notes && self.is_about_goals()
    }

    fn is_about_goals(&self) -> bool {
        let headings = self.around_here().map(|draft| draft.objective.title.as_str());
        outline::is_about_goals(headings, self.is_named, self.words)
    }

    /// The first item of a list, or the next one of a list of items.
    pub(super) fn open_outlined(&mut self, line: &Line, rest: &[Classified<'_>]) -> Told {
        let is_list = |next: &&Classified<'_>| !next.is_heading() && next.line.cell.is_none();
        let list = || std::iter::once(line).chain(rest.iter().take_while(is_list).map(|next| &*next.line));
        let is_of_items = self.list_is_items.unwrap_or_else(|| {
            outline::is_of_items(list(), |line| {
                let managers = self.inline.read(&line.text, line).managers;
                matches!(managers, Managers::Named { .. } | Managers::Empty)
            })
        });
        if self.list_is_items.is_none() {
            self.list_has_nicknames = outline::has_nicknames(list());
        }
        self.list_is_items = Some(is_of_items);
        if is_of_items { self.open_bullet(line) } else { self.open_list(line) }
    }

    /// A list item that is a key result. Without a list below it, it is its own goal.
    fn open_bullet(&mut self, line: &Line) -> Told {
        if self.is_of_another_quarter() {
            return Fate::Known.into();
        }
        let said = self.inline.read(&line.text, line);
        let managers = match said.managers.clone() {
            own @ (Managers::Named { .. } | Managers::Empty) => own,
            _ => self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default(),
        };
        let told = self.inline.item_line(line, &line.text, &said);
        let mut item = self.section_item(line, said.text, managers);
        item.kind = line.kind;
        item.is_goal = true;
        item.status = said.status;
        self.open(item);
        told
    }

    /// A label for goals: they are the section's.
    pub(super) fn outlined_label(&mut self, label: &Label, line: &Line) -> Told {
        if self.item.is_none() {
            if self.is_named == Some(false) {
                return Why::LabelAlone.into();
            }
            let managers = self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default();
            let title = self.section_title();
            let item = self.section_item(line, title.into(), managers);
            self.open(item);
        }
        self.in_item(line, Fate::Known.into(), |goals| goals.label(label, line))
    }

    /// What a section is about: its heading, and nothing above the first one.
    pub(super) fn section_title(&mut self) -> SmolStr {
        let draft = self.draft();
        if draft.level == 0 { SmolStr::default() } else { draft.objective.title.clone() }
    }

    /// A key result that is a whole section.
    pub(super) fn section_item(&self, line: &Line, text: String, managers: Managers) -> OpenItem<'a> {
        let mut goals = Goals::new(self.quarter, line, self.inline);
        goals.ends_with_nicknames = self.list_has_nicknames;
        OpenItem {
            label: None,
            text,
            place: line.place.clone(),
            within: within(line),
            managers,
            opened_by: Meaning::Goals,
            kind: LineKind::Heading(self.level),
            goals,
            allows: Vec::new(),
            mentions_people: false,
            is_goal: false,
            status: None,
        }
    }

    /// Begins a key result.
    pub(super) fn open(&mut self, item: OpenItem<'a>) {
        self.close_item();
        self.account.open();
        self.draft().is_objective = true;
        self.item = Some(item);
    }
}
