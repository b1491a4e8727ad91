//! The blocks of domains and of ranges in memory: there are few, every submission is held against them, and they hardly
//! ever change. Those of authors are looked up by index instead, with the author's past.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ipnet::IpNet;

use super::standings::{self, InForce};
use super::{Store, StoreError};
use crate::comment::{EmailAddress, SiteId, Subject, Timestamp, domain_and_above};

/// For how long they are taken as they were read: what another process changes is seen after this.
const FRESH: Duration = Duration::from_secs(5);

/// A block, and on which site; `None` on all.
type Block = (Option<SiteId>, InForce);

/// The blocks of domains and ranges.
#[derive(Debug, Default)]
pub struct Blocks {
    domains: HashMap<String, Vec<Block>>,
    ranges: Vec<(IpNet, Block)>,
}

impl Blocks {
    /// Of the blocks that somebody meets who writes from these addresses to this site, the one that lasts longest.
    #[must_use]
    pub fn met_by(
        &self,
        site: SiteId,
        email: Option<&EmailAddress>,
        ip: Option<IpAddr>,
        now: Timestamp,
    ) -> Option<InForce> {
        // Most have none, and then nothing of an address is taken apart.
        let domain = email.filter(|_| !self.domains.is_empty()).map(EmailAddress::domain);
        let of_domain =
            domain.iter().flat_map(|domain| domain_and_above(domain)).filter_map(|name| self.domains.get(name));
        let ip = ip.map(|ip| ip.to_canonical());
        let of_range = self.ranges.iter().filter(|(range, _)| ip.is_some_and(|ip| range.contains(&ip)));
        of_domain
            .flatten()
            .chain(of_range.map(|(_, block)| block))
            .filter(|(of_site, block)| {
                of_site.is_none_or(|of_site| of_site == site) && block.until.is_none_or(|until| until > now)
            })
            .map(|(_, block)| *block)
            .max_by_key(|block| block.until.map_or(i64::MAX, Timestamp::as_micros))
    }
}

/// What is in memory.
#[derive(Default)]
pub(super) struct Gate {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    blocks: Option<(Instant, Arc<Blocks>)>,
    /// Grows with every change: what was read before a change is not kept after it.
    changes: u64,
}

impl Store {
    /// The blocks of domains and ranges, as they were within the last five seconds; a change by this process is seen at
    /// once.
    ///
    /// # Errors
    /// The query failed.
    pub async fn blocks(&self) -> Result<Arc<Blocks>, StoreError> {
        let changes = {
            let mut known = self.gate.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((read_at, blocks)) = &mut known.blocks {
                if read_at.elapsed() < FRESH {
                    return Ok(Arc::clone(blocks));
                }
                // Whoever finds them old reads them anew; the others need not wait for that.
                *read_at = Instant::now();
            }
            known.changes
        };
        let mut blocks = Blocks::default();
        for (subject, site, block) in self.read(standings::of_many).await? {
            match subject {
                Subject::Domain(domain) => blocks.domains.entry(domain).or_default().push((site, block)),
                Subject::Range(range) => blocks.ranges.push((range, (site, block))),
                Subject::Email(_) => {}
            }
        }
        let blocks = Arc::new(blocks);
        let mut known = self.gate.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.changes == changes {
            known.blocks = Some((Instant::now(), Arc::clone(&blocks)));
        }
        Ok(blocks)
    }

    /// Says that the blocks have changed.
    pub fn forget_blocks(&self) {
        let mut known = self.gate.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.changes += 1;
        known.blocks = None;
    }
}
