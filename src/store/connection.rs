//! One connection type for both databases, chosen by the URL's scheme.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::r2d2::{ManageConnection, R2D2Connection as _};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection as _, MultiConnection};

use super::StoreError;
use super::postgres::PostgresConnection;

/// A connection to SQLite or to PostgreSQL; every query of the store runs on both.
#[derive(MultiConnection)]
#[expect(clippy::large_enum_variant, reason = "a handful of connections, each on the heap of its owner")]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PostgresConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Runs a query on the connection that there is, past diesel's wrapper for either, which writes the statement's SQL three times
/// over at each execution, only to find it in the cache: a fifth of what a submission cost. For what runs with each comment.
macro_rules! directly {
    ($connection:expr, $there_is:ident => $query:expr) => {
        match $connection {
            $crate::store::AnyConnection::Postgres($there_is) => $query,
            $crate::store::AnyConnection::Sqlite($there_is) => $query,
        }
    };
}
pub(super) use directly;

/// Which database, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A server: the whole URL, which may hold a password.
    Postgres(String),
}

/// What an answer promises on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Every commit is synced to the disk: an answered comment survives a power cut.
    #[default]
    Full,
    /// Commits are synced at checkpoints: a power cut may lose the last moments, a crash of Placet nothing.
    Relaxed,
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// Any other scheme: a typo must never create an empty database.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(StoreError::Address)
    }

    /// The file, where the database is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// Opens the connection that writes.
    pub(super) fn open_writer(&self, durability: Durability) -> Result<AnyConnection, StoreError> {
        let mut connection = self.open()?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            let synchronous = match durability {
                Durability::Full => "FULL",
                Durability::Relaxed => "NORMAL",
            };
            // 8000 pages are 32 MB of log: a page that many comments touch is written back once for all of them.
            sqlite.batch_execute(&format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; \
                 PRAGMA cache_size = -4000; PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864;"
            ))?;
        } else if durability == Durability::Relaxed {
            connection.batch_execute("SET synchronous_commit = off")?;
        }
        Ok(connection)
    }

    /// Opens a connection that can only read.
    pub(super) fn open_reader(&self) -> Result<AnyConnection, StoreError> {
        let mut connection = self.open()?;
        match &mut connection {
            AnyConnection::Sqlite(sqlite) => {
                sqlite.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -1000;")?;
            }
            AnyConnection::Postgres(postgres) => {
                postgres.batch_execute("SET default_transaction_read_only = on")?;
            }
        }
        Ok(connection)
    }

    fn open(&self) -> Result<AnyConnection, StoreError> {
        match self {
            Self::Sqlite(path) => {
                let path = path.to_str().ok_or(StoreError::Address)?;
                let mut sqlite = SqliteConnection::establish(path).map_err(StoreError::Connect)?;
                sqlite.batch_execute("PRAGMA busy_timeout = 10000;")?;
                Ok(AnyConnection::Sqlite(sqlite))
            }
            Self::Postgres(url) => {
                PostgresConnection::establish(url).map(AnyConnection::Postgres).map_err(StoreError::Connect)
            }
        }
    }
}

/// Opens and checks the readers of the pool.
#[derive(Debug)]
pub(super) struct Readers(pub(super) Address);

impl ManageConnection for Readers {
    type Connection = AnyConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<AnyConnection, StoreError> {
        self.0.open_reader()
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_keeps_its_plan_whatever_is_bound_to_it() {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            compile_options: String,
        }
        let mut sqlite = SqliteConnection::establish(":memory:").unwrap();
        let options: Vec<Row> =
            diesel::RunQueryDsl::load(diesel::sql_query("PRAGMA compile_options"), &mut sqlite).unwrap();
        // From .cargo/config.toml: without it every `LIMIT ?` is planned anew at each execution.
        assert!(options.iter().any(|option| option.compile_options == "ENABLE_QPSG"));
    }

    #[test]
    fn a_typo_in_the_scheme_never_opens_a_database() {
        assert_eq!(Address::parse("sqlite:placet.db").ok(), Some(Address::Sqlite("placet.db".into())));
        assert_eq!(Address::parse("sqlite:///var/lib/p.db").ok(), Some(Address::Sqlite("/var/lib/p.db".into())));
        assert!(matches!(Address::parse("postgres://localhost/placet"), Ok(Address::Postgres(_))));
        for url in ["postgre://localhost/placet", "placet.db", "sqlite:", "mysql://x", ""] {
            assert!(matches!(Address::parse(url), Err(StoreError::Address)), "{url}");
        }
    }
}
