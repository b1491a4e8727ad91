//! How often somebody may try to log in: by account and address together, so that whoever guesses from elsewhere never
//! locks the account's owner out; and by address, so that nobody tries all accounts in a row.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Attempts at one account from one address, at once; one more each minute and a half.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const AGAIN: Duration = Duration::from_secs(90);

/// Attempts at all accounts from one address, at once; one more every ten seconds.
const FROM_ONE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
const FROM_ONE_AGAIN: Duration = Duration::from_secs(10);

/// The attempts so far, forgotten as they age.
pub(super) struct Attempts {
    at_account: DefaultKeyedRateLimiter<(String, IpAddr)>,
    from_address: DefaultKeyedRateLimiter<IpAddr>,
    at_code: DefaultKeyedRateLimiter<(i64, IpAddr)>,
}

impl Default for Attempts {
    fn default() -> Self {
        let quota = |at_once: NonZeroU32, again: Duration| {
            Quota::with_period(again).unwrap_or(Quota::per_minute(at_once)).allow_burst(at_once)
        };
        Self {
            at_account: RateLimiter::keyed(quota(AT_ONCE, AGAIN)),
            from_address: RateLimiter::keyed(quota(FROM_ONE, FROM_ONE_AGAIN)),
            at_code: RateLimiter::keyed(quota(AT_ONCE, AGAIN)),
        }
    }
}

impl Attempts {
    /// Takes one attempt at an account (a folded address of mail) from a client's address; of IPv6, of its /64.
    pub fn take(&self, account: &str, client: IpAddr) -> Result<(), Duration> {
        self.at_account.retain_recent();
        self.from_address.retain_recent();
        let now = DefaultClock::default().now();
        let of_address = self.from_address.check_key(&client).map_err(|until| until.wait_time_from(now));
        of_address?;
        self.at_account.check_key(&(account.to_owned(), client)).map_err(|until| until.wait_time_from(now))
    }

    /// Takes one attempt at the code of somebody's second factor from a client's address. Three codes of a million are
    /// good at any time: at one attempt in ninety seconds, a year finds one in two.
    pub fn take_code(&self, moderator: i64, client: IpAddr) -> Result<(), Duration> {
        self.at_code.retain_recent();
        let now = DefaultClock::default().now();
        self.at_code.check_key(&(moderator, client)).map_err(|until| until.wait_time_from(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_guesses_from_elsewhere_does_not_lock_the_owner_out() {
        let attempts = Attempts::default();
        let (thief, owner) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let tried = (0..30).filter(|_| attempts.take("ada@example.org", thief).is_ok()).count();
        assert_eq!(tried, 10);
        assert_eq!(attempts.take("ada@example.org", owner), Ok(()));
        assert_eq!(attempts.take("bea@example.org", thief), Ok(()));
        let all = (0..90).filter(|number| attempts.take(&number.to_string(), thief).is_ok()).count();
        assert!(all < 60, "{all} accounts tried from one address");
    }
}
