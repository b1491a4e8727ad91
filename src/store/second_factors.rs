//! Second factors: the secret of a moderator's authenticator, and the recovery codes that stand in for it once each.

use diesel::prelude::*;

use super::schema::{moderators, recovery_codes};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{ModeratorId, Timestamp};

/// The secret of a moderator's authenticator, in base32 (RFC 4648); `None` where there is none.
///
/// # Errors
/// The query failed.
pub fn secret(connection: &mut AnyConnection, id: ModeratorId) -> Result<Option<String>, StoreError> {
    let found: Option<Option<String>> =
        moderators::table.find(id.as_i64()).select(moderators::totp_secret).first(connection).optional()?;
    Ok(found.flatten())
}

/// Keeps a new secret and new recovery codes, in the place of the old ones; `None` takes the second factor away.
///
/// # Errors
/// The query failed.
pub fn set(
    transaction: &mut Transaction<'_>,
    id: ModeratorId,
    secret: Option<(&str, i64)>,
    code_hashes: &[String],
) -> Result<(), StoreError> {
    diesel::update(moderators::table.find(id.as_i64()))
        .set((
            moderators::totp_secret.eq(secret.map(|(secret, _)| secret)),
            moderators::totp_step.eq(secret.map(|(_, step)| step)),
        ))
        .execute(transaction.connection)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::moderator_id.eq(id.as_i64())))
        .execute(transaction.connection)?;
    let now = Timestamp::now().as_micros();
    for hash in code_hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::hash.eq(hash),
                recovery_codes::moderator_id.eq(id.as_i64()),
                recovery_codes::created_at.eq(now),
            ))
            .execute(transaction.connection)?;
    }
    Ok(())
}

/// Uses the code of a time step up; `false` if it, or a later one, was used before (RFC 6238, 5.2).
///
/// # Errors
/// The query failed.
pub fn use_step(transaction: &mut Transaction<'_>, id: ModeratorId, step: i64) -> Result<bool, StoreError> {
    let unused =
        moderators::table.find(id.as_i64()).filter(moderators::totp_step.is_null().or(moderators::totp_step.lt(step)));
    let used = diesel::update(unused).set(moderators::totp_step.eq(step)).execute(transaction.connection)?;
    Ok(used == 1)
}

/// Uses a recovery code up; `false` if the moderator has none with this hash.
///
/// # Errors
/// The query failed.
pub fn use_code(transaction: &mut Transaction<'_>, id: ModeratorId, hash: &str) -> Result<bool, StoreError> {
    let own = recovery_codes::table
        .filter(recovery_codes::hash.eq(hash))
        .filter(recovery_codes::moderator_id.eq(id.as_i64()));
    Ok(diesel::delete(own).execute(transaction.connection)? == 1)
}

/// How many recovery codes a moderator has left.
///
/// # Errors
/// The query failed.
pub fn codes_left(connection: &mut AnyConnection, id: ModeratorId) -> Result<i64, StoreError> {
    Ok(recovery_codes::table.filter(recovery_codes::moderator_id.eq(id.as_i64())).count().get_result(connection)?)
}
