//! Visible text without the differences that a reader doesn't see.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The text as MediaWiki saves it: each letter with its accents as one character, where there is one (NFC). Keyboards,
/// file systems and copied text may take a letter and its accents apart (NFD), which looks the same.
pub fn nfc(text: &str) -> String {
    // Most texts are in that form, and to see that is far less work than to bring them into it.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Collapses white space of every kind (no-break spaces too) to single spaces, and drops
/// characters without a shape: zero-width ones, soft hyphens and direction marks.
pub fn tidy(raw: &str) -> String {
    let mut tidied = Tidied { text: String::with_capacity(raw.len()), gap: false };
    tidied.push(raw);
    tidied.text
}

/// The parts of a text, tidied as one: for those who need to know where in it each part begins.
#[derive(Debug, Default)]
pub struct Tidied {
    /// What there is so far.
    pub text: String,
    gap: bool,
}

impl Tidied {
    /// Adds a part.
    pub fn push(&mut self, raw: &str) {
        let mut rest = raw;
        // A run of plain characters is taken as a whole.
        while let Some(first) = rest.as_bytes().first() {
            let plain = if first.is_ascii_graphic() {
                rest.bytes().take_while(u8::is_ascii_graphic).count()
            } else {
                0
            };
            if plain == 0 {
                let Some(c) = rest.chars().next() else { return };
                self.push_char(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
            self.close_gap();
            self.text.push_str(&rest[..plain]);
            rest = &rest[plain..];
        }
    }

    fn close_gap(&mut self) {
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.gap = false;
    }

    fn push_char(&mut self, c: char) {
        if c.is_whitespace() {
            self.gap = true;
        } else if has_shape(c) {
            self.close_gap();
            self.text.push(c);
        }
    }
}

/// Whether nothing of it is seen.
pub fn is_blank(raw: &str) -> bool {
    !raw.chars().any(|c| !c.is_whitespace() && has_shape(c))
}

/// How many words a text has: whatever stands between blanks and has a letter or a digit in it.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Characters that change nothing a reader sees, or only the order in which it is shown.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn has_shape(c: char) -> bool {
    !is_invisible(c) && !c.is_control()
}

/// Lower case, for comparing with words in data files.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = tidy(text);
        folded.make_ascii_lowercase();
        return folded;
    }
    nfc(&tidy(text)).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_makes_no_difference() {
        assert_eq!(tidy("  KR1:\u{00A0} a\u{200B}b \n\t c\u{202E} "), "KR1: ab c");
        for (apart, together) in [
            ("Zoe\u{308}", "zoë"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("\u{1112}\u{1161}", "하"),
            ("Nguye\u{302}\u{303}n", "nguyễn"),
            ("Nguye\u{303}n", "nguyẽn"),
            ("Vie\u{323}\u{302}t", "việt"),
            ("Vie\u{302}\u{323}t", "việt"),
        ] {
            assert_eq!(fold(apart), together);
        }
        for (text, blank) in [("\u{FEFF} \u{00A0}\n", true), ("", true), (" \u{200B}.", false)] {
            assert_eq!((tidy(text).is_empty(), is_blank(text)), (blank, blank), "{text:?}");
        }
    }
}
