//! The certificates of `wiki.ca_file`, for wikis whose certificate only their own organisation vouches for.

use std::fs::File;
use std::io::Read as _;

use reqwest::Certificate;

use super::SettingsError;

/// More than any file of certificates; one without an end must not fill the memory.
const LARGEST: u64 = 4 << 20;

/// Those in a file; none if no file is named.
///
/// # Errors
/// A file that can't be read, or that holds none.
pub fn read(file: &str) -> Result<Vec<Certificate>, SettingsError> {
    if file.is_empty() {
        return Ok(Vec::new());
    }
    let invalid = |problem: String| SettingsError::Invalid { key: "wiki.ca_file".to_owned(), problem };
    let unread = |error: std::io::Error| invalid(format!("{file} can't be read: {error}"));
    let none = "write the name of a file with certificates in PEM form (-----BEGIN CERTIFICATE-----)";
    let mut pem = Vec::new();
    File::open(file).and_then(|open| open.take(LARGEST + 1).read_to_end(&mut pem)).map_err(unread)?;
    if pem.len() as u64 > LARGEST {
        return Err(invalid(format!("{file} is too large; {none}")));
    }
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(invalid(format!("{file} holds no certificate; {none}"))),
    }
}
