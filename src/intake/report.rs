//! A reader reports a published comment: kept once for each household, and shown to editors.

use super::Intake;
use crate::comment::{CommentId, SiteKey, Status, ThreadKey, Timestamp};
use crate::store::reports::{self, NewReport};
use crate::store::{StoreError, comments, threads};

/// The longest word to the editors, in characters.
pub const LONGEST_WORD: usize = 1_000;

/// What a reader reports.
#[derive(Debug, Clone)]
pub struct ReportOrder {
    /// The site.
    pub site: SiteKey,
    /// The thread on it.
    pub thread: ThreadKey,
    /// The comment.
    pub comment: CommentId,
    /// A keyed hash of where the report comes from.
    pub reporter: String,
    /// The clause that the reader thinks is broken; none of them, if there is none.
    pub clause: Option<String>,
    /// What the reader says of it.
    pub word: Option<String>,
}

/// Why a report was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is no such site.
    #[error("there is no such site")]
    UnknownSite,
    /// There is no such comment, or it is not published.
    #[error("there is no such published comment")]
    NotPublished,
    /// The site's netiquette has no such clause.
    #[error("the site's netiquette has no such clause")]
    UnknownClause,
    /// The word is too long.
    #[error("the word is longer than {max} characters")]
    WordTooLong {
        /// The most characters.
        max: usize,
    },
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Intake {
    /// Keeps a report of a published comment; says whether it is a new one. Nobody is told who reported.
    ///
    /// # Errors
    /// [`ReportError`]: what is wrong with it, or a database that cannot keep it now.
    pub async fn report(&self, order: ReportOrder) -> Result<bool, ReportError> {
        let site = self.store.site(&order.site).await?.ok_or(ReportError::UnknownSite)?;
        let word = order.word.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
        if word.as_ref().is_some_and(|word| word.chars().count() > LONGEST_WORD) {
            return Err(ReportError::WordTooLong { max: LONGEST_WORD });
        }
        let rules = self.rules.load().for_site(site.key.as_str(), &site.pack);
        let is_known = |clause: &String| rules.is_some_and(|rules| rules.clause(clause).is_some());
        if !order.clause.as_ref().is_none_or(is_known) {
            return Err(ReportError::UnknownClause);
        }
        let new = NewReport { comment: order.comment, reporter: order.reporter, clause: order.clause, word };
        let (site, key) = (site.id, order.thread);
        let kept = self.store.write(move |transaction| {
            let thread = threads::find(transaction.reader(), site, &key)?;
            let comment = comments::get(transaction.reader(), new.comment)?;
            match (thread, comment) {
                (Some(thread), Some(comment)) if comment.thread == thread.id && comment.status == Status::Approved => {
                    reports::append(transaction, &new, Timestamp::now()).map(Some)
                }
                _ => Ok(None),
            }
        });
        kept.await?.ok_or(ReportError::NotPublished)
    }
}
