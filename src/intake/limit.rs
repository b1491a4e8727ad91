//! How often one address may have a draft checked, or report a comment: a bucket for each, that fills again over a minute.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Addresses that have been quiet are forgotten every so many requests.
const TIDY_EVERY: u32 = 1024;

/// Limits requests of one kind by the client's address; of IPv6 by what one household has.
pub struct AddressLimit {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    checks: AtomicU32,
}

impl AddressLimit {
    /// So many a minute, a third of them at once; 0 is without end.
    pub fn new(per_minute: u32) -> Self {
        let limiter = NonZeroU32::new(per_minute).map(|per_minute| {
            let burst = NonZeroU32::new(per_minute.get().div_ceil(3)).unwrap_or(NonZeroU32::MIN);
            RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst))
        });
        Self { limiter, checks: AtomicU32::new(0) }
    }

    /// Takes one from the client's bucket.
    ///
    /// # Errors
    /// The bucket is empty: how long until there is one again.
    pub fn take(&self, client: IpAddr) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if self.checks.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            limiter.retain_recent();
        }
        limiter.check_key(&client).map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_bucket_and_others_have_their_own() {
        let limit = AddressLimit::new(3);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(limit.take(address("2001:db8::1")), Ok(()));
        assert!(limit.take(address("2001:db8::1")).is_err_and(|wait| wait <= Duration::from_secs(20)));
        assert_eq!(limit.take(address("2001:db8:0:1::1")), Ok(()));
        assert_eq!(AddressLimit::new(0).take(address("192.0.2.1")), Ok(()));
    }
}
