//! Who typed which word of a page, and who took it back: each revision is compared with all that stood on the page
//! before. In doubt a word is nobody's answer. Pure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::alike::{Budget, Shared, shared};
use super::credit::{Changed, block_signers, credit};
use super::line::{Line, Origin, Token, Words, lines};
use super::place::{Places, To};
use super::signature::Signer;
use crate::base::{Account, RevisionId};

/// One edit of a page.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The revision it made.
    pub revision: RevisionId,
    /// Which of those whose answers are looked for made it; `None` if somebody else did.
    pub author: Option<usize>,
    /// Whether it only put back what was there before, as the wiki says.
    pub restores: bool,
    /// The text; `None` if that is hidden.
    pub text: Option<&'a str>,
}

/// A page, edit by edit.
#[derive(Debug)]
pub struct Page<'a> {
    to: To<'a>,
    authors: &'a [Account],
    lines: Vec<Line>,
    /// What stood here and does no more, by its words and signature.
    gone: BTreeMap<String, Vec<Line>>,
    places: Places,
    /// Whether nobody can say what the page was like before the next edit.
    is_unknown: bool,
    budget: Budget,
}

impl<'a> Page<'a> {
    /// As it was when the message was posted. `None`: nobody can say.
    pub fn new(base: Option<&str>, to: To<'a>, authors: &'a [Account]) -> Self {
        let places = base.map(|text| Places::new(text, to)).unwrap_or_default();
        let lines = base.map(|text| lines(text, &places, authors)).unwrap_or_default();
        let (gone, is_unknown, budget) = (BTreeMap::new(), base.is_none(), Budget::default());
        Self { to, authors, lines, gone, places, is_unknown, budget }
    }

    /// Takes in the next edit. `Err` if there is too much to compare.
    pub fn step(&mut self, step: &Step<'_>) -> Result<(), ()> {
        let Some(text) = step.text else {
            self.is_unknown = true;
            return Ok(());
        };
        let places = Places::new(text, self.to);
        let mut new = lines(text, &places, self.authors);
        let mut old: Vec<Option<Line>> = std::mem::take(&mut self.lines).into_iter().map(Some).collect();
        let stamps: BTreeSet<String> = old
            .iter()
            .flatten()
            .filter(|line| !line.stamp.is_empty())
            .map(|line| line.stamp.clone())
            .collect();
        let mut is_new: Vec<bool> = vec![true; new.len()];
        for by in [Line::key, Line::words] {
            stands_still(&mut old, &mut new, &mut is_new, by, step.author);
        }
        self.come_back(&mut new, &mut is_new, step.author);
        let mut changed = vec![Changed::default(); new.len()];
        let mut goes_on = vec![false; old.len()];
        for (at, line) in new.iter_mut().enumerate().filter(|(at, _)| is_new[*at]) {
            let is_fresh = is_signed_by(line, step.author) && !stamps.contains(&line.stamp);
            changed[at] = self.inherit(line, &mut old, &mut goes_on, is_fresh, step)?;
        }
        let split: Vec<&Line> = old
            .iter()
            .zip(&goes_on)
            .filter(|(_, goes_on)| **goes_on)
            .filter_map(|(line, _)| line.as_ref())
            .collect();
        for (at, line) in new.iter_mut().enumerate().filter(|(at, _)| is_new[*at]) {
            if !is_signed_by(line, step.author) || stamps.contains(&line.stamp) {
                split_off(line, &mut changed[at], &split, step.author);
            }
        }
        let signers = block_signers(&new, &is_new, &stamps);
        for (at, line) in new.iter_mut().enumerate().filter(|(at, _)| is_new[*at]) {
            let takes_answers = match self.is_unknown {
                false => places.takes_answers(line.at, &self.places),
                true => places.takes_answers(line.at, &places) && is_signed_by(line, step.author),
            };
            if let Some(author) = step.author.filter(|_| takes_answers && !step.restores) {
                let to_digest = places.is_under_digest(line.at);
                let origin = Origin { author, revision: step.revision, to_digest };
                credit(line, &changed[at], &signers[at], origin);
            }
        }
        for (line, _) in old.into_iter().zip(goes_on).filter(|(_, goes_on)| !goes_on) {
            if let Some(line) = line.filter(|line| !line.tokens.is_empty()) {
                let stands = self.places.still_stands(line.at, &places);
                self.leave(line, step.author, stands);
            }
        }
        (self.lines, self.places, self.is_unknown) = (new, places, false);
        Ok(())
    }

