//! What stands around a comment: its author's other comments, its neighbours in the thread, what was decided lately.

use diesel::prelude::*;

use super::comments::{Comment, Row};
use super::schema::comments;
use super::{AnyConnection, StoreError};
use crate::comment::{SiteId, Status};
use crate::text::name_key;

/// So many of an author's comments are looked at.
const OF_AUTHOR: i64 = 200;

/// The author's comments on every site, this one too, the newest first; two hundred at most.
///
/// # Errors
/// The query failed.
pub fn of_author(connection: &mut AnyConnection, folded_email: &str) -> Result<Vec<Comment>, StoreError> {
    let rows: Vec<Row> = comments::table
        .filter(comments::author_email_folded.eq(folded_email))
        .order(comments::id.desc())
        .limit(OF_AUTHOR)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}

/// The addresses of others whose approved comments on this site bear the name of a comment's author, each once.
///
/// # Errors
/// The query failed.
pub fn namesakes(connection: &mut AnyConnection, comment: &Comment, most: i64) -> Result<Vec<String>, StoreError> {
    let others: Vec<String> = comments::table
        .filter(comments::site_id.eq(comment.site.as_i64()))
        .filter(comments::name_key.eq(name_key(&comment.author_name)))
        .filter(comments::status.eq(Status::Approved.as_str()))
        .filter(comments::author_email_folded.ne(comment.author_email.folded()))
        .select(comments::author_email_folded)
        .distinct()
        .limit(most)
        .load(connection)?;
    Ok(others)
}

/// The nearest comments of the same thread, in their order: so many before and after.
///
/// # Errors
/// The query failed.
pub fn neighbours(connection: &mut AnyConnection, comment: &Comment, each: i64) -> Result<Vec<Comment>, StoreError> {
    let (thread, id) = (comment.thread.as_i64(), comment.id.as_i64());
    let mut rows: Vec<Row> = comments::table
        .filter(comments::thread_id.eq(thread))
        .filter(comments::id.lt(id))
        .order(comments::id.desc())
        .limit(each)
        .select(Row::as_select())
        .load(connection)?;
    rows.reverse();
    let after: Vec<Row> = comments::table
        .filter(comments::thread_id.eq(thread))
        .filter(comments::id.gt(id))
        .order(comments::id)
        .limit(each)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().chain(after).map(Comment::try_from).collect()
}

/// The newest comments of a site with this status.
///
/// # Errors
/// The query failed.
pub fn latest(
    connection: &mut AnyConnection,
    site: SiteId,
    status: Status,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    let rows: Vec<Row> = comments::table
        .filter(comments::status.eq(status.as_str()))
        .filter(comments::site_id.eq(site.as_i64()))
        .order(comments::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}
