//! Writes a site beside its folder and puts it in that one's place as a whole.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};

use reqwest::Url;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::context::Failure;
use crate::report::site::{File, MARK, is_mark, is_of_site};

/// Where a site goes.
pub struct Place {
    /// Its folder, where links lead.
    out: PathBuf,
    /// A folder beside it, in which it is made; gone when this is dropped.
    new: PathBuf,
    /// Another, to which the earlier site goes where the two can't be exchanged at once.
    old: PathBuf,
}

impl Place {
    /// Makes sure that a site may go to a folder, and can be made beside it.
    ///
    /// # Errors
    /// A folder that holds anything but an earlier site, that can't be replaced as a whole, or beside which nothing can be written.
    pub fn of(out: &Path) -> Result<Self, Failure> {
        let wrong = |what: &str| Err(Failure::Usage(format!("--out {} {what}", out.display())));
        let is_link = fs::symlink_metadata(out).is_ok_and(|found| found.is_symlink());
        let real = match fs::canonicalize(out) {
            Ok(real) => real,
            Err(_) if is_link => return wrong("is a link that leads nowhere"),
            Err(_) => std::path::absolute(out).map_err(at(out))?,
        };
        let (Some(name), Some(parent)) = (real.file_name(), real.parent()) else {
            return wrong("is no folder that can be replaced: name one in it");
        };
        if std::env::current_dir().is_ok_and(|here| here == real) {
            return wrong("is the folder that you are in: name one in it");
        }
        fs::create_dir_all(parent).map_err(at(parent))?;
        let beside = |word: &str| parent.join(format!(".{}.goalkeeper-{word}", name.to_string_lossy()));
        let (new, old) = (beside("new"), beside("old"));
        // Left by somebody who was interrupted between two steps.
        if !real.exists() && is_site(&old)? {
            fs::rename(&old, &real).map_err(at(&real))?;
        }
        if let (Ok(own), Ok(around)) = (fs::metadata(&real), fs::metadata(parent))
            && own.dev() != around.dev()
        {
            return wrong(
                "is a place of its own (a mount point), which can't be replaced as a whole: name a folder in it",
            );
        }
        is_site(&real)?;
        is_site(&old)?;
        // Of a site that was being made nothing may be whole yet.
        first_of(&new)?;
        remove(&new)?;
        remove(&old)?;
        fs::create_dir(&new).map_err(|error| {
            let what = format!("a site is made beside its folder, so there must be a place for it: {error}");
            at(parent)(io::Error::new(error.kind(), what))
        })?;
        Ok(Self { out: real, new, old })
    }

    /// Puts these files there, in place of an earlier site, and gives the address of the first page.
    ///
    /// # Errors
    /// What can't be written leaves the earlier site as it was.
    pub fn fill(self, files: &[File]) -> Result<Url, Failure> {
        // That it is a site shows before it is whole.
        let (mark, others): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.name == MARK);
        let before = fs::metadata(&self.out).ok();
        let page_before = fs::metadata(self.out.join(MARK)).ok();
        for file in mark.into_iter().chain(others) {
            let path = self.new.join(&file.name);
            fs::write(&path, &file.text).map_err(at(&path))?;
            like(&path, page_before.as_ref());
        }
        like(&self.new, before.as_ref());
        if before.is_some() {
            self.exchange()?;
        } else {
            fs::rename(&self.new, &self.out).map_err(at(&self.out))?;
        }
        let index = self.out.join("index.html");
        Url::from_file_path(&index)
            .map_err(|()| Failure::Output(io::Error::other("its folder has no address")))
    }

    /// At once, where the file system can; else there is a moment without a site.
    fn exchange(&self) -> Result<(), Failure> {
        if renameat_with(CWD, &self.new, CWD, &self.out, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
        let old = &self.old;
        fs::rename(&self.out, old).map_err(at(&self.out))?;
        if let Err(error) = fs::rename(&self.new, &self.out) {
            fs::rename(old, &self.out).map_err(at(&self.out))?;
            return Err(at(&self.out)(error));
        }
        remove(old)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What is wrong was said; and what is left here is removed by the next one.
        let _ = remove(&self.new);
    }
}

/// Whether there is a site; `false` for a folder that is empty or not there.
///
/// # Errors
/// It holds anything else.
fn is_site(folder: &Path) -> Result<bool, Failure> {
    let Some(first) = first_of(folder)? else { return Ok(false) };
    // Other sites have an index.html, too.
    match fs::read_to_string(folder.join(MARK)) {
        Ok(text) if is_mark(&text) => Ok(true),
        _ => Err(foreign(folder, &first)),
    }
}

/// One of the files of a folder that holds none but those that a site may have; `None` if it is empty or not there.
///
/// # Errors
/// It holds anything else.
fn first_of(folder: &Path) -> Result<Option<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Failure::Usage(format!("--out {} is a file: name a folder", folder.display())));
        }
        Err(error) => return Err(at(folder)(error)),
    };
    let mut first = None;
    for entry in entries {
        let entry = entry.map_err(at(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) || !is_of_site(&name) {
            return Err(foreign(folder, &name));
        }
        first.get_or_insert(name);
    }
    Ok(first)
}

fn foreign(folder: &Path, name: &str) -> Failure {
    Failure::Usage(format!(
        "--out: {} holds “{name}”, which is no part of an earlier site: name a folder that is empty, or not there yet",
        folder.display()
    ))
}

/// Gives a file or folder the rights of the one that it replaces, as far as that is allowed.
fn like(path: &Path, before: Option<&Metadata>) {
    let Some(before) = before else { return };
    // A group that one isn't in can't be given; the rights may be enough.
    let _ = chown(path, None, Some(before.gid()));
    let _ = fs::set_permissions(path, before.permissions());
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}

/// An error with the place that it is about.
fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Output(io::Error::new(error.kind(), format!("{path}: {error}")))
}
