//! What an editor sees: a page of the queue, or one comment, with everything that bears on it.

use std::collections::HashMap;

use super::Desk;
use super::redact::{self, Piece};
use crate::comment::{CommentId, ModeratorId, SiteId, StandingId, Status, Timestamp};
use crate::rules::{Assessment, RuleSet};
use crate::store::claims::{self, Held};
use crate::store::comments::{self, Comment};
use crate::store::decisions::{self, Decision};
use crate::store::notes::{self, Note};
use crate::store::queue::{Order, Position, Sieve};
use crate::store::reports::{self, Reports};
use crate::store::standings::{self, Standing};
use crate::store::threads::{self, Thread};
use crate::store::{AnyConnection, StoreError, assessments, queue};

/// The most comments on a page.
pub const LARGEST_PAGE: usize = 100;

/// Which part of which queue.
#[derive(Debug, Clone, Default)]
pub struct QueueRequest {
    /// Comments with this status; pending by default.
    pub status: Option<Status>,
    /// Only those to which this applies.
    pub sieve: Sieve,
    /// Only those hit by a rule of this clause.
    pub clause: Option<String>,
    /// In this order.
    pub order: Order,
    /// After this place.
    pub after: Option<Position>,
    /// So many; at most [`LARGEST_PAGE`].
    pub limit: usize,
}

/// A comment with what bears on it.
#[derive(Debug, Clone)]
pub struct Item {
    /// The comment.
    pub comment: Comment,
    /// Its thread, without the article's text.
    pub thread: Thread,
    /// What the rules found.
    pub assessment: Option<Assessment>,
    /// Its trail, the first decision first; only where one comment is read.
    pub decisions: Vec<Decision>,
    /// What moderators have noted, the first note first; only where one comment is read.
    pub notes: Vec<Note>,
    /// What editors thought of its author when it came in.
    pub standing: Option<Standing>,
    /// What readers report of it; what is settled only where one comment is read.
    pub reports: Reports,
}

impl Item {
    /// Where the reader is told that the comment stands: whoever sends spam is not told that it was recognised.
    pub fn told_status(&self) -> Status {
        match self.comment.status {
            Status::Spam => Status::Pending,
            status => status,
        }
    }

    /// The clause for which the comment stands refused.
    pub fn refusal_clause(&self) -> Option<&str> {
        let refused = self.comment.status == Status::Refused;
        self.decisions.last().filter(|_| refused)?.clause.as_deref()
    }

    /// Where rules offer to redact the text, and what would be put there, in the reader's language.
    pub fn redaction(&self, rules: &RuleSet) -> Option<Vec<Piece>> {
        redact::pieces(&self.comment.text, self.assessment.as_ref()?, rules, self.comment.reader_language)
    }

    /// What the reader is told of the assessment: the words that broke the clause; while the comment waits, those
    /// that a rule would have mended.
    pub fn told_assessment(&self) -> Option<Assessment> {
        let mut told = self.assessment.clone()?;
        told.hits.retain(|hit| match self.comment.status {
            Status::Refused => hit.clause.as_deref() == self.refusal_clause(),
            Status::Pending => hit.may_be_mended(),
            Status::Approved | Status::Spam => false,
        });
        Some(told)
    }
}

/// A tray of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tray {
    /// The comments that stand there.
    Of(Status),
    /// The published comments that readers have reported, until an editor decides.
    Reported,
}

impl Tray {
    /// Every tray, in the order of the desk.
    pub const ALL: [Self; 5] = [
        Self::Of(Status::Pending),
        Self::Reported,
        Self::Of(Status::Approved),
        Self::Of(Status::Refused),
        Self::Of(Status::Spam),
    ];

    /// The word of the API and of the desk's addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Of(status) => status.as_str(),
            Self::Reported => "reported",
        }
    }

    /// The tray of a word that [`Tray::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tray| tray.as_str() == word)
    }

    /// Where its comments stand.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Of(status) => status,
            Self::Reported => Status::Approved,
        }
    }
}

/// How full a tray is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrayCount {
    /// Which.
    pub tray: Tray,
    /// How many there are, counted up to what was asked for.
    pub count: usize,
    /// When the oldest was submitted; when it was reported, in the tray of what is.
    pub oldest: Option<Timestamp>,
}

/// A page of a queue.
#[derive(Debug, Clone, Default)]
pub struct QueuePage {
    /// The comments, in order.
    pub items: Vec<Item>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Position>,
}

impl Desk {
    /// A page of a queue, by keyset: as quick at the end as at the beginning.
    ///
    /// # Errors
    /// The query failed.
    pub async fn queue(&self, request: QueueRequest) -> Result<QueuePage, StoreError> {
        Ok(self.look(request, None).await?.0)
    }

    /// The same with what of it somebody else than this moderator is reading.
    ///
    /// # Errors
    /// The query failed.
    pub async fn queue_with_claims(
        &self,
        moderator: ModeratorId,
        request: QueueRequest,
    ) -> Result<(QueuePage, Vec<Held>), StoreError> {
        self.look(request, Some(moderator)).await
    }

