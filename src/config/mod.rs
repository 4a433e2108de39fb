//! Settings: built-in defaults, then files in the order given, then the environment.
//! Errors name the key, where it came from, and what to write instead.

mod board;
mod boards_page;
mod cache;
mod certificates;
mod defaults;
mod kinds;
mod known_keys;
mod named_pages;
mod pause;
mod place;
mod proposal;
mod secret_file;
mod settings;
mod source;
mod titles_from;
pub(crate) mod validate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Config, ConfigError, File, FileFormat, Value, ValueKind};

use crate::goals::{LayoutError, Layouts};

pub use board::{Board, BoardNotices, BoardRef, BoardStatus};
pub use boards_page::{BoardsPage, with_boards_of};
pub use cache::Cache;
pub use named_pages::{NamedPages, status_page, title};
use place::Places;
pub use proposal::{Pages, Proposal};
pub use settings::{Auth, Bot, LayoutFiles, Limits, Log, LogFormat, OwnersPolicy, Settings, Wiki};
pub(crate) use source::SettingsFile;
pub use titles_from::TitlesFrom;

const DEFAULTS: &str = include_str!("../../config/default.toml");
const PREFIX: &str = "GOALKEEPER";
const SECRETS: [(&str, &str); 4] = [
    ("auth", "oauth2_token"),
    ("auth", "password"),
    ("monitor", "heartbeat_url"),
    ("wiki", "basic_auth_password"),
];

