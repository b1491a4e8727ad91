//! What no index of the queue knows is asked of each candidate: whose it is, what hit it, what stands in it, who reads it.

use std::collections::HashSet;

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::way::{Candidate, Knows};
use super::{STEP, Sieve, TRUSTED};
use crate::store::schema::{claims, comments, hits, reports};
use crate::store::{AnyConnection, StoreError, words};

/// So many candidates are asked at most, before a page ends.
const MOST: usize = 1_000;

/// To read a text takes longer.
const MOST_FOR_WORDS: usize = 250;

/// What is asked of each candidate.
pub(super) struct Probe<'a> {
    sieve: &'a Sieve,
    /// What others are reading.
    held: HashSet<i64>,
}

impl<'a> Probe<'a> {
    pub(super) fn new(connection: &mut AnyConnection, sieve: &'a Sieve) -> Result<Self, StoreError> {
        let held = match sieve.free_for {
            Some((moderator, now)) => claims::table
                .filter(claims::until.gt(now.as_micros()))
                .filter(claims::moderator_id.ne(moderator.as_i64()))
                .select(claims::comment_id)
                .load(connection)?,
            None => Vec::new(),
        };
        Ok(Self { sieve, held: held.into_iter().collect() })
    }

    /// How many candidates may be asked before the page ends.
    pub(super) fn most(&self) -> usize {
        if self.sieve.phrases.is_some() { MOST_FOR_WORDS } else { MOST }
    }

    /// Whether candidates are asked by a query of its own, of which one for many is better than several for few.
    pub(super) fn is_costly(&self) -> bool {
        self.sieve.rules.is_some()
    }

    /// Those to which the whole sieve applies, in the order in which they came.
    pub(super) fn passing(
        &self,
        connection: &mut AnyConnection,
        mut candidates: Vec<Candidate>,
        knows: Knows,
    ) -> Result<Vec<Candidate>, StoreError> {
        candidates.retain(|one| !self.held.contains(&one.id));
        let sieve = self.sieve;
        let asks_kind = sieve.language.is_some()
            || (sieve.site_ids().is_some() && !(knows.thread && sieve.site.is_some()))
            || sieve.has_links.is_some()
            || sieve.is_first.is_some();
        let asks_else = sieve.author.is_some() || (sieve.thread.is_some() && !knows.thread) || sieve.reported;
        if (asks_else || (asks_kind && !knows.kind)) && !candidates.is_empty() {
            let found = self.of_comment(connection, &candidates)?;
            candidates.retain(|one| found.contains(&one.id));
        }
        if let Some(rules) = sieve.rules.as_ref().filter(|_| !candidates.is_empty()) {
            let found = hit(connection, rules, &candidates)?;
            candidates.retain(|one| found.contains(&one.id));
        }
        if let Some(phrases) = sieve.phrases.as_ref().filter(|_| !candidates.is_empty()) {
            let ids: Vec<i64> = candidates.iter().map(|one| one.id).collect();
            let found: HashSet<i64> = words::among(connection, phrases, &ids)?.into_iter().collect();
            candidates.retain(|one| found.contains(&one.id));
        }
        candidates.retain(|one| sieve.risk.is_none_or(|least| one.risk >= least));
        candidates.retain(|one| sieve.trusted.is_none_or(|trusted| trusted == (one.risk < 0)));
        candidates.retain(|one| sieve.score.is_none_or(|least| (one.risk + TRUSTED) % STEP >= least));
        Ok(candidates)
    }

    /// The candidates whose rows pass.
    fn of_comment(&self, connection: &mut AnyConnection, candidates: &[Candidate]) -> Result<HashSet<i64>, StoreError> {
        let sieve = self.sieve;
        let ids = candidates.iter().map(|one| one.id);
        let mut query = comments::table.filter(comments::id.eq_any(ids)).select(comments::id).into_boxed();
        if let Some(sites) = sieve.site_ids() {
            query = query.filter(comments::site_id.eq_any(sites));
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
            // Not by the index of authors: of one who has written very much, PostgreSQL would read all for a few.
            let by_author = sql::<Bool>("author_email_folded || '' = ").bind::<Text, _>(author);
            query = query.filter(by_author);
        }
        if sieve.reported {
            let open =
                reports::table.filter(reports::comment_id.eq(comments::id)).filter(reports::settled_by.is_null());
            query = query.filter(exists(open));
        }
        Ok(query.load::<i64>(connection)?.into_iter().collect())
    }
}

/// The candidates that one of these rules hit. The index of a comment's rules answers alone; which rule is one of these is
/// told here, for of many comments and many rules the databases would look for every pair.
fn hit(connection: &mut AnyConnection, rules: &[String], candidates: &[Candidate]) -> Result<HashSet<i64>, StoreError> {
    let ids = candidates.iter().map(|one| one.id);
    let hits: Vec<(i64, String)> =
        hits::table.filter(hits::comment_id.eq_any(ids)).select((hits::comment_id, hits::rule)).load(connection)?;
    Ok(hits.into_iter().filter(|(_, rule)| rules.contains(rule)).map(|(comment, _)| comment).collect())
}
