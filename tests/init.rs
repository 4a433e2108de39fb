//! `init`: a settings file from one page's address, on pages of different kinds; each passes `doctor` and `plan` as it stands.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{PAGE, Ran, User, Wiki, command, ran};

const CONTACT: &str = "mailto:operator@wiki.example";
const ADA: &str = "Ada Sample (WMF)";

fn address(wiki: &Wiki, title: &str) -> String {
    format!("{}/wiki/{}", wiki.url.trim_end_matches("/w/"), title.replace(' ', "_"))
}

/// Something to run in an empty folder.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("goalkeeper.toml")
    }

    fn init(&self, page: &str, more: &[&str]) -> Ran {
        let told = [
            "init",
            "--page",
            page,
            "--contact",
            CONTACT,
            "--account",
            "GoalkeeperBot",
            "--today",
            "2020-11-02",
        ];
        ran(command().args(told).args(more).current_dir(self.folder.path()))
    }
}

/// A command with nothing but that file, and the login.
fn with_file(file: &Path, arguments: &[&str]) -> Ran {
    ran(command()
        .args(arguments)
        .args(["--config", file.to_str().unwrap(), "--today", "2020-11-02"])
        .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge")
        .env("GOALKEEPER__AUTH__PASSWORD", "goalkeeperdevsecret0000000000000"))
}

fn part(manager: &str) -> String {
    format!(
        "=== Calm nights ===\n'''Objective Manager:''' {manager}\n\n'''KR1:''' One.<br />\n'''Goals:'''\n* A goal\n"
    )
}

/// Pages of several kinds, and what `init` makes of them.
fn kinds(admin: &User) -> Vec<(&'static str, Json)> {
    let quarter = admin.text(PAGE).unwrap();
    for (title, text) in [
        ("Alpha/Goals 2020-21 Q2", quarter.clone() + "[[Category:Team goals]]"),
        ("Beta/Goals 2020-21 Q1", quarter.clone() + "[[Category:Team goals]]"),
        ("Team hub", "* [[Alpha/Goals 2020-21 Q2]]\n* [[Beta/Goals 2020-21 Q1]]\n* [[Main Page]]".to_owned()),
        ("Delta", format!("== 2020-21 Q1 ==\n{0}\n== 2020-21 Q2 ==\n{0}", part("[[User:Bo Sample (WMF)]]"))),
        ("Ziele/4. Quartal 2020", part("Gil Unknown").replace("Goals:", "Ziele:").replace("Objective Manager", "Verantwortlich")),
        ("Annual plan", part("[[User:Ada Sample (WMF)]], [[User:Bo Sample (WMF)]]")),
        (
            "Wishes 2020-21 Q2",
            "== Goals ==\n{| class=wikitable\n! Deliverable !! Champion\n|-\n| Ship the thing to everybody || [[User:Ada Sample (WMF)|Ada]]\n|-\n\
             | Write about it at length || \n|}".to_owned(),
        ),
    ] {
        admin.save(title, &text);
    }
    vec![
        (
            PAGE,
            json!({"board": "wikimedia-technology", "titles": ["Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"],
                   "next_title": "Wikimedia Technology/Goals/2020-21 Q3", "layout": "auto"}),
        ),
        (
            "Team hub",
            json!({"board": "team-hub", "titles_from": ["Team hub"], "pages": ["Alpha/Goals 2020-21 Q2"]}),
        ),
        ("Category:Team goals", json!({"board": "team-goals", "titles_from": ["Category:Team goals"]})),
        ("Delta", json!({"board": "delta", "titles_from": ["Delta*"], "linked": ["Bo Sample (WMF)"]})),
        (
            "Ziele/4. Quartal 2020",
            json!({"board": "ziele", "titles": ["Ziele/{quarter}. Quartal {fiscal_year}"], "fiscal_year_starts": "january",
                   "next_title": "Ziele/1. Quartal 2021", "unlinked": ["Gil Unknown"]}),
        ),
        (
            "Annual plan",
            json!({"titles": ["Annual plan"], "next_title": null, "linked": [ADA, "Bo Sample (WMF)"]}),
        ),
        (
            "Wishes 2020-21 Q2",
            json!({"titles": ["Wishes {fiscal_year} Q{quarter}"], "layout": "outline", "linked": [ADA]}),
        ),
    ]
}

#[test]
fn pages_of_different_kinds_get_settings_that_are_right_as_they_stand() {
    let wiki = Wiki::up();
    for (page, expected) in kinds(&wiki.admin()) {
        for operator in [None, Some(ADA)] {
            let place = Place::new();
            let more = operator.map_or(Vec::new(), |name| vec!["--operator", name]);
            let made = place.init(&address(&wiki, page), &[&more[..], &["--format", "json"]].concat());
            assert_eq!(made.code, 0, "{page}: {}", made.err);
            let made = made.json();
            for (field, value) in expected.as_object().unwrap() {
                assert_eq!(made[field], *value, "{page}, {field}: {made:#}");
            }
            assert_eq!(
                (&made["account_exists"], &made["notices"]),
                (&json!(true), &json!(operator.is_some()))
            );
            let text = std::fs::read_to_string(place.file()).unwrap();
            let doctor = with_file(&place.file(), &["doctor"]);
            assert_eq!(doctor.code, 0, "{page}: {}\n{text}", doctor.out);
            let plan = with_file(&place.file(), &["plan", "--format", "json"]);
            assert_eq!(plan.code, 0, "{page}: {}\n{text}", plan.err);
            // It can't have told anybody what nobody stands for.
            let notices = plan.json()["edits"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|edit| edit["kind"] == "notice")
                .count();
            assert!(operator.is_some() || notices == 0, "{page}");
            let read = with_file(&place.file(), &["check", "--format", "json"]).json();
            assert_eq!(read["unread"], json!([]), "{page}: {text}");
            assert!(read["summary"]["key_results"].as_u64().unwrap() > 0, "{page}: {read:#}\n{text}");
        }
    }
}

