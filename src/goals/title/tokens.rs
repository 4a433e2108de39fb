//! A title in small pieces: figures, words without accents, and what stands between them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::vocabulary::{is_fiscal, is_quarter};
use crate::base::text::tidy;

/// A figure or a word of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In small letters, without accents.
    pub text: String,
    /// What stands between it and the token before: every dash as `-`, underscores and white space as one space.
    pub before: String,
}

impl Token {
    /// Whether it is a figure.
    pub fn is_figure(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Its number, if it is a figure.
    pub fn number(&self) -> Option<u32> {
        if self.is_figure() { self.text.parse().ok() } else { None }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Figure,
    Word,
    Between,
}

/// The tokens of a title. Accents and case make no difference: `4E TRIMESTRE`, `décembre` typed in either way.
pub fn tokens(title: &str) -> Vec<Token> {
    let title: String = title.replace('_', " ").nfd().filter(|c| !is_combining_mark(*c)).nfc().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut before, mut last) = (String::new(), Kind::Between);
    for c in tidy(&title).to_lowercase().chars().map(plain) {
        let kind = match c {
            '0'..='9' => Kind::Figure,
            _ if c.is_alphabetic() && !matches!(c, 'º' | 'ª') => Kind::Word,
            _ => Kind::Between,
        };
        match tokens.last_mut() {
            _ if kind == Kind::Between => before.push(c),
            Some(token) if kind == last => token.text.push(c),
            _ => tokens.push(Token { text: c.to_string(), before: std::mem::take(&mut before) }),
        }
        last = kind;
    }
    tokens.into_iter().fold(Vec::new(), split)
}

fn plain(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        // “4ᵉ”
        'ᵉ' => 'e',
        'ʳ' => 'r',
        other => other,
    }
}

/// Takes apart what is written as one: `Q42009`, `Q4201617` and `4QFY27`.
fn split(mut tokens: Vec<Token>, token: Token) -> Vec<Token> {
    let after_quarter = token.before.is_empty()
        && tokens.last().is_some_and(|last| is_quarter(&last.text) && last.text != "t");
    let quarter_first = token.text.starts_with(['1', '2', '3', '4']);
    let fiscal = token.text.strip_prefix('q').filter(|rest| is_fiscal(rest)).map(|_| 1);
    let at = match token.text.len() {
        5 | 7 if after_quarter && quarter_first => Some(1),
        _ => fiscal,
    };
    match at {
        Some(at) => {
            let (first, second) = token.text.split_at(at);
            tokens.push(Token { text: first.to_owned(), before: token.before });
            tokens.push(Token { text: second.to_owned(), before: String::new() });
        }
        None => tokens.push(token),
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(title: &str) -> Vec<String> {
        tokens(title).into_iter().map(|token| token.before + &token.text).collect()
    }

    #[test]
    fn figures_and_words_are_told_apart() {
        assert_eq!(texts("Goals_2020–21/Q2"), ["goals", " 2020", "-21", "/q", "2"]);
        assert_eq!(texts("4.º  TRIMESTRE De\u{301}cembre"), ["4", ".º trimestre", " decembre"]);
        assert_eq!(texts("É  ’26"), ["e", " '26"]);
    }

    #[test]
    fn what_is_written_as_one_is_taken_apart() {
        assert_eq!(texts("Q42009"), ["q", "4", "2009"]);
        assert_eq!(texts("Q2201617"), ["q", "2", "201617"]);
        assert_eq!(texts("4QFY27"), ["4", "q", "fy", "27"]);
        assert_eq!(texts("T42026 Q12345678"), ["t", "42026", " q", "12345678"]);
    }
}
