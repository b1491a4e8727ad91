//! API tokens: each acts for a moderator and may do no more than it was made for. Shown once, kept as a hash.

use super::{People, PeopleError, secret};
use crate::comment::{EmailAddress, ModeratorId, TokenId};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::moderators::{self, Moderator};
use crate::store::tokens::{self, Token};

pub use crate::store::tokens::Scope;

/// What begins every API token, so that a leaked one can be recognised.
const TOKEN_PREFIX: &str = "placet_";

impl People {
    /// Makes an API token that acts for the moderator with this address.
    ///
    /// # Errors
    /// Nobody has this address.
    pub async fn create_token(
        &self,
        email: EmailAddress,
        name: String,
        scope: Scope,
    ) -> Result<(TokenId, String), PeopleError> {
        let found = self.store.read(move |connection| moderators::by_email(connection, &email)).await?;
        let (moderator, _) = found.ok_or(PeopleError::Unknown)?;
        self.create_own_token(moderator.id, name, scope).await
    }

    /// Makes an API token that acts for this moderator.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn create_own_token(
        &self,
        moderator: ModeratorId,
        name: String,
        scope: Scope,
    ) -> Result<(TokenId, String), PeopleError> {
        let token = format!("{TOKEN_PREFIX}{}", secret::new());
        let hash = secret::hash(&token);
        let actor = self.actor;
        let insert = self.store.write(move |transaction| {
            let id = tokens::insert(transaction, moderator, &name, &scope, &hash)?;
            let event = Event::new(Kind::TokenCreate, actor)
                .fact("token", id)
                .fact("user", moderator)
                .fact("role", scope.role.as_str())
                .fact("sites", &scope.sites)
                .fact("expires_at", scope.expires_at);
            audit::record(transaction, event);
            Ok(id)
        });
        Ok((insert.await?, token))
    }

    /// A moderator's tokens in force, the newest first.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn tokens(&self, id: ModeratorId) -> Result<Vec<Token>, PeopleError> {
        Ok(self.store.read(move |connection| tokens::of_moderator(connection, id)).await?)
    }

    /// Revokes a token, of this moderator where one is named; `false` if there is none in force with this id.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn revoke_token(&self, id: TokenId, moderator: Option<ModeratorId>) -> Result<bool, PeopleError> {
        let actor = moderator.map_or(self.actor, Actor::Moderator);
        let revoke = self.store.write(move |transaction| {
            let revoked = tokens::revoke(transaction, id, moderator)?;
            if revoked {
                audit::record(transaction, Event::new(Kind::TokenRevoke, actor).fact("token", id));
            }
            Ok(revoked)
        });
        Ok(revoke.await?)
    }

    /// The moderator for whom a token acts, with what the token may do.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn by_token(&self, token: &str) -> Result<Option<Moderator>, PeopleError> {
        if !token.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let hash = secret::hash(token);
        let found = self.store.read(move |connection| tokens::find(connection, &hash)).await?;
        let Some((moderator, id, is_stale)) = found.filter(|found| found.0.may_anything()) else { return Ok(None) };
        if is_stale {
            // A note for the list of tokens: nobody has to wait for it to succeed.
            let _ = self.store.write(move |transaction| tokens::used(transaction, id)).await;
        }
        Ok(Some(moderator))
    }
}
