//! How far a stream has been told: one id for each server that gave ids lately.
//!
//! Servers that share a PostgreSQL commit in no common order, and their clocks differ a little: an event may come to sight
//! after a later one of another server. But each server has one writer, whose ids are committed in their order. So a stream
//! is told by the last id of *each* server, and nothing is lost or told twice.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::comment::{IdSource, Timestamp};

/// The longest that a transaction may take, and the most that two servers' clocks may differ: what comes to sight this
/// long after a later event is not told.
const OVERLAP: Duration = Duration::from_secs(10);

/// Servers that a position names at most: no more were at work within the overlap.
const SERVERS: usize = 64;

/// How far a stream has been told. Prints as ids between dots, and is read back from that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position(BTreeMap<i64, i64>);

impl Position {
    /// The moment of the latest event that was told; the beginning of all ids before the first.
    pub fn moment(&self) -> Timestamp {
        IdSource::moment_of(self.0.values().copied().max().unwrap_or_default())
    }

    /// Below this id everything was told.
    pub fn floor(&self) -> i64 {
        IdSource::at(self.moment().minus(OVERLAP), 0)
    }

    /// Whether the event with this id was not told yet.
    pub fn is_new(&self, id: i64) -> bool {
        id > self.0.get(&IdSource::process_of(id)).copied().unwrap_or_else(|| self.floor())
    }

    /// Notes that everything of one server was told up to this id.
    pub fn move_on(&mut self, id: i64) {
        let last = self.0.entry(IdSource::process_of(id)).or_default();
        *last = id.max(*last);
        let floor = self.floor();
        self.0.retain(|_, last| *last > floor);
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, id) in self.0.values().enumerate() {
            write!(formatter, "{}{id}", if place == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut position = Self::default();
        for id in text.split('.') {
            let id: i64 = id.parse().map_err(|_| ())?;
            if id < 0 || position.0.len() == SERVERS {
                return Err(());
            }
            position.0.insert(IdSource::process_of(id), id);
        }
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id given by a process that many seconds after some beginning.
    fn id(process: i64, seconds: u64) -> i64 {
        let beginning = Timestamp::from_micros(1_800_000_000_000_000);
        IdSource::at(beginning.plus(Duration::from_secs(seconds)), process)
    }

    #[test]
    fn what_another_server_commits_late_is_told_once() {
        let mut position = Position::default();
        position.move_on(id(1, 20));
        // Given before, committed after: of another server, it is new.
        assert!(position.is_new(id(2, 15)) && !position.is_new(id(1, 15)));
        position.move_on(id(2, 15));
        let again: Position = position.to_string().parse().expect("a position");
        assert_eq!(again, position);
        assert!(!again.is_new(id(2, 15)) && !again.is_new(id(1, 20)) && again.is_new(id(2, 16)));
        assert!(!again.is_new(id(3, 9)), "too late to be told");
    }

    #[test]
    fn a_server_that_is_gone_is_forgotten_and_nothing_of_it_is_told_again() {
        let mut position = Position::default();
        position.move_on(id(1, 0));
        position.move_on(id(2, 60));
        assert_eq!(position.to_string(), id(2, 60).to_string());
        assert!(!position.is_new(id(1, 0)));
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in ["", ".", "x", "-5", "1..2", "99999999999999999999"] {
            assert_eq!(text.parse::<Position>(), Err(()), "{text}");
        }
        let many: Vec<String> = (0..1000).map(|number| id(number, 0).to_string()).collect();
        assert_eq!(many.join(".").parse::<Position>(), Err(()));
    }
}
