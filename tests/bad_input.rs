//! What goes wrong gets a clear sentence and the right exit code, and nothing is written.

use crate::support::{PAGE, Wiki, board, command, ran};

#[test]
fn a_wiki_that_is_not_running() {
    let wiki = Wiki::up();
    wiki.down();
    for arguments in [&["check", PAGE][..], &["run", "--today", "2020-11-02"], &["owners"]] {
        let ran = wiki.goalkeeper(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("can't be reached"), "{}", ran.err);
    }
    let ran = wiki.anonymous(&["check", PAGE, "--format", "json"]);
    assert_eq!(ran.json()["unread"][0]["title"], PAGE);
}

#[test]
fn an_address_without_a_wiki() {
    let wiki = Wiki::up();
    let wrong = wiki.url.replace("/w/", "/wiki/");
    let ran = ran(command().args(["check", PAGE]).env("GOALKEEPER__WIKI__URL", wrong));
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(!ran.err.is_empty());
}

#[test]
fn a_wrong_password() {
    let wiki = Wiki::up();
    let ran = ran(command()
        .args([
            "--config",
            concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml"),
            "run",
            "--today",
            "2020-11-02",
        ])
        .env("GOALKEEPER__WIKI__URL", &wiki.url)
        .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge")
        .env("GOALKEEPER__AUTH__PASSWORD", "wrongsecret000000000000000000000"));
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("login failed"), "{}", ran.err);
    assert!(!ran.err.contains("wrongsecret"), "{}", ran.err);
    assert_eq!(ran.out.lines().last(), Some("posted 0, unchanged 0, skipped 0, failed 0, unknown 0"));
}

#[test]
fn no_login_at_all() {
    let wiki = Wiki::up();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml");
    let ran = ran(command().args(["--config", config, "run"]).env("GOALKEEPER__WIKI__URL", &wiki.url));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("GOALKEEPER__AUTH__USERNAME"), "{}", ran.err);
}

#[test]
fn pages_that_are_no_goal_pages() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Blank/2020-21 Q2", "");
    admin.save(
        "Process/2020-21 Q2",
        "{| class=\"wikitable\"\n! Dates !! Who !! Activity\n|-\n| May || All || Talk\n|}",
    );
    admin.save("Failed/2020-21 Q2", "{{:Failed/2020-21 Q2/Nowhere}}");
    for (title, reason) in [
        ("No such page/2020-21 Q2", "there is no such page"),
        ("Blank/2020-21 Q2", "the page is empty"),
        ("Process/2020-21 Q2", "not a goal page as far as can be told"),
        ("Failed/2020-21 Q2", "its content could not be read"),
        ("Special:Version", "can't be the title of a page"),
        ("A[b]c", "can't be the title of a page"),
    ] {
        let ran = wiki.anonymous(&["check", title, "--format", "json"]);
        assert_eq!(ran.code, 3, "{title}: {}", ran.err);
        let unread = &ran.json()["unread"][0];
        assert_eq!(unread["title"], title);
        assert!(unread["reason"].as_str().unwrap().contains(reason), "{title}: {unread}");
    }
    // Named beside a page that can be read, that one is still reported.
    let ran = wiki.anonymous(&["check", PAGE, "No such page"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("6 empty-goals"), "{}", ran.out);

    // On a board such a page is left out, and the rest is done. The operator has something to mend.
    let settings = board("Process/{fiscal_year} Q{quarter}");
    let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("not a goal page"), "{}", ran.err);
    assert!(ran.out.contains("Process/2020-21 Q2\n  not read: not a goal page as far as"), "{}", ran.out);
    assert!(ran.out.lines().last().unwrap().starts_with("posted 0,"), "{}", ran.out);
}

#[test]
fn a_board_whose_pattern_never_matched() {
    let wiki = Wiki::up();
    let mut settings = board("Wikimedia Tecnology/Goals/{fiscal_year} Q{quarter}");
    settings +=
        "[[boards]]\nname = \"product\"\ntitles = [\"Sample Product/Goals/{fiscal_year} Q{quarter}\"]\n";
    for arguments in [&["check", "--today", "2020-11-02"][..], &["run", "--today", "2020-11-02"]] {
        let ran = wiki.goalkeeper_with(&settings, arguments);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.out.contains("board “other”: there never was a page called"), "{}{}", ran.out, ran.err);
        // The others are served.
        let done = ran.out.lines().last().unwrap();
        assert!(arguments[0] == "check" || done.starts_with("posted 2,"), "{}", ran.out);
    }
    for command in ["run", "plan", "check"] {
        let ran = wiki.goalkeeper_with(&settings, &[command, "--today", "2020-11-02", "--format", "json"]);
        assert_eq!(
            (ran.code, &ran.json()["never_matched"][0]),
            (3, &"other".into()),
            "{command}: {}",
            ran.out
        );
    }
}

