//! Builds the goal page line by line: which objective and which key result a line belongs to.

use std::collections::BTreeMap;

mod finish;
mod headings;
mod rows;

use std::sync::LazyLock;

use regex::Regex;

use super::super::allow::Allow;
use super::super::document::{Extra, Kind, Line, Start};
use super::super::layout::{Covers, Label, Meaning, numbers};
use super::super::model::{Emptiness, KeyResult, Managers, Objective, Place, Source};
use super::super::names::UserNamespaces;
use super::super::words::Words;
use super::Reading;
use super::classify::Classified;
use super::goals::Goals;
use super::managers::{self, ManagerLine};
use crate::calendar::Quarter;

pub struct Build<'a> {
    quarter: Option<Quarter>,
    namespaces: &'a UserNamespaces,
    words: &'a Words,
    drafts: Vec<Draft>,
    /// The level of the heading that the key results stand under.
    level: u8,
    /// The manager line that covers the next key result.
    manager_line: Option<ManagerLine>,
    item: Option<Item<'a>>,
    after_manager: bool,
    /// An empty manager label whose names may stand in the lines after it.
    unfilled: Option<Unfilled>,
    has_manager_labels: bool,
    /// Who answers for the whole page.
    page_managers: Option<Managers>,
    /// What is allowed for the whole page.
    page_allows: Vec<Allow>,
    /// Sections are lists of goals.
    lists: bool,
}

/// A heading that may turn out to be an objective.
struct Draft {
    level: u8,
    parent: Option<usize>,
    objective: Objective,
    /// Something on it shows that it is one.
    is_objective: bool,
    /// Who answers for the tables in it.
    section_managers: Option<Managers>,
    /// Who answers for the rows of an outcome, by its number.
    outcomes: BTreeMap<u32, Managers>,
}

/// A key result under construction.
struct Item<'a> {
    label: Option<String>,
    text: String,
    place: Place,
    managers: Managers,
    opened_by: Meaning,
    kind: Kind,
    goals: Goals<'a>,
    allows: Vec<Allow>,
}

#[derive(Clone, Copy)]
enum Unfilled {
    Objective,
    Line,
    OpenItem,
}

impl<'a> Build<'a> {
    pub fn new(reading: Reading<'a>, lists: bool, allows: Vec<Allow>) -> Self {
        Self {
            quarter: reading.quarter,
            namespaces: reading.namespaces,
            words: reading.layouts.words(),
            drafts: Vec::new(),
            level: 0,
            manager_line: None,
            item: None,
            after_manager: false,
            unfilled: None,
            has_manager_labels: false,
            page_managers: None,
            page_allows: allows,
            lists,
        }
    }

    /// Takes the next line; `rest` is what follows it.
    pub fn take(&mut self, this: &Classified, rest: &[Classified]) {
        let line = &this.line;
        let after_manager = std::mem::take(&mut self.after_manager);
        let unfilled = self.unfilled.take();
        match (&this.label, line.kind) {
            (_, Kind::Heading(level)) if this.is_part && self.goes_on(level) => self.part(level),
            (Some(label), Kind::Heading(level)) if self.opens_or_divides(label, level) => {
                if label.meaning == Meaning::Item {
                    self.level = level;
                }
                self.labelled(label, this, rest, after_manager);
            }
            (_, Kind::Heading(level)) if self.is_inside(level, line, rest) => {
                self.in_item(line, Goals::heading)
            }
            (_, Kind::Heading(level)) => self.heading(level, line),
            (Some(label), _) => self.labelled(label, this, rest, after_manager),
            (None, _) if unfilled.is_some_and(|unfilled| self.fill(unfilled, line, rest)) => {}
            (None, _) => self.unlabelled(line),
        }
        self.allow(&line.allows);
    }

