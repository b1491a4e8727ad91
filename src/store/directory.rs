//! The sites in memory: there are few, every request names one, and they hardly ever change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::sites::{self, Site};
use super::{Store, StoreError};
use crate::comment::{SiteId, SiteKey};

/// For how long a site is taken as it was read: what another process changes is seen after this.
const FRESH: Duration = Duration::from_secs(5);

/// How often an unknown key may ask the database: a flood of made-up names costs nothing more.
const ASK_AGAIN: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(super) struct Directory {
    known: Mutex<Known>,
}

#[derive(Default, Clone)]
struct Known {
    sites: Arc<HashMap<SiteKey, Arc<Site>>>,
    read_at: Option<Instant>,
}

impl Store {
    /// The site with this key.
    ///
    /// # Errors
    /// The query failed.
    pub async fn site(&self, key: &SiteKey) -> Result<Option<Arc<Site>>, StoreError> {
        let known = self.directory.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let age = known.read_at.map(|read_at| read_at.elapsed());
        match (known.sites.get(key), age) {
            (Some(site), Some(age)) if age < FRESH => Ok(Some(Arc::clone(site))),
            (None, Some(age)) if age < ASK_AGAIN => Ok(None),
            _ => Ok(self.sites().await?.get(key).map(Arc::clone)),
        }
    }

    /// The site with this id.
    ///
    /// # Errors
    /// The query failed.
    pub async fn site_by_id(&self, id: SiteId) -> Result<Option<Arc<Site>>, StoreError> {
        let known = self.directory.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if known.read_at.is_some_and(|read_at| read_at.elapsed() < FRESH)
            && let Some(site) = known.sites.values().find(|site| site.id == id)
        {
            return Ok(Some(Arc::clone(site)));
        }
        Ok(self.sites().await?.values().find(|site| site.id == id).map(Arc::clone))
    }

    /// Every site by its key, read anew.
    ///
    /// # Errors
    /// The query failed.
    pub async fn sites(&self) -> Result<Arc<HashMap<SiteKey, Arc<Site>>>, StoreError> {
        let all = self.read(sites::all).await?;
        let sites = Arc::new(all.into_iter().map(|site| (site.key.clone(), Arc::new(site))).collect());
        *self.directory.known.lock().unwrap_or_else(PoisonError::into_inner) =
            Known { sites: Arc::clone(&sites), read_at: Some(Instant::now()) };
        Ok(sites)
    }
}