    /// Lines that are as they were in an earlier revision. Who signs something as their own that isn't there any more
    /// says it anew; so a line comes back with its signature, or without one.
    fn come_back(&mut self, new: &mut [Line], is_new: &mut [bool], editor: Option<usize>) {
        for (line, is_new) in
            new.iter_mut().zip(is_new).filter(|(line, is_new)| **is_new && !line.tokens.is_empty())
        {
            let unsigned = || {
                let words = line.words() + "\n";
                self.gone
                    .range(words.clone()..)
                    .next()
                    .map(|(key, _)| key.clone())
                    .filter(|key| key.starts_with(&words))
            };
            let key = Some(line.key()).filter(|key| self.gone.contains_key(key));
            let key = key.or_else(|| if line.stamp.is_empty() { unsigned() } else { None });
            let Some(of) = key.and_then(|key| self.gone.get_mut(&key)) else { continue };
            let at = of.iter().rposition(|line| !line.is_memory).or(of.len().checked_sub(1));
            let Some(mut before) = at.map(|at| of.remove(at)) else { continue };
            own_only(&mut before, editor);
            for token in &mut before.tokens {
                if token.origin.is_some_and(|origin| Some(origin.author) == editor) {
                    token.withdrawn = token.struck;
                }
            }
            take_over(line, before, editor);
            *is_new = false;
        }
        self.gone.retain(|_, lines| !lines.is_empty());
    }

    /// Finds what a new line was made of.
    fn inherit(
        &mut self,
        line: &mut Line,
        old: &mut [Option<Line>],
        goes_on: &mut [bool],
        is_fresh: bool,
        step: &Step<'_>,
    ) -> Result<Changed, ()> {
        let mut found: Vec<(Shared, Option<usize>, Line)> = Vec::new();
        let own: Vec<&str> = line.tokens.iter().map(|token| token.word.as_str()).collect();
        let gone = self.gone.values().flatten().filter(|_| !is_fresh).map(|line| (None, line));
        let here = old.iter().enumerate().filter_map(|(at, line)| Some((Some(at), line.as_ref()?)));
        for (at, other) in here.chain(gone) {
            let words: Vec<&str> = other.tokens.iter().map(|token| token.word.as_str()).collect();
            if let Some(shared) = shared(&words, &own, &mut self.budget)? {
                let mut other = other.clone();
                own_only(&mut other, step.author);
                found.push((shared, at, other));
            }
        }
        found.sort_by_key(|(shared, at, _)| (std::cmp::Reverse(shared.pairs.len()), at.is_none()));
        let (mut changed, mut lost) = (Changed::default(), Vec::new());
        let mut is_known = vec![false; line.tokens.len()];
        for (shared, at, other) in found {
            if !shared.pairs.iter().any(|(_, new)| !is_known[*new]) {
                continue;
            }
            let is_mostly = 2 * shared.pairs.len() >= line.tokens.len();
            let is_whole = shared.pairs.len() == other.tokens.len() && other.tokens.len() >= 3;
            if shared.is_same_line && (is_mostly || is_whole && !is_fresh) {
                changed.of_other |= other.signer == Signer::Other && !other.is_message;
                changed.of_nobody |= other.signer != Signer::Other
                    && !other.is_message
                    && !other.tokens.iter().any(|token| token.origin.is_some());
                changed.of_message |= other.is_message;
            }
            for (before, now) in &shared.pairs {
                if !std::mem::replace(&mut is_known[*now], true) {
                    carry(&mut line.tokens[*now], &other.tokens[*before], step.author);
                    changed.places.push((*before, *now));
                }
            }
            changed.old_length = changed.old_length.max(other.tokens.len());
            if let Some(at) = at.filter(|_| shared.is_same_line) {
                goes_on[at] = true;
                keep(line, &other, &shared, step.author);
                if shared.pairs.len() < other.tokens.len() {
                    lost.push(Line { kept: Vec::new(), is_memory: true, ..other });
                }
            }
        }
        for line in lost {
            self.gone.entry(line.key()).or_default().push(line);
        }
        changed.new = is_known.iter().enumerate().filter(|(_, known)| !**known).map(|(at, _)| at).collect();
        changed.places.sort_unstable_by_key(|(_, now)| *now);
        Ok(changed)
    }

