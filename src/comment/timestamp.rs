//! Moments in time, as both databases keep them: microseconds since the epoch.

use std::fmt;
use std::time::Duration;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Prints as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The present moment by the system's clock.
    #[must_use]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }

    /// The moment that many microseconds after the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// A moment in RFC 3339, or a day (`2026-11-23`), which begins in UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let moment = text.parse::<jiff::Timestamp>().ok().or_else(|| {
            let day: jiff::civil::Date = text.parse().ok()?;
            jiff::tz::TimeZone::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok()
        });
        moment.map(|moment| Self(moment.as_microsecond()))
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment `duration` later; the far end of time where that overflows.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }

    /// The moment `duration` earlier; the far beginning of time where that overflows.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }

    /// The day and the minute in UTC, `2026-11-23 21:04`, as people read it on a page.
    #[must_use]
    pub fn to_minute(self) -> String {
        self.as_jiff().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The day in UTC, `2026-11-23`.
    #[must_use]
    pub fn to_day(self) -> String {
        self.as_jiff().strftime("%Y-%m-%d").to_string()
    }

    /// As the library of dates has it.
    pub fn as_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_jiff().fmt(formatter)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_prints_as_rfc_3339_in_utc() {
        assert_eq!(Timestamp::from_micros(1_795_467_600_000_001).to_string(), "2026-11-23T21:00:00.000001Z");
    }

    #[test]
    fn a_day_begins_in_utc_and_a_moment_says_its_zone() {
        assert_eq!(Timestamp::parse("2026-11-23").unwrap().to_string(), "2026-11-23T00:00:00Z");
        assert_eq!(Timestamp::parse("2026-11-23T22:00:00+01:00").unwrap().to_string(), "2026-11-23T21:00:00Z");
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn adding_without_end_stays_at_the_end_of_time() {
        assert_eq!(Timestamp::now().plus(Duration::MAX), Timestamp::from_micros(i64::MAX));
    }
}
