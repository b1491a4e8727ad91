//! What editors think of authors, mail domains and ranges of addresses: set and lifted, never erased.

use std::collections::HashMap;

use diesel::prelude::*;

use super::audit::{self, Actor, Event};
use super::connection::directly;
use super::schema::{comments, moderators, standings};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{ModeratorId, SiteId, StandingId, StandingKind, Subject, Timestamp};

/// A standing as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: StandingId,
    /// What is done.
    pub kind: StandingKind,
    /// With whom.
    pub subject: Subject,
    /// On which site; `None` on all.
    pub site: Option<SiteId>,
    /// Why, for colleagues.
    pub reason: String,
    /// Until when; `None` for good.
    pub until: Option<Timestamp>,
    /// When it was set.
    pub created_at: Timestamp,
    /// The name of whoever set it.
    pub created_by: Option<String>,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
    /// The name of whoever lifted it.
    pub lifted_by: Option<String>,
    /// How many submissions a block has refused.
    pub met: i64,
    /// When the last of them came.
    pub met_at: Option<Timestamp>,
}

/// Whether a standing acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    InForce,
    /// Its end has come.
    Expired,
    /// Somebody took it back.
    Lifted,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Expired, Self::Lifted];

    /// The word that the API uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Expired => "expired",
            Self::Lifted => "lifted",
        }
    }

    /// The state of a word that [`State::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl Standing {
    /// Whether it acts at this moment.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match (self.lifted_at, self.until) {
            (Some(_), _) => State::Lifted,
            (None, Some(until)) if until <= now => State::Expired,
            (None, _) => State::InForce,
        }
    }
}

/// A standing about to be set.
#[derive(Debug, Clone)]
pub struct NewStanding {
    /// What is done.
    pub kind: StandingKind,
    /// With whom.
    pub subject: Subject,
    /// On which site; `None` on all.
    pub site: Option<SiteId>,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Who sets it.
    pub by: ModeratorId,
}

/// What a submission needs to know of a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub id: StandingId,
    /// What is done.
    pub kind: StandingKind,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Which standings are listed: those to which all of this applies.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of these sites, or of all sites at once; `None` where there is no limit.
    pub sites: Option<Vec<SiteId>>,
    /// On this site, or on all.
    pub site: Option<SiteId>,
    /// Of this kind.
    pub kind: Option<StandingKind>,
    /// Of this kind of subject: `email`, `domain` or `ip`.
    pub subject_kind: Option<String>,
    /// Of exactly this subject.
    pub subject: Option<String>,
    /// In this state.
    pub state: Option<State>,
    /// Older than this one.
    pub before: Option<StandingId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = standings)]
struct Row {
    id: i64,
    kind: String,
    subject_kind: String,
    subject: String,
    site_id: Option<i64>,
    reason: String,
    until: Option<i64>,
    created_at: i64,
    created_by: Option<i64>,
    lifted_at: Option<i64>,
    lifted_by: Option<i64>,
    met: i64,
    met_at: Option<i64>,
}

/// The strongest standing in force of an author, by folded address, on a site; of several as strong, the longest.
///
/// # Errors
/// The query failed.
pub fn of_author(
    connection: &mut AnyConnection,
    folded_email: &str,
    site: SiteId,
    now: Timestamp,
) -> Result<Option<InForce>, StoreError> {
    let of_author = standings::table
        .filter(standings::subject_kind.eq("email"))
        .filter(standings::subject.eq(folded_email))
        .filter(standings::lifted_at.is_null())
        .select((standings::id, standings::kind, standings::site_id, standings::until));
    let rows: Vec<(i64, String, Option<i64>, Option<i64>)> = directly!(connection, there => of_author.load(there))?;
    let in_force = rows.into_iter().filter_map(|(id, kind, of_site, until)| {
        let here = of_site.is_none_or(|of_site| of_site == site.as_i64());
        let until = until.map(Timestamp::from_micros);
        let kind = StandingKind::from_word(&kind)?;
        let acts = here && until.is_none_or(|until| until > now);
        acts.then_some(InForce { id: StandingId::from_i64(id), kind, until })
    });
    Ok(in_force.max_by_key(|standing| (standing.kind, standing.until.map_or(i64::MAX, Timestamp::as_micros))))
}

