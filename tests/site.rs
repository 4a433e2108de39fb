//! `goalkeeper report`: a site of plain files. How it looks and works in a browser is tested in `browser::site`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value as Json, json};

use crate::history;
use crate::support::{ADA, Ran, Wiki, board, ran};

const TODAY: &str = "2020-11-02";
const TEAM: &str = "Team/Goals {fiscal_year} Q{quarter}";

/// The files of a folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn folder(wiki: &Wiki) -> PathBuf {
    wiki.scratch.path().join("www/site")
}

fn report(wiki: &Wiki, settings: &str, more: &[&str]) -> Ran {
    let out = folder(wiki);
    let typed = [&["report", "--out", out.to_str().unwrap(), "--today", TODAY], more].concat();
    wiki.goalkeeper_with(settings, &typed)
}

/// The site that comes of it.
fn site(wiki: &Wiki, settings: &str, more: &[&str]) -> BTreeMap<String, String> {
    let ran = report(wiki, settings, more);
    assert_eq!(ran.code, 0, "{}", ran.err);
    files(&folder(wiki))
}

fn figures(site: &BTreeMap<String, String>) -> Json {
    serde_json::from_str(&site["figures.json"]).unwrap()
}

#[test]
fn a_page_of_a_hundred_key_results_is_one_file_and_a_longer_one_several() {
    let wiki = Wiki::up();
    for (name, count) in [("Hundred", 100), ("Long", 430)] {
        wiki.admin().save(&format!("{name} 2020-21 Q2"), &history::long_page(count));
        let site = site(&wiki, &board(&format!("{name} {{fiscal_year}} Q{{quarter}}")), &[]);
        let parts: Vec<_> = site.iter().filter(|(name, _)| name.starts_with("page-")).collect();
        let results: usize = parts.iter().map(|(_, text)| text.matches("<article").count()).sum();
        assert_eq!(results, count);
        assert_eq!(parts.len() > 1, count > 100, "{name}: {}", parts.len());
        for (file, text) in &site {
            assert!(text.len() < 100_000 || file == "words.js", "{file}: {}", text.len());
        }
        // Each part leads to all others.
        for (_, text) in &parts {
            assert!(
                parts.len() == 1
                    || parts.iter().all(
                        |(other, text_of)| text == text_of || text.contains(&format!("href=\"{other}\""))
                    )
            );
        }
    }
}

#[test]
fn a_key_result_with_more_goals_than_go_on_a_page_counts_the_rest() {
    let wiki = Wiki::up();
    let goals = format!("* {}\n", "<nowiki>&<></nowiki> and so on ".repeat(300)).repeat(100);
    wiki.admin().save("Big 2020-21 Q2", &history::filling_page(1, 0).replace("*\n", &goals));
    let site = site(&wiki, &board("Big {fiscal_year} Q{quarter}"), &[]);
    let (_, page) = site.iter().find(|(name, _)| name.starts_with("page-")).unwrap();
    assert!(page.len() < 100_000, "{}", page.len());
    let shown = page.matches("<li>&#38;").count();
    assert!(
        shown > 1 && page.contains(&format!("<li>and {} more, on the wiki</li>", 100 - shown)),
        "{shown}: {page}"
    );
}

