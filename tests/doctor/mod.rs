//! `doctor`: what is well is said, what is wrong comes with what to do, and nothing is written.

mod account;
mod pages;

use serde_json::Value as Json;

use crate::closed::{TOKEN, by_token, takes_tokens};
use crate::support::{Ran, Wiki, command, ran};

const TODAY: [&str; 2] = ["--today", "2020-11-02"];
const DEV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml");

/// `doctor` on the sample quarter with more settings, as JSON; its exit code.
fn doctor(wiki: &Wiki, settings: &str) -> (i32, Json) {
    read(wiki.goalkeeper_with(settings, &["doctor", TODAY[0], TODAY[1], "--format", "json"]))
}

fn read(ran: Ran) -> (i32, Json) {
    (ran.code, ran.json())
}

/// All that was said of one thing, as `result: detail → advice`.
fn said(answer: &(i32, Json), check: &str) -> String {
    let checks = answer.1["checks"].as_array().unwrap().iter().filter(|one| one["check"] == check);
    let text = |one: &Json, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let line = |one| format!("{}: {} → {}", text(one, "result"), text(one, "detail"), text(one, "advice"));
    checks.map(line).collect::<Vec<_>>().join("\n")
}

/// The exit code, and that something was said with all these words.
fn assert_said(answer: &(i32, Json), exit: i32, check: &str, words: &[&str]) {
    let said = said(answer, check);
    for word in words {
        assert!(said.contains(word), "{check} lacks “{word}”: {said}\n{:#}", answer.1);
    }
    assert_eq!(answer.0, exit, "{:#}", answer.1);
}

#[test]
fn a_healthy_bot_is_told_so_line_by_line() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let before = admin.revisions();
    let ran = wiki.goalkeeper(&["doctor", TODAY[0], TODAY[1]]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("goalkeeperdevsecret") && !ran.err.contains("goalkeeperdevsecret"));
    let settings = ran.out.lines().next().unwrap();
    assert!(settings.contains(DEV) && settings.ends_with(".toml, the environment"), "{settings}");
    let rest = ran.out.split_once('\n').unwrap().1;
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("healthy", rest);
    });

    let (code, json) = doctor(&wiki, "");
    assert_eq!(code, 0);
    assert_eq!((&json["schema"], &json["today"]), (&"goalkeeper.doctor/1".into(), &TODAY[1].into()));
    let checks = json["checks"].as_array().unwrap();
    assert_eq!(json["summary"]["ok"], checks.len(), "{json:#}");
    assert!(checks.iter().all(|check| check["advice"].is_null() && check["detail"].is_string()));
    assert_eq!(admin.revisions(), before, "something was written");
}

