//! What documents point at is there: files, and tests. No wiki is needed.

use std::path::{Path, PathBuf};

use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of that kind in a folder and all below it, with its text.
fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        // What is built or fetched, and the version control's own.
        if name.starts_with('.') || name == "target" || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn documents() -> Vec<(PathBuf, String)> {
    let found = files(root(), ".md");
    assert!(found.len() > 5, "no documents were read");
    found
}

fn sources(folder: &Path) -> String {
    files(folder, ".rs").into_iter().map(|(_, text)| text).collect()
}

#[test]
fn every_relative_link_in_a_document_leads_to_a_file() {
    let link = Regex::new(r#"\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)""#).unwrap();
    let mut links = 0;
    for (path, text) in documents() {
        for found in link.captures_iter(&text) {
            let target = found.get(1).or(found.get(2)).unwrap().as_str();
            let is_elsewhere = target.contains("://") || target.starts_with("mailto:");
            let file = target.split('#').next().unwrap_or_default();
            if is_elsewhere || file.is_empty() {
                continue;
            }
            links += 1;
            let there = path.parent().unwrap().join(file);
            assert!(there.exists(), "{} links to {target}, which is not there", path.display());
        }
    }
    assert!(links > 20, "no links were read");
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let named = Regex::new(
        r"`((?:src|tests|docs|config|deploy|fuzz|i18n)/[^`\s:]+|[a-z_]+(?:/[a-z_]+)+\.(?:rs|toml|json))`",
    );
    let named = named.unwrap();
    // `NAME`, `TARGET`, `xx` and the like stand for a name of the reader's.
    let stands_for_one = Regex::new(r"[A-Z]{4}|\bxx\b|[*{…]").unwrap();
    let mut names = 0;
    for (path, text) in documents() {
        for found in named.captures_iter(&text).filter(|found| !stands_for_one.is_match(&found[1])) {
            names += 1;
            // Of the program's own files “src” may be left out.
            let is_there =
                [root().to_owned(), root().join("src")].iter().any(|from| from.join(&found[1]).exists());
            assert!(is_there, "{} names {}, which is not there", path.display(), &found[1]);
        }
    }
    assert!(names > 40, "no names were read");
}

#[test]
fn every_test_that_a_document_names_is_there() {
    // A test's name is a sentence, which sets it apart from other names of the program's.
    let named = Regex::new(r"`(?:[a-z_]+::)+([a-z0-9]+(?:_[a-z0-9]+){3,})`").unwrap();
    let sources: String = ["src", "tests"].map(|folder| sources(&root().join(folder))).concat();
    let mut names = 0;
    for (path, text) in documents() {
        for found in named.captures_iter(&text) {
            names += 1;
            let there = sources.contains(&format!("fn {}(", &found[1]));
            assert!(there, "{} names the test {}, which is not there", path.display(), &found[0]);
        }
    }
    assert!(names > 20, "no names were read");
}