#[test]
fn what_it_writes_is_read_aloud() {
    let wiki = Wiki::up();
    let place = Place::new();
    let made = place.init(&address(&wiki, PAGE), &["--operator", "Admin"]);
    let known = |text: &str| text.replace(&wiki.url, "https://wiki.example/w/");
    insta::assert_snapshot!("printed", known(&made.out));
    insta::assert_snapshot!("written", known(&std::fs::read_to_string(place.file()).unwrap()));
}

#[test]
fn a_contact_on_the_wiki_names_the_operator() {
    let wiki = Wiki::up();
    for (contact, operator) in [
        (address(&wiki, "User talk:Ada Sample (WMF)"), Some("operator = \"Ada Sample (WMF)\"")),
        (address(&wiki, "User talk:GoalkeeperBot"), None),
        ("https://other.example/wiki/User:Ada_Sample_(WMF)".to_owned(), None),
    ] {
        let place = Place::new();
        let https = contact.replace("http://", "https://");
        let told = [
            "init",
            "--page",
            &address(&wiki, PAGE),
            "--contact",
            &https,
            "--account",
            "GoalkeeperBot@toolforge",
        ];
        let made = ran(command().args(told).current_dir(place.folder.path()));
        assert_eq!(made.code, 0, "{}", made.err);
        let text = std::fs::read_to_string(place.file()).unwrap();
        assert!(text.contains(operator.unwrap_or("# operator = \"\"")), "{text}");
        assert!(text.contains("stop_page = \"User:GoalkeeperBot/Stop\""), "{text}");
    }
}

#[test]
fn what_it_cannot_use_is_said_and_nothing_is_written() {
    let wiki = Wiki::up();
    wiki.admin().save("Recipe", "Take flour and water.");
    let place = Place::new();
    let page = address(&wiki, PAGE);
    let refused = |arguments: &[&str], code: i32, why: &str| {
        let made = ran(command().arg("init").args(arguments).current_dir(place.folder.path()));
        assert_eq!(made.code, code, "{arguments:?}: {}{}", made.out, made.err);
        assert!(made.err.contains(why), "{arguments:?}: {}", made.err);
        assert!(!place.file().exists());
    };
    let rest = ["--contact", CONTACT, "--account", "GoalkeeperBot"];
    refused(&[], 2, "init needs --page, --contact, --account where it can ask nobody");
    refused(&["--page", &page, "--contact", CONTACT], 2, "init needs --account");
    refused(
        &["--page", &page, "--contact", "me@wiki.example", "--account", "B"],
        2,
        "begins with https:// or mailto:",
    );
    refused(&["--page", &page, "--contact", CONTACT, "--account", " "], 2, "the name of the bot's account");
    refused(
        &[&["--page", "Wikimedia Technology/Goals/2020-21 Q2"], &rest[..]].concat(),
        3,
        "that is no address",
    );
    refused(&[&["--page", &address(&wiki, "Recipe")], &rest[..]].concat(), 3, "“Recipe”: not a goal page");
    refused(&[&["--page", &address(&wiki, "No such page")], &rest[..]].concat(), 3, "there is no such page");
    refused(
        &[&["--page", &page, "--out", "no/such/folder.toml"], &rest[..]].concat(),
        2,
        "name another file with --out",
    );
    std::fs::write(place.file(), "mine").unwrap();
    let made = place.init(&page, &[]);
    assert!(made.code == 2 && made.err.contains("is there already"), "{}", made.err);
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), "mine");
    // Who doesn't have an account for the bot yet can make one afterwards.
    let other = Place::new();
    let told = ["init", "--page", &page, "--contact", CONTACT, "--account", "Nobody Yet"];
    let made = ran(command().args(told).current_dir(other.folder.path()));
    assert!(
        made.code == 0 && made.out.contains("there is no account “Nobody Yet” on this wiki yet"),
        "{}",
        made.out
    );
}

#[test]
fn on_a_terminal_it_asks() {
    let wiki = Wiki::up();
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_goalkeeper");
    // A terminal of its own, where the answers are typed; the first two are none.
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command", &format!("{program} init"), "/dev/null"])
        .current_dir(place.folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = format!("Goals\n\u{15}{}\n{CONTACT}\nGoalkeeperBot\nAdmin\n", address(&wiki, PAGE));
    script.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let ended = script.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{shown}");
    assert!(shown.contains("write an address that begins with https://"), "{shown}");
    let text = std::fs::read_to_string(place.file()).unwrap();
    assert!(text.contains("operator = \"Admin\"") && text.contains(CONTACT), "{text}");
}
