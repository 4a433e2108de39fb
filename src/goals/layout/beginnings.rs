//! With which letters a layout's labels begin.

use std::collections::BTreeMap;

use super::Meaning;
use super::pattern::Labels;
use super::quarters::folded;

/// Which kinds of labels may begin with two letters: nearly every line is dismissed by these.
#[derive(Debug, Default)]
pub struct Beginnings {
    by_letters: BTreeMap<(char, Option<char>), Vec<usize>>,
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
            labels.letters().for_each(|letters| of.by_letters.entry(letters).or_default().push(at));
        }
        let single = of.by_letters.clone();
        for ((first, second), kinds) in &mut of.by_letters {
            let one = second.and_then(|_| single.get(&(*first, None)));
            kinds.extend(one.into_iter().flatten().chain(&of.others));
            // In the order of the labels, as those count.
            kinds.sort_unstable();
            kinds.dedup();
        }
        of
    }

    /// The kinds of which one may stand at the beginning of a text, in the order in which they count.
    pub fn at(&self, text: &str) -> &[usize] {
        let mut letters = text.chars().map(folded);
        let Some(first) = letters.next() else { return &self.others };
        let two = self.by_letters.get(&(first, letters.next()));
        two.or_else(|| self.by_letters.get(&(first, None))).unwrap_or(&self.others)
    }
}
