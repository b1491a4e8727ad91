//! API tokens: each acts for a moderator, and may do no more than it was made for. Of its secret a hash is kept.

use diesel::prelude::*;

use super::moderators::{self, Moderator, Row};
use super::schema::{moderators as people, tokens};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{Access, ModeratorId, Role, SiteId, Timestamp, TokenId};

/// How often it is noted that a token is in use, in microseconds.
const NOTED: i64 = 60 * 60 * 1_000_000;

/// What a token may do at most: never more than its moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// This role at most.
    pub role: Role,
    /// On these sites only; `None` is wherever its moderator may.
    pub sites: Option<Vec<SiteId>>,
    /// Until then.
    pub expires_at: Option<Timestamp>,
}

impl Scope {
    /// Whatever its moderator may do, for as long as it is not revoked.
    #[must_use]
    pub const fn whole() -> Self {
        Self { role: Role::Owner, sites: None, expires_at: None }
    }

    /// What is left of a moderator's access.
    #[must_use]
    pub fn of(&self, access: &Access) -> Access {
        let most = access.at_most(self.role);
        match &self.sites {
            None => most,
            Some(sites) => Access {
                everywhere: None,
                sites: sites.iter().filter_map(|site| Some((*site, most.at(*site)?))).collect(),
            },
        }
    }
}

/// A token, as its moderator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to an hour.
    pub used_at: Option<Timestamp>,
}

/// Adds an API token that acts for a moderator.
///
/// # Errors
/// The query failed.
pub fn insert(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    name: &str,
    scope: &Scope,
    hash: &str,
) -> Result<TokenId, StoreError> {
    let id = transaction.next_id();
    diesel::insert_into(tokens::table)
        .values((
            tokens::id.eq(id),
            tokens::hash.eq(hash),
            tokens::name.eq(name),
            tokens::moderator_id.eq(moderator.as_i64()),
            tokens::created_at.eq(Timestamp::now().as_micros()),
            tokens::role.eq(scope.role.as_str()),
            tokens::sites.eq(scope.sites.as_ref().map(|sites| written(sites))),
            tokens::expires_at.eq(scope.expires_at.map(Timestamp::as_micros)),
        ))
        .execute(transaction.connection)?;
    Ok(TokenId::from_i64(id))
}

fn written(sites: &[SiteId]) -> String {
    serde_json::json!(sites.iter().map(|site| site.as_i64()).collect::<Vec<_>>()).to_string()
}

fn scope(id: i64, (role, sites, expires_at): (String, Option<String>, Option<i64>)) -> Result<Scope, StoreError> {
    let corrupt = || StoreError::Corrupt(format!("token {id} with a broken scope"));
    let sites: Option<Vec<i64>> = sites.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| corrupt())?;
    Ok(Scope {
        role: Role::from_word(&role).ok_or_else(corrupt)?,
        sites: sites.map(|sites| sites.into_iter().map(SiteId::from_i64).collect()),
        expires_at: expires_at.map(Timestamp::from_micros),
    })
}

/// A moderator's tokens in force, the newest first.
///
/// # Errors
/// The query failed.
pub fn of_moderator(connection: &mut AnyConnection, moderator: ModeratorId) -> Result<Vec<Token>, StoreError> {
    type Found = (i64, String, i64, Option<i64>, (String, Option<String>, Option<i64>));
    let now = Timestamp::now().as_micros();
    let rows: Vec<Found> = tokens::table
        .filter(tokens::moderator_id.eq(moderator.as_i64()))
        .filter(tokens::revoked_at.is_null())
        .filter(tokens::expires_at.is_null().or(tokens::expires_at.gt(now)))
        .order(tokens::id.desc())
        .select((
            tokens::id,
            tokens::name,
            tokens::created_at,
            tokens::used_at,
            (tokens::role, tokens::sites, tokens::expires_at),
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, name, created_at, used_at, kept)| {
            Ok(Token {
                id: TokenId::from_i64(id),
                name,
                scope: scope(id, kept)?,
                created_at: Timestamp::from_micros(created_at),
                used_at: used_at.map(Timestamp::from_micros),
            })
        })
        .collect()
}

/// Revokes a token, of this moderator where one is named; `false` if there is none with this id that is in force.
///
/// # Errors
/// The query failed.
pub fn revoke(
    transaction: &mut Transaction<'_>,
    id: TokenId,
    moderator: Option<ModeratorId>,
) -> Result<bool, StoreError> {
    let in_force = tokens::table.filter(tokens::id.eq(id.as_i64())).filter(tokens::revoked_at.is_null());
    let now = tokens::revoked_at.eq(Timestamp::now().as_micros());
    let revoked = match moderator {
        Some(moderator) => diesel::update(in_force.filter(tokens::moderator_id.eq(moderator.as_i64())))
            .set(now)
            .execute(transaction.connection)?,
        None => diesel::update(in_force).set(now).execute(transaction.connection)?,
    };
    Ok(revoked == 1)
}

/// The moderator for whom a token acts, with what it may do, unless it was revoked or has expired; its id, and whether
/// its use is to be noted again.
///
/// # Errors
/// The query failed.
pub fn find(connection: &mut AnyConnection, hash: &str) -> Result<Option<(Moderator, TokenId, bool)>, StoreError> {
    type Found = (Row, i64, Option<i64>, (String, Option<String>, Option<i64>));
    let now = Timestamp::now().as_micros();
    let found: Option<Found> = tokens::table
        .inner_join(people::table)
        .filter(tokens::hash.eq(hash))
        .filter(tokens::revoked_at.is_null())
        .filter(tokens::expires_at.is_null().or(tokens::expires_at.gt(now)))
        .select((Row::as_select(), tokens::id, tokens::used_at, (tokens::role, tokens::sites, tokens::expires_at)))
        .first(connection)
        .optional()?;
    let Some((row, id, used_at, kept)) = found else { return Ok(None) };
    let Some(moderator) = moderators::with_roles(connection, vec![row])?.pop() else { return Ok(None) };
    let access = scope(id, kept)?.of(&moderator.access);
    let is_stale = used_at.is_none_or(|used_at| now - used_at > NOTED);
    Ok(Some((Moderator { access, ..moderator }, TokenId::from_i64(id), is_stale)))
}

/// Notes that a token is in use.
///
/// # Errors
/// The query failed.
pub fn used(transaction: &mut Transaction<'_>, id: TokenId) -> Result<(), StoreError> {
    diesel::update(tokens::table.find(id.as_i64()))
        .set(tokens::used_at.eq(Timestamp::now().as_micros()))
        .execute(transaction.connection)?;
    Ok(())
}
