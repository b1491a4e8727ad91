//! The only room that knows SQL: where a comment is held.
//!
//! One set of queries runs on SQLite and on PostgreSQL. Two functions do all crossing from async code to the
//! database: [`Store::read`] and [`Store::write`]. One file per family of tables holds its queries.

pub mod assessments;
pub mod audit;
pub mod blocks;
pub mod claims;
pub mod comments;
mod connection;
pub mod decisions;
mod directory;
mod error;
pub mod events;
pub mod hits;
pub mod invitations;
pub mod kept_tests;
mod listening;
mod migration;
pub mod moderators;
pub mod notes;
pub mod numbers;
pub mod outbox;
pub mod past;
mod postgres;
pub mod queue;
pub mod reports;
pub mod rule_versions;
mod schema;
pub mod second_factors;
mod seldom;
pub mod sessions;
pub mod settings;
pub mod sites;
pub mod standings;
pub mod surroundings;
pub mod threads;
pub mod tokens;
mod transaction;
mod words;
mod writer;

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use diesel::r2d2::{NopErrorHandler, Pool};

pub use connection::{Address, AnyConnection, Durability};
pub use error::StoreError;
pub use seldom::Seldom;
pub use transaction::Transaction;
pub use writer::{Changes, Listener};

use crate::comment::IdSource;
use connection::Readers;
use listening::Listening;
use writer::Writer;

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which database.
    pub address: Address,
    /// What a commit promises.
    pub durability: Durability,
    /// Connections that read.
    pub readers: u32,
    /// Writes that may wait; one more is refused.
    pub capacity: usize,
}

impl Options {
    /// The usual options for this database.
    pub fn new(address: Address) -> Self {
        Self { address, durability: Durability::Full, readers: 4, capacity: 1024 }
    }
}

/// The open database.
pub struct Store {
    /// `None` only while the store is dropped.
    readers: Option<Pool<Readers>>,
    writer: Writer,
    /// Hears what other servers of a PostgreSQL have changed.
    listening: Option<Listening>,
    directory: directory::Directory,
    gate: blocks::Gate,
    address: Address,
    /// Held for as long as this process serves a SQLite file.
    _lock: Option<File>,
}

impl Store {
    /// Opens the database to serve it: brings its schema up to date, locks a SQLite file, starts the writer.
    ///
    /// # Errors
    /// The database cannot be reached, another process serves its file, or a migration failed.
    pub fn open(options: Options, listener: Listener) -> Result<Self, StoreError> {
        let lock = options.address.file().map(migration::lock).transpose()?;
        Self::open_beside(options, listener, lock, true)
    }

    /// Opens the database beside a process that may be serving it: for the short work of a command line.
    ///
    /// # Errors
    /// The database cannot be reached, or a migration failed.
    pub fn open_for_command(options: Options) -> Result<Self, StoreError> {
        Self::open_beside(options, Arc::new(|_| {}), None, false)
    }

    fn open_beside(
        options: Options,
        listener: Listener,
        lock: Option<File>,
        hears_others: bool,
    ) -> Result<Self, StoreError> {
        migration::run(&options.address)?;
        let ids = Arc::new(IdSource::new());
        // A command listens to nobody: it ends before it would hear anything.
        let listening = match (&options.address, hears_others) {
            (Address::Postgres(url), true) => {
                Some(Listening::start(url.clone(), ids.process(), Arc::clone(&listener))?)
            }
            _ => None,
        };
        let writer = Writer::start(options.address.clone(), options.durability, options.capacity, ids, listener)?;
        let readers = Pool::builder()
            .max_size(options.readers.max(1))
            .connection_timeout(Duration::from_secs(5))
            // Whoever waits in vain says so; each failed attempt besides would fill the log.
            .error_handler(Box::new(NopErrorHandler))
            // A check before every use would double the cost of a short read; a broken reader is replaced.
            .test_on_check_out(matches!(options.address, Address::Postgres(_)))
            .build(Readers(options.address.clone()))?;
        Ok(Self {
            readers: Some(readers),
            writer,
            listening,
            directory: directory::Directory::default(),
            gate: blocks::Gate::default(),
            address: options.address,
            _lock: lock,
        })
    }

    /// Runs a read on a blocking thread, with a connection that cannot write.
    ///
    /// # Errors
    /// What the read returns; no free connection; a panic inside.
    pub async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, StoreError> + Send + 'static,
    {
        let readers = self.readers.clone().ok_or(StoreError::Closed)?;
        tokio::task::spawn_blocking(move || read(&mut *readers.get()?)).await.map_err(|_| StoreError::Panicked)?
    }

    /// Runs a read of a few rows by an index.
    ///
    /// On SQLite, with a reader at hand, it runs right here: it takes less time than a change of threads would.
    ///
    /// # Errors
    /// What the read returns; no free connection; a panic inside.
    pub async fn look_up<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, StoreError> + Send + 'static,
    {
        let at_hand = if self.is_shared() { None } else { self.readers.as_ref().and_then(Pool::try_get) };
        match at_hand {
            Some(mut reader) => read(&mut reader),
            None => self.read(read).await,
        }
    }

    /// Runs a use case's writes in the writer's next transaction; answers once they are durable.
    ///
    /// `write` may run twice (alone, if a neighbour in its batch failed), so it changes nothing but the database.
    ///
    /// # Errors
    /// What `write` returns (its changes are rolled back), [`StoreError::Full`], or a failed commit.
    pub async fn write<T, F>(&self, write: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.writer.submit(write)?.await.map_err(|_| StoreError::Closed)?
    }

    /// Waits until every comment that was answered for can be found by its words.
    ///
    /// # Errors
    /// The store is closed. That the writer is too busy is no error: the newest are found a moment later then.
    pub async fn searchable(&self) -> Result<(), StoreError> {
        match self.writer.index() {
            Ok(Some(indexed)) => indexed.await.map_err(|_| StoreError::Closed),
            Ok(None) | Err(StoreError::Full) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether several processes may serve this database.
    pub fn is_shared(&self) -> bool {
        matches!(self.address, Address::Postgres(_))
    }

    /// Refuses further writes, finishes those accepted, and ends the writer. Blocks until then.
    pub fn close(&self) {
        self.writer.close();
        if let Some(listening) = &self.listening {
            listening.close();
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A PostgreSQL connection brings its own runtime, which must not end inside an async task.
        let readers = self.readers.take();
        let _ = std::thread::spawn(move || drop(readers)).join();
    }
}
