//! The quarter that a page's headings name, where its title names none.

use super::months::first_of_three;
use super::named::quarter_in_year_from;
use super::numbers::number;
use super::tokens::tokens;
use crate::base::calendar::{FiscalYearStart, Quarter};

/// The headings around a place on a page, from the outermost to the innermost, and the quarter that they name.
#[derive(Clone, Debug)]
pub struct Headings<'t> {
    title: &'t str,
    start: FiscalYearStart,
    around: Vec<Heading>,
}

#[derive(Clone, Debug)]
struct Heading {
    level: u8,
    text: String,
    of: Of,
}

/// What stands under a heading, as far as headings tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// For no quarter in particular.
    None,
    /// For this quarter.
    Quarter(Quarter),
    /// For a quarter that can't be told for certain, or several.
    Unclear,
}

impl<'t> Headings<'t> {
    /// Above the first heading of the page with this title.
    pub fn new(title: &'t str, start: FiscalYearStart) -> Self {
        Self { title, start, around: Vec::new() }
    }

    /// Goes on to the next heading.
    pub fn next(&mut self, level: u8, text: &str) {
        while self.around.last().is_some_and(|above| above.level >= level) {
            self.around.pop();
        }
        let of = self.of_heading(text);
        self.around.push(Heading { level, text: text.to_owned(), of });
    }

    /// What stands here.
    pub fn here(&self) -> Of {
        self.around.last().map_or(Of::None, |heading| heading.of)
    }

    /// “2026-27 Q2” says it alone; “Q2” with the year of a heading above it, or of the title. A heading that speaks of no quarter
    /// is a part of the one above it.
    fn of_heading(&self, text: &str) -> Of {
        if !speaks_of_quarter(text) {
            return self.here();
        }
        let mut whole = text.to_owned();
        let above = self.around.iter().rev().map(|heading| heading.text.as_str());
        let mut above = above.chain([self.title]);
        loop {
            if let Some(quarter) = quarter_in_year_from(&whole, self.start) {
                return Of::Quarter(quarter);
            }
            match above.next() {
                Some(outer) => whole = format!("{outer} / {whole}"),
                None => return Of::Unclear,
            }
        }
    }
}

fn speaks_of_quarter(text: &str) -> bool {
    let tokens = tokens(text);
    !matches!((number(&tokens), first_of_three(&tokens)), (Ok(None), Ok(None)))
}

/// The quarters that the headings of a page's wikitext name. Those of what it transcludes are not seen.
pub fn quarters_in_headings(title: &str, start: FiscalYearStart, wikitext: &str) -> Vec<Quarter> {
    let mut headings = Headings::new(title, start);
    let mut found = Vec::new();
    for (level, text) in wikitext.lines().filter_map(heading) {
        headings.next(level, &text);
        if let Of::Quarter(quarter) = headings.here()
            && !found.contains(&quarter)
        {
            found.push(quarter);
        }
    }
    found
}

/// A line of wikitext that is a heading: its level, and its words without markup.
fn heading(line: &str) -> Option<(u8, String)> {
    let line = line.split("<!--").next().unwrap_or(line).trim_end();
    let equals = |line: &str| line.bytes().take_while(|byte| *byte == b'=').count();
    let level = equals(line).min(line.bytes().rev().take_while(|byte| *byte == b'=').count()).min(6);
    let text = line.get(level..line.len().checked_sub(level)?)?;
    let is_one = level > 0 && !text.trim().is_empty();
    let plain = text.replace("'''", "").replace("''", "").replace("[[", "").replace("]]", "");
    Some((u8::try_from(level).ok()?, plain.trim().to_owned())).filter(|_| is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarters(title: &str, wikitext: &str) -> Vec<String> {
        let found = quarters_in_headings(title, FiscalYearStart::July, wikitext);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_heading_names_its_quarter_alone_or_with_the_year_above_it() {
        for (title, wikitext, expected) in [
            (
                "Team",
                "== 2026-27 Q2 ==\n=== Calm nights ===\n== 2026-27 Q3 ==",
                &["2026-27Q2", "2026-27Q3"][..],
            ),
            ("Team", "== FY27 ==\n=== Q1 ===\n=== Q2 (October–December) ===", &["2026-27Q1", "2026-27Q2"]),
            ("Team/Goals 2026-27", "== ''Q2'' ==\ntext\n==Q3== <!-- soon -->", &["2026-27Q2", "2026-27Q3"]),
            ("Team", "== October–December 2026 ==", &["2026-27Q2"]),
            ("Team", "== Q2 ==\n== Goals ==", &[]),
            ("Team", "== 2026-27 ==\n== Q2 ==", &[]),
            ("Team", "== Q1 to Q2 2026-27 ==", &[]),
            ("Team", "Q2 2026-27\n= =\n==\n== Open", &[]),
        ] {
            assert_eq!(quarters(title, wikitext), expected, "{title}: {wikitext}");
        }
    }

    #[test]
    fn what_speaks_of_no_quarter_belongs_to_the_heading_above() {
        let mut headings = Headings::new("Team", FiscalYearStart::July);
        let mut of = Vec::new();
        for (level, text) in [
            (2, "About us"),
            (2, "2026-27 Q2"),
            (3, "More of 2025"),
            (4, "KR2"),
            (3, "Carried over from Q1"),
            (4, "KR1"),
            (2, "Members"),
        ] {
            headings.next(level, text);
            of.push(match headings.here() {
                Of::None => "-".to_owned(),
                Of::Unclear => "?".to_owned(),
                Of::Quarter(quarter) => quarter.to_string(),
            });
        }
        assert_eq!(of, ["-", "2026-27Q2", "2026-27Q2", "2026-27Q2", "?", "?", "-"]);
    }
}
