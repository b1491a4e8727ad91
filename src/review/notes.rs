//! Notes: what moderators tell each other about a comment.

use super::{DecideError, Desk};
use crate::comment::{CommentId, ModeratorId, NoteId, Role};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::notes;

/// The longest note between moderators, in characters.
pub const LONGEST_REMARK: usize = 2000;

impl Desk {
    /// Appends a note to a comment. Readers never see it.
    ///
    /// # Errors
    /// [`DecideError`]: no such comment, or a note that is empty or too long.
    pub async fn note(&self, comment: CommentId, moderator: ModeratorId, text: &str) -> Result<NoteId, DecideError> {
        // A form's line ends are two characters; the browser that counted them counted one.
        let text = text.trim().replace("\r\n", "\n");
        if text.is_empty() {
            return Err(DecideError::NoteEmpty);
        }
        if text.chars().count() > LONGEST_REMARK {
            return Err(DecideError::NoteTooLong { max: LONGEST_REMARK });
        }
        let site = self.site_of(comment).await?.ok_or(DecideError::NotFound)?;
        self.must(Role::Moderator, site)?;
        let event = Event::new(Kind::Note, Actor::Moderator(moderator)).site(site).comment(comment);
        Ok(self
            .store
            .write(move |transaction| {
                let note = notes::append(transaction, comment, moderator, &text)?;
                audit::record(transaction, event.clone().fact("note", note).fact("text", audit::digest(&text)));
                Ok(note)
            })
            .await?)
    }
}
