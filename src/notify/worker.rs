//! The worker: takes owed mails from the outbox, makes each from the present data, hands it to the courier.
//!
//! Idempotent and leased: it may be killed at any point, and the mail goes out by the next one. What is refused for
//! good, or too often, stays in the outbox as dead, with the reason.

use std::sync::Arc;
use std::time::Duration;

use super::mail::compose;
use super::pauses::pause_before_attempt;
use super::telling::Telling;
use super::{Content, Courier, DeliveryError, Outgoing, Sender};
use crate::comment::{CommentId, InvitationId, MailId, Role, Status, Timestamp};
use crate::locale;
use crate::seal::Act;
use crate::service::Service;
use crate::store::moderators::{self, Moderator};
use crate::store::outbox::{self, Kind, Owed, Subject};
use crate::store::{StoreError, invitations};

/// Mails leased at a time.
const BATCH: i64 = 16;

/// For how long they are leased: longer than a batch can take with a server that stalls at every mail.
const LEASE: Duration = Duration::from_secs(20 * 60);

/// How long the worker sleeps at most when nothing is due: other servers may post, too.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// How long to wait before another attempt, by the number of attempts made; `None` gives up.
pub type Pauses = fn(u32) -> Option<Duration>;

/// Sends what is owed.
pub struct Worker {
    service: Arc<Service>,
    sender: Sender,
    courier: Courier,
    pauses: Pauses,
}

/// What is to be done with an owed mail.
enum Job {
    /// Send it.
    Send(Box<Outgoing>),
    /// It is not needed any more.
    Cancel,
}

impl Worker {
    /// A worker for the outbox of `service`.
    pub fn new(service: Arc<Service>, sender: Sender, courier: Courier) -> Self {
        Self { service, sender, courier, pauses: pause_before_attempt }
    }

    /// The same with other pauses between attempts.
    #[must_use]
    pub fn with_pauses(self, pauses: Pauses) -> Self {
        Self { pauses, ..self }
    }

