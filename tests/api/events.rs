//! The stream of events: in order, whole, to those who may hear it.

use std::sync::Arc;
use std::time::Duration;

use placet::comment::{Access, EmailAddress, Language, Role, SiteKey};
use placet::live::Position;
use placet::people::Scope;
use placet::rules::Library;
use placet::service::{Options, Service};
use placet::web::{Server, Settings};
use serde_json::{Value, json};

use crate::harness::stream::{Arrived, Stream};
use crate::harness::{App, Database, SITE, body, runtime, with_options};
use crate::on_both_databases;

fn names(events: &[Arrived]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

fn comments(events: &[Arrived]) -> Vec<String> {
    events.iter().map(|event| event.data["comment"].as_str().expect("an id").to_owned()).collect()
}

async fn post(app: &App, path: &str, sent: &Value) {
    let answer = app.send(app.client.post(app.url(path)).bearer_auth(&app.token).json(sent)).await;
    assert!(answer.status < 300, "{}", answer.text);
}

on_both_databases! {
    async fn everything_that_happens_is_told_in_its_order_and_nothing_that_a_reader_wrote(app: App) {
        let mut stream = Stream::open(&app, None).await;
        let id = app.comment("ice", "Write to me, the words of a reader.").await;
        post(&app, "/api/v1/claims", &json!({ "comments": [id] })).await;
        post(&app, &format!("/api/v1/comments/{id}/notes"), &json!({ "text": "A word between colleagues." })).await;
        app.approve(&id).await;
        let reported = app.send(app.client.post(app.url(&format!("/api/v1/sites/{SITE}/threads/ice/comments/{id}/reports"))).json(&json!({ "word": "a reason of a reader" }))).await;
        assert_eq!(reported.status, 201, "{}", reported.text);
        post(&app, &format!("/api/v1/comments/{id}/undo"), &json!({ "version": 2 })).await;
        let release = app.client.delete(app.url("/api/v1/claims")).bearer_auth(&app.token).json(&json!({ "comments": [id] }));
        assert_eq!(app.send(release).await.status, 204);
        let events = stream.take(7).await;
        assert_eq!(names(&events), ["comment", "claimed", "noted", "decided", "reported", "undone", "released"]);
        assert!(events.iter().all(|event| event.data["comment"] == *id && event.data["site"] == SITE));
        assert_eq!(events[0].data, json!({ "comment": id, "site": SITE }));
        assert!(events[1].data["until"].as_str().is_some_and(|until| until.ends_with('Z')));
        let decided = &events[3].data;
        assert_eq!((&decided["by"], &decided["status"], &decided["version"], &decided["redacted"]), (&json!("Ada"), &json!("approved"), &json!(2), &json!(false)));
        assert_eq!(events[4].data, json!({ "comment": id, "site": SITE }), "nobody is told who reported");
        assert_eq!((&events[5].data["status"], &events[5].data["version"]), (&json!("pending"), &json!(3)));
        for secret in ["reason of a reader", "@", "secret-mail", "Bo Reader", "words of a reader", "between colleagues"] {
            assert!(!stream.seen.contains(secret), "{secret} in {}", stream.seen);
        }
    }

    async fn a_stream_that_broke_goes_on_with_nothing_lost_and_nothing_twice(app: App) {
        let mut stream = Stream::open(&app, None).await;
        let first = app.comment("ice", "The first word.").await;
        let seen = stream.take(1).await;
        let second = app.comment("ice", "The second word.").await;
        app.approve(&first).await;
        drop(stream);
        let third = app.comment("ice", "The third word.").await;
        let mut again = Stream::open(&app, Some(&seen[0].id)).await;
        let missed = again.take(3).await;
        assert_eq!(names(&missed), ["comment", "decided", "comment"]);
        assert_eq!(comments(&missed), [second, first, third.clone()]);
        // By the address too, for a page that knows where it began.
        let address = app.url(&format!("/api/v1/events?after={}", missed[1].id));
        let mut by_address = Stream::of(app.client.get(address).bearer_auth(&app.token), None).await;
        let next = app.comment("ice", "The fourth word.").await;
        assert_eq!(comments(&by_address.take(2).await), [third, next]);
    }

    async fn however_often_a_stream_breaks_while_readers_write_each_comment_is_told_once(app: App) {
        let mut stream = Stream::open(&app, None).await;
        let (base, client) = (app.comments("ice"), app.client.clone());
        let writing = tokio::spawn(futures_util::future::join_all((0..8).map(move |writer| {
            let (base, client) = (base.clone(), client.clone());
            async move {
                let mut sent = Vec::new();
                for number in 0..15 {
                    let body = body(&format!("Word {number} of writer {writer}."));
                    let answer: Value = client.post(&base).json(&body).send().await.expect("an answer").json().await.expect("JSON");
                    sent.push(answer["id"].as_str().expect("an id").to_owned());
                }
                sent
            }
        })));
        let mut told = Vec::new();
        while told.len() < 120 {
            let some = stream.take(5).await;
            told.extend(comments(&some));
            // What arrived after those and was not looked at is told again.
            let last = some.last().map(|event| event.id.clone());
            stream = Stream::open(&app, last.as_deref()).await;
        }
        let mut sent = writing.await.expect("ended").concat();
        sent.sort();
        told.sort();
        assert_eq!(told, sent);
    }

    async fn what_cannot_be_gone_on_from_is_told_to_begin_anew(app: App) {
        let long_ago = placet::comment::IdSource::at(placet::comment::Timestamp::from_micros(1_750_000_000_000_000), 1);
        for last in ["nonsense", &long_ago.to_string(), &i64::MAX.to_string()] {
            let mut stream = Stream::open(&app, Some(last)).await;
            let reset = stream.next().await.expect("an event");
            assert_eq!((reset.name.as_str(), reset.data), ("reset", json!({})), "{last}");
            assert!(reset.id.parse::<Position>().is_ok());
            let id = app.comment("ice", &format!("After a reset of {last}.")).await;
            assert_eq!(comments(&stream.take(1).await), [id], "and goes on");
        }
    }

    async fn a_stream_may_be_of_one_site(app: App) {
        crate::harness::add_site(&app.service, "gazette", true).await;
        let address = app.url("/api/v1/events?site=gazette");
        let mut stream = Stream::of(app.client.get(address).bearer_auth(&app.token), None).await;
        app.comment("ice", "On another site.").await;
        let there = app.url("/api/v1/sites/gazette/threads/ice/comments");
        let sent = app.send(app.client.post(there).json(&body("On this site."))).await;
        let event = stream.next().await.expect("an event");
        assert_eq!((&event.data["comment"], &event.data["site"]), (&sent.json()["id"], &json!("gazette")));
    }

    async fn a_stream_is_for_moderators_and_has_an_end_of_their_number(app: App) {
        let address = app.url("/api/v1/events");
        assert_eq!(app.send(app.client.get(&address)).await.status, 401);
        assert_eq!(app.get("/api/v1/events?site=nowhere").await.status, 404);
        let mut open = Vec::new();
        for _ in 0..32 {
            open.push(Stream::open(&app, None).await);
        }
        let refused = app.get("/api/v1/events").await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "30"));
        assert_eq!(refused.json()["type"], "/problems/too-many-streams");
        app.service.live.close();
        for mut stream in open {
            assert_eq!(stream.next().await, None, "it ends as a stream that is whole");
        }
        assert_eq!(app.get("/api/v1/events").await.status, 503);
    }
}