#[test]
fn no_data_no_file_name_and_no_anchor_names_anybody() {
    let wiki = Wiki::up();
    history::team(&wiki);
    let own = format!("User:{ADA}/Goals 2020-21 Q2");
    wiki.admin().save(
        &own,
        &history::long_page(2).replace("number seventy", "seventy with Ada Sample and Zoë Person"),
    );
    let settings = format!(
        "{}[[boards]]\nname = \"ada\"\ntitles = [\"User:{ADA}/Goals {{fiscal_year}} Q{{quarter}}\"]\n",
        board(TEAM)
    );
    let site = site(&wiki, &settings, &[]);
    assert!(site.values().any(|text| text.contains("Ada Sample")), "the page shows its managers");
    for (file, text) in &site {
        assert!(!file.contains("Ada") && !file.contains("ada"), "{file}");
        if file.ends_with(".html") {
            let anchors = text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
            anchors.for_each(|anchor| assert!(!anchor.to_lowercase().contains("ada"), "{file}: {anchor}"));
            assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{file}");
        } else {
            // The board's name is the operator's.
            let text = text.to_lowercase().replace("\"ada\"", "");
            assert!(
                ["ada", "sample", "zoë", "person"].iter().all(|name| !text.contains(name)),
                "{file}: {text}"
            );
        }
    }
    let of_ada = figures(&site)["pages"][1].clone();
    assert_eq!((&of_ada["title"], &of_ada["key_results"]), (&Json::Null, &json!(2)));
}

#[test]
fn what_is_typed_stays_text_in_every_file() {
    let wiki = Wiki::up();
    let title = "=HYPERLINK(\"x\",A1), 'a'/2020-21 Q2";
    let text = "<nowiki></script><script>x()</script> ]]> {{ }} {% if %} \"'\\</nowiki>";
    let page = format!(
        "== {text} ==\n=== Key Results ===\n'''Key Result Manager:''' {text}\n\n'''KR1:''' {text}\n\n'''Q2 Goals:'''\n* {text}\n"
    );
    wiki.admin().save(title, &page);
    let site = site(&wiki, &board(&title.replace("2020-21 Q2", "{fiscal_year} Q{quarter}")), &[]);
    for (file, text) in &site {
        let scripts = text.matches("<script").count();
        assert_eq!(scripts, usize::from(file.ends_with(".html")), "{file}: its own alone");
    }
    assert!(site["words.js"].starts_with("window.goalWords = {\"page-"), "{}", site["words.js"]);
    let line = site["figures.csv"].lines().nth(1).unwrap();
    assert!(line.starts_with("\"other\",\"'=HYPERLINK(\"\"x\"\",A1), 'a'/2020-21 Q2\","), "{line}");
    assert_eq!(figures(&site)["pages"][0]["title"], title);
}

