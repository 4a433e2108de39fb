//! Where each visible word of a page went: into a field, to what is known to be no goal, or out, with a reason.
//!
//! Whoever reads a line says what became of it. What can't be said yet (is this an introduction, or a section that
//! nobody knows?) is decided when the page is at its end.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::super::coverage::{Coverage, LeftOut};
use super::super::document::{Line, is_task};
use super::super::model::Managers;
use super::super::words::Words;
use crate::base::text::words;

/// Why words are left out. Shown to the operator and in `left_out`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("under no key result")]
    NoKeyResult,
    #[error("a list under no key result")]
    ListAlone,
    #[error("in a section without key results")]
    NoKeyResults,
    #[error("a label under no key result")]
    LabelAlone,
    #[error("behind a label that the layout doesn't know")]
    UnknownLabel,
    #[error("in a table whose columns the layout doesn't know: {0}")]
    UnknownTable(String),
    #[error("in a column that the layout doesn't know: {0}")]
    UnknownColumn(String),
    #[error("in a column without a heading")]
    NoHeading,
    #[error("in a row without a cell for a goal")]
    NoGoalCell,
    #[error("in a table, beside a key result's goals")]
    BesideGoals,
    #[error("above the first theme of a table")]
    AboveThemes,
    #[error("above the table's headings")]
    AboveHeadings,
    #[error("under a heading that the layout doesn't know")]
    UnknownHeading,
    #[error("in a key result, under no label that the layout knows")]
    NoLabel,
    #[error("a list above the label of the goals")]
    AboveLabel,
    #[error("behind a goal: a remark, or a name")]
    BehindGoal,
    #[error("may or may not name somebody")]
    PerhapsNames,
    #[error("names somebody for no key result")]
    NamedForNothing,
    #[error("could not be read")]
    Unread,
}

impl Why {
    /// The label or the headings that would have to be known, of a text left out for this reason.
    fn unknown(&self, text: &str) -> Option<String> {
        /// A label is no longer, in characters.
        const LONGEST: usize = 40;
        match self {
            Self::UnknownTable(headings) => Some(headings.clone()),
            Self::UnknownColumn(heading) => Some(heading.clone()),
            Self::NoLabel | Self::UnknownLabel | Self::NoKeyResult | Self::ListAlone | Self::NoKeyResults => {
                let end = text.find([':', '：'])?;
                Some(text[..end].to_owned()).filter(|label| label.chars().count() <= LONGEST)
            }
            _ => None,
        }
    }
}

/// What became of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stand in a field of an objective or of a key result.
    Read,
    /// They are no goal: labels, headings, navigation, notes, references, another quarter's goals.
    Known,
    /// Nobody can say what they are.
    LeftOut(Why),
    /// People, if one of these names is a manager of the page in the end.
    Names(Vec<SmolStr>),
    /// Goals, unless the key result turns out to have a label for them: then this.
    Unless(Box<Fate>),
    /// An introduction, if the section turns out to be one with key results, or stands above all of those.
    Prose,
}

/// What became of a line.
#[derive(Debug)]
pub enum Told {
    Whole(Fate),
    Parts(Vec<(String, Fate)>),
}

impl From<Fate> for Told {
    fn from(fate: Fate) -> Self {
        Self::Whole(fate)
    }
}

impl From<Why> for Told {
    fn from(why: Why) -> Self {
        Self::Whole(Fate::LeftOut(why))
    }
}

impl Told {
    /// A line of which this is a goal, as `fate` says. Before it stand labels and statuses, behind it tasks and statuses; what
    /// else stands behind it is left out.
    pub fn goal(line: &Line, goal: &str, fate: Fate, known: &Words) -> Self {
        let Some((before, after)) = line.text.split_once(goal) else { return fate.into() };
        // “Ship” in “Shipping” is no place to cut.
        if words(before) + words(goal) + words(after) != words(&line.text) {
            return Self::part(&line.text, goal, fate, Fate::Known);
        }
        let behind =
            if Self::is_reference(after, known) { Fate::Known } else { Fate::LeftOut(Why::BehindGoal) };
        let parts = [(before, Fate::Known), (goal, fate.clone()), (after, behind)];
        let parts = parts.into_iter().filter(|(text, _)| words(text) > 0);
        let parts: Vec<_> = parts.map(|(text, fate)| (text.trim().to_owned(), fate)).collect();
        if parts.len() == 1 { fate.into() } else { Self::Parts(parts) }
    }

