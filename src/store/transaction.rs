//! What a use case holds while it writes.

use super::connection::AnyConnection;
use super::writer::Changes;
use crate::comment::{IdSource, ThreadId};

/// A running transaction of the writer.
pub struct Transaction<'a> {
    pub(super) connection: &'a mut AnyConnection,
    ids: &'a IdSource,
    changes: &'a mut Changes,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(connection: &'a mut AnyConnection, ids: &'a IdSource, changes: &'a mut Changes) -> Self {
        Self { connection, ids, changes }
    }

    /// The connection, for the reads that a write depends on.
    pub fn reader(&mut self) -> &mut AnyConnection {
        self.connection
    }

    /// A new time-ordered id.
    pub fn next_id(&self) -> i64 {
        self.ids.next()
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
