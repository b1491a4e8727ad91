//! The queue: comments of a tray, sifted, in an order, page by page, as quick at the end as at the beginning.
//!
//! A page is read along the index that has the order. What is rare (an author, a rule) would be sought long on that way:
//! there the few comments that may be meant are looked up first.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::comments::{Comment, Row};
use super::connection::MultiBackend;
use super::schema::{claims, comments, hits};
use super::{AnyConnection, StoreError};
use crate::comment::{CommentId, ModeratorId, SiteId, Status, ThreadId, Timestamp};

/// Up to so many comments are looked up one by one.
const FEW: i64 = 2_000;

/// How much one step of the outcome weighs in a comment's risk, so that no score, in thousandths, outweighs it.
pub const STEP: i64 = 1_000_000;

/// How much less risk the comment of a trusted author has that nothing holds: less than none, so that it comes last.
pub const TRUSTED: i64 = 10 * STEP;

/// In which order a queue is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Worst first, then oldest.
    #[default]
    Risk,
    /// Oldest first.
    Oldest,
    /// Newest first.
    Newest,
}

/// Where a page of the queue begins: after the comment with this risk and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The risk of the last comment seen.
    pub risk: i64,
    /// Its id.
    pub id: CommentId,
}

/// Which comments of a tray are wanted: those to which all of this applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Of this site.
    pub site: Option<SiteId>,
    /// Of one of these sites: those that may be seen, where that is not all.
    pub sites: Option<Vec<SiteId>>,
    /// Of this thread.
    pub thread: Option<ThreadId>,
    /// In this language, as it was found.
    pub language: Option<String>,
    /// With web addresses, or without.
    pub has_links: Option<bool>,
    /// By authors who were not known before, or by those who were.
    pub is_first: Option<bool>,
    /// By this author: a folded address.
    pub author: Option<String>,
    /// Hit by one of these rules.
    pub rules: Option<Vec<String>>,
    /// With this risk at least.
    pub risk: Option<i64>,
    /// With this score at least, in thousandths.
    pub score: Option<i64>,
    /// By trusted authors, and held by nothing; or the others.
    pub trusted: Option<bool>,
    /// Held by nobody but this moderator at this time.
    pub free_for: Option<(ModeratorId, Timestamp)>,
}

