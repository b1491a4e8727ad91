//! The audit log: everything that can be done leaves its entry, in one chain that shows whoever touches it.

use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use placet::audit::{Fault, Filter, Log};
use placet::comment::{EmailAddress, Timestamp};
use placet::store::audit::{self, Actor, Entry, Event, Kind};
use placet::store::{Store, StoreError};
use serde_json::{Value, json};

use crate::harness::{App, EDITOR, PASSWORD, SITE, body, with_options};
use crate::on_both_databases;

async fn entries(store: &Store) -> Vec<Entry> {
    store.read(|connection| audit::after(connection, &Filter::default(), 0, 10_000)).await.expect("read")
}

async fn kinds(app: &App) -> Vec<String> {
    entries(&app.service.store).await.into_iter().map(|entry| entry.kind).collect()
}

async fn verify(app: &App) -> Result<i64, Fault> {
    let log = Log::new(Arc::clone(&app.service.store));
    log.verify(None).await.expect("read").map(|verified| verified.entries)
}

/// Writes to the tables as somebody does who may do so on the database itself: past the triggers.
async fn tamper(app: &App, statements: &'static str) {
    let written = app.service.store.write(move |transaction| {
        let sqlite = matches!(transaction.reader(), placet::store::AnyConnection::Sqlite(_));
        let (off, on) = if sqlite {
            ("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted;", "")
        } else {
            ("ALTER TABLE audit DISABLE TRIGGER USER;", "ALTER TABLE audit ENABLE TRIGGER USER;")
        };
        let whole = format!("{off} {statements}; {on}");
        transaction.reader().batch_execute(&whole).map_err(StoreError::Query)
    });
    written.await.expect("tampered with");
}

/// Three notes of settings, so that the chain has a middle.
async fn lengthen(app: &App) -> i64 {
    let id = app.service.people.all().await.expect("people")[0].id;
    for view in ["", "status=spam", ""] {
        app.service.people.keep_view(id, view.into()).await.expect("kept");
    }
    verify(app).await.expect("the chain holds")
}

/// What editors think of an author: set by the API, which gives its id.
async fn stand(app: &App, kind: &str) -> String {
    let standing =
        json!({ "kind": kind, "subject": "email", "value": "bo@mail.example", "reason": "Not grown wiser." });
    let set = app.send(app.client.post(app.url("/api/v1/standings")).bearer_auth(&app.token).json(&standing)).await;
    assert_eq!(set.status, 201, "{}", set.text);
    set.json()["id"].as_str().expect("an id").to_owned()
}

