//! `[cache]`: where it is kept what pages were read as.

use serde::{Deserialize, Serialize};

/// `[cache]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cache {
    /// The folder for what pages were read as; the user's cache folder if it is empty, none for “none”. A path in a settings file is
    /// taken from that file's folder.
    pub dir: String,
    /// How much it may hold, at most.
    pub max_mebibytes: u32,
}

impl Default for Cache {
    fn default() -> Self {
        Self { dir: String::new(), max_mebibytes: 200 }
    }
}

impl Cache {
    /// What stands in `dir` for no cache.
    pub const NONE: &str = "none";
}
