//! Servers that share a PostgreSQL tell each other what they have changed: `NOTIFY` in the writer's transaction, `LISTEN`
//! on a connection of its own.
//!
//! A notification arrives after the commit that it tells of, and those of one server in the order of its commits. While
//! the connection is broken nothing is heard: then, and after every connecting, the listener is told that something may
//! have been missed.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use futures_util::StreamExt as _;
use tokio::sync::oneshot;

use super::{Changes, Listener, StoreError};
use crate::comment::{IdSource, ThreadId};

/// PostgreSQL carries at most 8000 bytes in a notification: this many ids of threads are well below.
const THREADS: usize = 300;

/// The pause before connecting again: from the first to the longest, twice as long each time.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(8));

/// The statements that tell other servers of these changes; none if there is nothing to tell.
pub(super) fn notification(changes: &Changes) -> String {
    let mut statements = String::new();
    let Some((before, last)) = changes.ids else {
        // Without a new id only threads may have changed.
        for threads in changes.threads.chunks(THREADS) {
            notify(&mut statements, "", threads);
        }
        return statements;
    };
    let mut parts = changes.threads.chunks(THREADS);
    notify(&mut statements, &format!("{before} {last}"), parts.next().unwrap_or_default());
    for threads in parts {
        notify(&mut statements, "", threads);
    }
    statements
}

fn notify(statements: &mut String, ids: &str, threads: &[ThreadId]) {
    // Numbers, spaces and a bar: nothing to be quoted.
    let _ = write!(statements, "NOTIFY placet, '{ids}|");
    for thread in threads {
        let _ = write!(statements, "{thread} ");
    }
    statements.push_str("'; ");
}

/// Reads a notification; `None` if it is none of ours.
fn read(payload: &str) -> Option<Changes> {
    let (ids, threads) = payload.split_once('|')?;
    let ids = match ids.split_once(' ') {
        Some((before, last)) => Some((before.parse().ok()?, last.parse().ok()?)),
        None if ids.is_empty() => None,
        None => return None,
    };
    let threads: Result<Vec<ThreadId>, _> = threads.split_whitespace().map(str::parse).collect();
    Some(Changes { threads: threads.ok()?, ids, ..Changes::default() })
}

/// The thread that listens.
pub(super) struct Listening {
    stop: Mutex<Option<oneshot::Sender<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Listening {
    /// Starts to listen; what `own` process tells is passed over, because its writer has told it already.
    pub(super) fn start(url: String, own: i64, listener: Listener) -> Result<Self, StoreError> {
        let (stop, stopped) = oneshot::channel();
        let failed = |source| StoreError::File { path: "the listener's thread".into(), source };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let work = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = listen(&url, own, &listener) => {}
                    _ = stopped => {}
                }
            });
        };
        let thread = std::thread::Builder::new().name("listener".into()).spawn(work).map_err(failed)?;
        Ok(Self { stop: Mutex::new(Some(stop)), thread: Mutex::new(Some(thread)) })
    }

    /// Ends the thread.
    pub(super) fn close(&self) {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the listener's thread panicked");
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.close();
    }
}

/// Listens for ever; connects again whenever the connection breaks.
async fn listen(url: &str, own: i64, listener: &Listener) {
    let (first, longest) = PAUSES;
    let mut pause = first;
    loop {
        match hear(url, own, listener, &mut pause).await {
            Ok(()) => tracing::warn!("the connection that hears other servers was closed"),
            Err(error) => tracing::warn!(%error, "other servers are not heard"),
        }
        listener(&Changes { missed: true, ..Changes::default() });
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(longest);
    }
}

/// Connects, and tells what is heard until the connection breaks.
async fn hear(url: &str, own: i64, listener: &Listener, pause: &mut Duration) -> Result<(), StoreError> {
    let mut connection = AsyncPgConnection::establish(url).await.map_err(StoreError::Connect)?;
    connection.batch_execute("LISTEN placet").await?;
    *pause = PAUSES.0;
    listener(&Changes { missed: true, ..Changes::default() });
    let mut notifications = std::pin::pin!(connection.notifications_stream());
    while let Some(notification) = notifications.next().await {
        match read(&notification?.payload) {
            Some(changes) if changes.ids.is_some_and(|(_, last)| IdSource::process_of(last) == own) => {}
            Some(changes) => listener(&changes),
            None => tracing::warn!("a notification that cannot be read was passed over"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_heard() {
        let threads: Vec<ThreadId> = (1..=700).map(|number| ThreadId::from_i64(i64::MAX - number)).collect();
        let changes = Changes { threads: threads.clone(), ids: Some((7, 9)), ..Changes::default() };
        let statements = notification(&changes);
        let payloads: Vec<&str> = statements.split('\'').skip(1).step_by(2).collect();
        assert!(payloads.iter().all(|payload| payload.len() < 8000));
        let heard: Vec<Changes> = payloads.into_iter().map(|payload| read(payload).expect("one of ours")).collect();
        assert_eq!(heard[0].ids, Some((7, 9)));
        assert_eq!(heard.into_iter().flat_map(|changes| changes.threads).collect::<Vec<_>>(), threads);
        assert_eq!(notification(&Changes::default()), "");
        for strange in ["", "7|", "a b|", "7 9", "7 9|x"] {
            assert_eq!(read(strange), None, "{strange}");
        }
    }
}
