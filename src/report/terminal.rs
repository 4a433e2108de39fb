//! What a terminal may be sent.

use std::sync::LazyLock;

use regex::Regex;

/// `text` without the control characters that a terminal obeys, for its words come from a wiki or a file; lines and
/// colours stay.
pub fn harmless(text: &str) -> String {
    static OBEYED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?P<colour>\x1B\[[0-9;]*m)|[\p{Cc}&&[^\n\t]]").expect("a fixed pattern")
    });
    OBEYED.replace_all(text, "$colour").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_and_colours_are_obeyed() {
        let text = "Talk:\u{1B}[2JA\u{9B}1m\tB\u{7}\r\n\u{1B}[1;31mred\u{1B}[0m\u{1B}]0;title\u{8}";
        assert_eq!(harmless(text), "Talk:[2JA1m\tB\n\u{1B}[1;31mred\u{1B}[0m]0;title");
    }
}
