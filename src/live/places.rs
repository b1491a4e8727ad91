//! How many streams may be open: each holds a connection for as long as its page is open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::comment::ModeratorId;

/// Streams of one moderator: more pages than anybody looks at, since a page that is not in sight closes its own. A stream
/// whose browser is gone takes a place until a sign of life does not reach it.
const OF_ONE: usize = 32;

/// Streams in all.
const IN_ALL: usize = 1000;

/// Why no stream is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// The moderator has too many.
    #[error("this moderator has too many open streams")]
    OfOne,
    /// There are too many in all, or the server is stopping.
    #[error("there are too many open streams")]
    InAll,
}

/// The open streams, counted.
#[derive(Debug, Clone, Default)]
pub struct Places(Arc<Mutex<HashMap<ModeratorId, usize>>>);

/// A place that is taken until it is dropped.
#[derive(Debug)]
pub struct Place {
    places: Places,
    moderator: ModeratorId,
}

impl Places {
    /// Takes a place.
    ///
    /// # Errors
    /// There is none.
    pub fn take(&self, moderator: ModeratorId) -> Result<Place, NoPlace> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= IN_ALL {
            return Err(NoPlace::InAll);
        }
        let own = open.entry(moderator).or_default();
        if *own >= OF_ONE {
            return Err(NoPlace::OfOne);
        }
        *own += 1;
        Ok(Place { places: self.clone(), moderator })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.moderator) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.moderator);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moderator_cannot_take_every_place_and_a_place_is_given_back() {
        let places = Places::default();
        let of = |number| ModeratorId::from_i64(number);
        let mut taken: Vec<Place> = (0..OF_ONE).map(|_| places.take(of(1)).expect("a place")).collect();
        assert_eq!(places.take(of(1)).err(), Some(NoPlace::OfOne));
        taken.pop();
        taken.push(places.take(of(1)).expect("a place that was given back"));
        while taken.len() < IN_ALL {
            let number = i64::try_from(taken.len()).expect("small");
            taken.push(places.take(of(number + 10)).expect("a place"));
        }
        assert_eq!(places.take(of(2)).err(), Some(NoPlace::InAll));
        taken.clear();
        assert!(places.0.lock().expect("a lock").is_empty());
    }
}
