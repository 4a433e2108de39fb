//! How the quarter filled up: what its key results came to, week by week. Pure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::base::{Message, Quarter, Title};
use crate::goals::{Count, Figures};
use crate::read::{Facts, Filling};

/// Days in a week.
const WEEK: i64 = 7;

/// What of the figures has a row, and the message that names it.
const ROWS: [(&str, Count); 4] = [
    ("overview-column-key-results", |figures| figures.key_results),
    ("overview-column-goals", |figures| figures.with_goals),
    ("overview-column-managers", |figures| figures.with_manager),
    ("overview-column-statuses", |figures| figures.with_status),
];

/// The figures of these pages together, at the end of each week's first day and of the last day that there is. `None` if it is not known of
/// each of them: a part would look like the whole.
pub fn of_pages<'p>(
    facts: &Facts<'_>,
    pages: impl Iterator<Item = &'p Title>,
) -> Option<BTreeMap<NaiveDate, Figures>> {
    let filling = |title| facts.fillings.iter().find(|filling| filling.title == title);
    let fillings = pages.map(filling).collect::<Option<Vec<_>>>()?;
    let mut all: BTreeMap<NaiveDate, Figures> = BTreeMap::new();
    for point in fillings.iter().flat_map(|filling| &filling.points) {
        *all.entry(point.day).or_default() += point.figures;
    }
    // From the day on which there is a page its figures are known of each day.
    let is_whole = |filling: &&Filling<'_>| {
        let known = filling.points.iter().map(|point| point.day);
        let first = filling.points.first().map(|first| first.day);
        filling.why_none.is_none()
            && first.is_some_and(|first| all.range(first..).map(|(day, _)| *day).eq(known))
    };
    (all.len() > 1 && fillings.iter().all(is_whole)).then_some(all)
}

/// Them as a table: a column for each week, by its number, and one for now. `has_place` says of which figures the pages have any.
pub fn table(
    weeks: &BTreeMap<NaiveDate, Figures>,
    (quarter, name): (Quarter, &str),
    has_place: [bool; 4],
    language: &str,
) -> String {
    let say = |message: Message| message.text(language);
    let caption = say(Message::new("overview-weeks").with(name));
    let mut text =
        format!("<div style=\"overflow-x:auto\">\n{{| class=\"wikitable\"\n|+ {caption}\n! scope=\"col\" | ");
    text += &say(Message::new("overview-weeks-week"));
    for day in weeks.keys() {
        let week = match weeks.last_key_value() {
            Some((last, _)) if last == day => say(Message::new("overview-weeks-now")),
            _ => week_of(quarter, *day).0.to_string(),
        };
        let _ = write!(text, "\n! scope=\"col\" | {week}");
    }
    for ((name, of), _) in ROWS.iter().zip(has_place).filter(|(_, has_place)| *has_place) {
        let name = say(Message::new(name));
        let _ = write!(text, "\n|-\n! scope=\"row\" style=\"text-align:start;font-weight:normal\" | {name}");
        for figures in weeks.values() {
            let _ = write!(text, "\n| {}", of(figures));
        }
    }
    text + "\n|}\n</div>"
}

/// Which week of the quarter a day is in, and of how many whole ones.
pub fn week_of(quarter: Quarter, day: NaiveDate) -> (i64, i64) {
    let weeks = ((quarter.last_day() - quarter.first_day()).num_days() + 1 + WEEK / 2) / WEEK;
    let week = (day - quarter.first_day()).num_days().div_euclid(WEEK) + 1;
    (week.clamp(1, weeks), weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_thirteen_weeks() {
        let week = |quarter: &str, day: &str| week_of(quarter.parse().unwrap(), day.parse().unwrap());
        assert_eq!(week("2026-27Q2", "2026-10-01"), (1, 13));
        assert_eq!(week("2026-27Q2", "2026-10-15"), (3, 13));
        assert_eq!(week("2026-27Q2", "2026-12-31"), (13, 13));
        assert_eq!(week("2026-27Q3", "2027-03-31"), (13, 13));
    }
}
