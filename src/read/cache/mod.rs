//! What was worked out before, kept in a file of the user's: it saves time, and may be lost. Whatever is wrong with the file, a run does
//! without it.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redb::{
    ConcurrencyMode, Database, DatabaseError, ReadableDatabase as _, ReadableTable as _, StorageError,
    TableDefinition,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is kept: by what it is of, the state that this was in, the second in which it was kept, and itself, as JSON.
const KEPT: TableDefinition<'_, &str, (&str, u64, &[u8])> = TableDefinition::new("kept");

/// The file in the cache folder. Another version of what stands in it has another name.
const FILE: &str = "kept-1.redb";

/// So many bytes wait until they are written.
const MOST_WAITING: usize = 1 << 20;

/// How much of the file is held in memory.
const IN_MEMORY: usize = 2 << 20;

/// What was worked out before. One by default keeps nothing.
#[derive(Debug, Default)]
pub struct Cache {
    opened: Mutex<Option<Opened>>,
}

#[derive(Debug)]
struct Opened {
    database: Database,
    file: PathBuf,
    most_bytes: u64,
    waiting: Vec<Kept>,
    /// What is not believed any more in this run, whether or not the file can be written.
    forgotten: BTreeSet<String>,
}

#[derive(Debug)]
struct Kept {
    of: String,
    state: String,
    value: Vec<u8>,
}

/// Why something is not kept.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

impl Cache {
    /// The cache in a folder, which is made if need be, of so many bytes at most. One that is damaged is begun anew.
    ///
    /// # Errors
    /// A folder that can't be had or written to, or a file in use by a program of another kind.
    pub fn in_folder(folder: &Path, most_bytes: u64) -> Result<Self, Trouble> {
        let file = folder.join(FILE);
        let database = open(folder, &file)?;
        let (waiting, forgotten) = (Vec::new(), BTreeSet::new());
        let opened = Opened { database, file, most_bytes, waiting, forgotten };
        Ok(Self { opened: Mutex::new(Some(opened)) })
    }

    /// What was kept of something in just this state, no longer than `oldest` ago; `None` if there is none, or it can't be read.
    pub fn get<T: DeserializeOwned>(&self, of: &str, state: &str, oldest: Duration) -> Option<T> {
        let opened = self.opened();
        let opened = opened.as_ref().filter(|opened| !opened.forgotten.contains(of))?;
        match opened.get(of, state, (now(), oldest)) {
            Ok(value) => serde_json::from_slice(&value?).ok(),
            Err(error) => {
                tracing::debug!(error, of, "can't be read from the cache");
                None
            }
        }
    }

    /// Keeps something, in place of what was kept of it in another state.
    pub fn put(&self, of: String, state: String, value: &impl Serialize) {
        let mut opened = self.opened();
        let Some((opened, value)) = opened.as_mut().zip(serde_json::to_vec(value).ok()) else { return };
        opened.waiting.push(Kept { of, state, value });
        if opened.waiting.iter().map(|kept| kept.value.len()).sum::<usize>() > MOST_WAITING {
            opened.write();
        }
    }

    /// Forgets what was kept of something, for the rest of this run at least.
    pub fn forget(&self, of: String) {
        if let Some(opened) = self.opened().as_mut() {
            opened.forgotten.insert(of.clone());
        }
        self.put(of, String::new(), &());
    }

    /// Writes what waits to be written.
    pub fn flush(&self) {
        if let Some(opened) = self.opened().as_mut() {
            opened.write();
        }
    }

    fn opened(&self) -> MutexGuard<'_, Option<Opened>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    fn get(&self, of: &str, state: &str, (now, oldest): (u64, Duration)) -> Result<Option<Vec<u8>>, String> {
        let said = |error: redb::Error| error.to_string();
        let read = || -> Result<Option<Vec<u8>>, redb::Error> {
            let table = match self.database.begin_read()?.open_table(KEPT) {
                Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
                table => table?,
            };
            let Some(found) = table.get(of)? else { return Ok(None) };
            let (known, at, value) = found.value();
            // What is from the future was kept by a clock that was wrong.
            let is_good = known == state && now.checked_sub(at).is_some_and(|age| age < oldest.as_secs());
            Ok(is_good.then(|| value.to_vec()))
        };
        read().map_err(said)
    }

    fn write(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return;
        }
        if let Err(error) = self.keep(waiting).and_then(|()| self.keep_bounds()) {
            tracing::debug!(%error, "the cache can't be written");
        }
    }

    fn keep(&self, waiting: Vec<Kept>) -> Result<(), Trouble> {
        let now = now();
        let transaction = self.database.begin_write()?;
        let mut table = transaction.open_table(KEPT)?;
        for Kept { of, state, value } in &waiting {
            table.insert(of.as_str(), (state.as_str(), now, value.as_slice()))?;
        }
        drop(table);
        Ok(transaction.commit()?)
    }

    /// Throws away what was kept first, until the file has half of what it may have.
    fn keep_bounds(&mut self) -> Result<(), Trouble> {
        if fs::metadata(&self.file)?.len() <= self.most_bytes {
            return Ok(());
        }
        let transaction = self.database.begin_write()?;
        let mut table = transaction.open_table(KEPT)?;
        let mut all = Vec::new();
        for entry in table.iter()? {
            let (of, kept) = entry?;
            let (state, at, value) = kept.value();
            all.push((at, of.value().to_owned(), state.len() + value.len()));
        }
        all.sort();
        let mut bytes: usize = all.iter().map(|(.., size)| size).sum();
        for (_, of, size) in all {
            if bytes as u64 <= self.most_bytes / 2 {
                break;
            }
            table.remove(of.as_str())?;
            bytes -= size;
        }
        drop(table);
        transaction.commit()?;
        self.database.compact()?;
        Ok(())
    }
}

/// Opens the file; one that is damaged is begun anew.
fn open(folder: &Path, file: &Path) -> Result<Database, Trouble> {
    // What pages say is for whoever may read them.
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    match database(file) {
        Err(error) if is_damaged(&error) => {
            tracing::debug!(%error, file = %file.display(), "the cache is damaged, and begun anew");
            fs::remove_file(file)?;
            Ok(database(file)?)
        }
        opened => Ok(opened?),
    }
}

fn database(file: &Path) -> Result<Database, DatabaseError> {
    let mut builder = Database::builder();
    builder.set_cache_size(IN_MEMORY);
    // Two runs share it.
    builder.set_concurrency_mode(ConcurrencyMode::MultiWriter);
    // Without it a damaged file may end the program.
    builder.set_check_integrity_on_open(true);
    builder.create(file)
}

/// Whether the file is none that can be used again.
fn is_damaged(error: &DatabaseError) -> bool {
    match error {
        DatabaseError::Storage(StorageError::Io(error)) => {
            matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
        }
        DatabaseError::Storage(StorageError::Corrupted(_)) | DatabaseError::RepairAborted => true,
        DatabaseError::UpgradeRequired(_) => true,
        _ => false,
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
