//! What a newsroom says of a thread: its article, and whether it takes comments (clause `closed`).

use super::{DecideError, Desk};
use crate::comment::{Role, SiteId, ThreadId, ThreadKey, Timestamp};
use crate::store::threads::{self, Article, Thread};

impl Desk {
    /// Closes a thread to new comments now, or opens it again.
    ///
    /// # Errors
    /// [`DecideError`]: no such thread, or not the role for it.
    pub async fn close_thread(&self, thread: ThreadId, closes: bool) -> Result<(), DecideError> {
        let found = self.store.read(move |connection| threads::many(connection, &[thread])).await?.pop();
        self.must(Role::Editor, found.ok_or(DecideError::NotFound)?.site)?;
        let closed_at = closes.then(Timestamp::now);
        let changed = self.store.write(move |transaction| threads::close(transaction, thread, closed_at)).await?;
        changed.then_some(()).ok_or(DecideError::NotFound)
    }

    /// Announces a thread, or replaces what is said of it.
    ///
    /// # Errors
    /// [`DecideError`]: not the role for it, or the database did not answer.
    pub async fn set_thread(
        &self,
        site: SiteId,
        key: ThreadKey,
        article: Article,
        closed_at: Option<Timestamp>,
    ) -> Result<Thread, DecideError> {
        self.must(Role::Editor, site)?;
        let set = self
            .store
            .write(move |transaction| match threads::find(transaction.reader(), site, &key)? {
                None => threads::insert(transaction, site, &key, &article, closed_at),
                Some(thread) => {
                    threads::update(transaction, thread.id, &article, closed_at)?;
                    Ok(Thread { article: article.clone(), closed_at, version: thread.version + 1, ..thread })
                }
            })
            .await?;
        Ok(set)
    }
}