on_both_databases! {
    async fn everything_that_is_done_leaves_its_entry(app: App) {
        let id = app.comment("ice", "Écrivez-moi : jean@example.org, merci.").await;
        let other = app.comment("ice", "You are such an id10t.").await;
        app.decide(&id, &json!({ "version": 1, "verdict": "approve", "redact": true })).await;
        let undo = app.client.post(app.url(&format!("/api/v1/comments/{id}/undo"))).bearer_auth(&app.token);
        assert_eq!(app.send(undo.json(&json!({ "version": 2 }))).await.status, 200);
        app.decide(&other, &json!({ "version": 1, "verdict": "refuse", "clause": "insult", "note": "Calmly, please." })).await;
        app.decide(&other, &json!({ "version": 2, "verdict": "approve" })).await;
        let note = app.client.post(app.url(&format!("/api/v1/comments/{id}/notes"))).bearer_auth(&app.token);
        assert!(app.send(note.json(&json!({ "text": "He writes each week." }))).await.status < 300);
        let thread = app.client.put(app.url(&format!("/api/v1/sites/{SITE}/threads/snow"))).bearer_auth(&app.token);
        assert_eq!(app.send(thread.json(&json!({ "title": "Snow" }))).await.status, 200);
        let (browser, token) = app.at_the_desk().await;
        for path in [format!("/desk/comments/{other}/keep"), format!("/desk/comments/{other}/drop"), "/desk/logout".into()] {
            let sent = app.send(browser.post(app.url(&path)).form(&[("token", token.as_str())])).await;
            assert_eq!(sent.status, 303, "{path} {}", sent.text);
        }
        let people = &app.service.people;
        let email = EmailAddress::parse(EDITOR).expect("an address");
        let refused = people.log_in(&email, "not the password", "test").await.expect("answered");
        assert!(matches!(refused, placet::people::LogIn::Refused));
        people.set_password(email.clone(), PASSWORD).await.expect("set");
        let me = people.all().await.expect("people").remove(0);
        let (made, _) = people.create_token(email, "short".into(), placet::people::Scope::whole()).await.expect("made");
        assert!(people.revoke_token(made, Some(me.id)).await.expect("revoked"));
        people.set_habits(me.id, placet::comment::Language::Fr, false).await.expect("set");
        people.set_access(&me.access, me.id, me.access.clone()).await.expect("set");
        app.service.reload_rules(Actor::Moderator(me.id)).await.expect("told").expect("loaded");
        stand(&app, "trust").await;
        // Another of the same author takes its place.
        let held = stand(&app, "hold").await;
        let lift = app.client.delete(app.url(&format!("/api/v1/standings/{held}"))).bearer_auth(&app.token);
        assert_eq!(app.send(lift).await.status, 204);

        assert_eq!(kinds(&app).await, [
            "start", "user.add", "token.create", "hold", "hold", "decision", "redaction", "undo", "decision", "decision",
            "note", "thread.set", "login", "test.keep", "test.drop", "logout", "login.failed", "user.password",
            "token.create", "token.revoke", "user.settings", "user.role", "rules.reload",
            "standing.set", "standing.lift", "standing.set", "standing.lift",
        ]);
        assert_eq!(verify(&app).await, Ok(27));
        for entry in entries(&app.service.store).await {
            let by_people = matches!(entry.kind.as_str(), "decision" | "redaction" | "undo" | "note" | "login" | "logout"
                | "test.keep" | "test.drop" | "thread.set" | "standing.set" | "standing.lift" | "token.revoke" | "user.settings" | "rules.reload");
            assert_eq!(entry.moderator == Some(me.id), by_people, "{entry:?}");
            let to_a_comment = matches!(entry.kind.as_str(), "hold" | "decision" | "redaction" | "undo" | "note" | "test.keep" | "test.drop");
            assert_eq!(entry.comment.is_some(), to_a_comment, "{entry:?}");
        }
    }

    async fn no_entry_holds_an_address_or_what_somebody_wrote(app: App) {
        let id = app.comment("ice", "A sentence that nobody else would write.").await;
        app.decide(&id, &json!({ "version": 1, "verdict": "refuse", "clause": "insult", "note": "A word to the reader." })).await;
        let note = app.client.post(app.url(&format!("/api/v1/comments/{id}/notes"))).bearer_auth(&app.token);
        app.send(note.json(&json!({ "text": "A remark between us." }))).await;
        stand(&app, "hold").await;
        app.service.people.log_in(&EmailAddress::parse("typed@elsewhere.example").expect("an address"), "x", "t").await.expect("answered");
        let all: String = entries(&app.service.store).await.iter().map(placet::audit::line).collect();
        for secret in ["@", "sentence", "word to", "remark", "grown wiser", "Bo Reader", "elsewhere"] {
            assert!(!all.contains(secret), "{secret} in {all}");
        }
        assert!(all.contains(&audit::digest("A sentence that nobody else would write.")));
    }

    async fn an_entry_can_neither_be_changed_nor_deleted(app: App) {
        for statement in ["UPDATE audit SET actor = 'system'", "DELETE FROM audit"] {
            let changed = app.service.store.write(move |transaction| {
                transaction.reader().batch_execute(statement).map_err(StoreError::Query)
            }).await;
            assert!(changed.is_err(), "{statement}");
        }
        verify(&app).await.expect("the chain holds");
    }

    async fn a_write_that_fails_leaves_no_entry(app: App) {
        let before = kinds(&app).await.len();
        let failed = app.service.store.write(|transaction| {
            audit::record(transaction, Event::new(Kind::Export, Actor::System));
            Err::<(), _>(StoreError::Corrupt("on purpose".into()))
        }).await;
        assert!(failed.is_err());
        assert_eq!(kinds(&app).await.len(), before);
        verify(&app).await.expect("the chain holds");
    }

    async fn a_changed_entry_is_found(app: App) {
        lengthen(&app).await;
        tamper(&app, "UPDATE audit SET facts = '{}' WHERE number = 2").await;
        assert_eq!(verify(&app).await, Err(Fault::Changed(2)));
    }

    async fn a_removed_entry_is_found_in_the_middle_and_at_the_end(app: App) {
        let last = lengthen(&app).await;
        tamper(&app, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)").await;
        assert_eq!(verify(&app).await, Err(Fault::Missing(last)));
    }

    async fn a_hole_is_found(app: App) {
        lengthen(&app).await;
        tamper(&app, "DELETE FROM audit WHERE number = 2").await;
        assert_eq!(verify(&app).await, Err(Fault::Missing(2)));
    }

    async fn swapped_entries_are_found(app: App) {
        lengthen(&app).await;
        tamper(&app, "UPDATE audit SET number = 1002 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3;
            UPDATE audit SET number = 3 WHERE number = 1002").await;
        assert_eq!(verify(&app).await, Err(Fault::Changed(2)));
    }

    async fn an_inserted_entry_is_found(app: App) {
        let last = lengthen(&app).await;
        tamper(&app, "INSERT INTO audit SELECT number + 1, at, kind, actor, moderator_id, site_id, comment_id, facts, hash, hash
            FROM audit WHERE number = (SELECT max(number) FROM audit)").await;
        assert_eq!(verify(&app).await, Err(Fault::AfterEnd(last + 1)));
    }

    async fn a_chain_that_was_rewritten_as_a_whole_is_found_by_a_link_kept_elsewhere(app: App) {
        let last = lengthen(&app).await;
        let log = Log::new(Arc::clone(&app.service.store));
        let kept = entries(&app.service.store).await.pop().expect("an entry");
        assert!(log.verify(Some((last, kept.hash.clone()))).await.expect("read").is_ok());
        // Cut after the first entry, the head too, and written on: a chain that holds in itself.
        tamper(&app, "DELETE FROM audit WHERE number > 1;
            UPDATE audit_head SET number = 1, hash = (SELECT hash FROM audit WHERE number = 1)").await;
        assert_eq!(verify(&app).await, Ok(1));
        assert_eq!(log.verify(Some((last, kept.hash.clone()))).await.expect("read"), Err(Fault::NotKnown(last)));
        while lengthen(&app).await < last {}
        assert_eq!(log.verify(Some((last, kept.hash))).await.expect("read"), Err(Fault::NotKnown(last)));
    }

    async fn several_who_write_at_once_keep_one_chain(app: App) {
        let url = app.database_url().to_owned();
        let others = (0..3).map(|_| {
            let options = placet::store::Options::new(placet::store::Address::parse(&url).expect("an address"));
            tokio::task::spawn_blocking(move || Arc::new(Store::open_for_command(options).expect("opened")))
        });
        let mut stores = vec![Arc::clone(&app.service.store)];
        for other in others {
            stores.push(other.await.expect("opened"));
        }
        let before = verify(&app).await.expect("the chain holds");
        let writes = stores.iter().flat_map(|store| (0..40).map(move |_| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                store.write(|transaction| {
                    audit::record(transaction, Event::new(Kind::Export, Actor::CommandLine));
                    audit::record(transaction, Event::new(Kind::Export, Actor::System));
                    Ok(())
                }).await.expect("written");
            })
        }));
        for written in futures_util::future::join_all(writes).await {
            written.expect("written");
        }
        assert_eq!(verify(&app).await, Ok(before + 4 * 40 * 2));
        tokio::task::spawn_blocking(move || drop(stores)).await.expect("closed");
    }

    async fn entries_are_found_by_what_they_tell(app: App) {
        let id = app.published("ice", "Found again.").await;
        app.submit("snow", &body("Another one.")).await;
        let comment = id.parse().expect("an id");
        let find = async |filter: Filter| -> Vec<String> {
            let found = Log::new(Arc::clone(&app.service.store)).page(filter, None, 100).await.expect("read");
            found.entries.into_iter().map(|entry| entry.kind).collect()
        };
        assert_eq!(find(Filter { comment: Some(comment), ..Filter::default() }).await, ["decision", "hold"]);
        assert_eq!(find(Filter { kind: Some(Kind::Hold), ..Filter::default() }).await.len(), 2);
        let moderator = app.service.people.all().await.expect("people")[0].id;
        assert_eq!(find(Filter { moderator: Some(moderator), ..Filter::default() }).await, ["decision"]);
        let site = entries(&app.service.store).await.into_iter().find_map(|entry| entry.site);
        assert_eq!(find(Filter { site, ..Filter::default() }).await, ["hold", "decision", "hold"]);
        let decided = entries(&app.service.store).await.into_iter().find(|entry| entry.kind == "decision").expect("it").at;
        let next = Timestamp::from_micros(decided.as_micros() + 1);
        assert_eq!(find(Filter { since: Some(next), ..Filter::default() }).await, ["hold"]);
        assert_eq!(find(Filter { since: Some(decided), until: Some(next), ..Filter::default() }).await, ["decision"]);
        assert!(find(Filter { until: Some(Timestamp::from_micros(1)), ..Filter::default() }).await.is_empty());
    }
}

/// What `docs/audit.md` says, followed by somebody who has only the document and an export.
#[test]
fn an_exported_line_gives_its_hash_by_the_document_alone() {
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;

    with_options(
        |_| {},
        async |app| {
            app.published("ice", "Émile said \"no\".").await;
            for entry in entries(&app.service.store).await {
                let line = placet::audit::line(&entry);
                let told: Value = serde_json::from_str(&line).expect("JSON");
                let facts = line.split_once(",\"facts\":").expect("facts").1.strip_suffix('}').expect("the end");
                let text = |name: &str| match &told[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    number => number.to_string(),
                };
                let mut hashed = String::new();
                for name in ["previous", "number", "at_micros", "kind", "actor", "moderator", "site", "comment"] {
                    write!(hashed, "{}:{},", text(name).len(), text(name)).expect("written");
                }
                write!(hashed, "{}:{facts},", facts.len()).expect("written");
                let hash = placet::audit::chain::hexadecimal(&Sha256::digest(hashed.as_bytes()));
                assert_eq!(told["hash"], json!(hash), "{line}");
            }
        },
    );
}
