//! Titles of goal pages: which quarter a page is for, by the settings, by its title, by nobody.

use serde_json::{Value as Json, json};
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{Ran, Wiki, line, outcomes};

/// A page with one empty place.
const PAGE: &str = "== P ==\n\n'''Objective Manager:''' [[User:Ada Sample (WMF)|Ada]]\n\n'''KR1:''' One.<br />\n\
                    '''Q2 Goals:'''\n*\n";

fn board(name: &str, titles: &[&str], more: &str) -> String {
    format!(
        "[[boards]]\nname = \"{name}\"\ntitles = {}\n{more}\n[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n",
        json!(titles)
    )
}

/// The page of that title, as `check` read it.
fn page<'a>(checked: &'a Json, title: &str) -> &'a Json {
    let pages = checked["pages"].as_array().unwrap();
    pages.iter().find(|page| page["title"] == title).unwrap_or_else(|| panic!("no {title}: {checked:#}"))
}

fn requests(ran: &Ran) -> u32 {
    let (_, count) = ran.err.rsplit_once("requests=").unwrap();
    count.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_title_without_a_quarter_is_never_this_quarters() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for title in ["Team/Plan 2020-21", "Team/2020-21 Q1", "Team/October–December 2020"] {
        admin.save(title, PAGE);
    }
    let settings = board("team", &["Team/Plan 2020-21", "Team/2020-21 Q1", "Team/October–December 2020"], "");
    let check = ["check", "--today", "2020-11-02", "--format", "json"];
    let checked = wiki.goalkeeper_with(&settings, &check).json();
    let year = page(&checked, "Team/Plan 2020-21");
    assert_eq!(year["quarter"], Json::Null);
    let certain = |finding: &&Json| finding["confidence"] == "high";
    assert_eq!(year["findings"].as_array().unwrap().iter().find(certain), None, "{year:#}");
    assert_eq!(page(&checked, "Team/2020-21 Q1")["quarter"]["end"], "2020-09-30");
    let by_months = &page(&checked, "Team/October–December 2020")["quarter"];
    assert_eq!((&by_months["fiscal_year"], &by_months["number"]), (&json!("2020-21"), &json!(2)));

    let doctor = wiki.goalkeeper_with(&settings, &["doctor", "--today", "2020-11-02"]);
    for said in [
        "“Team/Plan 2020-21” names no quarter",
        "“Team/2020-21 Q1” stands for the quarter from 2020-07-01 to 2020-09-30, 2020-21Q1, which is over",
        "“Team/October–December 2020” stands for the quarter from 2020-10-01 to 2020-12-31, 2020-21Q2",
    ] {
        assert!(doctor.out.contains(said), "{said}: {}", doctor.out);
    }
    assert_eq!(doctor.code, 0, "{}", doctor.out);

    let only_the_year = board("team", &["Team/Plan 2020-21"], "");
    let run = wiki.goalkeeper_with(&only_the_year, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!((run.code, outcomes(&run.json())), (0, Vec::new()), "{}", run.err);
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-11-02"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
}

#[test]
fn a_page_without_a_quarter_in_its_title_says_so_and_how_to_name_one() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Team goals", PAGE);
    admin.save("Our present goals", "#REDIRECT [[Team goals FY21 Q2]]");
    admin.save("Team goals FY21 Q2", PAGE);
    let check = |more: &[&str]| wiki.anonymous(&[&["check", "--today", "2020-11-02"], more].concat());
    let without = check(&["Team goals"]);
    assert!(without.out.contains("for no single quarter"), "{}", without.out);
    assert!(without.out.contains("--quarter"), "{}", without.out);
    let said = "its title names no quarter; if it is for one, name that, for example --quarter 2020-21Q2";
    assert!(without.err.contains(said), "{}", without.err);
    assert_eq!(check(&["Team goals", "--format", "json"]).json()["pages"][0]["quarter"], Json::Null);

    let with = check(&["Team goals", "--quarter", "2020-21Q2"]);
    assert!(with.out.contains("Team goals, 2020-10-01 to 2020-12-31"), "{}", with.out);
    assert!(!with.err.contains("names no quarter"), "{}", with.err);
    // A redirect is for the quarter of the page that it leads to.
    let led = check(&["Our present goals"]);
    assert!(led.out.contains("Team goals FY21 Q2, 2020-10-01 to 2020-12-31"), "{}", led.out);
}

