//! What a newsroom says of a thread: its article, and whether it takes comments (clause `closed`).

use super::{DecideError, Desk};
use crate::comment::{Role, SiteId, ThreadId, ThreadKey, Timestamp};
use crate::store::audit::{self, Event, Kind};
use crate::store::threads::{self, Article, Opening, Thread};

impl Desk {
    /// Closes a thread to new comments now, or opens it again.
    ///
    /// # Errors
    /// [`DecideError`]: no such thread, or not the role for it.
    pub async fn close_thread(&self, thread: ThreadId, closes: bool) -> Result<(), DecideError> {
        let found = self.store.read(move |connection| threads::headings(connection, &[thread])).await?.pop();
        let site = found.ok_or(DecideError::NotFound)?.site;
        self.must(Role::Editor, site)?;
        let closed_at = closes.then(Timestamp::now);
        let kind = if closes { Kind::ThreadClose } else { Kind::ThreadOpen };
        let event = Event::new(kind, self.actor).site(site).fact("thread", thread);
        let close = self.store.write(move |transaction| {
            let changed = threads::close(transaction, thread, closed_at)?;
            if changed {
                audit::record(transaction, event.clone());
            }
            Ok(changed)
        });
        let changed = close.await?;
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
        let actor = self.actor;
        let set = self
            .store
            .write(move |transaction| {
                let thread = match threads::find(transaction.reader(), site, &key)? {
                    None => threads::insert(transaction, site, &key, &article, Opening::ByPaper { closed_at })?,
                    Some(thread) => {
                        threads::update(transaction, thread.id, &article, closed_at)?;
                        let version = thread.version + 1;
                        Thread { article: article.clone(), closed_at, version, announced: true, ..thread }
                    }
                };
                let event = Event::new(Kind::ThreadSet, actor).site(site).fact("thread", thread.id);
                audit::record(transaction, event.fact("closed_at", closed_at));
                Ok(thread)
            })
            .await?;
        Ok(set)
    }
}
