//! Quarters that a title names by their numbers.

use super::months::NoQuarter;
use super::tokens::Token;
use super::vocabulary::{
    is_and, is_calendar, is_ending, is_of, is_quarter, is_several, is_some_fiscal, is_to, ordinal,
};

/// The number of the quarter that a title names, 1 to 4; `None` if it names none.
///
/// # Errors
/// It names several.
pub fn number(tokens: &[Token]) -> Result<Option<u8>, NoQuarter> {
    // “T2/2015 Q3”: a team is called T2.
    match of_words(tokens, |word| word != "t")? {
        None => of_words(tokens, |word| word == "t"),
        found => Ok(found),
    }
}

/// The number beside those words for a quarter that count.
fn of_words(tokens: &[Token], counts: impl Fn(&str) -> bool) -> Result<Option<u8>, NoQuarter> {
    let mut found = None;
    for (at, token) in tokens.iter().enumerate() {
        if is_several(&token.text) {
            return Err(NoQuarter);
        }
        if !is_quarter(&token.text) || !counts(&token.text) || token.before.ends_with('\'') {
            continue;
        }
        let Some(number) = Named::at(tokens, at)?.filter(|named| named.is_certain(tokens)) else { continue };
        if number.is_one_of_several(tokens) || found.is_some_and(|found| found != number.number) {
            return Err(NoQuarter);
        }
        found = Some(number.number);
    }
    Ok(found)
}

/// A quarter's number beside the word for it.
#[derive(Clone, Copy, Debug)]
struct Named {
    number: u8,
    /// The first and the last token of it.
    first: usize,
    last: usize,
    /// The word.
    word: usize,
}

impl Named {
    fn at(tokens: &[Token], word: usize) -> Result<Option<Self>, NoQuarter> {
        let text = tokens[word].text.as_str();
        let after = Self::after(tokens, word);
        let before = Self::before(tokens, word);
        match (before, after) {
            // “2026 4 Q2”: a letter goes with what stands after it.
            (_, Some(after)) if matches!(text, "q" | "t") => Ok(Some(after)),
            (Some(before), Some(after)) if before.number != after.number => Err(NoQuarter),
            (before, after) => Ok(before.or(after)),
        }
    }

    /// `Q4`, “quarter 4”, “trimestre IV”
    fn after(tokens: &[Token], word: usize) -> Option<Self> {
        let next = tokens.get(word + 1)?;
        let short = matches!(tokens[word].text.as_str(), "q" | "t");
        let number = match digit(next) {
            Some(digit) => digit,
            None if short && !matches!(next.text.as_str(), "ii" | "iii" | "iv") => return None,
            None if next.before.is_empty() => return None,
            None => ordinal(&next.text)?,
        };
        let goes_on = tokens.get(word + 2).is_some_and(|then| {
            let year = is_some_fiscal(&then.text) || is_calendar(&then.text) || then.is_figure();
            then.before.is_empty() && !year
        });
        let close = next.before.chars().all(|c| " -.".contains(c));
        (close && !goes_on).then_some(Self { number, first: word, last: word + 1, word })
    }

    /// `4Q`, “fourth quarter”, “4.º trimestre”, “second fiscal quarter”
    fn before(tokens: &[Token], word: usize) -> Option<Self> {
        let mut close = tokens[word].before.as_str();
        let mut at = word.checked_sub(1)?;
        if tokens[at].text == "fiscal" {
            close = tokens[at].before.as_str();
            at = at.checked_sub(1)?;
        }
        if !close.chars().all(|c| " -.°ºª".contains(c)) {
            return None;
        }
        let (number, first) = counted(tokens, at)?;
        Some(Self { number, first, last: word, word })
    }

    /// “T4” stands for much else, and for a quarter only beside its year.
    fn is_certain(&self, tokens: &[Token]) -> bool {
        if tokens[self.word].text != "t" {
            return true;
        }
        let is_year = |token: &Token| token.is_figure() && matches!(token.text.len(), 2 | 4 | 6);
        let is_near = |before: &str| before.chars().all(|c| " -/,.(".contains(c));
        let before = self.first.checked_sub(1).and_then(|at| tokens.get(at));
        let mut after = tokens.get(self.last + 1);
        if after.is_some_and(|word| is_of(&word.text)) {
            after = tokens.get(self.last + 2);
        }
        before.is_some_and(|year| is_year(year) && is_near(&tokens[self.first].before))
            || after
                .is_some_and(|year| is_near(&year.before) && (is_year(year) || is_some_fiscal(&year.text)))
    }

    /// “first and second quarter”, “Q1–2”, “1./2. Quartal”
    fn is_one_of_several(&self, tokens: &[Token]) -> bool {
        let ties = |before: &str| before.contains(['-', '/', '&', '+', ',']);
        let is_tie = |token: &Token| is_and(&token.text) || is_to(&token.text);
        if self.last == self.word {
            // The number stands first, so others stand before it.
            let Some(at) = self.first.checked_sub(1) else { return false };
            return match at.checked_sub(1).filter(|_| is_tie(&tokens[at])) {
                Some(other) => counted(tokens, other).is_some(),
                None => ties(&tokens[self.first].before) && counted(tokens, at).is_some(),
            };
        }
        let at = self.last + 1;
        let Some(next) = tokens.get(at) else { return false };
        let number = |token: &Token| digit(token).or_else(|| ordinal(&token.text)).is_some();
        match is_tie(next) {
            true => tokens.get(at + 1).is_some_and(number),
            false => ties(&next.before) && number(next),
        }
    }
}

/// The ordinal number that ends at a token, and the token that it begins with.
fn counted(tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    let token = &tokens[at];
    if let Some(number) = ordinal(&token.text) {
        return Some((number, at));
    }
    let is_ended = is_ending(&token.text) && matches!(token.before.as_str(), "" | "." | "-" | " ");
    let at = if is_ended { at.checked_sub(1)? } else { at };
    let figure = &tokens[at];
    // “v2.4”, “KR4”
    let apart = at == 0 || !figure.before.is_empty() && !figure.before.ends_with('.');
    digit(figure).filter(|_| apart).map(|number| (number, at))
}

/// A figure that may be a quarter's number.
fn digit(token: &Token) -> Option<u8> {
    match token.text.as_str() {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        "4" => Some(4),
        _ => None,
    }
}
