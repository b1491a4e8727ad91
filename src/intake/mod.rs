//! The one door through which every comment comes in, whatever the protocol.
//!
//! [`Intake::submit`] reads what the rules need to know of the past, lets them read the draft, and keeps the
//! comment, pending, with its assessment and the mails that it owes, in one transaction. When it answers, the
//! comment is on disk.

mod article;
mod check;
mod fingerprint;
mod limit;
mod report;
mod staff;
mod submit;

pub use article::{NamedArticle, told_article};
pub use check::Unsent;
pub use limit::AddressLimit;
pub use report::{LONGEST_WORD, ReportError, ReportOrder};
pub use submit::least_risk;

use std::sync::Arc;
use std::time::Duration;

use crate::comment::{
    CommentId, CommentText, EmailAddress, Language, PersonName, SiteKey, ThreadKey, Timestamp, Website,
};
use crate::rules::{Assessment, Library};
use crate::store::{Store, StoreError};

/// Whoever sends the identical body to the same thread within this time has sent it once (clause `repetition`).
const RETRY: Duration = Duration::from_secs(120);

/// The same author may not send the same message again within this time (clause `repetition`).
const REPETITION: Duration = Duration::from_secs(7 * 24 * 3600);

/// A reply deeper than this stands beside the comment that it answers, not below it.
const DEEPEST: i64 = 8;

/// The door, and what stands behind it.
#[derive(Clone)]
pub struct Intake {
    store: Arc<Store>,
    rules: Arc<Rules>,
    staff: Arc<staff::Staff>,
    mails: bool,
}

/// The rules in force: swapped whole, so that a request keeps the set with which it began.
pub type Rules = arc_swap::ArcSwap<Library>;

/// A comment as a reader hands it in: every field parsed, nothing decided.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The site.
    pub site: SiteKey,
    /// The thread on it.
    pub thread: ThreadKey,
    /// What the page says of its article, should the thread not be known yet.
    pub article: NamedArticle,
    /// The author's name.
    pub name: PersonName,
    /// The author's address.
    pub email: EmailAddress,
    /// The author's website.
    pub website: Option<Website>,
    /// The text.
    pub text: CommentText,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// The language in which the reader is spoken to.
    pub language: Language,
    /// Whether the reader asked for a receipt by mail.
    pub wants_receipt: bool,
    /// The client's own name for this submission.
    pub idempotency_key: Option<String>,
    /// Where it comes from; for the rules, and not kept.
    pub ip: Option<std::net::IpAddr>,
}

/// What became of a submission.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The comment, new or the one that was there.
    pub comment: CommentId,
    /// Whether this submission made it; `false` for a retry.
    pub created: bool,
}

/// Why a submission was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// There is no such site.
    #[error("there is no such site")]
    UnknownSite,
    /// There is no such thread, and the site does not open threads by a first comment.
    #[error("there is no such thread")]
    UnknownThread,
    /// The thread takes no more comments.
    #[error("the thread is closed")]
    Closed,
    /// The comment that it answers is not published in this thread.
    #[error("the comment that is answered is not published in this thread")]
    ParentNotPublished,
    /// Somebody who writes from here is blocked, by their address, its domain or their range.
    #[error("comments from here are not taken at present")]
    Blocked {
        /// Until when.
        until: Option<Timestamp>,
        /// Where the newsroom can be reached.
        contact: Option<String>,
    },
    /// The idempotency key was used for another submission.
    #[error("the idempotency key was used for another submission")]
    KeyReused,
    /// A rule that may refuse has refused it; the reader can mend it.
    #[error("a rule refused it")]
    Refused(Box<Assessment>),
    /// The site's pack of rules is not loaded.
    #[error("the site's rules are not loaded")]
    NoRules,
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Intake {
    /// A door to `store`, with the rules in force; `mails` says whether anybody is to be written to.
    pub fn new(store: Arc<Store>, rules: Arc<Rules>, mails: bool) -> Self {
        Self { store, rules, staff: Arc::default(), mails }
    }
}
