//! Decisions: appended, never changed. The databases themselves refuse anything else.

use std::time::Duration;

use diesel::prelude::*;

use super::comments::Comment;
use super::schema::{decisions, moderators};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, DecisionId, IdSource, ModeratorId, Source, Status, Timestamp};

/// A decision that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The comment's version that it made.
    pub version: i64,
    /// Where the comment stood.
    pub from: Status,
    /// Where it stands since.
    pub to: Status,
    /// The clause for which it was refused.
    pub clause: Option<String>,
    /// A word to the reader.
    pub note: Option<String>,
    /// Who decided; never shown to readers.
    pub moderator: Option<String>,
    /// The decision that it takes back.
    pub undoes: Option<DecisionId>,
    /// Whether rules had marked the comment.
    pub automated_detection: bool,
    /// What is published since in the place of the text, where it was redacted.
    pub redacted: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

impl Decision {
    /// Whether it leaves a reported comment as it is: readers' reports are settled by it, nothing else changes. Its undoing
    /// keeps too.
    pub fn keeps(&self) -> bool {
        self.from == self.to
    }
}

/// A decision about to be made.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// The comment.
    pub comment: CommentId,
    /// The comment's version after it.
    pub version: i64,
    /// Where the comment stands.
    pub from: Status,
    /// Where it will stand.
    pub to: Status,
    /// The clause for which it is refused.
    pub clause: Option<String>,
    /// A word to the reader.
    pub note: Option<String>,
    /// Who decides.
    pub moderator: Option<ModeratorId>,
    /// By which door it came.
    pub source: Source,
    /// The decision that it takes back.
    pub undoes: Option<DecisionId>,
    /// The rules by which the comment was read: pack, version, hash.
    pub rules: [String; 3],
    /// Whether those rules had marked the comment.
    pub automated_detection: bool,
    /// What is published since in the place of the text, where it is redacted.
    pub redacted: Option<String>,
}

#[derive(Queryable)]
struct Row {
    id: i64,
    version: i64,
    from: String,
    to: String,
    clause: Option<String>,
    note: Option<String>,
    moderator: Option<String>,
    undoes: Option<i64>,
    automated_detection: bool,
    redacted: Option<String>,
    created_at: i64,
}

fn decision(row: Row) -> Result<Decision, StoreError> {
    let id = row.id;
    let status = |word: &str| {
        Status::from_word(word).ok_or_else(|| StoreError::Corrupt(format!("decision {id} with status {word}")))
    };
    Ok(Decision {
        id: DecisionId::from_i64(id),
        version: row.version,
        from: status(&row.from)?,
        to: status(&row.to)?,
        clause: row.clause,
        note: row.note,
        moderator: row.moderator,
        undoes: row.undoes.map(DecisionId::from_i64),
        automated_detection: row.automated_detection,
        redacted: row.redacted,
        created_at: Timestamp::from_micros(row.created_at),
    })
}

/// All decisions on a comment, the first one first.
///
/// # Errors
/// The query failed.
pub fn of_comment(connection: &mut AnyConnection, comment: CommentId) -> Result<Vec<Decision>, StoreError> {
    let rows: Vec<Row> = decisions::table
        .left_join(moderators::table)
        .filter(decisions::comment_id.eq(comment.as_i64()))
        .order(decisions::version)
        .select((
            decisions::id,
            decisions::version,
            decisions::from_status,
            decisions::to_status,
            decisions::clause,
            decisions::note,
            moderators::name.nullable(),
            decisions::undoes,
            decisions::automated_detection,
            decisions::redacted,
            decisions::created_at,
        ))
        .load(connection)?;
    rows.into_iter().map(decision).collect()
}

/// What a moderator decided between two moments, without what only took something back: each comment, and its version then.
///
/// # Errors
/// The query failed.
pub fn made_by(
    connection: &mut AnyConnection,
    moderator: ModeratorId,
    (since, until): (Timestamp, Timestamp),
) -> Result<Vec<(CommentId, i64)>, StoreError> {
    // Ids are given in the order of time: no index of moments is needed.
    let made: Vec<(i64, i64)> = decisions::table
        .filter(decisions::id.ge(IdSource::at(since, 0)))
        .filter(decisions::id.lt(IdSource::at(until.plus(Duration::from_millis(1)), 0)))
        .filter(decisions::moderator_id.eq(moderator.as_i64()))
        .filter(decisions::undoes.is_null())
        .order(decisions::id)
        .select((decisions::comment_id, decisions::version))
        .load(connection)?;
    Ok(made.into_iter().map(|(comment, version)| (CommentId::from_i64(comment), version)).collect())
}

/// Appends a decision on a comment, as it stood before.
///
/// # Errors
/// The query failed; among others, if the comment has a decision with this version already.
pub fn append(
    transaction: &mut Transaction<'_>,
    new: &NewDecision,
    comment: &Comment,
) -> Result<DecisionId, StoreError> {
    let id = transaction.next_id();
    let [pack, version, hash] = &new.rules;
    let now = Timestamp::now().as_micros();
    let waited = (new.from == Status::Pending).then(|| (now - comment.created_at.as_micros()).max(0));
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(id),
            decisions::comment_id.eq(new.comment.as_i64()),
            decisions::version.eq(new.version),
            decisions::from_status.eq(new.from.as_str()),
            decisions::to_status.eq(new.to.as_str()),
            decisions::clause.eq(&new.clause),
            decisions::note.eq(&new.note),
            decisions::moderator_id.eq(new.moderator.map(ModeratorId::as_i64)),
            decisions::source.eq(new.source.as_str()),
            decisions::undoes.eq(new.undoes.map(DecisionId::as_i64)),
            decisions::pack.eq(pack),
            decisions::rules_version.eq(version),
            decisions::rules_hash.eq(hash),
            decisions::automated_detection.eq(new.automated_detection),
            decisions::redacted.eq(&new.redacted),
            decisions::created_at.eq(now),
            decisions::site_id.eq(comment.site.as_i64()),
            decisions::waited.eq(waited),
        ))
        .execute(transaction.connection)?;
    Ok(DecisionId::from_i64(id))
}
