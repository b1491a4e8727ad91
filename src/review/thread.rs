//! What a newsroom says of a thread: its article, and whether it takes comments (clause `closed`).

use super::Desk;
use crate::comment::{SiteId, ThreadKey, Timestamp};
use crate::store::StoreError;
use crate::store::threads::{self, Article, Thread};

/// All that can be set of a thread.
#[derive(Debug, Clone, Default)]
pub struct ThreadSettings {
    /// The article's title.
    pub title: Option<String>,
    /// The article's address.
    pub url: Option<String>,
    /// The article's language, a BCP 47 tag.
    pub language: Option<String>,
    /// The article's text.
    pub text: Option<String>,
    /// From when on no more comments are taken.
    pub closed_at: Option<Timestamp>,
}

impl Desk {
    /// Announces a thread, or replaces what is said of it.
    ///
    /// # Errors
    /// The query failed.
    pub async fn set_thread(
        &self,
        site: SiteId,
        key: ThreadKey,
        settings: ThreadSettings,
    ) -> Result<Thread, StoreError> {
        let ThreadSettings { title, url, language, text, closed_at } = settings;
        let article = Article { title, url, language, text };
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
