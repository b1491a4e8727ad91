//! One submission's way: known before? read by the rules; kept.

use super::{Accepted, DEEPEST, Intake, REPETITION, RETRY, Submission, SubmitError, fingerprint, told_article};
use crate::comment::{CommentId, FieldError, StandingKind, ThreadId, ThreadKey, Timestamp, Website};
use crate::rules::{Ancestor, Assessment, AuthorPast, Draft, Outcome, Past, RuleSet};
use crate::store::audit::{self, Actor, Event};
use crate::store::comments::{self, Comment, NewComment};
use crate::store::outbox::{self, Kind};
use crate::store::past::{self, Asked, Known};
use crate::store::queue::{STEP, TRUSTED};
use crate::store::sites::Site;
use crate::store::standings::{self, InForce};
use crate::store::threads::{self, Article, Opening, Thread};
use crate::store::{StoreError, Transaction, assessments, hits};
use crate::text;

/// What the writer found, when it came to keeping the comment.
enum Kept {
    New(CommentId),
    Known(CommentId),
    KeyReused,
    Closed,
    ParentNotPublished,
}

impl Intake {
    /// Takes a comment in: read by the rules, kept as pending, durable when this returns.
    ///
    /// The same idempotency key, or the identical body on the same thread within two minutes, gives the comment
    /// that is there.
    ///
    /// # Errors
    /// [`SubmitError`]: an unknown site or thread, a closed thread, a parent that is not published, a key used
    /// for something else, a rule that may refuse, or a database that cannot keep it now.
    pub async fn submit(&self, submission: Submission) -> Result<Accepted, SubmitError> {
        let site = self.store.site(&submission.site).await?.ok_or(SubmitError::UnknownSite)?;
        let rules = self.rules.load().for_site(site.key.as_str(), &site.pack).ok_or(SubmitError::NoRules)?;
        let now = Timestamp::now();
        let fingerprint = fingerprint::of_submission(&submission);
        let repetition = fingerprint::of_message(&submission);

        let asked = Asked {
            site: site.id,
            email: submission.email.folded(),
            name_key: text::name_key(submission.name.as_str()),
            repetition,
            parent: submission.parent,
            since: now.minus(REPETITION),
            now,
        };
        let blocks = self.store.blocks().await?;
        let (kept, thread, known) =
            self.look_back(submission.thread.clone(), submission.idempotency_key.clone(), asked.clone()).await?;
        // Whatever has become of its thread or its author since: what was kept is there.
        if let Some((comment, of_key)) = kept {
            let same = of_key == fingerprint;
            return if same { Ok(Accepted { comment, created: false }) } else { Err(SubmitError::KeyReused) };
        }
        let blocked = blocks.met_by(site.id, Some(&submission.email), submission.ip, now);
        if let Some(block) = longest_block(blocked, known.standing) {
            // A count that cannot be kept opens no door.
            let _ = self.store.write(move |transaction| standings::met(transaction, block.id, now)).await;
            return Err(SubmitError::Blocked { until: block.until, contact: site.url.clone() });
        }
        // Whether a thread is open the writer asks: a retry of what was kept must find it first.
        if thread.is_none() && !site.opens_threads {
            return Err(SubmitError::UnknownThread);
        }
        let of_staff = self.staff.namesake(&self.store, &asked.name_key, &asked.email).await?;
        let (is_first, standing) = (known.is_first, known.standing);
        let past = past(known, of_staff, &asked, thread.as_ref());
        let article = submission.article.on(&site);
        let assessment =
            assess(&rules, &site, thread.as_ref().map_or(&article, |thread| &thread.article), &submission, &past);
        // A retry of what was kept must find it, even if it would now be read as a repetition and refused.
        let refused = assessment.outcome == Outcome::Refuse;

        let has_links = !text::links(submission.text.as_str()).is_empty();
        let words = text::search::words(submission.text.as_str());
        let new = NewComment {
            site: site.id,
            name: submission.name,
            email: submission.email,
            website: submission.website,
            text: submission.text,
            reader_language: submission.language,
            wants_receipt: submission.wants_receipt,
            risk: risk(&assessment, standing.map(|standing| standing.kind)),
            idempotency_key: submission.idempotency_key,
            fingerprint,
            repetition,
            language: assessment.language.clone(),
            words,
            has_links,
            is_first,
            standing: standing.map(|standing| standing.id),
            created_at: now,
        };
        let wanted = Wanted {
            thread: submission.thread,
            article,
            parent: submission.parent,
            new,
            assessment: assessment.clone(),
            mails: self.mails,
            refused,
        };
        match self.store.write(move |transaction| keep(transaction, &wanted)).await? {
            Some(Kept::New(comment)) => Ok(Accepted { comment, created: true }),
            Some(Kept::Known(comment)) => Ok(Accepted { comment, created: false }),
            Some(Kept::KeyReused) => Err(SubmitError::KeyReused),
            Some(Kept::Closed) => Err(SubmitError::Closed),
            Some(Kept::ParentNotPublished) => Err(SubmitError::ParentNotPublished),
            None => Err(SubmitError::Refused(Box::new(assessment))),
        }
    }

