//! Lines that stand in no key result: introductions, notes, legends, and what nobody can say anything about.

use super::super::super::document::{Line, LineKind};
use super::super::account::{Fate, Told, Why};
use super::Build;

impl Build<'_> {
    /// A line that surely is no goal.
    pub fn pass(&mut self, line: &Line) {
        self.tell(line, Fate::Known.into());
    }

    pub(super) fn tell(&mut self, line: &Line, told: Told) {
        self.account.tell(self.drafts.len().checked_sub(1), line, told);
    }

    /// Whether the section is a legend, references or the like, by its heading.
    pub(super) fn is_aside(&self) -> bool {
        self.drafts.last().is_some_and(|draft| self.words.is_aside(&draft.objective.title))
    }

    /// What a line is that stands in no key result.
    pub(super) fn outside(&mut self, line: &Line) -> Told {
        if let Some(cell) = line.cell.filter(|_| !self.is_aside()) {
            return Why::UnknownTable(self.tables[cell.table].headings().to_owned()).into();
        }
        let has_results = !self.draft().objective.key_results.is_empty();
        match line.kind {
            _ if self.in_notes || self.is_aside() => Fate::Known.into(),
            LineKind::Bullet(_) => Why::ListAlone.into(),
            _ if has_results => Why::NoKeyResult.into(),
            // “Steward: Ada” may say who answers for it.
            _ if is_unknown_label(line) => Why::UnknownLabel.into(),
            _ => Fate::Prose.into(),
        }
    }
}

/// Whether a line looks like a label that nobody knows, with a few words behind it.
fn is_unknown_label(line: &Line) -> bool {
    const LONGEST_LABEL: usize = 40;
    const MOST_WORDS: usize = 8;
    line.text.split_once([':', '：']).is_some_and(|(label, value)| {
        label.chars().count() <= LONGEST_LABEL && (1..=MOST_WORDS).contains(&value.split_whitespace().count())
    })
}
