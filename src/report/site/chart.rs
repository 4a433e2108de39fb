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
    let mut line = String::new();
    for (at, point) in points.iter().enumerate() {
        let (x, y) = place(point);
        let _ = write!(line, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
    }
    let area = format!("{line}L{:.1} {BOTTOM}L{LEFT} {BOTTOM}Z", LEFT + WIDTH);
    let count = |point: &Point| format!("{} of {}", of(&point.figures), point.figures.key_results);
    let words = format!("{} on {}, {} on {}", count(first), first.day, count(last), last.day);
    Chart { name, now: count(last), words, line, area }
}
