//! The lines of a key result that no label begins: its own text, list items, what stands beside them.

use super::super::super::document::{Line, LineKind, Start};
use super::super::super::model::{Goal, Managers, Stated};
use super::super::account::{Fate, Told, Why};
use super::super::outline;
use super::{Goals, Last, Listed, Region, is_title};

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
            (Region::Text, _) if self.is_heading => {
                self.aside = true;
                Fate::Known.into()
            }
            (Region::Text, Last::Label) if text.is_empty() => self.own_text(line, text),
            (Region::Text, Last::Label) if same_block => {
                self.aside = true;
                self.own_text(line, text)
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

    /// A line of the key result's own text.
    fn own_text(&mut self, line: &Line, text: &mut String) -> Told {
        let said = self.within.read(&line.text, line);
        if !text.is_empty() && !said.text.is_empty() {
            text.push(' ');
        }
        text.push_str(&said.text);
        if said.managers != Managers::Absent {
            self.own = said.managers.clone();
        }
        self.take_status(said.status.clone());
        self.within.told(line, &line.text, &said, Fate::Read)
    }

    fn remark(&mut self, why: Why) -> Told {
        self.remark = true;
        why.into()
    }

    pub(super) fn goal(&mut self, text: &str, line: &Line, bullet: bool) -> Told {
        let within = self.within;
        let Some((found, fate)) = listed(self.region, &mut self.under_label, &mut self.without_label) else {
            return self.in_another_region();
        };
        let status = line.statuses.last().cloned();
        let text = if self.ends_with_nicknames { outline::without_nickname(text) } else { text };
        if line.unread.is_some() && text.starts_with("{{") {
            // An unknown parser function, shown as it was typed.
            self.last = Last::EmptyBullet;
            return Why::Unread.into();
        }
        if let Some(status) = within.words.status(text) {
            self.status = Some(Stated { text: text.into(), status: Some(status) });
            self.last = Last::EmptyBullet;
            return Fate::Known.into();
        }
        let said = within.read(text, line);
        found.owners.push(said.managers.clone());
        if said.text.is_empty() && said.has_more() {
            // A place for a goal that has an owner already.
            self.last = Last::EmptyBullet;
            self.remark = true;
            return within.told(line, text, &said, Fate::Known);
        }
        if within.words.is_placeholder(&said.text) {
            found.placeholder.get_or_insert_with(|| said.text.as_str().into());
            self.last = Last::EmptyBullet;
            self.note_status(line);
            return if said.has_more() {
                within.told(line, text, &said, Fate::Known)
            } else {
                Fate::Known.into()
            };
        }
        found.goals.push(match said.has_more() {
            true => within.words.goal_of(&said.text, said.status.clone().or(status)),
            false => Goal { text: text.to_owned(), status },
        });
        self.last = Last::Goal { bullet };
        within.told(line, text, &said, fate)
    }

    fn in_another_region(&self) -> Told {
        if self.region == Region::Foreign { Why::UnknownHeading.into() } else { Fate::Known.into() }
    }

    /// The rest of a list item after a break.
    fn append(&mut self, line: &Line) -> Told {
        let within = self.within;
        let Some((found, fate)) = listed(self.region, &mut self.under_label, &mut self.without_label) else {
            return self.in_another_region();
        };
        let said = within.read(&line.text, line);
        if let Some(goal) = found.goals.last_mut() {
            if !said.text.is_empty() {
                goal.text.push(' ');
                goal.text.push_str(&said.text);
            }
            let status = said.status.clone().or_else(|| line.statuses.last().cloned());
            goal.status = status.or_else(|| goal.status.take());
        }
        if let Some(owners) = found.owners.last_mut().filter(|_| said.managers != Managers::Absent) {
            *owners = said.managers.clone();
        }
        within.told(line, &line.text, &said, fate)
    }
}

/// Where goals of a region go, and what becomes of them; `None` where there are none.
fn listed<'a>(
    region: Region,
    under: &'a mut Listed,
    without: &'a mut Listed,
) -> Option<(&'a mut Listed, Fate)> {
    match region {
        Region::Label => Some((under, Fate::Read)),
        Region::Text => Some((without, Fate::Unless(Box::new(Fate::LeftOut(Why::AboveLabel))))),
        Region::Aside => Some((without, Fate::Unless(Box::new(Fate::Known)))),
        Region::OtherQuarter | Region::Note | Region::Status | Region::Foreign => None,
    }
}
