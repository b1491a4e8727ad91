//! Ids: time-ordered 64-bit numbers, printed as strings because JavaScript rounds them.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};

use super::Timestamp;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The id with this number, as the database keeps it.
            #[must_use]
            pub const fn from_i64(number: i64) -> Self {
                Self(number)
            }

            /// The number, as the database keeps it.
            #[must_use]
            pub const fn as_i64(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+};
}

ids! {
    /// A site: one newsroom's place, with its own netiquette.
    SiteId,
    /// A thread: the comments under one article.
    ThreadId,
    /// A comment.
    CommentId,
    /// A decision on a comment.
    DecisionId,
    /// A note between moderators.
    NoteId,
    /// A reader's report of a published comment.
    ReportId,
    /// A moderator.
    ModeratorId,
    /// An API token.
    TokenId,
    /// A session at the desk.
    SessionId,
    /// An invitation to become a moderator.
    InvitationId,
    /// What editors think of somebody.
    StandingId,
    /// A row of the outbox.
    MailId,
}

/// Gives out ids that grow with time and never repeat within a process.
///
/// The upper 52 bits count microseconds since 2024-01-01, the lower 11 tell processes apart, so that several
/// servers on one PostgreSQL do not meet. Good until the year 2095.
#[derive(Debug)]
pub struct IdSource {
    last: AtomicI64,
    process: i64,
}

impl IdSource {
    const EPOCH_MICROS: i64 = 1_704_067_200_000_000;
    const PROCESS_BITS: u32 = 11;

    /// A source for this process, told apart from others by a random number.
    #[must_use]
    pub fn new() -> Self {
        Self { last: AtomicI64::new(0), process: i64::from(rand::random::<u16>() >> (16 - Self::PROCESS_BITS)) }
    }

    /// The number of this process: the lowest bits of its ids.
    #[must_use]
    pub const fn process(&self) -> i64 {
        self.process
    }

    /// The process that gave this id.
    #[must_use]
    pub const fn process_of(id: i64) -> i64 {
        id & ((1 << Self::PROCESS_BITS) - 1)
    }

    /// The id that this process might have given at this moment.
    #[must_use]
    pub fn at(moment: Timestamp, process: i64) -> i64 {
        (moment.as_micros().saturating_sub(Self::EPOCH_MICROS).max(0) << Self::PROCESS_BITS) | process
    }

    /// When this id was given, by the clock of whoever gave it.
    #[must_use]
    pub const fn moment_of(id: i64) -> Timestamp {
        Timestamp::from_micros((id >> Self::PROCESS_BITS) + Self::EPOCH_MICROS)
    }

    /// The last id that this source gave; 0 before the first.
    pub fn last(&self) -> i64 {
        match self.last.load(Ordering::Relaxed) {
            0 => 0,
            micros => (micros << Self::PROCESS_BITS) | self.process,
        }
    }

    /// The next id: later than every one this source gave before.
    pub fn next(&self) -> i64 {
        let now = Timestamp::now().as_micros() - Self::EPOCH_MICROS;
        let micros = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(now.max(last + 1)))
            .map_or(now, |last| now.max(last + 1));
        (micros << Self::PROCESS_BITS) | self.process
    }
}

impl Default for IdSource {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_never_repeat() {
        let source = IdSource::new();
        let ids: Vec<i64> = (0..10_000).map(|_| source.next()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(source.last(), ids[9_999]);
    }

    #[test]
    fn an_id_tells_who_gave_it_and_when() {
        let source = IdSource::new();
        let before = Timestamp::now();
        let id = source.next();
        assert_eq!(IdSource::process_of(id), source.process);
        assert!((before..=Timestamp::now()).contains(&IdSource::moment_of(id)));
        assert_eq!(IdSource::at(IdSource::moment_of(id), source.process), id);
    }
}
