//! A page of every era, from wikitext through the parsers of two MediaWiki releases. The words of
//! the real ones are reworded; names, labels, order and statuses are as on the pages.

use serde_json::Value as Json;

use crate::reading::{names, page, read, text};
use crate::support::{PAGE, Wiki};

const YEAR: &str = "Wikimedia Technology/Annual Plans/";

/// The pages, with their titles: a title's quarter and words count.
fn pages() -> Vec<(&'static str, String)> {
    let invented = |name| (name, PAGE.to_owned());
    vec![
        ("mozilla-platform-2007-q3", "Platform/2007-Q3-Goals".to_owned()),
        ("eng-2014-15-q4", "Wikimedia Engineering/2014-15 Goals/Q4".to_owned()),
        ("eng-2015-16-q2", "Wikimedia Engineering/2015-16 Q2 Goals".to_owned()),
        ("eng-2016-17-q4", "Wikimedia Engineering/2016-17 Q4 Goals".to_owned()),
        ("audiences-2017-18-q1", "Wikimedia Audiences/2017-18 Q1 Goals".to_owned()),
        ("tech-2017-18-q3", "Wikimedia Technology/Goals/2017-18 Q3".to_owned()),
        ("audiences-2018-19-q4", "Wikimedia Audiences/2018-19 Q4 Goals".to_owned()),
        ("tec3-deployment-pipeline", format!("{YEAR}FY2019/TEC3: Deployment Pipeline/Goals")),
        ("tech-2019-20-q2", "Wikimedia Technology/Goals/2019-20 Q2".to_owned()),
        (
            "tech-okr-fy21-22-global-performance",
            format!("{YEAR}MTP Priority OKR: Platform Excellence: Global equitable system performance"),
        ),
        invented("v01-manager-empty"),
        invented("v02-manager-tbd"),
        invented("v04-goals-tbd"),
        invented("v05-wrong-quarter-label"),
        invented("v06-transcluded-goals"),
        invented("v09-no-goals-label"),
        invented("v10-lf"),
    ]
}

/// All that is read off a page, a line for each thing.
pub fn digest(check: &Json) -> String {
    let page = &check["pages"][0];
    let quarter = &page["quarter"];
    let mut lines = format!(
        "{}, {} {}\n",
        text(&page["layout"]),
        text(&quarter["fiscal_year"]),
        quarter["number"].as_u64().map_or_else(|| "whole year".to_owned(), |number| format!("Q{number}")),
    );
    for objective in page["objectives"].as_array().unwrap() {
        lines += &format!("{} | {}", text(&objective["title"]), names(&objective["managers"]));
        lines += &objective["unread"].as_str().map_or_else(String::new, |why| format!(" | unread: {why}"));
        lines.push('\n');
        for result in objective["key_results"].as_array().unwrap() {
            lines += &format!(
                "  {} | {} | {} | {} {} | {} | {}\n",
                text(&result["label"]),
                text(&result["text"]),
                names(&result["managers"]),
                text(&result["goals_state"]),
                text(&result["goals_label"]),
                text(&result["status"]),
                text(&result["eta"]),
            );
            for goal in result["goals"].as_array().unwrap() {
                lines += &format!("    {} | {}\n", text(&goal["status"]), text(&goal["text"]));
            }
        }
    }
    for finding in page["findings"].as_array().unwrap() {
        lines += &format!(
            "! {} {}: {} / {}\n",
            text(&finding["rule"]),
            text(&finding["confidence"]),
            text(&finding["objective"]),
            text(&finding["key_result"])
        );
    }
    lines
}

fn all_read_right(version: &str) {
    let wiki = Wiki::up_version(version);
    for (name, title) in pages() {
        insta::assert_snapshot!(name, digest(&read(&wiki, &title, &page(name))));
    }
}

#[test]
fn every_era() {
    all_read_right("1.43");
}

#[test]
fn every_era_on_the_older_release() {
    all_read_right("1.39");
}

#[test]
fn line_ends_make_no_difference() {
    let wiki = Wiki::up();
    let text = page("v10-lf");
    let read = |text: &str| digest(&read(&wiki, PAGE, text));
    assert_eq!(read(&text.replace('\n', "\r\n")), read(&text));
}