    /// The comment that was kept under this idempotency key with its fingerprint, the thread, and what the rules must know
    /// of the past: one round of indexed reads.
    async fn look_back(&self, thread: ThreadKey, key: Option<String>, asked: Asked) -> Result<Before, StoreError> {
        self.store
            .look_up(move |connection| {
                let kept = match &key {
                    Some(key) => comments::by_idempotency_key(connection, asked.site, key)?,
                    None => None,
                };
                let thread = threads::find(connection, asked.site, &thread)?;
                Ok((kept, thread, past::gather(connection, &asked)?))
            })
            .await
    }
}

/// What the store knows before a comment is kept.
type Before = (Option<(CommentId, i64)>, Option<Thread>, Known);

/// What the store knows, in the words of the rules.
fn past(known: Known, of_staff: Option<String>, asked: &Asked, thread: Option<&Thread>) -> Past {
    let above =
        known.above.into_iter().map(|(email, name)| Ancestor { is_author: email == asked.email, author: email, name });
    Past {
        repeated: known.repeated,
        recent: known.recent,
        above: above.collect(),
        taken: of_staff.or(known.namesake),
        author: Some(AuthorPast { approved: known.approved, refused: known.refused }),
        banned: thread.map(|thread| thread.article.banned_names.clone()).unwrap_or_default(),
    }
}

/// All that the writer needs to keep a comment.
struct Wanted {
    thread: ThreadKey,
    article: Article,
    parent: Option<CommentId>,
    new: NewComment,
    assessment: Assessment,
    mails: bool,
    refused: bool,
}

fn assess(rules: &RuleSet, site: &Site, article: &Article, submission: &Submission, past: &Past) -> Assessment {
    rules.assess(
        &Draft {
            text: submission.text.as_str(),
            name: Some(submission.name.as_str()),
            email: Some(submission.email.as_typed()),
            website: submission.website.as_ref().map(Website::as_str),
            language: None,
            site: Some(site.key.as_str()),
            article: Some(told_article(article, site)),
            own_hosts: &site.hosts,
            ip: submission.ip,
            at: Some(Timestamp::now().as_jiff()),
        },
        past,
    )
}

/// The block that somebody meets; of several, the one that lasts longest.
pub(super) fn longest_block(of_many: Option<InForce>, of_author: Option<InForce>) -> Option<InForce> {
    let blocks = [of_many, of_author].into_iter().flatten().filter(|standing| standing.kind == StandingKind::Block);
    blocks.max_by_key(|block| block.until.map_or(i64::MAX, Timestamp::as_micros))
}

/// The place in the queue: the strongest action first, then the score, to a thousandth; what editors think of the author
/// before both.
fn risk(assessment: &Assessment, standing: Option<StandingKind>) -> i64 {
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "clamped to six digits before")]
    let score = (assessment.score.clamp(0.0, 999.0) * 1000.0) as i64;
    let fault = if assessment.fault.is_some() { least_risk(Outcome::Hold) } else { 0 };
    let held = least_risk(Outcome::Hold);
    let found = least_risk(assessment.outcome).max(fault);
    match standing {
        Some(StandingKind::Trust) if found < held => found + score - TRUSTED,
        Some(StandingKind::Hold) => found.max(held) + score,
        _ => found + score,
    }
}