/// A page of a tray, by keyset.
///
/// # Errors
/// The query failed.
pub fn page(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    order: Order,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    // The few are asked for by their ids alone: with a status or an order to go by, SQLite would walk the whole tray.
    let few = match few(connection, sieve)? {
        Some(ids) => Some(in_order(connection, &ids, status, order, after)?),
        None => None,
    };
    let Some(ids) = few else { return along_the_index(connection, status, sieve, order, after, limit) };
    let mut found = Vec::new();
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    for portion in ids.chunks(wanted.max(1)) {
        let rows: Vec<Row> = sifted(sieve).filter(comments::id.eq_any(portion)).load(connection)?;
        let mut rows = rows.into_iter().map(Comment::try_from).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by_key(|comment| portion.iter().position(|id| *id == comment.id.as_i64()));
        found.append(&mut rows);
        if found.len() >= wanted {
            break;
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// Those of a few comments that have this status and stand after this place, in this order.
fn in_order(
    connection: &mut AnyConnection,
    ids: &[i64],
    status: Status,
    order: Order,
    after: Option<Position>,
) -> Result<Vec<i64>, StoreError> {
    let found: Vec<(i64, i64, String)> = comments::table
        .filter(comments::id.eq_any(ids))
        .select((comments::id, comments::risk, comments::status))
        .load(connection)?;
    let mut found: Vec<(i64, i64)> =
        found.into_iter().filter(|row| row.2 == status.as_str()).map(|(id, risk, _)| (id, risk)).collect();
    let place = |id: i64, risk: i64| match order {
        Order::Risk => (-risk, id),
        Order::Oldest => (0, id),
        Order::Newest => (0, -id),
    };
    if let Some(Position { risk, id }) = after {
        found.retain(|(own, own_risk)| place(*own, *own_risk) > place(id.as_i64(), risk));
    }
    found.sort_by_key(|(id, risk)| place(*id, *risk));
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// A page of what is not rare.
fn along_the_index(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    order: Order,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    let mut query = sifted(sieve).filter(comments::status.eq(status.as_str())).limit(limit);
    query = match order {
        Order::Risk => query.order((comments::risk.desc(), comments::id.asc())),
        Order::Oldest => query.order(comments::id.asc()),
        Order::Newest => query.order(comments::id.desc()),
    };
    if let Some(Position { risk, id }) = after {
        let id = id.as_i64();
        query = match order {
            Order::Risk => query
                .filter(comments::risk.le(risk))
                .filter(comments::risk.lt(risk).or(comments::risk.eq(risk).and(comments::id.gt(id)))),
            Order::Oldest => query.filter(comments::id.gt(id)),
            Order::Newest => query.filter(comments::id.lt(id)),
        };
    }
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}

type Sifted<'a> =
    comments::BoxedQuery<'a, MultiBackend, diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<Row, MultiBackend>>>;

/// The comments to which a sieve applies.
fn sifted(sieve: &Sieve) -> Sifted<'_> {
    let mut query = comments::table.select(Row::as_select()).into_boxed();
    if let Some(site) = sieve.site {
        query = query.filter(comments::site_id.eq(site.as_i64()));
    }
    if let Some(sites) = &sieve.sites {
        query = query.filter(comments::site_id.eq_any(numbers(sites)));
    }
    if let Some(thread) = sieve.thread {
        query = query.filter(comments::thread_id.eq(thread.as_i64()));
    }
    if let Some(language) = &sieve.language {
        query = query.filter(comments::language.eq(language));
    }
    if let Some(has_links) = sieve.has_links {
        query = query.filter(comments::has_links.eq(has_links));
    }
    if let Some(is_first) = sieve.is_first {
        query = query.filter(comments::is_first.eq(is_first));
    }
    if let Some(author) = &sieve.author {
        query = query.filter(comments::author_email_folded.eq(author));
    }
    if let Some(rules) = &sieve.rules {
        let of_comment = hits::table.filter(hits::comment_id.eq(comments::id)).filter(hits::rule.eq_any(rules));
        query = query.filter(exists(of_comment));
    }
    if let Some(risk) = sieve.risk {
        query = query.filter(comments::risk.ge(risk));
    }
    if let Some(trusted) = sieve.trusted {
        query = if trusted { query.filter(comments::risk.lt(0)) } else { query.filter(comments::risk.ge(0)) };
    }
    if let Some((moderator, now)) = sieve.free_for {
        let of_others = claims::table
            .filter(claims::comment_id.eq(comments::id))
            .filter(claims::moderator_id.ne(moderator.as_i64()))
            .filter(claims::until.gt(now.as_micros()));
        query = query.filter(not(exists(of_others)));
    }
    if let Some(score) = sieve.score {
        let of_risk = diesel::dsl::sql::<Bool>("(comments.risk + ")
            .bind::<BigInt, _>(TRUSTED)
            .sql(") % ")
            .bind::<BigInt, _>(STEP);
        query = query.filter(of_risk.sql(" >= ").bind::<BigInt, _>(score));
    }
    query
}

/// The comments that may be meant, where what is asked for is rare enough to name them.
fn few(connection: &mut AnyConnection, sieve: &Sieve) -> Result<Option<Vec<i64>>, StoreError> {
    let is_few = |ids: &Vec<i64>| i64::try_from(ids.len()).is_ok_and(|found| found < FEW);
    if let Some(author) = &sieve.author {
        let ids: Vec<i64> = comments::table
            .filter(comments::author_email_folded.eq(author))
            .select(comments::id)
            .limit(FEW)
            .load(connection)?;
        if is_few(&ids) {
            return Ok(Some(ids));
        }
    }
    if let Some(rules) = &sieve.rules {
        let ids: Vec<i64> =
            hits::table.filter(hits::rule.eq_any(rules)).select(hits::comment_id).limit(FEW).load(connection)?;
        if is_few(&ids) {
            return Ok(Some(ids));
        }
    }
    if let Some(thread) = sieve.thread {
        let ids: Vec<i64> = comments::table
            .filter(comments::thread_id.eq(thread.as_i64()))
            .select(comments::id)
            .limit(FEW)
            .load(connection)?;
        if is_few(&ids) {
            return Ok(Some(ids));
        }
    }
    Ok(None)
}

fn numbers(sites: &[SiteId]) -> Vec<i64> {
    sites.iter().map(|site| site.as_i64()).collect()
}

/// How many comments have a status, of these sites where any are named, counted up to `most`, and when the oldest of them
/// was submitted.
///
/// # Errors
/// The query failed.
pub fn count(
    connection: &mut AnyConnection,
    status: Status,
    sites: Option<&[SiteId]>,
    most: i64,
) -> Result<(usize, Option<Timestamp>), StoreError> {
    let mut query = comments::table
        .filter(comments::status.eq(status.as_str()))
        .order(comments::id)
        .select(comments::id)
        .limit(most)
        .into_boxed();
    if let Some(sites) = sites {
        query = query.filter(comments::site_id.eq_any(numbers(sites)));
    }
    let ids: Vec<i64> = query.load(connection)?;
    let oldest: Option<i64> = match ids.first() {
        Some(first) => comments::table.find(first).select(comments::created_at).first(connection).optional()?,
        None => None,
    };
    Ok((ids.len(), oldest.map(Timestamp::from_micros)))
}
