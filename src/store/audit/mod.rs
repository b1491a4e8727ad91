//! The audit log: what was done, when and by whom, appended in the transaction that did it and chained by hashes.
//!
//! Whoever does something says so with [`record`]; the writer appends all of a transaction at its end ([`chain`]).
//! It names ids and hashes, never an address or a comment's text: `docs/audit.md` says how anybody can verify it.

pub mod chain;
mod event;
mod read;

pub use chain::append;
pub use event::{Actor, Event, Kind, digest};
pub use read::{Entry, Filter, Head, after, before, head, number_at};

use super::Transaction;

/// Has the audit log tell of something, if and when this transaction is committed.
pub fn record(transaction: &mut Transaction<'_>, event: Event) {
    transaction.happened(event);
}
