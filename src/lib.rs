//! **Placet** is a comment moderation backend: readers submit, netiquette rules read and mark, every comment waits,
//! an editor decides, and the reader is told, with the clause and the words that broke it.
//!
//! The rooms stand in the order of a comment's way:
//!
//! - [`comment`]: what a comment is. Ids, author, text, status. No I/O.
//! - [`text`]: what a text is. Folded views with their way back to the original. Pure functions.
//! - [`rules`]: rule files become a compiled set, a draft becomes an assessment. Knows no store and no clock.
//! - [`store`]: the only room that knows SQL. One writer, many readers, SQLite or PostgreSQL.
//! - [`intake`]: the one door through which every comment comes in; when it answers, the comment is on disk.
//! - [`review`]: the queue, a decision, its undoing.
//! - [`publish`]: published threads, kept ready in memory.
//! - [`live`]: what happens at the desk, told to whoever watches while it happens.
//! - [`people`]: moderators, their sessions and tokens.
//! - [`audit`]: what the audit log says, verified and exported.
//! - [`notify`]: what leaves the house. Data become a mail in the reader's language, and a courier carries it.
//! - [`web`]: HTTP and nothing else.

//!
//! Beside the way: [`config`] reads `placet.toml`, [`locale`] holds the words that Placet speaks, [`seal`] signs
//! private links, [`reload`] replaces the rules in force, and [`service`] puts the rooms together.

pub mod audit;
pub mod cli;
pub mod comment;
pub mod config;
pub mod intake;
pub mod live;
pub mod locale;
pub mod notify;
pub mod people;
pub mod publish;
pub mod reload;
pub mod review;
pub mod rules;
pub mod seal;
pub mod service;
pub mod store;
pub mod text;
pub mod web;