/// Both databases, with streams that show every 50 ms that they live.
fn lively(promise: impl AsyncFn(&App)) {
    with_options(|options| options.keep_alive = Duration::from_millis(50), promise);
}

#[test]
fn a_stream_ends_with_the_token_or_the_session_that_opened_it() {
    lively(async |app| {
        let email = EmailAddress::parse(crate::harness::EDITOR).expect("an address");
        let (id, token) =
            app.service.people.create_token(email, "to be revoked".into(), Scope::whole()).await.expect("a token");
        let (desk, form_token) = app.at_the_desk().await;
        let address = app.url("/api/v1/events");
        let mut by_token = Stream::of(app.client.get(&address).bearer_auth(token), None).await;
        let mut by_session = Stream::of(desk.get(&address), None).await;
        let mut stays = Stream::open(app, None).await;
        assert!(app.service.people.revoke_token(id, None).await.expect("revoked"));
        assert_eq!(by_token.next().await, None);
        let out = desk.post(app.url("/desk/logout")).form(&[("token", form_token)]).send().await.expect("an answer");
        assert_eq!(out.status(), 303);
        assert_eq!(by_session.next().await, None);
        let id = app.comment("ice", "Told to who may hear it still.").await;
        assert_eq!(comments(&stays.take(1).await), [id]);
    });
}

