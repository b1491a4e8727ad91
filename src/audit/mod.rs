//! The audit log, verified and exported. Whoever does something writes it themselves: `store::audit::record`.
//!
//! `docs/audit.md` says what stands in it and how anybody can verify it without Placet.

mod export;
mod verify;

use std::sync::Arc;

pub use export::{line, read_hash};
pub use verify::{Fault, Verified, verify};

pub use crate::store::audit::{Actor, Entry, Event, Filter, Kind, chain};

use crate::store::{Store, StoreError, audit};

/// Entries on a page of an export.
const PAGE: i64 = 500;

/// The audit log.
#[derive(Clone)]
pub struct Log {
    store: Arc<Store>,
}

/// A page of the log.
#[derive(Debug, Clone)]
pub struct Page {
    /// The entries, the last one first.
    pub entries: Vec<Entry>,
    /// Before which number the next page begins; `None` at the end.
    pub next: Option<i64>,
}

impl Log {
    /// The log in `store`.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store }
    }

    /// A page of entries, the last one first, by keyset.
    ///
    /// # Errors
    /// The query failed.
    pub async fn page(&self, filter: Filter, before: Option<i64>, limit: usize) -> Result<Page, StoreError> {
        let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut entries = self.store.read(move |connection| audit::before(connection, &filter, before, wanted)).await?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.number);
        Ok(Page { entries, next })
    }

    /// Begins an export: has the log tell of it, and gives the number of the entry that does. An export goes no further,
    /// so that it ends while others go on.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn begin_export(&self, actor: Actor, filter: Filter) -> Result<i64, StoreError> {
        let event = Event::new(Kind::Export, actor)
            .fact("kind", filter.kind.map(Kind::as_str))
            .fact("moderator", filter.moderator)
            .fact("site", filter.site)
            .fact("comment", filter.comment)
            .fact("since", filter.since)
            .fact("until", filter.until);
        let tell = self.store.write(move |transaction| {
            audit::record(transaction, event.clone());
            Ok(())
        });
        tell.await?;
        Ok(self.store.read(audit::head).await?.number)
    }

    /// The next entries of an export, the first one first; empty at its end.
    ///
    /// # Errors
    /// The query failed.
    pub async fn next_of_export(&self, filter: Filter, after: i64, last: i64) -> Result<Vec<Entry>, StoreError> {
        let read = self.store.read(move |connection| audit::after(connection, &filter, after, PAGE));
        let mut entries = read.await?;
        entries.retain(|entry| entry.number <= last);
        Ok(entries)
    }

    /// Verifies the whole chain; `known` is a link that it must contain.
    ///
    /// # Errors
    /// The query failed.
    pub async fn verify(&self, known: Option<(i64, Vec<u8>)>) -> Result<Result<Verified, Fault>, StoreError> {
        verify(&self.store, known).await
    }
}
