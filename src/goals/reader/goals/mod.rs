//! The goals of one key result: what counts as one.

mod finish;

use super::super::document::{Line, LineKind, Start};
use super::super::layout::{self, Label};
use super::super::model::{Goal, Status, StatusPlace};
use super::super::words::Words;
use super::tables::CellGoals;
use crate::base::Quarter;

/// The lines of one key result, as far as they have been read.
pub struct Goals<'a> {
    words: &'a Words,
    quarter: Option<Quarter>,
    table: Option<usize>,
    region: Region,
    last: Last,
    label: Option<String>,
    label_depth: usize,
    deeper_seen: bool,
    under_label: Listed,
    without_label: Listed,
    other_quarters: Vec<String>,
    unread: bool,
    /// Something that may be meant as a goal, and surely isn't one.
    remark: bool,
    /// Lines of text after the first, and notes: with a goals' label they are none of its goals.
    aside: bool,
    status: Option<Status>,
    status_place: StatusPlace,
    /// A list item with nothing in it.
    empty_bullet: bool,
}

#[derive(Default)]
struct Listed {
    goals: Vec<Goal>,
    placeholder: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Region {
    /// Nothing but the key result's own text so far.
    Text,
    /// Under this quarter's label.
    Label,
    /// Under another quarter's label.
    OtherQuarter,
    /// Under `Q2 Objective:` or `Objective:`.
    Aside,
    /// Under `Dependencies:` and the like.
    Note,
    /// Under `Status:`.
    Status,
    /// Under something unknown.
    Foreign,
}

#[derive(Clone, Copy, PartialEq)]
enum Last {
    Label,
    Goal { bullet: bool },
    EmptyBullet,
}

impl<'a> Goals<'a> {
    pub fn new(quarter: Option<Quarter>, opening: &Line, words: &'a Words) -> Self {
        Self {
            words,
            quarter,
            table: opening.cell.map(|cell| cell.table),
            region: Region::Text,
            last: Last::Label,
            label: None,
            label_depth: 0,
            deeper_seen: false,
            under_label: Listed::default(),
            without_label: Listed::default(),
            other_quarters: Vec::new(),
            unread: false,
            remark: false,
            aside: false,
            status: opening.statuses.last().copied(),
            status_place: StatusPlace::Absent,
            empty_bullet: false,
        }
    }

    /// Whether any label of goals has been seen.
    pub fn has_label(&self) -> bool {
        self.label.is_some() || !self.other_quarters.is_empty()
    }

    /// What stands at the label for its status.
    pub fn status_place(&self) -> StatusPlace {
        self.status_place
    }

    /// Whether any goal has been read.
    pub fn has_goals(&self) -> bool {
        !self.under_label.goals.is_empty() || !self.without_label.goals.is_empty()
    }

    /// Whether the label has been read, and no goal yet.
    pub fn waits(&self) -> bool {
        self.region == Region::Label && !self.has_goals()
    }

    /// Whether list items at the label's own depth are its goals.
    pub fn takes_siblings(&self, depth: usize) -> bool {
        self.region == Region::Label && self.label_depth == depth && !self.deeper_seen
    }

    /// Whether a list item that begins like a label is a goal all the same: “Q3 goals: draft them”.
    pub fn takes_as_goal(&self, line: &Line, label: &Label) -> bool {
        self.region == Region::Label && depth(line) > self.label_depth && !label.value.is_empty()
    }

    pub fn note_unread(&mut self, line: &Line) {
        self.unread |= line.unread.is_some()
            && !matches!(self.region, Region::OtherQuarter | Region::Note | Region::Status);
    }

