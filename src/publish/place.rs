//! On which page of its thread a published comment stands.

use crate::comment::{CommentId, SiteId, ThreadKey};
use crate::store::{AnyConnection, StoreError, comments, threads};

/// The page of a thread on which a comment stands, with what it answers and what answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first.
    First,
    /// The one that begins after this first comment.
    After(CommentId),
}

/// Where a comment is shown in this thread, on pages of `page_size` first comments; `None` where it is not.
///
/// # Errors
/// The query failed.
pub fn find_place(
    connection: &mut AnyConnection,
    site: SiteId,
    thread: &ThreadKey,
    comment: CommentId,
    page_size: usize,
) -> Result<Option<Place>, StoreError> {
    let Some(thread) = threads::find_id(connection, site, thread)? else { return Ok(None) };
    let comment = comments::get(connection, comment)?;
    let Some(comment) = comment.filter(|comment| comment.thread == thread && comment.visible) else {
        return Ok(None);
    };
    let first = comments::shown_roots(connection, thread, None, i64::try_from(page_size).unwrap_or(i64::MAX))?;
    if first.iter().any(|root| root.id == comment.root) {
        return Ok(Some(Place::First));
    }
    // Any page may begin anywhere: this one does with the comment, or with the first one above it.
    Ok(Some(Place::After(CommentId::from_i64(comment.root.as_i64() - 1))))
}
