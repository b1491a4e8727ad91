//! What was answered survives: `kill -9` at any moment, and SIGTERM.

use std::collections::HashSet;
use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use placet::comment::Status;
use placet::store::queue::{self, Order, Sieve};
use placet::store::{Store, outbox};
use placet::text::search;
use reqwest::Client;

use super::{Served, placet, succeed};
use crate::harness::stream::Stream;
use crate::harness::{Database, SITE, body, runtime};

/// How often the server is killed on each database.
const ROUNDS: usize = 6;

fn prepare(folder: &std::path::Path, database: &Database) {
    succeed(
        placet(folder).args(["site", "add", SITE, "--name", "The Courier"]).env("PLACET_DATABASE_URL", &database.url),
    );
}

/// Clients that submit without pause until told to stop; each gives the texts that were acknowledged.
async fn submit_until(served: &Served, stop: Arc<AtomicBool>, round: usize, clients: usize) -> HashSet<String> {
    let address = format!("http://{}/api/v1/sites/{SITE}/threads/ice/comments", served.address);
    let client = Client::new();
    let submitting = (0..clients).map(|number| {
        let (client, address, stop) = (client.clone(), address.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut acknowledged = Vec::new();
            let mut count = 0;
            while !stop.load(Ordering::Relaxed) {
                let text = format!("Round {round}, client {number}, comment {count}.");
                count += 1;
                let answer = client.post(&address).json(&body(&text)).send().await;
                match answer {
                    Ok(answer) if answer.status() == 201 => acknowledged.push(text),
                    Ok(answer) => assert_eq!(answer.status(), 503),
                    // The server is gone: nothing was acknowledged.
                    Err(_) => break,
                }
            }
            acknowledged
        })
    });
    let mut all = HashSet::new();
    for submitted in futures_util::future::join_all(submitting).await {
        all.extend(submitted.expect("a client"));
    }
    all
}

/// Every acknowledged comment is there and found by its words, none twice, and no mail is about a comment that is not.
async fn assert_all_kept(database: &Database, acknowledged: &HashSet<String>) {
    let options = database.options();
    let store = tokio::task::spawn_blocking(|| Store::open_for_command(options)).await.expect("ended").expect("opened");
    let kept = store
        .read(|connection| {
            assert_eq!(outbox::orphans(connection)?, 0);
            queue::page(connection, Status::Pending, &Sieve::default(), Order::Oldest, None, 1_000_000)
        })
        .await
        .expect("read");
    let texts: Vec<&str> = kept.comments.iter().map(|comment| comment.text.as_str()).collect();
    let unique: HashSet<&str> = texts.iter().copied().collect();
    assert_eq!(unique.len(), texts.len(), "no comment is there twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|text| !unique.contains(text.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let words = Sieve { phrases: Some(search::phrases("comment")), ..Sieve::default() };
    // A page ends after so many comments looked at: a quick machine takes more of them in.
    let found = store.read(move |reader| {
        let newest = queue::newest(reader)?;
        queue::matching(reader, Status::Pending, &words, newest, 1_000_000)
    });
    assert_eq!(found.await.expect("read").comments.len(), texts.len(), "every comment is found by its words");
    let counts = store.read(outbox::counts).await.expect("read");
    let owed = counts.due + counts.sent + counts.dead + counts.cancelled;
    assert_eq!(usize::try_from(owed).expect("a count"), texts.len(), "a mail is owed for every comment");
}

fn survive_kill(database: Database) {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path(), &database);
    runtime(async {
        let mut acknowledged = HashSet::new();
        for round in 0..ROUNDS {
            let mut served = Served::start(folder.path(), &database);
            let stop = Arc::new(AtomicBool::new(false));
            let kill_after = Duration::from_millis(120 + 70 * u64::try_from(round).expect("small"));
            let (submitted, ()) = tokio::join!(submit_until(&served, Arc::clone(&stop), round, 8), async {
                tokio::time::sleep(kill_after).await;
                served.signal("-9");
                stop.store(true, Ordering::Relaxed);
            });
            served.child.wait().expect("it ended");
            acknowledged.extend(submitted);
        }
        assert!(acknowledged.len() > ROUNDS, "something was acknowledged: {}", acknowledged.len());
        assert_all_kept(&database, &acknowledged).await;
    });
}

#[test]
fn an_answered_comment_survives_kill_9_on_sqlite() {
    survive_kill(Database::sqlite());
}

#[test]
fn an_answered_comment_survives_kill_9_on_postgres() {
    if let Some(database) = Database::postgres() {
        survive_kill(database);
    }
}

#[test]
fn sigterm_finishes_what_was_accepted_within_ten_seconds() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        prepare(folder.path(), &database);
        runtime(async {
            let mut served = Served::start(folder.path(), &database);
            let stop = Arc::new(AtomicBool::new(false));
            let (acknowledged, (status, took)) = tokio::join!(submit_until(&served, Arc::clone(&stop), 0, 8), async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                served.signal("-TERM");
                let began = Instant::now();
                let id = served.child.id();
                stop.store(true, Ordering::Relaxed);
                let status = loop {
                    match std::fs::read_to_string(format!("/proc/{id}/stat")) {
                        Ok(stat) if !stat.contains(") Z ") => tokio::time::sleep(Duration::from_millis(10)).await,
                        _ => break true,
                    }
                };
                (status, began.elapsed())
            });
            assert!(status && took < Duration::from_secs(10), "{took:?}");
            assert!(served.child.wait().expect("it ended").success(), "it ends as one that was asked to");
            assert_all_kept(&database, &acknowledged).await;
        });
    }
}

#[test]
fn sigterm_ends_a_stream_of_events_at_once() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        prepare(folder.path(), &database);
        let url = ("PLACET_DATABASE_URL", database.url.as_str());
        let add = ["user", "add", "ada@courier.example", "--name", "Ada", "--no-mail"];
        let mut adding = placet(folder.path()).args(add).envs([url]).stdin(Stdio::piped()).spawn().expect("it runs");
        adding.stdin.take().expect("a pipe").write_all(b"correct horse battery\n").expect("written");
        assert!(adding.wait().expect("it ended").success());
        let token =
            succeed(placet(folder.path()).args(["token", "create", "ada@courier.example", "--name", "x"]).envs([url]));
        runtime(async {
            let mut served = Served::start(folder.path(), &database);
            let address = format!("http://{}/api/v1/events", served.address);
            let mut stream = Stream::of(Client::new().get(address).bearer_auth(token.trim()), None).await;
            let began = Instant::now();
            served.signal("-TERM");
            assert_eq!(stream.next().await, None, "it ends as a stream that is whole");
            let ended = tokio::task::spawn_blocking(move || served.child.wait().expect("it ended").success());
            assert!(ended.await.expect("ended"), "it ends as one that was asked to");
            // Nothing was waited for: a stream that stays open would hold the server for eight seconds.
            assert!(began.elapsed() < Duration::from_secs(7), "{:?}", began.elapsed());
        });
    }
}
