//! What is told to the log once in a while however often it comes: a flood of requests must not become a flood of lines.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::comment::Timestamp;

/// So long nothing is told after it was.
const PAUSE: Duration = Duration::from_secs(10);

/// One trouble that many requests meet.
#[derive(Debug, Default)]
pub struct Seldom {
    /// When it may be told again, in microseconds.
    next: AtomicU64,
    /// How many have met it since it was told.
    met: AtomicU64,
}

impl Seldom {
    /// A trouble that nobody has met.
    pub const fn new() -> Self {
        Self { next: AtomicU64::new(0), met: AtomicU64::new(0) }
    }

    /// Counts one; where it is time to tell, how many there were, this one included.
    pub fn count(&self, now: Timestamp) -> Option<u64> {
        self.met.fetch_add(1, Ordering::Relaxed);
        let moment = |at: Timestamp| u64::try_from(at.as_micros()).unwrap_or_default();
        let next = self.next.load(Ordering::Relaxed);
        let after = moment(now.plus(PAUSE));
        // A clock that was set back waits no longer than any.
        if moment(now) < next && next <= after {
            return None;
        }
        // Of several at once, one tells.
        self.next.compare_exchange(next, after, Ordering::Relaxed, Ordering::Relaxed).ok()?;
        Some(self.met.swap(0, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_told_at_once_and_then_every_ten_seconds_with_its_number() {
        let trouble = Seldom::new();
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let told = [1, 2, 3, 10, 11, 12, 40].map(|second| trouble.count(at(second)));
        assert_eq!(told, [Some(1), None, None, None, Some(4), None, Some(2)]);
    }
}
