//! **Placet** is a comment moderation backend: readers submit, netiquette rules read and mark, every comment waits,
//! an editor decides, and the reader is told, with the clause and the words that broke it.
//!
//! The rooms stand in the order of a comment's way:
//!
//! - [`comment`]: what a comment is. Ids, author, text, status. No I/O.
//! - [`text`]: what a text is. Folded views with their way back to the original. Pure functions.
//! - [`rules`]: rule files become a compiled set, a draft becomes an assessment. Knows no store and no clock.
//! - [`notify`]: what leaves the house. A mail is composed from data when it is sent, and delivered once.
//!
//! Beside the way:
//!
//! - [`locale`]: the words Placet speaks, in the language of the one who reads.

pub mod comment;
pub mod locale;
pub mod notify;
pub mod rules;
pub mod text;
