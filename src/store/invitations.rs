//! Invitations to become a moderator: who was asked, by whom, to do what. The link itself is signed, not kept.

use diesel::prelude::*;

use super::schema::{invitations, moderators};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{Access, EmailAddress, InvitationId, Language, ModeratorId, Role, SiteId, Timestamp};

/// What an invitation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// To whom.
    pub email: EmailAddress,
    /// In which language.
    pub language: Language,
    /// What they may do then.
    pub role: Role,
    /// On which sites; `None` is on all.
    pub sites: Option<Vec<SiteId>>,
    /// Who invites.
    pub invited_by: ModeratorId,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

impl NewInvitation {
    /// What whoever accepts it may do.
    #[must_use]
    pub fn access(&self) -> Access {
        match &self.sites {
            None => Access::everywhere(self.role),
            Some(sites) => Access { everywhere: None, sites: sites.iter().map(|site| (*site, self.role)).collect() },
        }
    }
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// What it says.
    pub says: NewInvitation,
    /// The name of whoever invites.
    pub inviter: String,
    /// Whether it was neither accepted nor taken back.
    pub is_open: bool,
}

type Row = (i64, String, String, String, Option<String>, i64, i64, Option<i64>, Option<i64>, String);

fn invitation(row: Row) -> Result<Invitation, StoreError> {
    let (id, email, language, role, sites, invited_by, expires_at, accepted_at, revoked_at, inviter) = row;
    let corrupt = |what: &str| StoreError::Corrupt(format!("invitation {id} with a broken {what}"));
    let sites: Option<Vec<i64>> =
        sites.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| corrupt("list of sites"))?;
    Ok(Invitation {
        id: InvitationId::from_i64(id),
        says: NewInvitation {
            email: EmailAddress::kept(email),
            language: Language::from_tag(&language).ok_or_else(|| corrupt("language"))?,
            role: Role::from_word(&role).ok_or_else(|| corrupt("role"))?,
            sites: sites.map(|sites| sites.into_iter().map(SiteId::from_i64).collect()),
            invited_by: ModeratorId::from_i64(invited_by),
            expires_at: Timestamp::from_micros(expires_at),
        },
        inviter,
        is_open: accepted_at.is_none() && revoked_at.is_none(),
    })
}

/// Keeps an invitation, in the place of those to the same address that are open.
///
/// # Errors
/// The query failed.
pub fn insert(transaction: &mut Transaction<'_>, new: &NewInvitation) -> Result<InvitationId, StoreError> {
    let now = Timestamp::now().as_micros();
    let before = invitations::table
        .filter(invitations::email_folded.eq(new.email.folded()))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(before).set(invitations::revoked_at.eq(now)).execute(transaction.connection)?;
    let id = transaction.next_id();
    let sites = new
        .sites
        .as_ref()
        .map(|sites| serde_json::json!(sites.iter().map(|site| site.as_i64()).collect::<Vec<_>>()).to_string());
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::email.eq(new.email.as_typed()),
            invitations::email_folded.eq(new.email.folded()),
            invitations::language.eq(new.language.tag()),
            invitations::role.eq(new.role.as_str()),
            invitations::sites.eq(sites),
            invitations::invited_by.eq(new.invited_by.as_i64()),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(new.expires_at.as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(InvitationId::from_i64(id))
}

macro_rules! selected {
    () => {
        invitations::table.inner_join(moderators::table).select((
            invitations::id,
            invitations::email,
            invitations::language,
            invitations::role,
            invitations::sites,
            invitations::invited_by,
            invitations::expires_at,
            invitations::accepted_at,
            invitations::revoked_at,
            moderators::name,
        ))
    };
}

/// The invitation with this id.
///
/// # Errors
/// The query failed.
pub fn get(connection: &mut AnyConnection, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = selected!().filter(invitations::id.eq(id.as_i64())).first(connection).optional()?;
    row.map(invitation).transpose()
}

/// The invitations that are open and have not expired, the newest first.
///
/// # Errors
/// The query failed.
pub fn open(connection: &mut AnyConnection) -> Result<Vec<Invitation>, StoreError> {
    let rows: Vec<Row> = selected!()
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(Timestamp::now().as_micros()))
        .order(invitations::id.desc())
        .load(connection)?;
    rows.into_iter().map(invitation).collect()
}

/// Notes that an invitation was accepted; `false` if it is not open.
///
/// # Errors
/// The query failed.
pub fn accept(transaction: &mut Transaction<'_>, id: InvitationId) -> Result<bool, StoreError> {
    let open = invitations::table
        .find(id.as_i64())
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    let now = Timestamp::now().as_micros();
    Ok(diesel::update(open).set(invitations::accepted_at.eq(now)).execute(transaction.connection)? == 1)
}

/// Takes an invitation back; `false` if it is not open.
///
/// # Errors
/// The query failed.
pub fn revoke(transaction: &mut Transaction<'_>, id: InvitationId) -> Result<bool, StoreError> {
    let open = invitations::table
        .find(id.as_i64())
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    let now = Timestamp::now().as_micros();
    Ok(diesel::update(open).set(invitations::revoked_at.eq(now)).execute(transaction.connection)? == 1)
}
