//! What can go wrong between Placet and its database.

use diesel::result::{DatabaseErrorKind as Kind, Error};

/// A failed read or write. Its text is for the operator's log, never for a reader.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database URL is neither `sqlite:PATH` nor `postgres://…`.
    #[error("the database URL must be sqlite:PATH or postgres://USER@HOST/NAME")]
    Address,
    /// The database could not be opened.
    #[error("cannot open the database: {0}")]
    Connect(#[source] diesel::ConnectionError),
    /// Another process serves the same SQLite file.
    #[error("another placet serves {0}; one process at a time can, stop it first")]
    Locked(String),
    /// The file or folder of the database cannot be used.
    #[error("cannot use {path}: {source}")]
    File {
        /// The path.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The schema could not be brought up to date.
    #[error("migration failed: {0}")]
    Migration(String),
    /// A query failed.
    #[error("query failed: {0}")]
    Query(#[from] diesel::result::Error),
    /// No reader became free in time.
    #[error("no database connection became free: {0}")]
    Pool(#[from] diesel::r2d2::PoolError),
    /// The disk takes no more, or fails.
    #[error("the database cannot be written: {0}")]
    Disk(String),
    /// As many writes wait as may; try again in a moment.
    #[error("too many writes are waiting")]
    Full,
    /// The store is shutting down.
    #[error("the store is shutting down")]
    Closed,
    /// A use case panicked; its transaction was rolled back.
    #[error("a transaction panicked and was rolled back")]
    Panicked,
    /// A stored value is none that Placet ever writes.
    #[error("the database holds {0}")]
    Corrupt(String),
}

impl StoreError {
    /// The same, where a database says that it is gone, or its disk full or failing, as what it is: it may be over in a moment,
    /// and no query is wrong. Neither driver tells the code of a full disk, so that its words have to do.
    #[must_use]
    pub(super) fn of_disk(self) -> Self {
        /// What SQLite (`sqlite3_errstr`) and PostgreSQL (SQLSTATE 53100) say then.
        const SAID: [&str; 6] = [
            "database or disk is full",
            "disk I/O error",
            "attempt to write a readonly database",
            "unable to open database file",
            "No space left on device",
            "Aucun espace disponible",
        ];
        let said = match &self {
            Self::Query(Error::DatabaseError(kind, told)) => {
                let is_kind =
                    matches!(kind, Kind::ReadOnlyTransaction | Kind::ClosedConnection | Kind::UnableToSendCommand);
                let is_said = is_kind || SAID.iter().any(|words| told.message().contains(words));
                is_said.then(|| told.message().to_owned())
            }
            _ => None,
        };
        said.map_or(self, Self::Disk)
    }
}
