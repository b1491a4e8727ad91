//! The queue: comments of a tray, sifted, in an order, page by page, as quick at the end as at the beginning.
//!
//! Where comments are asked for that are rare (by an author, with a word), those are looked up first (`few`). Otherwise a
//! page is read along an index that has its order (`way`), and what that index does not know is asked of each comment on
//! the way (`probe`): of so many at most, then the page ends and says where to go on.

mod few;
mod probe;
mod stretch;
mod way;

use std::collections::HashMap;

use diesel::prelude::*;

use super::comments::{Comment, Row};
use super::connection::directly;
use super::schema::comments;
use super::words::{self, Frequency};
use super::{AnyConnection, StoreError};
use crate::comment::{CommentId, ModeratorId, SiteId, Status, ThreadId, Timestamp};
use crate::text::search::Phrase;
use probe::Probe;
use way::{Along, Candidate, Step, Way};

/// Candidates of which something is asked at once, at least.
const PORTION: usize = 250;

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
    /// Of this thread; of `site`, where that is said too.
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
    /// In which all of these stand.
    pub phrases: Option<Vec<Phrase>>,
    /// Only those that readers have reported, where no editor has decided on it yet.
    pub reported: bool,
    /// By trusted authors, and held by nothing; or the others.
    pub trusted: Option<bool>,
    /// Held by nobody but this moderator at this time.
    pub free_for: Option<(ModeratorId, Timestamp)>,
}

impl Sieve {
    /// The sites that are meant, where not all are: the one that is asked for, if it may be seen.
    fn site_ids(&self) -> Option<Vec<i64>> {
        match (self.site, &self.sites) {
            (None, None) => None,
            (Some(site), None) => Some(vec![site.as_i64()]),
            (None, Some(sites)) => Some(numbers(sites)),
            (Some(site), Some(sites)) => {
                Some(sites.iter().filter(|seen| **seen == site).map(|site| site.as_i64()).collect())
            }
        }
    }

    /// Whether it asks for one of no sites, of no rules, for a text without any word, or for a language that cannot be one.
    fn lets_nothing_through(&self) -> bool {
        let is_tag = |tag: &String| tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        self.language.as_ref().is_some_and(|language| !is_tag(language))
            || self.site_ids().is_some_and(|sites| sites.is_empty())
            || self.rules.as_ref().is_some_and(Vec::is_empty)
            || self.phrases.as_ref().is_some_and(Vec::is_empty)
    }
}

/// A page of a tray.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The comments, in order. There may be fewer than asked for, or none, and still a next page: what is asked for may
    /// be so rare among so many that one look does not come to the end.
    pub comments: Vec<Comment>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Position>,
}

/// A page of a tray, by keyset, of at most `limit` comments.
///
/// # Errors
/// The query failed.
pub fn page(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    order: Order,
    after: Option<Position>,
    limit: usize,
) -> Result<Page, StoreError> {
    let (ids, next) = ids(connection, status, sieve, order, after, limit)?;
    let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
    // SQLite takes so many bound values, and no more.
    for ids in ids.chunks(10_000) {
        let of_ids = comments::table.filter(comments::id.eq_any(ids));
        let mut found: Vec<Row> = directly!(connection, there => of_ids.select(Row::as_select()).load(there))?;
        rows.append(&mut found);
    }
    let places: HashMap<i64, usize> = ids.into_iter().zip(0..).collect();
    let mut comments = rows.into_iter().map(Comment::try_from).collect::<Result<Vec<_>, _>>()?;
    comments.sort_by_key(|comment| places.get(&comment.id.as_i64()).copied());
    Ok(Page { comments, next })
}

/// All that a sieve lets through.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The comments with their versions, the oldest first.
    pub comments: Vec<(CommentId, i64)>,
    /// Whether there are more than were asked for.
    pub has_more: bool,
}

/// The comments of a tray up to this one that a sieve lets through, at most so many, the oldest first.
///
/// # Errors
/// The query failed.
pub fn matching(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    until: CommentId,
    most: usize,
) -> Result<Matching, StoreError> {
    let mut found: Vec<i64> = Vec::new();
    let mut after = None;
    loop {
        let missing = most.saturating_sub(found.len()).max(1);
        let (page, next) = ids(connection, status, sieve, Order::Oldest, after, missing)?;
        found.extend(page.iter().copied().filter(|id| *id <= until.as_i64()));
        after = next.filter(|next| next.id < until);
        if after.is_none() || found.len() > most {
            break;
        }
    }
    let has_more = found.len() > most;
    found.truncate(most);
    let mut comments: Vec<(i64, i64)> = Vec::with_capacity(found.len());
    for ids in found.chunks(10_000) {
        let of_ids = comments::table.filter(comments::id.eq_any(ids)).select((comments::id, comments::version));
        comments.extend(of_ids.load::<(i64, i64)>(connection)?);
    }
    comments.sort_unstable();
    let comments = comments.into_iter().map(|(id, version)| (CommentId::from_i64(id), version)).collect();
    Ok(Matching { comments, has_more })
}