    /// What a comment allows, it allows for the item it stands in.
    fn allow(&mut self, allows: &[Allow]) {
        let scope = match (&mut self.item, self.drafts.last_mut()) {
            (Some(item), _) => &mut item.allows,
            (None, Some(draft)) if draft.level > 0 => &mut draft.objective.allows,
            _ => &mut self.page_allows,
        };
        scope.extend_from_slice(allows);
    }

    fn labelled(&mut self, label: &Label, this: &Classified, rest: &[Classified], after_manager: bool) {
        let line = &this.line;
        let bullet = matches!(line.kind, Kind::Bullet(_));
        let is_goal = bullet && self.item.as_ref().is_some_and(|item| item.goals.takes_as_goal(line, label));
        match label.meaning {
            Meaning::Manager(_) | Meaning::Goals | Meaning::Other | Meaning::Note | Meaning::Status
                if is_goal =>
            {
                self.unlabelled(line)
            }
            Meaning::Manager(covers) => self.manager(covers, label, this, rest),
            Meaning::Item => self.open_item(label, line),
            Meaning::ItemAfterManager if self.opens_item(line, after_manager) => self.open_item(label, line),
            Meaning::ItemAfterManager if bullet && !has_children(line, rest) => self.unlabelled(line),
            Meaning::ItemAfterManager => self.in_item(line, Goals::sub_objective),
            Meaning::Goals if self.is_for_all(line) => self.goals_for_all(),
            Meaning::Goals => self.in_item(line, |goals| goals.label(label, line)),
            Meaning::Other => self.in_item(line, |goals| goals.aside(label)),
            Meaning::Note => self.in_item(line, Goals::note),
            Meaning::Status => self.in_item(line, |goals| goals.status(label, line)),
        }
    }

    fn in_item(&mut self, line: &Line, act: impl FnOnce(&mut Goals<'a>)) {
        match &mut self.item {
            Some(item) => {
                act(&mut item.goals);
                item.goals.note_unread(line);
            }
            None => self.doubt_last(),
        }
    }

    /// A heading “Q2 Goals” under several key results that are paragraphs is about all of them.
    fn is_for_all(&self, line: &Line) -> bool {
        let several = self.drafts.last().is_some_and(|draft| !draft.objective.key_results.is_empty());
        let paragraph = self.item.as_ref().is_some_and(|item| !matches!(item.kind, Kind::Heading(_)));
        matches!(line.kind, Kind::Heading(_)) && several && paragraph
    }

    fn goals_for_all(&mut self) {
        self.close_item();
        self.draft().objective.key_results.iter_mut().for_each(doubt);
    }

    /// Lines after a key result that belong to none may be its goals.
    fn doubt_last(&mut self) {
        if let Some(result) = self.draft().objective.key_results.last_mut() {
            doubt(result);
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

    fn manager(&mut self, covers: Covers, label: &Label, this: &Classified, rest: &[Classified]) {
        self.has_manager_labels = true;
        let named = managers::of_line(label, &this.line, self.namespaces, self.words);
        let blank = label.value.is_empty() && named == Managers::Empty;
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
                return;
            }
            Covers::Outcome => {
                let outcomes = numbers(&label.written);
                self.draft().outcomes.extend(outcomes.into_iter().map(|number| (number, named.clone())));
                return;
            }
            Covers::Section => self.draft().section_managers = Some(named.clone()),
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
            self.unfilled = blank.then_some(Unfilled::Objective);
        } else if covers == Covers::Item && inside {
            if let Some(item) = &mut self.item {
                item.managers = named;
            }
            self.unfilled = blank.then_some(Unfilled::OpenItem);
        } else {
            self.close_item();
            match &mut self.manager_line {
                // Two lines, one under the other, for one key result.
                Some(line) if !line.used && line.covers == covers && !named.named().is_empty() => {
                    managers::add(&mut line.managers, named.named().to_vec());
                }
                _ => self.manager_line = Some(ManagerLine { covers, managers: named, used: false }),
            }
            self.unfilled = blank.then_some(Unfilled::Line);
            self.after_manager = true;
        }
    }

    /// Takes a line after an empty manager label for its names, if it looks like names.
    fn fill(&mut self, unfilled: Unfilled, line: &Line, rest: &[Classified]) -> bool {
        let found = managers::in_next_line(line, rest, self.namespaces, self.words);
        let target = match unfilled {
            Unfilled::Line => self.manager_line.as_mut().map(|line| &mut line.managers),
            Unfilled::Objective => self.drafts.last_mut().map(|draft| &mut draft.objective.manager),
            Unfilled::OpenItem => self.item.as_mut().map(|item| &mut item.managers),
        };
        let (Some(target), false) = (target, found.is_empty()) else { return false };
        managers::add(target, found);
        self.after_manager = matches!(unfilled, Unfilled::Line);
        self.unfilled = matches!(line.kind, Kind::Bullet(_)).then_some(unfilled);
        true
    }

    fn open_item(&mut self, label: &Label, line: &Line) {
        self.close_item();
        self.draft().is_objective = true;
        let managers = self.manager_line.as_mut().map(ManagerLine::cover).unwrap_or_default();
        self.item = Some(Item {
            label: Some(label.written.trim_end_matches([':', '：', ' ']).to_owned()),
            text: label.value.clone(),
            place: line.place.clone(),
            managers,
            opened_by: label.meaning,
            kind: line.kind,
            goals: Goals::new(self.quarter, line, self.words),
            allows: Vec::new(),
        });
    }

    fn unlabelled(&mut self, line: &Line) {
        let ends = |item: &Item<'_>| match (item.kind, line.kind) {
            (Kind::Bullet(item_depth), Kind::Bullet(this)) => {
                this <= item_depth && !item.goals.takes_siblings(this)
            }
            // A line between two parts of the page, or a key result that was struck out.
            _ => {
                let divides = matches!(line.extra, Some(Extra::Rule | Extra::Struck)) && line.text.is_empty();
                divides && line.start == Start::Block && line.kind == Kind::Text
            }
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
            None if line.text.is_empty() || line.is_navigation() => {}
            None if self.lists && matches!(line.kind, Kind::Bullet(_)) => self.open_list(line),
            None => self.doubt_last(),
        }
    }

