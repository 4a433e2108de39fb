//! Pages found by where they are: in a category, on a page with links, by the beginning of their titles, by a list on the wiki.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::Value as Json;

use crate::support::{Ran, User, Wiki, line};

const COORDINATOR: &str = "Coordinator Sample (WMF)";

/// A page with one empty place.
fn goals(manager: &str, more: &str) -> String {
    format!(
        "== Calm nights ==\n\n'''Objective Manager:''' [[User:{manager}]]\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\n{more}"
    )
}

fn board(from: &str) -> String {
    format!(
        "[[boards]]\nname = \"teams\"\ntitles_from = {from}\ncoordinator = \"{COORDINATOR}\"\n\
         [boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n"
    )
}

/// Titles of what was read, in their order.
fn titles(checked: &Ran) -> Vec<String> {
    let json = checked.json();
    let pages = json["pages"].as_array().unwrap().iter();
    pages.map(|page| page["title"].as_str().unwrap().to_owned()).collect()
}

fn check(wiki: &Wiki, settings: &str) -> Ran {
    wiki.goalkeeper_with(settings, &["check", "--today", "2020-11-02", "--format", "json"])
}

fn requests(ran: &Ran) -> u32 {
    let (_, count) = ran.err.rsplit_once("requests=").unwrap();
    count.split_whitespace().next().unwrap().parse().unwrap()
}

/// Pages of two teams for several quarters, and what else there may be around them.
fn teams(admin: &User) {
    let category = "<noinclude>[[Category:Team goals]]</noinclude>";
    let ada = goals("Ada Sample (WMF)", category);
    for title in
        ["Team:Alpha 2020-21 Q2", "Team:Beta 2020-21 Q2", "Team:Beta 2020-21 Q1", "Team:Beta 2020-21 Q3"]
    {
        admin.save(title, &ada);
    }
    admin.save("Team:Rules", &format!("How we write goals. {category}"));
    admin.save("Talk:Team:Alpha 2020-21 Q2", &format!("A copy:\n{ada}"));
    admin.save("Template:Team 2020-21 Q2", &ada);
    admin.save("Team:Old name 2020-21 Q2", "#REDIRECT [[Team:Alpha 2020-21 Q2]]");
}