    /// Whether a text behind a goal is a status, or tasks.
    pub fn is_reference(text: &str, known: &Words) -> bool {
        let is_known = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            is_task(bare) || matches!(bare, "" | "task" | "phab") || known.status(bare).is_some()
        };
        known.status(text).is_some() || text.split([' ', ':', ',', ';']).all(is_known)
    }

    /// A line of which these words are as `fate` says, wherever they stand, and the others as `other` does.
    pub fn part(text: &str, words_of: &str, fate: Fate, other: Fate) -> Self {
        let mut left: BTreeMap<String, usize> = BTreeMap::new();
        words_of.split_whitespace().for_each(|word| *left.entry(word.to_owned()).or_default() += 1);
        let is_left = |word: &&str| match left.get_mut(*word) {
            Some(count @ 1..) => {
                *count -= 1;
                true
            }
            _ => false,
        };
        let (these, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_left);
        let parts = [(these.join(" "), fate), (others.join(" "), other)];
        Self::Parts(parts.into_iter().filter(|(text, _)| words(text) > 0).collect())
    }

    /// A line or a cell that names these managers behind its label. What else it says is a role, a date or a remark; where it
    /// isn't sure who is meant, it may be another name.
    pub fn managers(text: &str, label: &str, managers: &Managers) -> Self {
        match managers {
            Managers::Absent | Managers::Empty => Fate::Known.into(),
            Managers::Unread => Why::PerhapsNames.into(),
            Managers::Named { managers, certain, .. } => {
                let names: Vec<_> = managers.iter().map(|manager| manager.name.clone()).collect();
                if *certain {
                    return Fate::Names(names).into();
                }
                let mut rest = text.strip_prefix(label).unwrap_or(text).to_owned();
                names.iter().for_each(|name| rest = rest.replacen(name.as_str(), " ", 1));
                Self::part(text, &rest, Fate::LeftOut(Why::PerhapsNames), Fate::Names(names))
            }
        }
    }
}

/// Words of one line, or of a part of it, and what became of them.
#[derive(Debug)]
struct Entry {
    /// The section: a draft's number.
    draft: Option<usize>,
    text: String,
    fate: Fate,
}

/// The account of a page.
#[derive(Debug, Default)]
pub struct Account {
    entries: Vec<Entry>,
    /// Where those of the open key result begin.
    open: usize,
}

/// A section, as the account needs it.
pub struct Section {
    pub title: SmolStr,
    pub parent: Option<usize>,
    pub is_objective: bool,
}

impl Account {
    /// Says what became of a line that stands in this draft's section.
    pub fn tell(&mut self, draft: Option<usize>, line: &Line, told: Told) {
        match told {
            Told::Whole(fate) => self.entries.push(Entry { draft, text: line.text.clone(), fate }),
            Told::Parts(parts) => {
                self.entries.extend(parts.into_iter().map(|(text, fate)| Entry { draft, text, fate }));
            }
        }
    }

    /// A key result begins: what is told from now on is its.
    pub fn open(&mut self) {
        self.open = self.entries.len();
    }

    /// It ends; `has_label`: whether there is a label for its goals.
    pub fn close(&mut self, has_label: bool) {
        for entry in &mut self.entries[self.open..] {
            if let Fate::Unless(then) = &mut entry.fate {
                entry.fate = if has_label { (**then).clone() } else { Fate::Read };
            }
        }
        self.open = self.entries.len();
    }

    /// How much of the page is accounted for, and what is left out of it.
    pub fn finish(self, sections: &[Section], managers: &BTreeSet<&str>) -> Coverage {
        let mut holds = vec![false; sections.len()];
        for at in 0..sections.len() {
            let mut next = sections[at].is_objective.then_some(at);
            while let Some(at) = next.filter(|at| !std::mem::replace(&mut holds[*at], true)) {
                next = sections[at].parent;
            }
        }
        let first = sections.iter().position(|section| section.is_objective).unwrap_or(sections.len());
        let introduces = |draft: Option<usize>| draft.is_none_or(|draft| draft < first || holds[draft]);
        let mut coverage = Coverage::default();
        let mut last: Option<(Option<usize>, Why)> = None;
        for Entry { draft, text, fate } in self.entries {
            let count = words(&text);
            coverage.words += count;
            #[cfg(test)]
            if matches!(fate, Fate::Read) {
                coverage.read.push(text.clone());
            }
            let why = match fate {
                Fate::LeftOut(why) if count > 0 => Some(why),
                Fate::Names(names) if !names.iter().any(|name| managers.contains(name.as_str())) => {
                    Some(Why::NamedForNothing)
                }
                Fate::Prose if count > 0 && !introduces(draft) => Some(Why::NoKeyResults),
                _ => None,
            };
            let Some(why) = why else {
                last = last.filter(|_| count == 0);
                continue;
            };
            coverage.left_out_words += count;
            coverage.table_words += if matches!(why, Why::UnknownTable(_)) { count } else { 0 };
            let here = (draft, why);
            match coverage.left_out.last_mut().filter(|_| last.as_ref() == Some(&here)) {
                Some(before) => {
                    before.text.push_str(" / ");
                    before.text.push_str(&text);
                }
                None => coverage.left_out.push(LeftOut {
                    section: draft.map(|draft| sections[draft].title.clone()).unwrap_or_default(),
                    unknown: here.1.unknown(&text),
                    reason: here.1.to_string(),
                    text,
                }),
            }
            last = Some(here);
        }
        coverage
    }
}
