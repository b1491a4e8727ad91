//! What `serve` and `demo` share: the configuration becomes a running server with its mail worker, and an end.

use std::future::Future;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use super::Failure;
use crate::comment::TextLimits;
use crate::config::{self, Config, SmtpSecurity};
use crate::notify::worker::Worker;
use crate::notify::{Courier, Password, Security, Sender, SmtpSettings, Transport};
use crate::rules::{Library, LoadErrors};
use crate::service::{Options, Service};
use crate::store::audit::Actor;
use crate::store::{self, Address, Durability, Store};
use crate::web::{Server, Settings};

/// How long everything under way may take to finish after the signal.
const FINISH: Duration = Duration::from_secs(10);

/// How the database is opened.
pub(super) fn store_options(config: &Config) -> Result<store::Options, Failure> {
    Ok(store::Options {
        durability: match config.database.durability {
            config::Durability::Full => Durability::Full,
            config::Durability::Relaxed => Durability::Relaxed,
        },
        readers: config.database.readers,
        capacity: config.database.queue,
        ..store::Options::new(Address::parse(config.database.url.expose())?)
    })
}

/// The rules, loaded by a thread that ends then: the allocator hands the memory that loading took and left over to the next
/// thread, where it would stay with the first one, unused.
fn rules(directory: Option<&Path>) -> Result<Library, LoadErrors> {
    let load = || directory.map_or_else(Library::shipped, Library::from_directory);
    std::thread::scope(|scope| match scope.spawn(load).join() {
        Ok(loaded) => loaded,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

/// What the rooms need to know, of a configuration.
pub(super) fn service_options(config: &Config) -> Result<Options, Failure> {
    let rules = rules(config.rules.directory.as_deref())?;
    Ok(Options {
        rules_directory: config.rules.directory.clone(),
        checks_per_minute: config.limits.checks_per_minute,
        reports_per_minute: config.limits.reports_per_minute,
        limits: TextLimits { min: config.comments.min_length, max: config.comments.max_length },
        mails: config.mail.transport != config::Transport::None,
        may_answer: config.mail.reply_to.is_some(),
        mail_delay: Duration::from_secs(config.mail.delay_seconds),
        session: Duration::from_secs(config.security.session_hours * 3600),
        mail_link: Duration::from_secs(config.security.mail_link_days * 24 * 3600),
        cache_bytes: config.comments.cache_mebibytes << 20,
        page_size: config.comments.page_size,
        public_url: config.public_url.clone(),
        secret: config.security.secret.as_ref().map(|secret| secret.expose().to_owned()),
        ..Options::new(store_options(config)?, rules)
    })
}

/// How mails leave, if they do.
pub(super) fn transport(config: &Config) -> Option<Transport> {
    let smtp = &config.mail.smtp;
    match config.mail.transport {
        config::Transport::None => None,
        config::Transport::Folder => Some(Transport::Folder(config.mail.folder.clone())),
        config::Transport::Smtp => Some(Transport::Smtp(SmtpSettings {
            host: smtp.host.clone(),
            port: smtp.port(),
            security: match smtp.security {
                SmtpSecurity::None => Security::None,
                SmtpSecurity::StartTls => Security::StartTls,
                SmtpSecurity::Tls => Security::Tls,
            },
            user: smtp.user.clone(),
            password: smtp.password.as_ref().map(|password| Password::from(password.expose().to_owned())),
            timeout: Duration::from_secs(smtp.timeout_seconds),
            hello: None,
            ca_file: smtp.ca_file.clone(),
        })),
    }
}

/// Serves until a signal, or until `done`; then finishes what was accepted, within ten seconds.
pub(super) async fn until_signal(
    mut signals: Signals,
    service: Arc<Service>,
    listener: TcpListener,
    settings: &Settings,
    mail: Option<(Sender, Transport)>,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<(), Failure> {
    let server = Server::new(Arc::clone(&service), listener, settings)?;
    let handle = server.handle();
    let (stop, stopped) = watch::channel(false);
    let worker = mail.map(|(sender, transport)| {
        let worker = Worker::new(Arc::clone(&service), sender, Courier::new(transport));
        tokio::spawn(worker.run(wait_for(stopped)))
    });
    ready(server.address);
    let mut serving = std::pin::pin!(server.run());
    tokio::select! {
        ended = &mut serving => ended?,
        () = signals.end() => {
            tracing::info!("stopping: finishing what was accepted");
            let finish = async {
                // Streams would go on for ever.
                service.live.close();
                // Both go on until the server has answered all it has accepted.
                let ((), ended) = tokio::join!(handle.stop(true), serving);
                ended?;
                let _ = stop.send(true);
                if let Some(worker) = worker {
                    let _ = worker.await;
                }
                service.close().await;
                Ok::<(), Failure>(())
            };
            let Ok(finished) = tokio::time::timeout(FINISH, finish).await else {
                tracing::warn!("not everything was finished within ten seconds");
                return Ok(());
            };
            finished?;
        }
    }
    tracing::info!("stopped");
    Ok(())
}

async fn wait_for(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Loads the rules anew on SIGHUP, and when a file of their directory has changed, for as long as the server runs.
pub(super) fn watch_rules(service: &Arc<Service>) -> Result<(), Failure> {
    let (ask, mut asked) = tokio::sync::mpsc::channel::<()>(1);
    let mut hangup = signal(SignalKind::hangup())?;
    let on_signal = ask.clone();
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            // One that waits stands for all.
            let _ = on_signal.try_send(());
        }
    });
    let watcher = service.reload.directory().and_then(|directory| {
        let watcher = watcher(directory, ask);
        // A machine that has no watches left serves all the same.
        watcher.inspect_err(|error| tracing::warn!(%error, "the rules are not watched: SIGHUP loads them anew")).ok()
    });
    let serving = Arc::downgrade(service);
    tokio::spawn(async move {
        // Kept for as long as somebody may ask.
        let _watcher = watcher;
        while asked.recv().await.is_some() {
            let Some(service) = serving.upgrade() else { break };
            // What is wrong with the rules is in the log, and in the status.
            if let Err(error) = service.reload_rules(Actor::System).await {
                tracing::error!(%error, "the audit log was not told that the rules were loaded anew");
            }
        }
    });
    Ok(())
}

/// Editors save by writing another file and renaming it: half a second later all is there.
const SETTLED: Duration = Duration::from_millis(500);

fn watcher(directory: &std::path::Path, ask: tokio::sync::mpsc::Sender<()>) -> Result<impl Send + use<>, Failure> {
    use notify_debouncer_full::{DebounceEventResult, new_debouncer, notify::RecursiveMode};

    let mut watcher = new_debouncer(SETTLED, None, move |events: DebounceEventResult| {
        if events.is_ok_and(|events| events.iter().any(|event| !event.kind.is_access())) {
            let _ = ask.try_send(());
        }
    })?;
    watcher.watch(directory, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// The signals that end a server, from when they are first listened for.
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// SIGINT or SIGTERM, whichever comes first.
    async fn end(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Runs `work` on actix's runtime: its server brings its own threads.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::with_tokio_rt(|| {
        #[expect(clippy::expect_used, reason = "without threads there is nothing to run")]
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("the system gives threads")
    })
    .block_on(work)
}

/// Opens the database beside a server that may be running, for the work of one command.
pub(super) fn with_store<T>(
    config: &Config,
    work: impl AsyncFnOnce(Arc<Store>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let options = store_options(config)?;
    block_on(async {
        let store = tokio::task::spawn_blocking(move || Store::open_for_command(options)).await??;
        work(Arc::new(store)).await
    })
}
