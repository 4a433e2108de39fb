//! Page titles and the quarters they name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::base::calendar::{FiscalYear, FiscalYearStart, Quarter};

/// Pages of this many years before and after the present one are a board's.
const YEARS: std::ops::RangeInclusive<i32> = -25..=5;

/// A board's title pattern, like `Wikimedia Technology/Goals/{fiscal_year} Q{quarter}`.
#[derive(Clone, Debug)]
pub struct TitlePattern {
    pattern: String,
    start: FiscalYearStart,
}

impl TitlePattern {
    /// From the settings.
    pub fn new(pattern: &str, start: FiscalYearStart) -> Self {
        Self { pattern: pattern.to_owned(), start }
    }

    /// Some quarter of a year of this kind, for trying a pattern.
    pub fn any_quarter(start: FiscalYearStart) -> Option<Quarter> {
        Quarter::new(FiscalYear::new(2020, start)?, 1)
    }

    /// The title of a quarter's page, as the settings write it.
    pub fn title(&self, quarter: Quarter) -> String {
        self.pattern
            .replace("{fiscal_year}", &quarter.fiscal_year().to_string())
            .replace("{quarter}", &quarter.number().to_string())
    }

    /// The quarters around `today` with the titles of their pages, the present one first.
    pub fn titles(&self, today: NaiveDate) -> impl Iterator<Item = (Quarter, String)> {
        let year = |away: i32| FiscalYear::new(today.year() + away, self.start);
        let mut quarters: Vec<Quarter> = YEARS
            .filter_map(year)
            .flat_map(|year| (1..=4).filter_map(move |number| Quarter::new(year, number)))
            .collect();
        quarters.sort_by_key(|quarter| (quarter.first_day() - today).num_days().abs());
        quarters.into_iter().map(|quarter| (quarter, self.title(quarter)))
    }
}

/// The quarter that any title names: `2020-21 Q2`, `2014-15 Goals/Q4`, `2007-Q3-Goals`, `Q42009`, `FY27 Q2`, `4Q2026`,
/// “fourth quarter 2026”, “October–December 2026”. `None` if it names none, or more than one.
pub fn quarter_in(title: &str) -> Option<Quarter> {
    let title: String = title.replace('_', " ").nfc().collect();
    let mut named = numbered(&title).into_iter().chain(in_months(&title));
    let first = named.next()?;
    // “Q1/2020-21 Q2”: one of them isn't meant.
    named.all(|other| other == first).then_some(first)
}

/// The quarters that a title names by numbers, with a year that stands somewhere in it.
fn numbered(title: &str) -> BTreeSet<Quarter> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        let words = "quarter|quartal|trimestre|trim\\.?";
        Regex::new(&format!(
            r"(?i)(?:^|[^a-z0-9]|\d\d|fy)(?:q ?(?<a>[1-4])|(?<b>[1-4]) ?q|(?<word>[\p{{L}}.0-9]+) (?:{words}))(?<year>(?:19|20)\d\d)?(?:[^0-9a-z]|$)"
        ))
        .expect("a fixed pattern")
    });
    let numbers: BTreeSet<u8> = NUMBER
        .captures_iter(title)
        .filter_map(|found| match (found.name("a").or(found.name("b")), found.name("word")) {
            (Some(digit), _) => digit.as_str().parse().ok(),
            (None, Some(word)) => ordinal(word.as_str()),
            (None, None) => None,
        })
        .collect();
    let years = years(title);
    numbers.iter().flat_map(|number| years.iter().filter_map(|year| Quarter::new(*year, *number))).collect()
}

/// What an ordinal number counts, in the languages that layouts know.
fn ordinal(word: &str) -> Option<u8> {
    const WORDS: [&[&str]; 4] = [
        &[
            "1",
            "1.",
            "1st",
            "1er",
            "1ère",
            "1º",
            "first",
            "erstes",
            "premier",
            "première",
            "primer",
            "primero",
            "i",
        ],
        &["2", "2.", "2nd", "2e", "2ème", "2º", "second", "zweites", "deuxième", "second", "segundo", "ii"],
        &["3", "3.", "3rd", "3e", "3ème", "3º", "third", "drittes", "troisième", "tercer", "tercero", "iii"],
        &["4", "4.", "4th", "4e", "4ème", "4º", "fourth", "viertes", "quatrième", "cuarto", "iv"],
    ];
    let word = word.to_lowercase();
    let at = WORDS.iter().position(|forms| forms.contains(&word.as_str()))?;
    u8::try_from(at + 1).ok()
}

/// The years that a title names: a fiscal year (`2020-21`, `FY27`) goes before calendar years.
fn years(title: &str) -> BTreeSet<FiscalYear> {
    static FISCAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])(?<first>(?:19|20)\d\d)(?:[-–/](?<second>\d{4}|\d{2})(?:[^0-9]|$)|(?<joined>\d\d)(?:Q|q|$|[^0-9]))")
            .expect("a fixed pattern")
    });
    static ENDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[^a-z])FY ?(?<year>\d{4}|\d{2})(?:[^0-9/–-]|$)").expect("a fixed pattern")
    });
    static CALENDAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9]|Q[1-4]|[1-4]Q)(?<year>(?:19|20)\d{2})(?:[^0-9]|$)").expect("a fixed pattern")
    });
    let two = FISCAL.captures_iter(title).filter_map(|found| {
        let second = found.name("second").or(found.name("joined"))?.as_str();
        let text = format!("{}-{second}Q1", &found["first"]);
        text.parse::<Quarter>().ok().map(Quarter::fiscal_year)
    });
    let ends = ENDS.captures_iter(title).filter_map(|found| {
        let year: i32 = found["year"].parse().ok()?;
        let year = if year < 100 { 2000 + year } else { year };
        FiscalYear::new(year - 1, FiscalYearStart::July)
    });
    let fiscal: BTreeSet<FiscalYear> = two.chain(ends).collect();
    if !fiscal.is_empty() {
        return fiscal;
    }
    let calendar = CALENDAR.captures_iter(title).filter_map(|found| found["year"].parse().ok());
    calendar.filter_map(|year| FiscalYear::new(year, FiscalYearStart::January)).collect()
}