#[test]
fn settings_that_are_not_enough_to_write_are_named() {
    let wiki = Wiki::up();
    let with = |variables: &[(&str, &str)], gone: &[&str]| {
        let mut command = wiki.command("");
        command.args(["doctor", TODAY[0], TODAY[1], "--format", "json"]);
        command.envs(variables.iter().copied());
        for name in gone {
            command.env_remove(name);
        }
        read(ran(&mut command))
    };
    let (name, password) = ("GOALKEEPER__AUTH__USERNAME", "GOALKEEPER__AUTH__PASSWORD");
    let nothing = with(&[], &[name, password]);
    assert_said(&nothing, 2, "credentials", &["problem: there is nothing to log in with", name, password]);
    assert_said(&nothing, 2, "board technology", &["ok: “Wikimedia Technology/Goals/2020-21 Q2”"]);
    assert_said(&with(&[], &[password]), 2, "credentials", &["problem", "is set, and no password", password]);
    assert_said(&with(&[], &[name]), 2, "credentials", &["problem", "and no user name", name]);
    let own_password = with(&[(name, "GoalkeeperBot"), (password, "dev-only-password")], &[]);
    assert_said(
        &own_password,
        2,
        "credentials",
        &["problem", "“GoalkeeperBot”", "Special:BotPasswords", "“@”"],
    );
    // MediaWiki's older form of a bot password.
    let older =
        with(&[(name, "GoalkeeperBot"), (password, "toolforge@goalkeeperdevsecret0000000000000")], &[]);
    assert_said(&older, 0, "login", &["ok: with the bot password as “GoalkeeperBot”"]);

    wiki.configure(&takes_tokens("basic,highvolume,editpage,createeditmovepage", true));
    let both = with(&[("GOALKEEPER__AUTH__OAUTH2_TOKEN", TOKEN)], &[]);
    assert_said(&both, 0, "credentials", &["warning", "the token is used, the other is not"]);
    assert_said(&both, 0, "login", &["ok: with the OAuth 2 token as “GoalkeeperBot”"]);
    for answer in [nothing, own_password, older, both] {
        let text = answer.1.to_string();
        for secret in ["goalkeeperdevsecret", "dev-only-password", TOKEN] {
            assert!(!text.contains(secret), "{text}");
        }
    }

    let bare = ran(command().args(["doctor", "--format", "json"]).env("GOALKEEPER__WIKI__URL", &wiki.url));
    let bare = read(bare);
    assert_said(&bare, 2, "bot", &["problem", "bot.contact and bot.stop_page must be set"]);
    assert_said(&bare, 2, "boards", &["problem", "no boards are set up", "config/mediawiki.org.toml"]);
    // Without settings there is nothing to look at.
    let none = ran(command().args(["doctor", "--format", "json"]));
    assert_eq!((none.code, none.out.as_str()), (2, ""), "{}", none.err);
}

#[test]
fn a_login_that_fails_is_told_and_the_rest_looked_at() {
    let wiki = Wiki::up();
    let wrong = || {
        let mut command = wiki.command("");
        command.args(["doctor", TODAY[0], TODAY[1], "--format", "json"]);
        read(ran(command.env("GOALKEEPER__AUTH__PASSWORD", "wrongsecret000000000000000000000")))
    };
    let answer = wrong();
    assert_said(&answer, 3, "login", &["problem: login failed", "Special:BotPasswords"]);
    assert_said(&answer, 3, "rest", &["ok: with no login it gives pages' HTML"]);
    assert_said(&answer, 3, "stop-page", &["ok"]);
    assert_said(&answer, 3, "board technology", &["ok", "key results: 12"]);
    assert!(!answer.1.to_string().contains("wrongsecret"));

    wiki.configure("$wgGroupPermissions['*']['read'] = false;");
    let answer = wrong();
    assert_said(&answer, 3, "wiki", &["lets nobody read without a login; nothing on it could be looked at"]);
    assert_said(&answer, 3, "login", &["problem: login failed"]);
    assert_eq!(said(&answer, "board technology"), "", "half a wiki was read");

    // A token without the right to read.
    wiki.configure(
        &("$wgGroupPermissions['*']['read'] = false;".to_owned() + &takes_tokens("editpage", true)),
    );
    let answer = read(by_token(&wiki, TOKEN, &["doctor", "--format", "json"]));
    assert_said(&answer, 3, "login", &["problem", "read permission", "with the grant “Basic rights”"]);
    wiki.configure("$wgGroupPermissions['*']['read'] = false;");

    // A token that brings nobody in, on a wiki that knows no tokens.
    let ran = by_token(&wiki, TOKEN, &["doctor", "--format", "json"]);
    assert_said(&read(ran), 3, "login", &["problem: login failed", "owner-only OAuth 2 consumer"]);
}

#[test]
fn the_older_mediawiki_answers_all_of_it() {
    let wiki = Wiki::up_version("1.39");
    let answer = doctor(&wiki, "");
    assert_said(&answer, 0, "wiki", &["ok", "MediaWiki 1.39"]);
    for check in ["api", "rest", "rights", "grants", "edit-limit", "block", "plan"] {
        assert_said(&answer, 0, check, &["ok"]);
    }
}

