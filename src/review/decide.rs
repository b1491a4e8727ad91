//! A decision and its undoing: one transaction each, against the version that the editor saw.

use super::{Desk, redact};
use crate::comment::{
    Access, CommentId, DecisionId, ModeratorId, ReportId, Role, SiteId, Source, Status, Timestamp, Verdict,
};
use crate::store::audit::{self, Actor, Event};
use crate::store::claims::{self, Held};
use crate::store::comments::{self, Comment};
use crate::store::decisions::{self, Decision, NewDecision};
use crate::store::outbox::{self, Kind};
use crate::store::{StoreError, Transaction, assessments, reports, threads};

/// The longest word to the reader, in characters.
pub const LONGEST_NOTE: usize = 500;

/// The most comments that are decided on at once.
pub const MOST_AT_ONCE: usize = 100;

/// What an editor wants done.
#[derive(Debug, Clone)]
pub struct Order {
    /// To which comment.
    pub comment: CommentId,
    /// The version that the editor saw.
    pub version: i64,
    /// What.
    pub verdict: Verdict,
    /// For which clause; needed to refuse, meaningless otherwise.
    pub clause: Option<String>,
    /// A word to the reader.
    pub note: Option<String>,
    /// Whether an approved comment is published without what its rules offer to take out.
    pub redact: bool,
    /// The last report that the editor saw: where the comment is kept, reports that came later stay open. All are settled
    /// where it is not said, and by any other decision.
    pub last_report: Option<ReportId>,
    /// Who decides.
    pub moderator: Option<ModeratorId>,
    /// By which door.
    pub source: Source,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The comment.
    pub comment: CommentId,
    /// Where it stands now.
    pub status: Status,
    /// Its version now.
    pub version: i64,
    /// Whether it was left as it is, and readers' reports were settled.
    pub kept: bool,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such comment.
    #[error("there is no such comment")]
    NotFound,
    /// Their role does not allow it.
    #[error("this takes the role {needed}")]
    NotAllowed {
        /// The role that may.
        needed: Role,
    },
    /// Somebody else has decided since, or it stands there already.
    #[error("another decision stands")]
    Conflict {
        /// Where the comment stands.
        status: Status,
        /// Its version.
        version: i64,
        /// The decision that stands.
        decision: Option<Box<Decision>>,
    },
    /// Somebody else is reading it: whoever takes it over first may decide.
    #[error("somebody else is reading it")]
    Claimed {
        /// Who, and until when.
        held: Box<Held>,
    },
    /// Neither approved nor refused nor spam.
    #[error("there is no such verdict")]
    UnknownVerdict,
    /// A refusal names a clause.
    #[error("a refusal needs a clause")]
    ClauseNeeded,
    /// The site's netiquette has no such clause.
    #[error("the site's netiquette has no such clause")]
    UnknownClause,
    /// The word to the reader is too long.
    #[error("the note is longer than {max} characters")]
    NoteTooLong {
        /// The most characters.
        max: usize,
    },
    /// A note says something.
    #[error("the note is empty")]
    NoteEmpty,
    /// No rule offers to take anything out.
    #[error("there is nothing to redact")]
    NothingToRedact,
    /// There is no decision to take back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the writer found.
enum Outcome {
    Done(Decided),
    NotFound,
    NotAllowed,
    NothingToUndo,
    Claimed(Held),
    Conflict { status: Status, version: i64, decision: Option<Box<Decision>> },
}

impl Outcome {
    fn into_result(self) -> Result<Decided, DecideError> {
        match self {
            Self::Done(decided) => Ok(decided),
            Self::NotFound => Err(DecideError::NotFound),
            Self::NotAllowed => Err(DecideError::NotAllowed { needed: Role::Moderator }),
            Self::NothingToUndo => Err(DecideError::NothingToUndo),
            Self::Claimed(held) => Err(DecideError::Claimed { held: Box::new(held) }),
            Self::Conflict { status, version, decision } => Err(DecideError::Conflict { status, version, decision }),
        }
    }
}

impl Desk {
    /// Whether somebody with this access may do what takes this role on a site; what they may not see is not there.
    ///
    /// # Errors
    /// [`DecideError::NotFound`] or [`DecideError::NotAllowed`].
    pub(super) fn must(&self, needed: Role, site: SiteId) -> Result<(), DecideError> {
        match self.access.at(site) {
            None => Err(DecideError::NotFound),
            Some(role) if role < needed => Err(DecideError::NotAllowed { needed }),
            Some(_) => Ok(()),
        }
    }

