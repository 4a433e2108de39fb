//! Titles as people write them, and the quarters that they name.

use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization as _;

use super::super::{quarter_in, quarter_in_year_from};
use super::quarter;
use crate::base::calendar::FiscalYearStart;
use crate::base::text::nfc;

pub fn read(title: &str) -> String {
    quarter_in(title).map_or_else(|| "none".to_owned(), |quarter| quarter.to_string())
}

/// The same title in other clothes.
fn siblings(title: &str) -> Vec<String> {
    let apart: String = title.nfd().collect();
    vec![
        title.to_owned(),
        apart,
        title.to_uppercase(),
        title.to_lowercase(),
        title.replace(' ', "_"),
        title.replace('–', "-"),
        title.replace('-', "–"),
        format!("Team/{title}"),
        format!("{title}/Goals"),
        format!("Team: goals ({title})"),
        format!("{title}, draft"),
    ]
}

#[test]
fn quarters_in_figures() {
    for (title, expected) in [
        ("Wikimedia Technology/Goals/2020-21 Q2", "2020-21Q2"),
        ("T2/2015 Q3 Goals", "2015Q3"),
        ("Wikimedia Audiences/2018-19 Q4 Goals", "2018-19Q4"),
        ("Wikimedia Engineering/2014-15 Goals/Q4", "2014-15Q4"),
        ("Platform/2007-Q3-Goals", "2007Q3"),
        ("Goals/Q1 2010", "2010Q1"),
        ("2026Q3", "2026Q3"),
        ("2026 Q3", "2026Q3"),
        ("2026/Q4", "2026Q4"),
        ("Q4/2026", "2026Q4"),
        ("Q4-2026", "2026Q4"),
        ("Q-4 2026", "2026Q4"),
        ("Q 4 2026", "2026Q4"),
        ("Q4'26", "2026Q4"),
        ("Q4 ’26", "2026Q4"),
        ("CY26 Q4", "2026Q4"),
        ("Q4CY2026", "2026Q4"),
        ("Qtr 4, 2026", "2026Q4"),
        ("4th Qtr. 2026", "2026Q4"),
        ("4Q2026", "2026Q4"),
        ("4Q 2026", "2026Q4"),
        ("4 Q 2026", "2026Q4"),
        ("2026 4Q", "2026Q4"),
        ("2026-4Q", "2026Q4"),
        ("Support/Goals/Q42009", "2009Q4"),
        ("Q4 2026 (as of 2027-01-10)", "2026Q4"),
        ("Q4 2026, 10.1.2027", "2026Q4"),
    ] {
        for title in siblings(title) {
            assert_eq!(read(&title), expected, "{title}");
        }
    }
}

#[test]
fn quarters_of_fiscal_years() {
    for (title, expected) in [
        ("2020-21Q2", "2020-21Q2"),
        ("2026/27 Q2", "2026-27Q2"),
        ("2026-2027 Q2", "2026-27Q2"),
        ("2026 - 2027 Q2", "2026-27Q2"),
        ("Q2 2026-27", "2026-27Q2"),
        ("Q22026-27", "2026-27Q2"),
        ("201617Q1", "2016-17Q1"),
        ("20162017 Q1", "2016-17Q1"),
        ("Q1201617", "2016-17Q1"),
        ("1999-00 Q4", "1999-00Q4"),
        ("FY27 Q2", "2026-27Q2"),
        ("FY27Q2", "2026-27Q2"),
        ("FY 27/Q2", "2026-27Q2"),
        ("FY-27 Q2", "2026-27Q2"),
        ("FY'27 Q2", "2026-27Q2"),
        ("FY2027 Q2", "2026-27Q2"),
        ("Q2 FY2026/27", "2026-27Q2"),
        ("Q2 FY26/27", "2026-27Q2"),
        ("Q2 FY26-27", "2026-27Q2"),
        ("Q2 FY2627", "2026-27Q2"),
        ("Q2FY27", "2026-27Q2"),
        ("2QFY27", "2026-27Q2"),
        ("FY2026-27/Q2", "2026-27Q2"),
        ("Fiscal year 2027 Q2", "2026-27Q2"),
        ("Second fiscal quarter 2026-27", "2026-27Q2"),
        ("2nd quarter of FY 2027", "2026-27Q2"),
        ("Geschäftsjahr 2026/27, 2. Quartal", "2026-27Q2"),
        ("Exercice 2026-2027, 2e trimestre", "2026-27Q2"),
        ("2026-27 Q2 (October–December 2026)", "2026-27Q2"),
        ("FY27 Q3 (January–March 2027)", "2026-27Q3"),
        ("October–December, 2026-27", "2026-27Q2"),
        ("January to March FY27", "2026-27Q3"),
    ] {
        for title in siblings(title) {
            assert_eq!(read(&title), expected, "{title}");
        }
    }
}

