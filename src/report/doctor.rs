//! What `doctor` found: a line for each thing it looked at, and below it what to do.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::colour::Colour;
use super::counted;
use crate::doctor::{Check, Verdict};

/// For a person.
pub fn human(checks: &[Check], colour: Colour) -> String {
    let mut text = String::new();
    for (at, check) in checks.iter().enumerate() {
        match alike_around(checks, at) {
            (before, after) if before >= SHOWN && after > 0 => continue,
            (before, 0) if before > SHOWN => {
                let _ = writeln!(text, "         … and {} more like these", before + 1 - SHOWN);
                continue;
            }
            _ => {}
        }
        let (word, style) = match check.result {
            Verdict::Ok => ("ok", AnsiColor::Green.on_default()),
            Verdict::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
            Verdict::Problem => ("problem", AnsiColor::Red.on_default().bold()),
        };
        let word = colour.paint(style, &format!("{word:<8}"));
        let _ = writeln!(text, "{word} {}: {}", check.check, check.detail);
        if let Some(advice) = &check.advice {
            let _ = writeln!(text, "         → {advice}");
        }
    }
    let [ok, warnings, problems] = counts(checks);
    let (warnings, problems) =
        (counted(warnings, "warning", "warnings"), counted(problems, "problem", "problems"));
    let line = format!("{ok} ok, {warnings}, {problems}");
    text + &colour.paint(Style::new().bold(), &line) + "\n"
}

/// Of many things of a kind that are all fine, so many are shown.
const SHOWN: usize = 5;

/// How many checks right before this one, and right after it, are of the same kind, where all of them are fine.
fn alike_around(checks: &[Check], at: usize) -> (usize, usize) {
    let this = &checks[at];
    let is_alike = |other: &&Check| {
        [this.result, other.result] == [Verdict::Ok; 2] && this.advice.is_none() && other.check == this.check
    };
    let before = checks[..at].iter().rev().take_while(is_alike).count();
    (before, checks[at + 1..].iter().take_while(is_alike).count())
}

/// For a program.
pub fn json(checks: &[Check], wiki: &str, today: NaiveDate) -> Json {
    let [ok, warnings, problems] = counts(checks);
    json!({
        "schema": "goalkeeper.doctor/1",
        "wiki": wiki,
        "today": today,
        "checks": checks,
        "summary": {"ok": ok, "warning": warnings, "problem": problems},
    })
}

fn counts(checks: &[Check]) -> [usize; 3] {
    [Verdict::Ok, Verdict::Warning, Verdict::Problem]
        .map(|verdict| checks.iter().filter(|check| check.result == verdict).count())
}
