//! Small charts: how many of the key results had something, week by week. They take the colour of the text around them.

use std::fmt::Write as _;

use crate::goals::{Count, GoalPage};
use crate::read::Point;

/// One chart, in a box of 120 by 44.
pub struct Chart {
    /// What it counts.
    pub name: &'static str,
    /// “7 of 12”
    pub now: String,
    /// The same for who can't see it: from what to what.
    pub words: String,
    /// The line, as SVG's path has it.
    pub line: String,
    /// What is below it.
    pub area: String,
}

const LEFT: f64 = 2.0;
const WIDTH: f64 = 116.0;
const BOTTOM: f64 = 42.0;
const HEIGHT: f64 = 38.0;
/// Days from one figure to the next, where none is missing.
const WEEK: i64 = 7;

/// The charts of a page, of what it has a place for; none without figures of two days.
pub fn charts(points: &[Point], content: &GoalPage) -> Vec<Chart> {
    let all: [(bool, &'static str, Count); 3] = [
        (true, "With goals", |figures| figures.with_goals),
        (content.has_manager_labels, "With a manager", |figures| figures.with_manager),
        (content.uses_statuses(), "With a status", |figures| figures.with_status),
    ];
    let [first, .., last] = points else { return Vec::new() };
    let shown = all.into_iter().filter(|(has_place, ..)| *has_place);
    shown.map(|(_, name, of)| chart(name, points, first, last, of)).collect()
}

fn chart(name: &'static str, points: &[Point], first: &Point, last: &Point, of: Count) -> Chart {
    let most = points.iter().map(|point| point.figures.key_results).max().unwrap_or(0).max(1);
    #[expect(
        clippy::cast_precision_loss,
        reason = "no page has so many key results, no quarter so many days"
    )]
    let place = |point: &Point| {
        let all = (last.day - first.day).num_days().max(1) as f64;
        let x = LEFT + WIDTH * (point.day - first.day).num_days() as f64 / all;
        (x, BOTTOM - HEIGHT * of(&point.figures) as f64 / most as f64)
    };
    let (mut line, mut area) = (String::new(), String::new());
    // Where nothing is known there is no line.
    for known in points.chunk_by(|one, next| (next.day - one.day).num_days() <= WEEK) {
        let mut part = String::new();
        for point in known {
            let (x, y) = place(point);
            let _ = write!(part, "{}{x:.1} {y:.1}", if part.is_empty() { 'M' } else { 'L' });
        }
        // A day alone is a dot.
        if let [alone] = known {
            let (x, y) = place(alone);
            let _ = write!(part, "L{:.1} {y:.1}", x + 0.5);
        }
        if let [first, .., last] = known {
            let _ = write!(area, "{part}L{:.1} {BOTTOM}L{:.1} {BOTTOM}Z", place(last).0, place(first).0);
        }
        line += &part;
    }
    let count = |point: &Point| format!("{} of {}", of(&point.figures), point.figures.key_results);
    let words = format!("{} on {}, {} on {}", count(first), first.day, count(last), last.day);
    Chart { name, now: count(last), words, line, area }
}
