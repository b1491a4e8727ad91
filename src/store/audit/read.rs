//! Reading the audit log: page by page, forwards and backwards, some of it or all.

use diesel::prelude::*;

use super::Kind;
use crate::comment::{CommentId, ModeratorId, SiteId, Timestamp};
use crate::store::connection::MultiBackend;
use crate::store::schema::{audit, audit_head};
use crate::store::{AnyConnection, StoreError};

/// An entry of the audit log, as it is kept: its words are those of the database, which may have been tampered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the chain, from 1 on, without a gap.
    pub number: i64,
    /// When it was appended.
    pub at: Timestamp,
    /// The word of its kind.
    pub kind: String,
    /// The word for who did it.
    pub actor: String,
    /// The moderator who did it.
    pub moderator: Option<ModeratorId>,
    /// On which site.
    pub site: Option<SiteId>,
    /// To which comment.
    pub comment: Option<CommentId>,
    /// A JSON object, as its hash was made of it.
    pub facts: String,
    /// The hash of the entry before.
    pub previous: Vec<u8>,
    /// Its own hash.
    pub hash: Vec<u8>,
}

/// Which entries. What is not said does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// By this moderator.
    pub moderator: Option<ModeratorId>,
    /// On this site.
    pub site: Option<SiteId>,
    /// To this comment.
    pub comment: Option<CommentId>,
    /// At this moment or later.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Where the chain ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry; 0 where there is none.
    pub number: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// The highest number in the table: the same, unless somebody tampered with it.
    pub highest: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit)]
struct Row {
    number: i64,
    at: i64,
    kind: String,
    actor: String,
    moderator_id: Option<i64>,
    site_id: Option<i64>,
    comment_id: Option<i64>,
    facts: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        Self {
            number: row.number,
            at: Timestamp::from_micros(row.at),
            kind: row.kind,
            actor: row.actor,
            moderator: row.moderator_id.map(ModeratorId::from_i64),
            site: row.site_id.map(SiteId::from_i64),
            comment: row.comment_id.map(CommentId::from_i64),
            facts: row.facts,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

/// Where the chain ends, in one look.
///
/// # Errors
/// The query failed.
pub fn head(connection: &mut AnyConnection) -> Result<Head, StoreError> {
    let highest = diesel::dsl::sql::<diesel::sql_types::BigInt>("(SELECT coalesce(max(number), 0) FROM audit)");
    let (number, hash, highest) =
        audit_head::table.find(1).select((audit_head::number, audit_head::hash, highest)).first(connection)?;
    Ok(Head { number, hash, highest })
}

/// Entries after this number, the first one first.
///
/// # Errors
/// The query failed.
pub fn after(
    connection: &mut AnyConnection,
    filter: &Filter,
    number: i64,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let Some((first, last)) = bounds(connection, filter)? else { return Ok(Vec::new()) };
    let query = filtered(filter, first.max(number.saturating_add(1)), last).order(audit::number.asc()).limit(limit);
    let rows: Vec<Row> = query.load(connection)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// Entries before this number, the last one first.
///
/// # Errors
/// The query failed.
pub fn before(
    connection: &mut AnyConnection,
    filter: &Filter,
    number: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let Some((first, last)) = bounds(connection, filter)? else { return Ok(Vec::new()) };
    let last = number.map_or(last, |number| last.min(number.saturating_sub(1)));
    let rows: Vec<Row> = filtered(filter, first, last).order(audit::number.desc()).limit(limit).load(connection)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

type Boxed<'a> = audit::BoxedQuery<'a, MultiBackend, diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<Row, MultiBackend>>>;

fn filtered<'a>(filter: &Filter, first: i64, last: i64) -> Boxed<'a> {
    let mut query = audit::table.select(Row::as_select()).into_boxed().filter(audit::number.between(first, last));
    if let Some(kind) = filter.kind {
        query = query.filter(audit::kind.eq(kind.as_str()));
    }
    if let Some(moderator) = filter.moderator {
        query = query.filter(audit::moderator_id.eq(moderator.as_i64()));
    }
    if let Some(site) = filter.site {
        query = query.filter(audit::site_id.eq(site.as_i64()));
    }
    if let Some(comment) = filter.comment {
        query = query.filter(audit::comment_id.eq(comment.as_i64()));
    }
    query
}

/// The numbers between which a filter's time lies; `None` where there can be none. Entries stand in the order of time,
/// so that a moment is found by halving, without an index of its own.
fn bounds(connection: &mut AnyConnection, filter: &Filter) -> Result<Option<(i64, i64)>, StoreError> {
    let first = filter.since.map(|since| number_at(connection, since)).transpose()?;
    let until = filter.until.map(|until| number_at(connection, until)).transpose()?;
    let (first, last) = (first.unwrap_or(1), until.map_or(i64::MAX, |number| number - 1));
    Ok((first <= last).then_some((first, last)))
}

/// The number of the first entry at this moment or later; one more than the last where there is none.
///
/// # Errors
/// The query failed.
pub fn number_at(connection: &mut AnyConnection, moment: Timestamp) -> Result<i64, StoreError> {
    let (mut low, mut high) = (1, head(connection)?.number + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let at: Option<i64> = audit::table
            .filter(audit::number.le(middle))
            .order(audit::number.desc())
            .select(audit::at)
            .first(connection)
            .optional()?;
        if at.is_some_and(|at| at >= moment.as_micros()) { high = middle } else { low = middle + 1 }
    }
    Ok(low)
}
