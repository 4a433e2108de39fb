//! Nothing on a page vanishes: each word is in a field, is known to be no goal, or is left out with a reason.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestRunner;
use smol_str::SmolStr;

use super::html::html;
use super::{TITLE, every_layout, page, read_html};
use crate::goals::{Emptiness, GoalPage, Objective};

/// Words as they are compared: letters and digits, so that “Goals:” is “goals”.
fn bare_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The words in all fields of an objective and its key results.
fn fields(objective: &Objective) -> Vec<&str> {
    let mut texts = vec![objective.title.as_str()];
    texts.extend(objective.manager.named().iter().map(|manager| manager.name.as_str()));
    for result in &objective.key_results {
        let given = [&result.label, &result.goals_label, &result.eta];
        texts.push(&result.text);
        texts.extend(given.into_iter().flatten().map(SmolStr::as_str));
        texts.extend(result.goals.iter().map(|goal| goal.text.as_str()));
        let statuses = result.goals.iter().map(|goal| &goal.status).chain([&result.status]).flatten();
        texts.extend(statuses.map(|stated| stated.text.as_str()));
        texts.extend(result.other_quarters.iter().map(SmolStr::as_str));
        texts.extend(result.managers.named().iter().map(|manager| manager.name.as_str()));
        if let Some(Emptiness::OnlyPlaceholder(text) | Emptiness::OnlyOtherQuarter(text)) = &result.emptiness
        {
            texts.push(text);
        }
    }
    texts
}

/// Words that are said to be read and stand in no field.
pub fn strays(page: &GoalPage) -> Vec<String> {
    let fields: BTreeSet<String> = page.objectives.iter().flat_map(fields).flat_map(bare_words).collect();
    let read = page.coverage.read.iter().flat_map(|text| bare_words(text));
    read.filter(|word| !fields.contains(word)).collect()
}

/// What is left out of a page, as `SECTION | TEXT | REASON`.
fn left_out(wikitext: &str) -> Vec<String> {
    let page = page(wikitext);
    let all = page.coverage.left_out.iter();
    all.map(|one| format!("{} | {} | {}", one.section, one.text, one.reason)).collect()
}

const KEY_RESULT: &str =
    "== A ==\n\n'''Key Result Manager:''' Ada\n\n'''KR1:''' One.<br>\n'''Q2 Goals:'''\n* Ship it\n";

#[test]
fn a_page_that_is_understood_leaves_nothing_out() {
    let page = page(&format!("An introduction.\n\n{KEY_RESULT}\n== Legend ==\n* A green tick means done\n"));
    assert_eq!(page.coverage.left_out, []);
    assert!(page.coverage.words > 15 && page.is_understood());
}

#[test]
fn what_is_left_out_is_named_with_its_section_and_a_reason() {
    for (more, expected) in [
        ("== B ==\n* A list", "B | A list | a list under no key result"),
        ("== B ==\nWe will see.", "B | We will see. | in a section without key results"),
        (
            "{|\n! Work !! State\n|-\n| Ship || Soon\n|}",
            "A | Work / State / Ship / Soon | in a table, beside a key result's goals",
        ),
        (
            "== B ==\n{|\n! Work !! State\n|-\n| Ship || Soon\n|}",
            "B | Work / State / Ship / Soon | in a table whose columns the layout doesn't know: Work, State",
        ),
        ("'''More to read'''", "A | More to read | in a key result, under no label that the layout knows"),
        (
            "A paragraph after the list.",
            "A | A paragraph after the list. | in a key result, under no label that the layout knows",
        ),
        (
            "== B ==\n'''Objective Manager:''' the team",
            "B | Objective Manager: the team | may or may not name somebody",
        ),
        (
            "== B ==\n'''Key Result Manager:''' Bo",
            "B | Key Result Manager: Bo | names somebody for no key result",
        ),
        ("== B ==\n'''Q2 Goals:''' Rest", "B | Q2 Goals: Rest | a label under no key result"),
    ] {
        assert_eq!(left_out(&format!("{KEY_RESULT}\n{more}")), [expected], "{more}");
    }
}

