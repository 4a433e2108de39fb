//! What `--version` says: the commit, and the day if the environment names one, so that the same sources always build the same
//! program (https://reproducible-builds.org/specs/source-date-epoch/). And which reader of pages this is: what another one made of a
//! page doesn't count.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::process::Command;

/// What decides how a page is read.
const READER: [&str; 5] = ["src/goals", "src/base", "src/wiki/namespaces.rs", "config", "Cargo.lock"];

fn main() {
    println!("cargo:rerun-if-changed=.git/HEAD");
    println!("cargo:rerun-if-changed=.git/refs/heads");
    println!("cargo:rerun-if-env-changed=GOALKEEPER_COMMIT");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    // A container is built without the repository's history.
    let given = std::env::var("GOALKEEPER_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit =
        given.or_else(|| git(&["rev-parse", "--short=12", "HEAD"])).unwrap_or_else(|| "unknown".to_owned());
    let day = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| day(seconds.parse().ok()?));
    let day = day.map(|day| format!(", built {day}")).unwrap_or_default();
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo:rustc-env=GOALKEEPER_VERSION={version} (commit {commit}{day})");
    println!("cargo:rustc-env=GOALKEEPER_READER={version}-{:016x}", reader());
}

/// A number that is another one for another reader.
fn reader() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut waiting: Vec<PathBuf> = READER.iter().map(PathBuf::from).collect();
    waiting.iter().for_each(|path| println!("cargo:rerun-if-changed={}", path.display()));
    while let Some(path) = waiting.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => {
                let mut within: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
                within.sort();
                waiting.extend(within);
            }
            Err(_) => (&path, std::fs::read(&path).unwrap_or_default()).hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// What git says; nothing where there is none, or no repository of this project's own.
fn git(arguments: &[&str]) -> Option<String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    std::fs::metadata(format!("{root}/.git")).ok()?;
    let said = Command::new("git").arg("-C").arg(&root).args(arguments).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?.trim().to_owned();
    (said.status.success() && !text.is_empty()).then_some(text)
}

/// A day of seconds since 1970, by the calendar's 400-year cycle (civil_from_days, Howard Hinnant).
fn day(seconds: i64) -> Option<String> {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}
