//! Moderators: who they are, what they may do and where. Passwords are kept as hashes only.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::schema::{moderators, sessions, site_roles};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{Access, EmailAddress, Language, ModeratorId, Role, SiteId, Timestamp};

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
    /// What they may do, and where; of a token no more than it allows.
    pub access: Access,
    /// Whether logging in asks for a code of their second factor too.
    pub has_second_factor: bool,
}

impl Moderator {
    /// Whether they may do anything at all, anywhere: whoever left may not.
    pub fn may_anything(&self) -> bool {
        self.access.allows_somewhere(Role::Viewer)
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = moderators)]
pub(super) struct Row {
    id: i64,
    email: String,
    email_folded: String,
    name: String,
    password_hash: String,
    language: String,
    wants_mail: bool,
    created_at: i64,
    view: Option<String>,
    role: Option<String>,
    totp_secret: Option<String>,
}

impl Row {
    fn with(self, roles: BTreeMap<SiteId, Role>) -> Result<Moderator, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("moderator {} with a broken {what}", self.id));
        let everywhere =
            self.role.as_deref().map(|word| Role::from_word(word).ok_or_else(|| corrupt("role"))).transpose()?;
        Ok(Moderator {
            id: ModeratorId::from_i64(self.id),
            email: EmailAddress::kept(self.email),
            language: Language::from_tag(&self.language).ok_or_else(|| corrupt("language"))?,
            name: self.name,
            wants_mail: self.wants_mail,
            view: self.view,
            access: Access { everywhere, sites: roles },
            has_second_factor: self.totp_secret.is_some(),
        })
    }
}

/// The moderators of these rows, with their roles: one query more, however many they are.
pub(super) fn with_roles(connection: &mut AnyConnection, rows: Vec<Row>) -> Result<Vec<Moderator>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(i64, i64, String)> = site_roles::table
        .filter(site_roles::moderator_id.eq_any(&ids))
        .select(site_roles::all_columns)
        .load(connection)?;
    let mut roles: HashMap<i64, BTreeMap<SiteId, Role>> = HashMap::new();
    for (moderator, site, word) in found {
        let role = Role::from_word(&word)
            .ok_or_else(|| StoreError::Corrupt(format!("moderator {moderator} with a broken role")))?;
        roles.entry(moderator).or_default().insert(SiteId::from_i64(site), role);
    }
    rows.into_iter()
        .map(|row| {
            let own = roles.remove(&row.id).unwrap_or_default();
            row.with(own)
        })
        .collect()
}

/// Every moderator, by address.
///
/// # Errors
/// The query failed.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<Moderator>, StoreError> {
    let rows: Vec<Row> = moderators::table.order(moderators::email_folded).select(Row::as_select()).load(connection)?;
    with_roles(connection, rows)
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
    Ok(with_roles(connection, row.into_iter().collect())?.pop())
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
    let Some(row) = row else { return Ok(None) };
    let hash = row.password_hash.clone();
    Ok(with_roles(connection, vec![row])?.pop().map(|moderator| (moderator, hash)))
}

/// The hash of a moderator's password.
///
/// # Errors
/// The query failed.
pub fn password_hash(connection: &mut AnyConnection, id: ModeratorId) -> Result<Option<String>, StoreError> {
    Ok(moderators::table.find(id.as_i64()).select(moderators::password_hash).first(connection).optional()?)
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
    let id = ModeratorId::from_i64(transaction.next_id());
    let row = Row {
        id: id.as_i64(),
        email: moderator.email.as_typed().to_owned(),
        email_folded: moderator.email.folded(),
        name: moderator.name.clone(),
        password_hash: password_hash.to_owned(),
        language: moderator.language.tag().to_owned(),
        wants_mail: moderator.wants_mail,
        created_at: Timestamp::now().as_micros(),
        view: moderator.view.clone(),
        role: None,
        totp_secret: None,
    };
    diesel::insert_into(moderators::table).values(&row).execute(transaction.connection)?;
    set_access(transaction, id, &moderator.access)?;
    Ok(Some(id))
}

/// Says what a moderator may do, and where; whoever may do nothing any more is logged out.
///
/// # Errors
/// The query failed.
pub fn set_access(transaction: &mut Transaction<'_>, id: ModeratorId, access: &Access) -> Result<(), StoreError> {
    diesel::update(moderators::table.find(id.as_i64()))
        .set(moderators::role.eq(access.everywhere.map(Role::as_str)))
        .execute(transaction.connection)?;
    diesel::delete(site_roles::table.filter(site_roles::moderator_id.eq(id.as_i64())))
        .execute(transaction.connection)?;
    for (site, role) in &access.sites {
        diesel::insert_into(site_roles::table)
            .values((
                site_roles::moderator_id.eq(id.as_i64()),
                site_roles::site_id.eq(site.as_i64()),
                site_roles::role.eq(role.as_str()),
            ))
            .execute(transaction.connection)?;
    }
    if !access.allows_somewhere(Role::Viewer) {
        end_sessions(transaction, id)?;
    }
    Ok(())
}

/// Whether anybody but this moderator is an owner everywhere: somebody must be.
///
/// # Errors
/// The query failed.
pub fn has_other_owner(transaction: &mut Transaction<'_>, id: ModeratorId) -> Result<bool, StoreError> {
    let others = all(transaction.connection)?.into_iter().filter(|other| other.id != id);
    Ok(others.into_iter().any(|other| other.access.allows_everywhere(Role::Owner)))
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

/// Keeps the language of a moderator's desk, and whether they want a mail when a comment waits.
///
/// # Errors
/// The query failed.
pub fn set_habits(
    transaction: &mut Transaction<'_>,
    id: ModeratorId,
    language: Language,
    wants_mail: bool,
) -> Result<(), StoreError> {
    diesel::update(moderators::table.find(id.as_i64()))
        .set((moderators::language.eq(language.tag()), moderators::wants_mail.eq(wants_mail)))
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
    end_sessions(transaction, id)
}

fn end_sessions(transaction: &mut Transaction<'_>, id: ModeratorId) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::moderator_id.eq(id.as_i64()))).execute(transaction.connection)?;
    Ok(())
}
