//! How long one reading may take: no set of rules and no text keeps a comment from being taken.
//!
//! Each pattern, list and check takes a time in proportion to the text, but there may be ten thousand of them, and a text
//! made for it may ask for all. What is left when the time is over is not asked: the comment is held, with the fact noted.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// For a text of 5,000 characters; in proportion above. A build without optimisation takes some thirty times as long, and is for tests.
const LONGEST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 3 });

/// The number of characters from which a reading may take longer.
const USUAL: usize = 5_000;

/// What one reading may still take. It counts the time of the processor, where the system tells it: what else the machine
/// does is not the text's doing.
#[derive(Debug)]
pub struct Watch {
    began: Instant,
    spent_before: Option<Duration>,
    longest: Duration,
    is_over: Cell<bool>,
}

impl Watch {
    /// The time to read a text of so many characters begins.
    pub fn over(characters: usize) -> Self {
        let times = u32::try_from(characters.div_ceil(USUAL)).unwrap_or(u32::MAX).max(1);
        Self::of(LONGEST.saturating_mul(times))
    }

    /// For what need not end soon: the tests of a pack.
    pub fn without_end() -> Self {
        Self::of(Duration::MAX)
    }

    /// So long from now on.
    pub fn of(longest: Duration) -> Self {
        Self { began: Instant::now(), spent_before: spent(), longest, is_over: Cell::new(false) }
    }

    /// Whether the time is over. Once it is, it stays so.
    pub fn is_over(&self) -> bool {
        if self.is_over.get() {
            return true;
        }
        let elapsed = self.began.elapsed();
        // The system's own clock is asked only where the cheap one says that it may be so.
        let is_over = elapsed >= self.longest
            && match (self.spent_before, spent()) {
                (Some(before), Some(now)) => now.saturating_sub(before) >= self.longest,
                _ => true,
            };
        self.is_over.set(is_over);
        is_over
    }

    /// Whether it has been found to be over.
    pub fn has_ended(&self) -> bool {
        self.is_over.get()
    }
}

/// What this thread has taken of the processor so far.
#[cfg(unix)]
pub fn spent() -> Option<Duration> {
    Duration::try_from(rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime)).ok()
}

#[cfg(not(unix))]
pub fn spent() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_that_has_ended_stays_so() {
        let watch = Watch::of(Duration::ZERO);
        assert!(!watch.has_ended() && watch.is_over() && watch.has_ended());
    }

    #[cfg(unix)]
    #[test]
    fn what_the_thread_sleeps_does_not_count() {
        let watch = Watch::of(Duration::from_millis(20));
        std::thread::sleep(Duration::from_millis(30));
        assert!(!watch.is_over());
    }
}
