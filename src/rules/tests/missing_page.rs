use super::super::{Level, Levels, check_missing};
use super::{Finding, day, line};
use crate::base::{Message, Quarter};
use crate::goals::Place;

fn missing(today: &str, level: Option<Level>) -> Vec<Finding> {
    let quarter: Quarter = "2020-21Q3".parse().unwrap();
    let levels: Levels = level.map(|level| ("missing-page".to_owned(), level)).into_iter().collect();
    check_missing(quarter, day(today), &levels)
}

fn lines(found: &[Finding]) -> Vec<String> {
    found.iter().map(line).collect()
}

#[test]
fn nothing_is_found_before_the_quarter_begins() {
    assert_eq!(missing("2020-12-31", None), []);
}

#[test]
fn a_page_is_missing_from_the_quarters_first_day_on() {
    for today in ["2021-01-01", "2021-03-31", "2021-07-01"] {
        assert_eq!(
            lines(&missing(today, None)),
            ["page error high: the quarter began on 2021-01-01, and the page does not exist yet"],
            "{today}"
        );
    }
}

#[test]
fn it_is_about_the_whole_page_and_stands_nowhere_on_it() {
    let found = missing("2021-01-01", None);
    assert_eq!(found[0].message, Message::new("finding-missing-page").with("2021-01-01"));
    assert_eq!((&found[0].objective, &found[0].key_result), (&None, &None));
    assert_eq!(*found[0].place, Place::default());
    assert!(found[0].owners.is_empty());
}

#[test]
fn the_settings_say_how_bad_it_is() {
    assert_eq!(missing("2021-01-01", Some(Level::Off)), []);
    let note = lines(&missing("2021-01-01", Some(Level::Note)));
    assert!(note[0].starts_with("page note high: "), "{note:?}");
}
