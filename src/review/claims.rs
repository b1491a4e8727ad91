//! No two editors on one comment: whoever opens it holds it for a while, renews that while it is in view, and gives it
//! back on leaving. A decision needs no claim, but that nobody else has one; its version keeps two from deciding at once.

use super::{Desk, QueuePage, QueueRequest};
use crate::comment::{CommentId, ModeratorId, Role, Timestamp};
use crate::store::StoreError;
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::claims::{self, Held};
use crate::store::comments;

/// So often somebody else may be quicker.
const RACES: usize = 3;

impl Desk {
    /// Claims comments that nobody else holds; gives those that somebody does. `takes_over` claims those too. What they
    /// may not decide on is left out.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn claim(
        &self,
        moderator: ModeratorId,
        comments: Vec<CommentId>,
        takes_over: bool,
    ) -> Result<Vec<Held>, StoreError> {
        let (lease, access) = (self.lease, self.access.clone());
        self.store
            .write(move |transaction| {
                let now = Timestamp::now();
                let sites = comments::sites(transaction.reader(), &comments)?;
                let sites: Vec<_> =
                    sites.into_iter().filter(|(_, site)| access.allows(Role::Moderator, *site)).collect();
                let comments: Vec<CommentId> = sites.iter().map(|(id, _)| *id).collect();
                if takes_over {
                    for held in claims::held_by_others(transaction.reader(), moderator, &comments, now)? {
                        let site = sites.iter().find(|(id, _)| *id == held.comment).map(|(_, site)| *site);
                        let event = Event::new(Kind::ClaimTakeOver, Actor::Moderator(moderator)).comment(held.comment);
                        audit::record(transaction, site.map_or(event.clone(), |site| event.site(site)));
                    }
                }
                claims::claim(transaction, moderator, &comments, (now, now.plus(lease)), takes_over)?;
                claims::held_by_others(transaction.reader(), moderator, &comments, now)
            })
            .await
    }

    /// Opens comments: whoever may decide on them claims those that nobody else holds. Gives all that somebody else does.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn open(&self, moderator: ModeratorId, comments: Vec<CommentId>) -> Result<Vec<Held>, StoreError> {
        self.claim(moderator, comments.clone(), false).await?;
        self.held_by_others(moderator, comments).await
    }

    /// Opens a page of a queue, looked for as [`Desk::full_queue`] does, and gives what of it somebody else holds. Where only
    /// what nobody reads is asked for, and somebody else has opened some of it at the same moment, other comments stand in
    /// its place.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn open_queue(
        &self,
        moderator: ModeratorId,
        request: QueueRequest,
        looks: usize,
    ) -> Result<(QueuePage, Vec<Held>), StoreError> {
        let mut races = 0;
        loop {
            let mut page = self.full_queue(request.clone(), looks).await?;
            let held = self.open(moderator, page.items.iter().map(|item| item.comment.id).collect()).await?;
            if request.sieve.free_for.is_none() || held.is_empty() {
                return Ok((page, held));
            }
            races += 1;
            if races > RACES {
                page.items.retain(|item| held.iter().all(|held| held.comment != item.comment.id));
                return Ok((page, Vec::new()));
            }
        }
    }

    /// Gives a moderator's claims on these comments back.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn release(&self, moderator: ModeratorId, comments: Vec<CommentId>) -> Result<(), StoreError> {
        self.store.write(move |transaction| claims::release(transaction, moderator, &comments)).await
    }

    /// Those of these comments that somebody else holds.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn held_by_others(
        &self,
        moderator: ModeratorId,
        comments: Vec<CommentId>,
    ) -> Result<Vec<Held>, StoreError> {
        let now = Timestamp::now();
        self.store.read(move |connection| claims::held_by_others(connection, moderator, &comments, now)).await
    }
}
