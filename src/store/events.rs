//! What happens at the desk, as a stream: nothing is written for it. Comments, readers' reports, decisions, notes and
//! changes of claims have time-ordered ids already; the stream is the five of them, merged.

use diesel::connection::SimpleConnection as _;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::schema::{claim_changes, comments, decisions, moderators, notes, reports};
use super::{AnyConnection, StoreError};
use crate::comment::{CommentId, ModeratorId, SiteId, Status, Timestamp};

/// Something that happened to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place in the order: the id of the row that tells it.
    pub id: i64,
    /// To which comment.
    pub comment: CommentId,
    /// The comment's site.
    pub site: SiteId,
    /// Who did it, and their name; nobody where a reader or a link in a mail did.
    pub by: Option<(ModeratorId, String)>,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It came in.
    Came,
    /// A reader reported it.
    Reported,
    /// It was decided on, or a decision on it was taken back.
    Decided {
        /// Where it stands since.
        status: Status,
        /// Its version since.
        version: i64,
        /// Whether a decision was taken back.
        undone: bool,
        /// Whether something else is published in the place of its text.
        redacted: bool,
        /// Whether reports of it are open now.
        reported: bool,
    },
    /// Somebody reads it, until then.
    Claimed(Timestamp),
    /// Somebody reads it no more; it stands here.
    Released(Status),
    /// A note was written on it.
    Noted,
}

/// What happened after the id `after`, up to the id `last` where there is one, in the order of the ids; all of it as it
/// stands at one moment. `None` if it is more than `most` of a kind.
///
/// # Errors
/// A query failed.
pub fn between(
    connection: &mut AnyConnection,
    after: i64,
    last: Option<i64>,
    most: usize,
) -> Result<Option<Vec<Event>>, StoreError> {
    // One moment for all five: whoever has been told a later event must not miss an earlier one.
    connection.batch_execute(match connection {
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        AnyConnection::Sqlite(_) => "BEGIN",
    })?;
    let read = merged(connection, after, last.unwrap_or(i64::MAX), most);
    let ended = connection.batch_execute(if read.is_ok() { "COMMIT" } else { "ROLLBACK" });
    let events = read?;
    ended?;
    Ok(events)
}

fn merged(
    connection: &mut AnyConnection,
    after: i64,
    last: i64,
    most: usize,
) -> Result<Option<Vec<Event>>, StoreError> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut events = came(connection, after, last, limit)?;
    let mut is_whole = events.len() <= most;
    for more in [
        reported(connection, after, last, limit)?,
        decided(connection, after, last, limit)?,
        claimed(connection, after, last, limit)?,
        noted(connection, after, last, limit)?,
    ] {
        is_whole &= more.len() <= most;
        events.extend(more);
    }
    events.sort_unstable_by_key(|event| event.id);
    Ok(is_whole.then_some(events))
}

fn came(connection: &mut AnyConnection, after: i64, last: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    let rows: Vec<(i64, i64)> = comments::table
        .filter(comments::id.gt(after))
        .filter(comments::id.le(last))
        .order(comments::id)
        .limit(limit)
        .select((comments::id, comments::site_id))
        .load(connection)?;
    let event = |(id, site)| event((id, id, site), None, What::Came);
    Ok(rows.into_iter().map(event).collect())
}

fn reported(connection: &mut AnyConnection, after: i64, last: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = reports::table
        .inner_join(comments::table)
        .filter(reports::id.gt(after))
        .filter(reports::id.le(last))
        .order(reports::id)
        .limit(limit)
        .select((reports::id, reports::comment_id, comments::site_id))
        .load(connection)?;
    Ok(rows.into_iter().map(|place| event(place, None, What::Reported)).collect())
}

type Who = Option<(i64, String)>;

fn decided(connection: &mut AnyConnection, after: i64, last: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    type Row = ((i64, i64, i64), (String, i64, bool, bool, bool), Who);
    let open =
        reports::table.filter(reports::comment_id.eq(decisions::comment_id)).filter(reports::settled_by.is_null());
    let rows: Vec<Row> = decisions::table
        .inner_join(comments::table)
        .left_join(moderators::table)
        .filter(decisions::id.gt(after))
        .filter(decisions::id.le(last))
        .order(decisions::id)
        .limit(limit)
        .select((
            (decisions::id, decisions::comment_id, comments::site_id),
            (
                decisions::to_status,
                decisions::version,
                decisions::undoes.is_not_null(),
                decisions::redacted.is_not_null(),
                exists(open),
            ),
            (moderators::id, moderators::name).nullable(),
        ))
        .load(connection)?;
    let decided = |(place, (status, version, undone, redacted, reported), by): Row| {
        let known = Status::from_word(&status);
        let status = known.ok_or_else(|| StoreError::Corrupt(format!("decision {} with status {status}", place.0)))?;
        Ok(event(place, by, What::Decided { status, version, undone, redacted, reported }))
    };
    rows.into_iter().map(decided).collect()
}

fn claimed(connection: &mut AnyConnection, after: i64, last: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    type Row = ((i64, i64, i64), (Option<i64>, String), (i64, String));
    let rows: Vec<Row> = claim_changes::table
        .inner_join(comments::table)
        .inner_join(moderators::table)
        .filter(claim_changes::id.gt(after))
        .filter(claim_changes::id.le(last))
        .order(claim_changes::id)
        .limit(limit)
        .select((
            (claim_changes::id, claim_changes::comment_id, comments::site_id),
            (claim_changes::until, comments::status),
            (moderators::id, moderators::name),
        ))
        .load(connection)?;
    let claimed = |(place, (until, status), by): Row| {
        let known = Status::from_word(&status);
        let status = known.ok_or_else(|| StoreError::Corrupt(format!("comment {} with status {status}", place.1)))?;
        let what = until.map_or(What::Released(status), |until| What::Claimed(Timestamp::from_micros(until)));
        Ok(event(place, Some(by), what))
    };
    rows.into_iter().map(claimed).collect()
}

fn noted(connection: &mut AnyConnection, after: i64, last: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    type Row = ((i64, i64, i64), Who);
    let rows: Vec<Row> = notes::table
        .inner_join(comments::table)
        .left_join(moderators::table)
        .filter(notes::id.gt(after))
        .filter(notes::id.le(last))
        .order(notes::id)
        .limit(limit)
        .select(((notes::id, notes::comment_id, comments::site_id), (moderators::id, moderators::name).nullable()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(place, by)| event(place, by, What::Noted)).collect())
}

fn event((id, comment, site): (i64, i64, i64), by: Who, what: What) -> Event {
    Event {
        id,
        comment: CommentId::from_i64(comment),
        site: SiteId::from_i64(site),
        by: by.map(|(id, name)| (ModeratorId::from_i64(id), name)),
        what,
    }
}
