//! What words beside names look like: a person, a role, a remark, a doubt.

use std::sync::LazyLock;

use regex::Regex;

use super::super::words::Words;
use crate::base::text::tidy;

/// Nobody's name has more words.
const MOST_WORDS: usize = 5;

/// Small words within names.
const PARTICLES: [&str; 16] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von",
];

/// Without what stands in brackets, and without punctuation around.
pub fn without_remarks(text: &str) -> String {
    static REMARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\([^()]*\)?|\[[^\[\]]*\]").expect("a fixed pattern"));
    tidy(&REMARK.replace_all(text, ""))
}

/// Without the time of day that a signature has: “Ada Sample 12:00, 3 October 2020 (UTC)”.
pub fn without_time(text: &str) -> String {
    static TIME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b\d{1,2}:\d\d\b").expect("a fixed pattern"));
    tidy(&TIME.replace_all(text, ""))
}

/// Whether words are a date or a task, as behind a name: “3 October 2020”, “since 2019”, “T123”.
pub fn is_date_or_task(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\d|\b(?:19|20)\d\d\b|^T\d+$").expect("a fixed pattern"));
    NUMBER.is_match(text)
}

/// Whether words beside linked names are a person's name, too: few words with capitals, and no number, role or mark of a
/// sentence among them.
pub fn is_like_a_person(text: &str, words: &Words) -> bool {
    let is_name = |word: &str| {
        PARTICLES.contains(&word)
            || word.starts_with(char::is_alphabetic) && !word.starts_with(char::is_lowercase)
    };
    let marks = |c: char| c.is_numeric() || matches!(c, ':' | '?' | '!' | '@' | '#' | '=' | '→' | '(' | ')');
    let count = text.split(' ').count();
    (1..=MOST_WORDS).contains(&count)
        && text.split(' ').all(is_name)
        && !text.contains(marks)
        && !is_role(text, words)
}

/// Whether a word of it is that of a role or a department: “Director of Research”.
pub fn is_role(text: &str, words: &Words) -> bool {
    words_of(text).iter().any(|word| words.is_role(word))
}

/// Whether what stands before a linked name lets it be the manager's: nothing, a role, a name, a title (“Dr.”). After “ask”,
/// “not” or “formerly” stands somebody else.
pub fn leads_to_a_name(before: &str, words: &Words) -> bool {
    let before = without_remarks(before);
    let bare = before.trim_matches(|c: char| !c.is_alphanumeric() && c != ':');
    if bare.is_empty() || bare.ends_with(':') {
        return true;
    }
    let said = words_of(bare);
    let is_capital = |word: &str| !word.starts_with(char::is_lowercase);
    !said.iter().any(|word| words.is_doubt(word)) && (bare.split(' ').all(is_capital) || is_role(bare, words))
}

/// Whether what stands behind a linked name puts it in doubt: “?”, “(left)”, “until March”.
pub fn is_doubtful(after: &str, words: &Words) -> bool {
    after.contains(['?', '？']) || words_of(after).iter().any(|word| words.is_leaving(word))
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