/// The quarter of the calendar year that a title names by its first and its last month.
fn in_months(title: &str) -> Option<Quarter> {
    static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
        let months = QUARTERS.iter().flat_map(|(firsts, lasts, _)| firsts.iter().chain(*lasts).copied());
        let months = months.collect::<Vec<_>>().join("|");
        Regex::new(&format!(
            r"(?i)(?:^|[^\p{{L}}])(?<first>{months}) ?(?:[-–—/]|to|bis|à|a) ?(?<last>{months})[ ,/]*(?:de )?(?<year>(?:19|20)\d\d)(?:[^0-9]|$)"
        ))
        .expect("a fixed pattern")
    });
    let found = MONTHS.captures(title)?;
    let is = |months: &[&str], name: &str| months.contains(&found[name].to_lowercase().as_str());
    let (.., number) = QUARTERS.iter().find(|(firsts, lasts, _)| is(firsts, "first") && is(lasts, "last"))?;
    Quarter::new(FiscalYear::new(found["year"].parse().ok()?, FiscalYearStart::January)?, *number)
}

/// The first and the last month of each quarter in English, German, French and Spanish.
const QUARTERS: [(&[&str], &[&str], u8); 4] = [
    (
        &["january", "jan", "januar", "jänner", "janvier", "enero"],
        &["march", "mar", "märz", "mars", "marzo"],
        1,
    ),
    (&["april", "apr", "avril", "abril"], &["june", "jun", "juni", "juin", "junio"], 2),
    (
        &["july", "jul", "juli", "juillet", "julio"],
        &["september", "sep", "sept", "septembre", "septiembre"],
        3,
    ),
    (
        &["october", "oct", "oktober", "okt", "octobre", "octubre"],
        &["december", "dec", "dezember", "dez", "décembre", "diciembre", "dic"],
        4,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(text: &str) -> Quarter {
        text.parse().unwrap()
    }

    #[test]
    fn a_pattern_and_its_titles() {
        let pattern =
            TitlePattern::new("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}", FiscalYearStart::July);
        assert_eq!(pattern.title(quarter("2020-21Q2")), "Wikimedia Technology/Goals/2020-21 Q2");
        let today = "2020-10-20".parse().unwrap();
        let titles: Vec<_> = pattern.titles(today).collect();
        assert_eq!(titles[0], (quarter("2020-21Q2"), "Wikimedia Technology/Goals/2020-21 Q2".to_owned()));
        assert!(titles.iter().any(|(_, title)| title == "Wikimedia Technology/Goals/1999-00 Q4"));
    }

    #[test]
    fn any_titles_quarter() {
        for (title, expected) in [
            ("Wikimedia Technology/Goals/2020-21 Q2", Some("2020-21Q2")),
            ("Wikimedia Audiences/2018-19 Q4 Goals", Some("2018-19Q4")),
            ("Wikimedia Engineering/2014-15 Goals/Q4", Some("2014-15Q4")),
            ("Platform/2007-Q3-Goals", Some("2007Q3")),
            ("Goals/Q1 2010", Some("2010Q1")),
            ("Goals/2026Q3", Some("2026Q3")),
            ("Goals/2020-21Q2", Some("2020-21Q2")),
            ("Annual Plans/FY2019/TEC3", None),
            ("Goals/2020-21", None),
            ("Q1/2020-21 Q2", None),
            ("Support/Goals/Q42009", Some("2009Q4")),
            ("Goals/201617Q1", Some("2016-17Q1")),
            ("Team/FY27 Q2", Some("2026-27Q2")),
            ("Team/FY2027 Q2", Some("2026-27Q2")),
            ("Team/Q2 FY2026/27", Some("2026-27Q2")),
            ("Team/FY2026-27/Q2", Some("2026-27Q2")),
            ("Goals/2026/Q4", Some("2026Q4")),
            ("Goals 4Q2026", Some("2026Q4")),
            ("Goals for the fourth quarter 2026", Some("2026Q4")),
            ("Goals, 2nd quarter 2026", Some("2026Q2")),
            ("Ziele/2. Quartal 2026", Some("2026Q2")),
            ("Objectifs/deuxième trimestre 2026", Some("2026Q2")),
            ("Objectifs du 1er trimestre 2026", Some("2026Q1")),
            ("Objetivos/segundo trimestre 2026", Some("2026Q2")),
            ("Goals October–December 2026", Some("2026Q4")),
            ("Goals/July to September 2026", Some("2026Q3")),
            ("Ziele Oktober–Dezember 2026", Some("2026Q4")),
            ("Objectifs octobre-décembre 2026", Some("2026Q4")),
            ("Objectifs octobre-de\u{301}cembre 2026", Some("2026Q4")),
            ("Objetivos octubre-diciembre de 2026", Some("2026Q4")),
            ("Goals September–November 2026", None),
            ("Roadmap October 2026", None),
            ("Q4 goals", None),
            ("Goals/2019 and 2020 Q2", None),
            ("FAQ4 2020", None),
        ] {
            assert_eq!(quarter_in(title), expected.map(quarter), "{title}");
        }
    }
}
