//! What a newsroom says of a thread: its article, and whether it takes comments (clause `closed`).

use super::Desk;
use crate::comment::{SiteId, ThreadId, ThreadKey, Timestamp};
use crate::store::StoreError;
use crate::store::threads::{self, Article, Thread};

impl Desk {
    /// Closes a thread to new comments now, or opens it again; `false` if there is no such thread.
    ///
    /// # Errors
    /// The query failed.
    pub async fn close_thread(&self, thread: ThreadId, closes: bool) -> Result<bool, StoreError> {
        let closed_at = closes.then(Timestamp::now);
        self.store.write(move |transaction| threads::close(transaction, thread, closed_at)).await
    }

    /// Announces a thread, or replaces what is said of it.
    ///
    /// # Errors
    /// The query failed.
    pub async fn set_thread(
        &self,
        site: SiteId,
        key: ThreadKey,
        article: Article,
        closed_at: Option<Timestamp>,
    ) -> Result<Thread, StoreError> {
        self.store
            .write(move |transaction| match threads::find(transaction.reader(), site, &key)? {
                None => threads::insert(transaction, site, &key, &article, closed_at),
                Some(thread) => {
                    threads::update(transaction, thread.id, &article, closed_at)?;
                    Ok(Thread { article: article.clone(), closed_at, version: thread.version + 1, ..thread })
                }
            })
            .await
    }
}
