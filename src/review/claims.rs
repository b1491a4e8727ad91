//! No two editors on one comment: whoever opens it holds it for a while, renews that while it is in view, and gives it
//! back on leaving. A decision needs no claim: its version is what keeps two from deciding at once.

use super::Desk;
use crate::comment::{CommentId, ModeratorId, Role, Timestamp};
use crate::store::StoreError;
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::claims::{self, Held};
use crate::store::comments;

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
