//! Claims: which moderator is reading which comment, and until when.

use std::time::Duration;

use diesel::prelude::*;

use super::connection::directly;
use super::schema::{claim_changes, claims, comments, moderators};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, IdSource, ModeratorId, Timestamp};

/// For how long a change of a claim is told to a desk that was away.
pub const REMEMBERED: Duration = Duration::from_secs(3600);

/// A comment that somebody is reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The comment.
    pub comment: CommentId,
    /// The name of whoever reads it.
    pub by: String,
    /// Until when nobody else is given it.
    pub until: Timestamp,
}

/// Claims comments until then, but those that somebody else holds, unless they are taken over. What is no comment is
/// passed over.
///
/// # Errors
/// The query failed.
pub fn claim(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    wanted: &[CommentId],
    (now, until): (Timestamp, Timestamp),
    takes_over: bool,
) -> Result<(), StoreError> {
    lapse(transaction, now)?;
    let ids: Vec<i64> = wanted.iter().map(|comment| comment.as_i64()).collect();
    let known: Vec<i64> =
        comments::table.filter(comments::id.eq_any(ids)).select(comments::id).load(transaction.connection)?;
    for comment in wanted.iter().filter(|comment| known.contains(&comment.as_i64())) {
        if takes_over {
            diesel::delete(claims::table.find(comment.as_i64())).execute(transaction.connection)?;
        }
        let own = claims::table.find(comment.as_i64()).filter(claims::moderator_id.eq(moderator.as_i64()));
        let renewed = diesel::update(own).set(claims::until.eq(until.as_micros())).execute(transaction.connection)?;
        let holder: Option<i64> = claims::table
            .find(comment.as_i64())
            .select(claims::moderator_id)
            .first(transaction.connection)
            .optional()?;
        let is_free = renewed == 0 && holder.is_none();
        if is_free {
            diesel::insert_into(claims::table)
                .values((
                    claims::comment_id.eq(comment.as_i64()),
                    claims::moderator_id.eq(moderator.as_i64()),
                    claims::until.eq(until.as_micros()),
                ))
                .execute(transaction.connection)?;
        }
        if is_free || renewed == 1 {
            tell(transaction, *comment, moderator.as_i64(), Some(until))?;
        }
    }
    Ok(())
}

/// Ends the claims that nobody has renewed, and forgets what is too old to be told.
fn lapse(transaction: &mut Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let lapsed: Vec<(i64, i64)> = claims::table
        .filter(claims::until.le(now.as_micros()))
        .order(claims::comment_id)
        .select((claims::comment_id, claims::moderator_id))
        .load(transaction.connection)?;
    for (comment, moderator) in lapsed {
        diesel::delete(claims::table.find(comment)).execute(transaction.connection)?;
        tell(transaction, CommentId::from_i64(comment), moderator, None)?;
    }
    let old = claim_changes::table.filter(claim_changes::id.lt(IdSource::at(now.minus(REMEMBERED), 0)));
    diesel::delete(old).execute(transaction.connection)?;
    Ok(())
}

/// Appends what became of a claim, for those who watch.
fn tell(
    transaction: &mut Transaction<'_>,
    comment: CommentId,
    moderator: i64,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    diesel::insert_into(claim_changes::table)
        .values((
            claim_changes::id.eq(transaction.next_id()),
            claim_changes::comment_id.eq(comment.as_i64()),
            claim_changes::moderator_id.eq(moderator),
            claim_changes::until.eq(until.map(Timestamp::as_micros)),
        ))
        .execute(transaction.connection)?;
    Ok(())
}

/// Gives a moderator's claims on these comments back.
///
/// # Errors
/// The query failed.
pub fn release(
    transaction: &mut Transaction<'_>,
    moderator: ModeratorId,
    held: &[CommentId],
) -> Result<(), StoreError> {
    for comment in held {
        let own = claims::table.find(comment.as_i64()).filter(claims::moderator_id.eq(moderator.as_i64()));
        if diesel::delete(own).execute(transaction.connection)? == 1 {
            tell(transaction, *comment, moderator.as_i64(), None)?;
        }
    }
    Ok(())
}

/// Those of these comments that somebody else holds.
///
/// # Errors
/// The query failed.
pub fn held_by_others(
    connection: &mut AnyConnection,
    moderator: ModeratorId,
    wanted: &[CommentId],
    now: Timestamp,
) -> Result<Vec<Held>, StoreError> {
    let ids: Vec<i64> = wanted.iter().map(|comment| comment.as_i64()).collect();
    let of_others = claims::table
        .inner_join(moderators::table)
        .filter(claims::comment_id.eq_any(ids))
        .filter(claims::moderator_id.ne(moderator.as_i64()))
        .filter(claims::until.gt(now.as_micros()))
        .select((claims::comment_id, moderators::name, claims::until));
    let rows: Vec<(i64, String, i64)> = directly!(connection, there => of_others.load(there))?;
    let held =
        |(comment, by, until)| Held { comment: CommentId::from_i64(comment), by, until: Timestamp::from_micros(until) };
    Ok(rows.into_iter().map(held).collect())
}
