//! The outbox: mails that are owed, written in the transaction that owes them.
//!
//! A row holds the *job* (which mail, about what, to whom), not the rendered text. The worker leases a row by
//! moving its due time ahead, so a crash only delays it.

use std::time::Duration;

use diesel::prelude::*;

use super::connection::directly;
use super::schema::outbox;
use super::{AnyConnection, StoreError, Transaction};
use super::{comments, moderators};
use crate::comment::{Access, CommentId, DecisionId, InvitationId, MailId, ModeratorId, Role, Timestamp};

/// Which mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To moderators: a comment waits.
    Waiting,
    /// To the reader: it was received.
    Received,
    /// To the reader: it is published.
    Published,
    /// To the reader: it is not, for this clause, because of these words.
    Refused,
    /// To somebody who may become a moderator.
    Invitation,
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A comment.
    Comment(CommentId),
    /// An invitation.
    Invitation(InvitationId),
}

impl Kind {
    const ALL: [Self; 5] = [Self::Waiting, Self::Received, Self::Published, Self::Refused, Self::Invitation];

    /// The word the database uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Received => "received",
            Self::Published => "published",
            Self::Refused => "refused",
            Self::Invitation => "invitation",
        }
    }
}

/// A mail that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The row, from which the Message-ID is made.
    pub id: MailId,
    /// Which mail.
    pub kind: Kind,
    /// About what.
    pub subject: Subject,
    /// Because of which decision.
    pub decision: Option<DecisionId>,
    /// To which moderator; a [`Kind::Waiting`] without one is still to be addressed to each of them.
    pub moderator: Option<ModeratorId>,
    /// How often sending has been begun, this time included.
    pub attempts: i64,
}

/// How many mails stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// To be sent, now or later.
    pub due: i64,
    /// Sent.
    pub sent: i64,
    /// Given up.
    pub dead: i64,
    /// Taken back before they went out.
    pub cancelled: i64,
}

type Row = (i64, String, Option<i64>, Option<i64>, Option<i64>, i64, Option<i64>);

fn owed((id, kind, comment, decision, moderator, attempts, invitation): Row) -> Result<Owed, StoreError> {
    let kind = Kind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind)
        .ok_or_else(|| StoreError::Corrupt(format!("mail {id} of kind {kind}")))?;
    Ok(Owed {
        id: MailId::from_i64(id),
        kind,
        subject: match (comment, invitation) {
            (Some(comment), _) => Subject::Comment(CommentId::from_i64(comment)),
            (None, Some(invitation)) => Subject::Invitation(InvitationId::from_i64(invitation)),
            (None, None) => return Err(StoreError::Corrupt(format!("mail {id} about nothing"))),
        },
        decision: decision.map(DecisionId::from_i64),
        moderator: moderator.map(ModeratorId::from_i64),
        attempts,
    })
}

/// Puts a mail into the outbox, to be sent at `due_at`.
///
/// # Errors
/// The query failed.
pub fn post(
    transaction: &mut Transaction<'_>,
    kind: Kind,
    comment: CommentId,
    decision: Option<DecisionId>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    insert(transaction, kind, Subject::Comment(comment), decision, None, due_at)
}

/// Puts an invitation into the outbox.
///
/// # Errors
/// The query failed.
pub fn post_invitation(transaction: &mut Transaction<'_>, invitation: InvitationId) -> Result<(), StoreError> {
    insert(transaction, Kind::Invitation, Subject::Invitation(invitation), None, None, Timestamp::now())
}

fn insert(
    transaction: &mut Transaction<'_>,
    kind: Kind,
    subject: Subject,
    decision: Option<DecisionId>,
    moderator: Option<ModeratorId>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let (comment, invitation) = match subject {
        Subject::Comment(comment) => (Some(comment.as_i64()), None),
        Subject::Invitation(invitation) => (None, Some(invitation.as_i64())),
    };
    let new_row = diesel::insert_into(outbox::table).values((
        outbox::id.eq(transaction.next_id()),
        outbox::kind.eq(kind.as_str()),
        outbox::comment_id.eq(comment),
        outbox::invitation_id.eq(invitation),
        outbox::decision_id.eq(decision.map(DecisionId::as_i64)),
        outbox::moderator_id.eq(moderator.map(ModeratorId::as_i64)),
        outbox::state.eq("due"),
        outbox::attempts.eq(0),
        outbox::due_at.eq(due_at.as_micros()),
        outbox::last_error.eq(None::<String>),
        outbox::created_at.eq(Timestamp::now().as_micros()),
        outbox::finished_at.eq(None::<i64>),
    ));
    directly!(transaction.connection, there => new_row.execute(there))?;
    transaction.posted();
    Ok(())
}

/// When the next mail is due, if any is owed.
///
/// # Errors
/// The query failed.
pub fn next_due(connection: &mut AnyConnection) -> Result<Option<Timestamp>, StoreError> {
    let next: Option<i64> = outbox::table
        .filter(outbox::state.eq("due"))
        .order(outbox::due_at)
        .select(outbox::due_at)
        .first(connection)
        .optional()?;
    Ok(next.map(Timestamp::from_micros))
}

