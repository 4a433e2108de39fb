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
    for check in checks {
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
