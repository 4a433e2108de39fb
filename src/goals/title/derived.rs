//! From the title of one page to the pattern of its board's titles: the way back from a title that is filled in.

use super::named::{quarter_in, quarter_in_year_from};
use super::pattern::{TitlePattern, filled_in};
use crate::base::calendar::{FiscalYear, Quarter};
use crate::base::month::MonthNames;

/// Placeholders of the year and of months; of those that stand for the same words the first is taken.
const BY_WORDS: [&str; 8] = [
    "months",
    "months_hyphen",
    "fiscal_year",
    "fiscal_year_long",
    "fiscal_year_slash",
    "fy_long",
    "fy",
    "year",
];

/// Stands for a placeholder while the others are looked for: the first of Unicode's characters without a meaning, which no title has.
const FIRST_MARK: u32 = 0xE000;
/// That of the quarter's number.
const NUMBER: &str = "quarter";

impl TitlePattern {
    /// The pattern of which this is one title, and the quarter that it is for. Certain or silent: `None` unless every quarter of the
    /// years around, filled in and read back, is itself.
    pub fn of_title(title: &str, months: &MonthNames) -> Option<(Self, Quarter)> {
        let title = title.replace('_', " ");
        let quarter = quarter_in(&title)?;
        let marked = BY_WORDS.iter().zip(FIRST_MARK..).fold(title.clone(), |marked, (name, mark)| {
            let words = filled_in(name, quarter, months).unwrap_or_default();
            let mark = char::from_u32(mark).map(String::from).unwrap_or_default();
            with_mark(&marked, &words, &mark)
        });
        let number = quarter.number().to_string();
        let places: Vec<usize> = places(&marked, &number).collect();
        let with_number = places
            .into_iter()
            .map(|at| format!("{}{{{NUMBER}}}{}", &marked[..at], &marked[at + number.len()..]));
        // A title may name its quarter by months alone.
        let mut candidates = with_number
            .chain([marked.clone()])
            .map(|marked| Self::new(&named(&marked), quarter.fiscal_year().start()));
        let pattern = candidates.find(|pattern| pattern.is_that_of(&title, quarter, months))?;
        Some((pattern, quarter))
    }

    fn is_that_of(&self, title: &str, quarter: Quarter, months: &MonthNames) -> bool {
        let year = quarter.fiscal_year();
        let years = (-2..=2).filter_map(|away| FiscalYear::new(year.begins() + away, year.start()));
        let reads_back = |quarter: Quarter| {
            let (_, filled) = self.page(quarter, months);
            quarter_in_year_from(&filled, year.start()).is_some_and(|read| read.is_same_time(quarter))
        };
        self.is_by_quarter()
            && self.page(quarter, months).1 == title
            && years.flat_map(FiscalYear::quarters).all(reads_back)
    }
}

/// The text with `mark` wherever `words` stand alone.
fn with_mark(text: &str, words: &str, mark: &str) -> String {
    if words.is_empty() {
        return text.to_owned();
    }
    let mut marked = String::new();
    let mut from = 0;
    for at in places(text, words) {
        marked += &text[from..at];
        marked += mark;
        from = at + words.len();
    }
    marked + &text[from..]
}

/// Where words stand that are no part of a longer number or word.
fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let found = text.match_indices(words).map(|(at, _)| at);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    found.filter(move |at| {
        !is_digit(text[..*at].chars().next_back()) && !is_digit(text[*at + words.len()..].chars().next())
    })
}

/// The text with the names of the placeholders in place of their marks.
fn named(marked: &str) -> String {
    let name = |c: char| {
        let at = u32::from(c).checked_sub(FIRST_MARK).and_then(|at| usize::try_from(at).ok());
        match at.and_then(|at| BY_WORDS.get(at)) {
            Some(name) => format!("{{{name}}}"),
            None => c.to_string(),
        }
    };
    marked.chars().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_the_pattern_of_all() {
        for (title, pattern, quarter) in [
            (
                "Wikimedia Technology/Goals/2020-21 Q2",
                "Wikimedia Technology/Goals/{fiscal_year} Q{quarter}",
                "2020-21Q2",
            ),
            (
                "Wikimedia_Engineering/2014-15_Goals/Q4",
                "Wikimedia Engineering/{fiscal_year} Goals/Q{quarter}",
                "2014-15Q4",
            ),
            ("Team 2/Goals FY27 Q2", "Team 2/Goals {fy} Q{quarter}", "2026-27Q2"),
            ("Goals 2026/27, quarter 3", "Goals {fiscal_year_slash}, quarter {quarter}", "2026-27Q3"),
            ("Ziele/4. Quartal 2026", "Ziele/{quarter}. Quartal {fiscal_year}", "2026Q4"),
            ("October–December 2026", "{months} {fiscal_year}", "2026Q4"),
            ("FY2027/Q1 (July-September 2026)", "{fy_long}/Q{quarter} ({months_hyphen} {year})", "2026-27Q1"),
            ("2-2-2/2026-27 Q2", "2-2-2/{fiscal_year} Q{quarter}", "2026-27Q2"),
        ] {
            let found = TitlePattern::of_title(title, &MonthNames::default());
            let found = found.map(|(pattern, quarter)| (pattern.as_str().to_owned(), quarter.to_string()));
            assert_eq!(found, Some((pattern.to_owned(), quarter.to_owned())), "{title}");
        }
    }

    #[test]
    fn what_would_be_another_title_in_another_quarter_gives_none() {
        for title in [
            "Team goals",
            "Q42009 goals",
            "Goals 2026-27",
            "fy27 q2",
            "second quarter 2026",
            "Q2 2026 and Q3 2026",
            "Goals Q2",
        ] {
            assert!(TitlePattern::of_title(title, &MonthNames::default()).is_none(), "{title}");
        }
    }
}
