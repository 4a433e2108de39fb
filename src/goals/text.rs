//! Visible text without the differences that a reader doesn't see.

use crate::account::is_invisible;

/// Collapses white space of every kind (no-break spaces too) to single spaces, and drops
/// characters without a shape: zero-width ones, soft hyphens and direction marks.
pub fn tidy(raw: &str) -> String {
    let mut tidied = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.chars() {
        if c.is_whitespace() {
            gap = true;
        } else if !is_invisible(c) && !c.is_control() {
            if gap && !tidied.is_empty() {
                tidied.push(' ');
            }
            gap = false;
            tidied.push(c);
        }
    }
    tidied
}

/// Lower case, for comparing with words in data files.
pub fn fold(text: &str) -> String {
    tidy(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_makes_no_difference() {
        assert_eq!(tidy("  KR1:\u{00A0} a\u{200B}b \n\t c\u{202E} "), "KR1: ab c");
        assert_eq!(tidy("\u{FEFF} \u{00A0}"), "");
    }
}
