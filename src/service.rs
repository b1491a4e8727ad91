//! The house put together: every room with what it needs, ready to be served, stepped through or commanded.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::audit::Log;
use crate::comment::{CommentId, TextLimits};
use crate::intake::{AddressLimit, Intake, Rules};
use crate::live::{Ear, Live};
use crate::people::People;
use crate::publish::{Publisher, Stamps};
use crate::reload::Reload;
use crate::review::{Desk, Item};
use crate::rules::{Library, LoadErrors, RuleVersion};
use crate::seal::Seal;
use crate::store::audit::{self, Actor, Event};
use crate::store::{self, Changes, Store, StoreError, rule_versions, settings};

/// The setting under which the secret is kept that this installation made for itself.
const SECRET: &str = "secret";

/// What the rooms need to know.
pub struct Options {
    /// The database.
    pub store: store::Options,
    /// The rules in force.
    pub rules: Library,
    /// The directory from which they come and are loaded anew; none for the packs that ship.
    pub rules_directory: Option<std::path::PathBuf>,
    /// How long a comment may be.
    pub limits: TextLimits,
    /// Whether anybody is written to.
    pub mails: bool,
    /// Whether an answer to a mail reaches a person in the newsroom.
    pub may_answer: bool,
    /// How long a mail about a decision waits, so that an undo unsends it.
    pub mail_delay: Duration,
    /// For how long a moderator holds a comment that they have opened.
    pub lease: Duration,
    /// How often a stream of events shows that it lives, and whether its moderator may still see it.
    pub keep_alive: Duration,
    /// How long a session at the desk lasts.
    pub session: Duration,
    /// How long the link in a moderator's mail is good for.
    pub mail_link: Duration,
    /// The memory for published pages, in bytes.
    pub cache_bytes: u64,
    /// First comments on a page, unless a reader asks for another number.
    pub page_size: usize,
    /// Drafts that one address may have checked in a minute; 0 is without end.
    pub checks_per_minute: u32,
    /// Comments that one address may report in a minute; 0 is without end.
    pub reports_per_minute: u32,
    /// Where readers and editors reach Placet, without a slash at the end.
    pub public_url: String,
    /// The secret that signs links; none uses the one kept in the database.
    pub secret: Option<String>,
}

impl Options {
    /// The usual options for a database and a set of rules.
    pub fn new(store: store::Options, rules: Library) -> Self {
        Self {
            store,
            rules,
            rules_directory: None,
            checks_per_minute: 30,
            reports_per_minute: 10,
            limits: TextLimits::default(),
            mails: false,
            may_answer: false,
            mail_delay: Duration::from_secs(30),
            lease: Duration::from_secs(120),
            keep_alive: Duration::from_secs(15),
            session: Duration::from_secs(12 * 3600),
            mail_link: Duration::from_secs(14 * 24 * 3600),
            cache_bytes: 16 << 20,
            page_size: 50,
            public_url: "http://127.0.0.1:8080".into(),
            secret: None,
        }
    }
}

/// Every room, sharing one store and one set of rules.
pub struct Service {
    /// The database.
    pub store: Arc<Store>,
    /// The rules in force.
    pub rules: Arc<Rules>,
    /// How many drafts an address may have checked.
    pub checks: AddressLimit,
    /// How often one address may report a comment.
    pub reports: AddressLimit,
    /// How they are replaced.
    pub reload: Arc<Reload>,
    /// The door for comments.
    pub intake: Intake,
    /// The editors' review.
    pub desk: Desk,
    /// What happens at the desk, while it happens.
    pub live: Live,
    /// For how long a moderator holds a comment that they have opened.
    pub lease: Duration,
    /// How often a stream of it shows that it lives.
    pub keep_alive: Duration,
    /// The moderators.
    pub people: People,
    /// The audit log.
    pub audit: Log,
    /// The readers' threads.
    pub publisher: Publisher,
    /// Signed links.
    pub seal: Seal,
    /// Woken when the outbox has new rows.
    pub post: Arc<Notify>,
    /// Whether anybody is written to.
    pub mails: bool,
    /// Whether an answer to a mail reaches a person in the newsroom.
    pub may_answer: bool,
    /// How long a comment may be.
    pub limits: TextLimits,
    /// First comments on a page.
    pub page_size: usize,
    /// How long the link in a moderator's mail is good for.
    pub mail_link: Duration,
    /// Where readers and editors reach Placet, without a slash at the end.
    pub public_url: String,
}

