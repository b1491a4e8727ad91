//! The words of comments, indexed: FTS5 on SQLite, `tsvector` with GIN on PostgreSQL.
//!
//! Both hold the words that `text::search` makes, so that both find the same. The index changes in the same transaction
//! as its comment on PostgreSQL, in the next quiet moment after it on SQLite (`writer`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Bool, Text};

use super::schema::{comments, settings};
use super::{AnyConnection, StoreError};
use crate::comment::CommentId;
use crate::text::search::{self, Phrase};

/// PostgreSQL's type of a text's words with their places.
#[derive(diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 3614, array_oid = 3643))]
pub struct Tsvector;

mod on_sqlite {
    diesel::table! {
        comment_words (rowid) {
            rowid -> BigInt,
            words -> Text,
        }
    }
}

mod on_postgres {
    diesel::table! {
        use diesel::sql_types::BigInt;
        use super::super::Tsvector;

        comment_words (comment_id) {
            comment_id -> BigInt,
            words -> Tsvector,
        }
    }
}

/// A text's words in order, as PostgreSQL takes them.
#[derive(Debug, diesel::expression::AsExpression)]
#[diesel(sql_type = Tsvector)]
struct Placed<'a>(&'a str);

impl ToSql<Tsvector, Pg> for Placed<'_> {
    /// The binary form: how many words; for each its letters, a zero, how many places, the places.
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        /// PostgreSQL keeps no more places of a word, and no later ones.
        const MOST_PLACES: usize = 255;
        const LAST_PLACE: u16 = 16_383;
        let mut places: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
        for (word, place) in self.0.split_whitespace().zip(1..=LAST_PLACE) {
            let of_word = places.entry(word).or_default();
            if of_word.len() < MOST_PLACES {
                of_word.push(place);
            }
        }
        out.write_all(&i32::try_from(places.len())?.to_be_bytes())?;
        for (word, places) in places {
            out.write_all(word.as_bytes())?;
            out.write_all(&[0])?;
            out.write_all(&u16::try_from(places.len())?.to_be_bytes())?;
            for place in places {
                out.write_all(&place.to_be_bytes())?;
            }
        }
        Ok(IsNull::No)
    }
}

/// The words of one comment, as `text::search` makes them.
pub(super) struct Words {
    pub(super) comment: i64,
    pub(super) words: String,
}

/// Indexes the words of comments.
///
/// # Errors
/// The query failed.
pub(super) fn insert(connection: &mut AnyConnection, of_comments: &[Words]) -> Result<(), StoreError> {
    for Words { comment, words } in of_comments {
        match connection {
            AnyConnection::Sqlite(sqlite) => {
                use on_sqlite::comment_words::dsl;
                let row = (dsl::rowid.eq(comment), dsl::words.eq(words));
                // Another process that starts may have indexed it meanwhile.
                diesel::replace_into(dsl::comment_words).values(row).execute(sqlite)?;
            }
            AnyConnection::Postgres(postgres) => {
                use on_postgres::comment_words::dsl;
                let row = (dsl::comment_id.eq(comment), dsl::words.eq(Placed(words)));
                diesel::insert_into(dsl::comment_words).values(row).execute(postgres)?;
            }
        }
    }
    Ok(())
}

/// A query in the words of FTS5. What stands in quotation marks is nothing but letters and digits.
fn for_sqlite(phrases: &[Phrase]) -> String {
    let phrases = phrases.iter().map(|phrase| {
        let star = if phrase.is_prefix { "*" } else { "" };
        format!("\"{}\"{star}", phrase.words.join(" "))
    });
    phrases.collect::<Vec<_>>().join(" AND ")
}

/// A query in the words of `tsquery`.
fn for_postgres(phrases: &[Phrase]) -> String {
    let phrases = phrases.iter().map(|phrase| {
        let star = if phrase.is_prefix { ":*" } else { "" };
        let words: Vec<String> = phrase.words.iter().map(|word| format!("'{word}'")).collect();
        format!("({}{star})", words.join("<->"))
    });
    phrases.collect::<Vec<_>>().join("&")
}

/// What is known of how many texts have some words, before the index is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    /// The index tells quickly.
    Ask,
    /// The index takes long: FTS5 puts everything together that has a beginning before it names the first, GIN everything
    /// that has a word.
    Slow,
    /// So many texts have them that they are not rare.
    Common,
}