#[test]
fn a_column_that_nobody_knows_is_left_out_loudly() {
    let page = page("== A ==\n{|\n! Goal !! Steward !! Owner\n|-\n| Ship || Bo || Ada\n|}");
    let left = page.coverage.left_out.iter();
    let left: Vec<_> = left.map(|one| (one.text.as_str(), one.reason.as_str())).collect();
    let reason = "in a column that the layout doesn't know: Steward";
    assert_eq!(left, [("Steward", reason), ("Bo", reason)]);
    assert_eq!(page.coverage.unknown_words(), ["Steward"]);
}

#[test]
fn a_goals_column_beside_unknown_headings_is_read() {
    let page = page("== A ==\n{|\n! Bereich !! Goals\n|-\n| Web || Ship\n|-\n| Apps || Rest\n|}");
    let goals: Vec<_> = page.key_results().map(|(.., row)| row.goals[0].text.as_str()).collect();
    assert_eq!(goals, ["Ship", "Rest"]);
}

#[test]
fn a_table_beside_a_known_one_is_read_like_it_or_left_out_loudly() {
    let team = |name: &str, rows: &str| format!("== {name} ==\n{{|\n! Theme\n|-\n{rows}\n|}}\n\n");
    let text =
        team("A", "| Ship it (done)") + &team("B", "| Nobody said anything yet") + &team("C", "| Rest");
    let page = page(&text);
    let titles: Vec<_> = page.objectives.iter().map(|objective| objective.title.as_str()).collect();
    assert_eq!((page.layout.as_str(), titles.as_slice()), ("team-tables", ["A", "B", "C"].as_slice()));
    assert_eq!(page.coverage.left_out, []);
    let other = "== D ==\n{|\n! Dates !! Who\n|-\n| May || Bo\n|}\n";
    let reason = "in a table whose columns the layout doesn't know: Dates, Who";
    assert_eq!(left_out(&(text + other)), [format!("D | Dates / Who / May / Bo | {reason}")]);
}

#[test]
fn a_list_above_the_first_heading_is_read() {
    let read = read_html("Platform/2007-Q3-Goals", &html("* Ship it\n* Rest"), None).unwrap();
    let goals = read.objectives[0].key_results[0].goals.iter();
    assert_eq!(goals.map(|goal| goal.text.as_str()).collect::<Vec<_>>(), ["Ship it", "Rest"]);
}

#[test]
fn a_page_that_is_hardly_understood_is_no_ground_for_anything() {
    let unknown = "* Something else that nobody knows\n".repeat(20);
    let page = page(&format!("{KEY_RESULT}\n== B ==\n{unknown}"));
    assert!(!page.is_understood(), "{}", page.coverage.share());
}

#[test]
fn a_heading_below_a_table_above_all_headings_begins_a_section() {
    let page = page("{|\n! Team !! Goal\n|-\n| Web || Ship\n|-\n| Apps ||\n|}\n\n== Notes ==\n* Not a goal");
    let rows: Vec<_> = page.key_results().map(|(.., row)| (row.text.as_str(), row.goals.len())).collect();
    assert_eq!(rows, [("Web", 1), ("Apps", 0)]);
    assert_eq!(page.coverage.left_out, []);
}

