//! With which letters a layout's labels begin.

use std::collections::BTreeMap;

use super::Meaning;
use super::pattern::Labels;
use super::quarters::folded;

/// Which kinds of labels may begin with a letter: nearly every line is dismissed by that.
#[derive(Debug, Default)]
pub struct Beginnings {
    by_letter: BTreeMap<char, Vec<usize>>,
    /// Those with a label that begins with a number or a quarter.
    others: Vec<usize>,
}

impl Beginnings {
    /// Those of a layout's labels.
    pub fn of(labels: &[(Meaning, Labels)]) -> Self {
        let mut of = Self::default();
        for (at, (_, labels)) in labels.iter().enumerate() {
            if labels.has_others() {
                of.others.push(at);
            }
            labels.letters().for_each(|letter| of.by_letter.entry(letter).or_default().push(at));
        }
        // In the order of the labels, as those count.
        for kinds in of.by_letter.values_mut() {
            kinds.extend(&of.others);
            kinds.sort_unstable();
            kinds.dedup();
        }
        of
    }

    /// The kinds of which one may stand at the beginning of a text, in the order in which they count.
    pub fn at(&self, text: &str) -> &[usize] {
        let first = text.chars().next().map(folded);
        first.and_then(|letter| self.by_letter.get(&letter)).unwrap_or(&self.others)
    }
}
