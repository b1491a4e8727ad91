//! What the numbers of the desk are made of: comments and decisions of a stretch of time, by range of an index.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::schema::{comments, decisions};
use super::{AnyConnection, StoreError};
use crate::comment::{ModeratorId, SiteId, Status, Timestamp};

/// A decision, as far as numbers need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where the comment stood.
    pub from: Status,
    /// Where it stood after.
    pub to: Status,
    /// The clause for which it was refused.
    pub clause: Option<String>,
    /// Who decided.
    pub moderator: Option<ModeratorId>,
    /// How long the comment had waited, in microseconds, if it had.
    pub waited: Option<i64>,
    /// Whether it takes another one back.
    pub undoes: bool,
    /// Whether it was taken back itself.
    pub undone: bool,
}

/// How many comments came in from one moment to before another, on these sites or on all.
///
/// # Errors
/// The query failed.
pub fn received(
    connection: &mut AnyConnection,
    (from, to): (Timestamp, Timestamp),
    sites: Option<&[SiteId]>,
) -> Result<i64, StoreError> {
    let mut query = comments::table
        .filter(comments::created_at.ge(from.as_micros()))
        .filter(comments::created_at.lt(to.as_micros()))
        .select(count_star())
        .into_boxed();
    if let Some(sites) = sites {
        let sites: Vec<i64> = sites.iter().map(|site| site.as_i64()).collect();
        query = query.filter(comments::site_id.eq_any(sites));
    }
    Ok(query.first(connection)?)
}

type Row = (String, String, Option<String>, Option<i64>, Option<i64>, Option<i64>, bool);

/// The decisions made from one moment to before another, on these sites or on all.
///
/// # Errors
/// The query failed, or a row cannot be read.
pub fn made(
    connection: &mut AnyConnection,
    (from, to): (Timestamp, Timestamp),
    sites: Option<&[SiteId]>,
) -> Result<Vec<Made>, StoreError> {
    let mut query = decisions::table
        .filter(decisions::created_at.ge(from.as_micros()))
        .filter(decisions::created_at.lt(to.as_micros()))
        .select((
            decisions::from_status,
            decisions::to_status,
            decisions::clause,
            decisions::moderator_id,
            decisions::waited,
            decisions::undoes,
            sql::<Bool>("EXISTS (SELECT 1 FROM decisions AS later WHERE later.undoes = decisions.id)"),
        ))
        .into_boxed();
    if let Some(sites) = sites {
        let sites: Vec<i64> = sites.iter().map(|site| site.as_i64()).collect();
        query = query.filter(decisions::site_id.eq_any(sites));
    }
    let rows: Vec<Row> = query.load(connection)?;
    let status = |word: &str| {
        Status::from_word(word).ok_or_else(|| StoreError::Corrupt(format!("a decision with status {word}")))
    };
    rows.into_iter()
        .map(|(from, to, clause, moderator, waited, undoes, undone)| {
            Ok(Made {
                from: status(&from)?,
                to: status(&to)?,
                clause,
                moderator: moderator.map(ModeratorId::from_i64),
                waited,
                undoes: undoes.is_some(),
                undone,
            })
        })
        .collect()
}