#[test]
fn a_category_a_hub_or_a_beginning_leads_to_the_quarters_pages() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    teams(&admin);
    admin.save(
        "Team hub",
        "* [[Team:Alpha 2020-21 Q2]]\n* [[Team:Old name 2020-21 Q2|Alpha]]\n* [[Team:Beta 2020-21 Q1]]\n* [[Team:Gamma 2020-21 Q2]]\n\
         * [[User:Ada Sample (WMF)]] [[Talk:Team:Alpha 2020-21 Q2]]\n{{:Team:Beta 2020-21 Q2}}",
    );
    let alpha_and_beta = ["Team:Alpha 2020-21 Q2", "Team:Beta 2020-21 Q2"];
    for (from, found) in [
        (
            r#"["Category:Team goals"]"#,
            "5 pages found, 2 for 2020-21Q2; for other quarters: 2; not for a quarter: “Team:Rules”",
        ),
        (
            r#"["Team hub"]"#,
            "3 pages found, 2 for 2020-21Q2; for other quarters: 1; linked to, and not there yet: “Team:Gamma 2020-21 Q2”",
        ),
        (
            r#"["Team:*"]"#,
            "5 pages found, 2 for 2020-21Q2; for other quarters: 2; not for a quarter: “Team:Rules”",
        ),
        (r#"["team_hub", "category:team goals", "Team:*"]"#, "5 pages found, 2 for 2020-21Q2"),
    ] {
        let checked = check(&wiki, &board(from));
        let mut titles = titles(&checked);
        titles.sort();
        assert_eq!(
            (checked.code, titles),
            (1, alpha_and_beta.map(str::to_owned).to_vec()),
            "{from}: {}",
            checked.err
        );
        assert_eq!(checked.json()["unread"], Json::Array(Vec::new()), "{from}");
        let doctor = wiki.goalkeeper_with(&board(from), &["doctor", "--today", "2020-11-02"]);
        assert!(doctor.out.contains(found), "{from}: {}", doctor.out);
        assert_eq!(doctor.code, 0, "{from}: {}", doctor.out);
    }
    // A page named alone is the board's, too.
    let alone = ["check", "Team:Alpha 2020-21 Q2", "--today", "2020-11-02", "--format", "json"];
    let alone = wiki.goalkeeper_with(&board(r#"["Team hub"]"#), &alone).json();
    assert_eq!(alone["pages"][0]["board"], "teams");
}

#[test]
fn a_place_that_is_not_there_is_an_error_and_one_without_pages_is_none() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    teams(&admin);
    for (from, why) in [
        (r#"["Category:Team gaols", "Team:*"]"#, "there is no “Category:Team gaols”"),
        (r#"["Team hbu", "Team:*"]"#, "there is no “Team hbu”"),
        (r#"["Teem:*", "Team:*"]"#, "no page's title begins as “Teem:*” says"),
    ] {
        let ran = wiki.goalkeeper_with(
            &board(from),
            &["run", "--dry-run", "--today", "2020-11-02", "--format", "json"],
        );
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains(why), "{from}: {}", ran.err);
        // It stops nothing else.
        assert!(ran.json()["outcomes"].as_array().unwrap().iter().any(|outcome| outcome["kind"] == "status"));
        let doctor = wiki.goalkeeper_with(&board(from), &["doctor", "--today", "2020-11-02"]);
        assert!(doctor.code == 3 && doctor.out.contains(why), "{}", doctor.out);
    }
    admin.save("Category:Later", "For goals.");
    let later = board(r#"["Category:Later"]"#);
    assert_eq!(check(&wiki, &later).code, 0);
    let doctor = wiki.goalkeeper_with(&later, &["doctor", "--today", "2020-11-02"]);
    assert!(doctor.out.contains("0 pages found, 0 for 2020-21Q2"), "{}", doctor.out);
    let year = wiki.goalkeeper_with(&board(r#"["Team:*"]"#), &["doctor", "--today", "2022-11-02"]);
    assert!(
        year.code == 0 && year.out.contains("5 pages found, 0 for 2022-23Q2; for other quarters: 4"),
        "{}",
        year.out
    );
}

#[test]
fn a_page_that_names_the_quarter_in_a_heading_gives_what_stands_under_it() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let quarter = |quarter: &str, name: &str| {
        let part = goals("Ada Sample (WMF)", "")
            .replace("Calm nights", name)
            .replace("== ", "=== ")
            .replace(" ==\n", " ===\n");
        format!("== {quarter} ==\n{}", part.replace("Q2 Goals", "Goals"))
    };
    let page = format!(
        "About the team.\n\n== Members ==\nAda and others.\n\n== 2020-21 ==\n{}\n{}",
        quarter("Q1", "Old things")
            .replace("== Q1 ==", "=== Q1 ===")
            .replace("=== Old", "==== Old")
            .replace("things ===", "things ===="),
        quarter("2020-21 Q2", "Calm nights"),
    );
    admin.save("Team/Delta", &page);
    admin.save("Team/Epsilon", "== Q2 ==\nOf no year.");
    let settings = board(r#"["Team/*"]"#);
    let checked = check(&wiki, &settings);
    assert_eq!(titles(&checked), ["Team/Delta"], "{}", checked.err);
    let page = &checked.json()["pages"][0];
    assert_eq!(page["quarter"]["number"], 2);
    let objectives: Vec<_> =
        page["objectives"].as_array().unwrap().iter().map(|o| o["title"].clone()).collect();
    assert_eq!(objectives, ["Calm nights"]);
    let left_out = page["left_out"].to_string();
    assert!(left_out.contains("Ada and others") && !left_out.contains("Old things"), "{left_out}");
    assert!(page["coverage"].as_f64().unwrap() > 0.9, "{page:#}");
    let first = wiki.goalkeeper_with(&settings, &["check", "--quarter", "2020-21Q1", "--format", "json"]);
    assert_eq!(first.json()["pages"][0]["objectives"][0]["title"], "Old things");
    // Told as any other page, when its time has come.
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-10-05"), "digest"),
        format!("digest {COORDINATOR}: posted")
    );
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-10-09"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
}

#[test]
fn owners_hear_of_a_found_page_after_its_coordinator() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Team:Alpha 2020-21 Q2", &goals("Ada Sample (WMF)", "[[Category:Team goals]]"));
    let settings = board(r#"["Category:Team goals"]"#);
    let run = |today: &str| wiki.run_with(&settings, today);
    let outcomes = run("2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped quiet-period");
    assert_eq!(line(&outcomes, "digest"), format!("digest {COORDINATOR}: posted"));
    let told = admin.text(&format!("User talk:{COORDINATOR}")).unwrap();
    assert!(told.contains("[[:Team:Alpha 2020-21 Q2|"), "{told}");
    // Somebody puts another page there.
    admin.save("Team:Beta 2020-21 Q2", &goals("Bo Sample (WMF)", "[[Category:Team goals]]"));
    let outcomes = run("2020-11-03");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&outcomes, "notice Bo"), "notice Bo Sample (WMF): skipped quiet-period");
    assert_eq!(line(&run("2020-11-09"), "notice Bo"), "notice Bo Sample (WMF): skipped quiet-period");
    assert_eq!(line(&run("2020-11-10"), "notice Bo"), "notice Bo Sample (WMF): posted");
}

#[test]
fn a_list_on_the_wiki_adds_boards_titles_and_coordinators() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    teams(&admin);
    admin.save("Research/2020-21 Q2", &goals("Bo Sample (WMF)", ""));
    let list = "Project:Boards.json";
    let settings = format!(
        "boards_page = \"{list}\"\n[defaults.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\nlanguage = \"de\"\n[[boards]]\nname = \"teams\"\n"
    );
    let doctor = || wiki.goalkeeper_with(&settings, &["doctor", "--today", "2020-11-02"]);
    assert!(doctor().out.contains("“Goalkeeper dev wiki:Boards.json” does not exist; it adds nothing"));
    admin.save(
        list,
        &format!(
            r#"{{"teams": {{"titles_from": ["Team:*"], "coordinator": "{COORDINATOR}"}},
                "research": {{"titles": ["Research/{{fiscal_year}} Q{{quarter}}"], "coordinator": "{COORDINATOR}"}},
                "Wrong name": {{"titles": ["X {{quarter}}"]}}, "odd": {{"titles": "X"}}, "more": {{"title": []}},
                "empty": {{}}, "stranger": {{"titles": ["Y Q{{quarter}}"], "coordinator": "Gus Sample"}},
                "twice": {{"titles": ["Z Q{{quarter}}"]}}, "twice": {{"titles": ["Z Q{{quarter}}"]}},
                "same": {{"titles": ["Research/{{fiscal_year}} Q{{quarter}}"]}}, "special": {{"titles": ["Special:Z Q{{quarter}}"]}}}}"#
        ),
    );
    let checked = check(&wiki, &settings);
    let mut found = titles(&checked);
    found.sort();
    assert_eq!(
        found,
        ["Research/2020-21 Q2", "Team:Alpha 2020-21 Q2", "Team:Beta 2020-21 Q2"],
        "{}",
        checked.err
    );
    let only = ["check", "--board", "research", "--today", "2020-11-02", "--format", "json"];
    assert_eq!(titles(&wiki.goalkeeper_with(&settings, &only)), ["Research/2020-21 Q2"]);
    let other = wiki.goalkeeper_with(&settings, &["check", "--board", "reserch"]);
    assert!(other.code == 2 && other.err.contains("did you mean “research”?"), "{}", other.err);
    let doctor = doctor().out;
    for said in [
        "“Goalkeeper dev wiki:Boards.json” adds to 2 boards. Anyone may edit it",
        "“Wrong name”: a board needs a name of 1 to 40",
        "“odd”: write {\"titles\": [\"…\"]",
        "“more”: write {\"titles\": [\"…\"]",
        "“empty”: it has neither titles nor titles_from",
        "“stranger”: the coordinator “Gus Sample” is none of the accounts in owners_policy.allow",
        "“twice”: stands there twice; neither counts",
        "“same”: the boards “research” and “same” have a page in common",
        "“special”: ",
    ] {
        assert!(doctor.contains(said), "{said}: {doctor}");
    }
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-10-05"), "digest"),
        format!("digest {COORDINATOR}: posted")
    );
    let told = admin.text(&format!("User talk:{COORDINATOR}")).unwrap();
    assert!(told.contains("Gefunden über [[:Goalkeeper dev wiki:Boards.json|"), "{told}");
    let outcomes = wiki.run_with(&settings, "2020-10-09");
    assert_eq!(line(&outcomes, "notice Bo"), "notice Bo Sample (WMF): posted");

    // What can't be read adds nothing, and the operator hears of it.
    admin.save(list, "#REDIRECT [[Main Page]]");
    let settings = settings + "titles_from = [\"Team:*\"]\n";
    let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-10-10", "--format", "json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("only the settings' own boards count"), "{}", ran.err);
}

