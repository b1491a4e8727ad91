//! Moderators: how they are made, how they prove who they are, how long that holds.
//!
//! Passwords are kept as argon2id hashes; sessions and tokens are 256 random bits of which only a hash is kept.

mod attempts;
mod invitations;
mod password;
mod second_factor;
mod secret;
mod sessions;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::comment::{Access, EmailAddress, Language, ModeratorId, Role};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::moderators::{self, Moderator};
use crate::store::{Store, StoreError};

pub use password::{LEAST_PASSWORD, LONGEST_PASSWORD, PasswordError};
pub use second_factor::Offer;
pub use sessions::LogIn;
pub use tokens::Scope;

/// Password checks take 19 MiB and a core for a good while each: no more than two at once.
const CHECKS_AT_ONCE: usize = 2;

/// The people who decide.
#[derive(Clone)]
pub struct People {
    store: Arc<Store>,
    checks: Arc<Semaphore>,
    session: Duration,
    attempts: Arc<attempts::Attempts>,
    actor: Actor,
}

/// What can go wrong with people.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The address belongs to a moderator already.
    #[error("a moderator with this address exists already")]
    Taken,
    /// There is no moderator with this address.
    #[error("there is no moderator with this address")]
    Unknown,
    /// Somebody must say who may do what.
    #[error("nobody else is an owner of every site: make somebody one first")]
    LastOwner,
    /// An owner of some sites says what is done on those alone.
    #[error("this is for an owner of every site")]
    NotAllowed,
    /// Somebody else has invited them already, to more than this.
    #[error("somebody else has invited this address already")]
    Invited,
    /// The password will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The secret of an authenticator is none.
    #[error("this is not the secret of an authenticator")]
    SecondFactor,
    /// A second factor is there already: it goes before another comes.
    #[error("a second factor is in force already")]
    SecondFactorInForce,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl People {
    /// The people in `store`; who logs in stays so for `session`.
    pub fn new(store: Arc<Store>, session: Duration) -> Self {
        let checks = Arc::new(Semaphore::new(CHECKS_AT_ONCE));
        Self { store, checks, session, attempts: Arc::default(), actor: Actor::System }
    }

    /// The same people, in the hands of somebody under whose name the audit log tells what is done.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// How long a session lasts.
    pub fn session_length(&self) -> Duration {
        self.session
    }

    /// Adds a moderator.
    ///
    /// # Errors
    /// The address is taken, or the password too short or too long.
    pub async fn add(
        &self,
        email: EmailAddress,
        name: String,
        language: Language,
        wants_mail: bool,
        password: &str,
        access: Access,
    ) -> Result<ModeratorId, PeopleError> {
        let hash = self.hash(password).await?;
        let moderator = Moderator {
            id: ModeratorId::from_i64(0),
            email,
            name,
            language,
            wants_mail,
            view: None,
            access,
            has_second_factor: false,
        };
        let actor = self.actor;
        self.store
            .write(move |transaction| {
                let added = moderators::insert(transaction, &moderator, &hash)?;
                if let Some(id) = added {
                    let event = Event::new(Kind::UserAdd, actor).fact("user", id);
                    audit::record(transaction, with_access(event, &moderator.access));
                }
                Ok(added)
            })
            .await?
            .ok_or(PeopleError::Taken)
    }

    /// Every moderator.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn all(&self) -> Result<Vec<Moderator>, PeopleError> {
        Ok(self.store.read(moderators::all).await?)
    }

    /// Says what a moderator may do, and where, from now on. One who may do nothing any more is logged out, and their
    /// tokens do nothing.
    ///
    /// # Errors
    /// Nobody has this id or is anything where `giver` is an owner, `giver` may not say so, or nobody would be an owner of
    /// every site any more.
    pub async fn set_access(&self, giver: &Access, id: ModeratorId, access: Access) -> Result<(), PeopleError> {
        let (actor, giver) = (self.actor, giver.clone());
        self.store
            .write(move |transaction| {
                let Some(before) = moderators::get(transaction.reader(), id)?.map(|known| known.access) else {
                    return Ok(Err(PeopleError::Unknown));
                };
                if !giver.owns_some_of(&before) {
                    return Ok(Err(PeopleError::Unknown));
                }
                let Some(access) = giver.may_set(&before, &access) else { return Ok(Err(PeopleError::NotAllowed)) };
                if !access.allows_everywhere(Role::Owner) && !moderators::has_other_owner(transaction, id)? {
                    return Ok(Err(PeopleError::LastOwner));
                }
                let event = Event::new(Kind::UserRole, actor).fact("user", id);
                audit::record(transaction, with_access(event, &access));
                moderators::set_access(transaction, id, &access).map(Ok)
            })
            .await?
    }

    /// Whether this is a moderator's password.
    ///
    /// # Errors
    /// The database did not answer.
    async fn knows_password(&self, id: ModeratorId, password: &str) -> Result<bool, PeopleError> {
        let known = self.store.read(move |connection| moderators::password_hash(connection, id)).await?;
        let password = password.to_owned();
        self.check(move || password::verify(&password, known.as_deref())).await
    }

    /// Sets a moderator's own new password, for whoever knows the old one, and ends every session of the old one; `false`
    /// if it is not the old one.
    ///
    /// # Errors
    /// The new password is too short or too long, or the database did not answer.
    pub async fn change_password(&self, id: ModeratorId, old: &str, new: &str) -> Result<bool, PeopleError> {
        if !self.knows_password(id, old).await? {
            return Ok(false);
        }
        let hash = self.hash(new).await?;
        let set = self.store.write(move |transaction| {
            audit::record(transaction, Event::new(Kind::UserPassword, Actor::Moderator(id)).fact("user", id));
            moderators::set_password(transaction, id, &hash)
        });
        set.await?;
        Ok(true)
    }

    /// Keeps the language of a moderator's desk, and whether they want a mail when a comment waits.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn set_habits(&self, id: ModeratorId, language: Language, wants_mail: bool) -> Result<(), PeopleError> {
        let event = Event::new(Kind::UserSettings, Actor::Moderator(id)).fact("language", language.tag());
        let event = event.fact("wants_mail", wants_mail);
        let set = self.store.write(move |transaction| {
            audit::record(transaction, event.clone());
            moderators::set_habits(transaction, id, language, wants_mail)
        });
        Ok(set.await?)
    }

    /// Keeps the queue as a moderator wants to see it; an empty view is the usual one.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn keep_view(&self, id: ModeratorId, view: String) -> Result<(), PeopleError> {
        let view = (!view.is_empty()).then_some(view);
        // Not which one: it may name a reader's address.
        let event = Event::new(Kind::UserSettings, Actor::Moderator(id)).fact("view", view.is_some());
        let keep = self.store.write(move |transaction| {
            audit::record(transaction, event.clone());
            moderators::set_view(transaction, id, view.as_deref())
        });
        Ok(keep.await?)
    }

    /// Sets a new password and ends every session of the old one.
    ///
    /// # Errors
    /// Nobody has this address, or the password too short or too long.
    pub async fn set_password(&self, email: EmailAddress, password: &str) -> Result<(), PeopleError> {
        let hash = self.hash(password).await?;
        let actor = self.actor;
        self.store
            .write(move |transaction| {
                let Some((moderator, _)) = moderators::by_email(transaction.reader(), &email)? else {
                    return Ok(false);
                };
                audit::record(transaction, Event::new(Kind::UserPassword, actor).fact("user", moderator.id));
                moderators::set_password(transaction, moderator.id, &hash).map(|()| true)
            })
            .await?
            .then_some(())
            .ok_or(PeopleError::Unknown)
    }

    async fn hash(&self, password: &str) -> Result<String, PeopleError> {
        let password = password.to_owned();
        Ok(self.check(move || password::hash(&password)).await??)
    }

    /// Runs slow password work on a blocking thread, a few at a time.
    async fn check<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PeopleError> {
        let _permit = self.checks.acquire().await.map_err(|_| StoreError::Closed)?;
        Ok(tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Panicked)?)
    }
}

/// An event with what somebody may do from then on, and where.
fn with_access(event: Event, access: &Access) -> Event {
    let sites: Vec<String> = access.sites.iter().map(|(site, role)| format!("{role} on {site}")).collect();
    event.fact("role", access.everywhere.map(Role::as_str)).fact("sites", (!sites.is_empty()).then_some(sites))
}
