//! Builds the goal page line by line: which objective and which key result a line belongs to.

mod columns;
mod finish;
mod headings;
mod item;
mod named;
mod outlined;
mod outside;
mod rows;
mod table_account;

use std::collections::BTreeMap;

use super::super::allow::Allow;
use super::super::document::{Extra, Line, LineKind, Start};
use super::super::layout::{Label, Labels, Layout, Meaning, Role, Rows};
use super::super::model::{Emptiness, KeyResult, Managers, Objective};
use super::super::words::Words;
use super::Reading;
use super::account::{Account, Fate, Told, Why};
use super::classify::Classified;
use super::goals::Goals;
use super::managers::ManagerLine;
use super::outline;
use super::tables::Cells;
use super::within::Within;
use crate::base::Quarter;
use crate::wiki::UserNamespaces;
use item::OpenItem;
use named::Unfilled;

pub struct Build<'a> {
    quarter: Option<Quarter>,
    namespaces: &'a UserNamespaces,
    words: &'a Words,
    drafts: Vec<Draft>,
    /// The level of the heading that the key results stand under.
    level: u8,
    /// The manager line that covers the next key result.
    manager_line: Option<ManagerLine>,
    item: Option<OpenItem<'a>>,
    after_manager: bool,
    /// An empty manager label whose names may stand in the lines after it.
    unfilled: Option<Unfilled>,
    has_manager_labels: bool,
    /// How often lines after a manager label named people.
    filled: usize,
    /// Whether a table of themes was read, whose empty themes are no goals of their own.
    has_themes: bool,
    /// Who answers for the whole page.
    page_managers: Option<Managers>,
    /// What is allowed for the whole page.
    page_allows: Vec<Allow>,
    layout: &'a Layout,
    /// What the layout calls the columns of tables.
    columns: &'a [(Role, Labels)],
    /// What stands within an item's line.
    inline: Within<'a>,
    /// People named for some goals of a key result: its draft, its number there. They count if nobody else is named.
    perhaps: Vec<(usize, usize, Managers)>,
    /// The objective that a table's row belongs to, if it isn't the last one.
    row_draft: Option<usize>,
    /// Whether the title says that the page is about goals.
    is_named: Option<bool>,
    /// Whether the list being read is one of items, once that is known.
    list_is_items: Option<bool>,
    /// Whether its items end with people's nicknames in brackets.
    list_has_nicknames: bool,
    /// Under a label for notes, outside of key results.
    in_notes: bool,
    /// Where each line went.
    account: Account,
    /// The tables of the page.
    tables: &'a [Cells<'a>],
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

