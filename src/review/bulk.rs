//! One decision on all that a filter finds: on comments of which an editor was told how many they are, and on no others.

use super::{DecideError, Decided, Desk, Order, QueueRequest};
use crate::comment::{CommentId, ModeratorId, Status, Timestamp};
use crate::store::{StoreError, decisions, queue};

/// The most comments that one decision on a filter takes in.
pub const LARGEST_BULK: usize = 2_000;

/// So many are decided on at once: they share a transaction, and the readers' submissions go between.
const PORTION: usize = 100;

/// All that a filter finds, the oldest first.
#[derive(Debug, Clone)]
pub struct Matching {
    /// The comments with the versions that were found.
    pub comments: Vec<(CommentId, i64)>,
    /// Whether there are more than [`LARGEST_BULK`], which are left for another time.
    pub has_more: bool,
    /// Nothing that came in after this comment is meant.
    pub until: CommentId,
}

/// What an editor was told, and agreed to.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed {
    /// How many comments.
    pub count: usize,
    /// None that came in after this one.
    pub until: CommentId,
}

/// Why nothing was decided at all.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// More comments match by now than were confirmed: some came back to the tray.
    #[error("{found} comments match, {confirmed} were confirmed")]
    Grown {
        /// How many match now.
        found: usize,
        /// How many were confirmed.
        confirmed: usize,
    },
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// All that a filter finds up to a comment, or up to the newest there is.
    ///
    /// # Errors
    /// The query failed.
    pub async fn matching(&self, request: QueueRequest, until: Option<CommentId>) -> Result<Matching, StoreError> {
        let request = self.within_sight(request);
        if request.sieve.phrases.is_some() {
            self.store.searchable().await?;
        }
        self.store
            .read(move |connection| {
                let until = match until {
                    Some(until) => until,
                    None => queue::newest(connection)?,
                };
                let status = request.status.unwrap_or(Status::Pending);
                let found = queue::matching(connection, status, &request.sieve, until, LARGEST_BULK)?;
                // What is left for another time is not meant, even where some of these go meanwhile.
                let last = found.comments.last().map_or(until, |(id, _)| *id);
                let until = if found.has_more { last } else { until };
                Ok(Matching { comments: found.comments, has_more: found.has_more, until })
            })
            .await
    }

    /// Decides on all that a filter finds, as far as it was confirmed; each for itself.
    ///
    /// # Errors
    /// [`BulkError`]: nothing was decided.
    pub async fn decide_matching(
        &self,
        request: QueueRequest,
        confirmed: Confirmed,
        order: impl Fn(CommentId, i64) -> Order,
    ) -> Result<Vec<(CommentId, Result<Decided, DecideError>)>, BulkError> {
        let matching = self.matching(request, Some(confirmed.until)).await?;
        if matching.comments.len() > confirmed.count {
            return Err(BulkError::Grown { found: matching.comments.len(), confirmed: confirmed.count });
        }
        let mut results = Vec::with_capacity(matching.comments.len());
        for portion in matching.comments.chunks(PORTION) {
            let orders = portion.iter().map(|(id, version)| order(*id, *version)).collect();
            results.extend(self.decide_many(orders).await);
        }
        Ok(results)
    }

    /// Takes back what a moderator decided between two moments, as far as it stands still; what became of each.
    ///
    /// # Errors
    /// The query failed; nothing was taken back.
    pub async fn undo_between(
        &self,
        moderator: ModeratorId,
        between: (Timestamp, Timestamp),
    ) -> Result<Vec<Result<Decided, DecideError>>, StoreError> {
        let made = self.store.read(move |connection| decisions::made_by(connection, moderator, between)).await?;
        let mut results = Vec::with_capacity(made.len());
        for portion in made.chunks(PORTION) {
            let undone = portion.iter().map(|(comment, version)| self.undo(*comment, *version, Some(moderator)));
            results.extend(futures_util::future::join_all(undone).await);
        }
        Ok(results)
    }
}
