//! What an item's or a goal's own line says of who answers for it and how far it is, and what of the line is its text.

use std::ops::Range;

use super::super::document::Line;
use super::super::layout::{Inline, everywhere};
use super::super::model::{Manager, Managers, Source, Stated};
use super::super::names::{self, NamesRead, Value};
use super::super::words::Words;
use super::account::{Fate, Told, Why};
use super::managers;
use crate::base::text::{tidy, words};
use crate::wiki::UserNamespaces;

/// Reads lines.
#[derive(Clone, Copy)]
pub struct Within<'a> {
    pub inline: &'a Inline,
    pub namespaces: &'a UserNamespaces,
    pub words: &'a Words,
}

/// What a text in a line says.
#[derive(Debug)]
pub struct Said {
    /// The text without the places for owners and statuses.
    pub text: String,
    /// Who is named in it; `Absent` if it has no place for that.
    pub managers: Managers,
    /// Its status, if it has a place for one.
    pub status: Option<Stated>,
    /// Those places, in the line.
    taken: Vec<(Range<usize>, Fate)>,
}

impl Said {
    /// Whether it says anything besides its text.
    pub fn has_more(&self) -> bool {
        !self.taken.is_empty()
    }
}

impl Within<'_> {
    /// What `text`, which stands in the line, says, and what stands behind it there.
    pub fn read(self, text: &str, line: &Line) -> Said {
        let mut said =
            Said { text: text.to_owned(), managers: Managers::Absent, status: None, taken: Vec::new() };
        let own = self.inline.owner.iter().chain(&self.inline.status);
        let everywhere = everywhere();
        let mut patterns = own.chain(&everywhere.owner).chain(&everywhere.status);
        if !patterns.any(|pattern| pattern.may_be_in(&line.text)) {
            return said;
        }
        let Some(at) = line.text.find(text) else { return said };
        let rest = at + text.len();
        // What is read is blanked out, so that nothing is read twice.
        let mut left = line.text.clone();
        left.replace_range(..at, &" ".repeat(at));
        let mut names: Option<NamesRead> = None;
        // Behind a task or a status, too.
        for part in [at..rest, rest..left.len()] {
            self.owners(part, line, &mut left, &mut said, &mut names);
        }
        if let Some(names) = names {
            said.managers = managers::named(names, Source::Own, false);
        }
        self.status(at..rest, &mut left, &mut said);
        if said.has_more() {
            said.taken.sort_by_key(|(range, _)| range.start);
            tidy(&left[at..rest]).trim_end_matches([',', ';', ' ']).clone_into(&mut said.text);
        }
        said
    }

    fn owners(
        self,
        part: Range<usize>,
        line: &Line,
        left: &mut String,
        said: &mut Said,
        names: &mut Option<NamesRead>,
    ) {
        for pattern in self.inline.owner.iter().chain(&everywhere().owner) {
            // In brackets alone, or behind a dash, only a link to an account is a person.
            if !pattern.has_words && line.links.is_empty() || !pattern.may_be_in(&line.text) {
                continue;
            }
            let text = left[part.clone()].to_owned();
            for place in pattern.places(&text) {
                let at = part.start + place.value.start;
                let value = Value { text: &text[place.value], at, links: &line.links };
                let read = names::people(value, self.namespaces, self.words);
                if !pattern.has_words && (!read.only_links || read.managers.is_empty()) {
                    continue;
                }
                let whole = part.start + place.whole.start..part.start + place.whole.end;
                // Two places with one beginning can't both count.
                if left[whole.clone()] != text[place.whole] {
                    continue;
                }
                let known: Vec<_> = read.managers.iter().map(|manager| manager.name.clone()).collect();
                let fate = match known.is_empty() {
                    true if read.nobody => Fate::Known,
                    true => Fate::LeftOut(Why::PerhapsNames),
                    false => Fate::Names(known),
                };
                take(whole, fate, left, said);
                match names {
                    None => *names = Some(read),
                    Some(all) => together(all, read),
                }
            }
        }
    }

    fn status(self, part: Range<usize>, left: &mut String, said: &mut Said) {
        let text = left[part.clone()].to_owned();
        let patterns = self.inline.status.iter().chain(&everywhere().status);
        for pattern in patterns.filter(|pattern| pattern.may_be_in(&text)) {
            for place in pattern.places(&text) {
                let value = &text[place.value];
                let before = text[..place.whole.start].trim_end();
                let behind = &left[part.start + place.whole.end..];
                // “from 10 % – 30 %” is a range.
                let is_range = before.ends_with(['%', ':']) || before.ends_with(|c: char| c.is_ascii_digit());
                let is_status = match pattern.has_words {
                    true => !value.is_empty(),
                    false => {
                        self.words.is_plain_status(value)
                            && !behind.contains(char::is_alphanumeric)
                            && !is_range
                    }
                };
                if let Some(stated) = self.words.stated(value, &[]).filter(|_| is_status) {
                    said.status = Some(stated);
                    let whole = part.start + place.whole.start..part.start + place.whole.end;
                    take(whole, Fate::Known, left, said);
                    return;
                }
            }
        }
    }

    /// What became of a line of which this text is a key result's own.
    pub fn item_line(self, line: &Line, text: &str, said: &Said) -> Told {
        if said.has_more() { self.told(line, text, said, Fate::Read) } else { Fate::Read.into() }
    }

    /// What became of a line that is a goal.
    pub fn goal_line(self, line: &Line, fate: Fate) -> Told {
        let goal = line.goal_text();
        let said = self.read(goal, line);
        // “TBD” beside a goal is in no field.
        let fate = if self.words.is_placeholder(&said.text) { Fate::Known } else { fate };
        self.told(line, goal, &said, fate)
    }

    /// A line of which this is a goal, as `fate` says. Before it stand labels and statuses, behind it tasks and statuses; what
    /// else stands behind it is left out.
    pub fn told(self, line: &Line, goal: &str, said: &Said, fate: Fate) -> Told {
        if !said.has_more() {
            return Told::goal(line, goal, fate, self.words);
        }
        let Some(at) = line.text.find(goal) else { return fate.into() };
        let end = at + goal.len();
        let mut parts: Vec<(String, Fate)> = Vec::new();
        let mut piece = |range: Range<usize>, fate: &Fate| {
            let text = line.text.get(range).unwrap_or_default().trim();
            parts.extend((words(text) > 0).then(|| (text.to_owned(), fate.clone())));
        };
        let behind = Fate::LeftOut(Why::BehindGoal);
        let mut from = 0;
        let whole = line.text.len()..line.text.len();
        for (range, taken) in said.taken.iter().chain([&(whole, Fate::Known)]) {
            for (limits, fate) in [(0..at, &Fate::Known), (at..end, &fate), (end..line.text.len(), &behind)] {
                let (start, stop) = (from.max(limits.start), range.start.min(limits.end));
                let is_reference =
                    || line.text.get(start..stop).is_some_and(|rest| Told::is_reference(rest, self.words));
                if start < stop {
                    piece(
                        start..stop,
                        if limits.start == end && is_reference() { &Fate::Known } else { fate },
                    );
                }
            }
            piece(range.clone(), taken);
            from = range.end;
        }
        // “it(Owner: Ada)” is no place to cut.
        let count: usize = parts.iter().map(|(text, _)| words(text)).sum();
        if count == words(&line.text) { Told::Parts(parts) } else { Fate::Known.into() }
    }
}

