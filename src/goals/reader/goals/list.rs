//! The lines of a key result that no label begins: its own text, list items, what stands beside them.

use super::super::super::document::{Line, LineKind, Start};
use super::super::super::model::{Goal, Stated};
use super::super::account::{Fate, Told, Why};
use super::super::outline;
use super::{Goals, Last, Region, is_title};

impl Goals<'_> {
    /// A line without a label. `text` is the key result's, which may go on over several lines.
    pub fn line(&mut self, line: &Line, text: &mut String) -> Told {
        self.note_unread(line);
        if self.region == Region::Status {
            self.note_status_place(&line.text, line);
            self.state(line.seen(), line);
            return Fate::Known.into();
        }
        if line.is_navigation() || self.region == Region::Note {
            return Fate::Known.into();
        }
        // A picture may show the goals; a goal that was struck out was one.
        self.remark |= line.extra.is_some() && line.text.is_empty();
        if line.cell.map(|cell| cell.table) != self.table {
            // A table below a key result may well hold its goals.
            match self.last {
                Last::EmptyBullet => self.remark |= !line.text.is_empty(),
                _ => self.unread |= !line.text.is_empty(),
            }
            return Why::BesideGoals.into();
        }
        match line.kind {
            _ if self.region == Region::Foreign => {
                self.remark = true;
                Why::UnknownHeading.into()
            }
            LineKind::Bullet(depth) => self.bullet(line, depth),
            _ => self.text(line, text),
        }
    }

    fn bullet(&mut self, line: &Line, depth: usize) -> Told {
        if self.label_depth > 0 && self.region == Region::Label {
            self.deeper_seen |= depth > self.label_depth;
            // A list item beside the label, not under it, is about something else.
            if depth < self.label_depth || depth == self.label_depth && self.deeper_seen {
                self.remark = true;
                return Why::NoLabel.into();
            }
        }
        if line.text.is_empty() {
            self.note_status(line);
            // A picture is something.
            self.empty_bullet |= line.extra.is_none() && matches!(self.region, Region::Text | Region::Aside);
            self.last = Last::EmptyBullet;
            return Fate::Known.into();
        }
        self.goal(line.goal_text(), line, true)
    }

    fn text(&mut self, line: &Line, text: &mut String) -> Told {
        let same_block = line.start != Start::Block;
        match (self.region, self.last) {
            _ if line.text.is_empty() => {
                self.note_status(line);
                Fate::Known.into()
            }
            (Region::Text, Last::Label) if text.is_empty() => {
                text.push_str(&line.text);
                Fate::Read.into()
            }
            (Region::Text, Last::Label) if same_block => {
                text.push(' ');
                text.push_str(&line.text);
                self.aside = true;
                Fate::Read.into()
            }
            (_, Last::Goal { bullet: true }) if same_block => self.append(line),
            (Region::Label, Last::EmptyBullet) if !same_block => self.remark(Why::NoLabel),
            (Region::Label, Last::Goal { bullet: true }) => Why::NoLabel.into(),
            // A title of its own, like “See also”.
            (Region::Label, _) if !same_block && line.bold == line.text => {
                self.region = Region::Foreign;
                self.remark(Why::UnknownHeading)
            }
            // “We will:”, before the list
            (Region::Label, _) if line.text.ends_with([':', '：']) => {
                self.remark = true;
                Fate::Known.into()
            }
            (Region::Label, _) => self.goal(line.goal_text(), line, false),
            (Region::OtherQuarter, _) => {
                if is_title(line) {
                    self.region = Region::Text;
                }
                self.remark(Why::NoLabel)
            }
            (Region::Aside, _) => {
                self.aside = true;
                Fate::Known.into()
            }
            (Region::Text | Region::Note | Region::Status | Region::Foreign, _) => self.remark(Why::NoLabel),
        }
    }

    fn remark(&mut self, why: Why) -> Told {
        self.remark = true;
        why.into()
    }

    pub(super) fn goal(&mut self, text: &str, line: &Line, bullet: bool) -> Told {
        let (found, fate) = match self.region {
            Region::Label => (&mut self.under_label, Fate::Read),
            Region::Text => (&mut self.without_label, Fate::Unless(Box::new(Fate::LeftOut(Why::AboveLabel)))),
            Region::Aside => (&mut self.without_label, Fate::Unless(Box::new(Fate::Known))),
            Region::OtherQuarter | Region::Note | Region::Status => return Fate::Known.into(),
            Region::Foreign => return Why::UnknownHeading.into(),
        };
        let status = line.statuses.last().cloned();
        let text = if self.ends_with_nicknames { outline::without_nickname(text) } else { text };
        if line.unread.is_some() && text.starts_with("{{") {
            // An unknown parser function, shown as it was typed.
            self.last = Last::EmptyBullet;
            Why::Unread.into()
        } else if let Some(status) = self.words.status(text) {
            self.status = Some(Stated { text: text.to_owned(), status: Some(status) });
            self.last = Last::EmptyBullet;
            Fate::Known.into()
        } else if self.words.is_placeholder(text) {
            found.placeholder.get_or_insert_with(|| text.to_owned());
            self.last = Last::EmptyBullet;
            self.note_status(line);
            Fate::Known.into()
        } else {
            found.goals.push(Goal { text: text.to_owned(), status });
            self.last = Last::Goal { bullet };
            Told::goal(line, text, fate, self.words)
        }
    }

    /// The rest of a list item after a break.
    fn append(&mut self, line: &Line) -> Told {
        let (found, fate) = match self.region {
            Region::Label => (&mut self.under_label, Fate::Read),
            Region::Text => (&mut self.without_label, Fate::Unless(Box::new(Fate::LeftOut(Why::AboveLabel)))),
            Region::Aside => (&mut self.without_label, Fate::Unless(Box::new(Fate::Known))),
            Region::OtherQuarter | Region::Note | Region::Status => return Fate::Known.into(),
            Region::Foreign => return Why::UnknownHeading.into(),
        };
        if let Some(goal) = found.goals.last_mut() {
            goal.text.push(' ');
            goal.text.push_str(&line.text);
            goal.status = line.statuses.last().cloned().or_else(|| goal.status.take());
        }
        fate.into()
    }
}
