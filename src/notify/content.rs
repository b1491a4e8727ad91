//! What there is to tell, as data: filled from the store just before sending, never kept rendered.

use lettre::message::Mailbox;

use crate::comment::{Language, MailId};

/// In whose name mails leave.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The `From` of every mail, and the sender in the envelope.
    pub from: Mailbox,
    /// The right side of every `Message-ID` (RFC 5322, 3.6.4): a domain that is ours.
    pub domain: String,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<Mailbox>,
}

/// A sender that mails could not leave from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SenderError {
    /// Not `name@example.org` and not `A name <name@example.org>`.
    #[error("{0} is not an email address such as `The Gazette <comments@example.org>`")]
    NotAMailbox(&'static str),
}

impl Sender {
    /// Reads a sender as an operator writes it: `The Gazette <comments@example.org>` or the bare address.
    ///
    /// The domain of the `Message-ID` is that of the address.
    ///
    /// # Errors
    /// One of the two is not a mailbox; the error names the key (`from`, `reply_to`), not the value.
    pub fn parse(from: &str, reply_to: Option<&str>) -> Result<Self, SenderError> {
        let from: Mailbox = from.parse().map_err(|_| SenderError::NotAMailbox("from"))?;
        let reply_to =
            reply_to.map(|text| text.parse().map_err(|_| SenderError::NotAMailbox("reply_to"))).transpose()?;
        Ok(Self { domain: from.email.domain().to_owned(), from, reply_to })
    }
}

/// One mail of the outbox, ready to be composed.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The outbox row: the `Message-ID` comes from it, so that a retry is the same mail.
    pub id: MailId,
    /// The address it goes to.
    pub to: String,
    /// The language of the one who reads it.
    pub language: Language,
    /// What it tells.
    pub content: Content,
}

/// What a mail tells. No field holds anybody's email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// To somebody who may become a moderator.
    Invitation {
        /// Who invites.
        inviter_name: String,
        /// What they may do then, in words.
        role: String,
        /// The page on which they accept.
        accept_url: String,
        /// Until when, UTC.
        until: String,
    },
    /// To a moderator: a comment waits.
    Waiting {
        /// The newsroom.
        site_name: String,
        /// The article.
        thread_title: String,
        /// Where the article stands, if it is known.
        thread_url: Option<String>,
        /// The name the comment would be published under.
        author_name: String,
        /// The comment as it was written.
        text: String,
        /// What the rules found in it.
        marks: Vec<Mark>,
        /// A page with this comment and its buttons; opening it changes nothing.
        act_url: String,
        /// The queue.
        desk_url: String,
    },
    /// To the reader: we have it, it waits for an editor.
    Received {
        /// The newsroom.
        site_name: String,
        /// The article.
        thread_title: String,
        /// The name given with the comment.
        author_name: String,
        /// The comment as it was written.
        text: String,
        /// The reader's private page about this comment.
        status_url: String,
        /// The rules of the house.
        netiquette_url: String,
    },
    /// To the reader: it is published.
    Published {
        /// The newsroom.
        site_name: String,
        /// The article.
        thread_title: String,
        /// The comment as it is published.
        text: String,
        /// Whether an editor has taken something out.
        is_redacted: bool,
        /// Where it can be read.
        comment_url: String,
    },
    /// To the reader: it is not published, and why. A statement of reasons (EU Digital Services Act, Article 17).
    Refused {
        /// The newsroom.
        site_name: String,
        /// The article.
        thread_title: String,
        /// The comment as it was written.
        text: String,
        /// The clause that it breaks.
        clause_title: String,
        /// What the clause says.
        clause_text: String,
        /// The reader's own words that broke it, where words did.
        words: Vec<String>,
        /// What the editor adds.
        note: Option<String>,
        /// The reader's private page about this comment.
        status_url: String,
        /// The rules of the house.
        netiquette_url: String,
        /// Whether a rule found what the decision rests on (Article 17(3)(c)).
        automated_detection: bool,
        /// Whether a rule took the decision, and no person (Article 17(3)(c)).
        automated_decision: bool,
        /// What the reader can do about it (Article 17(3)(f)).
        redress: Redress,
    },
}

/// Something a rule marked in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The words, as they stand in the comment.
    pub surface: String,
    /// Why they are marked, in the moderator's language.
    pub reason: String,
}

/// What a reader can do about a refusal, beside an out-of-court body and the courts, which are always named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redress {
    /// Whether an answer to the mail reaches a person in the newsroom.
    pub by_reply: bool,
    /// The page on which an appeal can be made, if there is one.
    pub appeal_url: Option<String>,
}
