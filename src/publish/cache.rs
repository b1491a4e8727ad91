//! The cache of published pages: serialised once, served many times, never stale.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::page::{ThreadPage, read_page};
use crate::comment::{CommentId, SiteId, SiteKey, ThreadId, ThreadKey};
use crate::store::{Changes, Store, StoreError, threads};

/// For how long a page is trusted where other servers decide too; then its version is looked up. They are heard long
/// before, unless the connection by which they are heard is broken.
const TRUSTED: Duration = Duration::from_secs(1);

/// Threads share this many stamps: a stamp that moves for a neighbour costs one fresh read, nothing more.
const STAMPS: usize = 1024;

/// Why a thread could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such site.
    #[error("there is no such site")]
    UnknownSite,
    /// There is no such thread.
    #[error("there is no such thread")]
    UnknownThread,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A page, ready to be sent.
#[derive(Debug, Clone)]
pub struct CachedPage {
    /// A [`ThreadPage`] as JSON.
    pub json: Bytes,
    /// A strong entity tag (RFC 9110, 8.8.3), with its quotes.
    pub etag: Arc<str>,
    thread: ThreadId,
    version: i64,
    stamp: u64,
    checked_at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    site: SiteId,
    thread: ThreadKey,
    after: Option<CommentId>,
    limit: usize,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, CachedPage> for ByBytes {
    fn weight(&self, key: &Key, page: &CachedPage) -> u64 {
        u64::try_from(page.json.len() + key.thread.as_str().len() + 200).unwrap_or(u64::MAX)
    }
}

/// Reads threads for readers.
pub struct Publisher {
    store: Arc<Store>,
    pages: Cache<Key, CachedPage, ByBytes>,
    stamps: Stamps,
}

/// A counter per thread, moved by the writer when what the thread publishes has changed.
#[derive(Clone)]
pub struct Stamps(Arc<[AtomicU64]>);

impl Default for Stamps {
    fn default() -> Self {
        Self((0..STAMPS).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Stamps {
    /// Moves the stamps of the threads that a transaction has changed.
    pub fn move_on(&self, changes: &Changes) {
        for thread in &changes.threads {
            self.of(*thread).fetch_add(1, Ordering::SeqCst);
        }
        if changes.missed {
            for stamp in self.0.iter() {
                stamp.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    fn of(&self, thread: ThreadId) -> &AtomicU64 {
        // Ids grow by the microsecond above their lowest bits; the middle bits spread threads over the stamps.
        let place = usize::try_from((thread.as_i64() >> 11).unsigned_abs()).unwrap_or_default() % STAMPS;
        #[expect(clippy::indexing_slicing, reason = "the remainder is below the length")]
        &self.0[place]
    }

    fn now(&self, thread: ThreadId) -> u64 {
        self.of(thread).load(Ordering::SeqCst)
    }
}

impl Publisher {
    /// A publisher with a cache of at most so many bytes, dropped from by `stamps`.
    pub fn new(store: Arc<Store>, stamps: Stamps, cache_bytes: u64) -> Self {
        Self { store, pages: Cache::with_weighter(1000, cache_bytes, ByBytes), stamps }
    }

    /// A page of a thread, from memory where it is still true.
    ///
    /// # Errors
    /// [`ReadError`]: no such site, no such thread, or the database did not answer.
    pub async fn page(
        &self,
        site: &SiteKey,
        thread: &ThreadKey,
        after: Option<CommentId>,
        limit: usize,
    ) -> Result<CachedPage, ReadError> {
        let site = self.store.site(site).await?.ok_or(ReadError::UnknownSite)?;
        let key = Key { site: site.id, thread: thread.clone(), after, limit };
        if let Some(mut page) = self.pages.get(&key)
            && page.stamp == self.stamps.now(page.thread)
        {
            if !self.store.is_shared() || page.checked_at.elapsed() < TRUSTED {
                return Ok(page);
            }
            let id = page.thread;
            let version = self.store.read(move |connection| threads::version(connection, id)).await?;
            if version == Some(page.version) {
                page.checked_at = Instant::now();
                self.pages.insert(key, page.clone());
                return Ok(page);
            }
        }
        let (wanted, stamps) = (key.clone(), self.stamps.clone());
        let page = self
            .store
            .read(move |connection| {
                let Some(thread) = threads::find_id(connection, wanted.site, &wanted.thread)? else { return Ok(None) };
                // The stamp first, then the version, then the comments: whatever changes meanwhile, the stamp tells.
                let stamp = stamps.now(thread);
                let Some(thread) = threads::headings(connection, &[thread])?.pop() else { return Ok(None) };
                let page = read_page(connection, &thread, wanted.after, wanted.limit)?;
                let json = serde_json::to_vec(&page).map_err(|error| StoreError::Corrupt(error.to_string()))?;
                Ok(Some(CachedPage {
                    json: json.into(),
                    etag: format!("\"{}-{}\"", thread.id, thread.version).into(),
                    thread: thread.id,
                    version: thread.version,
                    stamp,
                    checked_at: Instant::now(),
                }))
            })
            .await?;
        match page {
            Some(page) => {
                self.pages.insert(key, page.clone());
                Ok(page)
            }
            None if site.opens_threads => {
                let json = serde_json::to_vec(&ThreadPage::empty(thread.clone())).unwrap_or_default();
                Ok(CachedPage {
                    json: json.into(),
                    etag: "\"empty\"".into(),
                    thread: ThreadId::from_i64(0),
                    version: 0,
                    stamp: 0,
                    checked_at: Instant::now(),
                })
            }
            None => Err(ReadError::UnknownThread),
        }
    }
}
