//! How quarters filled up, by revisions with the times that they had then.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::support::{Ran, Wiki};

const BOARD: &str = "[[boards]]\nname = \"t\"\ntitles = [\"Team/Goals {fiscal_year} Q{quarter}\"]\n";
const TEAM: &str = "Team/Goals 2020-21 Q2";

/// A goal page with so many goals of three, and a manager of the last key result from two on.
fn page(goals: usize) -> String {
    let mut text = "== Calm nights ==\n\n=== Key Results ===\n\n".to_owned();
    for number in 1..=3 {
        let manager = if number < 3 || goals > 1 { "[[User:Ada Sample (WMF)|Ada Sample]]" } else { "" };
        let goal = if number <= goals { "* Something {{Done}}" } else { "*" };
        let _ = writeln!(
            text,
            "'''Key Result Manager:''' {manager}\n\n'''KR{number}:''' Half of them work.\n\n'''Q2 Goals:'''\n{goal}\n"
        );
    }
    text
}

/// A goal page with so many key results, and goals of each in some words.
pub fn long_page(key_results: usize) -> String {
    filling_page(key_results, key_results)
}

/// The same with goals of only so many of them.
pub fn filling_page(key_results: usize, with_goals: usize) -> String {
    let owner = "'''Key Result Manager:''' [[User:Ada Sample (WMF)|Ada Sample]]";
    let mut text = format!("== Many ==\n\n=== Key Results ===\n{owner}\n\n");
    let words = "and it is said here at some length what all of it comes to in the end, with every detail";
    for number in 1..=key_results {
        let _ = write!(text, "'''KR{number}:''' The number {number} is met, {words}.\n\n'''Q2 Goals:'''\n");
        text += &match number <= with_goals {
            true => format!("* Meet number seventy, {words}\n* Tell of {number}\n\n"),
            false => "*\n\n".to_owned(),
        };
    }
    text
}

/// Puts a page on the wiki with the revisions that it had, each at its time.
pub fn import(wiki: &Wiki, title: &str, revisions: &[(&str, &str)]) {
    import_all(wiki, &[(title.to_owned(), revisions)]);
}

/// The same with several pages at once.
pub fn import_all(wiki: &Wiki, pages: &[(String, &[(&str, &str)])]) {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut xml =
        "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\" xml:lang=\"en\">"
            .to_owned();
    for (title, revisions) in pages {
        let _ = write!(xml, "<page><title>{}</title><ns>0</ns>", escaped(title));
        for (at, text) in *revisions {
            let _ = write!(
                xml,
                "<revision><timestamp>{at}</timestamp><contributor><username>Admin</username></contributor>\
                 <model>wikitext</model><format>text/x-wiki</format><text xml:space=\"preserve\">{}</text></revision>",
                escaped(text)
            );
        }
        xml += "</page>";
    }
    let file = wiki.file("dump.xml", &format!("{xml}</mediawiki>"));
    wiki.maintenance(&["importDump", "--no-updates", file.to_str().unwrap()]);
    wiki.maintenance(&["runJobs"]);
}

/// The page of a team that fills up within three weeks.
pub fn team(wiki: &Wiki) {
    let revisions = [
        ("2020-09-20T12:00:00Z", page(0)),
        ("2020-10-05T12:00:00Z", page(1)),
        ("2020-10-20T23:00:00Z", page(2)),
        ("2020-10-22T12:00:00Z", page(3)),
    ];
    import(wiki, TEAM, &revisions.each_ref().map(|(at, text)| (*at, text.as_str())));
}

fn history(wiki: &Wiki, more: &[&str]) -> Ran {
    let typed = [&["history", "--today", "2020-11-02", "--format", "json"], more].concat();
    wiki.goalkeeper_with(BOARD, &typed)
}

fn points(ran: &Ran, title: &str) -> Vec<(String, u64, u64)> {
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json = ran.json();
    let page = json["pages"].as_array().unwrap().iter().find(|page| page["title"] == title).unwrap().clone();
    let number = |point: &Json, name: &str| point[name].as_u64().unwrap();
    let point = |point: &Json| {
        (
            point["day"].as_str().unwrap().to_owned(),
            number(point, "with_goals"),
            number(point, "with_manager"),
        )
    };
    page["points"].as_array().unwrap().iter().map(point).collect()
}