    /// Decides on a comment. The trail, the published thread and the reader's mail change together or not at all.
    ///
    /// # Errors
    /// [`DecideError`]: of two opposite decisions at once one wins and the other gets a `Conflict` that shows it; on what
    /// somebody else is reading nobody decides but who takes it over.
    pub async fn decide(&self, order: Order) -> Result<Decided, DecideError> {
        let (order, redacted) = self.check(order).await?;
        let (mails, due_at) = (self.mails, Timestamp::now().plus(self.delay));
        let access = self.access.clone();
        self.store
            .write(move |transaction| {
                let comment = match decidable(transaction, order.comment, &access)? {
                    Ok(comment) => comment,
                    Err(outcome) => return Ok(outcome),
                };
                if let Some(held) = held_by_another(transaction, &comment, &order)? {
                    return Ok(Outcome::Claimed(held));
                }
                let settles = order.verdict == Verdict::Approve
                    && comment.status == Status::Approved
                    && reports::are_open(transaction.reader(), comment.id)?;
                // What readers have reported may stay as it is: the reports are settled by a decision all the same.
                let to = match comment.status.after(order.verdict).or_else(|| settles.then_some(comment.status)) {
                    Some(to) if comment.version == order.version => to,
                    _ => return conflict(transaction, &comment),
                };
                let mail = match to {
                    Status::Approved => Some(Kind::Published),
                    Status::Refused => Some(Kind::Refused),
                    Status::Pending | Status::Spam => None,
                };
                let seen = order.last_report.filter(|_| settles);
                let redacted = if settles { comment.redacted.clone() } else { redacted.clone() };
                move_comment(
                    transaction,
                    &comment,
                    seen,
                    mail.filter(|_| mails && !settles),
                    due_at,
                    |rules, marked| NewDecision {
                        comment: comment.id,
                        version: comment.version + 1,
                        from: comment.status,
                        to,
                        clause: order.clause.clone().filter(|_| to == Status::Refused),
                        note: order.note.clone(),
                        moderator: order.moderator,
                        source: order.source,
                        undoes: None,
                        rules,
                        automated_detection: marked,
                        redacted,
                    },
                )
            })
            .await?
            .into_result()
    }

    /// Decides on several comments, each for itself: what fails for one changes nothing for the others.
    pub async fn decide_many(&self, orders: Vec<Order>) -> Vec<(CommentId, Result<Decided, DecideError>)> {
        let decisions = orders.into_iter().map(|order| async move { (order.comment, self.decide(order).await) });
        futures_util::future::join_all(decisions).await
    }

    /// Takes the last decision on a comment back: it stands where it stood before, and mails not yet sent are not.
    ///
    /// # Errors
    /// [`DecideError`]: nothing to undo, or another version than the editor saw.
    pub async fn undo(
        &self,
        comment: CommentId,
        version: i64,
        moderator: Option<ModeratorId>,
    ) -> Result<Decided, DecideError> {
        let access = self.access.clone();
        self.store
            .write(move |transaction| {
                let comment = match decidable(transaction, comment, &access)? {
                    Ok(comment) => comment,
                    Err(outcome) => return Ok(outcome),
                };
                if comment.version != version {
                    return conflict(transaction, &comment);
                }
                let mut trail = decisions::of_comment(transaction.reader(), comment.id)?;
                let last = match trail.pop() {
                    Some(last) if last.undoes.is_none() => last,
                    _ => return Ok(Outcome::NothingToUndo),
                };
                let to = last.from;
                // What was published before is published again, as it was.
                let redacted = trail.pop().and_then(|before| before.redacted);
                move_comment(transaction, &comment, None, None, Timestamp::now(), |rules, marked| NewDecision {
                    comment: comment.id,
                    version: comment.version + 1,
                    from: comment.status,
                    to,
                    clause: None,
                    note: None,
                    moderator,
                    source: Source::Moderator,
                    undoes: Some(last.id),
                    rules,
                    automated_detection: marked,
                    redacted,
                })
            })
            .await?
            .into_result()
    }

    /// Checks a refusal's clause against the site's netiquette, and the length of the word to the reader; gives what is
    /// published in the place of the text, where it is to be redacted.
    async fn check(&self, mut order: Order) -> Result<(Order, Option<String>), DecideError> {
        order.note = order.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if order.note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            return Err(DecideError::NoteTooLong { max: LONGEST_NOTE });
        }
        let refuses = order.verdict == Verdict::Refuse;
        let redacts = order.redact && order.verdict == Verdict::Approve;
        if !refuses && !redacts {
            return Ok((order, None));
        }
        if refuses && order.clause.is_none() {
            return Err(DecideError::ClauseNeeded);
        }
        let item = self.one(order.comment).await?.ok_or(DecideError::NotFound)?;
        let site = self.store.site_by_id(item.comment.site).await?.ok_or(DecideError::NotFound)?;
        let rules = self.rules.load().for_site(site.key.as_str(), &site.pack);
        if redacts {
            let pieces = rules.and_then(|rules| item.redaction(&rules)).ok_or(DecideError::NothingToRedact)?;
            return Ok((order, Some(redact::redacted(&pieces))));
        }
        let is_known = |clause: &String| rules.is_some_and(|rules| rules.clause(clause).is_some());
        if order.clause.as_ref().is_some_and(is_known) { Ok((order, None)) } else { Err(DecideError::UnknownClause) }
    }
}