/// Notes that a place has been read, and blanks it out.
fn take(place: Range<usize>, fate: Fate, left: &mut String, said: &mut Said) {
    left.replace_range(place.clone(), &" ".repeat(place.len()));
    said.taken.push((place, fate));
}

/// Adds what another place of the same line says.
fn together(all: &mut NamesRead, more: NamesRead) {
    let new: Vec<Manager> = more.managers.into_iter().filter(|new| !all.managers.contains(new)).collect();
    all.managers.extend(new);
    all.certain &= more.certain;
    all.nobody &= more.nobody;
}

/// Whom the goals of one item name: the same people for all of them, or several, who surely answer for none but their own.
pub fn of_goals(owners: &[Managers]) -> Managers {
    let Some((first, rest)) = owners.split_first() else { return Managers::Absent };
    if rest.iter().all(|other| other == first) {
        return first.clone();
    }
    let mut all: Vec<Manager> = Vec::new();
    for manager in owners.iter().flat_map(Managers::named) {
        if !all.contains(manager) {
            all.push(manager.clone());
        }
    }
    match (all.is_empty(), owners.iter().any(|one| *one == Managers::Unread || *one == Managers::Empty)) {
        (false, _) => Managers::Named { managers: all.into(), source: Source::Own, certain: false },
        (true, true) => Managers::Unread,
        (true, false) => Managers::Absent,
    }
}

/// Who answers for an item of whose own line `own` is said; `managers` stand elsewhere.
pub fn closest(managers: Managers, own: &Managers) -> Managers {
    match own {
        Managers::Absent => managers,
        Managers::Unread if managers != Managers::Absent => managers,
        _ if has_own_line(&managers) => managers,
        own => own.clone(),
    }
}

/// Who answers for an item whose goals name `theirs`; and whether those are more people, who answer for a part of it at most.
/// Whoever is named for the item itself, or for its section, answers for it.
pub fn closest_of_goals(managers: Managers, theirs: &Managers) -> (Managers, bool) {
    match theirs {
        Managers::Absent => (managers, false),
        Managers::Named { certain: true, .. } | Managers::Empty if managers == Managers::Absent => {
            (theirs.clone(), false)
        }
        Managers::Unread if managers == Managers::Absent => (Managers::Unread, true),
        Managers::Empty => (managers, false),
        Managers::Named { .. } | Managers::Unread => (managers, true),
    }
}

/// Who answers for a row whose goals name `theirs`: that is what it says of itself, and closer than a line above the table.
pub fn closest_of_row(managers: Managers, theirs: &Managers) -> (Managers, bool) {
    match theirs {
        Managers::Named { certain: true, .. } | Managers::Empty if !has_own_line(&managers) => {
            (theirs.clone(), false)
        }
        _ => closest_of_goals(managers, theirs),
    }
}

fn has_own_line(managers: &Managers) -> bool {
    matches!(managers, Managers::Named { source: Source::Own | Source::Row, .. })
}
