//! Stretches of the queue's indexes that are read side by side: a union of queries for SQLite, rows of values for PostgreSQL.

use diesel::deserialize::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::way::Candidate;
use super::{Sieve, TRUSTED};
use crate::comment::Status;
use crate::store::{AnyConnection, StoreError};

/// Stretches of an index that are read side by side, at most.
pub(super) const MOST_PARTS: usize = 120;

/// A stretch of an index.
#[derive(Clone)]
pub(super) struct Part {
    /// As a condition.
    pub(super) condition: String,
    /// The risks that it has, from the lowest to the highest.
    range: (i64, i64),
    /// As a row of values, where it is one of many of a kind, with its language: `(1, 'en', FALSE, TRUE, 0, 999)`.
    row: Option<Row>,
}

/// A stretch of the index of kinds.
#[derive(Clone)]
struct Row {
    values: String,
    has_tongue: bool,
    has_range: bool,
}

impl Part {
    pub(super) fn of(condition: String) -> Self {
        Self { condition, range: WHOLE, row: None }
    }

    /// The entries with these risks, to which this applies.
    pub(super) fn in_range(condition: &str, range: (i64, i64)) -> Self {
        Self { condition: format!("{condition} AND {}", in_range(range)), range, row: None }
    }

    /// Whether entries with a risk of these may be in it.
    pub(super) fn meets(&self, low: i64, high: i64) -> bool {
        self.range.0 <= high && low <= self.range.1
    }

    pub(super) fn whole() -> Self {
        Self::of("TRUE".to_owned())
    }
}

/// The comments of a tray that are of the kinds asked for, where they are fewer than so many.
pub(super) fn few_of_kind(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    most: usize,
) -> Result<Option<Vec<Candidate>>, StoreError> {
    let parts: Vec<Part> = kinds(connection, status, sieve)?.iter().map(|kind| kind.part(WHOLE)).collect();
    if parts.len() > MOST_PARTS {
        return Ok(None);
    }
    if parts.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let condition = |part: &str| format!("status = '{}' AND {part}", status.as_str());
    let statement = side_by_side(connection, &parts, "comments", &condition, ("id", most));
    let found: Vec<Candidate> = diesel::sql_query(statement).load(connection)?;
    Ok((found.len() < most).then_some(found))
}

/// Every part beside the others, in this order and at most so many of all.
pub(super) fn side_by_side(
    connection: &AnyConnection,
    parts: &[Part],
    source: &str,
    condition: &dyn Fn(&str) -> String,
    limit: (&str, usize),
) -> String {
    let (order, portion) = limit;
    let in_rows = match connection {
        AnyConnection::Sqlite(_) => None,
        AnyConnection::Postgres(_) => in_rows(parts, source, condition, limit),
    };
    let all = in_rows.unwrap_or_else(|| in_union(parts, source, condition, limit));
    format!("{all} ORDER BY {order} LIMIT {portion}")
}

/// Every part as a query of its own.
fn in_union(parts: &[Part], source: &str, condition: &dyn Fn(&str) -> String, limit: (&str, usize)) -> String {
    let (order, portion) = limit;
    let part = |(number, part): (usize, &Part)| {
        let condition = condition(&part.condition);
        format!(
            "SELECT * FROM (SELECT id, risk FROM {source} WHERE {condition} ORDER BY {order} LIMIT {portion}) AS part_{number}"
        )
    };
    parts.iter().enumerate().map(part).collect::<Vec<_>>().join(" UNION ALL ")
}

/// Every part as a row, and one query for all rows: PostgreSQL plans each query of a union by itself, which takes longer than
/// to run it. `None` where a part is no row.
fn in_rows(parts: &[Part], source: &str, condition: &dyn Fn(&str) -> String, limit: (&str, usize)) -> Option<String> {
    let (order, portion) = limit;
    let rows: Vec<&Row> = parts.iter().map(|part| part.row.as_ref()).collect::<Option<_>>()?;
    let of_tongue = |has_tongue: bool| {
        let of_tongue: Vec<&str> =
            rows.iter().filter(|row| row.has_tongue == has_tongue).map(|row| row.values.as_str()).collect();
        // Where a language is missing, PostgreSQL takes the index for one in order only if the language leads the order.
        let (tongue, order) = match order {
            _ if has_tongue => ("language = kind.tongue", order.to_owned()),
            "id DESC" => ("language IS NULL", "language DESC, id DESC".to_owned()),
            _ => ("language IS NULL", format!("language, {order}")),
        };
        let in_range =
            if rows.iter().any(|row| row.has_range) { "risk BETWEEN kind.low AND kind.high" } else { "TRUE" };
        let condition = condition(&format!(
            "site_id = kind.site AND {tongue} AND has_links = kind.has_links AND is_first = kind.is_first AND {in_range}"
        ));
        (!of_tongue.is_empty()).then(|| {
            format!(
                "SELECT found.id, found.risk FROM (VALUES {}) AS kind (site, tongue, has_links, is_first, low, high) \
                 CROSS JOIN LATERAL (SELECT id, risk FROM {source} WHERE {condition} ORDER BY {order} LIMIT {portion}) \
                 AS found",
                of_tongue.join(", ")
            )
        })
    };
    Some([of_tongue(true), of_tongue(false)].into_iter().flatten().collect::<Vec<_>>().join(" UNION ALL "))
}

