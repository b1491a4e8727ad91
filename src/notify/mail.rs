//! What is said: data become one mail, in text and in HTML, in the language of the one who reads.
//!
//! Everything a reader or a publisher wrote is text here: the HTML part escapes it, headers get it as one line, the text
//! part keeps it behind its marks of quotation.

use askama::Template;
use lettre::message::header::{ContentType, Headers};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::content::{Content, Outgoing, Redress, Sender};
use super::header::{field, one_line, safe_mailbox};
use super::words::made_safe;
use crate::comment::{Language, MailId};
use crate::locale;

/// A mail that is ready to leave.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The outbox row it came from.
    pub id: MailId,
    /// The address it goes to.
    pub to: String,
    /// The subject, not yet encoded.
    pub subject: String,
    /// The plain text part, not yet encoded.
    pub text: String,
    /// The HTML part, not yet encoded.
    pub html: String,
    /// The mail as it leaves.
    pub message: lettre::Message,
}

/// Why no mail could be made. No attempt will ever succeed: the row is dead at once. Free of addresses.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The address it should go to is none that mail can be sent to.
    #[error("the recipient's address cannot be written to")]
    Recipient,
    /// The domain of the `Message-ID` is not one.
    #[error("the sender's domain is not a domain name")]
    Domain,
    /// A link of ours is not an absolute `http` or `https` address.
    #[error("{0} is not a web address")]
    Link(&'static str),
    /// A template failed.
    #[error("a mail template failed: {0}")]
    Template(#[from] askama::Error),
    /// The mail could not be put together.
    #[error("the mail could not be put together: {0}")]
    Build(#[from] lettre::error::Error),
}

/// Makes the mail that tells `outgoing`.
///
/// # Errors
/// See [`ComposeError`]: each is final for this mail.
pub fn compose(sender: &Sender, outgoing: &Outgoing) -> Result<Composed, ComposeError> {
    if !is_domain(&sender.domain) {
        return Err(ComposeError::Domain);
    }
    let recipient = outgoing.to.parse().map_err(|_| ComposeError::Recipient)?;
    let content = made_safe(outgoing.content.clone()).map_err(ComposeError::Link)?;

    let subject = subject(outgoing.language, &content);
    let voice = Voice { language: outgoing.language };
    let html = Html { voice, subject: &subject, content: &content }.render()?;
    let text = Text { voice, content: &content }.render()?;

    let mut builder = lettre::Message::builder()
        .from(safe_mailbox(&sender.from))
        .to(Mailbox::new(None, recipient))
        .subject(subject.clone())
        .message_id(Some(message_id(outgoing.id, &sender.domain)));
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(safe_mailbox(reply_to));
    }
    let mut message = builder.multipart(
        MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &text))
            .singlepart(part(ContentType::TEXT_HTML, &html)),
    )?;
    mark_as_automatic(message.headers_mut(), outgoing.language);
    Ok(Composed { id: outgoing.id, to: outgoing.to.clone(), subject, text, html, message })
}

/// The subject and the plain text part of a mail that nobody has been sent.
///
/// # Errors
/// See [`ComposeError`].
pub fn in_words(language: Language, content: Content) -> Result<(String, String), ComposeError> {
    let content = made_safe(content).map_err(ComposeError::Link)?;
    let text = Text { voice: Voice { language }, content: &content }.render()?;
    Ok((subject(language, &content), text))
}

/// The `Message-ID` (RFC 5322, 3.6.4): from the outbox row, so that a retry is the same mail.
fn message_id(id: MailId, domain: &str) -> String {
    format!("<{id}.placet@{domain}>")
}

fn is_domain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

/// Says that no person typed this (RFC 3834), so that no absence notice comes back.
fn mark_as_automatic(headers: &mut Headers, language: Language) {
    headers.insert_raw(field("Auto-Submitted", "auto-generated".to_owned()));
    headers.insert_raw(field("X-Auto-Response-Suppress", "All".to_owned()));
    headers.insert_raw(field("Content-Language", language.tag().to_owned()));
}

fn subject(language: Language, content: &Content) -> String {
    let (key, title) = match content {
        Content::Invitation { inviter_name, .. } => ("mail-invitation-subject", inviter_name),
        Content::Waiting { thread_title, .. } => ("mail-waiting-subject", thread_title),
        Content::Received { thread_title, .. } => ("mail-received-subject", thread_title),
        Content::Published { thread_title, .. } => ("mail-published-subject", thread_title),
        Content::Refused { thread_title, .. } => ("mail-refused-subject", thread_title),
    };
    one_line(&locale::say_with(language, key, &[("title", one_line(title))]))
}

/// Speaks the reader's language inside a template.
#[derive(Clone, Copy)]
struct Voice {
    language: Language,
}

impl Voice {
    fn say(self, key: &str) -> String {
        locale::say(self.language, key)
    }

    fn say_with(self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        locale::say_with(self.language, key, &values)
    }

    /// Words of somebody else, in the quotation marks of the language.
    fn quote(self, words: &str) -> String {
        self.say_with("mail-quoted", &[("words", words)])
    }

    /// The key of the sentence on automated means (Digital Services Act, Article 17(3)(c)).
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass fields of a matched reference")]
    fn how(self, detection: &bool, decision: &bool) -> String {
        self.say(match (detection, decision) {
            (_, true) => "mail-refused-how-automatic",
            (true, false) => "mail-refused-how-marked",
            (false, false) => "mail-refused-how-person",
        })
    }

    /// How to complain to the newsroom (Digital Services Act, Articles 17(3)(f) and 20).
    fn redress(self, redress: &Redress) -> String {
        self.say(match (&redress.appeal_url, redress.by_reply) {
            (Some(_), _) => "mail-refused-by-page",
            (None, true) => "mail-refused-by-reply",
            (None, false) => "mail-refused-by-newsroom",
        })
    }
}

#[derive(Template)]
#[template(path = "mail/mail.html")]
struct Html<'a> {
    voice: Voice,
    subject: &'a str,
    content: &'a Content,
}

#[derive(Template)]
#[template(path = "mail/mail.txt")]
struct Text<'a> {
    voice: Voice,
    content: &'a Content,
}
