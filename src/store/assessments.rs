//! Assessments: what the rules found in a comment, with the version of the rules that said so.

use diesel::prelude::*;

use super::connection::directly;
use super::schema::assessments;
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, Timestamp};
use crate::rules::Assessment;

/// Keeps an assessment of a comment.
///
/// # Errors
/// The query failed.
pub fn insert(
    transaction: &mut Transaction<'_>,
    comment: CommentId,
    assessment: &Assessment,
    created_at: Timestamp,
) -> Result<(), StoreError> {
    let hits = serde_json::to_string(&assessment.hits).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let new_row = diesel::insert_into(assessments::table).values((
        assessments::id.eq(transaction.next_id()),
        assessments::comment_id.eq(comment.as_i64()),
        assessments::pack.eq(&assessment.pack),
        assessments::version.eq(&assessment.version),
        assessments::hash.eq(&assessment.hash),
        assessments::outcome.eq(assessment.outcome.as_str()),
        assessments::score.eq(assessment.score),
        assessments::language.eq(&assessment.language),
        assessments::hits.eq(hits),
        assessments::fault.eq(&assessment.fault),
        assessments::created_at.eq(created_at.as_micros()),
    ));
    directly!(transaction.connection, there => new_row.execute(there))?;
    Ok(())
}

/// The latest assessment of each of these comments, in no order.
///
/// # Errors
/// The query failed, or a kept assessment cannot be read.
pub fn latest(
    connection: &mut AnyConnection,
    comments: &[CommentId],
) -> Result<Vec<(CommentId, Assessment)>, StoreError> {
    type Row = (i64, String, String, String, String, f64, Option<String>, String, Option<String>);
    let ids: Vec<i64> = comments.iter().map(|id| id.as_i64()).collect();
    let of_ids = assessments::table.filter(assessments::comment_id.eq_any(ids)).order(assessments::id).select((
        assessments::comment_id,
        assessments::pack,
        assessments::version,
        assessments::hash,
        assessments::outcome,
        assessments::score,
        assessments::language,
        assessments::hits,
        assessments::fault,
    ));
    let rows: Vec<Row> = directly!(connection, there => of_ids.load(there))?;
    let mut latest: Vec<(CommentId, Assessment)> = Vec::with_capacity(rows.len());
    for (comment, pack, version, hash, outcome, score, language, hits, fault) in rows {
        let corrupt = |what: &str| StoreError::Corrupt(format!("an assessment of comment {comment} with {what}"));
        let comment = CommentId::from_i64(comment);
        let assessment = Assessment {
            outcome: serde_json::from_value(serde_json::Value::String(outcome)).map_err(|_| corrupt("no outcome"))?,
            score,
            language,
            hits: serde_json::from_str(&hits).map_err(|_| corrupt("unreadable hits"))?,
            pack,
            version,
            hash,
            fault,
        };
        latest.retain(|(known, _)| *known != comment);
        latest.push((comment, assessment));
    }
    Ok(latest)
}
