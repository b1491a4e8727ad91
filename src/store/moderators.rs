//! Moderators, their sessions at the desk and their API tokens. Passwords and secrets are kept as hashes only.

use diesel::prelude::*;

use super::schema::{moderators, sessions, tokens};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{EmailAddress, Language, ModeratorId, Timestamp, TokenId};

/// A moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moderator {
    /// Their id.
    pub id: ModeratorId,
    /// The address with which they log in, and to which mails go.
    pub email: EmailAddress,
    /// The name shown beside their decisions.
    pub name: String,
    /// The language of their desk and mails.
    pub language: Language,
    /// Whether they get a mail when a comment waits.
    pub wants_mail: bool,
    /// The queue as they want to see it: the query of its address.
    pub view: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = moderators)]
struct Row {
    id: i64,
    email: String,
    email_folded: String,
    name: String,
    password_hash: String,
    language: String,
    wants_mail: bool,
    created_at: i64,
    view: Option<String>,
}

impl TryFrom<Row> for Moderator {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("moderator {} with a broken {what}", row.id));
        Ok(Self {
            id: ModeratorId::from_i64(row.id),
            email: EmailAddress::parse(&row.email).map_err(|_| corrupt("address"))?,
            name: row.name,
            language: Language::from_tag(&row.language).ok_or_else(|| corrupt("language"))?,
            wants_mail: row.wants_mail,
            view: row.view,
        })
    }
}

/// Every moderator, by address.
///
/// # Errors
/// The query failed.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<Moderator>, StoreError> {
    let rows: Vec<Row> = moderators::table.order(moderators::email_folded).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Moderator::try_from).collect()
}

/// The folded address and the name of every moderator.
///
/// # Errors
/// The query failed.
pub fn names(connection: &mut AnyConnection) -> Result<Vec<(String, String)>, StoreError> {
    Ok(moderators::table.select((moderators::email_folded, moderators::name)).load(connection)?)
}

/// The moderator with this id.
///
/// # Errors
/// The query failed.
pub fn get(connection: &mut AnyConnection, id: ModeratorId) -> Result<Option<Moderator>, StoreError> {
    let row: Option<Row> = moderators::table.find(id.as_i64()).select(Row::as_select()).first(connection).optional()?;
    row.map(Moderator::try_from).transpose()
}

/// The moderator with this address, and their password's hash.
///
/// # Errors
/// The query failed.
pub fn by_email(
    connection: &mut AnyConnection,
    email: &EmailAddress,
) -> Result<Option<(Moderator, String)>, StoreError> {
    let row: Option<Row> = moderators::table
        .filter(moderators::email_folded.eq(email.folded()))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(|row| {
        let hash = row.password_hash.clone();
        Ok((Moderator::try_from(row)?, hash))
    })
    .transpose()
}

/// Adds a moderator, unless the address is taken; the id in `moderator` is replaced by a new one.
///
/// # Errors
/// The query failed.
pub fn insert(
    transaction: &mut Transaction<'_>,
    moderator: &Moderator,
    password_hash: &str,
) -> Result<Option<ModeratorId>, StoreError> {
    if by_email(transaction.connection, &moderator.email)?.is_some() {
        return Ok(None);
    }
    let id = transaction.next_id();
    let row = Row {
        id,
        email: moderator.email.as_typed().to_owned(),
        email_folded: moderator.email.folded(),
        name: moderator.name.clone(),
        password_hash: password_hash.to_owned(),
        language: moderator.language.tag().to_owned(),
        wants_mail: moderator.wants_mail,
        created_at: Timestamp::now().as_micros(),
        view: moderator.view.clone(),
    };
    diesel::insert_into(moderators::table).values(&row).execute(transaction.connection)?;
    Ok(Some(ModeratorId::from_i64(id)))
}

/// Keeps the queue as a moderator wants to see it.
///
/// # Errors
/// The query failed.
pub fn set_view(transaction: &mut Transaction<'_>, id: ModeratorId, view: Option<&str>) -> Result<(), StoreError> {
    diesel::update(moderators::table.find(id.as_i64()))
        .set(moderators::view.eq(view))
        .execute(transaction.connection)?;
    Ok(())
}

/// Sets a new password, and ends every session that the old one opened.
///
/// # Errors
/// The query failed.
pub fn set_password(transaction: &mut Transaction<'_>, id: ModeratorId, password_hash: &str) -> Result<(), StoreError> {
    diesel::update(moderators::table.find(id.as_i64()))
        .set(moderators::password_hash.eq(password_hash))
        .execute(transaction.connection)?;
    diesel::delete(sessions::table.filter(sessions::moderator_id.eq(id.as_i64()))).execute(transaction.connection)?;
    Ok(())
}

/// Opens a session, and clears away those that have expired.
///
/// # Errors
/// The query failed.
pub fn open_session(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    hash: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let now = Timestamp::now().as_micros();
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(transaction.connection)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::hash.eq(hash),
            sessions::moderator_id.eq(moderator.as_i64()),
            sessions::created_at.eq(now),
            sessions::expires_at.eq(expires_at.as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(())
}

/// The moderator of a session that has not expired.
///
/// # Errors
/// The query failed.
pub fn by_session(connection: &mut AnyConnection, hash: &str) -> Result<Option<Moderator>, StoreError> {
    let row: Option<Row> = sessions::table
        .inner_join(moderators::table)
        .filter(sessions::hash.eq(hash))
        .filter(sessions::expires_at.gt(Timestamp::now().as_micros()))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Moderator::try_from).transpose()
}

/// Ends a session.
///
/// # Errors
/// The query failed.
pub fn close_session(transaction: &mut Transaction<'_>, hash: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(hash)).execute(transaction.connection)?;
    Ok(())
}

/// Adds an API token that acts for a moderator.
///
/// # Errors
/// The query failed.
pub fn insert_token(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    name: &str,
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
            tokens::revoked_at.eq(None::<i64>),
        ))
        .execute(transaction.connection)?;
    Ok(TokenId::from_i64(id))
}

/// Revokes a token; `false` if there is none with this id that is in force.
///
/// # Errors
/// The query failed.
pub fn revoke_token(transaction: &mut Transaction<'_>, id: TokenId) -> Result<bool, StoreError> {
    let revoked = diesel::update(tokens::table.find(id.as_i64()).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(Timestamp::now().as_micros()))
        .execute(transaction.connection)?;
    Ok(revoked == 1)
}

/// The moderator for whom a token acts, unless it was revoked.
///
/// # Errors
/// The query failed.
pub fn by_token(connection: &mut AnyConnection, hash: &str) -> Result<Option<Moderator>, StoreError> {
    let row: Option<Row> = tokens::table
        .inner_join(moderators::table)
        .filter(tokens::hash.eq(hash))
        .filter(tokens::revoked_at.is_null())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Moderator::try_from).transpose()
}
