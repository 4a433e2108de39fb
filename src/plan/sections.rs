//! The sections of a page's wikitext, as far as headings written in it make them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What stands for text that MediaWiki doesn't read, so that places stay the same.
const MASK: &str = "\u{1}";

/// The section that the place `at` lies in, with its heading and all its subsections; the whole
/// page above the first heading.
pub fn section_at(text: &str, at: usize) -> Range<usize> {
    let headings = headings(text);
    let Some(own) = headings.iter().rposition(|heading| heading.start <= at) else {
        return 0..headings.first().map_or(text.len(), |first| first.start);
    };
    let next = headings[own + 1..].iter().find(|next| next.level <= headings[own].level);
    headings[own].start..next.map_or(text.len(), |next| next.start)
}

struct Heading {
    start: usize,
    level: usize,
}

fn headings(text: &str) -> Vec<Heading> {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^\x01*(?<open>={1,6})[^\n]*?[^\n=][^\n]*?(?<close>={1,6})[ \t\x01]*$")
            .expect("a fixed pattern")
    });
    let masked = masked(text);
    let heading = |found: regex::Captures<'_>| Heading {
        start: found.get(0).map_or(0, |whole| whole.start()),
        level: found["open"].len().min(found["close"].len()),
    };
    HEADING.captures_iter(&masked).map(heading).collect()
}

/// Comments and text in tags in which nothing works, masked byte by byte.
fn masked(text: &str) -> String {
    static DEAD: LazyLock<Regex> = LazyLock::new(|| {
        let tags = ["nowiki", "pre", "syntaxhighlight", "source"]
            .map(|tag| format!(r"<{tag}(?:\s[^>]*)?>.*?</{tag}\s*>"))
            .join("|");
        Regex::new(&format!(r"(?is)<!--.*?(?:-->|\z)|{tags}")).expect("a fixed pattern")
    });
    DEAD.replace_all(text, |dead: &regex::Captures<'_>| MASK.repeat(dead[0].len())).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let text = "top\n== A ==\na\n=== B ===\nb\n<!-- == no == -->\n<nowiki>\n== no ==\n</nowiki>\n== C == <!-- x -->\nc\n= D =\nd";
        let part = |at: &str| &text[section_at(text, text.find(at).unwrap())];
        assert_eq!(part("top"), "top\n");
        assert!(part("\na\n").starts_with("== A ==") && part("\na\n").ends_with("</nowiki>\n"));
        assert!(part("\nb\n").starts_with("=== B ===") && part("\nb\n").ends_with("</nowiki>\n"));
        assert_eq!(part("\nc\n"), "== C == <!-- x -->\nc\n");
        assert_eq!(part("\nd"), "= D =\nd");
    }

    #[test]
    fn what_is_no_heading() {
        for text in ["a == b == c", "== b", "==", " == b ==", "x\n<pre>\n== b ==\n</pre>"] {
            assert_eq!(section_at(text, text.len() - 1), 0..text.len(), "{text}");
        }
    }
}
