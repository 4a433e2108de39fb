//! The figures for programs. No person's name is in them: a title in a namespace of users is left out.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::super::history::point;
use super::super::page::QuarterShown;
use super::words::{folded, words};
use super::{Made, Shown, managers_names};

/// For a program.
pub fn json(made: Made<'_>, shown: &[Shown<'_>], full_names: &BTreeSet<String>) -> String {
    let all = json!({
        "schema": "goalkeeper.figures/1",
        "wiki": made.foot().wiki,
        "today": made.today,
        "pages": shown.iter().map(|one| page(made, one, full_names)).collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

fn page(made: Made<'_>, one: &Shown<'_>, full_names: &BTreeSet<String>) -> Json {
    let (counts, read) = (one.counts(made.today), one.facts.read.as_ref());
    let figures = counts.map(|counts| counts.figures);
    let points = figures.and(one.filling).map(|filling| filling.points.iter().map(point).collect::<Vec<_>>());
    json!({
        "board": one.facts.board.map(|board| board.settings().name.as_str()),
        "title": one.harmless_title(made, full_names),
        "page_id": read.map(|read| read.id),
        "revision": read.map(|read| read.revision),
        "quarter": one.facts.quarter.map(QuarterShown::of),
        "key_results": figures.map(|figures| figures.key_results),
        "with_goals": figures.map(|figures| figures.with_goals),
        "with_manager": figures.map(|figures| figures.with_manager),
        "with_status": figures.map(|figures| figures.with_status),
        "open": counts.and_then(|counts| counts.open),
        "points": points.unwrap_or_default(),
    })
}

/// The managers' names of more than one word, folded: a single word may be anything.
pub fn full_names(shown: &[Shown<'_>]) -> BTreeSet<String> {
    managers_names(shown).filter(|name| words(name).nth(1).is_some()).map(|name| folded(&name)).collect()
}

/// For a spreadsheet: a line for each day of each page, and one for now.
pub fn csv(made: Made<'_>, shown: &[Shown<'_>], full_names: &BTreeSet<String>) -> String {
    let mut lines = vec![
        "board,title,page_id,quarter_begins,day,key_results,with_goals,with_manager,with_status".to_owned(),
    ];
    for one in shown {
        let Some((read, counts)) = one.facts.read.as_ref().zip(one.counts(made.today)) else { continue };
        let figures = counts.figures;
        let begins = one.facts.quarter.map(|quarter| quarter.first_day().to_string()).unwrap_or_default();
        let points = one.filling.map(|filling| filling.points.as_slice()).unwrap_or_default();
        let days = points.iter().map(|point| (point.day, point.figures));
        // The last day's figures are those of now, where there is one.
        let now = points.last().is_none_or(|last| last.day < made.today && last.figures != figures);
        for (day, figures) in days.chain(now.then_some((made.today, figures))) {
            lines.push(format!(
                "{},{},{},{begins},{day},{},{},{},{}",
                cell(one.board()),
                cell(one.harmless_title(made, full_names).unwrap_or_default()),
                read.id,
                figures.key_results,
                figures.with_goals,
                figures.with_manager,
                figures.with_status,
            ));
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// A text as a cell (RFC 4180), which no spreadsheet takes for a formula, wherever it begins a cell: some take semicolons and tabs for
/// commas.
fn cell(text: &str) -> String {
    let mut safe = String::new();
    let mut begins = true;
    for letter in text.chars() {
        if begins && matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            safe.push('\'');
        }
        begins =
            matches!(letter, ';' | '\t' | '\n' | '\r') || begins && (letter.is_whitespace() || letter == '"');
        safe.push(letter);
    }
    format!("\"{}\"", safe.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("Goals/2020-21 Q2", "\"Goals/2020-21 Q2\""),
            ("=1+1", "\"'=1+1\""),
            ("-2", "\"'-2\""),
            (" @SUM(A1)", "\" '@SUM(A1)\""),
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("Semi;=1+1", "\"Semi;'=1+1\""),
            ("＝1", "\"'＝1\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
