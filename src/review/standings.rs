//! What editors think of somebody: to trust an author, to hold all they write, to block an address, a domain or a range.

use super::Desk;
use crate::comment::{
    EmailAddress, FieldError, ModeratorId, Role, SiteId, StandingId, StandingKind, Subject, Timestamp,
};
use crate::store::standings::{self, NewStanding, Standing, State, Wanted};
use crate::store::{StoreError, moderators};

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// The most standings on a page.
const LARGEST_PAGE: usize = 100;

/// Ranges that take in more than this many bits' worth of the address are blocked only by somebody who means it.
const WIDEST_V4: u8 = 16;
const WIDEST_V6: u8 = 32;

/// What an editor wants set.
#[derive(Debug, Clone)]
pub struct StandingRequest {
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
    /// Whether they have seen whom it concerns besides.
    pub confirmed: bool,
}

/// Whom a block would concern besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caution {
    /// So many authors who have written before.
    pub authors: i64,
    /// So many moderators.
    pub moderators: i64,
    /// Whether it is a range of very many addresses, of which nobody knows who has them.
    pub is_wide: bool,
}

/// A page of standings.
#[derive(Debug, Clone)]
pub struct StandingPage {
    /// The newest first.
    pub standings: Vec<Standing>,
    /// After which the next page begins.
    pub next: Option<StandingId>,
}

/// Why nothing was set or lifted.
#[derive(Debug, thiserror::Error)]
pub enum StandingError {
    /// There is no such standing, or it was lifted already.
    #[error("there is no such standing")]
    NotFound,
    /// Their role does not allow it.
    #[error("this takes the role {needed}")]
    NotAllowed {
        /// The role that may.
        needed: Role,
    },
    /// A field has a value that it cannot have.
    #[error("{field} {error}")]
    Field {
        /// Which.
        field: &'static str,
        /// Why.
        error: FieldError,
    },
    /// It concerns others besides; it is set if they say that they have seen that.
    #[error("this has to be confirmed")]
    Doubtful(Caution),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// A page of standings on the sites that may be seen.
    ///
    /// # Errors
    /// Not a moderator anywhere, or the query failed.
    pub async fn standings(&self, mut wanted: Wanted, limit: usize) -> Result<StandingPage, StandingError> {
        if !self.access.allows_somewhere(Role::Moderator) {
            return Err(StandingError::NotAllowed { needed: Role::Moderator });
        }
        wanted.sites = self.access.only_sites();
        let access = self.access.clone();
        let limit = limit.clamp(1, LARGEST_PAGE);
        let read = self.store.read(move |connection| {
            let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
            let mut found = standings::list(connection, &wanted, Timestamp::now(), more)?;
            let next = if found.len() > limit {
                found.truncate(limit);
                found.last().map(|last| last.id)
            } else {
                None
            };
            // An address is for those who moderate the site on which it is known.
            found.retain(|standing| standing.site.is_none_or(|site| access.allows(Role::Moderator, site)));
            Ok(StandingPage { standings: found, next })
        });
        Ok(read.await?)
    }

    /// What stands of an author now, on a site or on all: the strongest first.
    ///
    /// # Errors
    /// The query failed.
    pub async fn standings_of(&self, author: &EmailAddress, site: SiteId) -> Result<Vec<Standing>, StoreError> {
        let by = |subject_kind: &str, subject: String| Wanted {
            site: Some(site),
            subject_kind: Some(subject_kind.to_owned()),
            subject: Some(subject),
            state: Some(State::InForce),
            ..Wanted::default()
        };
        let domain = author.domain();
        let mut asked = vec![by("email", author.folded())];
        asked.extend(crate::comment::domain_and_above(&domain).map(|domain| by("domain", domain.to_owned())));
        self.store
            .read(move |connection| {
                let mut all = Vec::new();
                for wanted in &asked {
                    all.extend(standings::list(connection, wanted, Timestamp::now(), 10)?);
                }
                all.sort_by_key(|standing| std::cmp::Reverse(standing.kind));
                Ok(all)
            })
            .await
    }

