//! Promises kept by the database, whichever it is.

mod audit;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use placet::comment::{CommentId, SiteKey, ThreadKey, Timestamp};
use placet::store::outbox::{self, Kind};
use placet::store::threads::{self, Article, Opening, Thread};
use placet::store::{Store, StoreError, decisions, settings};
use tokio::sync::oneshot;

use crate::harness::{App, Database, SITE, with_options};
use crate::on_both_databases;

on_both_databases! {
    async fn one_failing_write_fails_alone(app: App) {
        // All of them wait while the first holds the writer, so that they share its next transaction.
        let (begun, release, holding) = hold_the_writer(&app.service.store);
        begun.await.expect("the writer is held");
        let writes = (0..10).map(|number| {
            let store = Arc::clone(&app.service.store);
            async move {
                store.write(move |transaction| {
                    let kept = settings::get_or_set(transaction, &format!("key-{number}"), "kept")?;
                    if number == 4 {
                        return Err(StoreError::Corrupt("on purpose".into()));
                    }
                    assert!(number != 7, "a panic on purpose");
                    Ok(kept)
                }).await
            }
        });
        let all = tokio::spawn(futures_util::future::join_all(writes));
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(release);
        holding.await.expect("ended").expect("written");
        for (number, outcome) in all.await.expect("ended").into_iter().enumerate() {
            match number {
                4 => assert!(matches!(outcome, Err(StoreError::Corrupt(_)))),
                7 => assert!(matches!(outcome, Err(StoreError::Panicked))),
                _ => assert_eq!(outcome.expect("kept"), "kept"),
            }
        }
        for number in 0..10 {
            let kept = app.service.store.read(move |connection| settings::get(connection, &format!("key-{number}"))).await;
            assert_eq!(kept.expect("read").is_some(), ![4, 7].contains(&number), "key-{number}");
        }
    }

    async fn a_thread_among_many_is_the_thread_without_its_articles_text(app: App) {
        let site = app.service.store.site(&SiteKey::parse(SITE).expect("a key")).await.expect("read").expect("a site").id;
        let article = Article {
            title: Some("On thin ice".into()),
            url: Some("https://courier.example/ice".into()),
            text: Some("A long story.".into()),
            tags: vec!["ice".into()],
            ..Article::default()
        };
        let key = ThreadKey::parse("thin-ice").expect("a key");
        let opening = Opening::ByPaper { closed_at: Some(Timestamp::now()) };
        let thread = app.service.store.write(move |transaction| threads::insert(transaction, site, &key, &article, opening));
        let thread = thread.await.expect("a thread");
        let id = thread.id;
        let found = app.service.store.read(move |connection| threads::headings(connection, &[id])).await.expect("read");
        let expected = Thread { article: Article { text: None, ..thread.article.clone() }, ..thread };
        assert_eq!(found, [expected]);
    }

    async fn a_reader_cannot_write(app: App) {
        use diesel::connection::SimpleConnection as _;
        let written = app.service.store.read(|connection| {
            Ok(connection.batch_execute("DELETE FROM settings").is_ok())
        }).await;
        assert!(!written.expect("read"));
    }

    async fn a_decision_can_neither_be_changed_nor_deleted(app: App) {
        use diesel::connection::SimpleConnection as _;
        let id = app.published("ice", "Decided for good.").await;
        for statement in ["UPDATE decisions SET to_status = 'spam'", "DELETE FROM decisions"] {
            let changed = app.service.store.write(move |transaction| {
                transaction.reader().batch_execute(statement).map_err(StoreError::Query)
            }).await;
            assert!(changed.is_err(), "{statement}");
        }
        let comment: CommentId = id.parse().expect("an id");
        let kept = app.service.store.read(move |connection| decisions::of_comment(connection, comment)).await;
        assert_eq!(kept.expect("read").len(), 1);
    }

    async fn a_word_that_a_column_does_not_know_is_refused(app: App) {
        use diesel::connection::SimpleConnection as _;
        app.comment("ice", "Waits, and is told of.").await;
        for (table, column, known) in [("comments", "status", "spam"), ("outbox", "state", "dead"), ("outbox", "kind", "received")] {
            for (word, is_known) in [(known, true), ("lost", false), ("", false)] {
                let statement = format!("UPDATE {table} SET {column} = '{word}'");
                let changed = app.service.store.write(move |transaction| {
                    transaction.reader().batch_execute(&statement).map_err(StoreError::Query)
                }).await;
                assert_eq!(changed.is_ok(), is_known, "{column} of {table} as {word:?}");
            }
        }
    }

    async fn a_leased_mail_is_leased_to_nobody_else(app: App) {
        app.comment("ice", "Somebody is to be told.").await;
        let lease = || app.service.store.write(|transaction| outbox::lease(transaction, Duration::from_secs(60), 10));
        let (first, second) = tokio::join!(lease(), lease());
        assert_eq!(first.expect("leased").len() + second.expect("leased").len(), 1);
    }

    async fn the_secret_stays_the_same_from_start_to_start(app: App) {
        let first = app.service.seal.status(CommentId::from_i64(7));
        let again = app.service.store.write(|transaction| settings::get_or_set(transaction, "secret", "another")).await;
        let seal = placet::seal::Seal::new(again.expect("read").as_bytes());
        assert_eq!(seal.status(CommentId::from_i64(7)), first);
    }

    async fn an_erroneous_parent_leaves_no_half_kept_comment(app: App) {
        let mut reply = crate::harness::body("An answer to nothing.");
        reply["parent"] = serde_json::json!("12345");
        assert_eq!(app.submit("ice", &reply).await.status, 422);
        let counts = app.service.store.read(outbox::counts).await.expect("read");
        assert_eq!(counts.due, 0);
    }
}