#[test]
fn whoever_has_a_role_on_one_site_is_told_of_that_site_for_as_long() {
    lively(async |app| {
        crate::harness::add_site(&app.service, "gazette", true).await;
        let sites = app.service.store.sites().await.expect("the sites");
        let gazette = sites[&SiteKey::parse("gazette").expect("a key")].id;
        let email = EmailAddress::parse("bea@courier.example").expect("an address");
        let access = Access { everywhere: None, sites: [(gazette, Role::Viewer)].into() };
        let people = &app.service.people;
        let added =
            people.add(email.clone(), "Bea".into(), Language::En, false, crate::harness::PASSWORD, access).await;
        let token = people.create_token(email, "tests".into(), Scope::whole()).await.expect("a token").1;
        let open = |query: &str| app.client.get(app.url(&format!("/api/v1/events{query}"))).bearer_auth(&token);
        assert_eq!(app.send(open(&format!("?site={SITE}"))).await.status, 404, "as if there were no such site");
        let mut stream = Stream::of(open(""), None).await;
        app.comment("ice", "To the paper that is not hers.").await;
        let there = app.url("/api/v1/sites/gazette/threads/ice/comments");
        let sent = app.send(app.client.post(&there).json(&body("To her paper."))).await;
        let event = stream.next().await.expect("an event");
        assert_eq!((&event.data["comment"], &event.data["site"]), (&sent.json()["id"], &json!("gazette")));
        let nothing =
            people.set_access(&Access::everywhere(Role::Owner), added.expect("added"), Access::default()).await;
        nothing.expect("taken away");
        assert_eq!(stream.next().await, None);
    });
}

#[test]
fn a_stream_to_which_nothing_happens_lives_and_its_place_does_not_age() {
    lively(async |app| {
        let mut stream = Stream::open(app, None).await;
        let began = stream.id.clone();
        // Another stream of events than one that is read in vain: the comment comes after some signs of life.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let id = app.comment("ice", "After a while.").await;
        assert_eq!(comments(&stream.take(1).await), [id]);
        assert!(stream.seen.contains(": still here\nevent: here\nid: "), "{}", stream.seen);
        assert!(!began.is_empty());
    });
}

#[test]
fn two_servers_on_one_postgres_hear_each_other_and_neither_shows_what_is_stale() {
    let Some(database) = Database::postgres() else { return };
    runtime(async {
        let first = App::start(database, |_| {}).await;
        let address = placet::store::Address::parse(first.database_url()).expect("an address");
        let options =
            Options::new(placet::store::Options::new(address), Library::shipped().expect("the shipped packs"));
        let second = Arc::new(Service::open(options).await.expect("the service opens"));
        let listener = placet::web::bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let settings = Settings { workers: 1, ..Settings::default() };
        let server = Server::new(Arc::clone(&second), listener, &settings).expect("the server listens");
        let base = format!("http://{}", server.address);
        tokio::spawn(server.run());
        let thread = format!("{base}/api/v1/sites/{SITE}/threads/ice/comments");
        let mut there =
            Stream::of(first.client.get(format!("{base}/api/v1/events")).bearer_auth(&first.token), None).await;
        let mut here = Stream::open(&first, None).await;
        let write = async |address: &str, who: &str| {
            let mut sent = Vec::new();
            for number in 0..40 {
                let answer =
                    first.send(first.client.post(address).json(&body(&format!("Word {number} by {who}.")))).await;
                // Both open the thread at once: that is no reason to refuse a reader.
                assert_eq!(answer.status, 201, "{}", answer.text);
                sent.push(answer.json()["id"].as_str().expect("an id").to_owned());
            }
            sent
        };
        let own = first.comments("ice");
        let (one, two) = tokio::join!(write(&own, "the first"), write(&thread, "the second"));
        let mut sent = [one.clone(), two].concat();
        sent.sort();
        for stream in [&mut here, &mut there] {
            let mut told = comments(&stream.take(80).await);
            told.sort();
            assert_eq!(told, sent);
        }
        // A stream that broke goes on at the other server.
        let last = here.id.clone();
        let published = async || first.send(first.client.get(&thread)).await.text;
        assert!(!published().await.contains("Word 0 by the first."));
        first.approve(&one[0]).await;
        let decided = there.next().await.expect("an event");
        assert_eq!((decided.name.as_str(), &decided.data["comment"]), ("decided", &json!(one[0])));
        assert!(published().await.contains("Word 0 by the first."), "the page was dropped before the event was told");
        let moved = first.client.get(format!("{base}/api/v1/events")).bearer_auth(&first.token);
        assert_eq!(Stream::of(moved, Some(&last)).await.next().await.map(|event| event.name), Some("decided".into()));
        second.close().await;
        first.service.close().await;
    });
}
