//! The sections of a page's wikitext, as far as headings written in it make them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::wikitext::dead_parts;

/// What stands for text that MediaWiki doesn't read, so that places stay the same.
const MASK: &str = "\u{1}";

/// The headings of a page.
#[derive(Debug)]
pub struct Sections {
    headings: Vec<Heading>,
    end: usize,
}

#[derive(Debug)]
struct Heading {
    start: usize,
    level: usize,
}

impl Sections {
    /// Finds them.
    pub fn new(text: &str) -> Self {
        static HEADING: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?m)^\x01*(?<open>={1,6})[^\n]*?[^\n=][^\n]*?(?<close>={1,6})[ \t\x01]*$")
                .expect("a fixed pattern")
        });
        let heading = |found: regex::Captures<'_>| Heading {
            start: found.get(0).map_or(0, |whole| whole.start()),
            level: found["open"].len().min(found["close"].len()),
        };
        Self { headings: HEADING.captures_iter(&masked(text)).map(heading).collect(), end: text.len() }
    }

    /// The section that the place `at` lies in, with its heading and all its subsections; what stands above the
    /// first heading.
    pub fn at(&self, at: usize) -> Range<usize> {
        let own = self.headings.partition_point(|heading| heading.start <= at);
        let Some(heading) = own.checked_sub(1).and_then(|own| self.headings.get(own)) else {
            return 0..self.headings.first().map_or(self.end, |first| first.start);
        };
        let next = self.headings[own..].iter().find(|next| next.level <= heading.level);
        heading.start..next.map_or(self.end, |next| next.start)
    }
}

/// The text with dead parts masked byte by byte.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut kept = 0;
    for part in dead_parts(text) {
        masked.push_str(&text[kept..part.at.start]);
        masked.push_str(&MASK.repeat(part.at.len()));
        kept = part.at.end;
    }
    masked + &text[kept..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str, at: usize) -> &str {
        &text[Sections::new(text).at(at)]
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let text = "top\n== A ==\na\n=== B ===\nb\n<!-- == no == -->\n<nowiki>\n== no ==\n</nowiki>\n\
                    == C == <!-- x -->\nc <nowiki />\n= D =\nd <nowiki>x</nowiki>";
        let part = |at: &str| section(text, text.find(at).unwrap());
        assert_eq!(part("top"), "top\n");
        assert!(part("\na\n").starts_with("== A ==") && part("\na\n").ends_with("</nowiki>\n"));
        assert!(part("\nb\n").starts_with("=== B ===") && part("\nb\n").ends_with("</nowiki>\n"));
        assert_eq!(part("\nc "), "== C == <!-- x -->\nc <nowiki />\n");
        assert_eq!(part("\nd"), "= D =\nd <nowiki>x</nowiki>");
    }

    #[test]
    fn what_is_no_heading() {
        for text in ["a == b == c", "== b", "==", " == b ==", "x\n<pre>\n== b ==\n</pre>"] {
            assert_eq!(section(text, text.len() - 1), text, "{text}");
        }
    }

    #[test]
    fn a_hostile_page_takes_no_time() {
        let text = "<nowiki><!---->".repeat(20_000) + &"== x ==\n".repeat(20_000);
        let begun = std::time::Instant::now();
        let sections = Sections::new(&text);
        (0..text.len()).step_by(40).for_each(|at| assert!(sections.at(at).start <= at));
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