/// Holds the writer with a write that ends when the sender is dropped; tells when it has begun.
pub fn hold_the_writer(
    store: &Arc<Store>,
) -> (oneshot::Receiver<()>, std::sync::mpsc::Sender<()>, tokio::task::JoinHandle<Result<(), StoreError>>) {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (begin, begun) = oneshot::channel();
    let (held, begin) = (Mutex::new(held), Mutex::new(Some(begin)));
    let store = Arc::clone(store);
    let holding = tokio::spawn(async move {
        let write = store.write(move |_| {
            if let Some(begin) = begin.lock().expect("a lock").take() {
                let _ = begin.send(());
            }
            // Ends with an error when the sender is dropped, now or long ago.
            let _ = held.lock().expect("a lock").recv();
            Ok(())
        });
        write.await
    });
    (begun, release, holding)
}

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let database = Database::sqlite();
    let listener = || -> placet::store::Listener { Arc::new(|_| {}) };
    let first = Store::open(database.options(), listener()).expect("opened");
    let second = Store::open(database.options(), listener());
    assert!(matches!(second, Err(StoreError::Locked(_))));
    // A command may work beside it, and when it has ended the file is free again.
    drop(Store::open_for_command(database.options()).expect("opened"));
    drop(first);
    drop(Store::open(database.options(), listener()).expect("opened"));
}

#[test]
fn keeping_a_comment_makes_no_table_for_a_moment_on_sqlite() {
    use diesel::prelude::*;
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        opcode: String,
    }
    let insertions = [
        "comments (id, site_id, thread_id, root_id, depth, author_name, author_email, author_email_folded, text, \
         reader_language, wants_receipt, status, visible, version, risk, fingerprint, repetition, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "audit (number, at, kind, actor, facts, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        "outbox (id, kind, comment_id, state, attempts, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ];
    crate::harness::run(Database::sqlite(), async |app: App| {
        for insertion in insertions {
            let steps = app.service.store.read(move |connection| {
                let explain = diesel::sql_query(format!("EXPLAIN INSERT INTO {insertion}"));
                explain.load::<Step>(connection).map_err(StoreError::Query)
            });
            let steps: Vec<String> = steps.await.expect("explained").into_iter().map(|step| step.opcode).collect();
            assert!(
                steps.contains(&"Insert".into()) && !steps.contains(&"OpenEphemeral".into()),
                "{insertion}: {steps:?}"
            );
        }
    });
}

#[test]
fn migrations_run_twice_change_nothing() {
    for database in Database::both() {
        drop(Store::open_for_command(database.options()).expect("opened"));
        drop(Store::open_for_command(database.options()).expect("opened"));
    }
}

#[test]
fn migrations_of_both_databases_go_in_step() {
    let names = |folder: &str| {
        let mut names: Vec<_> = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .expect("a folder")
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

#[test]
fn a_kind_of_mail_is_due_when_it_says() {
    with_options(
        |options| options.mail_delay = Duration::from_secs(600),
        async |app| {
            let id = app.published("ice", "Published, and told in ten minutes.").await;
            let comment: CommentId = id.parse().expect("an id");
            let due =
                app.service.store.write(|transaction| outbox::lease(transaction, Duration::from_secs(1), 10)).await;
            let kinds: Vec<Kind> = due.expect("leased").into_iter().map(|mail| mail.kind).collect();
            assert_eq!(kinds, [Kind::Waiting]);
            let posted = app
                .service
                .store
                .write(move |transaction| outbox::post(transaction, Kind::Received, comment, None, Timestamp::now()))
                .await;
            posted.expect("posted");
            let due =
                app.service.store.write(|transaction| outbox::lease(transaction, Duration::from_secs(1), 10)).await;
            assert_eq!(due.expect("leased").len(), 1);
        },
    );
}
