//! Where labels stand in texts, and what belongs to them there.

use super::*;

#[test]
fn numbers_and_ranges() {
    assert_eq!(numbers("Owner for Outcomes 5 and 6:"), [5, 6]);
    assert_eq!(numbers("Owner for Outcomes 1–3, 7, 2"), [1, 2, 3, 7]);
    assert_eq!(numbers("Outcome 1: every site"), [1]);
}

#[test]
fn a_wrong_placeholder_is_named() {
    assert!(Labels::new(["{quartal} Goals"]).unwrap_err().contains("{quartal}"));
    assert!(Labels::new(["{quarter Goals"]).is_err());
}

#[test]
fn a_label_ends_where_its_words_do_and_the_longest_counts() {
    let labels = [
        "KR{number}",
        "KR{number} Manager",
        "{quarter} Goal",
        "{quarter} Goals",
        "{quarter} {year} Goals",
        "Owner for {numbers}",
        "This quarter's goals",
        "Équipe {number}",
    ];
    let labels = Labels::new(labels).unwrap();
    for (text, words) in [
        ("KR1: a", "KR1"),
        ("kr 2.3b – a", "kr 2.3b"),
        ("KR#4 Manager: Ada", "KR#4 Manager"),
        ("Q2 GOALS", "Q2 GOALS"),
        ("Q2 FY20/21 Goals: a", "Q2 FY20/21 Goals"),
        ("Q2 2026 goals", "Q2 2026 goals"),
        ("2. Quartal Goal", "2. Quartal Goal"),
        ("Owner for 1, 2 and 5-6", "Owner for 1, 2 and 5-6"),
        ("This quarter’s goals:", "This quarter’s goals"),
        ("éQUIPE 3", "éQUIPE 3"),
    ] {
        assert_eq!(labels.beginning(text).map(|place| &text[..place.words]), Some(words), "{text}");
    }
    for text in ["KR", "K", "Goals", "Q2", "Owner for all", ""] {
        assert_eq!(labels.beginning(text), None, "{text}");
    }
}

#[test]
fn behind_a_label_stand_a_remark_a_colon_or_a_dash() {
    let labels = Labels::new(["Goals"]).unwrap();
    let place = |text: &str| labels.beginning(text).map(|p| (p.remark, p.colon, p.dash)).unwrap();
    assert_eq!(place("Goals: a"), (None, Some(6), None));
    assert_eq!(place("Goals : a"), (None, Some(7), None));
    assert_eq!(place("Goals (ours): a"), (Some(12), Some(13), None));
    assert_eq!(place("Goals – a"), (None, None, Some("Goals – ".len())));
    assert_eq!(place("Goals () a"), (None, None, None));
    assert_eq!(place(&format!("Goals ({})", "ö".repeat(41))), (None, None, None));
}

#[test]
fn whole_texts_and_words_in_a_text() {
    let labels = Labels::new(["Goals", "Goal {number}"]).unwrap();
    assert!(labels.is_whole("GOALS :") && labels.is_whole("goal 3") && !labels.is_whole("Goals ahead"));
    assert!(labels.is_in("Team/2007-Q3-Goals") && labels.is_in("goals") && !labels.is_in("Goalsetting"));
}

#[test]
fn what_begins_with_a_placeholder_begins_with_one_of_its_letters() {
    let texts = [
        "1",
        "2.3a",
        " 4",
        "#5",
        "-6",
        "7 and 8",
        "Q2",
        "second quarter",
        "IV. Quartal",
        "2020-21",
        "FY20/21",
        "fy 2021",
    ];
    for placeholder in [Part::Number, Part::Numbers, Part::Quarter, Part::Year] {
        let begun: Vec<_> = texts.iter().filter(|text| placeholder.lengths(text)[0].is_some()).collect();
        assert!(begun.len() > 2, "{placeholder:?}: {begun:?}");
        for text in begun {
            let first = text.chars().next().map(folded).unwrap();
            assert!(placeholder.may_begin_with(first), "{placeholder:?}: {text}");
        }
    }
}
