//! Wikis that need a login to read: nothing half-read, and everything with a bot password or a token, by the API
//! and by REST.

use crate::support::{PAGE, Ran, Wiki, command, outcomes, ran};

const TODAY: &str = "2020-11-02";
pub const TOKEN: &str = "development.only.token";
const CLOSED: &str = "$wgGroupPermissions['*']['read'] = false;";
const MINIMAL: &str = "basic,highvolume,editpage,createeditmovepage";

/// Settings of a wiki that takes the token; `rest`: by rest.php, too.
pub fn takes_tokens(grants: &str, rest: bool) -> String {
    let grants = grants.split(',').map(|grant| format!("'{grant}'")).collect::<Vec<_>>().join(", ");
    format!(
        "require_once '{}/tests/closed/token_sessions.php';\n\
         $wgSessionProviders['TokenSessions'] = [ 'class' => TokenSessions::class, 'args' => [ [\n\
           'token' => '{TOKEN}', 'user' => 'GoalkeeperBot', 'grants' => [ {grants} ], 'rest' => {rest} ] ] ];\n",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// `goalkeeper` with the development settings, logged in by a token.
pub fn by_token(wiki: &Wiki, token: &str, arguments: &[&str]) -> Ran {
    let mut command = wiki.command("");
    command.env_remove("GOALKEEPER__AUTH__USERNAME").env_remove("GOALKEEPER__AUTH__PASSWORD");
    ran(command.args(arguments).env("GOALKEEPER__AUTH__OAUTH2_TOKEN", token))
}

/// All commands that read, then `run`.
fn everything_works(go: impl Fn(&[&str]) -> Ran) {
    let check = go(&["check", PAGE, "--today", TODAY, "--format", "json"]);
    assert_eq!(check.code, 1, "{}", check.err);
    let check = check.json();
    assert_eq!(check["summary"]["findings"]["empty-goals"], 6, "{check}");
    assert!(check["unread"].as_array().unwrap().is_empty(), "{check}");

    let owners = go(&["owners", "--today", TODAY, "--format", "json"]);
    assert_eq!(owners.code, 0, "{}", owners.err);
    assert!(owners.json()["names"].as_array().unwrap().len() > 3, "{}", owners.out);

    let plan = go(&["plan", "--today", TODAY, "--format", "json"]);
    assert_eq!(plan.code, 0, "{}", plan.err);
    assert_eq!(plan.json()["edits"].as_array().unwrap().len(), 4, "{}", plan.out);

    let doctor = go(&["doctor", "--today", TODAY]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
    assert!(doctor.out.contains("it needs a login to read"), "{}", doctor.out);

    let run = |expected: &str| {
        let run = go(&["run", "--today", TODAY, "--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let count = outcomes(&run.json()).iter().filter(|line| line.ends_with(expected)).count();
        (expected.to_owned(), count)
    };
    assert_eq!(run(": posted"), (": posted".to_owned(), 4));
    assert_eq!(run(": unchanged"), (": unchanged".to_owned(), 2), "the second run");
}

#[test]
fn a_bot_password_is_enough_on_a_wiki_that_needs_a_login() {
    let wiki = Wiki::up();
    wiki.configure(CLOSED);
    everything_works(|arguments| wiki.goalkeeper(arguments));
}

#[test]
fn a_token_is_enough_on_a_wiki_that_needs_a_login() {
    let wiki = Wiki::up();
    wiki.configure(&(CLOSED.to_owned() + &takes_tokens(MINIMAL, true)));
    everything_works(|arguments| by_token(&wiki, TOKEN, arguments));
}

#[test]
fn a_wrong_token_reads_nothing() {
    let wiki = Wiki::up();
    for settings in [CLOSED, ""] {
        wiki.configure(&(settings.to_owned() + &takes_tokens(MINIMAL, true)));
        let ran = by_token(&wiki, "another.token", &["run", "--today", TODAY, "--format", "json"]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains("login failed"), "{}", ran.err);
        assert!(ran.json()["outcomes"].as_array().unwrap().is_empty(), "{}", ran.out);
    }
}

#[test]
fn a_rest_endpoint_without_the_token_gives_no_half_read_page() {
    let wiki = Wiki::up();
    wiki.configure(&(CLOSED.to_owned() + &takes_tokens(MINIMAL, false)));
    let check = by_token(&wiki, TOKEN, &["check", PAGE, "--format", "json"]);
    assert_eq!(check.code, 3, "{}", check.err);
    assert_eq!(check.json()["unread"][0]["title"], PAGE);
    assert!(check.json()["pages"].as_array().unwrap().is_empty(), "{}", check.out);
    let before = wiki.as_user("Admin").revisions();
    let run = by_token(&wiki, TOKEN, &["run", "--today", TODAY, "--format", "json"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert_eq!(wiki.as_user("Admin").revisions(), before);

    let doctor = by_token(&wiki, TOKEN, &["doctor", "--today", TODAY, "--format", "json"]);
    assert_eq!(doctor.code, 3, "{}", doctor.out);
    let doctor = doctor.json();
    let of = |name: &str| {
        let checks = doctor["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["check"] == name).unwrap_or_default()
    };
    assert_eq!((of("api")["result"].as_str(), of("rest")["result"].as_str()), (Some("ok"), Some("problem")));
    assert!(of("rest")["detail"].as_str().unwrap().contains("though the API works"), "{doctor}");
    assert!(of("rest")["advice"].as_str().unwrap().contains("use a bot password instead"), "{doctor}");
}

#[test]
fn without_a_login_nothing_is_called_missing() {
    let wiki = Wiki::up();
    wiki.configure(CLOSED);
    for titles in [&[PAGE][..], &[]] {
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml");
        let mut command = command();
        command.args(["check", "--today", TODAY, "--format", "json", "--config", config]).args(titles);
        let ran = ran(command.env("GOALKEEPER__WIKI__URL", &wiki.url));
        assert_eq!(ran.code, 3, "{}", ran.err);
        let json = ran.json();
        assert!(json["pages"].as_array().unwrap().is_empty(), "{json}");
        assert_eq!(json["unread"].as_array().unwrap().len(), titles.len(), "{json}");
        assert!(json["never_matched"].as_array().unwrap().is_empty(), "{json}");
        assert!(!ran.out.contains("missing-page") && !ran.out.contains("no such page"), "{}", ran.out);
        assert!(ran.err.contains("needs a login to read"), "{}", ran.err);
    }
    let run = ran(command()
        .args(["run", "--config", concat!(env!("CARGO_MANIFEST_DIR"), "/config/dev-wiki.toml")])
        .env("GOALKEEPER__WIKI__URL", &wiki.url));
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("GOALKEEPER__AUTH__USERNAME"), "{}", run.err);
}

#[test]
fn without_a_login_the_error_says_how_to_give_one() {
    let wiki = Wiki::up();
    wiki.configure(CLOSED);
    let ran = wiki.anonymous(&["check", PAGE, "--format", "json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let reason = ran.json()["unread"][0]["reason"].as_str().unwrap().to_owned();
    for text in [&ran.err, &reason] {
        assert!(!text.contains("login failed"), "{text}");
        assert!(
            text.contains("needs a login to read") && text.contains("GOALKEEPER__AUTH__USERNAME"),
            "{text}"
        );
    }
}
