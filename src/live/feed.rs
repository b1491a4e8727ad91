//! One stream: what it missed first, then what happens; each event once, in the order of its server.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use super::{Ear, Event, MOST, Place, Position, Told};
use crate::comment::{IdSource, Timestamp};
use crate::store::claims::REMEMBERED;
use crate::store::{Store, StoreError, events};

/// What a stream says next.
#[derive(Debug)]
pub enum News {
    /// This happened.
    Event(Event),
    /// Too much was missed, or too long ago: whoever watches reads everything anew.
    Reset,
    /// The stream is over.
    End,
}

/// A stream of events, open until it is dropped.
pub struct Feed {
    store: Arc<Store>,
    ear: Ear,
    told: broadcast::Receiver<Told>,
    ended: watch::Receiver<bool>,
    position: Position,
    waiting: VecDeque<Event>,
    /// Whether it must read for itself what it missed.
    is_behind: bool,
    process: i64,
    _place: Place,
}

impl Feed {
    pub(super) fn new(
        store: Arc<Store>,
        ear: Ear,
        (told, ended): (broadcast::Receiver<Told>, watch::Receiver<bool>),
        position: Option<Position>,
        (place, process): (Place, i64),
    ) -> Self {
        let is_behind = position.is_some();
        let position = position.unwrap_or_else(|| ear.lock().position.clone());
        Self { store, ear, told, ended, position, waiting: VecDeque::new(), is_behind, process, _place: place }
    }

    /// Whether it has still to read what it missed: until then its position is only where it began.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// How far it has been told.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Moves a stream to which nothing happens on with the time, so that its position does not age.
    pub fn rest(&mut self) {
        if self.waiting.is_empty() && !self.is_behind && self.told.is_empty() {
            // What this process has given before the overlap is committed, and was told.
            let now = IdSource::at(Timestamp::now(), self.process);
            let mut marker = Position::default();
            marker.move_on(now);
            self.position.move_on(marker.floor() | self.process);
        }
    }

    /// What comes next. May be left and asked again: nothing is lost.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn next(&mut self) -> Result<News, StoreError> {
        loop {
            if *self.ended.borrow() {
                return Ok(News::End);
            }
            if self.is_behind {
                match self.missed().await? {
                    Some(events) => self.waiting.extend(events),
                    None => {
                        self.position = self.ear.lock().position.clone();
                        self.waiting.clear();
                        self.is_behind = false;
                        return Ok(News::Reset);
                    }
                }
                self.is_behind = false;
            }
            while let Some(event) = self.waiting.pop_front() {
                if self.position.is_new(event.id) {
                    self.position.move_on(event.id);
                    return Ok(News::Event(event));
                }
            }
            tokio::select! {
                biased;
                _ = self.ended.wait_for(|ended| *ended) => return Ok(News::End),
                told = self.told.recv() => match told {
                    Ok(Told::Events(events)) => self.waiting.extend(events.iter().cloned()),
                    Ok(Told::Reread) | Err(RecvError::Lagged(_)) => self.is_behind = true,
                    Err(RecvError::Closed) => return Ok(News::End),
                },
            }
        }
    }

    /// What happened since its position; `None` if that is too much or too long ago.
    async fn missed(&self) -> Result<Option<Vec<Event>>, StoreError> {
        let now = Timestamp::now();
        // A position of the time to come is of another database, or of a clock that was wrong.
        if self.position.moment() < now.minus(REMEMBERED) || self.position.moment() > now.plus(REMEMBERED) {
            return Ok(None);
        }
        let floor = self.position.floor();
        self.store.read(move |connection| events::between(connection, floor, None, MOST)).await
    }
}
