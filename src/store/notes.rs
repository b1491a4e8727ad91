//! What moderators tell each other about a comment: appended, never shown to readers.

use diesel::prelude::*;

use super::schema::{moderators, notes};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, ModeratorId, NoteId, Timestamp};

/// A note on a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub moderator: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// All notes on a comment, the first one first.
///
/// # Errors
/// The query failed.
pub fn of_comment(connection: &mut AnyConnection, comment: CommentId) -> Result<Vec<Note>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, i64)> = notes::table
        .left_join(moderators::table)
        .filter(notes::comment_id.eq(comment.as_i64()))
        .order(notes::id)
        .select((notes::id, notes::text, moderators::name.nullable(), notes::created_at))
        .load(connection)?;
    let note = |(id, text, moderator, created_at)| Note {
        id: NoteId::from_i64(id),
        text,
        moderator,
        created_at: Timestamp::from_micros(created_at),
    };
    Ok(rows.into_iter().map(note).collect())
}

/// Appends a note.
///
/// # Errors
/// The query failed; among others, if there is no such comment.
pub fn append(
    transaction: &mut Transaction<'_>,
    comment: CommentId,
    moderator: ModeratorId,
    text: &str,
) -> Result<NoteId, StoreError> {
    let id = transaction.next_id();
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(id),
            notes::comment_id.eq(comment.as_i64()),
            notes::moderator_id.eq(moderator.as_i64()),
            notes::text.eq(text),
            notes::created_at.eq(Timestamp::now().as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(NoteId::from_i64(id))
}
