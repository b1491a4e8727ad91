//! What a comment is: ids, its author, its text, its status and the decisions on it.
//!
//! First room on a comment's way, and the only one that every other room may import. Nothing here reads,
//! writes or waits: a value exists only if its parser accepted it, so nobody checks it twice.

mod author;
mod field;
mod ids;
mod keys;
mod language;
mod role;
mod standing;
mod status;
mod text;
mod timestamp;

pub use author::{EmailAddress, PersonName, Website, tells_an_email};
pub use field::FieldError;
pub use ids::{
    CommentId, DecisionId, IdSource, InvitationId, MailId, ModeratorId, NoteId, ReportId, SessionId, SiteId,
    StandingId, ThreadId, TokenId,
};
pub use keys::{ClauseId, SiteKey, ThreadKey};
pub use language::Language;
pub use role::{Access, Role};
pub use standing::{StandingKind, Subject, domain_and_above};
pub use status::{Source, Status, Verdict};
pub use text::{CommentText, TextLimits};
pub use timestamp::Timestamp;
