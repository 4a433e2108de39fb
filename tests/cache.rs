//! What is remembered from one run to the next: it saves requests, says the same, and never decides what somebody is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value as Json;

use crate::support::{ADA, PAGE, PRODUCT, Ran, Wiki, board, line, outcomes, ran};

const TODAY: [&str; 2] = ["--today", "2020-11-02"];
const PART: &str = "Wikimedia Technology/Goals/2020-21 Q2/Part";

fn check(wiki: &Wiki, settings: &str) -> Ran {
    let ran = wiki.goalkeeper_with(settings, &["check", TODAY[0], TODAY[1], "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran
}

fn requests(ran: &Ran) -> usize {
    let (_, rest) = ran.err.rsplit_once("requests=").unwrap_or_else(|| panic!("{}", ran.err));
    rest.split(' ').next().unwrap().parse().unwrap()
}

/// The file, once something is in it.
fn file(wiki: &Wiki) -> PathBuf {
    wiki.scratch.path().join("goalkeeper/kept-1.redb")
}

/// Moves the key results of the sample page to a page that it transcludes, and gives their text.
fn with_part(wiki: &Wiki) -> String {
    let admin = wiki.admin();
    let text = admin.text(PAGE).unwrap();
    admin.save(PART, &text);
    admin.save(PAGE, &format!("{{{{:{PART}}}}}"));
    // It learns what the page shows.
    wiki.maintenance(&["runJobs"]);
    // A page that was touched this very moment is not remembered.
    thread::sleep(std::time::Duration::from_secs(4));
    text
}

/// Fills all stubs on it; pages that show it learn of that when the wiki's jobs are run.
fn fill(wiki: &Wiki, text: &str) {
    wiki.admin()
        .save(PART, &format!("{text}\n* Something\n").replace("Goals:'''\n*\n", "Goals:'''\n* Something\n"));
}

#[test]
fn what_did_not_change_is_not_fetched_again() {
    let wiki = Wiki::up();
    let first = check(&wiki, "");
    let again = check(&wiki, "");
    assert_eq!(again.out, first.out);
    assert_eq!(requests(&again), requests(&first) - 2);
    // One of two changes, and is fetched; the other is not.
    let admin = wiki.admin();
    let text = admin.text(PRODUCT).unwrap();
    admin.save(PRODUCT, &text.replacen("Goals:'''\n*\n", "Goals:'''\n* Something\n", 1));
    let changed = check(&wiki, "");
    assert_eq!(requests(&changed), requests(&again) + 1);
    assert!(changed.out != again.out);
    assert_eq!(changed.out, check(&wiki, "cache.dir = \"none\"").out);
    // Another way of reading it is another reading.
    let guess = check(
        &wiki,
        "[[boards]]\nname = \"t\"\nlayout = \"goal-lists\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]",
    );
    assert_eq!(guess.json()["pages"][0]["layout"], "goal-lists");
}

#[test]
fn what_a_page_transcludes_is_a_part_of_it() {
    let wiki = Wiki::up();
    let text = with_part(&wiki);
    let before = check(&wiki, "");
    assert_eq!(requests(&check(&wiki, "")), requests(&before) - 2);
    fill(&wiki, &text);
    wiki.maintenance(&["runJobs"]);
    let after = check(&wiki, "");
    assert!(after.out != before.out);
    assert!(after.out == check(&wiki, "cache.dir = \"none\"").out);
}

#[test]
fn nobody_is_told_what_is_only_remembered() {
    let wiki = Wiki::up();
    // So that it parses anew what its jobs have not told it to.
    wiki.configure("$wgParserCacheType = CACHE_NONE;");
    let text = with_part(&wiki);
    let at_once = "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0";
    let settings = format!("{}{at_once}", board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"));
    let plan = |cache: &str| {
        let settings = format!("{settings}\n[cache]\ndir = \"{cache}\"");
        let planned =
            wiki.goalkeeper_with(&settings, &["plan", TODAY[0], TODAY[1], "--format", "json"]).json();
        let edits = planned["edits"].as_array().unwrap().iter();
        edits.filter(|edit| edit["kind"] == "notice").cloned().collect::<Vec<Json>>()
    };
    let with_stubs = plan("");
    let before = check(&wiki, "");
    // The wiki's jobs are late: it doesn't know yet that the page shows something else.
    fill(&wiki, &text);
    assert!(check(&wiki, "").out == before.out);
    let stale = fs::read(file(&wiki)).unwrap();
    let expected = plan("none");
    assert!(!expected.is_empty() && expected != with_stubs);
    assert_eq!(plan(""), expected);
    fs::write(file(&wiki), stale).unwrap();
    let ran = wiki.run_with(&settings, "2020-11-02");
    let posted: Vec<&String> =
        ran.iter().filter(|line| line.starts_with("notice") && line.ends_with(": posted")).collect();
    assert_eq!(posted.len(), expected.len(), "{posted:?}");
    for notice in expected {
        let talk = wiki.admin().text(notice["target"].as_str().unwrap()).unwrap();
        let (first, _) = notice["text"].as_str().unwrap().split_once("\n\n<span").unwrap();
        assert!(talk.contains(first.trim()), "{first}\n\n{talk}");
    }
}

#[test]
fn whatever_is_wrong_with_it_costs_only_time() {
    let wiki = Wiki::up();
    let expected = check(&wiki, "cache.dir = \"none\"");
    let cost = requests(&expected);
    assert!(!file(&wiki).exists());
    assert_eq!(requests(&check(&wiki, "")), cost);
    assert_eq!(requests(&check(&wiki, "")), cost - 2);
    let whole = fs::read(file(&wiki)).unwrap();
    let damages: [(&str, Vec<u8>); 4] = [
        ("lost", Vec::new()),
        ("something else", b"<html>".repeat(10_000)),
        ("cut short", whole[..whole.len() / 3].to_vec()),
        ("altered", whole.iter().map(|byte| if *byte == b'G' { b'X' } else { *byte }).collect()),
    ];
    for (what, bytes) in damages {
        fs::write(file(&wiki), bytes).unwrap();
        let damaged = check(&wiki, "");
        assert_eq!((&damaged.out, requests(&damaged)), (&expected.out, cost), "{what}");
        let again = check(&wiki, "");
        assert_eq!((&again.out, requests(&again)), (&expected.out, cost - 2), "{what}");
    }
    // No folder, and one in which nothing can be made.
    for place in ["/proc/none", "/dev/null"] {
        let without = check(&wiki, &format!("cache.dir = \"{place}\""));
        assert_eq!((&without.out, requests(&without)), (&expected.out, cost), "{place}");
        assert!(without.err.contains("cache.dir can't be used, so nothing is kept: "), "{}", without.err);
    }
}

/// A limit on the size of files stops it just where a full disk would.
#[test]
fn a_full_disk_costs_only_time() {
    let wiki = Wiki::up();
    let expected = check(&wiki, "cache.dir = \"none\"");
    for blocks in [0, 1, 20, 60, 100] {
        let _ = fs::remove_file(file(&wiki));
        for _ in 0..2 {
            let inner = wiki.command("");
            let mut command = std::process::Command::new("bash");
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\" | cat");
            command.args(["-c", &script]).arg(inner.get_program()).args(inner.get_args());
            command.args(["check", TODAY[0], TODAY[1], "--format", "json"]);
            command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let ran = ran(&mut command);
            assert_eq!(ran.out, expected.out, "{blocks} blocks: {}", ran.err);
        }
        assert_eq!(check(&wiki, "").out, expected.out, "{blocks} blocks");
    }
}

#[test]
fn two_runs_at_once_do_not_disturb_each_other() {
    let wiki = Wiki::up();
    let expected = check(&wiki, "cache.dir = \"none\"").out;
    for _ in 0..3 {
        thread::scope(|scope| {
            let all: Vec<_> = (0..4).map(|_| scope.spawn(|| check(&wiki, "").out)).collect();
            all.into_iter().for_each(|one| assert_eq!(one.join().unwrap(), expected));
        });
    }
}

#[test]
fn every_page_is_remembered_as_it_was_read() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut titles = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|its| its == "wikitext") {
            let title = format!("{}/Goals/2020-21 Q2", path.file_stem().unwrap().to_str().unwrap());
            admin.save(&title, &fs::read_to_string(&path).unwrap());
            titles.push(title);
        }
    }
    assert!(titles.len() > 30);
    thread::sleep(std::time::Duration::from_secs(4));
    for command in ["check", "show"] {
        let mut arguments = vec![command, TODAY[0], TODAY[1], "--format", "json"];
        arguments.extend(titles.iter().map(String::as_str));
        let without = wiki.goalkeeper_with("cache.dir = \"none\"", &arguments);
        let first = wiki.goalkeeper(&arguments);
        let again = wiki.goalkeeper(&arguments);
        assert_eq!(first.out, without.out);
        assert_eq!(again.out, without.out);
        // What failed on a page may go well another time.
        let fetched = requests(&again) - (requests(&without) - titles.len());
        assert!(fetched <= 3, "{fetched} of {} are not remembered", titles.len());
    }
}