    /// `Q2 Goals:`, perhaps with a goal on the same line.
    pub fn label(&mut self, label: &Label, line: &Line) {
        self.last = Last::Label;
        if self.is_other_quarter(label) {
            self.region = Region::OtherQuarter;
            self.other_quarters.push(label.written.clone());
            return;
        }
        self.region = Region::Label;
        self.label.get_or_insert_with(|| label.written.clone());
        self.label_depth = depth(line);
        self.deeper_seen = false;
        let head = line.head.as_deref().and_then(|head| head.get(label.written.len()..)).map(str::trim);
        let value = head.filter(|head| head.contains(' ')).unwrap_or(&label.value);
        let value = value.trim_start_matches(['*', '•']).trim_start();
        if value.is_empty() {
            self.note_status(line);
            if !label.value.is_empty() {
                self.last = Last::EmptyBullet;
            }
        } else {
            self.goal(value, line, false);
        }
    }

    /// `Q2 Objective:`: what follows is the objective's, unless the key result has no goals' label at all.
    pub fn aside(&mut self, label: &Label) {
        // What stands under another quarter's objective may be meant for this quarter: it is not dropped.
        self.region = Region::Aside;
        self.aside |= self.is_other_quarter(label);
        self.last = Last::Label;
    }

    /// `Dependencies:` and the like.
    pub fn note(&mut self) {
        self.region = Region::Note;
        self.aside = true;
    }

    /// `Status:`, perhaps with the status on the same line. Of several notes the last counts.
    pub fn status(&mut self, label: &Label, line: &Line) {
        self.region = Region::Status;
        self.aside = true;
        self.note_status_place(&label.value, line);
        self.status =
            line.statuses.last().copied().or_else(|| self.words.status_in(&label.value)).or(self.status);
    }

    /// An unknown heading inside the key result. Under the goals' label it divides them.
    pub fn heading(&mut self) {
        if self.region != Region::Label {
            self.region = Region::Foreign;
        }
    }

    /// `Objective:` inside a key result. Goals under it are the key result's.
    pub fn sub_objective(&mut self) {
        if self.region == Region::Text {
            self.region = Region::Aside;
        }
        self.last = Last::Label;
    }

    /// A line without a label. `text` is the key result's, which may go on over several lines.
    pub fn line(&mut self, line: &Line, text: &mut String) {
        self.note_unread(line);
        if self.region == Region::Status {
            self.note_status_place(&line.text, line);
            self.status =
                line.statuses.last().copied().or_else(|| self.words.status_in(&line.text)).or(self.status);
            return;
        }
        if line.is_navigation() || self.region == Region::Note {
            return;
        }
        // A picture may show the goals; a goal that was struck out was one.
        self.remark |= line.extra.is_some() && line.text.is_empty();
        if line.cell.map(|cell| cell.table) != self.table {
            // A table below a key result may well hold its goals.
            match self.last {
                Last::EmptyBullet => self.remark |= !line.text.is_empty(),
                _ => self.unread |= !line.text.is_empty(),
            }
            return;
        }
        match line.kind {
            _ if self.region == Region::Foreign => self.remark = true,
            LineKind::Bullet(depth) => self.bullet(line, depth),
            _ => self.text(line, text),
        }
    }

    fn bullet(&mut self, line: &Line, depth: usize) {
        if self.label_depth > 0 && self.region == Region::Label {
            self.deeper_seen |= depth > self.label_depth;
            // A list item beside the label, not under it, is about something else.
            if depth < self.label_depth || depth == self.label_depth && self.deeper_seen {
                self.remark = true;
                return;
            }
        }
        if line.text.is_empty() {
            self.note_status(line);
            // A picture is something.
            self.empty_bullet |= line.extra.is_none() && matches!(self.region, Region::Text | Region::Aside);
            self.last = Last::EmptyBullet;
        } else {
            self.goal(line.goal_text(), line, true);
        }
    }

