//! Single values that the installation keeps: so far the secret that signs links.

use diesel::prelude::*;

use super::schema::settings::dsl;
use super::{AnyConnection, StoreError, Transaction};

/// The value of a setting.
///
/// # Errors
/// The query failed.
pub fn get(connection: &mut AnyConnection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(dsl::settings.filter(dsl::key.eq(key)).select(dsl::value).first(connection).optional()?)
}

/// Sets a setting.
///
/// # Errors
/// The query failed.
pub fn set(transaction: &mut Transaction<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    let changed = diesel::update(dsl::settings.find(key)).set(dsl::value.eq(value)).execute(transaction.connection)?;
    if changed == 0 {
        get_or_set(transaction, key, value)?;
    }
    Ok(())
}

/// The value of a setting, which is set to `value` if there was none: whoever comes first, all agree.
///
/// # Errors
/// The query failed.
pub fn get_or_set(transaction: &mut Transaction<'_>, key: &str, value: &str) -> Result<String, StoreError> {
    if let Some(known) = get(transaction.connection, key)? {
        return Ok(known);
    }
    diesel::insert_into(dsl::settings)
        .values((dsl::key.eq(key), dsl::value.eq(value)))
        .execute(transaction.connection)?;
    Ok(value.to_owned())
}
