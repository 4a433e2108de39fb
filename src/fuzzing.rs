//! What the fuzz targets in `fuzz/` reach of the program's private parts. Only they switch the feature on.

use std::collections::BTreeMap;

use crate::config::{self, Settings, SettingsError, SettingsFile};
use crate::goals::Layouts;

pub use crate::publish::fuzzing::*;
pub use crate::wiki::fuzzing::*;
pub use crate::wikitext::exclusion::{Names, Transcluded, denies};
pub use crate::wikitext::{dead_parts, link, plain};

/// What [`config::load`] makes of the texts of settings files and of environment variables; it opens no file that
/// they name.
///
/// # Errors
/// Those of [`config::load`].
pub fn settings(
    files: &[&str],
    environment: BTreeMap<String, String>,
    layouts: &Layouts,
) -> Result<Settings, SettingsError> {
    let file = |(number, text): (usize, &&str)| SettingsFile::new(format!("{number}.toml"), text);
    let files = files.iter().enumerate().map(file).collect::<Result<Vec<_>, _>>()?;
    let (settings, ..) = config::merged(files, environment)?;
    config::validate::check(&settings, layouts)?;
    Ok(settings)
}
