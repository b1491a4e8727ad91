//! Which rules hit which comments, and what editors made of those.

use std::collections::BTreeMap;

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::connection::directly;
use super::schema::{comments, hits};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, SiteId, Status, Timestamp};
use crate::rules::{Assessment, Mode};

/// Notes each rule of an assessment that hit, once.
///
/// # Errors
/// The query failed.
pub fn insert(
    transaction: &mut Transaction<'_>,
    comment: CommentId,
    assessment: &Assessment,
    created_at: Timestamp,
) -> Result<(), StoreError> {
    let rules: BTreeMap<&str, Mode> = assessment.hits.iter().map(|hit| (hit.rule.as_str(), hit.mode)).collect();
    for (rule, mode) in rules {
        let new_row = diesel::insert_into(hits::table).values((
            hits::id.eq(transaction.next_id()),
            hits::comment_id.eq(comment.as_i64()),
            hits::pack.eq(&assessment.pack),
            hits::version.eq(&assessment.version),
            hits::rule.eq(rule),
            hits::counted.eq(mode == Mode::Enforce),
            hits::created_at.eq(created_at.as_micros()),
        ));
        directly!(transaction.connection, there => new_row.execute(there))?;
    }
    Ok(())
}

/// What one rule has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Comments that it hit.
    pub hits: i64,
    /// Of those, the ones that editors decided on.
    pub decided: i64,
    /// Of those, the ones that they refused or called spam.
    pub refused: i64,
    /// The last time that it hit.
    pub last: Option<Timestamp>,
}

/// What each rule of a version of a pack has done since then, by rule.
///
/// # Errors
/// The query failed.
pub fn figures(
    connection: &mut AnyConnection,
    of_set: (&str, &str),
    since: Timestamp,
) -> Result<BTreeMap<String, Figures>, StoreError> {
    figures_between(connection, of_set, (since, Timestamp::from_micros(i64::MAX)), None)
}

/// What each rule of a version of a pack has done from one moment to before another, on these sites or on all, by rule.
///
/// # Errors
/// The query failed.
pub fn figures_between(
    connection: &mut AnyConnection,
    (pack, version): (&str, &str),
    (from, to): (Timestamp, Timestamp),
    sites: Option<&[SiteId]>,
) -> Result<BTreeMap<String, Figures>, StoreError> {
    let mut query = hits::table
        .inner_join(comments::table)
        .filter(hits::pack.eq(pack))
        .filter(hits::version.eq(version))
        .filter(hits::created_at.ge(from.as_micros()))
        .filter(hits::created_at.lt(to.as_micros()))
        .group_by((hits::rule, comments::status))
        .select((hits::rule, comments::status, count_star(), max(hits::created_at)))
        .into_boxed();
    if let Some(sites) = sites {
        let sites: Vec<i64> = sites.iter().map(|site| site.as_i64()).collect();
        query = query.filter(comments::site_id.eq_any(sites));
    }
    let rows: Vec<(String, String, i64, Option<i64>)> = query.load(connection)?;
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    for (rule, status, count, last) in rows {
        let of_rule = figures.entry(rule).or_default();
        let status = Status::from_word(&status);
        let refused = matches!(status, Some(Status::Refused | Status::Spam));
        of_rule.hits += count;
        of_rule.refused += if refused { count } else { 0 };
        of_rule.decided += if refused || status == Some(Status::Approved) { count } else { 0 };
        of_rule.last = of_rule.last.max(last.map(Timestamp::from_micros));
    }
    Ok(figures)
}
