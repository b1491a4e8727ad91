//! Whether the chain holds: every entry is there, in its order, as it was written.

use crate::store::audit::chain::{BEGINNING, hexadecimal};
use crate::store::audit::{self, Entry, Filter};
use crate::store::{Store, StoreError};

/// Entries read at once.
const PAGE: i64 = 2000;

/// A chain that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries it has.
    pub entries: i64,
    /// The last one's hash, in hexadecimal: written down elsewhere, it proves later that nothing before was changed.
    pub hash: String,
}

/// The first thing that is wrong with a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A number is not there.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// What an entry says does not give its hash.
    #[error("entry {0} was changed: what it says does not give its hash")]
    Changed(i64),
    /// An entry does not name the hash of the one before it.
    #[error("entry {0} does not follow the one before it: it was inserted, swapped, or an earlier one was rewritten")]
    Unlinked(i64),
    /// An entry is older than the one before it.
    #[error("entry {0} is older than the one before it")]
    Older(i64),
    /// The end is not the one that the writer knows.
    #[error("entry {0} is not the end that was written: entries were rewritten together with their hashes")]
    OtherEnd(i64),
    /// There are entries after the last one that was written.
    #[error("entry {0} stands after the end that was written: it was inserted")]
    AfterEnd(i64),
    /// The link that was written down elsewhere is not in the chain.
    #[error("entry {0} is not the one that was written down: the chain up to it was rewritten, or cut before it")]
    NotKnown(i64),
}

/// Reads the chain from its beginning to the end that it had when this began or later.
///
/// # Errors
/// The query failed.
pub async fn verify(store: &Store, mut known: Option<(i64, Vec<u8>)>) -> Result<Result<Verified, Fault>, StoreError> {
    let mut last: (i64, i64, Vec<u8>) = (0, 0, BEGINNING.to_vec());
    loop {
        let after = last.0;
        let (head, entries) = store
            .read(move |connection| {
                // The head first: what is written meanwhile only comes after it.
                let head = audit::head(connection)?;
                Ok((head, audit::after(connection, &Filter::default(), after, PAGE)?))
            })
            .await?;
        let read = entries.len();
        for entry in entries.into_iter().filter(|entry| entry.number <= head.number.max(after)) {
            if let Err(fault) = follows(&entry, &last) {
                return Ok(Err(fault));
            }
            if known.take_if(|known| known.0 == entry.number).is_some_and(|known| known.1 != entry.hash) {
                return Ok(Err(Fault::NotKnown(entry.number)));
            }
            last = (entry.number, entry.at.as_micros(), entry.hash);
        }
        if last.0 == head.number {
            return Ok(end(&head, &last, known.as_ref()));
        }
        if read == 0 || last.0 == after {
            return Ok(Err(Fault::Missing(after + 1)));
        }
    }
}

/// Whether an entry stands rightly after the last one: its number, its hash, the hash before, its time.
fn follows(entry: &Entry, last: &(i64, i64, Vec<u8>)) -> Result<(), Fault> {
    if entry.number != last.0 + 1 {
        return Err(Fault::Missing(last.0 + 1));
    }
    if entry.link() != entry.hash {
        return Err(Fault::Changed(entry.number));
    }
    if entry.previous != last.2 {
        return Err(Fault::Unlinked(entry.number));
    }
    if entry.at.as_micros() < last.1 {
        return Err(Fault::Older(entry.number));
    }
    Ok(())
}

fn end(head: &audit::Head, last: &(i64, i64, Vec<u8>), known: Option<&(i64, Vec<u8>)>) -> Result<Verified, Fault> {
    if head.highest > head.number {
        return Err(Fault::AfterEnd(head.number + 1));
    }
    if head.hash != last.2 {
        return Err(Fault::OtherEnd(head.number));
    }
    match known {
        Some((0, hash)) if *hash == BEGINNING => {}
        Some((number, _)) => return Err(Fault::NotKnown(*number)),
        None => {}
    }
    Ok(Verified { entries: head.number, hash: hexadecimal(&last.2) })
}