/// The least risk that a comment with this outcome has.
pub fn least_risk(outcome: Outcome) -> i64 {
    let rank = match outcome {
        Outcome::None => 0,
        Outcome::Hint => 1,
        Outcome::Warn => 2,
        // A proposal of spam is not more urgent than a held comment: both wait for an eye.
        Outcome::Hold | Outcome::Spam => 3,
        Outcome::Refuse => 4,
    };
    rank * STEP
}

/// Keeps the comment unless it is there already; `None` where a rule refused a new one.
fn keep(transaction: &mut Transaction<'_>, wanted: &Wanted) -> Result<Option<Kept>, StoreError> {
    let new = &wanted.new;
    if let Some(key) = &new.idempotency_key
        && let Some((comment, fingerprint)) = comments::by_idempotency_key(transaction.reader(), new.site, key)?
    {
        let same = fingerprint == new.fingerprint;
        return Ok(Some(if same { Kept::Known(comment) } else { Kept::KeyReused }));
    }
    let thread = threads::find_open(transaction.reader(), new.site, &wanted.thread, new.created_at)?;
    if let Some((thread, is_open)) = thread {
        let since = new.created_at.minus(RETRY);
        if let Some(comment) = comments::same_as(transaction.reader(), thread, new, since)? {
            return Ok(Some(Kept::Known(comment)));
        }
        if !is_open {
            return Ok(Some(Kept::Closed));
        }
    }
    if wanted.refused {
        return Ok(None);
    }
    let thread = match thread {
        Some((thread, _)) => thread,
        None if wanted.parent.is_some() => return Ok(Some(Kept::ParentNotPublished)),
        None => threads::insert(transaction, new.site, &wanted.thread, &wanted.article, Opening::ByReader)?.id,
    };
    let parent = match parent(transaction, thread, wanted.parent)? {
        Ok(parent) => parent,
        Err(FieldError::NotPublished | _) => return Ok(Some(Kept::ParentNotPublished)),
    };
    let comment = comments::insert(transaction, thread, parent.as_ref(), new)?;
    assessments::insert(transaction, comment, &wanted.assessment, new.created_at)?;
    hits::insert(transaction, comment, &wanted.assessment, new.created_at)?;
    audit::record(transaction, held(comment, wanted));
    if wanted.mails {
        outbox::post(transaction, Kind::Waiting, comment, None, new.created_at)?;
        if new.wants_receipt {
            outbox::post(transaction, Kind::Received, comment, None, new.created_at)?;
        }
    }
    Ok(Some(Kept::New(comment)))
}

/// What the audit log tells of a comment that came in.
fn held(comment: CommentId, wanted: &Wanted) -> Event {
    Event::new(audit::Kind::Hold, Actor::System)
        .site(wanted.new.site)
        .comment(comment)
        .fact("text", audit::digest(wanted.new.text.as_str()))
        .fact("outcome", wanted.assessment.outcome.as_str())
        .fact("pack", &wanted.assessment.pack)
        .fact("version", &wanted.assessment.version)
}

/// The comment below which a reply stands: the one that it answers, or its nearest ancestor that may have replies.
fn parent(
    transaction: &mut Transaction<'_>,
    thread: ThreadId,
    wanted: Option<CommentId>,
) -> Result<Result<Option<Comment>, FieldError>, StoreError> {
    let Some(wanted) = wanted else { return Ok(Ok(None)) };
    let mut parent = comments::get(transaction.reader(), wanted)?;
    let is_published =
        |comment: &Comment| comment.thread == thread && comment.status == crate::comment::Status::Approved;
    if !parent.as_ref().is_some_and(is_published) {
        return Ok(Err(FieldError::NotPublished));
    }
    while let Some(comment) = &parent
        && comment.depth >= DEEPEST
        && let Some(above) = comment.parent
    {
        parent = comments::get(transaction.reader(), above)?;
    }
    Ok(Ok(parent))
}
