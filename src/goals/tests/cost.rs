//! What a page costs to read: `bench/hold` runs this under valgrind, and compares the number of instructions.

use std::fmt::Write as _;

use super::html::html;
use super::{TITLE, read_html};

/// A page as many are: three objectives with eight key results each, two in three of which have goals.
fn wikitext() -> String {
    let mut text = String::new();
    for title in ["Calm nights", "Steady saves", "Quick answers"] {
        let manager = "[[User:Ada Sample (WMF)|Ada Sample]]";
        let _ =
            writeln!(text, "== {title} ==\n\n'''Objective Manager:''' {manager}\n\n=== Key Results ===\n");
        for number in 1..=8 {
            let goals = if number % 3 == 0 {
                "*"
            } else {
                "* Something\n* Write a part of the plan, and have it read by two people"
            };
            let _ = writeln!(
                text,
                "'''KR{number}:''' Reached level {number} of what was planned.<br />\n'''Q2 Goals:'''\n{goals}\n"
            );
        }
    }
    text
}

#[test]
#[ignore = "`bench/hold` runs it under valgrind"]
fn reading() {
    let times: usize = std::env::var("COST_READINGS").map_or(1, |times| times.parse().unwrap());
    // Parsoid gives each element an id.
    let mut html = html(&wikitext());
    for name in ["p", "b", "br", "ul", "li", "a", "h2", "h3"] {
        html = html.replace(&format!("<{name}>"), &format!("<{name} id=\"mwAb\">"));
    }
    for _ in 0..times {
        let page = read_html(TITLE, &html, None).unwrap();
        assert_eq!(page.key_results().filter(|(.., result)| result.goals.is_empty()).count(), 6);
    }
}