/// All risks that there are.
pub(super) const WHOLE: (i64, i64) = (-1_000 * TRUSTED, 1_000 * TRUSTED);

/// A stretch of risk as a condition.
fn in_range(range: (i64, i64)) -> String {
    if range == WHOLE { "TRUE".to_owned() } else { format!("risk BETWEEN {} AND {}", range.0, range.1) }
}

/// The kinds of comments in a tray that are asked for, by site, language, links and first comment.
pub(super) fn kinds(connection: &mut AnyConnection, status: Status, sieve: &Sieve) -> Result<Vec<Kind>, StoreError> {
    let tongues: Vec<Tongue> = match (sieve.site_ids(), &sieve.language) {
        (Some(sites), Some(language)) => {
            sites.into_iter().map(|site| Tongue { site, tongue: Some(language.clone()) }).collect()
        }
        (sites, language) => {
            let site = sites.map_or_else(|| "TRUE".to_owned(), |sites| format!("sites.id IN ({})", list(&sites)));
            let of_site = format!("FROM comments WHERE status = '{}' AND site_id", status.as_str());
            // The index is asked for the least language above the one before: as many looks as there are languages.
            let statement = match language {
                Some(_) => format!("SELECT id AS site, NULL AS tongue FROM sites WHERE {site}"),
                None => format!(
                    "WITH RECURSIVE kinds (site, tongue) AS (\
                     SELECT sites.id, (SELECT min(language) {of_site} = sites.id) FROM sites WHERE {site} \
                     UNION ALL \
                     SELECT site, (SELECT min(language) {of_site} = site AND language > tongue) FROM kinds \
                     WHERE tongue IS NOT NULL\
                     ) SELECT site, tongue FROM kinds"
                ),
            };
            let mut kinds: Vec<Tongue> = diesel::sql_query(statement).load(connection)?;
            if language.is_some() {
                for kind in &mut kinds {
                    kind.tongue.clone_from(language);
                }
            }
            kinds
        }
    };
    let both = |asked: Option<bool>| match asked {
        Some(asked) => vec![asked],
        None => vec![false, true],
    };
    let mut kinds = Vec::new();
    for Tongue { site, tongue } in tongues {
        for has_links in both(sieve.has_links) {
            for is_first in both(sieve.is_first) {
                // The last look finds no language, and stands for the comments that have none.
                kinds.push(Kind { site, tongue: tongue.clone(), has_links, is_first });
            }
        }
    }
    Ok(kinds)
}

/// Comments that lie together in the index of kinds.
pub(super) struct Kind {
    site: i64,
    tongue: Option<String>,
    has_links: bool,
    is_first: bool,
}

impl Kind {
    /// Those of a stretch of risk.
    pub(super) fn part(&self, range: (i64, i64)) -> Part {
        let Self { site, tongue, has_links, is_first } = self;
        let is_tongue = tongue.as_deref().map_or_else(|| "language IS NULL".to_owned(), is_language);
        let condition = format!(
            "site_id = {site} AND {is_tongue} AND has_links = {has_links} AND is_first = {is_first} AND {}",
            in_range(range)
        );
        let quoted = tongue.as_deref().map_or_else(|| "NULL".to_owned(), quoted);
        let (low, high) = range;
        let values =
            format!("({site}::BIGINT, {quoted}::TEXT, {has_links}, {is_first}, {low}::BIGINT, {high}::BIGINT)");
        Part { condition, range, row: Some(Row { values, has_tongue: tongue.is_some(), has_range: range != WHOLE }) }
    }
}

/// Numbers with commas between.
pub(super) fn list(numbers: &[i64]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A site with a language of its comments.
#[derive(QueryableByName)]
struct Tongue {
    #[diesel(sql_type = BigInt)]
    site: i64,
    #[diesel(sql_type = Nullable<Text>)]
    tongue: Option<String>,
}

/// The condition that a comment is in a language.
pub(super) fn is_language(tongue: &str) -> String {
    format!("language = {}", quoted(tongue))
}

/// A text in SQL.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
