//! What is rare is looked up first: the comments of an author, with a word, hit by a rule, on a thread, of a high score.

use diesel::prelude::*;

use super::stretch::few_of_kind;
use super::way::{Candidate, place};
use super::{Order, Position, STEP, Sieve, TRUSTED};
use crate::comment::{Status, ThreadId};
use crate::store::schema::{comments, hits, reports};
use crate::store::{AnyConnection, StoreError, words};

/// Up to so many comments are rare.
const FEW: i64 = 1_000;

/// The candidates of a tray, where what is asked for is rare enough to name them; in no certain order. Whether the index of
/// the words may be asked.
pub(super) fn few(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    asks_words: bool,
) -> Result<Option<Vec<Candidate>>, StoreError> {
    let is_few = |ids: &[i64]| i64::try_from(ids.len()).is_ok_and(|found| found < FEW);
    let mut rare: Option<Vec<i64>> = None;
    let mut narrow = |ids: Vec<i64>| {
        if is_few(&ids) {
            rare = Some(match rare.take() {
                Some(known) => {
                    let ids: std::collections::HashSet<i64> = ids.into_iter().collect();
                    known.into_iter().filter(|id| ids.contains(id)).collect()
                }
                None => ids,
            });
        }
    };
    // Whether there are many is asked first, by one row: to read them all for nothing would take as long as the page.
    if let Some(author) = &sieve.author {
        let of_author = || comments::table.filter(comments::author_email_folded.eq(author)).select(comments::id);
        if of_author().offset(FEW).first::<i64>(connection).optional()?.is_none() {
            narrow(of_author().load(connection)?);
        }
    }
    if let Some(rules) = &sieve.rules {
        let of_rules = || hits::table.filter(hits::rule.eq_any(rules)).select(hits::comment_id);
        if of_rules().offset(FEW).first::<i64>(connection).optional()?.is_none() {
            narrow(of_rules().load(connection)?);
        }
    }
    if sieve.reported {
        let open = reports::table.filter(reports::settled_by.is_null()).select(reports::comment_id);
        narrow(open.distinct().limit(FEW).load(connection)?);
    }
    if let Some(phrases) = sieve.phrases.as_ref().filter(|_| asks_words) {
        narrow(words::some(connection, phrases, FEW)?);
    }
    if let Some(mut ids) = rare {
        // The same comment may be hit by several rules.
        ids.sort_unstable();
        ids.dedup();
        // Asked for by their ids alone: with a status to go by, the whole tray would be walked.
        let rows: Vec<(i64, i64, String)> = comments::table
            .filter(comments::id.eq_any(&ids))
            .select((comments::id, comments::risk, comments::status))
            .load(connection)?;
        let of_tray = rows.into_iter().filter(|(.., at)| at == status.as_str());
        return Ok(Some(of_tray.map(|(id, risk, _)| Candidate { id, risk }).collect()));
    }
    if let Some(thread) = sieve.thread {
        let found = of_thread(connection, status, thread)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    if sieve.score.is_none() && sieve.risk.is_none() && sieve.trusted.is_none() {
        return Ok(None);
    }
    let found = of_risk(connection, status, sieve)?;
    let asks_kind = sieve.language.is_some() || sieve.has_links.is_some() || sieve.is_first.is_some();
    if found.is_some() || !asks_kind {
        return Ok(found);
    }
    few_of_kind(connection, status, sieve, usize::try_from(FEW).unwrap_or(usize::MAX))
}

/// A thread's comments in a tray, all of them in one index.
fn of_thread(
    connection: &mut AnyConnection,
    status: Status,
    thread: ThreadId,
) -> Result<Option<Vec<Candidate>>, StoreError> {
    let of_thread = || {
        comments::table
            .filter(comments::thread_id.eq(thread.as_i64()))
            .filter(comments::status.eq(status.as_str()))
            .select((comments::id, comments::risk))
    };
    if of_thread().offset(FEW).first::<(i64, i64)>(connection).optional()?.is_some() {
        return Ok(None);
    }
    let rows: Vec<(i64, i64)> = of_thread().load(connection)?;
    Ok(if_few(rows))
}

/// The comments of a tray with this risk and score at least.
fn of_risk(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
) -> Result<Option<Vec<Candidate>>, StoreError> {
    let mut rows: Vec<(i64, i64)> = Vec::new();
    // One stretch of the index after the other: with all of them in one condition, the whole tray would be walked.
    for (low, high) in ranges(sieve) {
        let of_range: Vec<(i64, i64)> = comments::table
            .filter(comments::status.eq(status.as_str()))
            .filter(comments::risk.between(low, high))
            .order(comments::risk.desc())
            .select((comments::id, comments::risk))
            .limit(FEW)
            .load(connection)?;
        rows.extend(of_range);
        if i64::try_from(rows.len()).is_ok_and(|found| found >= FEW) {
            return Ok(None);
        }
    }
    Ok(if_few(rows))
}

fn if_few(rows: Vec<(i64, i64)>) -> Option<Vec<Candidate>> {
    let is_few = i64::try_from(rows.len()).is_ok_and(|found| found < FEW);
    is_few.then(|| rows.into_iter().map(|(id, risk)| Candidate { id, risk }).collect())
}

/// The stretches of risk that have the risk and the score asked for, the highest first: one for each outcome.
pub(super) fn ranges(sieve: &Sieve) -> Vec<(i64, i64)> {
    /// The strongest outcome, in steps.
    const HIGHEST: i64 = 4;
    let (lowest, highest) = match sieve.trusted {
        Some(true) => (-TRUSTED, -1),
        Some(false) => (0, i64::MAX),
        None => (-TRUSTED, i64::MAX),
    };
    let least = sieve.risk.map_or(lowest, |risk| risk.max(lowest));
    let stretches = match sieve.score.filter(|score| *score > 0) {
        None => vec![(least, highest)],
        // The comments of trusted authors have the same stretches, as much lower as they have less risk.
        Some(score) => [0, -TRUSTED]
            .into_iter()
            .flat_map(|base| (0..=HIGHEST).rev().map(move |step| base + step * STEP))
            .map(|step| (least.max(step + score), highest.min(step + STEP - 1)))
            .collect(),
    };
    stretches.into_iter().filter(|(low, high)| low <= high).collect()
}

/// Candidates in order, after a place.
pub(super) fn in_order(mut few: Vec<Candidate>, order: Order, after: Option<Position>) -> Vec<Candidate> {
    if let Some(after) = after {
        few.retain(|one| place(order, one.position()) > place(order, after));
    }
    few.sort_unstable_by_key(|one| place(order, one.position()));
    few
}