/// The blocks of domains and ranges that were not lifted: they are few, and kept in memory.
///
/// # Errors
/// The query failed, or a row is broken.
pub(super) fn of_many(connection: &mut AnyConnection) -> Result<Vec<(Subject, Option<SiteId>, InForce)>, StoreError> {
    let rows: Vec<Row> = standings::table
        .filter(standings::subject_kind.ne("email"))
        .filter(standings::kind.eq(StandingKind::Block.as_str()))
        .filter(standings::lifted_at.is_null())
        .select(Row::as_select())
        .load(connection)?;
    let read = |row: Row| {
        let block = InForce {
            id: StandingId::from_i64(row.id),
            kind: StandingKind::Block,
            until: row.until.map(Timestamp::from_micros),
        };
        Ok((subject(&row)?, row.site_id.map(SiteId::from_i64), block))
    };
    rows.into_iter().map(read).collect()
}

/// A page of standings, the newest first.
///
/// # Errors
/// The query failed, or a row is broken.
pub fn list(
    connection: &mut AnyConnection,
    wanted: &Wanted,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Standing>, StoreError> {
    let mut query = standings::table.order(standings::id.desc()).limit(limit).select(Row::as_select()).into_boxed();
    if let Some(sites) = &wanted.sites {
        let sites: Vec<i64> = sites.iter().map(|site| site.as_i64()).collect();
        query = query.filter(standings::site_id.is_null().or(standings::site_id.eq_any(sites)));
    }
    if let Some(site) = wanted.site {
        query = query.filter(standings::site_id.is_null().or(standings::site_id.eq(site.as_i64())));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(standings::kind.eq(kind.as_str()));
    }
    if let Some(kind) = &wanted.subject_kind {
        query = query.filter(standings::subject_kind.eq(kind));
    }
    if let Some(subject) = &wanted.subject {
        query = query.filter(standings::subject.eq(subject));
    }
    query = match wanted.state {
        Some(State::InForce) => query
            .filter(standings::lifted_at.is_null())
            .filter(standings::until.is_null().or(standings::until.gt(now.as_micros()))),
        Some(State::Expired) => {
            query.filter(standings::lifted_at.is_null()).filter(standings::until.le(now.as_micros()))
        }
        Some(State::Lifted) => query.filter(standings::lifted_at.is_not_null()),
        None => query,
    };
    if let Some(before) = wanted.before {
        query = query.filter(standings::id.lt(before.as_i64()));
    }
    let rows = query.load(connection)?;
    with_names(connection, rows)
}

/// These standings, those that there are.
///
/// # Errors
/// The query failed, or a row is broken.
pub fn many(connection: &mut AnyConnection, ids: &[StandingId]) -> Result<Vec<Standing>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.as_i64()).collect();
    let rows = standings::table.filter(standings::id.eq_any(ids)).select(Row::as_select()).load(connection)?;
    with_names(connection, rows)
}

fn with_names(connection: &mut AnyConnection, rows: Vec<Row>) -> Result<Vec<Standing>, StoreError> {
    let people: Vec<i64> = rows.iter().flat_map(|row| [row.created_by, row.lifted_by]).flatten().collect();
    let names: HashMap<i64, String> = if people.is_empty() {
        HashMap::new()
    } else {
        let found: Vec<(i64, String)> = moderators::table
            .filter(moderators::id.eq_any(people))
            .select((moderators::id, moderators::name))
            .load(connection)?;
        found.into_iter().collect()
    };
    let name = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned());
    let read = |row: Row| {
        let kind = StandingKind::from_word(&row.kind);
        Ok(Standing {
            id: StandingId::from_i64(row.id),
            kind: kind.ok_or_else(|| StoreError::Corrupt(format!("standing {} with a broken kind", row.id)))?,
            subject: subject(&row)?,
            site: row.site_id.map(SiteId::from_i64),
            until: row.until.map(Timestamp::from_micros),
            created_at: Timestamp::from_micros(row.created_at),
            created_by: name(row.created_by),
            lifted_at: row.lifted_at.map(Timestamp::from_micros),
            lifted_by: name(row.lifted_by),
            met: row.met,
            met_at: row.met_at.map(Timestamp::from_micros),
            reason: row.reason,
        })
    };
    rows.into_iter().map(read).collect()
}

fn subject(row: &Row) -> Result<Subject, StoreError> {
    Subject::parse(&row.subject_kind, &row.subject)
        .map_err(|_| StoreError::Corrupt(format!("standing {} with a broken subject", row.id)))
}

