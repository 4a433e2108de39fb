//! Every mistake in settings that we could think of, and the sentence that it gets: where it stands, what was found there, what
//! can stand there, and what is most like it. The snapshot is the list; no word of it is a library's.

use std::fmt::Write as _;

use crate::support::{Ran, command, ran};

/// A board that needs nothing more.
const BOARD: &str = "[[boards]]\nname = \"b\"\ntitles = [\"Goals {fiscal_year} Q{quarter}\"]\n";

/// Settings with one mistake each: what follows the wiki's address.
const MISTAKES: [&str; 61] = [
    // Keys.
    "[limits]\nnotices_per_rum = 5",
    "[limit]\nnotices_per_run = 5",
    "BOARD[boards.notice]\nrounds = 1",
    "BOARDcolour = 1",
    "stop_page = \"User:Bot/Stop\"",
    "[defaults.notices]\nround = 1",
    "\"auth.password\" = 1",
    "\"boards[9000000000]\" = 1",
    // Sections.
    "[boards]\nname = \"b\"\ntitles = [\"G\"]",
    "boards = 5",
    "boards = [5]",
    "bot = \"me\"",
    // Numbers.
    "[limits]\nnotices_per_run = \"many\"",
    "[limits]\nnotices_per_run = -1",
    "[limits]\nnotices_per_run = 2.5",
    "[limits]\nnotices_per_run = 5000000000",
    "[limits]\nconcurrency = 0",
    "[limits]\nrequest_timeout_seconds = 0",
    "BOARD[boards.notices]\nsettled_hours = -1",
    "BOARD[boards.notices]\nclosing_days = 61",
    "BOARD[boards.notices]\nclosing_days = -9223372036854775808",
    "[defaults.notices]\ngrace_days = \"a week\"\nBOARD",
    "x = 99999999999999999999",
    "[cache]\nmax_mebibytes = 0",
    "[cache]\ndir = [\"a\"]",
    "[cache]\nfolder = \"/tmp\"",
    // Words of a closed list.
    "BOARDfiscal_year_starts = \"avril\"",
    "BOARDfiscal_year_starts = \"Juli\"",
    "BOARDfiscal_year_starts = 13",
    "BOARD[boards.notices]\ndigest_weekday = \"montag\"",
    "BOARD[boards.rules]\nunlinked-manager = \"of\"",
    "BOARD[boards.rules]\nempty-goal = \"off\"",
    "[log]\nformat = \"jsn\"",
    "BOARDlayout = \"status-table\"",
    "BOARD[boards.notices]\nlanguage = \"eng\"",
    "wiki.allow_plain_http = \"perhaps\"",
    // Texts and lists.
    "[owners_policy]\nallow = { name = \"Ada\" }",
    "[owners_policy]\nallow = [\"[\"]",
    "[owners]\n\"Ada Sample\" = \"\"",
    "[bot]\ncontact = \"me\"",
    "[bot]\nstop_page = \"[[User:Bot/Stop]]\"",
    "[bot]\nstop_page = \"https://wiki.example/wiki/User:Bot/Stop\"",
    "[auth]\nusername = [\"a\"]",
    // Boards.
    "[[boards]]\ntitles = [\"Goals {fiscal_year} Q{quarter}\"]",
    "[[boards]]\nname = \"Our board\"\ntitles = [\"G\"]",
    "[[boards]]\nname = \"b\"",
    "[[boards]]\nname = \"b\"\ntitles = [\"Goals {yaer}\"]",
    "[[boards]]\nname = \"b\"\ntitles = [\"Goals {quarter\"]",
    "[[boards]]\nname = \"b\"\ntitles = [\"Goals#Q{quarter}\"]",
    "[[boards]]\nname = \"b\"\ntitles = [\"https://wiki.example/wiki/Our_goals/2026-27_Q2?x=y\"]",
    "[[boards]]\nname = \"b\"\ntitles = [\"G {quarter}\", \"G {quarter}\"]",
    "[[boards]]\nname = \"b\"\ntitles_from = [\"Category:Goals\", \"*\"]",
    "[[boards]]\nname = \"b\"\ntitles_from = [\"Category:Goals {fiscal_year}\"]",
    "[[boards]]\nname = \"b\"\ntitles_from = [\"Team:*/Goals\"]",
    "[[boards]]\nname = \"b\"\ntitles_from = [\"[[Team hub]]\"]",
    "[[boards]]\nname = \"b\"\ntitles_from = [\"Team hub\"]\nstatus.page = \"Tables\"",
    "boards_page = \"https://wiki.example/wiki/User:Bot/Boards.json\"",
    "BOARD[[boards]]\nname = \"c\"\ntitles = [\"Goals {fiscal_year}_Q{quarter}\"]\nfiscal_year_starts = 4",
    "BOARD[boards.status]\npage = \"{board}/Status\"",
    "BOARD[boards.notices]\npause = [\"12-18..01-06\", \"Easter\"]",
    "this is not TOML",
];

