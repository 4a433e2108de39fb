//! Whose words the new ones on a line are. In doubt they are nobody's. Pure.

use std::collections::BTreeSet;

use super::line::{Line, Origin};
use super::signature::Signer;

/// How a line came about.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Whether it was somebody else's, signed.
    pub of_other: bool,
    /// Whether it was somebody's who did not sign, and no author's.
    pub of_nobody: bool,
    /// Whether it was the bot's.
    pub of_message: bool,
    /// The places of its words in the old line and in this one.
    pub places: Vec<(usize, usize)>,
    /// How many words the old line had.
    pub old_length: usize,
    /// Its words that no older line has.
    pub new: Vec<usize>,
}

/// Who signed each line: itself, or below it what came with the same edit.
pub fn block_signers(new: &[Line], is_new: &[bool], stamps: &BTreeSet<String>) -> Vec<Signer> {
    let mut signers = vec![Signer::Unknown; new.len()];
    let mut below = Signer::Unknown;
    for (at, line) in new.iter().enumerate().rev() {
        let came_now = match line.tokens.is_empty() {
            true => !line.stamp.is_empty() && !stamps.contains(&line.stamp),
            false => is_new[at],
        };
        if line.is_heading || !came_now || line.is_message {
            below = Signer::Unknown;
        }
        if line.signer != Signer::Unknown || !line.stamp.is_empty() {
            below = if came_now { line.signer.clone() } else { Signer::Unknown };
        }
        signers[at] = match line.signer {
            Signer::Unknown if line.stamp.is_empty() => below.clone(),
            _ => line.signer.clone(),
        };
    }
    signers
}

/// Makes the new words of a line its editor's, if they surely are.
pub fn credit(line: &mut Line, changed: &Changed, signer: &Signer, origin: Origin) {
    let is_own = *signer == Signer::Author(origin.author);
    let is_others = matches!(signer, Signer::Other) || matches!(signer, Signer::Author(_)) && !is_own;
    if line.is_heading
        || is_others && !line.is_message
        || changed.of_other
        || line.follows_other && !is_own
        // Who mends somebody's words says nothing; who signs what they add to them does.
        || changed.of_nobody && !is_own
    {
        return;
    }
    let must_be_added = changed.of_nobody || changed.of_message;
    for run in runs(&changed.new) {
        let (first, last) = (run[0], run[run.len() - 1]);
        if must_be_added && run.len() < 3 && !is_added(changed, first, last) {
            continue;
        }
        for at in run {
            let token = &mut line.tokens[at];
            (token.origin, token.withdrawn) = (Some(origin), token.struck);
        }
    }
}

/// Whether words stand between others that stood next to each other, and replace none.
fn is_added(changed: &Changed, first: usize, last: usize) -> bool {
    let before = changed.places.iter().rfind(|(_, now)| *now < first).map(|(old, _)| *old);
    let after = changed.places.iter().find(|(_, now)| *now > last).map(|(old, _)| *old);
    match (before, after) {
        (Some(before), Some(after)) => after == before + 1,
        (None, Some(after)) => after == 0,
        (Some(before), None) => before + 1 == changed.old_length,
        (None, None) => true,
    }
}

fn runs(places: &[usize]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in places {
        match runs.last_mut().filter(|run| run.last().is_some_and(|last| last + 1 == *at)) {
            Some(run) => run.push(*at),
            None => runs.push(vec![*at]),
        }
    }
    runs
}