    async fn look(
        &self,
        request: QueueRequest,
        reader: Option<ModeratorId>,
    ) -> Result<(QueuePage, Vec<Held>), StoreError> {
        let request = self.within_sight(request);
        if request.sieve.phrases.is_some() {
            self.store.searchable().await?;
        }
        self.store
            .read(move |connection| {
                let limit = request.limit.clamp(1, LARGEST_PAGE);
                let status = request.status.unwrap_or(Status::Pending);
                let found = queue::page(connection, status, &request.sieve, request.order, request.after, limit)?;
                let ids: Vec<CommentId> = found.comments.iter().map(|comment| comment.id).collect();
                let held = match reader {
                    Some(reader) => claims::held_by_others(connection, reader, &ids, Timestamp::now())?,
                    None => Vec::new(),
                };
                Ok((QueuePage { items: with_context(connection, found.comments)?, next: found.next }, held))
            })
            .await
    }

    /// What is asked for, as far as it may be seen, its clause resolved into rules.
    pub(super) fn within_sight(&self, mut request: QueueRequest) -> QueueRequest {
        request.sieve.sites = self.access.only_sites();
        if let Some(clause) = request.clause.take() {
            let mut rules = self.rules_of(&clause);
            if let Some(wanted) = &request.sieve.rules {
                rules.retain(|rule| wanted.contains(rule));
            }
            request.sieve.rules = Some(rules);
        }
        request
    }

    /// A page of a queue, that is looked for on and on while it is not full, for `looks` pages at most.
    ///
    /// # Errors
    /// A query failed.
    pub async fn full_queue(&self, request: QueueRequest, looks: usize) -> Result<QueuePage, StoreError> {
        let limit = request.limit.clamp(1, LARGEST_PAGE);
        let mut page = self.queue(request.clone()).await?;
        for _ in 1..looks {
            let (Some(next), missing @ 1..) = (page.next, limit.saturating_sub(page.items.len())) else { break };
            let more = self.queue(QueueRequest { after: Some(next), limit: missing, ..request.clone() }).await?;
            page.items.extend(more.items);
            page.next = more.next;
        }
        Ok(page)
    }

    /// One comment with everything that bears on it.
    ///
    /// # Errors
    /// The query failed.
    pub async fn one(&self, id: CommentId) -> Result<Option<Item>, StoreError> {
        let desk = self.clone();
        self.store
            .read(move |connection| {
                let found = comments::get(connection, id)?.filter(|comment| desk.may_see(comment.site));
                let mut reviews = with_context(connection, found.into_iter().collect())?;
                let Some(review) = reviews.first_mut() else { return Ok(None) };
                review.decisions = decisions::of_comment(connection, id)?;
                review.notes = notes::of_comment(connection, id)?;
                review.reports = reports::of_comments(connection, &[id], true)?.remove(&id).unwrap_or_default();
                Ok(reviews.pop())
            })
            .await
    }

    /// The site of a comment.
    ///
    /// # Errors
    /// The query failed.
    pub(super) async fn site_of(&self, id: CommentId) -> Result<Option<SiteId>, StoreError> {
        let found = self.store.read(move |connection| comments::sites(connection, &[id])).await?;
        Ok(found.into_iter().next().map(|(_, site)| site))
    }

    /// The rules of a clause, of every set in force.
    fn rules_of(&self, clause: &str) -> Vec<String> {
        let library = self.rules.load();
        let summaries = library.sets().into_iter().flat_map(|(_, set)| set.summaries());
        let mut rules: Vec<String> =
            summaries.filter(|rule| rule.clause.as_deref() == Some(clause)).map(|rule| rule.id).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    /// How many comments are in each tray, counted up to `most`, and since when the oldest is.
    ///
    /// # Errors
    /// The query failed.
    pub async fn counts(&self, most: usize) -> Result<Vec<TrayCount>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let sites = self.access.only_sites();
        self.store
            .read(move |connection| {
                let count = |tray| {
                    let (count, oldest) = match tray {
                        Tray::Of(status) => queue::count(connection, status, sites.as_deref(), most)?,
                        Tray::Reported => reports::count_open(connection, sites.as_deref(), most)?,
                    };
                    Ok(TrayCount { tray, count, oldest })
                };
                Tray::ALL.into_iter().map(count).collect()
            })
            .await
    }
}

/// Adds threads, assessments, standings and open reports to comments: a handful of queries, however many comments.
fn with_context(connection: &mut AnyConnection, found: Vec<Comment>) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<CommentId> = found.iter().map(|comment| comment.id).collect();
    let mut thread_ids: Vec<_> = found.iter().map(|comment| comment.thread).collect();
    thread_ids.sort_unstable();
    thread_ids.dedup();
    let threads: HashMap<_, _> =
        threads::headings(connection, &thread_ids)?.into_iter().map(|thread| (thread.id, thread)).collect();
    let of_authors: Vec<StandingId> = found.iter().filter_map(|comment| comment.standing).collect();
    let of_authors: HashMap<_, _> =
        standings::many(connection, &of_authors)?.into_iter().map(|standing| (standing.id, standing)).collect();
    let mut reported = reports::of_comments(connection, &ids, false)?;
    let mut assessments: HashMap<_, _> = assessments::latest(connection, &ids)?.into_iter().collect();
    found
        .into_iter()
        .map(|comment| {
            let thread = threads
                .get(&comment.thread)
                .cloned()
                .ok_or_else(|| StoreError::Corrupt(format!("comment {} without its thread", comment.id)))?;
            let assessment = assessments.remove(&comment.id);
            let standing = comment.standing.and_then(|id| of_authors.get(&id).cloned());
            let reports = reported.remove(&comment.id).unwrap_or_default();
            Ok(Item { comment, thread, assessment, decisions: Vec::new(), notes: Vec::new(), standing, reports })
        })
        .collect()
}
