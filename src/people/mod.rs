//! Moderators: how they are made, how they prove who they are, how long that holds.
//!
//! Passwords are kept as argon2id hashes; sessions and tokens are 256 random bits of which only a hash is kept.

mod attempts;
mod password;
mod secret;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::comment::{EmailAddress, Language, ModeratorId, Timestamp, TokenId};
use crate::store::moderators::{self, Moderator};
use crate::store::{Store, StoreError};

pub use password::{LEAST_PASSWORD, PasswordError};

/// Password checks take 19 MiB and a core for a good while each: no more than two at once.
const CHECKS_AT_ONCE: usize = 2;

/// What begins every API token, so that a leaked one can be recognised.
const TOKEN_PREFIX: &str = "placet_";

/// The people who decide.
#[derive(Clone)]
pub struct People {
    store: Arc<Store>,
    checks: Arc<Semaphore>,
    session: Duration,
    attempts: Arc<attempts::Attempts>,
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
    /// The password will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl People {
    /// The people in `store`; who logs in stays so for `session`.
    pub fn new(store: Arc<Store>, session: Duration) -> Self {
        Self { store, checks: Arc::new(Semaphore::new(CHECKS_AT_ONCE)), session, attempts: Arc::default() }
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
    ) -> Result<ModeratorId, PeopleError> {
        let hash = self.hash(password).await?;
        let moderator = Moderator { id: ModeratorId::from_i64(0), email, name, language, wants_mail, view: None };
        self.store
            .write(move |transaction| moderators::insert(transaction, &moderator, &hash))
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

    /// Keeps the queue as a moderator wants to see it; an empty view is the usual one.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn keep_view(&self, id: ModeratorId, view: String) -> Result<(), PeopleError> {
        let view = (!view.is_empty()).then_some(view);
        Ok(self.store.write(move |transaction| moderators::set_view(transaction, id, view.as_deref())).await?)
    }

    /// Sets a new password and ends every session of the old one.
    ///
    /// # Errors
    /// Nobody has this address, or the password too short or too long.
    pub async fn set_password(&self, email: EmailAddress, password: &str) -> Result<(), PeopleError> {
        let hash = self.hash(password).await?;
        self.store
            .write(move |transaction| {
                let Some((moderator, _)) = moderators::by_email(transaction.reader(), &email)? else {
                    return Ok(false);
                };
                moderators::set_password(transaction, moderator.id, &hash).map(|()| true)
            })
            .await?
            .then_some(())
            .ok_or(PeopleError::Unknown)
    }

    /// Takes one attempt to log in at an account from a client's address (of IPv6, of its /64).
    ///
    /// # Errors
    /// There were too many: how long until there may be one again.
    pub fn attempt(&self, account: &EmailAddress, client: std::net::IpAddr) -> Result<(), Duration> {
        self.attempts.take(&account.folded(), client)
    }

    /// Opens a session for whoever knows the password; gives the secret of its cookie.
    ///
    /// `None` if the address or the password is wrong; it takes as long either way, so that nobody learns which
    /// addresses exist.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn log_in(&self, email: &EmailAddress, password: &str) -> Result<Option<String>, PeopleError> {
        let wanted = email.clone();
        let known = self.store.read(move |connection| moderators::by_email(connection, &wanted)).await?;
        let (moderator, hash) = match known {
            Some((moderator, hash)) => (Some(moderator), Some(hash)),
            None => (None, None),
        };
        let password = password.to_owned();
        let right = self.check(move || password::verify(&password, hash.as_deref())).await?;
        let Some(moderator) = moderator.filter(|_| right) else { return Ok(None) };
        let cookie = secret::new();
        let (hash, expires_at) = (secret::hash(&cookie), Timestamp::now().plus(self.session));
        self.store
            .write(move |transaction| moderators::open_session(transaction, moderator.id, &hash, expires_at))
            .await?;
        Ok(Some(cookie))
    }

    /// The moderator of a session's cookie.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn by_session(&self, cookie: &str) -> Result<Option<Moderator>, PeopleError> {
        let hash = secret::hash(cookie);
        Ok(self.store.read(move |connection| moderators::by_session(connection, &hash)).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn log_out(&self, cookie: &str) -> Result<(), PeopleError> {
        let hash = secret::hash(cookie);
        Ok(self.store.write(move |transaction| moderators::close_session(transaction, &hash)).await?)
    }

    /// Makes an API token that acts for a moderator: shown this once, kept as a hash.
    ///
    /// # Errors
    /// Nobody has this address.
    pub async fn create_token(&self, email: EmailAddress, name: String) -> Result<(TokenId, String), PeopleError> {
        let token = format!("{TOKEN_PREFIX}{}", secret::new());
        let hash = secret::hash(&token);
        let id = self
            .store
            .write(move |transaction| {
                let Some((moderator, _)) = moderators::by_email(transaction.reader(), &email)? else {
                    return Ok(None);
                };
                moderators::insert_token(transaction, moderator.id, &name, &hash).map(Some)
            })
            .await?
            .ok_or(PeopleError::Unknown)?;
        Ok((id, token))
    }

    /// Revokes a token; `false` if there is none in force with this id.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn revoke_token(&self, id: TokenId) -> Result<bool, PeopleError> {
        Ok(self.store.write(move |transaction| moderators::revoke_token(transaction, id)).await?)
    }

    /// The moderator for whom a token acts.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn by_token(&self, token: &str) -> Result<Option<Moderator>, PeopleError> {
        if !token.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let hash = secret::hash(token);
        Ok(self.store.read(move |connection| moderators::by_token(connection, &hash)).await?)
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
