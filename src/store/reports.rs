//! What readers report of published comments: appended, and settled by an editor's decision.

use std::collections::HashMap;

use diesel::dsl::count;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::directly;
use super::schema::{comments, reports};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, DecisionId, ReportId, SiteId, Status, Timestamp};

/// What a reader reports.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// Of which comment.
    pub comment: CommentId,
    /// A keyed hash of where it came from.
    pub reporter: String,
    /// The clause that the reader thinks is broken.
    pub clause: Option<String>,
    /// What the reader says of it.
    pub word: Option<String>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id, in the order of time.
    pub id: ReportId,
    /// The clause that the reader thinks is broken.
    pub clause: Option<String>,
    /// What the reader says of it.
    pub word: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// The decision that settled it; none while it is open.
    pub settled_by: Option<DecisionId>,
}

/// Keeps a report; says whether it is a new one: nobody reports a comment twice.
///
/// # Errors
/// The query failed.
pub fn append(transaction: &mut Transaction<'_>, new: &NewReport, now: Timestamp) -> Result<bool, StoreError> {
    let known: Option<i64> = reports::table
        .filter(reports::comment_id.eq(new.comment.as_i64()))
        .filter(reports::reporter.eq(&new.reporter))
        .select(reports::id)
        .first(transaction.connection)
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    diesel::insert_into(reports::table)
        .values((
            reports::id.eq(transaction.next_id()),
            reports::comment_id.eq(new.comment.as_i64()),
            reports::reporter.eq(&new.reporter),
            reports::clause.eq(&new.clause),
            reports::word.eq(&new.word),
            reports::created_at.eq(now.as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(true)
}

/// What readers report of one comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reports {
    /// How many reports there are.
    pub count: i64,
    /// The newest of them, [`NEWEST`] at most, the first one first.
    pub newest: Vec<Report>,
}

/// So many reports of a comment are read: what a hundred say, twenty say.
pub const NEWEST: i64 = 20;

/// The reports of these comments; those that are settled too, where all are asked for. A query for each comment that has
/// any, beside the one that finds those.
///
/// # Errors
/// The query failed.
pub fn of_comments(
    connection: &mut AnyConnection,
    ids: &[CommentId],
    settled_too: bool,
) -> Result<HashMap<CommentId, Reports>, StoreError> {
    type Row = (i64, Option<String>, Option<String>, i64, Option<i64>);
    let ids: Vec<i64> = ids.iter().map(|id| id.as_i64()).collect();
    let of_ids = reports::table
        .filter(reports::comment_id.eq_any(ids))
        .filter(reports::settled_by.is_null().or(settled_too.into_sql::<Bool>()))
        .group_by(reports::comment_id)
        .select((reports::comment_id, count(reports::id)));
    let counts: Vec<(i64, i64)> = directly!(connection, there => of_ids.load(there))?;
    let mut of_comments = HashMap::new();
    for (comment, count) in counts {
        let mut rows: Vec<Row> = reports::table
            .filter(reports::comment_id.eq(comment))
            .filter(reports::settled_by.is_null().or(settled_too.into_sql::<Bool>()))
            .order(reports::id.desc())
            .limit(NEWEST)
            .select((reports::id, reports::clause, reports::word, reports::created_at, reports::settled_by))
            .load(connection)?;
        rows.reverse();
        let report = |(id, clause, word, created_at, settled_by): Row| Report {
            id: ReportId::from_i64(id),
            clause,
            word,
            created_at: Timestamp::from_micros(created_at),
            settled_by: settled_by.map(DecisionId::from_i64),
        };
        let newest = rows.into_iter().map(report).collect();
        of_comments.insert(CommentId::from_i64(comment), Reports { count, newest });
    }
    Ok(of_comments)
}

/// Whether a comment has open reports.
///
/// # Errors
/// The query failed.
pub fn are_open(connection: &mut AnyConnection, comment: CommentId) -> Result<bool, StoreError> {
    let open = reports::table
        .filter(reports::comment_id.eq(comment.as_i64()))
        .filter(reports::settled_by.is_null())
        .select(reports::id);
    Ok(open.first::<i64>(connection).optional()?.is_some())
}

/// Settles the open reports of a comment by a decision on it; those up to `last`, where one is named.
///
/// # Errors
/// The query failed.
pub fn settle(
    transaction: &mut Transaction<'_>,
    comment: CommentId,
    decision: DecisionId,
    last: Option<ReportId>,
) -> Result<(), StoreError> {
    let open = reports::table
        .filter(reports::comment_id.eq(comment.as_i64()))
        .filter(reports::settled_by.is_null())
        .filter(reports::id.le(last.map_or(i64::MAX, ReportId::as_i64)));
    diesel::update(open).set(reports::settled_by.eq(decision.as_i64())).execute(transaction.connection)?;
    Ok(())
}

/// Opens the reports again that a decision had settled, which is taken back.
///
/// # Errors
/// The query failed.
pub fn open_again(transaction: &mut Transaction<'_>, decision: DecisionId) -> Result<(), StoreError> {
    diesel::update(reports::table.filter(reports::settled_by.eq(decision.as_i64())))
        .set(reports::settled_by.eq(None::<i64>))
        .execute(transaction.connection)?;
    Ok(())
}

/// How many published comments have open reports, of these sites where any are named, counted up to `most`, and when the
/// oldest of those reports came.
///
/// # Errors
/// The query failed.
pub fn count_open(
    connection: &mut AnyConnection,
    sites: Option<&[SiteId]>,
    most: i64,
) -> Result<(usize, Option<Timestamp>), StoreError> {
    let mut query = reports::table
        .inner_join(comments::table)
        .filter(reports::settled_by.is_null())
        .filter(comments::status.eq(Status::Approved.as_str()))
        .group_by(reports::comment_id)
        .select((reports::comment_id, count(reports::id)))
        .limit(most)
        .into_boxed();
    // In the order of time; not among those that were counted, which need not be all.
    let mut oldest = reports::table
        .inner_join(comments::table)
        .filter(reports::settled_by.is_null())
        .filter(comments::status.eq(Status::Approved.as_str()))
        .order(reports::id)
        .select(reports::created_at)
        .limit(1)
        .into_boxed();
    if let Some(sites) = sites {
        let sites: Vec<i64> = sites.iter().map(|site| site.as_i64()).collect();
        query = query.filter(comments::site_id.eq_any(sites.clone()));
        oldest = oldest.filter(comments::site_id.eq_any(sites));
    }
    let rows: Vec<(i64, i64)> = query.load(connection)?;
    let oldest: Option<i64> = oldest.first(connection).optional()?;
    Ok((rows.len(), oldest.map(Timestamp::from_micros)))
}