#[test]
fn a_page_that_says_no_is_not_shown_and_without_a_login_none_that_may() {
    let wiki = Wiki::up();
    let settings = ["Yes", "No", "Others"].map(|name| {
        board(&format!("{name} {{fiscal_year}} Q{{quarter}}")).replace("other", &name.to_lowercase())
    });
    let settings = settings.concat();
    for (name, says) in
        [("Yes", ""), ("No", "{{bots|deny=GoalkeeperBot}}\n"), ("Others", "{{bots|deny=AnotherBot}}\n")]
    {
        wiki.admin().save(&format!("{name} 2020-21 Q2"), &format!("{says}{}", history::long_page(2)));
    }
    let titles = |site: &BTreeMap<String, String>| {
        let pages = figures(site)["pages"].as_array().unwrap().clone();
        pages.iter().map(|page| page["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let shown = site(&wiki, &settings, &[]);
    assert_eq!(titles(&shown), ["Yes 2020-21 Q2", "Others 2020-21 Q2"]);
    assert!(shown.values().all(|text| !text.contains("No 2020-21 Q2")));
    let mut anonymous = wiki.command(&settings);
    anonymous.env_remove("GOALKEEPER__AUTH__USERNAME").env_remove("GOALKEEPER__AUTH__PASSWORD");
    let out = folder(&wiki);
    anonymous.args(["report", "--out", out.to_str().unwrap(), "--today", TODAY]);
    let ran = ran(&mut anonymous);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(titles(&files(&out)), ["Yes 2020-21 Q2"]);
}

#[test]
fn a_page_that_is_not_there_or_not_understood_is_said_to_be_so() {
    let wiki = Wiki::up();
    let row = "|-\n| Blue whales sing || Some of the time || In deep water\n".repeat(40);
    let table = format!("== Songs ==\n{{| class=\"wikitable\"\n! Animal !! Habit !! Place\n{row}|}}\n");
    wiki.admin().save("Odd 2020-21 Q2", &format!("{}\n{table}", history::long_page(1)));
    let settings =
        format!("{}{}", board("Odd {fiscal_year} Q{quarter}"), board(TEAM).replace("other", "late"));
    wiki.admin().save("Team/Goals 2020-21 Q1", &history::long_page(1));
    let site = site(&wiki, &settings, &[]);
    let index = &site["index.html"];
    assert!(index.contains("not understood, so nothing is said of it"), "{index}");
    assert!(index.contains("not there yet"), "{index}");
    let pages = figures(&site)["pages"].clone();
    assert_eq!((&pages[0]["key_results"], &pages[1]["page_id"]), (&Json::Null, &Json::Null), "{pages:#}");
    // Last quarter's page is there.
    assert_eq!(pages[2]["key_results"], 1);
}

#[test]
fn a_folder_of_anything_else_is_left_alone_and_an_earlier_site_is_replaced_as_a_whole() {
    let wiki = Wiki::up();
    history::team(&wiki);
    let out = folder(&wiki);
    fs::create_dir_all(out.join("holiday")).unwrap();
    let refused = report(&wiki, &board(TEAM), &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("holds “holiday”, which is no part of an earlier site"), "{}", refused.err);
    assert!(refused.err.lines().count() == 1, "before the wiki is asked: {}", refused.err);
    fs::remove_dir(out.join("holiday")).unwrap();
    // Somebody's own site has files of the same names.
    fs::write(out.join("index.html"), "mine").unwrap();
    let refused = report(&wiki, &board(TEAM), &[]);
    assert!(refused.code == 2 && refused.err.contains("holds “index.html”"), "{}", refused.err);
    assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "mine");
    fs::remove_file(out.join("index.html")).unwrap();

    let first = site(&wiki, &board(TEAM), &[]);
    assert!(first.keys().any(|name| name.starts_with("page-")));
    // The same day, the same pages: the same bytes.
    assert_eq!(site(&wiki, &board(TEAM), &[]), first);
    // A page that is gone is gone from the site.
    let other = site(&wiki, &board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"), &[]);
    assert!(first.keys().filter(|name| name.starts_with("page-")).all(|name| !other.contains_key(name)));
    let beside: Vec<_> =
        fs::read_dir(out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["site"], "nothing is left beside it");

    let file = wiki.file("a file", "");
    let ran = wiki.goalkeeper_with(&board(TEAM), &["report", "--out", file.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is a file: name a folder"), "{}", ran.err);
}

#[test]
fn whatever_fails_the_earlier_site_stands() {
    let wiki = Wiki::up();
    history::team(&wiki);
    let first = site(&wiki, &board(TEAM), &[]);
    // What an interrupted one left is in nobody's way.
    let left = folder(&wiki).with_file_name(".site.goalkeeper-new");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("figures.json"), "{\"pages\": [").unwrap();
    assert_eq!(site(&wiki, &board(TEAM), &[]), first);
    assert!(!left.exists());
    // A folder by that name that isn't its own is.
    fs::create_dir(&left).unwrap();
    fs::write(left.join("notes.txt"), "mine").unwrap();
    let ran = report(&wiki, &board(TEAM), &[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(fs::read_to_string(left.join("notes.txt")).unwrap(), "mine");
    assert_eq!(files(&folder(&wiki)), first);
    fs::remove_dir_all(&left).unwrap();
    // One that was interrupted between moving the old site away and the new one to its place, where that takes two steps.
    let old = left.with_file_name(".site.goalkeeper-old");
    fs::rename(folder(&wiki), &old).unwrap();
    wiki.configure("http_response_code( 500 ); exit;");
    let ran = report(&wiki, &board(TEAM), &[]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    wiki.configure("");
    assert_eq!(files(&folder(&wiki)), first);
    assert!(!old.exists());
    // Nothing that is read is no reason to take away what was.
    let never = report(&wiki, &board("Tean {fiscal_year} Q{quarter}"), &[]);
    assert_eq!(never.code, 3, "{}", never.err);
    assert!(never.err.contains("the site stays as it is"), "{}", never.err);
    assert_eq!(files(&folder(&wiki)), first);
    // A board that isn't there is named on the site.
    let both = format!("{}{}", board(TEAM), board("Tean {fiscal_year} Q{quarter}").replace("other", "typo"));
    let ran = report(&wiki, &both, &["--format", "json"]);
    assert_eq!((ran.code, &ran.json()["never_matched"]), (3, &json!(["typo"])), "{}", ran.err);
    assert!(files(&folder(&wiki))["index.html"].contains("board “typo”: there never was a page called"));
}

#[test]
fn a_folder_that_cannot_be_replaced_is_told_before_the_wiki_is_asked() {
    let wiki = Wiki::up();
    let here = tempfile::tempdir().unwrap();
    let report = |out: &str| {
        let mut command = wiki.command(&board(TEAM));
        ran(command.args(["report", "--out", out, "--today", TODAY]).current_dir(here.path()))
    };
    std::os::unix::fs::symlink("nowhere", here.path().join("link")).unwrap();
    for (out, said) in [
        (".", "the folder that you are in"),
        ("link", "leads nowhere"),
        ("/", "name one in it"),
        ("/proc", "mount point"),
    ] {
        let refused = report(out);
        assert_eq!(refused.code, 2, "{out}: {}", refused.err);
        assert!(refused.err.contains(said), "{out}: {}", refused.err);
        assert_eq!(refused.err.lines().count(), 1, "{out}: {}", refused.err);
    }
    // Its rights stay as they are.
    history::team(&wiki);
    assert_eq!(report("www").code, 0);
    let www = here.path().join("www");
    fs::set_permissions(&www, fs::Permissions::from_mode(0o2751)).unwrap();
    fs::set_permissions(www.join("figures.json"), fs::Permissions::from_mode(0o604)).unwrap();
    assert_eq!(report("www").code, 0);
    assert_eq!(www.metadata().unwrap().mode() & 0o7777, 0o2751);
    assert_eq!(www.join("index.html").metadata().unwrap().mode() & 0o777, 0o604);
}

#[test]
fn what_an_old_title_leads_to_is_not_counted_twice_and_a_no_behind_it_is_not_named() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Moved/2020-21 Q2", &history::long_page(2));
    admin.save("Moved/2020-21 Q1", "#REDIRECT [[Moved/2020-21 Q2]]");
    admin.save("No/2020-21 Q2", &format!("{{{{bots|deny=GoalkeeperBot}}}}\n{}", history::long_page(2)));
    admin.save("Old no/2020-21 Q2", "#REDIRECT [[No/2020-21 Q2]]");
    let settings = ["Moved", "No", "Old no"].map(|name| {
        board(&format!("{name}/{{fiscal_year}} Q{{quarter}}"))
            .replace("other", &name.to_lowercase().replace(' ', "-"))
    });
    let site = site(&wiki, &settings.concat(), &[]);
    let pages = figures(&site)["pages"].clone();
    assert_eq!(pages.as_array().unwrap().len(), 1, "{pages:#}");
    assert!(site.values().all(|text| !text.contains("No/2020-21 Q2") && !text.contains("Old no")));
}

#[test]
fn of_a_quarter_that_is_over_nothing_is_open_and_no_place_no_count() {
    let wiki = Wiki::up();
    let page = history::filling_page(4, 1).replace("Q2 Goals", "Q1 Goals");
    history::import(&wiki, "Team/Goals 2020-21 Q1", &[("2020-07-05T12:00:00Z", &page)]);
    let site = site(&wiki, &board(TEAM), &[]);
    let page = figures(&site)["pages"][1].clone();
    assert_eq!((&page["with_goals"], &page["open"]), (&json!(1), &Json::Null), "{page}");
    let (_, page) = site.iter().find(|(name, _)| name.starts_with("page-")).unwrap();
    assert!(page.contains("4 key results: 1 with goals, 4 with a manager."), "{page}");
    assert!(!page.contains("waiting for") && !page.contains("With a status"), "{page}");
}

#[test]
fn a_revision_that_cannot_be_fetched_costs_that_pages_history_and_nothing_else() {
    let wiki = Wiki::up();
    history::team(&wiki);
    let old = wiki.admin().history("Team/Goals 2020-21 Q2")[2]["revid"].clone();
    wiki.configure(&format!(
        "if ( str_contains( $_SERVER['REQUEST_URI'] ?? '', 'revision/{old}/html' ) ) {{ http_response_code( 500 ); exit; }}"
    ));
    let overview = "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n[status]\noverview_page = \"Project:Overview\"\n";
    let ran = report(&wiki, &format!("{}{overview}", board(TEAM)), &[]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let site = files(&folder(&wiki));
    assert!(site.values().any(|text| text.contains("No history: a revision of it could not be fetched")));
    assert_eq!(figures(&site)["pages"][0]["with_goals"], 3);
    let planned = wiki.goalkeeper_with(&format!("{}{overview}", board(TEAM)), &["run", "--today", TODAY]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    let text = wiki.admin().text("Project:Overview").unwrap();
    assert!(!text.contains("Start of week"), "{text}");
}

/// A year of five boards, whose pages were edited each week. Prints what it costs.
#[test]
#[ignore = "slow: three hundred revisions; `make slow`"]
fn slow_a_year_of_five_boards() {
    let wiki = Wiki::up();
    let begins = ["2019-10-01", "2020-01-01", "2020-04-01", "2020-07-01"];
    let quarters = ["2019-20 Q2", "2019-20 Q3", "2019-20 Q4", "2020-21 Q1"];
    let mut settings = String::new();
    for team in 1..=5 {
        settings += &board(&format!("Team {team}/{{fiscal_year}} Q{{quarter}}"))
            .replace("other", &format!("team-{team}"));
        for (quarter, begins) in quarters.iter().zip(begins) {
            let first: chrono::NaiveDate = begins.parse().unwrap();
            let at = |week: u64| format!("{}T12:00:00Z", first + chrono::Days::new(7 * week));
            let label = format!("{} Goals", quarter.split(' ').nth(1).unwrap());
            let page = |week: usize| history::filling_page(20, week * 2).replace("Q2 Goals", &label);
            let revisions: Vec<(String, String)> =
                (0..14).map(|week| (at(week), page(usize::try_from(week).unwrap()))).collect();
            let revisions: Vec<(&str, &str)> =
                revisions.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
            history::import(&wiki, &format!("Team {team}/{quarter}"), &revisions);
        }
    }
    let mut said = String::new();
    let mut sites = Vec::new();
    for what in ["first", "again"] {
        let begun = Instant::now();
        let out = folder(&wiki);
        let typed = ["report", "--out", out.to_str().unwrap(), "--quarters", "4", "--today", "2020-09-30"];
        let ran = wiki.goalkeeper_with(&settings, &typed);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let (took, requests) = (begun.elapsed(), history::requests(&ran));
        let site = files(&out);
        let largest = site.values().map(String::len).max().unwrap();
        let all: usize = site.values().map(String::len).sum();
        let _ = writeln!(
            said,
            "{what}: {requests} requests, {:.1} s, {} files, {all} bytes, the largest {largest}",
            took.as_secs_f64(),
            site.len()
        );
        // Two queries a page, and what every command asks.
        assert!(requests <= if what == "again" { 60 } else { 20 * 15 + 60 }, "{said}");
        assert!(largest < 100_000, "{said}");
        assert!(site["index.html"].matches("20 of 20").count() >= 20, "{}", site["index.html"]);
        sites.push(site);
    }
    assert_eq!(sites[0], sites[1]);
    println!("{said}");
}