#[test]
fn a_quarter_whose_page_is_not_there_yet() {
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper(&["run", "--today", "2021-02-01", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = wiki.goalkeeper(&["check", "--today", "2021-02-01", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let page = &ran.json()["pages"][0];
    assert_eq!(page["title"], "Wikimedia Technology/Goals/2020-21 Q3");
    assert!(page["page_id"].is_null() && page["revision"].is_null());
    assert_eq!(page["findings"][0]["rule"], "missing-page");
    // The same with another spelling of the board's title.
    let settings = board("wikimedia Technology/Goals/{fiscal_year} Q{quarter}");
    let ran = wiki.goalkeeper_with(&settings, &["check", "--today", "2021-02-01"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    // Before the quarter has begun nothing is missing.
    let ran = wiki.goalkeeper(&["check", "--quarter", "2020-21Q3", "--today", "2020-12-20"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

const DEV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml");

#[test]
fn wrong_usage() {
    for (arguments, complaint) in [
        (&["check", "--quarter", "2020-21Q5", "X"][..], "there is no quarter Q5"),
        (&["check", "--quarter", "soon", "X"], "is not a quarter"),
        (&["check", "--today", "2020-13-01", "X"], "YYYY-MM-DD"),
        (&["chekc"], "check"),
        (&["check"], "nothing to check"),
        (&["run"], "no boards are set up"),
        (&["run", "--quarter", "2010Q2", "--config", DEV], "fiscal year"),
        (&["explain", "empty-goal"], "did you mean “empty-goals”"),
    ] {
        let ran = ran(command().args(arguments).env("GOALKEEPER__WIKI__URL", "http://127.0.0.1:9/w/"));
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(complaint), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{}", ran.out);
    }
}

#[test]
fn a_stop_page_that_can_be_none() {
    let wiki = Wiki::up();
    for stop_page in ["", "Special:Version", "User:Foo[bar"] {
        let settings = format!("[bot]\nstop_page = \"{stop_page}\"");
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02"]);
        assert_eq!(ran.code, 2, "{stop_page}: {}", ran.err);
        assert!(ran.err.contains("bot.stop_page"), "{}", ran.err);
    }
}

#[test]
fn pages_that_the_wiki_does_not_serve() {
    let wiki = Wiki::up();
    wiki.configure(
        "if ( str_contains( $_SERVER['REQUEST_URI'], 'rest.php' ) ) { http_response_code( 404 ); exit; }",
    );
    for command in ["run", "plan", "owners"] {
        let ran = wiki.goalkeeper(&[command, "--today", "2020-11-02", "--format", "json"]);
        assert_eq!(ran.code, 3, "{command}: {}", ran.err);
        let json = ran.json();
        assert!(command == "owners" || json["unread"].as_array().unwrap().len() == 2, "{json}");
    }
}

/// What is wrong with a title only the wiki can say; the setting is named all the same, and nothing is read in vain.
#[test]
fn a_setting_that_is_no_title_of_the_wikis_is_named() {
    let wiki = Wiki::up();
    let of_board = |more: &str| format!("{}{more}", board("Goals/{fiscal_year} Q{quarter}"));
    for (setting, settings) in [
        ("bot.stop_page", "[bot]\nstop_page = \"Special:Foo\"".to_owned()),
        ("bot.edit_intro", "[bot]\nedit_intro = \"Special:Foo\"".to_owned()),
        ("owners_page", "owners_page = \"Special:Foo\"".to_owned()),
        ("owners_policy.opt_out_page", "[owners_policy]\nopt_out_page = \"Special:Foo\"".to_owned()),
        ("boards[0].titles", board("Special:Goals {quarter}")),
        ("boards[0].status.page", of_board("[boards.status]\npage = \"Special:{page}\"")),
    ] {
        for command in [&["run", "--dry-run"][..], &["plan"]] {
            let ran = wiki.goalkeeper_with(&settings, &[command, &["--today", "2020-11-02"]].concat());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{setting}: {}", ran.err);
            assert!(ran.err.contains(&format!("{setting}: “")), "{setting}: {}", ran.err);
        }
    }
}
