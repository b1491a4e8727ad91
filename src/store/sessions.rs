//! Sessions at the desk: opened by logging in, listed, ended one by one. Of the cookie's secret a hash is kept.

use diesel::prelude::*;

use super::moderators::{self, Moderator, Row};
use super::schema::{moderators as people, sessions};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{ModeratorId, SessionId, Timestamp};

/// The longest name of a client that is kept, in characters.
const LONGEST_CLIENT: usize = 200;

/// How often it is noted that a session is in use, in microseconds.
const NOTED: i64 = 5 * 60 * 1_000_000;

/// A session, as its moderator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// What the browser calls itself.
    pub client: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub seen_at: Timestamp,
}

/// Opens a session, and clears away those that have expired.
///
/// # Errors
/// The query failed.
pub fn open(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    hash: &str,
    client: &str,
    expires_at: Timestamp,
) -> Result<SessionId, StoreError> {
    let now = Timestamp::now().as_micros();
    let id = transaction.next_id();
    let client: String = client.chars().filter(|c| !c.is_control()).take(LONGEST_CLIENT).collect();
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(transaction.connection)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::hash.eq(hash),
            sessions::moderator_id.eq(moderator.as_i64()),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::client.eq(client),
            sessions::expires_at.eq(expires_at.as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(SessionId::from_i64(id))
}

/// The moderator of a session that has not expired, its id, and whether its use is to be noted again.
///
/// # Errors
/// The query failed.
pub fn find(connection: &mut AnyConnection, hash: &str) -> Result<Option<(Moderator, SessionId, bool)>, StoreError> {
    let now = Timestamp::now().as_micros();
    let found: Option<(Row, i64, i64)> = sessions::table
        .inner_join(people::table)
        .filter(sessions::hash.eq(hash))
        .filter(sessions::expires_at.gt(now))
        .select((Row::as_select(), sessions::id, sessions::seen_at))
        .first(connection)
        .optional()?;
    let Some((row, id, seen_at)) = found else { return Ok(None) };
    let moderator = moderators::with_roles(connection, vec![row])?.pop();
    Ok(moderator.map(|moderator| (moderator, SessionId::from_i64(id), now - seen_at > NOTED)))
}

/// Notes that a session is in use.
///
/// # Errors
/// The query failed.
pub fn seen(transaction: &mut Transaction<'_>, id: SessionId) -> Result<(), StoreError> {
    diesel::update(sessions::table.filter(sessions::id.eq(id.as_i64())))
        .set(sessions::seen_at.eq(Timestamp::now().as_micros()))
        .execute(transaction.connection)?;
    Ok(())
}

/// A moderator's sessions that have not expired, the last used first.
///
/// # Errors
/// The query failed.
pub fn of_moderator(connection: &mut AnyConnection, moderator: ModeratorId) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<(i64, String, i64, i64)> = sessions::table
        .filter(sessions::moderator_id.eq(moderator.as_i64()))
        .filter(sessions::expires_at.gt(Timestamp::now().as_micros()))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select((sessions::id, sessions::client, sessions::created_at, sessions::seen_at))
        .load(connection)?;
    let session = |(id, client, created_at, seen_at)| Session {
        id: SessionId::from_i64(id),
        client,
        created_at: Timestamp::from_micros(created_at),
        seen_at: Timestamp::from_micros(seen_at),
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends the session with this hash.
///
/// # Errors
/// The query failed.
pub fn close(transaction: &mut Transaction<'_>, hash: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(hash)).execute(transaction.connection)?;
    Ok(())
}

/// Ends one session of a moderator; `false` if they have none with this id.
///
/// # Errors
/// The query failed.
pub fn revoke(transaction: &mut Transaction<'_>, moderator: ModeratorId, id: SessionId) -> Result<bool, StoreError> {
    let own =
        sessions::table.filter(sessions::id.eq(id.as_i64())).filter(sessions::moderator_id.eq(moderator.as_i64()));
    Ok(diesel::delete(own).execute(transaction.connection)? > 0)
}

/// Ends every session of a moderator but this one.
///
/// # Errors
/// The query failed.
pub fn revoke_others(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    id: SessionId,
) -> Result<usize, StoreError> {
    let others =
        sessions::table.filter(sessions::id.ne(id.as_i64())).filter(sessions::moderator_id.eq(moderator.as_i64()));
    Ok(diesel::delete(others).execute(transaction.connection)?)
}