/// How many requests a command made.
pub fn requests(ran: &Ran) -> usize {
    ran.err.rsplit_once("requests=").unwrap().1.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn each_week_has_the_figures_that_check_gives_for_its_revision() {
    let wiki = Wiki::up();
    team(&wiki);
    let first = history(&wiki, &[]);
    let expected = [
        ("2020-10-01", 0, 2),
        ("2020-10-08", 1, 2),
        ("2020-10-15", 1, 2),
        ("2020-10-22", 3, 3),
        ("2020-10-29", 3, 3),
        ("2020-11-02", 3, 3),
    ];
    assert_eq!(
        points(&first, TEAM),
        expected.map(|(day, goals, managers)| (day.to_owned(), goals, managers))
    );
    let json = first.json();
    for point in json["pages"][0]["points"].as_array().unwrap() {
        let address = format!("{}index.php?oldid={}", wiki.url, point["revision"]);
        let checked =
            wiki.goalkeeper_with(BOARD, &["check", &address, "--today", "2020-11-02", "--format", "json"]);
        let figures = &checked.json()["pages"][0]["figures"];
        for name in ["key_results", "with_goals", "with_manager", "with_status"] {
            assert_eq!(point[name], figures[name], "{point}: {name}");
        }
    }
    // A second look costs the queries alone: figures are remembered.
    let again = history(&wiki, &[]);
    assert_eq!(again.out, first.out);
    assert!(requests(&again) <= requests(&first) - 2, "{} {}", requests(&again), requests(&first));
    let text = wiki.goalkeeper_with(BOARD, &["history", "--today", "2020-11-02"]);
    insta::assert_snapshot!(text.out);
}

#[test]
fn a_revision_that_was_hidden_since_has_no_figures_any_more() {
    let wiki = Wiki::up();
    team(&wiki);
    assert_eq!(points(&history(&wiki, &[]), TEAM)[1], ("2020-10-08".to_owned(), 1, 2));
    let admin = wiki.admin();
    let ids: Vec<String> = admin.history(TEAM).iter().map(|revision| revision["revid"].to_string()).collect();
    wiki.configure("$wgGroupPermissions['sysop']['deleterevision'] = true;");
    let hidden = admin.post(&[
        ("action", "revisiondelete"),
        ("type", "revision"),
        ("target", TEAM),
        ("ids", &ids[2]),
        ("hide", "content"),
    ]);
    assert_eq!(hidden["revisiondelete"]["status"], "Success", "{hidden}");
    let after = history(&wiki, &[]);
    let days: Vec<String> = points(&after, TEAM).into_iter().map(|(day, ..)| day).collect();
    assert_eq!(days, ["2020-10-01", "2020-10-22", "2020-10-29", "2020-11-02"], "none but those");
    assert!(after.json()["pages"][0]["why_none"].as_str().unwrap().contains("is hidden"), "{}", after.out);
    assert!(!after.out.contains(&format!("\"revision\": {},", ids[2])), "{}", after.out);
    assert!(points(&after, TEAM).iter().all(|(_, goals, _)| *goals != 1));
}

#[test]
fn what_stands_on_transcluded_pages_has_no_history_and_says_why() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Team/Part", &page(1));
    import(&wiki, TEAM, &[("2020-10-05T12:00:00Z", "{{:Team/Part}}")]);
    let ran = history(&wiki, &[]);
    let page = &ran.json()["pages"][0];
    assert_eq!(page["points"], json!([]));
    assert!(page["why_none"].as_str().unwrap().contains("transcludes"), "{page}");
}

#[test]
fn any_past_quarter_can_be_asked_for_and_few_requests_are_made() {
    let wiki = Wiki::up();
    let mut revisions = Vec::new();
    for day in 1..=30 {
        revisions.push((format!("2020-10-{day:02}T12:00:00Z"), page(usize::from(day > 10))));
        revisions.push((format!("2020-11-{day:02}T12:00:00Z"), page(usize::from(day > 20) + 1)));
    }
    revisions.sort();
    let revisions: Vec<(&str, &str)> =
        revisions.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
    import(&wiki, TEAM, &revisions);
    let later = |more: &[&str]| {
        let typed = [&["history", "--today", "2021-02-02", "--format", "json"], more].concat();
        wiki.goalkeeper_with(BOARD, &typed)
    };
    // The last quarter is looked at by itself, as is any that is named.
    let last = later(&[]);
    assert_eq!(points(&last, TEAM).len(), 14);
    let asked = later(&["--quarter", "2020-21Q2"]);
    assert_eq!(asked.json()["pages"], last.json()["pages"]);
    // Fifteen revisions at most, two queries, and what every command asks.
    let fresh = wiki.goalkeeper_with(
        &format!("{BOARD}[cache]\ndir = \"none\"\n"),
        &["history", "--today", "2021-02-02", "--format", "json", TEAM],
    );
    assert_eq!(fresh.json()["pages"], last.json()["pages"]);
    assert!(requests(&fresh) <= 15 + 2 + 8, "{}", requests(&fresh));
    let named = later(&[TEAM]);
    assert_eq!(named.json()["pages"], last.json()["pages"]);
}

#[test]
fn a_page_that_cannot_be_looked_at_is_said_to_be_so() {
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper_with(BOARD, &["history", "No such page 2020-21 Q2", "--today", "2020-11-02"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.out.contains("No such page 2020-21 Q2"), "{}", ran.out);
    // A page made later than its quarter has nothing to show of it.
    wiki.admin().save("Team/Goals 2019-20 Q2", &page(1));
    let late = wiki.goalkeeper_with(BOARD, &["history", "Team/Goals 2019-20 Q2", "--today", "2020-11-02"]);
    assert!(late.out.contains("no history: no revision of it"), "{}", late.out);
    assert_eq!(late.code, 0);
    let none = wiki.goalkeeper_with("[[boards]]", &["history"]);
    assert_eq!(none.code, 2);
}

#[test]
fn the_overview_shows_the_same_weeks() {
    let wiki = Wiki::up();
    team(&wiki);
    let overview = "Project:Goals at a glance";
    let settings =
        format!("{BOARD}[boards.notices]\nenabled = false\n[status]\noverview_page = \"{overview}\"\n");
    wiki.run_with(&settings, "2020-11-02");
    let text = wiki.admin().text(overview).unwrap();
    let points = points(&history(&wiki, &[]), TEAM);
    let cells = |of: fn(&(String, u64, u64)) -> u64| {
        points.iter().map(|point| format!("\n| {}", of(point))).collect::<String>()
    };
    assert!(text.contains(&format!("With goals{}\n|-", cells(|point| point.1))), "{text}");
    assert!(text.contains(&format!("With a manager{}\n|-", cells(|point| point.2))), "{text}");
}