/// A comment on which somebody with this access may decide; or why not.
fn decidable(
    transaction: &mut Transaction<'_>,
    id: CommentId,
    access: &Access,
) -> Result<Result<Comment, Outcome>, StoreError> {
    Ok(match comments::get(transaction.reader(), id)? {
        Some(comment) if access.allows(Role::Moderator, comment.site) => Ok(comment),
        Some(comment) if access.allows(Role::Viewer, comment.site) => Err(Outcome::NotAllowed),
        _ => Err(Outcome::NotFound),
    })
}

/// Who else is reading a comment that somebody decides on as it stands: what was decided on since is told first.
fn held_by_another(
    transaction: &mut Transaction<'_>,
    comment: &Comment,
    order: &Order,
) -> Result<Option<Held>, StoreError> {
    let Some(moderator) = order.moderator.filter(|_| comment.version == order.version) else { return Ok(None) };
    Ok(claims::held_by_others(transaction.reader(), moderator, &[comment.id], Timestamp::now())?.pop())
}

fn conflict(transaction: &mut Transaction<'_>, comment: &Comment) -> Result<Outcome, StoreError> {
    let decision = decisions::of_comment(transaction.reader(), comment.id)?.pop().map(Box::new);
    Ok(Outcome::Conflict { status: comment.status, version: comment.version, decision })
}

/// Moves the comment, appends the decision, brings the thread up to date, and settles who is written to.
fn move_comment(
    transaction: &mut Transaction<'_>,
    comment: &Comment,
    last_report: Option<ReportId>,
    mail: Option<Kind>,
    due_at: Timestamp,
    decision: impl FnOnce([String; 3], bool) -> NewDecision,
) -> Result<Outcome, StoreError> {
    let (rules, marked) = match assessments::latest(transaction.reader(), &[comment.id])?.pop() {
        Some((_, assessment)) => {
            let marked = !assessment.hits.is_empty();
            ([assessment.pack, assessment.version, assessment.hash], marked)
        }
        None => (<[String; 3]>::default(), false),
    };
    let decision = decision(rules, marked);
    let (to, undone) = (decision.to, decision.undoes);
    let published = |status: Status| i64::from(status == Status::Approved);
    let change = published(to) - published(comment.status);
    if change != 0 {
        // First of all: on PostgreSQL the thread's row puts decisions of several servers in a row.
        threads::touch(transaction, comment.thread, change)?;
    }
    let name_key = (to == Status::Approved).then(|| crate::text::name_key(&comment.author_name));
    let redacted = decision.redacted.as_deref();
    if !comments::change_status(transaction, comment, to, name_key.as_deref(), redacted, Timestamp::now())? {
        let Some(current) = comments::get(transaction.reader(), comment.id)? else { return Ok(Outcome::NotFound) };
        if change != 0 {
            threads::touch(transaction, comment.thread, -change)?;
        }
        return conflict(transaction, &current);
    }
    comments::settle_visibility(transaction, comment.id)?;
    let id = decisions::append(transaction, &decision, comment)?;
    tell(transaction, comment, id, &decision);
    let decision = id;
    match undone {
        Some(undone) => reports::open_again(transaction, undone)?,
        None => reports::settle(transaction, comment.id, decision, last_report)?,
    }
    if to != comment.status {
        outbox::take_back(transaction, comment.id)?;
    }
    if let Some(kind) = mail {
        outbox::post(transaction, kind, comment.id, Some(decision), due_at)?;
    }
    Ok(Outcome::Done(Decided {
        comment: comment.id,
        status: to,
        version: comment.version + 1,
        kept: to == comment.status,
    }))
}

/// Has the audit log tell of a decision, and of what it publishes in the place of the text.
fn tell(transaction: &mut Transaction<'_>, comment: &Comment, id: DecisionId, decision: &NewDecision) {
    let kind = if decision.undoes.is_some() { audit::Kind::Undo } else { audit::Kind::Decision };
    let event = |kind| Event::new(kind, Actor::from(decision.moderator)).site(comment.site).comment(comment.id);
    let told = event(kind)
        .fact("decision", id)
        .fact("from", decision.from.as_str())
        .fact("to", decision.to.as_str())
        .fact("version", decision.version)
        .fact("clause", decision.clause.as_deref())
        .fact("note", decision.note.as_deref().map(audit::digest))
        .fact("source", decision.source.as_str())
        .fact("undoes", decision.undoes);
    audit::record(transaction, told);
    if let Some(redacted) = &decision.redacted {
        let told = event(audit::Kind::Redaction)
            .fact("decision", id)
            .fact("text", audit::digest(&comment.text))
            .fact("published", audit::digest(redacted));
        audit::record(transaction, told);
    }
}
