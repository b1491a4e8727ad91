//! Inviting somebody by mail: a signed link, good for a week, on which they choose a name and a password.

use std::time::Duration;

use super::{People, PeopleError, with_access};
use crate::comment::{Access, EmailAddress, InvitationId, Language, ModeratorId, Role, SiteId, Timestamp};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::invitations::{self, Invitation, NewInvitation};
use crate::store::moderators::{self, Moderator};
use crate::store::outbox;

/// For how long an invitation can be accepted.
const GOOD_FOR: Duration = Duration::from_secs(7 * 24 * 3600);

impl People {
    /// Invites somebody to do what this role may, on these sites or on all; a mail is owed to them.
    ///
    /// # Errors
    /// [`PeopleError::Taken`]: they are a moderator already; [`PeopleError::Invited`]: somebody has invited them to what
    /// `giver` may not say.
    pub async fn invite(
        &self,
        (by, giver): (ModeratorId, &Access),
        email: EmailAddress,
        language: Language,
        role: Role,
        sites: Option<Vec<SiteId>>,
    ) -> Result<InvitationId, PeopleError> {
        let expires_at = Timestamp::now().plus(GOOD_FOR);
        let new = NewInvitation { email, language, role, sites, invited_by: by, expires_at };
        let giver = giver.clone();
        self.store
            .write(move |transaction| {
                let known = moderators::by_email(transaction.reader(), &new.email)?;
                if known.is_some_and(|(moderator, _)| moderator.may_anything()) {
                    return Ok(Err(PeopleError::Taken));
                }
                // The new one stands in the place of the old one, which must be theirs to take back.
                let open = invitations::open(transaction.reader())?;
                let mut before = open.iter().filter(|open| open.says.email.folded() == new.email.folded());
                if before.any(|open| !Self::may_give(&giver, &open.says.access())) {
                    return Ok(Err(PeopleError::Invited));
                }
                let id = invitations::insert(transaction, &new)?;
                outbox::post_invitation(transaction, id)?;
                let event = Event::new(Kind::UserInvite, Actor::Moderator(by)).fact("invitation", id);
                audit::record(transaction, with_access(event, &new.access()));
                Ok(Ok(id))
            })
            .await?
    }

    /// The invitations that can still be accepted, those that `giver` may have made.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn invitations(&self, giver: &Access) -> Result<Vec<Invitation>, PeopleError> {
        let mut open = self.store.read(invitations::open).await?;
        open.retain(|open| Self::may_give(giver, &open.says.access()));
        Ok(open)
    }

    /// An invitation that can still be accepted.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, PeopleError> {
        let found = self.store.read(move |connection| invitations::get(connection, id)).await?;
        Ok(found.filter(|found| found.is_open && found.says.expires_at > Timestamp::now()))
    }

    /// Takes an invitation back; `false` if there is none with this id that is open and that `giver` may have made.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn revoke_invitation(&self, giver: &Access, id: InvitationId) -> Result<bool, PeopleError> {
        let found = self.store.read(move |connection| invitations::get(connection, id)).await?;
        if !found.is_some_and(|found| Self::may_give(giver, &found.says.access())) {
            return Ok(false);
        }
        let event = Event::new(Kind::UserInviteRevoke, self.actor).fact("invitation", id);
        let revoke = self.store.write(move |transaction| {
            let revoked = invitations::revoke(transaction, id)?;
            if revoked {
                audit::record(transaction, event.clone());
            }
            Ok(revoked)
        });
        Ok(revoke.await?)
    }

    /// Becomes a moderator. Whoever was one before, and left, is the same one again.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`] where it cannot be accepted any more; a password that will not do.
    pub async fn accept(&self, id: InvitationId, name: String, password: &str) -> Result<ModeratorId, PeopleError> {
        let invitation = self.invitation(id).await?.ok_or(PeopleError::Unknown)?;
        let hash = self.hash(password).await?;
        let moderator = Moderator {
            id: ModeratorId::from_i64(0),
            access: invitation.says.access(),
            email: invitation.says.email,
            name,
            language: invitation.says.language,
            wants_mail: true,
            view: None,
            has_second_factor: false,
        };
        self.store
            .write(move |transaction| {
                if !invitations::accept(transaction, id)? {
                    return Ok(None);
                }
                let before = moderators::by_email(transaction.reader(), &moderator.email)?;
                let accepted = if let Some((before, _)) = before {
                    moderators::set_password(transaction, before.id, &hash)?;
                    moderators::set_access(transaction, before.id, &moderator.access)?;
                    Some(before.id)
                } else {
                    moderators::insert(transaction, &moderator, &hash)?
                };
                if let Some(user) = accepted {
                    let event = Event::new(Kind::UserAdd, Actor::Moderator(user)).fact("user", user);
                    audit::record(transaction, with_access(event.fact("invitation", id), &moderator.access));
                }
                Ok(accepted)
            })
            .await?
            .ok_or(PeopleError::Unknown)
    }

    /// What somebody may do is said by whoever may do it: an owner of the same sites.
    #[must_use]
    pub fn may_give(giver: &Access, given: &Access) -> bool {
        match given.only_sites() {
            None => giver.allows_everywhere(Role::Owner),
            Some(sites) => sites.into_iter().all(|site| giver.allows(Role::Owner, site)),
        }
    }
}
