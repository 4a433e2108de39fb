//! How people name a quarter, in English, German, French and Spanish.

/// The words for a quarter.
const QUARTER: [&str; 4] = ["quarter", "quartal", "trimestre", "trim."];

/// What counts one in front of such a word, in words.
const ORDINALS: [&[&str]; 4] = [
    &["first", "erstes", "erste", "ersten", "premier", "primer", "primero"],
    &["second", "zweites", "zweite", "zweiten", "deuxième", "segundo"],
    &["third", "drittes", "dritte", "dritten", "troisième", "tercer", "tercero"],
    &["fourth", "viertes", "vierte", "vierten", "quatrième", "cuarto"],
];

/// What stands behind a digit that counts: “4. Quartal”, “2e trimestre”, “2.º trimestre”.
const ENDINGS: [&str; 18] = [
    "ème", "eme", ".er", ".º", ".o", ".°", "er", "ter", "nd", "rd", "st", "th", "do", "to", "º", "°", "e",
    ".",
];

/// Roman numbers, the longest first.
const ROMAN: [(&str, u8); 4] = [("iii", 3), ("iv", 4), ("ii", 2), ("i", 1)];

/// The quarter that is named right at the beginning: how many bytes its name takes, and which it is.
pub fn quarter(text: &str) -> Option<(usize, u8)> {
    // Most texts are none.
    if !begins_quarter(text.chars().next().map(folded)?) {
        return None;
    }
    let found = short(text).or_else(|| word_first(text)).or_else(|| counted(text))?;
    let ends = !text[found.0..].starts_with(char::is_alphanumeric);
    ends.then_some(found)
}

/// Whether the name of a quarter may begin with this letter, which is folded.
pub fn begins_quarter(c: char) -> bool {
    matches!(c, '1'..='4' | 'c' | 'd' | 'e' | 'f' | 'i' | 'p' | 'q' | 's' | 't' | 'v' | 'z')
}

/// The quarters that a text names.
pub fn quarters(text: &str) -> Vec<u8> {
    let (mut found, mut from, mut inside_word) = (Vec::new(), 0, false);
    while let Some(c) = text[from..].chars().next() {
        match (!inside_word).then(|| quarter(&text[from..])).flatten() {
            Some((length, number)) => {
                found.push(number);
                from += length;
                inside_word = true;
            }
            None => {
                from += c.len_utf8();
                inside_word = c.is_alphanumeric() || c == '_';
            }
        }
    }
    found
}

/// “Q2”, “Q-2”, “Q2's”, “T2”, “2T”
fn short(text: &str) -> Option<(usize, u8)> {
    let mut chars = text.chars();
    let first = folded(chars.next()?);
    if let Some(number @ 1..=4) = digit(first) {
        return matches!(chars.next().map(folded), Some('q' | 't')).then_some((2, number));
    }
    let rest = match first {
        'q' => chars.as_str().strip_prefix([' ', '-']).unwrap_or(chars.as_str()),
        't' => chars.as_str(),
        _ => return None,
    };
    let number = rest.chars().next().and_then(digit).filter(|number| (1..=4).contains(number))?;
    let end = text.len() - rest.len() + 1;
    let more = ["'s", "’s"].iter().find_map(|more| after(&text[end..], more)).unwrap_or(0);
    Some((end + more, number))
}

/// “Quarter 2”, “Quartal II”, “trimestre 2”
fn word_first(text: &str) -> Option<(usize, u8)> {
    let word = QUARTER.iter().find_map(|word| after(text, word))?;
    let at = word + after(&text[word..], " ")?;
    let rest = &text[at..];
    let roman = || ROMAN.iter().find_map(|(roman, number)| Some((after(rest, roman)?, *number)));
    let number = rest.chars().next().and_then(digit).filter(|number| (1..=4).contains(number));
    let (length, number) = number.map(|number| (1, number)).or_else(roman)?;
    Some((at + length, number))
}

/// “second quarter”, “2nd quarter”, “4. Quartal”, “IV. Quartal”, “2e trimestre”
fn counted(text: &str) -> Option<(usize, u8)> {
    let by_digit = || {
        let number = text.chars().next().and_then(digit).filter(|number| (1..=4).contains(number))?;
        let ending = ENDINGS.iter().find_map(|ending| after(&text[1..], ending)).unwrap_or(0);
        Some((1 + ending, number))
    };
    let by_roman = || {
        let (length, number) =
            ROMAN.iter().find_map(|(roman, number)| Some((after(text, roman)?, *number)))?;
        Some((length + after(&text[length..], ".").unwrap_or(0), number))
    };
    let by_word = || {
        let length = text.find(' ')?;
        let words = (1_u8..).zip(ORDINALS);
        let mut found = words.flat_map(|(number, words)| words.iter().map(move |word| (word, number)));
        let (_, number) =
            found.find(|(word, _)| word.len() == length && after(text, word) == Some(length))?;
        Some((length, number))
    };
    let (length, number) = by_word().or_else(by_digit).or_else(by_roman)?;
    let at = length + after(&text[length..], " ").unwrap_or(0);
    let word = QUARTER.iter().find_map(|word| after(&text[at..], word))?;
    Some((at + word, number))
}

fn digit(c: char) -> Option<u8> {
    c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
}

/// How many bytes `word`, which is folded, takes at the beginning of a text; `None` if it doesn't stand there.
pub fn after(text: &str, word: &str) -> Option<usize> {
    // Most letters need no table.
    let (bytes, expected) = (text.as_bytes(), word.as_bytes());
    let mut same = 0;
    while same < expected.len() && expected[same].is_ascii() {
        match bytes.get(same) {
            Some(byte) if byte.to_ascii_lowercase() == expected[same] => same += 1,
            Some(byte) if !byte.is_ascii() => break,
            _ => return None,
        }
    }
    let mut chars = text[same..].chars();
    for expected in word[same..].chars() {
        if folded(chars.next()?) != expected {
            return None;
        }
    }
    Some(text.len() - chars.as_str().len())
}

/// A character as it is compared: without case, all apostrophes alike.
pub fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('’' | '‘' | 'ʼ'), None) => '\'',
        (Some(lower), None) => lower,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_many_names() {
        for (text, number) in [
            ("Q2", 2),
            ("q-2", 2),
            ("Q 4", 4),
            ("Q2's", 2),
            ("Quarter 3", 3),
            ("third quarter", 3),
            ("2nd quarter", 2),
            ("T4", 4),
            ("2T", 2),
            ("4. Quartal", 4),
            ("4.Quartal", 4),
            ("IV. Quartal", 4),
            ("Quartal 1", 1),
            ("Quartal III", 3),
            ("erstes Quartal", 1),
            ("2e trimestre", 2),
            ("2ème trimestre", 2),
            ("1er trimestre", 1),
            ("deuxième Trimestre", 2),
            ("TRIMESTRE 2", 2),
            ("2.º trimestre", 2),
            ("3.er trimestre", 3),
            ("4º trimestre", 4),
            ("segundo trimestre", 2),
        ] {
            assert_eq!(quarter(text), Some((text.len(), number)), "{text}");
            assert_eq!(quarters(&format!("({text}) and more")), [number], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in
            ["Q5", "T12345", "Q22", "EQ2", "Quarterly", "4 quarters", "T-2", "1st", "second", "2Tx", "i"]
        {
            assert_eq!(quarters(text), [0_u8; 0], "{text}");
        }
        assert_eq!(quarters("Q1 & Q2, drittes Quartal"), [1, 2, 3]);
    }
}
