//! Labels and headings within the cells of a table, and key results without a mark (`reader/build/columns`, `reader/classify`).

use super::html::html;
use super::{TITLE, goals_of, page, read, read_html, status_of};
use crate::goals::Status;

/// A table under these headings with one cell in its row, or several.
fn table(headings: &str, cells: &str) -> String {
    format!("== A ==\n{{|\n! {headings}\n|-\n| {cells}\n|}}")
}

#[test]
fn labels_within_a_cell_are_labels() {
    let cell = "'''Objective:''' One<br>'''Key Result:''' Ship it<br>'''Owner:''' Ada Sample<br>'''Status:''' in progress";
    let text = table("Area !! Goals", &format!("Web || {cell}"));
    assert_eq!(read(&text)[1], "- | Web / One | Ada Sample (row) | [Ship it]");
    let page = page(&text);
    assert_eq!((status_of(&page), page.coverage.left_out.len()), (Some(Status::InProgress), 0));
    // Without bold text, if there are several.
    let plain = cell.replace("'''", "");
    assert_eq!(read(&table("Area !! Goals", &format!("Web || {plain}"))), read(&text));
    assert_eq!(
        read(&table(
            "Bereich !! Ziele",
            "Web || '''Ziel:''' Eins<br>'''Schlüsselergebnis:''' Fertig<br>'''Zuständig:''' Ada"
        ))[1],
        "- | Web | Ada (row) | [Eins Fertig]"
    );
}

#[test]
fn one_word_with_a_colon_is_no_label() {
    assert_eq!(
        read(&table("Area !! Goal", "Web || Impact: everybody is happy"))[1],
        "- | Web | no line | [Impact: everybody is happy]"
    );
    assert_eq!(
        read(&table("Area !! Goal", "Web || '''Goal:''' everybody is happy"))[1],
        "- | Web | no line | [everybody is happy]"
    );
}

#[test]
fn labels_within_a_cell_of_an_unknown_table_are_labels_too() {
    let text = table(
        "What !! Why",
        "'''Objective:''' One<br>'''Key Result 1:''' Ship it<br>'''Owner:''' Ada || because",
    );
    let read = read(&text);
    assert!(read[1].starts_with("Key Result 1 | Ship it | Ada (own)"), "{read:?}");
}

#[test]
fn a_heading_in_a_cell_is_the_objective_of_the_rows_it_spans() {
    let row = |cells: &str| format!("<tr>{cells}</tr>");
    let heads = |id: &str, more: &str| {
        format!("<td rowspan=2><h3 id='{id}'>{id}: {more}</h3><p>They find what they came for.</p></td>")
    };
    let rows = [
        row("<th>Objectives v2</th><th>Key Result</th><th>Explanation</th>"),
        row(&(heads("WE1", "Readers") + "<td>1. Raise it by 10%.</td><td>Over years.</td>")),
        row("<td>2. Deploy it.</td><td></td>"),
        row(&(heads("WE2", "Editors") + "<td>1. Half of them.</td><td></td>")),
        row("<td>2.</td><td></td>"),
        row("<td>no heading</td><td>Rest</td><td></td>"),
    ];
    let html = format!("<p>A draft.</p><table>{}</table>", rows.concat());
    let page = read_html(TITLE, &html, None).unwrap();
    let mut read = Vec::new();
    for objective in &page.objectives {
        read.push(format!("# {} ({})", objective.title, objective.place.anchor));
        read.extend(objective.key_results.iter().map(goals_of));
    }
    assert_eq!(page.coverage.left_out.len(), 1, "{:?}", page.coverage.left_out);
    assert_eq!(
        read,
        [
            "# (page) ()",
            "[Rest]",
            "# WE1: Readers (WE1)",
            "[1. Raise it by 10%.]",
            "[2. Deploy it.]",
            "# WE2: Editors (WE2)",
            "[1. Half of them.]",
            "only “2.”",
        ]
    );
}

#[test]
fn lines_that_count_on_are_key_results() {
    let text = "Hello.\n\n'''Objective 1: A plan for helpers'''<br />\nKR1 A report is out<br />\nKR2 A roadmap is accepted (Owner: Ada)\n\n\
        '''Objective 2: Of use to students'''<br />\nKR1 75% are active\n\n'''Objective 3:''' Practices<br />\nKR1 3 teams use them<br />\nKR2 2 teams more";
    assert_eq!(
        read(text),
        [
            "# Objective 1: A plan for helpers | no line",
            "KR1 | A report is out | no line | [A report is out]",
            "KR2 | A roadmap is accepted | Ada (own) | [A roadmap is accepted]",
            "# Objective 2: Of use to students | no line",
            "KR1 | 75% are active | no line | [75% are active]",
            "# Objective 3: Practices | no line",
            "KR1 | 3 teams use them | no line | [3 teams use them]",
            "KR2 | 2 teams more | no line | [2 teams more]",
        ]
    );
    let list = "== Objective 1: A plan ==\n* KR1 A report is out\n* KR2 A roadmap is accepted";
    assert_eq!(
        read(list)[1..],
        [
            "KR1 | A report is out | no line | [A report is out]",
            "KR2 | A roadmap is accepted | no line | [A roadmap is accepted]"
        ]
    );
    let german = "== Web ==\n\nSE1 Ein Bericht\n\nSE2 Ein Plan";
    assert_eq!(
        read(german)[1..],
        ["SE1 | Ein Bericht | no line | [Ein Bericht]", "SE2 | Ein Plan | no line | [Ein Plan]"]
    );
}

#[test]
fn a_mention_stays_one() {
    for text in [
        // Others have a mark.
        "== A ==\n\nKR1 is late.\n\nKR2 is fine.\n\n'''KR1:''' One.\n* Ship it",
        // Not in order.
        "== A ==\n\n'''KR1:''' One.\n* Ship it\n\n== B ==\n\nKR2 builds on it.\n\nKR1 is fine.",
        "== A ==\n\n'''KR1:''' One.\n* Ship it\n\n== B ==\n\nKR1 to KR3 depend on each other.",
        // Goals that mention key results.
        "== A ==\n\n'''KR1:''' One.\n\n'''Q2 Goals:'''\n* Ship it",
    ] {
        let page = page(text);
        let labels: Vec<_> = page.key_results().filter_map(|(.., kr)| kr.label.as_deref()).collect();
        assert_eq!(labels, ["KR1"], "{text}");
    }
    let goals = "== A ==\n\n=== Key Result 1: One ===\n\n'''Q2 Goals:'''\n* KR1 of the plan is met\n* KR2 of the plan is met";
    assert_eq!(
        read(goals)[1],
        "Key Result 1 | One | no line | [KR1 of the plan is met; KR2 of the plan is met]"
    );
}

#[test]
fn a_line_begins_an_objective_only_before_key_results() {
    let text = "== A ==\n\n'''Objective 1: Sleep'''\n\nSome prose.\n\n== B ==\n\n'''KR1:''' One.\n* Ship it";
    assert_eq!(read(text), ["# B | no line", "KR1 | One. | no line | [Ship it]"]);
    let prose = "== B ==\n\nObjective 1 is late.\n\n'''KR1:''' One.\n* Ship it";
    assert_eq!(read(prose)[0], "# B | no line");
}

#[test]
fn a_process_table_is_no_goal_page() {
    for headings in ["Dates !! Who !! Activity !! Deadline", "Wann !! Wer !! Was", "Budget !! Who !! Status"]
    {
        let text = table(headings, "May || Ada || Plan it || June");
        assert!(read_html(TITLE, &html(&text), None).is_err(), "{headings}");
    }
}
