//! The writer: one thread, one connection, one transaction for all that waits.
//!
//! Every write goes through here. The thread takes all jobs that wait on a bounded channel, commits them in one
//! transaction and only then answers each: an answer means *durable*. While one batch is synced to the disk the
//! next one gathers, so no timer is needed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use diesel::connection::SimpleConnection as _;
use diesel::result::{DatabaseErrorKind, Error};
use tokio::sync::{mpsc, oneshot};

use super::connection::{Address, AnyConnection, Durability};
use super::{StoreError, Transaction, listening};
use crate::comment::{IdSource, ThreadId};

/// The most jobs that share a transaction.
const BATCH: usize = 512;

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

/// The sending side of the writer's channel, and its thread.
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
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
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        let (opened, opening) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || match address.open_writer(durability) {
                Ok(connection) => {
                    let _ = opened.send(Ok(()));
                    Loop { address, durability, connection, ids, listener }.run(receiver);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            })
            .map_err(|source| StoreError::File { path: "the writer's thread".into(), source })?;
        opening.recv().map_err(|_| StoreError::Closed)??;
        Ok(Self { jobs: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Hands a job over, and gives back where its answer will arrive.
    pub(super) fn submit<T, F>(&self, run: F) -> Result<oneshot::Receiver<Result<T, StoreError>>, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let guard = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = guard.as_ref().ok_or(StoreError::Closed)?;
        sender.try_send(Box::new(Closure { run, result: None, reply })).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Full,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })?;
        Ok(answer)
    }

    /// Takes no more jobs, finishes those that wait, and ends the thread.
    pub(super) fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
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
}

impl Loop {
    fn run(mut self, mut receiver: mpsc::Receiver<Box<dyn Job>>) {
        let mut batch: Vec<Box<dyn Job>> = Vec::with_capacity(BATCH);
        while let Some(job) = receiver.blocking_recv() {
            batch.push(job);
            while batch.len() < BATCH {
                match receiver.try_recv() {
                    Ok(job) => batch.push(job),
                    Err(_) => break,
                }
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
        self.begin()?;
        let mut changes = Changes::default();
        let before = self.ids.last();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut transaction = Transaction::new(&mut self.connection, &self.ids, &mut changes);
            batch.iter_mut().try_for_each(|job| job.run(&mut transaction))?;
            transaction.finish()
        }))
        .unwrap_or(Err(StoreError::Panicked));
        let last = self.ids.last();
        changes.ids = (last > before).then_some((before, last));
        let outcome = outcome.and_then(|()| Ok(self.connection.batch_execute(&self.end(&changes))?));
        match outcome {
            Ok(()) => {
                (self.listener)(&changes);
                Ok(())
            }
            Err(error) => {
                if !matches!(error, StoreError::Full) {
                    tracing::warn!(%error, jobs = batch.len(), "a transaction was rolled back");
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
        StoreError::Panicked => StoreError::Panicked,
        StoreError::Corrupt(what) => StoreError::Corrupt(what.clone()),
        other => StoreError::Query(diesel::result::Error::QueryBuilderError(other.to_string().into())),
    }
}