impl<'a> Build<'a> {
    pub fn new(
        reading: Reading<'a>,
        layout: &'a Layout,
        allows: Vec<Allow>,
        tables: &'a [Cells<'a>],
    ) -> Self {
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
            filled: 0,
            has_themes: false,
            page_managers: None,
            page_allows: allows,
            layout,
            columns: reading.layouts.columns(layout),
            inline: Within {
                inline: layout.inline(),
                namespaces: reading.namespaces,
                words: reading.layouts.words(),
            },
            perhaps: Vec::new(),
            row_draft: None,
            is_named: outline::says_goals(reading.title.as_str(), reading.layouts.words()),
            list_is_items: None,
            list_has_nicknames: false,
            in_notes: false,
            account: Account::default(),
            tables,
        }
    }

    /// Takes the next line; `rest` is what follows it.
    pub fn take(&mut self, this: &Classified<'_>, rest: &[Classified<'_>]) {
        let line = &this.line;
        self.leave_transcluded_item(this);
        let people = self.people_in_all();
        let after_manager = std::mem::take(&mut self.after_manager);
        let unfilled = self.unfilled.take();
        self.in_notes &= this.label.is_none() && !this.is_heading() && !this.begins_objective;
        self.list_is_items = self.list_is_items.filter(|_| !this.is_heading());
        self.list_has_nicknames &= !this.is_heading();
        let told = match (&this.label, line.kind) {
            (_, LineKind::Heading(level)) if this.is_part && self.goes_on(level) => self.part(level),
            (Some(label), LineKind::Heading(level)) if self.opens_or_divides(label, level) => {
                if label.meaning == Meaning::Item {
                    self.level = level;
                }
                self.labelled(label, this, rest, after_manager)
            }
            (None, LineKind::Heading(level)) if this.is_item => self.heading_item(level, line),
            (_, LineKind::Heading(level)) if self.is_inside(level, line, rest) => {
                self.in_item(line, Fate::Known.into(), Goals::heading)
            }
            (_, LineKind::Heading(level)) => self.heading(level, line),
            (_, _) if this.begins_objective => self.objective_line(line),
            (Some(label), _) => self.labelled(label, this, rest, after_manager),
            (None, _) => match unfilled.and_then(|unfilled| self.fill(unfilled, line, rest)) {
                Some(told) => told,
                None => self.unlabelled(line, rest),
            },
        };
        self.tell(line, told);
        // No field took them: whoever is linked here may be meant as the manager.
        let is_manager_line = matches!(this.meaning(), Some(Meaning::Manager(_)));
        if !is_manager_line && self.people_in_all() == people && self.links_people(line) {
            self.mention_people();
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

    fn labelled(
        &mut self,
        label: &Label,
        this: &Classified<'_>,
        rest: &[Classified<'_>],
        after_manager: bool,
    ) -> Told {
        let line = &this.line;
        let bullet = matches!(line.kind, LineKind::Bullet(_));
        let is_goal = bullet && self.item.as_ref().is_some_and(|item| item.goals.takes_as_goal(line, label));
        match label.meaning {
            Meaning::Manager(_) | Meaning::Goals | Meaning::Other | Meaning::Note | Meaning::Status
                if is_goal =>
            {
                self.unlabelled(line, rest)
            }
            Meaning::Manager(covers) => self.manager(covers, label, this, rest),
            Meaning::Item => self.open_item(label, line),
            Meaning::ItemAfterManager if self.opens_item(line, after_manager) => self.open_item(label, line),
            Meaning::ItemAfterManager if bullet && !has_children(line, rest) => self.unlabelled(line, rest),
            Meaning::ItemAfterManager => self.in_item(line, Fate::Prose.into(), Goals::sub_objective),
            Meaning::Goals if self.is_for_all(line) => self.goals_for_all(),
            Meaning::Goals if self.layout.rows() == Rows::Outline => self.outlined_label(label, line),
            Meaning::Goals => self.in_item(line, Why::LabelAlone.into(), |goals| goals.label(label, line)),
            Meaning::Other => self.in_item(line, Fate::Prose.into(), |goals| goals.aside(label)),
            Meaning::Note => {
                self.in_notes = self.item.is_none();
                self.in_item(line, Fate::Known.into(), Goals::note)
            }
            Meaning::Status => self.in_item(line, Why::LabelAlone.into(), |goals| goals.status(label, line)),
        }
    }

    /// Does something in the open key result; where none is open, a line is what `else_told` says.
    fn in_item(&mut self, line: &Line, else_told: Told, act: impl FnOnce(&mut Goals<'a>) -> Told) -> Told {
        match &mut self.item {
            Some(item) => {
                let told = act(&mut item.goals);
                item.goals.note_unread(line);
                told
            }
            None => {
                self.doubt_last();
                else_told
            }
        }
    }

    /// A heading “Q2 Goals” under several key results that are paragraphs is about all of them.
    fn is_for_all(&self, line: &Line) -> bool {
        let several = self.drafts.last().is_some_and(|draft| !draft.objective.key_results.is_empty());
        let paragraph = self.item.as_ref().is_some_and(|item| !matches!(item.kind, LineKind::Heading(_)));
        matches!(line.kind, LineKind::Heading(_)) && several && paragraph
    }

    fn goals_for_all(&mut self) -> Told {
        self.close_item();
        self.draft().objective.key_results.iter_mut().for_each(doubt);
        Fate::Known.into()
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
        after_manager || beside && line.kind == LineKind::Text
    }

    fn unlabelled(&mut self, line: &Line, rest: &[Classified<'_>]) -> Told {
        let ends = |item: &OpenItem<'_>| match (item.kind, line.kind) {
            (LineKind::Bullet(item_depth), LineKind::Bullet(this)) => {
                this <= item_depth && !item.goals.takes_siblings(this)
            }
            // A line between two parts of the page, or a key result that was struck out.
            _ => {
                // What is struck out right behind the label were its goals.
                let divides = match line.extra {
                    Some(Extra::Rule) => line.text.is_empty(),
                    Some(Extra::Struck) => line.text.is_empty() && !item.goals.waits(),
                    Some(Extra::Picture) | None => false,
                };
                divides && line.start == Start::Block && line.kind == LineKind::Text
            }
        };
        if self.item.as_ref().is_some_and(ends) {
            self.close_item();
        }
        let is_outlined =
            self.item.is_none() && self.layout.rows() == Rows::Outline && self.is_goals_item(line);
        match &mut self.item {
            Some(item) => item.goals.line(line, &mut item.text),
            None if line.unread.is_some() => {
                let draft = self.draft();
                draft.is_objective |= draft.level > 0;
                draft.objective.unread = line.unread.clone();
                Why::Unread.into()
            }
            None if self.layout.rows() == Rows::Lists
                && matches!(line.kind, LineKind::Bullet(_))
                && line.extra.is_none() =>
            {
                self.open_list(line)
            }
            None if is_outlined => self.open_outlined(line, rest),
            None if line.text.is_empty() || line.is_navigation() => Fate::Known.into(),
            None => {
                self.doubt_last();
                self.outside(line)
            }
        }
    }
}

/// A key result that looks empty, but for something nearby that may be its goals.
fn doubt(result: &mut KeyResult) {
    if result.emptiness.is_some() {
        result.emptiness = Some(Emptiness::OnlyARemark);
    }
}

/// Whether deeper list items follow directly.
fn has_children(line: &Line, rest: &[Classified<'_>]) -> bool {
    match (line.kind, rest.first().map(|next| next.line.kind)) {
        (LineKind::Bullet(this), Some(LineKind::Bullet(next))) => next > this,
        _ => false,
    }
}
