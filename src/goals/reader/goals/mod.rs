//! The goals of one key result: what counts as one.

mod finish;
mod list;

use smol_str::SmolStr;

use super::super::document::{Line, LineKind};
use super::super::layout::{self, Label};
use super::super::model::{Goal, Managers, Stated, StatusPlace};
use super::account::{Fate, Told};
use super::tables::CellGoals;
use super::within::Within;
use crate::base::Quarter;

/// The lines of one key result, as far as they have been read.
pub struct Goals<'a> {
    within: Within<'a>,
    quarter: Option<Quarter>,
    table: Option<usize>,
    region: Region,
    last: Last,
    label: Option<SmolStr>,
    label_depth: usize,
    deeper_seen: bool,
    under_label: Listed,
    without_label: Listed,
    other_quarters: Vec<SmolStr>,
    unread: bool,
    /// Something that may be meant as a goal, and surely isn't one.
    remark: bool,
    /// Lines of text after the first, and notes: with a goals' label they are none of its goals.
    aside: bool,
    status: Option<Stated>,
    status_place: StatusPlace,
    /// A list item with nothing in it.
    empty_bullet: bool,
    /// What its own text says of who answers for it.
    own: Managers,
    /// Whether its text is a heading, below which an introduction may stand.
    is_heading: bool,
    /// Whether items end with nicknames in brackets, which are no words of theirs.
    pub ends_with_nicknames: bool,
}

#[derive(Default)]
struct Listed {
    goals: Vec<Goal>,
    /// Whom each place for a goal names.
    owners: Vec<Managers>,
    placeholder: Option<SmolStr>,
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
    pub fn new(quarter: Option<Quarter>, opening: &Line, within: Within<'a>) -> Self {
        Self {
            within,
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
            status: opening.statuses.last().cloned(),
            status_place: StatusPlace::Absent,
            empty_bullet: false,
            own: Managers::Absent,
            is_heading: false,
            ends_with_nicknames: false,
        }
    }

    /// Of a key result that is a heading: text below it introduces it.
    pub fn of_heading(self) -> Self {
        Self { is_heading: true, ..self }
    }

    /// Takes the status that the key result's own line says.
    pub fn take_status(&mut self, status: Option<Stated>) {
        self.status = status.or_else(|| self.status.take());
    }

    /// Whether any label of goals has been seen.
    pub fn has_label(&self) -> bool {
        self.label.is_some() || !self.other_quarters.is_empty()
    }

    /// Whether a label for this quarter's goals has been seen.
    pub fn has_own_label(&self) -> bool {
        self.label.is_some()
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
    pub fn label(&mut self, label: &Label, line: &Line) -> Told {
        self.last = Last::Label;
        if self.is_other_quarter(label) {
            self.region = Region::OtherQuarter;
            self.other_quarters.push(label.written.as_str().into());
            return Fate::Known.into();
        }
        self.region = Region::Label;
        self.label.get_or_insert_with(|| label.written.as_str().into());
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
            return Fate::Known.into();
        }
        self.goal(value, line, false)
    }

    /// `Q2 Objective:`: what follows is the objective's, unless the key result has no goals' label at all.
    pub fn aside(&mut self, label: &Label) -> Told {
        // What stands under another quarter's objective may be meant for this quarter: it is not dropped.
        self.region = Region::Aside;
        self.aside |= self.is_other_quarter(label);
        self.last = Last::Label;
        Fate::Known.into()
    }

    /// `Dependencies:` and the like.
    pub fn note(&mut self) -> Told {
        self.region = Region::Note;
        self.aside = true;
        Fate::Known.into()
    }

    /// `Status:`, perhaps with the status on the same line. Of several notes the last counts.
    pub fn status(&mut self, label: &Label, line: &Line) -> Told {
        self.region = Region::Status;
        self.aside = true;
        self.note_status_place(&label.value, line);
        let shown = line.whole.as_deref().and_then(|whole| whole.strip_prefix(&label.written));
        self.state(shown.unwrap_or(&label.value), line);
        Fate::Known.into()
    }

    /// An unknown heading inside the key result. Under the goals' label it divides them.
    pub fn heading(&mut self) -> Told {
        if self.region != Region::Label {
            self.region = Region::Foreign;
        }
        Fate::Known.into()
    }

    /// `Objective:` inside a key result. Goals under it are the key result's.
    pub fn sub_objective(&mut self) -> Told {
        if self.region == Region::Text {
            self.region = Region::Aside;
        }
        self.last = Last::Label;
        Fate::Known.into()
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
            self.status = line.statuses.last().cloned().or_else(|| self.status.take());
        }
    }

    /// Takes what stands in the place for the status.
    fn state(&mut self, said: &str, line: &Line) {
        let known = Stated::status(self.status.as_ref());
        if let Some(stated) = self.within.words.stated(said, &line.statuses)
            && (stated.status.is_some() || known.is_none())
        {
            self.status = Some(stated);
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
        found.owners.extend(cells.owners);
        found.placeholder = found.placeholder.take().or(cells.placeholder.map(SmolStr::from));
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
