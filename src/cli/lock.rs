//! One run at a time on one machine. The kernel frees the lock when the process ends, however it
//! ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Error;
use std::path::PathBuf;
use std::time::Duration;

use super::context::Failure;
use super::folders;
use crate::doctor::Lock;

const LONGEST_WAIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(200);

/// The lock file of a wiki, open: the user's own, so that nobody else's bars it. It lies among temporary files where the user's
/// folders can't be written to, as in a container that keeps nothing.
///
/// # Errors
/// The path that was tried last, and what is wrong with it.
fn open(wiki_url: &str) -> Result<(File, PathBuf), (PathBuf, Error)> {
    let name = format!("{}.lock", folders::name_of(wiki_url));
    let at = |folder: PathBuf| {
        let path = folder.join(&name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(&path))
            .map(|file| (file, path.clone()))
            .map_err(|error| (path, error))
    };
    match folders::runtime().map(&at) {
        Some(Ok(opened)) => Ok(opened),
        Some(Err(_)) | None => at(folders::temporary()),
    }
}

/// How it is with the lock of a wiki now.
pub fn look(wiki_url: &str) -> Lock {
    match open(wiki_url).map(|(file, path)| (file.try_lock(), path)) {
        Ok((Ok(()), _)) => Lock::Free,
        Ok((Err(TryLockError::WouldBlock), path)) => Lock::Held(path),
        Ok((Err(TryLockError::Error(error)), path)) | Err((path, error)) => {
            Lock::Unusable(path, error.to_string())
        }
    }
}

/// Waits for the lock of this wiki; it is held until the file is dropped.
pub async fn acquire(wiki_url: &str) -> Result<File, Failure> {
    let unusable = |(path, error): (PathBuf, Error)| {
        Failure::Busy(format!("the lock file {} can't be used: {error}", path.display()))
    };
    let (file, path) = open(wiki_url).map_err(unusable)?;
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if waited < LONGEST_WAIT => {
                if waited.is_zero() {
                    tracing::info!("another run is under way; waiting for its end");
                }
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::Busy(
                    "another run on this machine has not ended within 60 seconds".to_owned(),
                ));
            }
            Err(TryLockError::Error(error)) => return Err(unusable((path, error))),
        }
    }
}