    fn text(&mut self, line: &Line, text: &mut String) {
        let same_block = line.start != Start::Block;
        match (self.region, self.last) {
            _ if line.text.is_empty() => self.note_status(line),
            (Region::Text, Last::Label) if text.is_empty() => text.push_str(&line.text),
            (Region::Text, Last::Label) if same_block => {
                text.push(' ');
                text.push_str(&line.text);
                self.aside = true;
            }
            (_, Last::Goal { bullet: true }) if same_block => self.append(line),
            (Region::Label, Last::Goal { bullet: true }) => {}
            (Region::Label, Last::EmptyBullet) if !same_block => self.remark = true,
            // A title of its own, like “See also”.
            (Region::Label, _) if !same_block && line.bold == line.text => {
                self.region = Region::Foreign;
                self.remark = true;
            }
            // “We will:”, before the list
            (Region::Label, _) if line.text.ends_with([':', '：']) => self.remark = true,
            (Region::Label, _) => self.goal(line.goal_text(), line, false),
            (Region::OtherQuarter, _) => {
                self.remark = true;
                if is_title(line) {
                    self.region = Region::Text;
                }
            }
            (Region::Aside, _) => self.aside = true,
            (Region::Text | Region::Note | Region::Status | Region::Foreign, _) => self.remark = true,
        }
    }

    fn goal(&mut self, text: &str, line: &Line, bullet: bool) {
        let found = match self.region {
            Region::Label => &mut self.under_label,
            Region::Text | Region::Aside => &mut self.without_label,
            Region::OtherQuarter | Region::Note | Region::Status | Region::Foreign => return,
        };
        let status = line.statuses.last().copied();
        if line.unread.is_some() && text.starts_with("{{") {
            // An unknown parser function, shown as it was typed.
            self.last = Last::EmptyBullet;
        } else if let Some(status) = self.words.status(text) {
            self.status = Some(status);
            self.last = Last::EmptyBullet;
        } else if self.words.is_placeholder(text) {
            found.placeholder.get_or_insert_with(|| text.to_owned());
            self.last = Last::EmptyBullet;
            self.note_status(line);
        } else {
            found.goals.push(Goal { text: text.to_owned(), status });
            self.last = Last::Goal { bullet };
        }
    }

    /// The rest of a list item after a break.
    fn append(&mut self, line: &Line) {
        let found = match self.region {
            Region::Label => &mut self.under_label,
            Region::Text | Region::Aside => &mut self.without_label,
            Region::OtherQuarter | Region::Note | Region::Status | Region::Foreign => return,
        };
        if let Some(goal) = found.goals.last_mut() {
            goal.text.push(' ');
            goal.text.push_str(&line.text);
            goal.status = line.statuses.last().copied().or(goal.status);
        }
    }

    fn note_status_place(&mut self, said: &str, line: &Line) {
        let says_nothing = said.is_empty() && line.statuses.is_empty();
        if says_nothing && line.unread.is_none() && line.extra.is_none() {
            self.status_place = self.status_place.max(StatusPlace::Empty);
        } else {
            self.status_place = StatusPlace::Taken;
        }
    }

    fn note_status(&mut self, line: &Line) {
        if self.region != Region::OtherQuarter {
            self.status = line.statuses.last().copied().or(self.status);
        }
    }

    fn is_other_quarter(&self, label: &Label) -> bool {
        layout::is_other_quarter(&label.quarters, self.quarter)
    }

    /// Goals that stand in the cells of a table.
    pub fn take_cells(&mut self, cells: CellGoals) {
        self.unread |= cells.unread;
        self.remark |= cells.extra;
        let found = if self.label.is_some() { &mut self.under_label } else { &mut self.without_label };
        found.goals.extend(cells.goals);
        found.placeholder = found.placeholder.take().or(cells.placeholder);
    }
}

/// Looks like a label that nobody knows: bold or short, with a colon.
fn is_title(line: &Line) -> bool {
    const LONGEST: usize = 40;
    let short = line.text.find([':', '：']).is_some_and(|at| line.text[..at].chars().count() <= LONGEST);
    line.kind == LineKind::Text && (short || !line.bold.is_empty() && line.bold == line.text)
}

fn depth(line: &Line) -> usize {
    match line.kind {
        LineKind::Bullet(depth) => depth,
        _ => 0,
    }
}
