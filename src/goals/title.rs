//! Page titles and the quarters they name.

use std::sync::LazyLock;

use regex::Regex;

use crate::calendar::{FiscalYear, FiscalYearStart, Quarter};

/// A board's title pattern, like `Wikimedia Technology/Goals/{fiscal_year} Q{quarter}`.
#[derive(Clone, Debug)]
pub struct TitlePattern {
    pattern: String,
    matcher: Regex,
    start: FiscalYearStart,
}

impl TitlePattern {
    /// From the settings. Underscores and spaces are the same in titles.
    pub fn new(pattern: &str, start: FiscalYearStart) -> Self {
        // Titles are compared with spaces, so the placeholder loses its underscore too.
        let pattern = pattern.replace('_', " ");
        let year = match start {
            FiscalYearStart::July => r"(?<year>\d{4}-\d{2})",
            FiscalYearStart::January => r"(?<year>\d{4})",
        };
        // A placeholder may occur twice in a title; a group's name only once in an expression.
        let matcher = regex::escape(&pattern)
            .replacen(r"\{fiscal year\}", year, 1)
            .replacen(r"\{quarter\}", "(?<quarter>[1-4])", 1)
            .replace(r"\{fiscal year\}", r"\d{4}(?:-\d{2})?")
            .replace(r"\{quarter\}", "[1-4]");
        let matcher = Regex::new(&format!("^{matcher}$")).expect("made of escaped text and fixed parts");
        Self { pattern, matcher, start }
    }

    /// The title of a quarter's page.
    pub fn title(&self, quarter: Quarter) -> String {
        self.pattern
            .replace("{fiscal year}", &quarter.fiscal_year().to_string())
            .replace("{quarter}", &quarter.number().to_string())
    }

    /// The quarter whose page bears this title, if it could be this board's page at all.
    pub fn quarter(&self, title: &str) -> Option<Quarter> {
        let found = self.matcher.captures(title)?;
        let year: i32 = found.name("year")?.as_str().get(..4)?.parse().ok()?;
        let number = found.name("quarter")?.as_str().parse().ok()?;
        let quarter = Quarter::new(FiscalYear::new(year, self.start)?, number)?;
        (self.title(quarter) == title).then_some(quarter)
    }

    /// What every one of its titles begins with.
    pub fn prefix(&self) -> &str {
        self.pattern.split('{').next().unwrap_or_default()
    }

    /// Whether it names one page, whatever the quarter.
    pub fn is_fixed(&self) -> bool {
        !self.pattern.contains('{')
    }
}

static FISCAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])(?<first>\d{4})[-–/](?<second>\d{4}|\d{2})(?:[^0-9]|$)")
        .expect("a fixed pattern")
});
static CALENDAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])(?<year>(?:19|20)\d{2})(?:[^0-9]|$)").expect("a fixed pattern")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^A-Za-z0-9])Q(?<number>[1-4])(?:[^0-9A-Za-z]|$)").expect("a fixed pattern")
});

/// The quarter that any title names: `2020-21 Q2`, `2014-15 Goals/Q4`, `2007-Q3-Goals`. `None` if
/// it names none, or more than one.
pub fn quarter_in(title: &str) -> Option<Quarter> {
    let title = title.replace('_', " ");
    let only = |pattern: &Regex, name: &str| {
        let mut found = pattern.captures_iter(&title).map(|found| found[name].to_owned());
        found.next().filter(|first| found.all(|other| other == *first))
    };
    let number = only(&NUMBER, "number")?.parse().ok()?;
    let fiscal = FISCAL.captures_iter(&title).find_map(|found| {
        let text = format!("{}-{}Q1", &found["first"], &found["second"]);
        text.parse::<Quarter>().ok().map(Quarter::fiscal_year)
    });
    let year = match fiscal {
        Some(year) => year,
        None => FiscalYear::new(only(&CALENDAR, "year")?.parse().ok()?, FiscalYearStart::January)?,
    };
    Quarter::new(year, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(text: &str) -> Quarter {
        text.parse().unwrap()
    }

    #[test]
    fn a_pattern_and_its_titles() {
        let pattern =
            TitlePattern::new("Wikimedia_Technology/Goals/{fiscal_year} Q{quarter}", FiscalYearStart::July);
        let title = "Wikimedia Technology/Goals/2020-21 Q2";
        assert_eq!(pattern.title(quarter("2020-21Q2")), title);
        assert_eq!(pattern.quarter(title), Some(quarter("2020-21Q2")));
        assert_eq!(pattern.prefix(), "Wikimedia Technology/Goals/");
        for other in
            ["Wikimedia Technology/Goals", "Wikimedia Technology/Goals/2020-22 Q2", "Goals/2020-21 Q2"]
        {
            assert_eq!(pattern.quarter(other), None, "{other}");
        }
    }

    #[test]
    fn any_titles_quarter() {
        for (title, expected) in [
            ("Wikimedia Technology/Goals/2020-21 Q2", Some("2020-21Q2")),
            ("Wikimedia Audiences/2018-19 Q4 Goals", Some("2018-19Q4")),
            ("Wikimedia Engineering/2014-15 Goals/Q4", Some("2014-15Q4")),
            ("Platform/2007-Q3-Goals", Some("2007Q3")),
            ("Goals/Q1 2010", Some("2010Q1")),
            ("Annual Plans/FY2019/TEC3", None),
            ("Goals/2020-21", None),
            ("Q1/2020-21 Q2", None),
        ] {
            assert_eq!(quarter_in(title), expected.map(quarter), "{title}");
        }
    }
}
