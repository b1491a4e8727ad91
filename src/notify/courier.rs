//! Who carries the mails: one at a time, each to its end, and an honest word on what became of it.
//!
//! The worker of the outbox owns one courier. It holds at most one open connection, and only between two mails that
//! both arrived: whatever goes wrong in a conversation, the next mail begins with a new one.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::folder;
use super::mail::Composed;
use super::smtp::Server;
use super::transport::{Captured, Transport};

/// Carries mails by one transport.
#[derive(Debug)]
pub struct Courier {
    way: Way,
}

#[derive(Debug)]
enum Way {
    Smtp(Box<Server>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<Captured>>>),
}

/// Why a mail did not arrive. The texts hold no addresses: they are logged and shown at the desk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// No further attempt can succeed: the receiving server refused this mail for good.
    #[error("refused for good: {0}")]
    Permanent(String),
    /// A later attempt may succeed.
    #[error("not delivered yet: {0}")]
    Transient(String),
}

impl Courier {
    /// A courier that has not set out yet: nothing is connected before the first mail.
    #[must_use]
    pub fn new(transport: Transport) -> Self {
        let way = match transport {
            Transport::Smtp(settings) => Way::Smtp(Box::new(Server::new(settings))),
            Transport::Folder(folder) => Way::Folder(folder),
            Transport::Memory(mails) => Way::Memory(mails),
        };
        Self { way }
    }

    /// Delivers one mail: `Ok` means that the other side has taken it.
    ///
    /// May be cancelled at any point; the connection under way is then dropped, never used again. A mail is handed over
    /// at most once by one call.
    ///
    /// # Errors
    /// See [`DeliveryError`]. When the answer to a whole mail is lost, nobody knows whether it was taken: the error is
    /// transient, and the retry carries the same `Message-ID`.
    pub async fn deliver(&mut self, mail: &Composed) -> Result<(), DeliveryError> {
        match &mut self.way {
            Way::Smtp(server) => server.deliver(mail).await,
            Way::Folder(folder) => folder::keep(folder, mail).await,
            Way::Memory(mails) => {
                mails.lock().unwrap_or_else(PoisonError::into_inner).push(Captured::from(mail));
                Ok(())
            }
        }
    }

    /// Says goodbye to the server, when there is nothing to send for a while. The next mail connects again.
    pub async fn rest(&mut self) {
        if let Way::Smtp(server) = &mut self.way {
            server.say_goodbye().await;
        }
    }
}
