//! What leaves the house: the end of a comment's way, where people are told what became of it.
//!
//! - [`content`]: what there is to tell, as data, and to whom.
//! - [`mail`]: what is said. Data become one mail, in text and HTML, in the language of the one who reads.
//! - `telling`: the data of a comment's mails; and a mail as it would be, before it is owed.
//! - [`transport`]: how it leaves. A folder, memory, or a mail server.
//! - [`courier`]: who carries it, one mail at a time, and says what became of it.
//! - [`worker`]: what is owed, taken from the outbox and brought to its end.
//! - [`pauses`]: how long to wait before the next attempt, and when to give up.
//!
//! Nothing rendered is kept: a mail is composed at the moment it is sent, from a row of the outbox, so that an erased
//! person gets no mail and a changed wording reaches every mail that still waits.

pub mod content;
pub mod courier;
mod folder;
mod header;
pub mod mail;
pub mod pauses;
mod reply;
mod smtp;
mod telling;
pub mod transport;
mod words;
pub mod worker;

pub use content::{Content, Mark, Outgoing, Redress, Sender, SenderError};
pub use courier::{Courier, DeliveryError};
pub use mail::{ComposeError, Composed, compose};
pub use pauses::pause_before_attempt;
pub use smtp::trusted_certificates;
pub use telling::{Intent, Preview, Telling};
pub use transport::{Captured, Password, Security, SmtpSettings, Transport};
pub use worker::{Pauses, Worker};
