//! Which words of a line stood on an older one. Pure.

/// So many words in a row are the same words wherever they stand.
const RUN: usize = 3;
/// The most that is compared of a page, in words of one line by words of another.
const MOST: usize = 40_000_000;

/// How much more may be compared.
#[derive(Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST)
    }
}

/// Words that two lines share.
#[derive(Debug)]
pub struct Shared {
    /// Pairs of places, in the old line and in the new one, in their order.
    pub pairs: Vec<(usize, usize)>,
    /// Whether the new line is the old one, changed, and not only a part of it.
    pub is_same_line: bool,
}

/// What the two have in common; `None` if that is too little to mean anything. `Err` if there was too much to compare.
pub fn shared(old: &[&str], new: &[&str], budget: &mut Budget) -> Result<Option<Shared>, ()> {
    let cells = old.len() * new.len();
    if cells == 0 {
        return Ok(None);
    }
    budget.0 = budget.0.checked_sub(cells).filter(|_| cells <= MOST / 10).ok_or(())?;
    let pairs = longest(old, new);
    let is_same_line = 2 * pairs.len() >= old.len();
    let pairs = if is_same_line { pairs } else { runs(pairs) };
    Ok((!pairs.is_empty()).then_some(Shared { pairs, is_same_line }))
}

/// The longest common subsequence.
fn longest(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (rest_old, rest_new) = (&old[front..], &new[front..]);
    let back = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&rest_old[..rest_old.len() - back], &rest_new[..rest_new.len() - back]);
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = match a[i] == b[j] {
                true => table[(i + 1) * width + j + 1] + 1,
                false => table[(i + 1) * width + j].max(table[i * width + j + 1]),
            };
        }
    }
    let mut pairs: Vec<(usize, usize)> = (0..front).map(|at| (at, at)).collect();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((front + i, front + j));
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs.extend((0..back).rev().map(|at| (old.len() - 1 - at, new.len() - 1 - at)));
    pairs
}

/// Only the pairs that stand in a row with others.
fn runs(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let follows = |two: &[(usize, usize)]| two[1] == (two[0].0 + 1, two[0].1 + 1);
    let mut kept = Vec::new();
    let mut from = 0;
    for at in 1..=pairs.len() {
        if at == pairs.len() || !follows(&pairs[at - 1..=at]) {
            if at - from >= RUN {
                kept.extend_from_slice(&pairs[from..at]);
            }
            from = at;
        }
    }
    kept
}
