//! What can go wrong between Placet and its database.

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