    /// Sets a standing. Another of the same subject on the same site is lifted by it.
    ///
    /// # Errors
    /// [`StandingError`]: not the role for it, a field that will not do, or others whom it concerns besides.
    pub async fn set_standing(
        &self,
        wanted: StandingRequest,
        moderator: ModeratorId,
    ) -> Result<StandingId, StandingError> {
        self.must_on(wanted.site)?;
        let now = Timestamp::now();
        let refused = |field, error| Err(StandingError::Field { field, error });
        let reason = wanted.reason.trim().to_owned();
        if reason.is_empty() {
            return refused("reason", FieldError::Required);
        }
        if reason.chars().count() > LONGEST_REASON {
            return refused("reason", FieldError::TooLong { max: LONGEST_REASON });
        }
        if wanted.until.is_some_and(|until| until <= now) {
            return refused("until", FieldError::Past);
        }
        if wanted.kind != StandingKind::Block && !matches!(wanted.subject, Subject::Email(_)) {
            return refused("subject", FieldError::Unknown);
        }
        if wanted.kind == StandingKind::Block
            && !wanted.confirmed
            && let Some(caution) = self.caution(&wanted.subject, wanted.site).await?
        {
            return Err(StandingError::Doubtful(caution));
        }
        let new = NewStanding {
            kind: wanted.kind,
            subject: wanted.subject,
            site: wanted.site,
            reason,
            until: wanted.until,
            by: moderator,
        };
        let set = self.store.write(move |transaction| standings::set(transaction, &new, now)).await?;
        self.store.forget_blocks();
        Ok(set)
    }

    /// Takes a standing back.
    ///
    /// # Errors
    /// [`StandingError`]: there is none, it was lifted already, or not the role for it.
    pub async fn lift_standing(&self, id: StandingId, moderator: ModeratorId) -> Result<(), StandingError> {
        let found = self.store.read(move |connection| standings::many(connection, &[id])).await?.pop();
        let standing = found.ok_or(StandingError::NotFound)?;
        self.must_on(standing.site)?;
        let lift = self.store.write(move |transaction| standings::lift(transaction, id, moderator, Timestamp::now()));
        let lifted = lift.await?;
        self.store.forget_blocks();
        lifted.then_some(()).ok_or(StandingError::NotFound)
    }

    /// Whether somebody may set and lift on a site, or on all: the one place that asks.
    fn must_on(&self, site: Option<SiteId>) -> Result<(), StandingError> {
        let needed = Role::Editor;
        match site {
            None if self.access.allows_everywhere(needed) => Ok(()),
            None => Err(StandingError::NotAllowed { needed }),
            Some(site) => match self.access.at(site) {
                None => Err(StandingError::NotFound),
                Some(role) if role < needed => Err(StandingError::NotAllowed { needed }),
                Some(_) => Ok(()),
            },
        }
    }

    /// Whom a block would concern besides the one who is meant; `None` where it concerns nobody else.
    async fn caution(&self, subject: &Subject, site: Option<SiteId>) -> Result<Option<Caution>, StoreError> {
        match subject {
            Subject::Range(range) => {
                let widest = if range.max_prefix_len() == 32 { WIDEST_V4 } else { WIDEST_V6 };
                let is_wide = range.prefix_len() < widest;
                Ok(is_wide.then_some(Caution { authors: 0, moderators: 0, is_wide }))
            }
            Subject::Domain(domain) => {
                let domain = domain.clone();
                let read = self.store.read(move |connection| standings::people_of_domain(connection, &domain, site));
                let (authors, moderators) = read.await?;
                Ok(Some(Caution { authors, moderators, is_wide: false }))
            }
            Subject::Email(email) => {
                let email = email.clone();
                let found = self.store.read(move |connection| moderators::by_email(connection, &email)).await?;
                Ok(found.map(|_| Caution { authors: 1, moderators: 1, is_wide: false }))
            }
        }
    }
}
