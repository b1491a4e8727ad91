//! The writer: one thread, one connection, one transaction for all that waits.
//!
//! Every write goes through here. The thread takes all jobs that wait on a bounded channel, commits them in one
//! transaction and only then answers each: an answer means *durable*. While one batch is synced to the disk the
//! next one gathers, so no timer is needed. Only what can be made anew from the comments, the index of their words on
//! SQLite, waits for many comments or for a quiet moment.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::ConnectionError;
use diesel::connection::SimpleConnection as _;
use diesel::result::{DatabaseErrorKind, Error};
use tokio::sync::oneshot;

use super::connection::{Address, AnyConnection, Durability};
use super::words::{self, Words};
use super::{Seldom, StoreError, Transaction, listening};
use crate::comment::{IdSource, ThreadId, Timestamp};

/// The most jobs that share a transaction.
const BATCH: usize = 512;

/// Comments whose words are indexed together, at most: FTS5 takes many at once for a third less than a few at a time.
const UNINDEXED: usize = 512;

/// So many wait where the index cannot be written; not more than what each start looks at.
const MOST_UNINDEXED: usize = 4_000;

/// So long nothing comes before the words that wait are indexed.
const QUIET: Duration = Duration::from_millis(20);

/// What a committed transaction has changed for others: told once it is durable, by this process or by another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Threads whose published comments changed.
    pub threads: Vec<ThreadId>,
    /// The outbox has new rows.
    pub mail: bool,
    /// The ids that it has given: those after the first number, up to the second one. All are of one process.
    pub ids: Option<(i64, i64)>,
    /// Another process may have changed anything, and was not heard.
    pub missed: bool,
}

/// Is told about changes, on the writer's thread, after the commit and before the answer.
pub type Listener = Arc<dyn Fn(&Changes) + Send + Sync>;

/// One use case's writes: may run twice (in the batch, and alone if a neighbour failed), answers once.
trait Job: Send {
    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError>;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Closure<T, F> {
    run: F,
    result: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Closure<T, F>
where
    T: Send,
    F: FnMut(&mut Transaction<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        self.result = Some((self.run)(transaction)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { result, reply, .. } = *self;
        // Whoever asked may be gone; what was committed stays.
        let _ = reply.send(outcome.and_then(|()| result.ok_or(StoreError::Panicked)));
    }
}

/// What the writer is asked for.
enum Task {
    Run(Box<dyn Job>),
    /// To index the words that wait, now.
    Index(oneshot::Sender<()>),
}

/// The sending side of the writer's channel, and its thread.
pub(super) struct Writer {
    tasks: Mutex<Option<mpsc::SyncSender<Task>>>,
    /// How many comments' words wait for the index.
    unindexed: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread. At most `capacity` jobs wait; one more is refused with [`StoreError::Full`].
    pub(super) fn start(
        address: Address,
        durability: Durability,
        capacity: usize,
        ids: Arc<IdSource>,
        listener: Listener,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::sync_channel(capacity.max(1));
        let (opened, opening) = mpsc::channel();
        let unindexed = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&unindexed);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || match address.open_writer(durability) {
                Ok(connection) => {
                    let _ = opened.send(Ok(()));
                    let unindexed = Vec::new();
                    Loop { address, durability, connection, ids, listener, unindexed, counted }.run(receiver);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            })
            .map_err(|source| StoreError::File { path: "the writer's thread".into(), source })?;
        opening.recv().map_err(|_| StoreError::Closed)??;
        Ok(Self { tasks: Mutex::new(Some(sender)), unindexed, thread: Mutex::new(Some(thread)) })
    }

    /// Hands a job over, and gives back where its answer will arrive.
    pub(super) fn submit<T, F>(&self, run: F) -> Result<oneshot::Receiver<Result<T, StoreError>>, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send(Task::Run(Box::new(Closure { run, result: None, reply })))?;
        Ok(answer)
    }

    /// Has the words indexed that wait for it; `None` where none do.
    pub(super) fn index(&self) -> Result<Option<oneshot::Receiver<()>>, StoreError> {
        if self.unindexed.load(Ordering::Acquire) == 0 {
            return Ok(None);
        }
        let (reply, answer) = oneshot::channel();
        self.send(Task::Index(reply))?;
        Ok(Some(answer))
    }

    fn send(&self, task: Task) -> Result<(), StoreError> {
        let guard = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = guard.as_ref().ok_or(StoreError::Closed)?;
        sender.try_send(task).map_err(|error| match error {
            mpsc::TrySendError::Full(_) => StoreError::Full,
            mpsc::TrySendError::Disconnected(_) => StoreError::Closed,
        })
    }

    /// Takes no more jobs, finishes those that wait, and ends the thread.
    pub(super) fn close(&self) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the writer's thread panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

struct Loop {
    address: Address,
    durability: Durability,
    connection: AnyConnection,
    ids: Arc<IdSource>,
    listener: Listener,
    /// The words of committed comments that the index does not have yet. What a crash loses here is indexed at the next
    /// start.
    unindexed: Vec<Words>,
    /// How many these are, for those who search.
    counted: Arc<AtomicUsize>,
}

impl Loop {
    fn run(mut self, receiver: mpsc::Receiver<Task>) {
        let mut batch: Vec<Box<dyn Job>> = Vec::with_capacity(BATCH);
        let mut searching: Vec<oneshot::Sender<()>> = Vec::new();
        while let Some(task) = self.next(&receiver) {
            for task in std::iter::once(task).chain(receiver.try_iter().take(BATCH - 1)) {
                match task {
                    Task::Run(job) => batch.push(job),
                    Task::Index(reply) => searching.push(reply),
                }
            }
            if !searching.is_empty() || self.unindexed.len() >= UNINDEXED {
                self.index();
            }
            for reply in searching.drain(..) {
                let _ = reply.send(());
            }
            if batch.is_empty() {
                continue;
            }
            match self.commit(&mut batch) {
                Ok(()) => batch.drain(..).for_each(|job| job.answer(Ok(()))),
                // One bad job must not fail its neighbours: each is run again, alone.
                Err(error) if batch.len() > 1 || is_crossed(&error) => {
                    for job in batch.drain(..) {
                        self.run_alone(job);
                    }
                }
                Err(error) => batch.drain(..).for_each(|job| job.answer(Err(replica(&error)))),
            }
        }
    }

