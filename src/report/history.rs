//! How goal pages filled up, week by week.

use std::fmt::Write as _;

use anstyle::Style;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::colour::Colour;
use super::page::QuarterShown;
use super::unread;
use crate::config::Settings;
use crate::goals::{Count, Figures};
use crate::read::{Filling, Point, Survey};

/// The bars of a small chart, from none to all.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What of the figures is shown, and what it is called.
const SHOWN: [(&str, Count); 3] = [
    ("with goals", |figures| figures.with_goals),
    ("with a manager", |figures| figures.with_manager),
    ("with a status", |figures| figures.with_status),
];

/// For a person.
pub fn human(fillings: &[Filling<'_>], survey: &Survey<'_>, colour: Colour) -> String {
    let mut text = String::new();
    for filling in fillings {
        one(&mut text, filling, colour);
    }
    text + &unread::human(survey, colour)
}

fn one(text: &mut String, filling: &Filling<'_>, colour: Colour) {
    let quarter =
        filling.quarter.map(|quarter| format!(", {} to {}", quarter.first_day(), quarter.last_day()));
    let title = colour.paint(Style::new().bold(), filling.title.as_str());
    let _ = writeln!(text, "{title}{}", quarter.unwrap_or_default());
    if let Some(why) = filling.why_none {
        let _ =
            writeln!(text, "  no {}history: {why}", if filling.points.is_empty() { "" } else { "whole " });
    }
    if let Some(last) = filling.points.last() {
        for (name, of) in SHOWN {
            let (now, all) = (of(&last.figures), last.figures.key_results);
            let _ = writeln!(text, "  {name:<15}{}  {now} of {all}", chart(&filling.points, of));
        }
        let _ = writeln!(
            text,
            "\n  {:<12}{:>12}{:>8}{:>10}{:>10}",
            "day", "key results", "goals", "managers", "statuses"
        );
    }
    for Point { day, figures, .. } in &filling.points {
        let Figures { key_results, with_goals, with_manager, with_status } = figures;
        let day = day.to_string();
        let _ =
            writeln!(text, "  {day:<12}{key_results:>12}{with_goals:>8}{with_manager:>10}{with_status:>10}");
    }
    text.push('\n');
}

/// A bar for each day: how many of the key results of then.
fn chart(points: &[Point], of: Count) -> String {
    let bar = |point: &Point| {
        let most = BARS.len() - 1;
        BARS[(of(&point.figures) * most).checked_div(point.figures.key_results).unwrap_or(0).min(most)]
    };
    points.iter().map(bar).collect()
}

/// For a program.
pub fn json(fillings: &[Filling<'_>], survey: &Survey<'_>, settings: &Settings, today: NaiveDate) -> Json {
    json!({
        "schema": "goalkeeper.history/1",
        "wiki": settings.wiki.api_url(),
        "today": today,
        "pages": fillings.iter().map(page).collect::<Vec<_>>(),
        "unread": unread::json(survey),
    })
}

fn page(filling: &Filling<'_>) -> Json {
    json!({
        "board": filling.board,
        "title": filling.title,
        "quarter": filling.quarter.map(QuarterShown::of),
        "points": filling.points.iter().map(point).collect::<Vec<_>>(),
        "why_none": filling.why_none,
    })
}

/// A day's figures, as a program reads them.
pub fn point(point: &Point) -> Json {
    let Figures { key_results, with_goals, with_manager, with_status } = point.figures;
    json!({
        "day": point.day,
        "revision": point.revision,
        "key_results": key_results,
        "with_goals": with_goals,
        "with_manager": with_manager,
        "with_status": with_status,
    })
}
