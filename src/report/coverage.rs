//! How much of a page was understood, and what was left out of it, for a person.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::colour::Colour;
use crate::goals::{Coverage, GoalPage, LeftOut};
use crate::wikitext::cut;

/// So many places that are left out are shown where they aren't asked for.
const SHORT: usize = 5;

/// A text left out is quoted up to this many characters.
const LONGEST_QUOTE: usize = 120;

/// The share of a page's words that are accounted for, to a thousandth.
pub fn rounded(coverage: &Coverage) -> f64 {
    (1000.0 * coverage.share()).floor() / 1000.0
}

/// That a layout doesn't fit, with the words it doesn't know; then what is left out, if it is not too much.
pub fn short(content: &GoalPage, colour: Colour) -> String {
    let left_out = &content.coverage.left_out;
    let mut text = misfit(content, colour);
    if left_out.is_empty() {
        return text;
    }
    let _ = writeln!(text, "  {}", summary(&content.coverage));
    left_out.iter().take(SHORT).for_each(|one| text.push_str(&line(one, "    ")));
    if let Some(more @ 1..) = left_out.len().checked_sub(SHORT) {
        let _ = writeln!(text, "    … and in {more} more places; `goalkeeper show` lists them");
    }
    text
}

/// “left out: 12 of 240 words”
pub fn summary(coverage: &Coverage) -> String {
    format!("left out: {} of {} words", coverage.left_out_words, coverage.words)
}

/// That a layout doesn't fit; nothing if it does.
pub fn misfit(content: &GoalPage, colour: Colour) -> String {
    if content.coverage.is_enough() {
        return String::new();
    }
    let warning = colour.paint(AnsiColor::Yellow.on_default().bold(), "the layout doesn't fit");
    let mut text = format!(
        "  {warning}: “{}” accounts for {:.0} % of the words, so nothing here is certain and nobody is told\n",
        content.layout,
        100.0 * content.coverage.share()
    );
    if let Some(words) = unknown(&content.coverage) {
        let _ = writeln!(text, "  it doesn't know {words}; docs/layouts.md says how to teach it");
    }
    text
}

/// The words that a layout doesn't know, quoted; the first of them, if there are many.
pub fn unknown(coverage: &Coverage) -> Option<String> {
    let words = coverage.unknown_words();
    let quoted: Vec<_> =
        words.iter().take(SHORT).map(|word| format!("“{}”", cut(word, LONGEST_QUOTE))).collect();
    (!quoted.is_empty()).then(|| quoted.join(", "))
}

/// One place that is left out.
pub fn line(left_out: &LeftOut, indent: &str) -> String {
    let LeftOut { section, text, reason, .. } = left_out;
    let section = if section.is_empty() { String::new() } else { format!("“{section}”, ") };
    format!("{indent}{section}{reason}: {}\n", cut(text, LONGEST_QUOTE))
}