    /// A list without any label is a section's goals.
    fn open_list(&mut self, line: &Line) {
        if self.draft().level == 0 {
            return;
        }
        self.draft().is_objective = true;
        let mut goals = Goals::new(self.quarter, line, self.words);
        goals.line(line, &mut String::new());
        let text = self.draft().objective.title.clone();
        self.item = Some(Item {
            label: None,
            text,
            place: line.place.clone(),
            managers: Managers::Absent,
            opened_by: Meaning::Goals,
            kind: Kind::Heading(self.level),
            goals,
            allows: Vec::new(),
        });
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        let read = item.goals.finish();
        let mut result = KeyResult {
            label: item.label,
            text: item.text,
            place: item.place,
            managers: item.managers,
            goals_label: read.label,
            goals: read.goals,
            goals_state: read.state,
            emptiness: read.emptiness,
            other_quarters: read.other_quarters,
            status: read.status,
            eta: None,
            allows: item.allows,
        };
        if result.goals_label.is_none() && speaks_of_goals(&result.text) {
            doubt(&mut result);
        }
        self.draft().objective.key_results.push(result);
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

/// A key result that looks empty, but for something nearby that may be its goals.
fn doubt(result: &mut KeyResult) {
    if result.emptiness.is_some() {
        result.emptiness = Some(Emptiness::OnlyARemark);
    }
}

/// Whether deeper list items follow directly.
fn has_children(line: &Line, rest: &[Classified]) -> bool {
    match (line.kind, rest.first().map(|next| next.line.kind)) {
        (Kind::Bullet(this), Some(Kind::Bullet(next))) => next > this,
        _ => false,
    }
}