/// Variables with one mistake each.
const VARIABLES: [(&str, &str); 9] = [
    ("GOALKEEPER__BOT__STOP_PAEG", "x"),
    ("GOALKEEPER__LIMITS__NOTICES_PER_RUN", "five"),
    ("GOALKEEPER_WIKI__URL", "https://wiki.example/w/"),
    ("GOALKEEPER__BOT_STOP_PAGE", "User:Bot/Stop"),
    ("GOALKEEPER_AUTH_PASSWORD", "verysecret"),
    ("GOALKEEPER__AUTH", "verysecret"),
    ("GOALKEEPER__AUTH__PASSWORD", "verysecret\n"),
    ("GOALKEEPER__BOARDS__NAME", "b"),
    ("GOALKEEPER__WIKI__URL", "wiki.example"),
];

fn config(text: Option<&str>, variables: &[(&str, &str)]) -> Ran {
    let scratch = tempfile::tempdir().unwrap();
    let mut command = command();
    command.current_dir(scratch.path()).arg("config");
    if let Some(text) = text {
        std::fs::write(scratch.path().join("own.toml"), text).unwrap();
        command.args(["--config", "own.toml"]);
    }
    ran(command.envs(variables.iter().copied()))
}

#[test]
fn each_gets_a_sentence() {
    let mut list = String::new();
    for mistake in MISTAKES {
        let text = format!("wiki.url = \"https://wiki.example/w/\"\n{}", mistake.replace("BOARD", BOARD));
        let ran = config(Some(&text), &[]);
        assert_eq!(ran.code, 2, "{mistake}: {}{}", ran.out, ran.err);
        let shown = mistake.replace("BOARD", "[[boards]] …\n").replace('\n', "\n    ");
        let _ = writeln!(list, "    {shown}\n{}\n", ran.err.trim_start_matches("goalkeeper: ").trim_end());
    }
    for (name, value) in VARIABLES {
        let url = ("GOALKEEPER__WIKI__URL", "https://wiki.example/w/");
        let variables = if name == url.0 { vec![(name, value)] } else { vec![url, (name, value)] };
        let ran = config(None, &variables);
        assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
        assert!(!ran.err.contains("verysecret") && !ran.out.contains("verysecret"), "{name}: {}", ran.err);
        let _ = writeln!(
            list,
            "    {name}={value:?}\n{}\n",
            ran.err.trim_start_matches("goalkeeper: ").trim_end()
        );
    }
    for words in ["enum", "variant", "invalid type", "expected", "deserialize", "i64", "u32", "struct"] {
        assert!(!list.contains(words), "“{words}” is a library's: {list}");
    }
    insta::assert_snapshot!(list);
}

#[test]
fn files_that_are_none() {
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        std::fs::write(scratch.path().join(name), bytes).unwrap();
        name.to_owned()
    };
    std::fs::create_dir(scratch.path().join("folder")).unwrap();
    for (name, complaint) in [
        ("folder".to_owned(), "folder is a folder: name a settings file in it"),
        ("none.toml".to_owned(), "there is no settings file none.toml"),
        (
            file("latin.toml", b"# one\n# caf\xe9\n"),
            "latin.toml, line 2: this is not UTF-8 text; save the file as UTF-8",
        ),
        (file("empty.toml", b""), "wiki.url: is not set"),
    ] {
        let ran = ran(command().current_dir(scratch.path()).args(["config", "--config", &name]));
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains(complaint), "{name}: {}", ran.err);
    }
    // What an editor puts before the first letter.
    let bom = file("bom.toml", "\u{FEFF}[wiki]\nurl = \"https://wiki.example/w/\"\n".as_bytes());
    let ran = ran(command().current_dir(scratch.path()).args(["config", "--config", &bom]));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn what_is_right_is_shown_beside_what_is_wrong() {
    let text = "[wiki]\nurl = \"https://wiki.example/w/\"\n[limits]\nnotices_per_run = -1\nconcurrency = 7\n";
    let ran = config(Some(text), &[("GOALKEEPER__AUTH__PASSWORD", "verysecret")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("own.toml, line 4: limits.notices_per_run: -1 is below 0"), "{}", ran.err);
    for line in [
        "limits.concurrency = 7  # own.toml",
        "limits.notices_per_run = 30  # default",
        "auth.password = \"(set, not shown)\"",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
}

#[test]
fn a_password_and_a_file_with_one_are_one_too_many() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("secret");
    std::fs::write(&file, "verysecret").unwrap();
    let variables = [
        ("GOALKEEPER__WIKI__URL", "https://wiki.example/w/"),
        ("GOALKEEPER__AUTH__PASSWORD", "verysecret"),
        ("GOALKEEPER__AUTH__PASSWORD_FILE", file.to_str().unwrap()),
    ];
    let ran = config(None, &variables);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("auth.password and auth.password_file are both set"), "{}", ran.err);
}

#[test]
fn names_that_can_be_no_settings_end_nothing() {
    let deep = format!("GOALKEEPER__{}", "A__".repeat(30_000));
    for name in ["GOALKEEPER__BOARDS[-9000000000]", "GOALKEEPER__WIKI.URL", &deep] {
        let ran = config(None, &[("GOALKEEPER__WIKI__URL", "https://wiki.example/w/"), (name, "x")]);
        assert!(ran.code == 2 && ran.err.contains("unknown setting “"), "{name}: {} {}", ran.code, ran.err);
    }
}
