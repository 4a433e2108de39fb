//! Writes a site beside its folder and puts it in that one's place as a whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use reqwest::Url;

use super::context::Failure;
use crate::report::site::{File, is_of_site};

/// Fails if a folder holds anything that isn't an earlier site's.
///
/// # Errors
/// A folder of something else, or that can't be read.
pub fn may_replace(out: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Failure::Usage(format!("--out {} is a file: name a folder", out.display())));
        }
        Err(error) => return Err(at(out)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(at(out))?;
        let name = entry.file_name();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !name.to_str().is_some_and(is_of_site) {
            let text = format!(
                "--out {} holds “{}”, which is no part of an earlier site: name a folder that is empty, or not there yet",
                out.display(),
                name.display()
            );
            return Err(Failure::Usage(text));
        }
    }
    Ok(())
}

/// Puts these files in a folder, in place of an earlier site that it may hold, and gives the address of the site's first page.
///
/// # Errors
/// See [`may_replace`]; what can't be written leaves the earlier site as it was.
pub fn replace(out: &Path, files: &[File]) -> Result<Url, Failure> {
    may_replace(out)?;
    // Where a link leads.
    let out = match fs::canonicalize(out) {
        Ok(out) => out,
        Err(_) => std::path::absolute(out).map_err(at(out))?,
    };
    let (new, old) = (beside(&out, "new"), beside(&out, "old"));
    // Left by somebody who was interrupted.
    for left in [&new, &old] {
        may_replace(left)?;
        remove(left)?;
    }
    fs::create_dir_all(&new).map_err(at(&new))?;
    let swapped = write(&new, files).and_then(|()| swap(&out, &new, &old));
    if swapped.is_err() {
        // What is wrong was said; it may be wrong with this, too.
        let _ = remove(&new);
    }
    swapped?;
    remove(&old)?;
    let index = out.join("index.html");
    Url::from_file_path(&index).map_err(|()| Failure::Output(io::Error::other("its folder has no address")))
}

fn write(folder: &Path, files: &[File]) -> Result<(), Failure> {
    for file in files {
        let path = folder.join(&file.name);
        fs::write(&path, &file.text).map_err(at(&path))?;
    }
    Ok(())
}

/// The new one stands in the old one's place a moment after that was moved aside; if it can't, the old one is put back.
fn swap(out: &Path, new: &Path, old: &Path) -> Result<(), Failure> {
    let is_there = out.exists();
    if is_there {
        fs::rename(out, old).map_err(at(out))?;
    }
    fs::rename(new, out).map_err(|error| {
        if is_there {
            let _ = fs::rename(old, out);
        }
        at(out)(error)
    })
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}

/// The folder of this name, with a word behind it.
fn beside(out: &Path, word: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{name}.{word}"))
}

/// An error with the place that it is about.
fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Output(io::Error::new(error.kind(), format!("{path}: {error}")))
}
