//! Pages that could take long to read.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::{checked, read_as};

/// How long the pages are, in bytes.
const LARGE: usize = 32 * 1024;
/// The same where there is little time: what would take hours shows here too.
const SMALL: usize = 2 * 1024;
/// Far more than any of the large ones takes without optimisation (2 s) on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Reads a page with all layouts, and not too long.
fn is_quick(name: &str, html: &str) {
    let begun = Instant::now();
    if let Ok(page) = read_as(html, None) {
        checked(&page);
    }
    let took = begun.elapsed();
    println!("{took:>12.1?}  {name}");
    assert!(took < LONGEST, "{name}: {took:?}");
}

/// `head`, and `part` as often as there is place for; `#` in it becomes a number.
fn filled(size: usize, head: &str, part: &str) -> String {
    let mut html = head.to_owned();
    let mut number = 0;
    while html.len() < size {
        number += 1;
        for (at, piece) in part.split('#').enumerate() {
            let _ = if at == 0 { write!(html, "{piece}") } else { write!(html, "{number}{piece}") };
        }
    }
    html
}

#[test]
fn no_small_page_takes_long() {
    pages_are_quick(SMALL);
}

#[test]
#[ignore = "slow; a step of its own in .ci/run"]
fn no_page_takes_long() {
    pages_are_quick(LARGE);
}

/// Pages of a size, each made to take long in one way.
fn pages_are_quick(size: usize) {
    let names = format!("<h2>A</h2><p>Key Results Manager: {}</p>", "Ada B, ".repeat(size / 14));
    let links = "<a href=./User:A#>A#</a> ".repeat(size / 60);
    let owner = format!("<table><tr><th>Goal<th>Owner<tr><td>g<td rowspan=0>{links}");
    let heads = format!("<table><tr><th>Goal{}", "<th>Objective".repeat(size / 52));
    let wide = format!("{heads}<tr><td>g<td rowspan=0 colspan=1000>{}", "word ".repeat(size / 20));
    let states = format!(
        "<table><tr><th>Goal{}<tr><td>g<td rowspan=0 colspan=1000>{}",
        "<th>Status".repeat(size / 40),
        "word ".repeat(size / 20)
    );
    let label = format!("<h2>A</h2><p>Owner for Outcomes 1{}: ", ",1".repeat(size / 8));
    let outcomes = format!(
        "<h2>A</h2><p>Owner for Outcomes {}: {}</p><p>KR1:</p>",
        (100..100 + size / 40).map(|n| format!("{n}-9999, ")).collect::<String>() + "1",
        "Ada B, ".repeat(size / 14)
    );
    let spans = "<td colspan=1000 rowspan=0>".repeat(size / 54);
    for (name, head, part) in [
        ("text nodes in one line", "<p>", "a<i>b</i>"),
        ("text nodes that show nothing", "<p>", "&#8203;<b></b>"),
        ("new lines under a label", "<p>KR1: a", "\na"),
        ("new lines under a long label", &label, "\na"),
        ("mentions in running text", "<p>a", "\nKR1:"),
        ("boxes in boxes", "", "<div>a"),
        ("boxes in boxes, with calls", "", "<div>{{}}"),
        ("lists in lists", "", "<ul><li>a"),
        ("tables in tables", "", "<table><tr><td>a"),
        ("tables in tables, hidden from a count of tags", "", "<table><tr><td>a<style></table></style>"),
        ("templates in templates", "", "<template>"),
        ("templates in templates, hidden from it too", "", "<template><style></template></style>"),
        ("small tables", "", "<table><tr><td>a</table>"),
        ("small goal tables", "", "<table><tr><th>Goal<th>Owner<tr><td>a<td>b</table>"),
        ("key results", "<h2>A</h2>", "<p>KR#: a<br>Goals:<ul><li>b</ul>"),
        ("one key result again and again", "<h2>A</h2>", "<h3>B</h3>KR1: #"),
        ("key results and many managers", &names, "<p>KR#: a"),
        ("manager lines", "<h2>A</h2>", "<p>Manager:"),
        ("managers and key results", "<h2>A</h2>", "<p>Manager: A</p><p>KR#: a</p>"),
        ("managers on one line", "<p>KR1: a<p>Manager: ", "<a href=./User:A#>A#</a>, "),
        ("people who are only mentioned", "<p>KR1: a<p>Manager: ", "(<a href=./User:A#>A#</a> "),
        ("owners who reach down", &owner, "<tr><td>g"),
        ("a text that reaches down, under many headings", &wide, "<tr><td>g"),
        ("a status that reaches down, under many headings", &states, "<tr><td>g"),
        ("rows under many headings", &heads, "<tr><td>g"),
        ("rows", "<table><tr><th>Goal<th>Owner", "<tr><td>a"),
        ("cells that reach down, and rows", &format!("<table><tr>{spans}"), "<tr><td>a"),
        ("many outcomes of many people", &outcomes, "<p>a"),
        ("links side by side", "<p>", "<a href=./A>a</a>"),
        ("links in one another", "<p>", "<a href=./A><marquee>a\n"),
        ("breaks in bold", "<p><b>", "a<br>"),
        ("headings", "", "<h3>a</h3><h2>b</h2>"),
        ("headings in a key result", "<h1>A</h1><p>KR1: a", "<h3>a</h3><h2>b</h2>"),
        ("a long name", "<p>KR1: a<p>Manager: ", "a\u{301}"),
        ("asterisks", "<p>KR1: a<br>Goals:", "<br>***a"),
        (
            "transclusions",
            "",
            "<p about='#mwt1' typeof='mw:Transclusion' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"A\"}}}]}'>a",
        ),
    ] {
        is_quick(name, &filled(size, head, part));
    }
}