/// Why there are no settings to work with.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file named with `--config` that isn't there.
    #[error("there is no settings file {}", .0.display())]
    NoFile(PathBuf),
    /// TOML that can't be parsed, or a value of the wrong type.
    #[error("{0}")]
    Unusable(String),
    /// A key that does not exist.
    #[error("unknown setting “{key}” in {origin}{}", did_you_mean(key, nearest))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The file, or the environment.
        origin: String,
        /// The known key most like it.
        nearest: Option<String>,
    },
    /// A secret in a file that others can read.
    #[error("{key} stands in {}, which other users can read; chmod 600 it, or use {PREFIX}__{} instead", file.display(), key.replace('.', "__").to_uppercase())]
    ExposedSecret {
        /// The secret's key.
        key: String,
        /// The file it stands in.
        file: PathBuf,
    },
    /// A secret's file that others can read.
    #[error("{key} names {file}, which others than its owner may read or change (its mode is {mode:04o}); chmod 600 it (a container's secret: let it be mounted with mode 0400), or use {PREFIX}__{} instead", key.trim_end_matches("_file").replace('.', "__").to_uppercase())]
    ExposedSecretFile {
        /// The setting that names the file.
        key: &'static str,
        /// The file.
        file: String,
        /// Its permission bits.
        mode: u32,
    },
    /// A secret's file that can't be read.
    #[error("{key} names {file}, which can't be read: {source}")]
    SecretFile {
        /// The setting that names the file.
        key: &'static str,
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A layout file that can't be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Another of these, and where its setting stands.
    #[error("{place}: {error}")]
    At {
        /// The file and its line, or the variable.
        place: String,
        /// What is wrong.
        error: Box<SettingsError>,
    },
    /// A value that is understood but makes no sense.
    #[error("{key}: {problem}")]
    Invalid {
        /// The key.
        key: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
}

impl SettingsError {
    /// The setting that it is about, if it is about one and doesn't say where that stands.
    fn key(&self) -> Option<&str> {
        match self {
            Self::Invalid { key, .. } => Some(key),
            Self::SecretFile { key, .. } | Self::ExposedSecretFile { key, .. } => Some(key),
            _ => None,
        }
    }

    /// Whether it is about this setting, or one within it.
    pub fn is_about(&self, setting: &str) -> bool {
        matches!(self, Self::Invalid { key, .. } if key.starts_with(setting))
    }
}

fn did_you_mean(written: &str, nearest: &Option<String>) -> String {
    match nearest {
        Some(key) if key == written => "; leave out the quotation marks around it".to_owned(),
        Some(key) => format!("; did you mean “{key}”?"),
        None => String::new(),
    }
}

/// The settings, and where each of them came from.
#[derive(Debug)]
pub struct Loaded {
    /// What is in force.
    pub settings: Settings,
    /// The layouts that pages are read with.
    pub layouts: Arc<Layouts>,
    /// Key → file, `the environment` or `default`.
    pub origins: BTreeMap<String, String>,
}

/// Reads the defaults, `files` in their order, and `environment` (normally the process's own).
///
/// # Errors
/// Anything that leaves a doubt about what was meant: see [`SettingsError`].
pub fn load(files: &[PathBuf], environment: BTreeMap<String, String>) -> Result<Loaded, SettingsError> {
    let mut read = Vec::new();
    for file in files {
        let values = SettingsFile::read(file)?;
        refuse_exposed_secrets(file, &values)?;
        read.push(values);
    }
    let (mut settings, origins, places) = merged(read, environment)?;
    let placed = |error| places.placed(error, &origins);
    secret_file::read_all(&mut settings.auth).map_err(placed)?;
    settings.wiki.certificates = certificates::read(&settings.wiki.ca_file).map_err(placed)?;
    let layouts = Arc::new(Layouts::with(&settings.layouts.files)?);
    validate::check(&settings, &layouts).map_err(placed)?;
    Ok(Loaded { settings, layouts, origins })
}

/// The settings as far as they are right, to be looked at: what is wrong has its default. `None` if nothing can be made of
/// them.
pub fn as_far_as_right(files: &[PathBuf], environment: BTreeMap<String, String>) -> Option<Loaded> {
    let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
    for file in files.iter().filter_map(|file| SettingsFile::read(file).ok()) {
        builder = builder.add_source(file);
    }
    if let Ok(environment) = source::environment(environment) {
        builder = builder.add_source(environment);
    }
    let mut value = builder.build().ok()?.cache;
    kinds::keep_what_fits(&mut value);
    let of_all_boards = defaults::fill(&mut value).try_deserialize().ok()?;
    let origins = origins(&value);
    let mut settings = Settings { of_all_boards, ..value.try_deserialize().ok()? };
    if validate::wiki_url(&settings.wiki).is_err() {
        // A password may stand in it.
        settings.wiki.url.clear();
    }
    Some(Loaded { settings, layouts: Arc::new(Layouts::built_in()), origins })
}

/// Puts settings together from the defaults, `files` in their order, and `environment`, and finds out where each came
/// from; what they mean is not looked at yet. Reads nothing.
///
/// # Errors
/// Unknown keys, and values of a wrong type.
pub(crate) fn merged(
    files: Vec<SettingsFile>,
    environment: BTreeMap<String, String>,
) -> Result<(Settings, BTreeMap<String, String>, Places), SettingsError> {
    let mut places = Places::default();
    files.iter().for_each(|file| places.add(file.places()));
    let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
    for file in files {
        builder = builder.add_source(file);
    }
    let merged = builder.add_source(source::environment(environment)?).build().map_err(unusable)?;
    known_keys::check(&merged.cache, &places)?;
    let mut value = merged.cache;
    kinds::check(&value).map_err(|error| places.placed(error, &origins(&value)))?;
    let of_all_boards = defaults::fill(&mut value).try_deserialize().map_err(unusable)?;
    let origins = origins(&value);
    let settings = Settings { of_all_boards, ..value.try_deserialize().map_err(unusable)? };
    Ok((settings, origins, places))
}

// `config`'s messages show an offending value, unless it is a list or a table. A secret as any other
// value is taken as text, and a section can't be a value (`known_keys`), so no secret is shown here.
fn unusable(error: ConfigError) -> SettingsError {
    SettingsError::Unusable(error.to_string())
}

fn refuse_exposed_secrets(file: &Path, values: &SettingsFile) -> Result<(), SettingsError> {
    use std::os::unix::fs::PermissionsExt as _;

    let open =
        std::fs::metadata(file).is_ok_and(|data| secret_file::is_open_to_others(data.permissions().mode()));
    match SECRETS.into_iter().find(|key| values.sets(*key)) {
        Some((section, name)) if open => {
            Err(SettingsError::ExposedSecret { key: format!("{section}.{name}"), file: file.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Each leaf's key and where its value came from.
fn origins(value: &Value) -> BTreeMap<String, String> {
    fn walk(value: &Value, key: String, found: &mut BTreeMap<String, String>) {
        match &value.kind {
            ValueKind::Table(table) => {
                for (name, value) in table {
                    walk(value, known_keys::child(&key, name), found);
                }
            }
            ValueKind::Array(items) if items.iter().any(|v| matches!(v.kind, ValueKind::Table(_))) => {
                for (index, value) in items.iter().enumerate() {
                    walk(value, format!("{key}[{index}]"), found);
                }
            }
            _ => {
                found.insert(key, value.origin().unwrap_or("default").to_owned());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(value, String::new(), &mut found);
    found
}