/// Sets a standing; another that was in force for the same subject on the same site is lifted by it.
///
/// # Errors
/// The query failed.
pub fn set(transaction: &mut Transaction<'_>, new: &NewStanding, now: Timestamp) -> Result<StandingId, StoreError> {
    let subject = new.subject.folded();
    let before = standings::table
        .filter(standings::subject_kind.eq(new.subject.kind()))
        .filter(standings::subject.eq(&subject))
        .filter(standings::lifted_at.is_null())
        .filter(standings::until.is_null().or(standings::until.gt(now.as_micros())))
        .select((standings::id, standings::site_id));
    let before: Vec<(i64, Option<i64>)> = before.load(transaction.connection)?;
    let site = new.site.map(SiteId::as_i64);
    for (id, of_site) in before {
        if of_site == site {
            lift(transaction, StandingId::from_i64(id), new.by, now)?;
        }
    }
    let id = transaction.next_id();
    diesel::insert_into(standings::table)
        .values((
            standings::id.eq(id),
            standings::kind.eq(new.kind.as_str()),
            standings::subject_kind.eq(new.subject.kind()),
            standings::subject.eq(&subject),
            standings::site_id.eq(site),
            standings::reason.eq(&new.reason),
            standings::until.eq(new.until.map(Timestamp::as_micros)),
            standings::created_at.eq(now.as_micros()),
            standings::created_by.eq(Some(new.by.as_i64())),
            standings::met.eq(0),
        ))
        .execute(transaction.connection)?;
    let id = StandingId::from_i64(id);
    // Whom it concerns stands with it: the log names no address.
    let told = Event::new(audit::Kind::StandingSet, Actor::Moderator(new.by))
        .fact("standing", id)
        .fact("kind", new.kind.as_str())
        .fact("subject", new.subject.kind())
        .fact("reason", audit::digest(&new.reason))
        .fact("until", new.until);
    audit::record(transaction, at(told, new.site));
    Ok(id)
}

fn at(event: Event, site: Option<SiteId>) -> Event {
    match site {
        Some(site) => event.site(site),
        None => event,
    }
}

/// Lifts a standing, unless it is lifted already.
///
/// # Errors
/// The query failed.
pub fn lift(
    transaction: &mut Transaction<'_>,
    id: StandingId,
    by: ModeratorId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let lifted = diesel::update(standings::table.find(id.as_i64()).filter(standings::lifted_at.is_null()))
        .set((standings::lifted_at.eq(Some(now.as_micros())), standings::lifted_by.eq(Some(by.as_i64()))))
        .execute(transaction.connection)?;
    if lifted != 1 {
        return Ok(false);
    }
    let site: Option<i64> =
        standings::table.find(id.as_i64()).select(standings::site_id).first(transaction.connection)?;
    let told = Event::new(audit::Kind::StandingLift, Actor::Moderator(by)).fact("standing", id);
    audit::record(transaction, at(told, site.map(SiteId::from_i64)));
    Ok(true)
}

/// Notes that a block has refused a submission: nothing else of it is kept.
///
/// # Errors
/// The query failed.
pub fn met(transaction: &mut Transaction<'_>, id: StandingId, now: Timestamp) -> Result<(), StoreError> {
    diesel::update(standings::table.find(id.as_i64()))
        .set((standings::met.eq(standings::met + 1), standings::met_at.eq(Some(now.as_micros()))))
        .execute(transaction.connection)?;
    Ok(())
}

/// How many authors whose comments are kept write from this domain or one below it, on this site or on all; and how many
/// moderators do.
///
/// # Errors
/// The query failed.
pub fn people_of_domain(
    connection: &mut AnyConnection,
    domain: &str,
    site: Option<SiteId>,
) -> Result<(i64, i64), StoreError> {
    let (at, below) = (format!("%@{domain}"), format!("%@%.{domain}"));
    let mut authors = comments::table
        .filter(comments::author_email_folded.like(&at).or(comments::author_email_folded.like(&below)))
        .select(diesel::dsl::sql::<diesel::sql_types::BigInt>("COUNT(DISTINCT author_email_folded)"))
        .into_boxed();
    if let Some(site) = site {
        authors = authors.filter(comments::site_id.eq(site.as_i64()));
    }
    let staff =
        moderators::table.filter(moderators::email_folded.like(&at).or(moderators::email_folded.like(&below))).count();
    Ok((authors.get_result(connection)?, staff.get_result(connection)?))
}