#[test]
fn a_wiki_out_of_reach_and_plain_http_are_told() {
    let wiki = Wiki::up();
    wiki.down();
    let answer = doctor(&wiki, "");
    assert_said(&answer, 3, "wiki", &["problem", "nobody answers by http", "look whether wiki.url"]);
    assert_said(&answer, 3, "credentials", &["ok"]);
    let mut command = wiki.command("");
    command
        .env("GOALKEEPER__WIKI__URL", "http://wiki.invalid/w/")
        .env("GOALKEEPER__WIKI__ALLOW_PLAIN_HTTP", "true");
    let answer = read(ran(command.args(["doctor", "--format", "json"])));
    assert_said(&answer, 3, "connection", &["warning: plain http to wiki.invalid", "https:// in wiki.url"]);
}

#[test]
fn a_wiki_that_does_not_work_as_it_should_is_told() {
    let wiki = Wiki::up();
    wiki.configure("$wgReadOnly = 'moving house';");
    assert_said(&doctor(&wiki, ""), 3, "wiki", &["problem", "read-only now: moving house"]);

    wiki.configure(
        "if ( str_contains( $_SERVER['REQUEST_URI'], 'rest.php' ) ) { http_response_code( 404 ); exit; }",
    );
    let answer = doctor(&wiki, "");
    assert_said(&answer, 3, "rest", &["problem", "with the bot password it gives no HTML", "404"]);
    assert_said(&answer, 3, "api", &["ok"]);
    assert_said(&answer, 3, "board technology", &["problem", "was not read"]);

    wiki.configure(
        "$wgHooks['APIQuerySiteInfoGeneralInfo'][] = static function ( $module, &$data ) {\n\
         $data['time'] = wfTimestamp( TS_ISO_8601, time() + 3600 ); };",
    );
    assert_said(
        &doctor(&wiki, ""),
        0,
        "clock",
        &["warning: the wiki's is", "minutes ahead of this machine's"],
    );
    wiki.configure("");
    assert_said(&doctor(&wiki, ""), 0, "clock", &["ok"]);
}

#[test]
fn names_numbers_and_patterns_that_fit_nothing_are_named() {
    let wiki = Wiki::up();
    let doctor = |settings: &str| wiki.goalkeeper_with(settings, &["doctor", "--today", "2020-11-02"]).out;
    let usual = doctor("");
    assert!(usual.contains("ok       owners: names in [owners], all on the pages: 5"), "{usual}");
    assert!(usual.contains("edits-a-quarter: at most: notices "), "{usual}");
    for (settings, said) in [
        (
            "[owners]\n\"Adda Sample\" = \"Ada Sample (WMF)\"",
            "on no page of this quarter, as [owners] writes them: “Adda Sample”",
        ),
        (
            "[owners]\n\"Gil Unknown\" = \"Gil Nobody\"",
            "[owners] leads to accounts that don't exist: “Gil Nobody”",
        ),
        (
            "owners_policy.allow = [\"* (WMF)\", \"* (WMDE)\"]",
            "allow: fits nobody who is named on the pages: “* (WMDE)”",
        ),
        ("limits.notices_per_run = 0", "limits.notices_per_run is 0: no notice ever goes out"),
        ("limits.notices_per_owner = 0", "limits.notices_per_owner is 0: no notice ever goes out"),
        ("defaults.notices.grace_days = 92", "grace_days is 92, which is as long as the quarter, or longer"),
        ("defaults.notices.settled_days = 400", "settled_days is 400, which"),
        ("defaults.notices.quiet_hours = 2208", "quiet_hours is 2208, which"),
        ("[defaults.notices]\nrounds = 0\nclosing_days = 0", "rounds and closing_days are 0"),
        ("defaults.notices.pause = [\"01-01..06-30\", \"07-01..12-31\"]", "the pauses cover the whole year"),
    ] {
        let out = doctor(settings);
        assert!(out.contains(said) && !usual.contains(said), "{settings}: {out}");
    }
    let weekly = doctor("defaults.notices.grace_days = 91\ndefaults.notices.pause = [\"01-01..12-30\"]");
    assert!(!weekly.contains("no notice ever goes out"), "{weekly}");
}