    /// A line that is on the page no more. Its author takes it back with that, as long as the message stands there.
    fn leave(&mut self, mut line: Line, editor: Option<usize>, stands: bool) {
        if stands {
            withdraw(&mut line, editor);
        }
        self.gone.entry(line.key()).or_default().push(line);
    }

    /// What one author says on it, line by line.
    pub fn said(&self, author: usize) -> Vec<Words> {
        let all = self.gone.values().flatten().filter(|line| !line.is_memory).chain(&self.lines);
        let mut said: Vec<Words> = all
            .flat_map(|line| line.kept.iter().chain([line]))
            .filter_map(|line| line.said(author))
            .collect();
        said.sort_by_key(|words| words.revision);
        said
    }
}

fn is_signed_by(line: &Line, editor: Option<usize>) -> bool {
    editor.is_some_and(|editor| line.signer == Signer::Author(editor)) && !line.stamp.is_empty()
}

/// Lines that are the same before and after, wherever they stand.
fn stands_still(
    old: &mut [Option<Line>],
    new: &mut [Line],
    is_new: &mut [bool],
    by: fn(&Line) -> String,
    editor: Option<usize>,
) {
    let mut known: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (at, line) in old.iter().enumerate() {
        if let Some(line) = line.as_ref().filter(|line| !line.tokens.is_empty()) {
            known.entry(by(line)).or_default().push_back(at);
        }
    }
    for (line, is_new) in
        new.iter_mut().zip(is_new).filter(|(line, is_new)| **is_new && !line.tokens.is_empty())
    {
        let before = known.get_mut(&by(line)).and_then(VecDeque::pop_front).and_then(|at| old[at].take());
        if let Some(before) = before {
            take_over(line, before, editor);
            *is_new = false;
        }
    }
}

fn take_over(line: &mut Line, before: Line, editor: Option<usize>) {
    for (token, old) in line.tokens.iter_mut().zip(&before.tokens) {
        carry(token, old, editor);
    }
    line.kept = before.kept;
}

/// Of what is only remembered nobody can say whether its author took it back since: put back by somebody else, it is
/// nobody's.
fn own_only(line: &mut Line, editor: Option<usize>) {
    for token in line.tokens.iter_mut().filter(|_| line.is_memory) {
        token.origin = token.origin.filter(|origin| Some(origin.author) == editor);
    }
}

/// A word that stood there before. Only its author strikes it out, or takes that back.
fn carry(token: &mut Token, old: &Token, editor: Option<usize>) {
    token.origin = old.origin;
    token.withdrawn = old.withdrawn;
    if token.struck != old.struck && old.origin.is_some_and(|origin| Some(origin.author) == editor) {
        token.withdrawn = token.struck;
    }
}

/// A short part of a line of which the rest stands elsewhere now.
fn split_off(line: &mut Line, changed: &mut Changed, lines: &[&Line], editor: Option<usize>) {
    let length = line.tokens.len();
    if length == 0 || changed.new.len() < length {
        return;
    }
    for whole in lines.iter().filter(|whole| !whole.is_message && whole.tokens.len() > length) {
        let is_here = |part: &&[Token]| part.iter().zip(&line.tokens).all(|(old, new)| old.word == new.word);
        if let Some(part) = whole.tokens.windows(length).find(is_here) {
            for (token, old) in line.tokens.iter_mut().zip(part) {
                carry(token, old, editor);
            }
            changed.new.clear();
            return;
        }
    }
}

/// Somebody else takes words out of what an author said: what it was stays said.
fn keep(line: &mut Line, old: &Line, shared: &Shared, editor: Option<usize>) {
    line.kept.extend(old.kept.iter().cloned());
    let is_lost = |(at, token): (usize, &Token)| {
        let others = token.origin.is_some_and(|origin| Some(origin.author) != editor) && !token.withdrawn;
        others && !shared.pairs.iter().any(|(before, _)| *before == at)
    };
    if old.tokens.iter().enumerate().any(is_lost) {
        let mut before = old.clone();
        before.kept.clear();
        line.kept.push(before);
        for (_, now) in &shared.pairs {
            if line.tokens[*now].origin.is_some_and(|origin| Some(origin.author) != editor) {
                line.tokens[*now].origin = None;
            }
        }
    }
}

fn withdraw(line: &mut Line, editor: Option<usize>) {
    for token in &mut line.tokens {
        token.withdrawn |= token.origin.is_some_and(|origin| Some(origin.author) == editor);
    }
    for kept in &mut line.kept {
        withdraw(kept, editor);
    }
}
