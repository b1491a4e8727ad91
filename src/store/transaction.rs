//! What a use case holds while it writes.

use super::StoreError;
use super::audit::{self, Event};
use super::connection::AnyConnection;
use super::words::{self, Words};
use super::writer::Changes;
use crate::comment::{IdSource, ThreadId};

/// A running transaction of the writer.
pub struct Transaction<'a> {
    pub(super) connection: &'a mut AnyConnection,
    ids: &'a IdSource,
    changes: &'a mut Changes,
    events: Vec<Event>,
    unindexed: &'a mut Vec<Words>,
}

impl<'a> Transaction<'a> {
    /// `unindexed` gets the words that are to be indexed once the transaction is durable.
    pub(super) fn new(
        connection: &'a mut AnyConnection,
        ids: &'a IdSource,
        changes: &'a mut Changes,
        unindexed: &'a mut Vec<Words>,
    ) -> Self {
        Self { connection, ids, changes, events: Vec::new(), unindexed }
    }

    /// The connection, for the reads that a write depends on.
    pub fn reader(&mut self) -> &mut AnyConnection {
        self.connection
    }

    /// A new time-ordered id.
    pub fn next_id(&self) -> i64 {
        self.ids.next()
    }

    /// Notes what the audit log is to tell of this transaction.
    pub(super) fn happened(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Writes what waits for the end: the audit log, whose last link all writers share and which is locked late therefore.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        audit::append(self.connection, self.events)
    }

    /// Has the words of a new comment indexed: with this transaction on PostgreSQL, soon after it on SQLite, where each
    /// change of the index is dear and one process alone takes comments in.
    ///
    /// # Errors
    /// The query failed.
    pub(super) fn index(&mut self, words: Words) -> Result<(), StoreError> {
        match self.connection {
            AnyConnection::Postgres(_) => words::insert(self.connection, &[words]),
            AnyConnection::Sqlite(_) => {
                self.unindexed.push(words);
                Ok(())
            }
        }
    }

    /// Notes that a thread's published comments change with this transaction.
    pub(super) fn touched(&mut self, thread: ThreadId) {
        if !self.changes.threads.contains(&thread) {
            self.changes.threads.push(thread);
        }
    }

    /// Notes that this transaction puts mail into the outbox.
    pub(super) fn posted(&mut self) {
        self.changes.mail = true;
    }
}