/// What is known of how many texts have all of these. PostgreSQL's planner knows the common words.
///
/// # Errors
/// The query failed.
pub(super) fn frequency(connection: &mut AnyConnection, phrases: &[Phrase]) -> Result<Frequency, StoreError> {
    /// So many are put together in a moment, and are not rare.
    const QUICK: u64 = 4_000;
    let AnyConnection::Postgres(postgres) = connection else {
        let has_beginning = phrases.iter().any(|phrase| phrase.is_prefix);
        return Ok(if has_beginning { Frequency::Slow } else { Frequency::Ask });
    };
    let explain = "EXPLAIN SELECT comment_id FROM comment_words WHERE words @@ CAST($1 AS tsquery)";
    let plan: Vec<PlanLine> = diesel::sql_query(explain).bind::<Text, _>(for_postgres(phrases)).load(postgres)?;
    let rows = plan.first().and_then(|first| first.line.split_once(" rows=")).map(|(_, rest)| rest);
    let rows = rows.and_then(|rest| rest.split(' ').next()).and_then(|rows| rows.parse::<u64>().ok());
    // It knows single words; of words in a row it only knows how many texts have each.
    let are_words = phrases.iter().all(|phrase| phrase.words.len() == 1 && !phrase.is_prefix);
    Ok(match rows {
        Some(rows) if rows > QUICK && are_words => Frequency::Common,
        Some(rows) if rows > QUICK => Frequency::Slow,
        _ => Frequency::Ask,
    })
}

/// A line of PostgreSQL's plan for a query: `Seq Scan on comment_words  (cost=0.00..1.04 rows=1 width=8)`.
#[derive(diesel::QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The ids of comments in which all of these stand, at most so many, in no certain order.
///
/// # Errors
/// The query failed.
pub(super) fn some(connection: &mut AnyConnection, phrases: &[Phrase], most: i64) -> Result<Vec<i64>, StoreError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            use on_sqlite::comment_words::dsl;
            let matches = sql::<Bool>("comment_words MATCH ").bind::<Text, _>(for_sqlite(phrases));
            Ok(dsl::comment_words.filter(matches).select(dsl::rowid).limit(most).load(sqlite)?)
        }
        AnyConnection::Postgres(postgres) => {
            use on_postgres::comment_words::dsl;
            let matches = sql::<Bool>("words @@ CAST(").bind::<Text, _>(for_postgres(phrases)).sql(" AS tsquery)");
            Ok(dsl::comment_words.filter(matches).select(dsl::comment_id).limit(most).load(postgres)?)
        }
    }
}

/// Those of some comments in which all of these stand. On SQLite their texts are read, which is quicker than to ask the index
/// for one comment after the other.
///
/// # Errors
/// The query failed.
pub(super) fn among(connection: &mut AnyConnection, phrases: &[Phrase], ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    if let AnyConnection::Postgres(postgres) = connection {
        use on_postgres::comment_words::dsl;
        // `IS TRUE` keeps the index of all words out of it: these comments' own words are looked at.
        let matches =
            sql::<Bool>("(words @@ CAST(").bind::<Text, _>(for_postgres(phrases)).sql(" AS tsquery)) IS TRUE");
        let of_ids = dsl::comment_words.filter(dsl::comment_id.eq_any(ids)).filter(matches);
        return Ok(of_ids.select(dsl::comment_id).load(postgres)?);
    }
    let texts: Vec<(i64, String)> =
        comments::table.filter(comments::id.eq_any(ids)).select((comments::id, comments::text)).load(connection)?;
    let found = texts.into_iter().filter(|(_, text)| search::stand_in(phrases, text));
    Ok(found.map(|(id, _)| id).collect())
}

/// Whether the index has the comments in the order of their ids.
pub(super) fn are_in_order(connection: &AnyConnection) -> bool {
    matches!(connection, AnyConnection::Sqlite(_))
}

