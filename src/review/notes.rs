//! Notes: what moderators tell each other about a comment.

use super::{DecideError, Desk};
use crate::comment::{CommentId, ModeratorId, NoteId};
use crate::store::{comments, notes};

/// The longest note between moderators, in characters.
pub const LONGEST_REMARK: usize = 2000;

impl Desk {
    /// Appends a note to a comment. Readers never see it.
    ///
    /// # Errors
    /// [`DecideError`]: no such comment, or a note that is empty or too long.
    pub async fn note(&self, comment: CommentId, moderator: ModeratorId, text: &str) -> Result<NoteId, DecideError> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(DecideError::NoteEmpty);
        }
        if text.chars().count() > LONGEST_REMARK {
            return Err(DecideError::NoteTooLong { max: LONGEST_REMARK });
        }
        self.store
            .write(move |transaction| {
                if comments::get(transaction.reader(), comment)?.is_none() {
                    return Ok(None);
                }
                notes::append(transaction, comment, moderator, &text).map(Some)
            })
            .await?
            .ok_or(DecideError::NotFound)
    }
}
