//! One run at a time on one machine. The kernel frees the lock when the process ends, however it
//! ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::time::Duration;

use super::context::Failure;
use super::folders;
use crate::doctor::Lock;

const LONGEST_WAIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(200);

/// The lock file of a wiki: the user's own, so that nobody else's bars it.
pub fn path(wiki_url: &str) -> PathBuf {
    let folder = folders::runtime().unwrap_or_else(std::env::temp_dir);
    folder.join(format!("{}.lock", folders::name_of(wiki_url)))
}

/// How it is with the lock of a wiki now.
pub fn look(wiki_url: &str) -> Lock {
    let path = path(wiki_url);
    let opened = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(&path));
    match opened.map(|file| file.try_lock()) {
        Ok(Ok(())) => Lock::Free,
        Ok(Err(TryLockError::WouldBlock)) => Lock::Held(path),
        Ok(Err(TryLockError::Error(error))) | Err(error) => Lock::Unusable(path, error.to_string()),
    }
}

/// Waits for the lock of this wiki; it is held until the file is dropped.
pub async fn acquire(wiki_url: &str) -> Result<File, Failure> {
    let path = path(wiki_url);
    let unusable = |error: std::io::Error| {
        Failure::Busy(format!("the lock file {} can't be used: {error}", path.display()))
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unusable)?;
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unusable)?;
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
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
    }
}