/// What three hundred pages cost to find and to read, by each way.
#[test]
#[ignore = "slow: three hundred pages; `make slow`"]
fn slow_three_hundred_pages() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let texts = tempfile::tempdir().unwrap();
    let mut hub = String::new();
    for number in 1..=300 {
        let title = format!("Team:T{number:03} 2020-21 Q2");
        let path = texts.path().join(format!("{title}.txt"));
        std::fs::write(path, goals("Ada Sample (WMF)", "[[Category:Team goals]]")).unwrap();
        let _ = writeln!(hub, "* [[{title}]]");
    }
    let pattern = texts.path().join("*.txt");
    wiki.maintenance(&["importTextFiles", pattern.to_str().unwrap()]);
    wiki.maintenance(&["runJobs"]);
    admin.save("Team hub", &hub);
    for from in [r#"["Category:Team goals"]"#, r#"["Team hub"]"#, r#"["Team:*"]"#] {
        let settings = board(from);
        let without_cache = format!("{settings}\n[cache]\ndir = \"none\"");
        check(&wiki, &without_cache);
        // One for each page, and few besides; if nothing changed those few.
        for (how, settings, pages) in [("first", &without_cache, 300), ("again", &settings, 0)] {
            check(&wiki, settings);
            let began = Instant::now();
            let checked = check(&wiki, settings);
            let took = began.elapsed();
            assert_eq!(titles(&checked).len(), 300, "{from}: {}", checked.err);
            println!("{from}, {how}: {} requests, {took:.1?}", requests(&checked));
            assert!(requests(&checked) <= pages + 300 / 50 + 8, "{from}: {}", requests(&checked));
        }
    }
}

