//! How long a mail waits between two attempts: quickly again at first, in growing pauses, then never more.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds before the second attempt, the third, and so on: 46 hours and 42 minutes in all.
const PAUSES: [u64; 13] = [
    30,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
];

/// The pause before the next attempt, after `attempts` that failed for a passing reason.
///
/// None failed: at once. `None`: give up, the mail is dead until somebody replays it.
#[must_use]
pub fn pause_before_attempt(attempts: u32) -> Option<Duration> {
    let Some(earlier) = attempts.checked_sub(1) else { return Some(Duration::ZERO) };
    usize::try_from(earlier).ok().and_then(|index| PAUSES.get(index)).copied().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_attempt_is_made_at_once_and_the_second_half_a_minute_later() {
        assert_eq!(pause_before_attempt(0), Some(Duration::ZERO));
        assert_eq!(pause_before_attempt(1), Some(Duration::from_secs(30)));
    }

    #[test]
    fn pauses_never_shrink() {
        let pauses: Vec<_> = (0..).map_while(pause_before_attempt).collect();
        assert!(pauses.is_sorted(), "{pauses:?}");
    }

    #[test]
    fn a_mail_is_given_up_after_about_two_days_and_for_good() {
        let hours = (0..).map_while(pause_before_attempt).sum::<Duration>().as_secs() / HOUR;
        assert!((40..=54).contains(&hours), "{hours} hours");
        assert_eq!(pause_before_attempt(14), None);
        assert_eq!(pause_before_attempt(u32::MAX), None);
    }
}
