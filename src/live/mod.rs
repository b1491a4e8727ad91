//! What happens at the desk, told to whoever watches while it happens.
//!
//! The events are rows that exist anyway ([`crate::store::events`]): a submission pays nothing for them. What a transaction
//! has given as ids is heard here after its commit, this process's own and those of other servers; while somebody watches,
//! those rows are read once and told to all. A stream that was away, or fell behind, reads for itself what it missed.

mod feed;
mod places;
mod position;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, broadcast, watch};

pub use feed::{Feed, News};
pub use places::{NoPlace, Place, Places};
pub use position::Position;

pub use crate::store::events::{Event, What};

use crate::comment::{IdSource, ModeratorId};
use crate::store::{Changes, Store, StoreError, events};

/// What happens within this time is told together.
const GATHER: Duration = Duration::from_millis(100);

/// After a failed read, the next one.
const AGAIN: Duration = Duration::from_secs(1);

/// Batches of events that a slow stream may fall behind before it must read for itself.
const BEHIND: usize = 64;

/// The most events of a kind that are read at once; a stream that missed more is told to begin anew.
const MOST: usize = 5000;

/// What all streams are told.
#[derive(Debug, Clone)]
enum Told {
    /// This happened.
    Events(Arc<[Event]>),
    /// Something could not be read: each stream reads for itself.
    Reread,
}

/// What has been heard and not been told yet.
#[derive(Debug, Default)]
struct Heard {
    position: Position,
    /// Ids that were given, in the order of the commits of each process.
    ids: Vec<(i64, i64)>,
    /// Whether another process may have given ids that were not heard.
    missed: bool,
}

/// Hears what transactions have changed; made before the store that tells it.
#[derive(Debug, Clone)]
pub struct Ear(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    heard: Mutex<Heard>,
    wake: Notify,
    told: broadcast::Sender<Told>,
    ended: watch::Sender<bool>,
}

impl Default for Ear {
    fn default() -> Self {
        Self(Arc::new(Inner {
            heard: Mutex::default(),
            wake: Notify::new(),
            told: broadcast::Sender::new(BEHIND),
            ended: watch::Sender::new(false),
        }))
    }
}

impl Ear {
    /// Hears of a committed transaction.
    pub fn hear(&self, changes: &Changes) {
        if changes.ids.is_none() && !changes.missed {
            return;
        }
        let mut heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, last)) = changes.ids {
            heard.position.move_on(last);
            // Whoever opens a stream later begins behind this.
            if self.0.told.receiver_count() > 0 {
                heard.ids.push((before, last));
                self.0.wake.notify_one();
            }
        }
        if changes.missed {
            heard.missed = true;
            self.0.wake.notify_one();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The streams of events.
pub struct Live {
    store: Arc<Store>,
    ear: Ear,
    places: Places,
    /// The number of this process in its ids.
    process: i64,
}

impl Live {
    /// Begins to tell what `ear` hears of `store`.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn start(store: Arc<Store>, ear: Ear) -> Result<Self, StoreError> {
        // Heard like every other: from here on this process's events are in order.
        let first = store.write(|transaction| Ok(transaction.next_id())).await?;
        tokio::spawn(tell(Arc::clone(&store), ear.clone()));
        Ok(Self { store, ear, places: Places::default(), process: IdSource::process_of(first) })
    }

    /// How far things are: a stream that begins here is told what happens from now on.
    pub fn position(&self) -> Position {
        self.ear.lock().position.clone()
    }

    /// Opens a stream for a moderator that goes on after `position`, or begins now.
    ///
    /// # Errors
    /// There are too many, or the server is stopping.
    pub fn open(&self, moderator: ModeratorId, position: Option<Position>) -> Result<Feed, NoPlace> {
        let ended = self.ear.0.ended.subscribe();
        if *ended.borrow() {
            return Err(NoPlace::InAll);
        }
        let place = self.places.take(moderator)?;
        // Subscribed before it is read how far things are: what happens between the two is told twice, and passed over once.
        let told = self.ear.0.told.subscribe();
        Ok(Feed::new(Arc::clone(&self.store), self.ear.clone(), (told, ended), position, (place, self.process)))
    }

    /// Ends every stream, and opens no more.
    pub fn close(&self) {
        self.ear.0.ended.send_replace(true);
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.close();
    }
}

/// Reads what was heard and tells it, until the end.
async fn tell(store: Arc<Store>, ear: Ear) {
    let mut ended = ear.0.ended.subscribe();
    loop {
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = ear.0.wake.notified() => {}
        }
        tokio::time::sleep(GATHER).await;
        let (ids, missed, position) = {
            let mut heard = ear.lock();
            (std::mem::take(&mut heard.ids), std::mem::take(&mut heard.missed), heard.position.clone())
        };
        match read(&store, ids, missed.then_some(position)).await {
            Ok(Some((events, unheard))) => {
                let mut heard = ear.lock();
                for id in unheard {
                    heard.position.move_on(id);
                }
                drop(heard);
                if !events.is_empty() {
                    // Nobody may watch any more.
                    let _ = ear.0.told.send(Told::Events(events.into()));
                }
            }
            Ok(None) => drop(ear.0.told.send(Told::Reread)),
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::warn!(%error, "what happened could not be read: each stream reads for itself");
                let _ = ear.0.told.send(Told::Reread);
                if missed {
                    tokio::time::sleep(AGAIN).await;
                    ear.hear(&Changes { missed: true, ..Changes::default() });
                }
            }
        }
    }
}

/// The events of these ids, and those that were not heard since a position, whose ids come beside. `None` if they are too
/// many.
async fn read(
    store: &Store,
    ids: Vec<(i64, i64)>,
    since: Option<Position>,
) -> Result<Option<(Vec<Event>, Vec<i64>)>, StoreError> {
    // What one process has given is read at once: its transactions follow each other.
    let mut together: Vec<(i64, i64)> = Vec::new();
    for (before, last) in ids {
        let process = IdSource::process_of(last);
        match together.iter_mut().find(|(_, known)| IdSource::process_of(*known) == process) {
            Some((_, known)) => *known = last,
            None => together.push((before, last)),
        }
    }
    store
        .read(move |connection| {
            let mut found = Vec::new();
            for (before, last) in together {
                let Some(events) = events::between(connection, before, Some(last), MOST)? else { return Ok(None) };
                // Ids of others between them are told by their own, in their order.
                let own = |event: &Event| IdSource::process_of(event.id) == IdSource::process_of(last);
                found.extend(events.into_iter().filter(own));
            }
            let Some(since) = since else { return Ok(Some((found, Vec::new()))) };
            let Some(events) = events::between(connection, since.floor(), None, MOST)? else { return Ok(None) };
            let unheard: Vec<Event> = events.into_iter().filter(|event| since.is_new(event.id)).collect();
            let ids = unheard.iter().map(|event| event.id).collect();
            found.extend(unheard);
            Ok(Some((found, ids)))
        })
        .await
}
