//! The guards around every edit.

use crate::support::{ADA, BOT, PAGE, Wiki, outcomes};

const STOP: &str = "User:GoalkeeperBot/Stop";

#[test]
fn anything_on_the_stop_page_stops_the_bot() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(STOP, "Please stop, it writes nonsense. ~~~~");
    let before = admin.revisions();
    let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["stopped"], true);
    assert_eq!(admin.revisions(), before);
    assert!(wiki.goalkeeper(&["run", "--today", "2020-11-02"]).out.contains("stopped"));

    admin.post(&[("action", "delete"), ("title", STOP)]);
    assert_eq!(wiki.run("2020-11-02")["stopped"], false);
}

#[test]
fn a_stop_page_that_cannot_be_read_stops_it_too() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    // A redirect isn't followed: it is text like any other.
    for text in ["#REDIRECT [[Main Page]]", "<!-- stop -->", "{{:User:GoalkeeperBot/Nothing}}"] {
        admin.save(STOP, text);
        assert_eq!(wiki.run("2020-11-02")["stopped"], true, "{text}");
    }
}

#[test]
fn a_wiki_that_says_no_is_heard() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let run = |settings: &str| {
        wiki.configure(settings);
        let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
        (
            ran.code,
            outcomes(&ran.json()).into_iter().find(|line| line.starts_with("notice Ada")).unwrap_or_default(),
        )
    };
    let (code, outcome) = run("$wgHooks['EditFilterMergedContent'][] = function ($c, $content, $status) {\n\
         $status->fatal('spamprotectiontext'); return false; };");
    assert_eq!((code, outcome.as_str()), (4, "notice Ada Sample (WMF): failed wiki-error"));
    let (code, outcome) =
        run("if ( ( $_POST['action'] ?? '' ) === 'edit' ) { $wgReadOnly = 'maintenance'; }");
    assert_eq!((code, outcome.as_str()), (4, "notice Ada Sample (WMF): failed read-only"));
    let (code, outcome) = run("$wgMaxArticleSize = 1;");
    assert_eq!((code, outcome.as_str()), (0, "notice Ada Sample (WMF): skipped too-big"));
    wiki.configure("");
    assert_eq!(admin.text(&format!("User talk:{ADA}")), None);

    admin.post(&[("action", "block"), ("user", BOT), ("expiry", "never")]);
    let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
    let blocked = outcomes(&ran.json());
    assert!(blocked.contains(&"notice Ada Sample (WMF): skipped bot-blocked".to_owned()), "{blocked:?}");
    admin.post(&[("action", "unblock"), ("user", BOT)]);
    assert!(outcomes(&wiki.run("2020-11-02")).contains(&"notice Ada Sample (WMF): posted".to_owned()));
}

#[test]
fn a_login_that_may_not_create_pages_is_told_apart_from_a_protected_page() {
    let wiki = Wiki::up();
    wiki.configure(
        "foreach ( [ '*', 'user', 'bot' ] as $g ) { $wgGroupPermissions[$g]['createtalk'] = false; }",
    );
    let ran = wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"]);
    let outcomes = outcomes(&ran.json());
    assert!(
        outcomes.contains(&"notice Ada Sample (WMF): skipped permission-denied".to_owned()),
        "{outcomes:?}"
    );
}

#[test]
fn a_notice_is_not_written_where_nobody_would_see_it() {
    let wiki = Wiki::up();
    let ada = format!("User talk:{ADA}");
    wiki.admin().save(&ada, "Hello. <!-- I forgot to close this");
    let outcomes = outcomes(&wiki.run("2020-11-02"));
    assert!(
        outcomes.contains(&"notice Ada Sample (WMF): skipped unsupported-talk-page".to_owned()),
        "{outcomes:?}"
    );
    assert_eq!(wiki.admin().history(&ada).len(), 1);
}

#[test]
fn two_runs_at_once_post_once() {
    let wiki = Wiki::up();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2).map(|_| scope.spawn(|| wiki.run("2020-11-02"))).collect();
        runs.into_iter().for_each(|run| {
            run.join().unwrap();
        });
    });
    let admin = wiki.admin();
    assert_eq!(admin.history(&format!("User talk:{ADA}")).len(), 1);
    assert_eq!(admin.history(&format!("Talk:{PAGE}")).len(), 1);
}

#[test]
fn every_edit_is_marked_as_a_bots_and_keeps_its_distance() {
    let wiki = Wiki::up();
    let started = std::time::Instant::now();
    let ran = wiki.goalkeeper_with(
        "[limits]\nsave_delay_seconds = 1",
        &["run", "--today", "2020-11-02", "--format", "json"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(started.elapsed().as_secs() >= 3, "four edits took {:?}", started.elapsed());
    let changes = wiki.admin().get(&[
        ("action", "query"),
        ("list", "recentchanges"),
        ("rcuser", BOT),
        ("rcprop", "flags|title"),
        ("rclimit", "max"),
    ]);
    let changes = changes["query"]["recentchanges"].as_array().unwrap().clone();
    assert_eq!(changes.len(), 4);
    assert!(changes.iter().all(|change| change["bot"] == true), "{changes:?}");
}

#[test]
fn a_signal_ends_the_run_between_two_edits() {
    let wiki = Wiki::up();
    let config = wiki.file("slow.toml", "[limits]\nsave_delay_seconds = 30");
    let dev = format!("{}/config/dev-wiki.toml", env!("CARGO_MANIFEST_DIR"));
    let child = crate::support::command()
        .args([
            "--config",
            &dev,
            "--config",
            config.to_str().unwrap(),
            "run",
            "--today",
            "2020-11-02",
            "--format",
            "json",
        ])
        .env("GOALKEEPER__WIKI__URL", &wiki.url)
        .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge")
        .env("GOALKEEPER__AUTH__PASSWORD", "goalkeeperdevsecret0000000000000")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let admin = wiki.admin();
    let started = std::time::Instant::now();
    while admin.text(&format!("User talk:{ADA}")).is_none() {
        assert!(started.elapsed().as_secs() < 20, "no first edit");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    let killed = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(started.elapsed().as_secs() < 25);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["stopped"], true);
    let ended = outcomes(&run);
    assert!(ended.contains(&"notice Ada Sample (WMF): posted".to_owned()), "{ended:?}");
    assert!(ended.contains(&"notice Fay Sample (WMF): skipped stopped".to_owned()), "{ended:?}");
}
