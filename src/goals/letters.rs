//! A set of letters.

/// Folded letters, each by itself as far as ASCII goes: beyond, one is as good as another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letters(u128);

impl Letters {
    /// Adds one.
    pub fn insert(&mut self, c: char) {
        self.0 |= 1 << place(c);
    }

    /// Adds others.
    pub fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// Whether a letter is among them, or may be.
    pub fn contains(self, c: char) -> bool {
        self.0 >> place(c) & 1 == 1
    }
}

impl Extend<char> for Letters {
    fn extend<I: IntoIterator<Item = char>>(&mut self, letters: I) {
        letters.into_iter().for_each(|c| self.insert(c));
    }
}

/// Those beyond ASCII have the place of a character that nobody types.
fn place(c: char) -> u32 {
    u32::from(c).min(127)
}

impl FromIterator<char> for Letters {
    fn from_iter<I: IntoIterator<Item = char>>(letters: I) -> Self {
        let mut all = Self::default();
        all.extend(letters);
        all
    }
}
