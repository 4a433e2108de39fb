//! The parts of wikitext in which nothing works: comments, and the insides of some tags.

use std::collections::BTreeSet;
use std::ops::Range;

/// The tags in which nothing works.
const DEAD_TAGS: [&str; 5] = ["nowiki", "pre", "syntaxhighlight", "source", "math"];

/// A part in which nothing works, with its tags or signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadPart {
    /// Where it is.
    pub at: Range<usize>,
    /// Whether it is a comment, of which nothing is shown.
    pub is_comment: bool,
}

/// All of them in their order, as MediaWiki's preprocessor finds them: a comment without its end reaches to
/// the end of the page; a tag without its end is none.
pub fn dead_parts(wikitext: &str) -> Vec<DeadPart> {
    let lower = wikitext.to_ascii_lowercase();
    let mut parts = Vec::new();
    let mut endless = BTreeSet::new();
    let mut from = 0;
    while let Some(at) = lower[from..].find('<').map(|at| from + at) {
        if lower[at..].starts_with("<!--") {
            from = lower[at + 4..].find("-->").map_or(lower.len(), |end| at + 4 + end + 3);
            parts.push(DeadPart { at: at..from, is_comment: true });
            continue;
        }
        let tag = DEAD_TAGS.into_iter().find(|tag| {
            let after = lower[at + 1..].strip_prefix(tag);
            after.is_some_and(|after| after.starts_with([' ', '\t', '\n', '\r', '/', '>']))
        });
        // Looked for once only: a page of nothing but beginnings must not take long.
        let end = tag.filter(|tag| !endless.contains(tag)).and_then(|tag| {
            let end = end_of_tag(&lower, at, tag);
            if end.is_none() {
                endless.insert(tag);
            }
            end
        });
        if let Some(end) = end {
            parts.push(DeadPart { at: at..end, is_comment: false });
        }
        from = end.unwrap_or(at + 1);
    }
    parts
}

/// Where the tag that begins at `at` ends, with all that is in it.
fn end_of_tag(lower: &str, at: usize, tag: &str) -> Option<usize> {
    let opened = at + lower[at..].find('>')? + 1;
    if lower[..opened].ends_with("/>") {
        return Some(opened);
    }
    let closing = format!("</{tag}");
    let closings = lower[opened..].match_indices(&closing);
    let mut ends = closings.map(|(begin, _)| opened + begin + closing.len());
    ends.find_map(|name| {
        let rest = &lower[name..];
        let space = rest.len() - rest.trim_ascii_start().len();
        rest[space..].starts_with('>').then_some(name + space + 1)
    })
}