#[test]
fn a_quarter_asked_for_is_each_boards_own() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for title in ["July/FY21 Q2", "April/2020/21 Q2", "Year/2020 Q2", "Fixed/2020-21 Q2"] {
        admin.save(title, PAGE);
    }
    let settings = [
        board("july", &["July/{fy} Q{quarter}"], ""),
        board("april", &["April/{fiscal_year_slash} Q{quarter}"], "fiscal_year_starts = 4"),
        board("fixed", &["Fixed/2020-21 Q2"], "fiscal_year_starts = \"April\""),
        board("year", &["Year/{fiscal_year} Q{quarter}"], "fiscal_year_starts = \"january\""),
    ];
    let settings = settings.concat();
    let check = |more: &[&str]| {
        let asked = ["check", "--today", "2020-11-02", "--format", "json"];
        wiki.goalkeeper_with(&settings, &[&asked, more].concat())
    };
    let ran = check(&["--quarter", "2020-21Q2"]);
    let checked = ran.json();
    let starts = |title: &str| page(&checked, title)["quarter"]["start"].clone();
    assert_eq!(starts("July/FY21 Q2"), "2020-10-01");
    assert_eq!(starts("April/2020/21 Q2"), "2020-07-01");
    assert_eq!(starts("Fixed/2020-21 Q2"), "2020-07-01");
    assert_eq!(checked["summary"]["pages"], 3, "{checked:#}");
    assert!(ran.err.contains("left out"), "{}", ran.err);
    assert_eq!(
        page(&check(&["--quarter", "2020Q2"]).json(), "Year/2020 Q2")["quarter"]["start"],
        "2020-04-01"
    );
    // A page that is named is known by its board, too.
    let named = check(&["April/2020/21 Q2"]).json();
    assert_eq!(page(&named, "April/2020/21 Q2")["board"], "april");
    assert_eq!(page(&named, "April/2020/21 Q2")["quarter"]["start"], "2020-07-01");
}

#[test]
fn a_quarter_of_a_year_from_april_is_remembered() {
    let wiki = Wiki::up();
    wiki.admin().save("April/2020-21 Q3", PAGE);
    let settings = board("april", &["April/{fiscal_year} Q{quarter}"], "fiscal_year_starts = \"april\"");
    let table = "status Talk:April/2020-21 Q3";
    let first = wiki.run_with(&settings, "2020-11-02");
    assert_eq!(line(&first, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&first, table), format!("{table}: posted"));
    let second = wiki.run_with(&settings, "2020-11-03");
    assert_eq!(line(&second, "notice Ada"), "notice Ada Sample (WMF): skipped not-due");
    assert_eq!(line(&second, table), format!("{table}: unchanged"));
    let notice = &wiki.admin().history("User talk:Ada Sample (WMF)")[0]["comment"];
    assert!(notice.as_str().unwrap().contains("/2020-21Q3-april/2020-11-02/"), "{notice}");
}

#[test]
fn months_are_called_what_the_wiki_calls_them() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for title in ["Ziele/Oktober–Dezember 2020", "Ziele/Oktober-Dezember FY21", "Ziele/2020-21 Q2"] {
        admin.save(title, PAGE);
    }
    wiki.configure("$wgLanguageCode = 'de';");
    let check = |title: &str| {
        let settings = board("ziele", &[title], "");
        let ran = wiki.goalkeeper_with(&settings, &["check", "--today", "2020-11-02", "--format", "json"]);
        let pages = ran.json()["pages"].clone();
        assert_eq!(pages[0]["quarter"]["start"], "2020-10-01", "{title}: {} {}", ran.out, ran.err);
        (pages[0]["title"].as_str().unwrap().to_owned(), requests(&ran))
    };
    let (title, with_months) = check("Ziele/{months} {year}");
    assert_eq!(title, "Ziele/Oktober–Dezember 2020");
    assert_eq!(check("Ziele/{months_hyphen} {fy}"), ("Ziele/Oktober-Dezember FY21".to_owned(), with_months));
    // The wiki is asked once, and only if a title has months.
    assert_eq!(check("Ziele/{fiscal_year} Q{quarter}").1, with_months - 1);
}

