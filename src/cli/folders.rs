//! The user's own folders (XDG Base Directory Specification): what lies there bars no other user's run.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

/// The name of this program's folder in them.
const NAME: &str = "goalkeeper";

/// The folder for what may be lost; `None` for a user without one, as in some containers.
pub fn cache() -> Option<PathBuf> {
    let own = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    Some(own?.join(NAME))
}

/// The folder for what lasts as long as the user is logged in, else the one for what may be lost.
pub fn runtime() -> Option<PathBuf> {
    absolute("XDG_RUNTIME_DIR")
        .filter(|folder| folder.is_dir())
        .map(|folder| folder.join(NAME))
        .or_else(cache)
}

/// A folder of the user's own among temporary files, for those who have no other that they can write to.
pub fn temporary() -> PathBuf {
    let user =
        std::fs::metadata("/proc/self").map(|process| format!("-{}", process.uid())).unwrap_or_default();
    std::env::temp_dir().join(format!("{NAME}{user}"))
}

/// A wiki's address as a part of a file's name.
pub fn name_of(wiki_url: &str) -> String {
    wiki_url.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// A folder that a variable names; by the specification only an absolute path counts.
fn absolute(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}