#[test]
fn what_is_said_of_one_page_is_not_said_of_its_parts_nor_by_another_board() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let ada = goals("Ada Sample (WMF)", "");
    admin.save("Team:Alpha 2020-21 Q2/Part", &ada);
    admin.save("Team:Alpha 2020-21 Q2", "{{:Team:Alpha 2020-21 Q2/Part}}");
    admin.save("Team:Moved 2020-21 Q2", "#REDIRECT [[Team:Moved 2020-21 Q3]]");
    admin.save("Team:Moved 2020-21 Q3", &ada);
    admin.save("Research/Goals 2020-21 Q2", &ada);
    admin.save("Team hub", "[[Team:Moved 2020-21 Q2]] [[Research/Goals 2020-21 Q2]]");
    let own = |name: &str, rest: &str| format!("[[boards]]\nname = \"{name}\"\n{rest}\n");
    let settings = own("teams", r#"titles_from = ["Team:*", "Team hub"]"#)
        + &own("research", r#"titles = ["Research/Goals {fiscal_year} Q{quarter}"]"#)
        + &own("others", r#"titles_from = ["Team:*", "User:*"]"#);
    let boards = |more: &[&str]| -> Vec<(String, String)> {
        let typed = [&["check", "--today", "2020-11-02", "--format", "json"], more].concat();
        let json = wiki.goalkeeper_with(&settings, &typed).json();
        let pages = json["pages"].as_array().unwrap().iter();
        let text = |page: &Json, name: &str| page[name].as_str().unwrap().to_owned();
        pages.map(|page| (text(page, "board"), text(page, "title"))).collect()
    };
    let pair = |board: &str, title: &str| (board.to_owned(), title.to_owned());
    let all =
        [pair("teams", "Team:Alpha 2020-21 Q2"), pair("research", "Research/Goals 2020-21 Q2")].to_vec();
    assert_eq!(boards(&[]), all);
    // Whose a page is doesn't change with those that are asked for.
    assert_eq!(boards(&["--board", "others"]), []);
    let doctor = wiki.goalkeeper_with(&settings, &["doctor", "--today", "2020-11-02"]);
    assert!(
        doctor.out.contains("found teams: 2 pages found, 1 for 2020-21Q2; for other quarters: 1"),
        "{}",
        doctor.out
    );
}