/// Blocks of goal pages, known ones and others, with a few words of their own each.
fn block() -> impl Strategy<Value = String> {
    const WORDS: [&str; 11] =
        ["roof", "Bo", "ship", "T12345", "42", "Q3", "TBD", "done", "Ärger", "99.95 %", "李娜"];
    const LABELS: [&str; 21] = [
        "Key Result Manager:",
        "Objective Manager:",
        "KR1:",
        "KR2:",
        "Q2 Goals:",
        "Q1 Goals:",
        "Q2 Objective:",
        "Objective:",
        "Status:",
        "Dependencies:",
        "Steward:",
        "Outcome 1 / Output 1.1",
        "Goal Owner:",
        "Team Manager:",
        "Owner for Outcome 2:",
        "KR1",
        "KR2",
        "Objective 1:",
        "Key Result:",
        "Ziele Q2:",
        "Fortschritt:",
    ];
    const COLUMNS: [&str; 10] =
        ["Goal", "Objective", "Owner", "Status", "ETA", "Team", "Steward", "Outcome", "Q1 Goal", "Theme"];
    let words = || prop::collection::vec(select(&WORDS[..]), 0..5).prop_map(|words| words.join(" "));
    let columns = subsequence(COLUMNS.to_vec(), 1..5);
    let bullet = (1_usize..4, words()).prop_map(|(depth, text)| format!("{} {text}", "*".repeat(depth)));
    let labelled = (select(&LABELS[..]), words(), any::<bool>()).prop_map(|(label, text, bold)| {
        if bold { format!("'''{label}''' {text}") } else { format!("{label} {text}") }
    });
    let cells = prop::collection::vec(words(), 0..12);
    let table = (columns, cells, any::<bool>()).prop_map(|(columns, cells, named)| {
        let head = if named { format!("! {}\n", columns.join(" !! ")) } else { String::new() };
        let rows = cells.chunks(columns.len()).map(|row| format!("|-\n| {}\n", row.join(" || ")));
        format!("\n{{|\n{head}{}|}}\n", rows.collect::<String>())
    });
    let in_cell = (labelled.clone(), labelled.clone(), words());
    let cell = in_cell.prop_map(|(one, other, words)| {
        let head = "! Objective !! Goal !! Owner";
        format!("\n{{|\n{head}\n|-\n| {words} || {one}<br>{other} || \n|-\n| {one}\n| {words}\n|}}\n")
    });
    let fixed = ["\n== Legend ==\n", "\n=== Key Results ===\n", "\n== Q3 ==\n", "----"];
    let status = select(
        &[
            "{{Done}}",
            "{{In progress}}",
            "(done)",
            "T123 {{To do}} later",
            "(Owner: Bo)",
            "(Owner: Bo) roof (Lead: Cy)",
            "x(DRI: TBD)",
            "– [[User:Ada|Ada]]",
            "([[User:Ada|Ada]]) – 40 %",
            "– 40 % (Owner: perhaps Bo)",
            "(Status: on hold) T123 (done)",
        ][..],
    );
    prop_oneof![
        2 => words().prop_map(|text| format!("\n== {text} x ==\n")),
        1 => words().prop_map(|text| format!("\n=== {text} y ===\n")),
        1 => select(fixed.to_vec()).prop_map(str::to_owned),
        5 => labelled.clone(),
        4 => bullet.clone(),
        2 => (bullet, status.clone()).prop_map(|(bullet, status)| format!("{bullet} {status}")),
        2 => (labelled.clone(), status).prop_map(|(line, status)| format!("\n{line} {status}<br>")),
        2 => cell,
        2 => words().prop_map(|text| format!("\n{text}\n")),
        2 => table,
    ]
}

/// Reads generated pages with any layout. That no word has two places, or none, the reader asserts by itself.
fn each_word_has_one_place(pages: u32) {
    let config = ProptestConfig { cases: pages, failure_persistence: None, ..Default::default() };
    let layouts: Vec<_> = every_layout().collect();
    let input = (prop::collection::vec(block(), 1..16), select(layouts));
    let run = TestRunner::new(config).run(&input, |(blocks, layout)| {
        let page = html(&blocks.join("\n"));
        if let Ok(page) = read_html(TITLE, &page, layout) {
            prop_assert_eq!(strays(&page), Vec::<String>::new());
            let left_out = page.coverage.left_out.iter().flat_map(|one| one.text.split_whitespace());
            let left_out = left_out.filter(|word| word.contains(char::is_alphanumeric));
            prop_assert_eq!(left_out.count(), page.coverage.left_out_words);
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn each_word_of_generated_pages_has_one_place() {
    each_word_has_one_place(300);
}

#[test]
#[ignore = "ten thousand pages; `make slow`"]
fn each_word_of_ten_thousand_pages_has_one_place() {
    each_word_has_one_place(10_000);
}

#[test]
fn what_can_not_be_read_below_a_list_above_the_first_heading_takes_nothing_away() {
    let html = "<p>- Ship<hr>{{}}<h3>Web</h3><ul><li>Rest</li></ul>";
    let page = read_html(TITLE, html, Some("outline")).unwrap();
    let goals: Vec<_> = page.key_results().map(|(.., result)| result.goals[0].text.as_str()).collect();
    assert_eq!((goals, strays(&page)), (vec!["Ship", "Rest"], Vec::new()));
}
