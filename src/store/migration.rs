//! Brings the schema up to date at start, and keeps a second server off a SQLite file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::connection::{Address, AnyConnection, Durability};
use super::{StoreError, words};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number, the same in every Placet: servers that start together migrate one after the other.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_lock(7063696574)";
const ADVISORY_UNLOCK: &str = "SELECT pg_advisory_unlock(7063696574)";

/// Runs the migrations that this database has not seen, and names those it ran.
pub(super) fn run(address: &Address) -> Result<Vec<String>, StoreError> {
    use diesel::connection::SimpleConnection as _;

    if let Some(folder) = address.file().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|source| StoreError::File { path: folder.display().to_string(), source })?;
    }
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    // On a thread of its own: a PostgreSQL connection must not be driven from inside an async task.
    let address = address.clone();
    std::thread::spawn(move || match address.open_writer(Durability::Full)? {
        AnyConnection::Sqlite(mut sqlite) => {
            let ran = sqlite.run_pending_migrations(SQLITE).map_err(failed)?;
            let ran = ran.iter().map(ToString::to_string).collect();
            words::fill(&mut AnyConnection::Sqlite(sqlite))?;
            Ok(ran)
        }
        AnyConnection::Postgres(mut postgres) => {
            postgres.batch_execute(ADVISORY_LOCK)?;
            let ran = postgres
                .run_pending_migrations(POSTGRES)
                .map(|ran| ran.iter().map(ToString::to_string).collect())
                .map_err(failed);
            let mut connection = AnyConnection::Postgres(postgres);
            let ran = ran.and_then(|ran| words::fill(&mut connection).map(|()| ran));
            connection.batch_execute(ADVISORY_UNLOCK)?;
            ran
        }
    })
    .join()
    .map_err(|_| StoreError::Panicked)?
}

/// Locks `FILE.lock` for this process; the lock goes with the process, however it ends.
pub(super) fn lock(database: &Path) -> Result<File, StoreError> {
    let path = database.with_added_extension("lock");
    let failed = |source| StoreError::File { path: path.display().to_string(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(database.display().to_string())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
