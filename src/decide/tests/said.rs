//! What people read, word for word, and that no message is left out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

use super::texts;
use crate::base::message::languages;

macro_rules! snapshots {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            for language in languages() {
                insta::assert_snapshot!(format!("{}-{language}", stringify!($name)), texts::$name(language));
            }
        })*

        const TEXTS: &[fn(&str) -> String] = &[$(texts::$name),*];
    };
}

snapshots!(
    a_first_notice,
    a_notice_for_a_purpose,
    a_notice_in_another_language,
    a_notice_about_two_pages,
    a_notice_about_pages_of_two_boards,
    a_notice_about_seven_pages,
    a_notice_about_a_name,
    a_notice_about_a_name_and_goals,
    a_notice_about_an_objective,
    a_notice_about_two_objectives,
    a_second_notice_of_the_same_heading,
    a_closing_notice,
    a_closing_notice_about_two_pages,
    a_late_closing_notice,
    a_late_closing_notice_about_two_pages,
    a_late_closing_reply,
    the_first_of_three_notices,
    a_reply,
    a_reply_in_another_language,
    the_last_reply_about_two_pages,
    a_closing_reply,
    a_ticked_notice,
    a_notice_after_a_no,
    a_notice_that_is_struck_out,
    a_digest,
    a_question_for_a_go,
    a_digest_about_pages_that_went_away,
    a_digest_about_pages_that_were_found,
    the_end_of_a_full_digest,
    a_line_of_the_opt_out_list,
    mistakes_on_the_owners_page,
    a_table,
    tables_in_their_seasons,
    tables_in_special_cases,
    an_overview,
    a_rehearsal,
    a_run_log,
    dates,
);

/// Messages that a text for a person or for a table can have in it.
const FAMILIES: [&str; 14] = [
    "run-log-",
    "table-",
    "outcome-",
    "overview-",
    "notice-",
    "digest-",
    "status-",
    "tick-",
    "retract-",
    "opt-out-",
    "owners-page-",
    "rehearsal-",
    "finding-",
    "go-",
];
const SINGLE: [&str; 5] = ["answer-heading", "quarter", "quarter-months", "date", "months"];

/// Findings that only the coordinator's commands show, and never a page.
const ON_NO_PAGE: [&str; 18] = [
    "finding-empty-goals-nothing",
    "finding-empty-goals-cell",
    "finding-empty-goals-no-label",
    "finding-placeholder-goals",
    "finding-missing-manager",
    "finding-missing-status",
    "finding-stale-status",
    "finding-empty-goals-remark",
    "finding-missing-manager-page",
    "finding-unlinked-manager",
    "finding-unknown-manager",
    "finding-wrong-quarter",
    "finding-unused-allow",
    "finding-unused-allow-over",
    "finding-unused-allow-no-day",
    "finding-unused-allow-unknown",
    "finding-missing-page",
    "finding-missing-manager-objective",
];

fn messages(language: &str) -> BTreeMap<String, String> {
    let file = format!("{}/i18n/{language}.json", env!("CARGO_MANIFEST_DIR"));
    let all: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all.into_iter().filter_map(|(key, text)| Some((key, text.as_str()?.to_owned()))).collect()
}

/// What a message's fixed words match, whatever is put in.
fn pattern(message: &str) -> String {
    static PART: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{\{PLURAL:\$\d+\|(?<forms>[^{}]*)\}\}|\$\d+").unwrap());
    let mut pattern = String::new();
    let mut from = 0;
    for found in PART.captures_iter(message) {
        let whole = found.get(0).unwrap();
        pattern += &regex::escape(&message[from..whole.start()]);
        pattern += &match found.name("forms") {
            Some(forms) => {
                // A form may be for just one number.
                let words = |form: &str| form.split_once('=').map_or(form, |(_, words)| words).to_owned();
                let forms: Vec<String> =
                    forms.as_str().split('|').map(|form| self::pattern(&words(form))).collect();
                format!("(?:{})", forms.join("|"))
            }
            None => ".*?".to_owned(),
        };
        from = whole.end();
    }
    pattern + &regex::escape(&message[from..])
}

#[test]
fn every_message_that_people_can_read_stands_in_one_of_these_texts() {
    for language in languages() {
        let texts: Vec<String> = TEXTS.iter().map(|text| text(language)).collect();
        let decoded: Vec<_> = texts.iter().map(|text| percent_decode_str(text).decode_utf8_lossy()).collect();
        for (key, message) in messages(language) {
            let is_read =
                FAMILIES.iter().any(|family| key.starts_with(family)) || SINGLE.contains(&key.as_str());
            if !is_read || ON_NO_PAGE.contains(&key.as_str()) {
                continue;
            }
            let parts: Vec<&str> =
                if key == "months" { message.split('|').collect() } else { vec![&message] };
            for part in parts {
                let pattern = Regex::new(&pattern(part)).unwrap();
                assert!(decoded.iter().any(|text| pattern.is_match(text)), "{language}: {key}: {part}");
            }
        }
    }
}
