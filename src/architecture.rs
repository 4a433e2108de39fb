//! Holds the house to its plan: arrows between rooms point one way, one room writes, files fit in one sitting.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// The rooms: each may use those after it, and none before it.
const ROOMS: [&str; 15] = [
    "cli", "report", "doctor", "publish", "decide", "plan", "read", "config", "rules", "people", "ledger",
    "goals", "wiki", "wikitext", "base",
];

/// What stands beside the rooms: it starts them, checks them, or opens them for fuzzing.
const BESIDE: [&str; 4] = ["lib.rs", "main.rs", "architecture.rs", "fuzzing.rs"];

/// A file is no longer than this many lines, unless its first line says why (“Long: …”).
const LONGEST_FILE: usize = 350;

#[derive(Clone)]
struct Source {
    /// From `src/` on.
    name: String,
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

fn sources() -> Vec<Source> {
    files("src", "rs")
}

/// The files below a folder whose names end so.
fn files(folder: &str, ending: &str) -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut waiting = vec![src.clone()];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|its| its == ending) {
            found.push(path);
        }
    }
    found.sort();
    let source = |path: PathBuf| Source {
        name: path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(source).collect()
}

/// The rooms that a text names by `crate::room` or in `crate::{room, …}`.
fn rooms_in(text: &str) -> Vec<&str> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\bcrate::(?:(?<one>[a-z_]+)|\{(?<several>(?:[^{}]|\{[^{}]*\})*)\})").unwrap()
    });
    static FIRST: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|,)\s*([a-z_]+)").unwrap());
    let mut rooms = Vec::new();
    for found in PATH.captures_iter(text) {
        rooms.extend(found.name("one").map(|room| room.as_str()));
        if let Some(several) = found.name("several") {
            let inner = several.as_str();
            rooms.extend(FIRST.captures_iter(inner).filter_map(|room| Some(room.get(1)?.as_str())));
        }
    }
    rooms
}

fn floor(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// Arrows of one file that point up, or to no room.
fn wrong_arrows(source: &Source) -> Vec<String> {
    let Some(own) = floor(source.room()) else { return vec![format!("{} is in no room", source.name)] };
    let wrong = |room: &&str| floor(room).is_none_or(|other| other < own);
    let rooms = rooms_in(&source.text).into_iter().filter(wrong);
    rooms.map(|room| format!("{} uses crate::{room}", source.name)).collect()
}

#[test]
fn a_wrong_arrow_is_seen_however_it_is_written() {
    let source = |text: &str| Source { name: "wiki/x.rs".to_owned(), text: text.to_owned() };
    for text in [
        "use crate::plan::Plan;",
        "pub use crate::plan;",
        "let x: crate::goals::Place = y;",
        "use crate::{base::Title, plan::Plan};",
        "use crate::{base::{Account, Title}, plan};",
        "use crate::nowhere::X;",
    ] {
        assert_eq!(wrong_arrows(&source(text)).len(), 1, "{text}");
    }
    for text in
        ["use crate::base::Title;", "use crate::{base::{Account}, wikitext};", "use crate::wiki::Site;"]
    {
        assert_eq!(wrong_arrows(&source(text)), [""; 0], "{text}");
    }
    assert_eq!(wrong_arrows(&Source { name: "stray.rs".to_owned(), text: String::new() }).len(), 1);
}

#[test]
fn arrows_between_rooms_point_one_way() {
    let sources = sources();
    let in_rooms = sources.iter().filter(|source| !BESIDE.contains(&source.name.as_str()));
    let wrong: Vec<_> = in_rooms.flat_map(wrong_arrows).collect();
    assert!(wrong.is_empty(), "{wrong:#?}; the order of the rooms is {}", ROOMS.join(", "));
    for room in ROOMS {
        assert!(sources.iter().any(|source| source.room() == room), "the room {room} is empty");
    }
}

#[test]
fn the_house_is_described_as_it_is() {
    let lib = include_str!("lib.rs");
    let listed: Vec<_> =
        lib.lines().filter_map(|line| line.strip_prefix("//! - [`")?.split('`').next()).collect();
    assert_eq!(listed, ROOMS);
}

#[test]
fn only_publish_writes_to_a_wiki() {
    let sends =
        |source: &&Source| source.text.contains(".edit(&") || source.text.contains("\"action\", \"edit\"");
    let sources = sources();
    let rooms: Vec<_> = sources
        .iter()
        .filter(|source| !BESIDE.contains(&source.name.as_str()))
        .filter(sends)
        .map(|source| source.name.as_str())
        .collect();
    assert_eq!(rooms, ["publish/attempt.rs"]);
}

#[test]
fn files_fit_in_one_sitting() {
    let sources = sources();
    let is_long = |source: &&Source| {
        let first = source.text.lines().next().unwrap_or_default();
        source.text.lines().count() > LONGEST_FILE && !first.contains("Long:")
    };
    let long: Vec<_> = sources.iter().filter(is_long).map(|source| &source.name).collect();
    assert!(
        long.is_empty(),
        "longer than {LONGEST_FILE} lines, and the first line doesn't say why: {long:?}"
    );
}

/// A rule in a document names the test that holds it: `subject::what_it_holds`.
#[test]
fn tests_that_documents_name_are_there() {
    let name = Regex::new(r"`(?:[a-z_]+::)+([a-z0-9_]{12,})`").unwrap();
    let code: String =
        [sources(), files("tests", "rs")].concat().into_iter().map(|source| source.text).collect();
    let mut named = 0;
    for document in files("docs", "md") {
        for test in name.captures_iter(&document.text) {
            named += 1;
            assert!(
                code.contains(&format!("fn {}(", &test[1])),
                "{}: there is no {}",
                document.name,
                &test[0]
            );
        }
    }
    assert!(named > 100, "{named}");
}