/// The comments after this one, in the order of ids, in which all of these stand: only where the index has them in that
/// order, which is on SQLite.
///
/// # Errors
/// The query failed.
pub(super) fn in_order(
    connection: &mut AnyConnection,
    phrases: &[Phrase],
    after: Option<CommentId>,
    newest_first: bool,
    most: i64,
) -> Result<Option<Vec<i64>>, StoreError> {
    use on_sqlite::comment_words::dsl;
    let AnyConnection::Sqlite(sqlite) = connection else { return Ok(None) };
    let matches = sql::<Bool>("comment_words MATCH ").bind::<Text, _>(for_sqlite(phrases));
    let query = dsl::comment_words.filter(matches).select(dsl::rowid).limit(most).into_boxed();
    let after = after.map(CommentId::as_i64);
    let query = if newest_first {
        query.filter(dsl::rowid.lt(after.unwrap_or(i64::MAX))).order(dsl::rowid.desc())
    } else {
        query.filter(dsl::rowid.gt(after.unwrap_or(0))).order(dsl::rowid.asc())
    };
    Ok(Some(query.load(sqlite)?))
}

/// The setting that says how far the comments of before this index have been indexed, from the newest down.
const DOWN_TO: &str = "search_indexed_down_to";

/// Comments that are indexed in one transaction.
const PORTION: i64 = 500;

/// How many of the newest are looked at at each start: a server of an older release may have taken them in meanwhile, and
/// on SQLite a crash comes before the index at times.
const NEWEST: i64 = 5_000;

/// Indexes what was kept before there was this index. An interrupted start goes on where the last one stood.
///
/// # Errors
/// A query failed.
pub(super) fn fill(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let known: Option<String> = settings::table.find(DOWN_TO).select(settings::value).first(connection).optional()?;
    let known: i64 = known.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
    if known != i64::MAX {
        let newest: Option<i64> = comments::table
            .order(comments::id.desc())
            .select(comments::id)
            .offset(NEWEST)
            .first(connection)
            .optional()?;
        let mut from = i64::MAX;
        while from > newest.unwrap_or_default() {
            let Some(down_to) = alone(connection, |connection| portion(connection, from))? else { break };
            from = down_to;
        }
    }
    let mut from = known;
    while from > 0 {
        from = alone(connection, |connection| {
            let down_to = portion(connection, from)?.unwrap_or_default();
            diesel::delete(settings::table.find(DOWN_TO)).execute(connection)?;
            diesel::insert_into(settings::table)
                .values((settings::key.eq(DOWN_TO), settings::value.eq(down_to.to_string())))
                .execute(connection)?;
            Ok(down_to)
        })?;
    }
    Ok(())
}

/// Runs this in a transaction that writes from its beginning: on SQLite one that reads first fails where a server beside it
/// writes meanwhile.
fn alone<T>(
    connection: &mut AnyConnection,
    run: impl FnOnce(&mut AnyConnection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begin = match connection {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        AnyConnection::Postgres(_) => "BEGIN",
    };
    connection.batch_execute(begin)?;
    let outcome = run(connection).and_then(|done| {
        connection.batch_execute("COMMIT")?;
        Ok(done)
    });
    if outcome.is_err() {
        // What failed may have ended the transaction.
        let _ = connection.batch_execute("ROLLBACK");
    }
    outcome
}

/// Indexes some comments before this one; gives the last of them.
fn portion(connection: &mut AnyConnection, from: i64) -> Result<Option<i64>, StoreError> {
    let ids: Vec<i64> = comments::table
        .filter(comments::id.lt(from))
        .order(comments::id.desc())
        .limit(PORTION)
        .select(comments::id)
        .load(connection)?;
    let known: Vec<i64> = match connection {
        AnyConnection::Sqlite(sqlite) => {
            use on_sqlite::comment_words::dsl;
            dsl::comment_words.filter(dsl::rowid.eq_any(&ids)).select(dsl::rowid).load(sqlite)?
        }
        AnyConnection::Postgres(postgres) => {
            use on_postgres::comment_words::dsl;
            dsl::comment_words.filter(dsl::comment_id.eq_any(&ids)).select(dsl::comment_id).load(postgres)?
        }
    };
    let known: BTreeSet<i64> = known.into_iter().collect();
    let missing: Vec<i64> = ids.iter().copied().filter(|id| !known.contains(id)).collect();
    // Upwards: FTS5 begins a new piece of its index with each id that is lower than the one before.
    let texts: Vec<(i64, String)> = comments::table
        .filter(comments::id.eq_any(missing))
        .order(comments::id)
        .select((comments::id, comments::text))
        .load(connection)?;
    let of_comments: Vec<Words> =
        texts.iter().map(|(id, text)| Words { comment: *id, words: search::words(text) }).collect();
    insert(connection, &of_comments)?;
    Ok(ids.last().copied())
}
