//! Secrets in files of their own (`auth.password_file`, `auth.oauth2_token_file`): read only where
//! nobody but the file's owner could have read them, too.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;

use secrecy::SecretString;

use super::SettingsError;
use super::settings::Auth;

/// Puts the secrets that files hold where those go that stand in the settings themselves.
///
/// # Errors
/// A file that isn't there, that others may open, or that is empty.
pub fn read_all(auth: &mut Auth) -> Result<(), SettingsError> {
    let both = [
        ("auth.password", auth.password.is_some() && auth.password_file.is_some()),
        ("auth.oauth2_token", auth.oauth2_token.is_some() && auth.oauth2_token_file.is_some()),
    ];
    if let Some((key, _)) = both.into_iter().find(|(_, both)| *both) {
        let problem =
            format!("{key} and {key}_file are both set, and nobody knows which is meant: leave one out");
        return Err(SettingsError::Invalid { key: key.to_owned(), problem });
    }
    if let Some(file) = &auth.oauth2_token_file {
        auth.oauth2_token = Some(read("auth.oauth2_token_file", file)?);
    }
    if let Some(file) = &auth.password_file {
        auth.password = Some(read("auth.password_file", file)?);
    }
    Ok(())
}

fn read(key: &'static str, name: &str) -> Result<SecretString, SettingsError> {
    let unreadable = |source| SettingsError::SecretFile { key, file: name.to_owned(), source };
    // The file that was opened is the one that is looked at: a link's target, and no other file put there since.
    let mut file = File::open(name).map_err(unreadable)?;
    let mode = file.metadata().map_err(unreadable)?.permissions().mode() & 0o777;
    if is_open_to_others(mode) {
        return Err(SettingsError::ExposedSecretFile { key, file: name.to_owned(), mode });
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(unreadable)?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.trim().is_empty() {
        return Err(SettingsError::Invalid { key: key.to_owned(), problem: format!("{name} is empty") });
    }
    Ok(SecretString::from(secret))
}

/// Whether a file's permission bits let anyone in but its owner: the group counts like all others.
pub fn is_open_to_others(mode: u32) -> bool {
    mode & 0o077 != 0
}