#[test]
fn quarters_in_words() {
    for title in [
        "fourth quarter 2026",
        "Fourth-quarter 2026",
        "4th quarter of 2026",
        "Quarter 4 2026",
        "Quarter four, 2026",
        "2026 quarter 4",
        "2026/Fourth quarter",
        "4. Quartal 2026",
        "4.Quartal 2026",
        "4 Quartal 2026",
        "Quartal 4/2026",
        "viertes Quartal 2026",
        "im vierten Quartal 2026",
        "des vierten Quartals 2026",
        "IV. Quartal 2026",
        "Quartal IV 2026",
        "2026/IV. Quartal",
        "4. Vierteljahr 2026",
        "4e trimestre 2026",
        "4ème trimestre 2026",
        "4ᵉ trimestre 2026",
        "quatrième trimestre 2026",
        "quatrième trimestre de 2026",
        "IVe trimestre 2026",
        "T4 2026",
        "T4-2026",
        "T4/2026",
        "2026 T4",
        "2026T4",
        "2026/T4",
        "4T2026",
        "4T 2026",
        "cuarto trimestre de 2026",
        "el cuarto trimestre del 2026",
        "4.º trimestre 2026",
        "4º trimestre de 2026",
        "4° trimestre 2026",
        "4.o trimestre 2026",
        "4to trimestre 2026",
        "4º trim. 2026",
        "trimestre IV de 2026",
        "T4 de 2026",
    ] {
        for title in siblings(title) {
            assert_eq!(read(&title), "2026Q4", "{title}");
        }
    }
    for (number, titles) in [
        (
            1,
            [
                "1st quarter",
                "erstes Quartal",
                "1er trimestre",
                "première trimestre",
                "primer trimestre",
                "1.er trimestre",
            ],
        ),
        (
            2,
            [
                "2nd quarter",
                "zweites Quartal",
                "2e trimestre",
                "deuxième trimestre",
                "segundo trimestre",
                "2.º trimestre",
            ],
        ),
        (
            3,
            [
                "3rd quarter",
                "drittes Quartal",
                "3ème trimestre",
                "troisième trimestre",
                "tercer trimestre",
                "3.er trimestre",
            ],
        ),
    ] {
        for title in titles {
            assert_eq!(read(&format!("{title} 2026")), format!("2026Q{number}"), "{title}");
        }
    }
}

#[test]
fn quarters_by_their_months() {
    for title in [
        "October–December 2026",
        "October - December 2026",
        "October—December 2026",
        "October/December 2026",
        "October to December 2026",
        "October 2026 – December 2026",
        "October, November, December 2026",
        "October, November and December 2026",
        "Oct/Nov/Dec 2026",
        "Oct-Dec 2026",
        "Oct.–Dec. 2026",
        "Oct–Dec, 2026",
        "2026 October–December",
        "2026/Oct–Dec",
        "Oktober–Dezember 2026",
        "Oktober bis Dezember 2026",
        "Okt.–Dez. 2026",
        "octobre-décembre 2026",
        "octobre à décembre 2026",
        "oct.-déc. 2026",
        "octubre–diciembre de 2026",
        "octubre-diciembre 2026",
        "de octubre a diciembre de 2026",
        "oct.-dic. 2026",
        "Q4 2026 (October–December)",
    ] {
        for title in siblings(title) {
            assert_eq!(read(&title), "2026Q4", "{title}");
        }
    }
    for (title, number) in [
        ("January–March 2026", 1),
        ("Jänner–März 2026", 1),
        ("janvier–mars 2026", 1),
        ("enero–marzo de 2026", 1),
        ("April–Juni 2026", 2),
        ("avril-juin 2026", 2),
        ("abril–junio de 2026", 2),
        ("July–Sept. 2026", 3),
        ("juillet–septembre 2026", 3),
        ("julio–septiembre de 2026", 3),
    ] {
        assert_eq!(read(title), format!("2026Q{number}"), "{title}");
    }
}

#[test]
fn a_boards_titles_are_read_by_its_own_fiscal_year() {
    use FiscalYearStart::{April, February, January, July, October};
    for (title, start, expected) in [
        ("2026-27 Q2", April, Some("2026-27Q2-april")),
        ("FY27 Q2", April, Some("2026-27Q2-april")),
        ("FY27 Q1", October, Some("2026-27Q1-october")),
        ("FY26 Q2", January, Some("2026Q2")),
        ("2026-27 Q2", January, None),
        ("Fiscal year 2026 Q2", January, Some("2026Q2")),
        ("Geschäftsjahr 2026, 2. Quartal", January, Some("2026Q2")),
        // Of the months it is certain when they are; of a plain year, that it is one of the calendar.
        ("October–December 2026", July, Some("2026-27Q2")),
        ("October–December 2026", April, Some("2026-27Q3-april")),
        ("February–April 2026", February, Some("2026-27Q1-february")),
        ("November 2026 – January 2027", February, Some("2026-27Q4-february")),
        ("October–December 2026", February, None),
        ("2026 Q4", July, Some("2026Q4")),
        ("2026 Q4", January, Some("2026Q4")),
        ("Annual plan 2026-27", July, None),
    ] {
        assert_eq!(quarter_in_year_from(title, start), expected.map(quarter), "{title} {start:?}");
    }
}

proptest! {
    #[test]
    fn no_title_makes_the_reader_panic_and_none_is_read_otherwise_in_nfc(title in "\\PC{0,40}") {
        prop_assert_eq!(quarter_in(&title), quarter_in(&nfc(&title)));
    }

    #[test]
    fn titles_of_the_right_pieces_in_any_order_are_read_alike_in_nfd_and_upper_case(
        pieces in proptest::collection::vec(select(vec![
            "Q", "q4", "4", "4.", "T", "trimestre", "Quartal", "quatrième", "März", "mars", "Oct", "-", "–", "/", " ",
            " ", "de", "bis", "2026", "27", "FY", "'26", "201617", "décembre", "octobre", "und", "1", "º", "fiscal",
        ]), 1..10)
    ) {
        let title = pieces.concat();
        let expected = quarter_in(&title);
        let apart: String = title.nfd().collect();
        for other in [apart, title.to_uppercase(), title.replace(' ', "_"), title.replace('–', "-")] {
            prop_assert_eq!(quarter_in(&other), expected, "{} {}", title, other);
        }
    }
}