impl Service {
    /// Opens the database and puts the rooms together.
    ///
    /// # Errors
    /// The database cannot be opened, or another process serves its file.
    pub async fn open(options: Options) -> Result<Self, StoreError> {
        let stamps = Stamps::default();
        let post = Arc::new(Notify::new());
        let ear = Ear::default();
        let listener = {
            let (stamps, post, ear) = (stamps.clone(), Arc::clone(&post), ear.clone());
            Arc::new(move |changes: &Changes| {
                stamps.move_on(changes);
                ear.hear(changes);
                if changes.mail {
                    post.notify_one();
                }
            })
        };
        let store = tokio::task::spawn_blocking(move || Store::open(options.store, listener))
            .await
            .map_err(|_| StoreError::Panicked)??;
        let store = Arc::new(store);
        let secret = match options.secret {
            Some(secret) => secret,
            None => {
                let fresh = Seal::new_secret();
                store.write(move |transaction| settings::get_or_set(transaction, SECRET, &fresh)).await?
            }
        };
        let started = with_rules(Event::new(audit::Kind::Start, Actor::System), &options.rules);
        let started = started.fact("placet", env!("CARGO_PKG_VERSION"));
        let mut rules = options.rules;
        tell(&store, started, rules.take_versions()).await?;
        let rules = Arc::new(Rules::from_pointee(rules));
        Ok(Self {
            intake: Intake::new(Arc::clone(&store), Arc::clone(&rules), options.mails),
            desk: Desk::new(Arc::clone(&store), Arc::clone(&rules), options.mails, options.mail_delay, options.lease),
            live: Live::start(Arc::clone(&store), ear).await?,
            lease: options.lease,
            keep_alive: options.keep_alive,
            people: People::new(Arc::clone(&store), options.session),
            audit: Log::new(Arc::clone(&store)),
            publisher: Publisher::new(Arc::clone(&store), stamps, options.cache_bytes),
            seal: Seal::new(secret.as_bytes()),
            post,
            mails: options.mails,
            may_answer: options.may_answer,
            limits: options.limits,
            page_size: options.page_size,
            mail_link: options.mail_link,
            public_url: options.public_url,
            reload: Arc::new(Reload::new(Arc::clone(&rules), options.rules_directory)),
            checks: AddressLimit::new(options.checks_per_minute),
            reports: AddressLimit::new(options.reports_per_minute),
            store,
            rules,
        })
    }

    /// Loads the rules anew, whole or not at all, and has the audit log tell of it.
    ///
    /// # Errors
    /// Everything that is wrong with them, where they were not loaded; the database did not answer.
    pub async fn reload_rules(&self, actor: Actor) -> Result<Result<(), LoadErrors>, StoreError> {
        let reload = Arc::clone(&self.reload);
        let loaded = tokio::task::spawn_blocking(move || reload.reload()).await.map_err(|_| StoreError::Panicked)?;
        let (event, versions, told) = match loaded {
            Ok(versions) => {
                (with_rules(Event::new(audit::Kind::RulesReload, actor), &self.rules.load()), versions, Ok(()))
            }
            Err(errors) => {
                let event = Event::new(audit::Kind::RulesRefused, actor).fact("errors", errors.0.len());
                (event, Vec::new(), Err(errors))
            }
        };
        tell(&self.store, event, versions).await?;
        Ok(told)
    }

    /// A comment for the reader who wrote it, and knows it by its seal or by the key it was sent with: no moderator asks.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub async fn for_its_reader(&self, comment: CommentId) -> Result<Option<Item>, StoreError> {
        self.desk.one(comment).await
    }

    /// Refuses further writes and finishes those accepted.
    pub async fn close(&self) {
        self.live.close();
        let store = Arc::clone(&self.store);
        let _ = tokio::task::spawn_blocking(move || store.close()).await;
    }
}

/// An event with the packs in force: name, version and the SHA-256 of their files.
fn with_rules(event: Event, library: &Library) -> Event {
    let packs = library.sets().into_iter().map(|(site, set)| {
        serde_json::json!({ "pack": set.pack(), "version": set.version(), "hash": set.hash(), "site": site })
    });
    event.fact("packs", packs.collect::<Vec<_>>())
}

/// Has the audit log tell of what is not kept in the database, and keeps the versions of the rules that are in force.
async fn tell(store: &Store, event: Event, versions: Vec<RuleVersion>) -> Result<(), StoreError> {
    store
        .write(move |transaction| {
            rule_versions::keep(transaction, &versions)?;
            audit::record(transaction, event.clone());
            Ok(())
        })
        .await
}