/// The newest comment of all, whatever its site and its tray.
///
/// # Errors
/// The query failed.
pub fn newest(connection: &mut AnyConnection) -> Result<CommentId, StoreError> {
    let newest: Option<i64> = comments::table.select(diesel::dsl::max(comments::id)).first(connection)?;
    Ok(CommentId::from_i64(newest.unwrap_or_default()))
}

/// The ids of a page, and where the next one begins.
fn ids(
    connection: &mut AnyConnection,
    status: Status,
    sieve: &Sieve,
    order: Order,
    after: Option<Position>,
    limit: usize,
) -> Result<Found, StoreError> {
    if sieve.lets_nothing_through() {
        return Ok((Vec::new(), None));
    }
    let probe = Probe::new(connection, sieve)?;
    let frequency = match &sieve.phrases {
        Some(phrases) => words::frequency(connection, phrases)?,
        None => Frequency::Ask,
    };
    // Where the index of the words is walked in the order that is asked for, to ask first whether they are rare is asking twice.
    let asks_words = frequency == Frequency::Ask && !way::walks_words(connection, sieve, order);
    let mut few = few::few(connection, status, sieve, asks_words)?;
    if frequency == Frequency::Slow && few.is_none() {
        // Where many texts have the words, a look at them is the quicker way.
        let way = Way::along_an_index(connection, status, sieve, order, Along::Texts)?;
        if let Some(found) = walk(connection, &probe, way, after, limit, Some(COMMON))? {
            return Ok(found);
        }
        few = few::few(connection, status, sieve, true)?;
    }
    let asks_thread_only =
        sieve.thread.is_some() && sieve.author.is_none() && sieve.phrases.is_none() && !sieve.reported;
    if few.is_none() && asks_thread_only && order != Order::Risk {
        // A thread with very many comments is met often on the way: to put them all in order takes longer.
        let way = Way::along_an_index(connection, status, sieve, order, Along::Tray)?;
        if let Some((ids, next)) = walk(connection, &probe, way, after, limit, None)?
            && (ids.len() >= limit || next.is_none())
        {
            return Ok((ids, next));
        }
    }
    let way = match few {
        Some(few) => Way::Few(few::in_order(few, order, after).into_iter()),
        None => Way::along_an_index(connection, status, sieve, order, Along::Rare)?,
    };
    Ok(walk(connection, &probe, way, after, limit, None)?.unwrap_or_default())
}

/// The ids of a page, and where the next one begins.
type Found = (Vec<i64>, Option<Position>);

/// Of so many candidates so many must pass, or a walk is given up.
const COMMON: (usize, usize) = (250, 5);

/// Goes along a way until a page is full; `None` if it was given up.
fn walk(
    connection: &mut AnyConnection,
    probe: &Probe<'_>,
    mut way: Way,
    after: Option<Position>,
    limit: usize,
    common: Option<(usize, usize)>,
) -> Result<Option<Found>, StoreError> {
    let mut found: Vec<Candidate> = Vec::new();
    let (mut place, mut probed) = (after, 0);
    // One more than wanted tells whether there is a next page.
    let mut portion = if probe.is_costly() { PORTION.max(limit + 1) } else { limit + 1 };
    loop {
        let Step { candidates, reached, knows } = way.step(connection, place, portion)?;
        probed += candidates.len();
        found.append(&mut probe.passing(connection, candidates, knows)?);
        if found.len() > limit {
            found.truncate(limit);
            let next = found.last().map(Candidate::position);
            return Ok(Some((found.iter().map(|one| one.id).collect(), next)));
        }
        let is_tired = probed >= probe.most() || way.is_tired();
        if reached.is_none() || is_tired {
            return Ok(Some((found.iter().map(|one| one.id).collect(), reached)));
        }
        if common.is_some_and(|(of, least)| probed >= of && found.len() < least) {
            return Ok(None);
        }
        place = reached;
        portion = (portion * 2).clamp(PORTION, probe.most());
    }
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
