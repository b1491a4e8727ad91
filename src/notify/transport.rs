//! How mails leave: by a mail server, into a folder, or into memory for tests and the demo's mail page.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::mail::Composed;
use crate::comment::MailId;

/// Where mails go.
#[derive(Debug, Clone)]
pub enum Transport {
    /// A mail server.
    Smtp(SmtpSettings),
    /// A folder, one `.eml` file a mail: to look at, or for another program to pick up.
    Folder(PathBuf),
    /// Memory: tests, and the demo's mail page.
    Memory(Arc<Mutex<Vec<Captured>>>),
}

impl Transport {
    /// Makes the folder, and tries whether it can be written to. A mail server is first spoken to when there is a mail.
    ///
    /// # Errors
    /// The folder can be neither found nor made, or takes no file.
    pub fn prepare(&self) -> io::Result<()> {
        let Self::Folder(folder) = self else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        tempfile::tempfile_in(folder).map(drop)
    }
}

/// The mail server and how to speak with it.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// 587 for submission with STARTTLS, 465 for TLS from the first byte, 25 for a relay.
    pub port: u16,
    /// How the conversation is kept private.
    pub security: Security,
    /// The user to log in as; without one, nobody logs in.
    pub user: Option<String>,
    /// The password.
    pub password: Option<Password>,
    /// The longest that one mail may take, from connecting to the server's last word.
    pub timeout: Duration,
    /// The name with which Placet greets (EHLO); the machine's own by default.
    pub hello: Option<String>,
    /// Certificates in PEM, trusted beside those of the machine: for a private authority.
    pub ca_file: Option<PathBuf>,
}

/// How a conversation with a mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: only for a server on the same machine or network.
    None,
    /// STARTTLS, demanded: without it nothing is sent (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

/// A password that prints as `***`.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The password itself, for the one place that logs in.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

/// A mail that went into memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The outbox row it came from.
    pub id: MailId,
    /// The address it went to.
    pub to: String,
    /// Its subject, decoded.
    pub subject: String,
    /// Its plain text part, decoded.
    pub text: String,
    /// Its HTML part, decoded.
    pub html: String,
    /// The mail as it would have left (RFC 5322).
    pub raw: Vec<u8>,
}

impl From<&Composed> for Captured {
    fn from(mail: &Composed) -> Self {
        Self {
            id: mail.id,
            to: mail.to.clone(),
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            raw: mail.message.formatted(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_prints() {
        let settings = SmtpSettings {
            host: "mail.example.org".into(),
            port: 587,
            security: Security::StartTls,
            user: Some("placet".into()),
            password: Some(Password::from("correct horse".to_owned())),
            timeout: Duration::from_mins(1),
            hello: None,
            ca_file: None,
        };
        let printed = format!("{:?} {settings:#?}", Transport::Smtp(settings.clone()));
        assert!(printed.contains("***") && !printed.contains("horse"), "{printed}");
    }
}
