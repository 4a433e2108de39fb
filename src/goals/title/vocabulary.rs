//! The words of quarters, years and months in English, German, French and Spanish, in small letters and without accents.

/// What a quarter is called.
const QUARTERS: &[&str] =
    &["q", "qtr", "quarter", "quartal", "quartals", "vierteljahr", "vierteljahrs", "trimestre", "trim", "t"];

/// More than one quarter.
const SEVERAL: &[&str] = &["quarters", "qtrs", "quartale", "quartalen", "trimestres"];

/// Says by which year a fiscal year is called: the one that it ends in.
const FISCAL: &[&str] = &["fy"];

/// The same in more words. The last of them stands before the year.
const FISCAL_YEAR: [&str; 2] = ["fiscal", "year"];

/// A year by itself.
const CALENDAR: &[&str] = &["cy"];

/// Says that a year is none of the calendar, and not by which of its two years it is called.
const SOME_FISCAL: &[&str] = &[
    "fy",
    "fiscal",
    "financial",
    "geschaftsjahr",
    "haushaltsjahr",
    "wirtschaftsjahr",
    "gj",
    "exercice",
    "ejercicio",
];

/// What stands between a quarter and its year, or between a month and its year.
const OF: &[&str] = &["de", "del", "du", "of", "in", "im", "des"];

/// What stands between the first and the last of something.
const TO: &[&str] = &["to", "till", "until", "through", "thru", "bis", "a", "al", "hasta"];

/// What stands between two things.
const AND: &[&str] = &["and", "und", "et", "y", "e", "or", "oder", "ou", "o"];

/// Ordinal numbers; German ones with every ending.
const ORDINALS: [&[&str]; 4] = [
    &[
        "first", "one", "erste", "ersten", "erster", "erstes", "premier", "premiere", "primer", "primero",
        "i", "ier",
    ],
    &[
        "second", "two", "zweite", "zweiten", "zweiter", "zweites", "deuxieme", "seconde", "segundo", "ii",
        "iie",
    ],
    &[
        "third",
        "three",
        "dritte",
        "dritten",
        "dritter",
        "drittes",
        "troisieme",
        "tercer",
        "tercero",
        "iii",
        "iiie",
    ],
    &["fourth", "four", "vierte", "vierten", "vierter", "viertes", "quatrieme", "cuarto", "iv", "ive"],
];

/// What follows a figure to make it an ordinal number.
const ENDINGS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "ere", "e", "eme", "nde", "o", "ro", "do", "to", "tes", "ter", "te",
];

/// The months, by each of their names and abbreviations.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner", "janvier", "janv", "enero", "ene"],
    &["february", "feb", "februar", "feber", "fevrier", "fevr", "fev", "febrero"],
    &["march", "mar", "marz", "maerz", "mrz", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "juil", "julio"],
    &["august", "aug", "aout", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dic"],
];

/// Whether it is what a quarter is called.
pub fn is_quarter(word: &str) -> bool {
    QUARTERS.contains(&word)
}

/// Whether it speaks of several quarters.
pub fn is_several(word: &str) -> bool {
    SEVERAL.contains(&word)
}

/// Whether the year after it is the one that a fiscal year ends in.
pub fn is_fiscal(word: &str) -> bool {
    FISCAL.contains(&word)
}

/// Whether the two words together are as [`is_fiscal`].
pub fn is_fiscal_year(first: &str, second: &str) -> bool {
    [first, second] == FISCAL_YEAR
}

/// Whether the year after it is one of the calendar.
pub fn is_calendar(word: &str) -> bool {
    CALENDAR.contains(&word)
}

/// Whether it speaks of a fiscal year.
pub fn is_some_fiscal(word: &str) -> bool {
    SOME_FISCAL.contains(&word)
}

/// Whether it only ties a year to what stands before.
pub fn is_of(word: &str) -> bool {
    OF.contains(&word)
}

/// Whether it stands between the first and the last of something.
pub fn is_to(word: &str) -> bool {
    TO.contains(&word)
}

/// Whether it stands between two things.
pub fn is_and(word: &str) -> bool {
    AND.contains(&word)
}

/// What an ordinal number in letters counts.
pub fn ordinal(word: &str) -> Option<u8> {
    place(&ORDINALS, word)
}

/// Whether it makes a figure before it an ordinal number.
pub fn is_ending(word: &str) -> bool {
    ENDINGS.contains(&word)
}

/// Which month of the calendar it is, 1 to 12.
pub fn month(word: &str) -> Option<u8> {
    place(&MONTHS, word)
}

fn place(lists: &[&[&str]], word: &str) -> Option<u8> {
    u8::try_from(lists.iter().position(|words| words.contains(&word))? + 1).ok()
}