    /// Works until `stopped` resolves; a mail under way is finished first.
    pub async fn run(mut self, stopped: impl Future<Output = ()>) {
        let mut stopped = std::pin::pin!(stopped);
        loop {
            let sleep = match self.step().await {
                Ok(0) => self.until_next_due().await,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be worked on");
                    Duration::from_secs(5)
                }
            };
            if !sleep.is_zero() {
                self.courier.rest().await;
            }
            tokio::select! {
                biased;
                () = &mut stopped => break,
                () = tokio::time::sleep(sleep) => {}
                () = self.service.post.notified(), if !sleep.is_zero() => {}
            }
        }
        self.courier.rest().await;
    }

    /// Sends what is due now, up to a batch; gives how many rows it has worked on.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn step(&mut self) -> Result<usize, StoreError> {
        let leased = self.service.store.write(|transaction| outbox::lease(transaction, LEASE, BATCH)).await?;
        let count = leased.len();
        for mail in leased {
            self.work_on(mail).await?;
        }
        Ok(count)
    }

    async fn until_next_due(&self) -> Duration {
        let next = self.service.store.read(outbox::next_due).await.ok().flatten();
        let micros = next.map_or(i64::MAX, |next| next.as_micros() - Timestamp::now().as_micros());
        Duration::from_micros(micros.max(1000).unsigned_abs()).min(LONGEST_SLEEP)
    }

    async fn work_on(&mut self, mail: Owed) -> Result<(), StoreError> {
        let store = Arc::clone(&self.service.store);
        if mail.kind == Kind::Waiting && mail.moderator.is_none() {
            let addressed = store.write(move |transaction| outbox::address_to_moderators(transaction, &mail)).await?;
            tracing::debug!(moderators = addressed, "a waiting comment was addressed");
            return Ok(());
        }
        let id = mail.id;
        let outgoing = match self.job(&mail).await? {
            Job::Cancel => return store.write(move |transaction| outbox::cancelled(transaction, id)).await,
            Job::Send(outgoing) => outgoing,
        };
        let delivered = match compose(&self.sender, &outgoing) {
            Ok(composed) => self.courier.deliver(&composed).await,
            Err(error) => Err(DeliveryError::Permanent(error.to_string())),
        };
        let attempts = u32::try_from(mail.attempts).unwrap_or(u32::MAX);
        match delivered {
            Ok(()) => {
                tracing::info!(mail = %id, kind = mail.kind.as_str(), "mail sent");
                store.write(move |transaction| outbox::sent(transaction, id)).await
            }
            Err(DeliveryError::Permanent(reason)) => {
                tracing::warn!(mail = %id, %reason, "mail given up");
                store.write(move |transaction| outbox::dead(transaction, id, &reason)).await
            }
            Err(DeliveryError::Transient(reason)) => match (self.pauses)(attempts) {
                Some(pause) => {
                    tracing::warn!(mail = %id, attempts, %reason, pause_seconds = pause.as_secs(), "mail put off");
                    let due_at = Timestamp::now().plus(pause);
                    store.write(move |transaction| outbox::put_off(transaction, id, due_at, &reason)).await
                }
                None => {
                    tracing::error!(mail = %id, attempts, %reason, "mail given up after its last attempt");
                    store.write(move |transaction| outbox::dead(transaction, id, &reason)).await
                }
            },
        }
    }

    /// Makes the mail of the present data, unless the data say that it is not needed any more.
    async fn job(&self, mail: &Owed) -> Result<Job, StoreError> {
        let comment = match mail.subject {
            Subject::Comment(comment) => comment,
            Subject::Invitation(invitation) => return self.invite(mail.id, invitation).await,
        };
        let Some(item) = self.service.desk.one(comment).await? else { return Ok(Job::Cancel) };
        let Some(site) = self.service.store.site_by_id(item.comment.site).await? else { return Ok(Job::Cancel) };
        let rules = self.service.rules.load().for_site(site.key.as_str(), &site.pack);
        let stands = item.decisions.last().map(|decision| decision.id) == mail.decision;
        let needed = match mail.kind {
            Kind::Waiting => item.comment.status == Status::Pending,
            Kind::Received => true,
            Kind::Published | Kind::Refused => stands,
            Kind::Invitation => false,
        };
        if !needed {
            return Ok(Job::Cancel);
        }
        let (to, language) = match mail.moderator {
            Some(id) => {
                let moderator = self.service.store.read(move |connection| moderators::get(connection, id)).await?;
                let wanted =
                    |moderator: &Moderator| moderator.wants_mail && moderator.access.allows(Role::Moderator, site.id);
                let Some(moderator) = moderator.filter(wanted) else { return Ok(Job::Cancel) };
                (moderator.email, moderator.language)
            }
            None => (item.comment.author_email.clone(), item.comment.reader_language),
        };
        let telling = Telling { service: &self.service, item: &item, site: &site, rules: rules.as_deref(), language };
        let content = self.content(mail, &telling);
        Ok(Job::Send(Box::new(Outgoing { id: mail.id, to: to.as_typed().to_owned(), language, content })))
    }

    /// The mail of an invitation, unless it cannot be accepted any more.
    async fn invite(&self, id: MailId, invitation: InvitationId) -> Result<Job, StoreError> {
        let found = self.service.store.read(move |connection| invitations::get(connection, invitation)).await?;
        let now = Timestamp::now();
        let Some(found) = found.filter(|found| found.is_open && found.says.expires_at > now) else {
            return Ok(Job::Cancel);
        };
        let says = found.says;
        let seal = self.service.seal.invitation(invitation, says.expires_at);
        let content = Content::Invitation {
            inviter_name: found.inviter,
            role: locale::say(says.language, &format!("role-{}", says.role)),
            accept_url: format!("{}/desk/invitations/{seal}", self.service.public_url),
            until: says.expires_at.to_minute(),
        };
        let to = says.email.as_typed().to_owned();
        Ok(Job::Send(Box::new(Outgoing { id, to, language: says.language, content })))
    }

    /// What a mail tells, of the present data.
    fn content(&self, mail: &Owed, telling: &Telling<'_>) -> Content {
        let last = telling.item.decisions.last();
        match mail.kind {
            Kind::Invitation | Kind::Waiting => telling.waiting(self.act_url(telling.item.comment.id, mail)),
            Kind::Received => telling.received(),
            Kind::Published => telling.published(telling.item.comment.redacted.as_deref()),
            Kind::Refused => telling.refused(
                last.and_then(|decision| decision.clause.as_deref()),
                last.and_then(|decision| decision.note.clone()),
                last.is_some_and(|decision| decision.automated_detection),
            ),
        }
    }

    fn act_url(&self, comment: CommentId, mail: &Owed) -> String {
        let Some(moderator) = mail.moderator else { return String::new() };
        let expires_at = Timestamp::now().plus(self.service.mail_link);
        let seal = self.service.seal.act(Act { comment, moderator }, expires_at);
        format!("{}/act/{seal}", self.service.public_url)
    }
}
