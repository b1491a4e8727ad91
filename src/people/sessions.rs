//! Logging in at the desk, and out: a session lasts until its time is over or somebody ends it.

use std::time::Duration;

use super::{People, PeopleError, password, secret};
use crate::comment::{EmailAddress, ModeratorId, SessionId, Timestamp};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::moderators::{self, Moderator};
use crate::store::sessions::{self, Session};

/// What became of an address and a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogIn {
    /// A session is open: the secret of its cookie.
    Open(String),
    /// The password is right; a code of the second factor is asked for.
    NeedsCode(ModeratorId),
    /// They do not go together, or belong to somebody who may do nothing any more.
    Refused,
}

impl People {
    /// Takes one attempt to log in at an account from a client's address (of IPv6, of its /64).
    ///
    /// # Errors
    /// There were too many: how long until there may be one again.
    pub fn attempt(&self, account: &EmailAddress, client: std::net::IpAddr) -> Result<(), Duration> {
        self.attempts.take(&account.folded(), client)
    }

    /// Takes one attempt at the code of a moderator's second factor from a client's address (of IPv6, of its /64).
    ///
    /// # Errors
    /// There were too many: how long until there may be one again.
    pub fn attempt_code(&self, moderator: ModeratorId, client: std::net::IpAddr) -> Result<(), Duration> {
        self.attempts.take_code(moderator.as_i64(), client)
    }

    /// Opens a session for whoever knows the password, unless they have a second factor. `client` is what the browser
    /// calls itself.
    ///
    /// It takes as long with an address that does not exist, so that nobody learns which do.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn log_in(&self, email: &EmailAddress, password: &str, client: &str) -> Result<LogIn, PeopleError> {
        let wanted = email.clone();
        let known = self.store.read(move |connection| moderators::by_email(connection, &wanted)).await?;
        let (moderator, hash) = match known {
            Some((moderator, hash)) => (Some(moderator), Some(hash)),
            None => (None, None),
        };
        let password = password.to_owned();
        let right = self.check(move || password::verify(&password, hash.as_deref())).await?;
        let known = moderator.as_ref().map(|moderator| moderator.id);
        let moderator = moderator.filter(|moderator| right && moderator.may_anything());
        let Some(moderator) = moderator else {
            self.log_in_failed(known).await?;
            return Ok(LogIn::Refused);
        };
        if moderator.has_second_factor {
            return Ok(LogIn::NeedsCode(moderator.id));
        }
        Ok(LogIn::Open(self.open_session(moderator.id, client).await?))
    }

    /// Notes that somebody could not log in; whose account it was, where there is one: what was typed is not kept.
    pub(super) async fn log_in_failed(&self, account: Option<ModeratorId>) -> Result<(), PeopleError> {
        let event = Event::new(Kind::LoginFailed, Actor::System).fact("user", account);
        let tell = self.store.write(move |transaction| {
            audit::record(transaction, event.clone());
            Ok(())
        });
        Ok(tell.await?)
    }

    /// Opens a session for a moderator who has proved who they are; gives the secret of its cookie.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn open_session(&self, id: ModeratorId, client: &str) -> Result<String, PeopleError> {
        let cookie = secret::new();
        let (hash, expires_at) = (secret::hash(&cookie), Timestamp::now().plus(self.session));
        let client = client.to_owned();
        self.store
            .write(move |transaction| {
                let session = sessions::open(transaction, id, &hash, &client, expires_at)?;
                audit::record(transaction, Event::new(Kind::Login, Actor::Moderator(id)).fact("session", session));
                Ok(())
            })
            .await?;
        Ok(cookie)
    }

    /// The moderator of a session's cookie, and which of their sessions it is.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn by_session(&self, cookie: &str) -> Result<Option<(Moderator, SessionId)>, PeopleError> {
        let hash = secret::hash(cookie);
        let found = self.store.read(move |connection| sessions::find(connection, &hash)).await?;
        let Some((moderator, id, is_stale)) = found.filter(|found| found.0.may_anything()) else { return Ok(None) };
        if is_stale {
            // A note for the list of sessions: nobody has to wait for it to succeed.
            let _ = self.store.write(move |transaction| sessions::seen(transaction, id)).await;
        }
        Ok(Some((moderator, id)))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn log_out(&self, cookie: &str) -> Result<(), PeopleError> {
        let hash = secret::hash(cookie);
        let close = self.store.write(move |transaction| {
            let Some((moderator, session, _)) = sessions::find(transaction.reader(), &hash)? else { return Ok(()) };
            let event = Event::new(Kind::Logout, Actor::Moderator(moderator.id)).fact("session", session);
            audit::record(transaction, event);
            sessions::close(transaction, &hash)
        });
        Ok(close.await?)
    }

    /// A moderator's sessions, the last used first.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn sessions(&self, id: ModeratorId) -> Result<Vec<Session>, PeopleError> {
        Ok(self.store.read(move |connection| sessions::of_moderator(connection, id)).await?)
    }

    /// Ends one of a moderator's own sessions; `false` if they have none with this id.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn end_session(&self, moderator: ModeratorId, id: SessionId) -> Result<bool, PeopleError> {
        let event = Event::new(Kind::SessionEnd, Actor::Moderator(moderator)).fact("session", id);
        let end = self.store.write(move |transaction| {
            let ended = sessions::revoke(transaction, moderator, id)?;
            if ended {
                audit::record(transaction, event.clone());
            }
            Ok(ended)
        });
        Ok(end.await?)
    }

    /// Ends every session of a moderator but this one; gives how many.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn end_other_sessions(&self, moderator: ModeratorId, kept: SessionId) -> Result<usize, PeopleError> {
        let event = Event::new(Kind::SessionEnd, Actor::Moderator(moderator)).fact("kept", kept);
        let end = self.store.write(move |transaction| {
            let ended = sessions::revoke_others(transaction, moderator, kept)?;
            audit::record(transaction, event.clone().fact("ended", ended));
            Ok(ended)
        });
        Ok(end.await?)
    }
}