/// The figure: at most ⌈N/50⌉ + 3⌈owners/50⌉ + 10 requests.
#[test]
fn a_run_in_which_nothing_changed_asks_for_little() {
    let wiki = Wiki::up();
    let run = || wiki.goalkeeper(&["run", TODAY[0], TODAY[1], "--format", "json"]);
    let first = run();
    assert_eq!(line(&outcomes(&first.json()), &format!("notice {ADA}")), format!("notice {ADA}: posted"));
    let again = run();
    let changed = outcomes(&again.json()).iter().any(|line| line.ends_with(": posted"));
    assert!(!changed && requests(&again) <= 1 + 3 + 10, "{} requests: {}", requests(&again), again.out);
}

/// What a run over many pages costs: the first, and one in which nothing changed.
#[test]
#[ignore = "slow: a hundred and twenty pages; `make slow`"]
fn slow_a_run_over_many_pages() {
    const PAGES: usize = 120;
    const OWNERS: usize = 60;
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let texts = tempfile::tempdir().unwrap();
    let owner = |number: usize| format!("Owner {} Sample", number % OWNERS);
    (0..OWNERS).for_each(|number| admin.create_account(&owner(number)));
    let mut titles = Vec::new();
    for number in 0..PAGES {
        let text = format!(
            "== Objective ==\n'''Objective Manager:''' [[User:{0}]]\n\n'''KR1:''' Half of them work.\n\n'''Q2 Goals:'''\n*\n",
            owner(number)
        );
        fs::write(texts.path().join(format!("Team{number} 2020-21 Q2.txt")), text).unwrap();
        titles.push(format!("Team{number} {{fiscal_year}} Q{{quarter}}"));
    }
    let pattern = texts.path().join("*.txt");
    wiki.maintenance(&["importTextFiles", pattern.to_str().unwrap()]);
    thread::sleep(std::time::Duration::from_secs(4));
    let settings = format!(
        "[limits]\nnotices_per_run = 20\n[owners_policy]\nallow = [\"Owner *\"]\n[[boards]]\nname = \"teams\"\ntitles = {}\n\
         [boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\ninterval_days = 30\n",
        Json::from(titles)
    );
    let run = |what: &str| {
        let ran = wiki.goalkeeper_with(&settings, &["run", TODAY[0], TODAY[1], "--format", "json"]);
        let lines = outcomes(&ran.json());
        let posted = |kind: &str| {
            lines.iter().filter(|line| line.starts_with(kind) && line.ends_with(": posted")).count()
        };
        let (notices, tables) = (posted("notice"), posted("status"));
        println!("{what}: {} requests, {notices} notices, {tables} tables", requests(&ran));
        // An edit and a guarding read each, and for a notice one look at what the page would show.
        let writing = 3 * notices + 2 * tables;
        (requests(&ran) - writing, notices, tables)
    };
    let of_owners = 3 * OWNERS.div_ceil(50);
    let least = PAGES.div_ceil(50) + of_owners + 10;
    let (reading, notices, tables) = run("the first");
    assert_eq!((notices, tables), (20, PAGES));
    println!("besides: {reading}, if nothing changed at most {least}");
    assert_eq!(run("the second").1, 20);
    assert_eq!(run("the third").1, 20);
    let (reading, notices, tables) = run("nothing changed");
    assert_eq!((notices, tables), (0, 0));
    assert!(reading <= least, "{reading} requests");
}