/// Leases up to `limit` mails that are due: nobody else gets them before `lease` is over.
///
/// # Errors
/// The query failed.
pub fn lease(transaction: &mut Transaction<'_>, lease: Duration, limit: i64) -> Result<Vec<Owed>, StoreError> {
    let now = Timestamp::now();
    let rows: Vec<(Row, i64)> = outbox::table
        .filter(outbox::state.eq("due"))
        .filter(outbox::due_at.le(now.as_micros()))
        .order((outbox::due_at, outbox::id))
        .limit(limit)
        .select((
            (
                outbox::id,
                outbox::kind,
                outbox::comment_id,
                outbox::decision_id,
                outbox::moderator_id,
                outbox::attempts + 1,
                outbox::invitation_id,
            ),
            outbox::due_at,
        ))
        .load(transaction.connection)?;
    let mut leased = Vec::with_capacity(rows.len());
    for (row, due_at) in rows {
        // Compare and set: another server may have leased it since it was read.
        let taken = diesel::update(outbox::table.find(row.0).filter(outbox::due_at.eq(due_at)))
            .set((outbox::due_at.eq(now.plus(lease).as_micros()), outbox::attempts.eq(row.5)))
            .execute(transaction.connection)?;
        if taken == 1 {
            leased.push(owed(row)?);
        }
    }
    Ok(leased)
}

/// Addresses a "comment waits" to each moderator who wants mail and may decide on it: one row each, in place of the
/// common one.
///
/// # Errors
/// The query failed.
pub fn address_to_moderators(transaction: &mut Transaction<'_>, mail: &Owed) -> Result<usize, StoreError> {
    let comment = match mail.subject {
        Subject::Comment(comment) => vec![comment],
        Subject::Invitation(_) => Vec::new(),
    };
    let site = comments::sites(transaction.connection, &comment)?.pop().map(|(_, site)| site);
    let may_decide = |access: &Access| site.is_some_and(|site| access.allows(Role::Moderator, site));
    let mut ids: Vec<ModeratorId> = moderators::all(transaction.connection)?
        .into_iter()
        .filter(|moderator| moderator.wants_mail && may_decide(&moderator.access))
        .map(|moderator| moderator.id)
        .collect();
    ids.sort_unstable();
    let now = Timestamp::now();
    for id in &ids {
        insert(transaction, mail.kind, mail.subject, mail.decision, Some(*id), now)?;
    }
    finish(transaction, mail.id, "sent", None)?;
    Ok(ids.len())
}

/// Notes that a mail was sent.
///
/// # Errors
/// The query failed.
pub fn sent(transaction: &mut Transaction<'_>, id: MailId) -> Result<(), StoreError> {
    finish(transaction, id, "sent", None)
}

/// Notes that a mail is not needed any more.
///
/// # Errors
/// The query failed.
pub fn cancelled(transaction: &mut Transaction<'_>, id: MailId) -> Result<(), StoreError> {
    finish(transaction, id, "cancelled", None)
}

/// Gives a mail up, with the last reason.
///
/// # Errors
/// The query failed.
pub fn dead(transaction: &mut Transaction<'_>, id: MailId, reason: &str) -> Result<(), StoreError> {
    finish(transaction, id, "dead", Some(reason))
}

fn finish(transaction: &mut Transaction<'_>, id: MailId, state: &str, reason: Option<&str>) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(id.as_i64()).filter(outbox::state.eq("due")))
        .set((
            outbox::state.eq(state),
            outbox::last_error.eq(reason),
            outbox::finished_at.eq(Timestamp::now().as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(())
}

/// Puts a mail off until `due_at`, with the reason.
///
/// # Errors
/// The query failed.
pub fn put_off(
    transaction: &mut Transaction<'_>,
    id: MailId,
    due_at: Timestamp,
    reason: &str,
) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(id.as_i64()).filter(outbox::state.eq("due")))
        .set((outbox::due_at.eq(due_at.as_micros()), outbox::last_error.eq(reason)))
        .execute(transaction.connection)?;
    Ok(())
}

/// Takes back the mails about earlier decisions on a comment that have not gone out: a later decision stands.
///
/// # Errors
/// The query failed.
pub fn take_back(transaction: &mut Transaction<'_>, comment: CommentId) -> Result<usize, StoreError> {
    Ok(diesel::update(
        outbox::table
            .filter(outbox::comment_id.eq(comment.as_i64()))
            .filter(outbox::decision_id.is_not_null())
            .filter(outbox::state.eq("due")),
    )
    .set((outbox::state.eq("cancelled"), outbox::finished_at.eq(Timestamp::now().as_micros())))
    .execute(transaction.connection)?)
}

/// Takes back every mail that has not gone out.
///
/// # Errors
/// The query failed.
pub fn cancel_all(transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
    diesel::update(outbox::table.filter(outbox::state.eq("due")))
        .set((outbox::state.eq("cancelled"), outbox::finished_at.eq(Timestamp::now().as_micros())))
        .execute(transaction.connection)?;
    Ok(())
}

/// How many mails stand where.
///
/// # Errors
/// The query failed.
pub fn counts(connection: &mut AnyConnection) -> Result<Counts, StoreError> {
    let mut count = |state: &str| outbox::table.filter(outbox::state.eq(state)).count().get_result(connection);
    Ok(Counts { due: count("due")?, sent: count("sent")?, dead: count("dead")?, cancelled: count("cancelled")? })
}

/// How many mails are about a comment that is not there: always none.
///
/// # Errors
/// The query failed.
pub fn orphans(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    use super::schema::comments;
    Ok(outbox::table
        .left_join(comments::table)
        .filter(comments::id.nullable().is_null())
        .count()
        .get_result(connection)?)
}
