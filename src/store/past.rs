//! What came before a submission: the author's own comments, the branch above, names that are taken. One round of reads
//! by index, asked before the rules run.

use diesel::prelude::*;

use super::connection::directly;
use super::schema::comments;
use super::standings::{self, InForce};
use super::{AnyConnection, StoreError};
use crate::comment::{CommentId, SiteId, Status, Timestamp};

/// So many of an author's comments are looked at, the latest: enough to know anybody, and a flood costs no more.
pub(super) const OF_AUTHOR: i64 = 200;
/// So many comments above are looked at.
const ABOVE: usize = 3;
/// So many of the author's latest texts are compared.
const RECENT: usize = 20;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The site.
    pub site: SiteId,
    /// The author's address, folded.
    pub email: String,
    /// The author's name as the eye reads it.
    pub name_key: String,
    /// The number of the author and the message.
    pub repetition: i64,
    /// The comment that is answered.
    pub parent: Option<CommentId>,
    /// Since when a message is a repetition.
    pub since: Timestamp,
    /// The present moment.
    pub now: Timestamp,
}

/// What is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the author has sent the same message since then, in whatever state it is now: among the latest two hundred.
    pub repeated: bool,
    /// The author's texts since then, at most twenty.
    pub recent: Vec<String>,
    /// Whether the author has sent nothing before.
    pub is_first: bool,
    /// How many of the author's comments were approved.
    pub approved: u32,
    /// How many were refused, or were spam.
    pub refused: u32,
    /// Who wrote the comments above, the nearest first: folded address and name.
    pub above: Vec<(String, String)>,
    /// The name of another author, approved before, that looks the same.
    pub namesake: Option<String>,
    /// What editors think of the author, on this site or on all.
    pub standing: Option<InForce>,
}

/// Gathers it.
///
/// # Errors
/// A query failed.
pub fn gather(connection: &mut AnyConnection, asked: &Asked) -> Result<Known, StoreError> {
    let mut known = Known::default();
    let own = comments::table
        .filter(comments::author_email_folded.eq(&asked.email))
        .filter(comments::site_id.eq(asked.site.as_i64()))
        .select((comments::text, comments::status, comments::created_at, comments::repetition))
        .order(comments::id.desc())
        .limit(OF_AUTHOR);
    let own: Vec<(String, String, i64, i64)> = directly!(connection, there => own.load(there))?;
    known.is_first = own.is_empty();
    for (text, status, created_at, repetition) in own {
        known.repeated |= repetition == asked.repetition && created_at >= asked.since.as_micros();
        match Status::from_word(&status) {
            Some(Status::Approved) => known.approved += 1,
            Some(Status::Refused | Status::Spam) => known.refused += 1,
            Some(Status::Pending) | None => {}
        }
        if created_at >= asked.since.as_micros() && known.recent.len() < RECENT {
            known.recent.push(text);
        }
    }
    known.above = above(connection, asked.parent)?;
    known.namesake = namesake(connection, asked)?;
    known.standing = standings::of_author(connection, &asked.email, asked.site, asked.now)?;
    Ok(known)
}

fn above(connection: &mut AnyConnection, parent: Option<CommentId>) -> Result<Vec<(String, String)>, StoreError> {
    let mut above = Vec::new();
    let mut next = parent.map(CommentId::as_i64);
    while let Some(id) = next.filter(|_| above.len() < ABOVE) {
        let found: Option<(String, String, Option<i64>)> = comments::table
            .find(id)
            .select((comments::author_email_folded, comments::author_name, comments::parent_id))
            .first(connection)
            .optional()?;
        let Some((email, name, parent)) = found else { break };
        above.push((email, name));
        next = parent;
    }
    Ok(above)
}

fn namesake(connection: &mut AnyConnection, asked: &Asked) -> Result<Option<String>, StoreError> {
    let other = comments::table
        .filter(comments::site_id.eq(asked.site.as_i64()))
        .filter(comments::name_key.eq(&asked.name_key))
        .filter(comments::status.eq(Status::Approved.as_str()))
        .filter(comments::author_email_folded.ne(&asked.email))
        .select(comments::author_name);
    Ok(directly!(connection, there => other.first(there)).optional()?)
}