#[test]
fn accents_typed_apart_are_the_same_letters() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for name in ["José", "Zoë", "Việt Nguyễn", "한글"] {
        admin.create_account(name);
    }
    let items: Vec<String> = ["José Núñez", "[[User:Zoë|Zoë]]", "Viet", "[[User:한글|한글]]"]
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            format!(
                "'''Résultat {number}:''' Un.\n\n'''Chargé de projet:''' {name}\n\n'''Étapes de Q2:'''\n*\n\n"
            )
        })
        .collect();
    admin.save("Équipe/Objectifs 2020-21 Q2", &format!("== Ça ==\n\n{}", items.concat()));
    let layout = wiki.scratch.path().join("fr.toml");
    let text = "name = \"fr\"\n[[managers]]\ncovers = \"item\"\nlabels = [\"Chargé de projet\"]\n[items]\n\
                labels = [\"Résultat {number}\"]\n[goals]\nlabels = [\"Étapes de {quarter}\"]\n";
    std::fs::write(&layout, text.nfd().collect::<String>()).unwrap();
    let settings = format!(
        "[bot]\nstop_page = \"User:GoalkeeperBot/Arrêt\"\n[owners]\n\"José Núñez\" = \"José\"\n\"Viet\" = \"Việt Nguyễn\"\n\
         [owners_policy]\nallow = [\"José\", \"Zoë\", \"Việt *\", \"한글\"]\nopt_out = [\"Zoë\"]\n\
         [layouts]\nfiles = [{}]\n{}",
        json!(layout),
        board("b", &["Équipe/Objectifs {fiscal_year} Q{quarter}"], "layout = \"fr\"")
    );
    let apart: String = settings.nfd().collect();
    assert_ne!(apart, settings);
    let found = wiki.goalkeeper_with(&apart, &["check", "--today", "2020-11-02", "--format", "json"]).json();
    assert_eq!(found["summary"]["findings"]["empty-goals"], 4, "{found:#}");
    let title: String = "Équipe/Objectifs 2020-21 Q2".nfd().collect();
    let named =
        wiki.goalkeeper_with(&apart, &["check", &title, "--today", "2020-11-02", "--format", "json"]).json();
    assert_eq!(page(&named, "Équipe/Objectifs 2020-21 Q2")["board"], "b");

    admin.save("User:GoalkeeperBot/Arrêt", "Stop!");
    assert_eq!(wiki.run_with(&apart, "2020-11-02"), Vec::<String>::new());
    admin.save("User:GoalkeeperBot/Arrêt", "");
    let outcomes = wiki.run_with(&apart, "2020-11-02");
    for (whom, outcome) in
        [("José", "posted"), ("Zoë", "skipped opted-out"), ("Việt Nguyễn", "posted"), ("한글", "posted")]
    {
        assert_eq!(
            line(&outcomes, &format!("notice {whom}")),
            format!("notice {whom}: {outcome}"),
            "{outcomes:#?}"
        );
    }
}

#[test]
fn a_board_that_never_matched_is_told_which_titles_are_like_it() {
    let wiki = Wiki::up();
    for (title, alike) in [
        ("Wikimedia Technolgy/Goals/{fiscal_year} Q{quarter}", "“Wikimedia Technology/Goals/2020-21 Q2”"),
        ("Sample product/Goals/{fiscal_year} Q{quarter}", "“Sample Product/Goals/2020-21 Q2”"),
    ] {
        let settings = format!("[[boards]]\nname = \"b\"\ntitles = [\"{title}\"]\n");
        let ran = wiki.goalkeeper_with(&settings, &["check", "--today", "2020-11-02"]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        let looked_for = title.replace("{fiscal_year} Q{quarter}", "2020-21 Q2");
        assert!(ran.out.contains(&format!("there never was a page called “{looked_for}”")), "{}", ran.out);
        assert!(ran.out.contains("; there is ") && ran.out.contains(alike), "{alike}: {}", ran.out);
    }
}
