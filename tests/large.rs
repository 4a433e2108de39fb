//! Pages far larger than any that was seen are read right, and soon.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::reading::{names, text};
use crate::support::{PAGE, Wiki};

const COUNT: usize = 2000;
/// The build under test is not optimised, and the machine may have more to do.
const LONGEST: Duration = Duration::from_secs(30);

/// Saves the page, lets the wiki parse it, and measures the reading of it.
fn read(wiki: &Wiki, text: &str) -> Json {
    wiki.admin().save(PAGE, text);
    wiki.anonymous(&["check", PAGE]);
    let began = Instant::now();
    let read = wiki.anonymous(&["check", PAGE, "--format", "json", "--today", "2020-11-02"]);
    let took = began.elapsed();
    assert_eq!(read.code, 1, "{}", read.err);
    assert!(took < LONGEST, "{} kB of wikitext took {took:?}", text.len() / 1024);
    read.json()
}

/// Every third has no goals, every seventh no manager.
fn compare(check: &Json) {
    let results: Vec<&Json> = check["pages"][0]["objectives"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|objective| objective["key_results"].as_array().unwrap())
        .collect();
    assert_eq!(results.len(), COUNT);
    for (number, result) in results.iter().enumerate() {
        let goals: Vec<_> = result["goals"].as_array().unwrap().iter().map(|g| text(&g["text"])).collect();
        let (first, second) = (format!("Build part {number}"), format!("Test part {number}"));
        let expected = if number.is_multiple_of(3) { vec![] } else { vec![first.as_str(), second.as_str()] };
        assert_eq!(goals, expected, "{number}");
        let name = names(&result["managers"]);
        let expected =
            if number.is_multiple_of(7) { String::new() } else { format!("Ada Sample {number} (") };
        assert!(name.starts_with(&expected) && name.is_empty() == expected.is_empty(), "{number}: {name}");
    }
    let findings = &check["summary"]["findings"];
    assert_eq!(findings["empty-goals"], COUNT.div_ceil(3));
    assert_eq!(findings["missing-manager"], COUNT.div_ceil(7));
}

fn manager(number: usize) -> String {
    if number.is_multiple_of(7) { String::new() } else { format!("Ada Sample {number}") }
}

fn goals(number: usize) -> String {
    if number.is_multiple_of(3) {
        "*".to_owned()
    } else {
        format!("* Build part {number}\n* Test part {number}")
    }
}

/// `per` key results in each objective.
fn blocks(per: usize) -> String {
    let mut page = String::new();
    for number in 0..COUNT {
        if number.is_multiple_of(per) {
            write!(page, "== MTP-Y2: Program {number} ==\n\n'''Objective Manager:''' Bo Sample\n\n=== Key Results ===\n\n")
                .unwrap();
        }
        let (manager, goals) = (manager(number), goals(number));
        write!(page, "'''Key Result Manager:''' {manager}\n\n'''KR{number}:''' Part {number} works<br />\n'''Q2 Goals:'''\n{goals}\n\n")
            .unwrap();
    }
    page
}

#[test]
fn two_thousand_key_results() {
    let wiki = Wiki::up();
    // In programs of ten, and all in one.
    for per in [10, COUNT] {
        compare(&read(&wiki, &blocks(per)));
    }
}

#[test]
fn two_thousand_rows() {
    let wiki = Wiki::up();
    let head = "{| class=\"wikitable\"\n! Objective !! Key result !! Owner !! ETA !! Status\n";
    let row = |number: usize| {
        let (manager, goals) = (manager(number), goals(number));
        format!("|-\n| Part {number} works\n|\n{goals}\n| {manager}\n| EOQ\n| {{{{In progress}}}}\n")
    };
    // In one table, and in tables of four.
    let one = (0..COUNT).map(row).collect::<String>();
    compare(&read(&wiki, &format!("== Program ==\n{head}{one}|}}\n")));
    let rows: Vec<usize> = (0..COUNT).collect();
    let table = |rows: &[usize]| {
        let body: String = rows.iter().copied().map(row).collect();
        format!("== Program {} ==\n{head}{body}|}}\n", rows[0])
    };
    compare(&read(&wiki, &rows.chunks(4).map(table).collect::<String>()));
}