    /// Waits for a task; a quiet moment goes to the index. `None` at the end.
    fn next(&mut self, receiver: &mpsc::Receiver<Task>) -> Option<Task> {
        if !self.unindexed.is_empty() {
            match receiver.recv_timeout(QUIET) {
                Err(RecvTimeoutError::Timeout) => self.index(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.index();
                    return None;
                }
                Ok(task) => return Some(task),
            }
        }
        receiver.recv().ok()
    }

    /// Indexes the words that wait. If that fails, they wait on.
    fn index(&mut self) {
        if self.unindexed.is_empty() {
            return;
        }
        let outcome = self.begin().and_then(|()| {
            words::insert(&mut self.connection, &self.unindexed)?;
            Ok(self.connection.batch_execute("COMMIT")?)
        });
        match outcome {
            Ok(()) => self.unindexed.clear(),
            Err(error) => {
                tracing::warn!(%error, comments = self.unindexed.len(), "the words of new comments are not indexed yet");
                let _ = self.connection.batch_execute("ROLLBACK");
                // A disk that stays full must not fill the memory too: the next start finds them.
                if self.unindexed.len() > MOST_UNINDEXED {
                    self.unindexed.clear();
                }
            }
        }
        self.counted.store(self.unindexed.len(), Ordering::Release);
    }

    fn run_alone(&mut self, job: Box<dyn Job>) {
        let mut alone = vec![job];
        let mut outcome = self.commit(&mut alone);
        if outcome.as_ref().is_err_and(is_crossed) {
            outcome = self.commit(&mut alone);
        }
        for job in alone {
            job.answer(match &outcome {
                Ok(()) => Ok(()),
                Err(error) => Err(replica(error)),
            });
        }
    }

    /// Runs every job in one transaction, commits, and tells the listener.
    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        self.begin().map_err(StoreError::of_disk)?;
        let mut changes = Changes::default();
        let mut unindexed = Vec::new();
        let before = self.ids.last();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut transaction = Transaction::new(&mut self.connection, &self.ids, &mut changes, &mut unindexed);
            batch.iter_mut().try_for_each(|job| job.run(&mut transaction))?;
            transaction.finish()
        }))
        .unwrap_or(Err(StoreError::Panicked));
        let last = self.ids.last();
        changes.ids = (last > before).then_some((before, last));
        let outcome = outcome.and_then(|()| Ok(self.connection.batch_execute(&self.end(&changes))?));
        let outcome = outcome.map_err(StoreError::of_disk);
        match outcome {
            Ok(()) => {
                self.unindexed.append(&mut unindexed);
                self.counted.store(self.unindexed.len(), Ordering::Release);
                (self.listener)(&changes);
                Ok(())
            }
            Err(error) => {
                static ROLLED_BACK: Seldom = Seldom::new();
                if let Some(transactions) = ROLLED_BACK.count(Timestamp::now()) {
                    tracing::warn!(%error, transactions, "a transaction was rolled back");
                }
                // After a failed COMMIT there may be nothing left to roll back.
                let _ = self.connection.batch_execute("ROLLBACK");
                Err(error)
            }
        }
    }

    /// What ends the transaction: on PostgreSQL the other servers are told by it, in the order of the commits.
    fn end(&self, changes: &Changes) -> String {
        match self.address {
            Address::Sqlite(_) => "COMMIT".into(),
            Address::Postgres(_) => format!("{}COMMIT", listening::notification(changes)),
        }
    }

    /// Begins a transaction; opens the connection anew, once, if the server has closed it.
    fn begin(&mut self) -> Result<(), StoreError> {
        let begin = match self.address {
            // Immediate: a transaction that reads first and then writes would fail as busy.
            Address::Sqlite(_) => "BEGIN IMMEDIATE",
            Address::Postgres(_) => "BEGIN",
        };
        if self.connection.batch_execute(begin).is_ok() {
            return Ok(());
        }
        self.connection = self.address.open_writer(self.durability)?;
        Ok(self.connection.batch_execute(begin)?)
    }
}

/// Whether another server's transaction stood in the way, which has ended by now: it opened the same thread, for instance.
fn is_crossed(error: &StoreError) -> bool {
    match error {
        StoreError::Query(Error::DatabaseError(kind, told)) => {
            matches!(kind, DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::SerializationFailure)
                || told.message().starts_with("deadlock detected")
        }
        _ => false,
    }
}

/// The same failure for each job of a batch: database errors cannot be cloned, their words can.
fn replica(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Closed => StoreError::Closed,
        StoreError::Connect(why) => StoreError::Connect(ConnectionError::BadConnection(why.to_string())),
        StoreError::Panicked => StoreError::Panicked,
        StoreError::Disk(what) => StoreError::Disk(what.clone()),
        StoreError::Corrupt(what) => StoreError::Corrupt(what.clone()),
        other => StoreError::Query(diesel::result::Error::QueryBuilderError(other.to_string().into())),
    }
}
