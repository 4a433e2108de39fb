//! The goals of one key result: what counts as one, and why there are none.

use super::super::document::{Kind, Line, Start};
use super::super::layout::Label;
use super::super::model::{Emptiness, Goal, GoalsState, Status};
use super::super::words::words;
use crate::calendar::Quarter;

/// The lines of one key result, as far as they have been read.
pub struct Goals {
    quarter: Option<Quarter>,
    table: Option<usize>,
    region: Region,
    last: Last,
    label: Option<String>,
    label_depth: usize,
    deeper_seen: bool,
    under_label: Found,
    without_label: Found,
    other_quarters: Vec<String>,
    unread: bool,
    remark: bool,
    status: Option<Status>,
}

/// What is to be said of a key result's goals.
pub struct ReadGoals {
    pub label: Option<String>,
    pub goals: Vec<Goal>,
    pub state: GoalsState,
    pub emptiness: Option<Emptiness>,
    pub other_quarters: Vec<String>,
    pub status: Option<Status>,
}

#[derive(Default)]
struct Found {
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
}

#[derive(Clone, Copy, PartialEq)]
enum Last {
    Label,
    Goal { bullet: bool },
    EmptyBullet,
}

impl Goals {
    pub fn new(quarter: Option<Quarter>, opening: &Line) -> Self {
        Self {
            quarter,
            table: opening.cell.map(|cell| cell.table),
            region: Region::Text,
            last: Last::Label,
            label: None,
            label_depth: 0,
            deeper_seen: false,
            under_label: Found::default(),
            without_label: Found::default(),
            other_quarters: Vec::new(),
            unread: false,
            remark: false,
            status: opening.statuses.last().copied(),
        }
    }

    /// Whether any label of goals has been seen.
    pub fn has_label(&self) -> bool {
        self.label.is_some() || !self.other_quarters.is_empty()
    }

    pub fn note_unread(&mut self, line: &Line) {
        self.unread |= line.unread.is_some() && self.region != Region::OtherQuarter;
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
        let value = label.value.trim_start_matches(['*', '•']).trim_start();
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
        self.region = if self.is_other_quarter(label) { Region::OtherQuarter } else { Region::Aside };
        self.last = Last::Label;
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
        if line.cell.map(|cell| cell.table) != self.table {
            // A table below a key result may be a list of goals or the page's navigation.
            self.remark |= !line.text.is_empty();
            return;
        }
        match line.kind {
            Kind::Bullet(depth) => self.bullet(line, depth),
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
            self.last = Last::EmptyBullet;
        } else {
            self.goal(&line.text, line, true);
        }
    }

    fn text(&mut self, line: &Line, text: &mut String) {
        let same_block = line.start != Start::Block;
        match (self.region, self.last) {
            _ if line.text.is_empty() => self.note_status(line),
            (Region::Text, Last::Label) if text.is_empty() || same_block => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&line.text);
            }
            (_, Last::Goal { bullet: true }) if same_block => self.append(line),
            (Region::Label, Last::Goal { bullet: true }) => {}
            (Region::Label, Last::EmptyBullet) if !same_block => self.remark = true,
            (Region::Label, _) => self.goal(&line.text, line, false),
            (Region::OtherQuarter | Region::Aside, _) => {}
            (Region::Text, _) => self.remark = true,
        }
    }

    fn goal(&mut self, text: &str, line: &Line, bullet: bool) {
        let found = match self.region {
            Region::Label => &mut self.under_label,
            Region::Text | Region::Aside => &mut self.without_label,
            Region::OtherQuarter => return,
        };
        if line.unread.is_some() && text.starts_with("{{") {
            // An unknown parser function, shown as it was typed.
            self.last = Last::EmptyBullet;
        } else if words().is_placeholder(text) {
            found.placeholder.get_or_insert_with(|| text.to_owned());
            self.last = Last::EmptyBullet;
            self.note_status(line);
        } else {
            found.goals.push(Goal { text: text.to_owned(), status: line.statuses.last().copied() });
            self.last = Last::Goal { bullet };
        }
    }

    /// The rest of a list item after a break.
    fn append(&mut self, line: &Line) {
        let found = match self.region {
            Region::Label => &mut self.under_label,
            Region::Text | Region::Aside => &mut self.without_label,
            Region::OtherQuarter => return,
        };
        if let Some(goal) = found.goals.last_mut() {
            goal.text.push(' ');
            goal.text.push_str(&line.text);
            goal.status = line.statuses.last().copied().or(goal.status);
        }
    }

    fn note_status(&mut self, line: &Line) {
        if self.region != Region::OtherQuarter {
            self.status = line.statuses.last().copied().or(self.status);
        }
    }

    fn is_other_quarter(&self, label: &Label) -> bool {
        matches!((label.quarter, self.quarter), (Some(named), Some(own)) if named != own.number())
    }

    pub fn finish(self) -> ReadGoals {
        let found = if self.label.is_some() { self.under_label } else { self.without_label };
        let state = match (found.goals.is_empty(), self.unread) {
            (false, _) => GoalsState::Read,
            (true, true) => GoalsState::Unknown,
            (true, false) => GoalsState::Empty,
        };
        let emptiness = (state == GoalsState::Empty).then(|| {
            let other = self.other_quarters.first().filter(|_| self.label.is_none());
            match (found.placeholder, other) {
                (Some(placeholder), _) => Emptiness::OnlyPlaceholder(placeholder),
                (None, Some(other)) => Emptiness::OnlyOtherQuarter(other.clone()),
                (None, None) if self.remark => Emptiness::OnlyARemark,
                (None, None) if self.label.is_some() => Emptiness::NothingAfterLabel,
                (None, None) => Emptiness::NoLabel,
            }
        });
        let shared = match found.goals.split_first() {
            Some((first, rest)) if rest.iter().all(|goal| goal.status == first.status) => first.status,
            _ => None,
        };
        ReadGoals {
            label: self.label,
            goals: found.goals,
            state,
            emptiness,
            other_quarters: self.other_quarters,
            status: self.status.or(shared),
        }
    }
}

fn depth(line: &Line) -> usize {
    match line.kind {
        Kind::Bullet(depth) => depth,
        _ => 0,
    }
}
