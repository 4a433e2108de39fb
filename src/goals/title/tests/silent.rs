//! Titles that name no quarter for certain.

use super::named::read;

#[test]
fn what_contradicts_itself_or_may_mean_something_else_is_no_quarter() {
    for title in [
        "",
        "Annual Plans/FY2019/TEC3",
        "Goals/2020-21",
        "Q4 goals",
        "October–December",
        "FAQ4 2020",
        "Roadmap October 2026",
        // Two quarters.
        "Q1/2020-21 Q2",
        "Q1–Q2 2026",
        "Q1–2 2026",
        "Q1/2 2026",
        "Q1 and Q2 2026",
        "Q3 & 4 2026",
        "Quarters 1 and 2 2026",
        "Quarter 1 and 2, 2026",
        "First and second quarter 2026",
        "1st/2nd quarter 2026",
        "1./2. Quartal 2026",
        "1. und 2. Quartal 2026",
        "1.–3. Quartal 2026",
        "premier et deuxième trimestre 2026",
        "primer y segundo trimestre de 2026",
        "2026Q4-2027Q1",
        "Q4 2026 (July–September)",
        "2. Quartal 4 2026",
        // Two years.
        "Goals/2019 and 2020 Q2",
        "2019-23 Q2",
        "2019–2022 Q2",
        "2026-27 and 2027-28 Q2",
        "FY27 2025 Q2",
        "2026 27 Q2",
        // Months that are no quarter.
        "September–November 2026",
        "October–November 2026",
        "January–December 2026",
        "October and December 2026",
        "October, December 2026",
        "Oct/Nov 2026",
        "December 2026 – February 2027",
        "Q4 2026 (September–November)",
        "Q4 2026 (November–December)",
        // Which fiscal year it is can't be known.
        "Geschäftsjahr 2026, 2. Quartal",
        "Exercice 2026 T2",
        "Ejercicio 2026, 2.º trimestre",
        "Financial year 2026 Q2",
        "Second fiscal quarter 2026",
        // What looks like one.
        "T42026",
        "T4 tasks 2026",
        "KR4 quarter 2026",
        "v2.4 quarter 2026",
        "Q5 2026",
        "Q44 2026",
        "Q4a 2026",
        "2026s Q4",
        "Q4 26",
        "Q4 2026-10",
        "Q4 20261001",
        "I can't 4 2026",
        "Headquarter 4 2026",
        "Last quarter 2026",
        "Q4 3026",
    ] {
        for title in
            [title.to_owned(), title.replace('–', "-"), title.replace(' ', "_"), title.to_uppercase()]
        {
            assert_eq!(read(&title), "none", "{title}");
        }
    }
}
