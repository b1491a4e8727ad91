//! `POST /api/v1/sites/{site}/threads/{thread}/comments`

use placet::store::threads;
use serde_json::json;

use crate::harness::{App, add_site, body, with_options};
use crate::on_both_databases;

on_both_databases! {
    async fn a_comment_is_kept_pending_and_not_published(app: App) {
        let answer = app.submit("ice", &body("The ice is thin.")).await;
        assert_eq!(answer.status, 201);
        assert_eq!(answer.json()["status"], "pending");
        let thread = app.send(app.client.get(app.comments("ice"))).await;
        assert_eq!(thread.json()["comments"], json!([]));
        let queue = app.get("/api/v1/queue").await.json();
        assert_eq!(queue["comments"][0]["text"], "The ice is thin.");
        assert_eq!(queue["comments"][0]["status"], "pending");
    }

    async fn no_address_is_published_with_a_website_or_with_an_article(app: App) {
        let mut sent = body("The ice is thin.");
        sent["website"] = json!("https://ann.example/?contact=ann%40private.example");
        let answer = app.submit("letter", &sent).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["errors"][0]["pointer"], "/website", "{}", answer.text);
        // A newsletter's link tells whose it was; its reader is heard all the same.
        sent["website"] = json!("https://ann.example/");
        sent["article_url"] = json!("https://courier.example/letter?to=ann@private.example");
        assert_eq!(app.submit("letter", &sent).await.status, 201);
        assert!(!app.get("/api/v1/queue").await.text.contains("letter?to="));
    }

    async fn the_same_idempotency_key_gives_the_same_comment(app: App) {
        let send = |text: &'static str| {
            app.send(app.client.post(app.comments("ice")).header("idempotency-key", "k-1").json(&body(text)))
        };
        let first = send("The ice is thin.").await;
        let again = send("The ice is thin.").await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!(first.json()["id"], again.json()["id"]);
        let other = send("The ice is thick.").await;
        assert_eq!(other.status, 422);
        assert_eq!(other.json()["type"], "/problems/idempotency-key-reused");
    }

    async fn a_retry_finds_its_comment_whatever_has_become_of_it_and_of_its_thread(app: App) {
        let send = async |key: Option<&str>| {
            let request = app.client.post(app.comments("ice")).json(&body("The ice is thin."));
            app.send(if let Some(key) = key { request.header("idempotency-key", key) } else { request }).await
        };
        let first = send(Some("k-1")).await.json();
        let id = first["id"].as_str().expect("an id");
        app.approve(id).await;
        let thread = app.url("/api/v1/sites/courier/threads/ice");
        let closing = json!({ "closed_at": "2026-01-01T00:00:00Z" });
        assert_eq!(app.send(app.client.put(thread).bearer_auth(&app.token).json(&closing)).await.status, 200);
        let standing = json!({ "kind": "block", "subject": "email", "value": body("x")["email"], "reason": "x", "confirm": true });
        // Without a key the very same is a retry for two minutes.
        let again = send(None).await;
        assert_eq!((again.status, &again.json()["id"]), (200, &first["id"]), "{}", again.text);
        let block = app.client.post(app.url("/api/v1/standings")).bearer_auth(&app.token).json(&standing);
        assert_eq!(app.send(block).await.status, 201);
        let again = send(Some("k-1")).await;
        assert_eq!((again.status, &again.json()["id"]), (200, &first["id"]), "{}", again.text);
        assert_eq!((&first["status"], &again.json()["status"]), (&json!("pending"), &json!("approved")));
        assert_eq!(send(Some("k-2")).await.status, 403, "another submission is none");
    }

    async fn a_double_click_is_one_comment(app: App) {
        let comment = body("Sent twice in a hurry.");
        let (first, second) = tokio::join!(app.submit("ice", &comment), app.submit("ice", &comment));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201]);
        assert_eq!(first.json()["id"], second.json()["id"]);
    }

    async fn every_bad_field_is_named_with_a_pointer_and_a_way_out(app: App) {
        let bad = json!({ "name": " ", "email": "nobody", "text": "x", "website": "javascript:alert(1)" });
        let answer = app.submit("ice", &bad).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let errors = answer.json()["errors"].clone();
        let told: Vec<_> = errors.as_array().expect("errors").iter().map(|e| (e["pointer"].as_str(), e["code"].as_str())).collect();
        let expected = [
            (Some("/text"), Some("too-short")),
            (Some("/name"), Some("required")),
            (Some("/email"), Some("not-an-email")),
            (Some("/website"), Some("not-a-url")),
        ];
        assert_eq!(told, expected);
    }

    async fn messages_are_in_the_readers_language(app: App) {
        let request = app.client.post(app.comments("ice")).header("accept-language", "fr-CA,fr;q=0.9").json(&json!({}));
        let answer = app.send(request).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["errors"][0]["detail"], "Veuillez remplir ce champ.");
    }

    async fn what_cannot_be_read_is_refused_with_its_own_status(app: App) {
        let post = || app.client.post(app.comments("ice"));
        let json_type = ("content-type", "application/json");
        let malformed = app.send(post().header(json_type.0, json_type.1).body("{\"name\": ")).await;
        assert_eq!((malformed.status, malformed.json()["type"].as_str()), (400, Some("/problems/malformed-body")));
        let wrong_type = app.send(post().header("content-type", "text/plain").body("hello")).await;
        assert_eq!((wrong_type.status, wrong_type.json()["type"].as_str()), (415, Some("/problems/wrong-content-type")));
        let large = app.send(post().json(&body(&"x".repeat(65 * 1024)))).await;
        assert_eq!((large.status, large.json()["type"].as_str()), (413, Some("/problems/body-too-large")));
        let wrong_kind = app.send(post().json(&json!({ "name": 5 }))).await;
        assert_eq!((wrong_kind.status, wrong_kind.json()["errors"][0]["pointer"].as_str()), (422, Some("/name")));
        for (sent, pointer, code) in [("[1]", "", "wrong-type"), ("null", "", "wrong-type"), ("{\"name\":\"A\",\"text\":\"Hello\"}", "/email", "required")] {
            let wrong = app.send(post().header(json_type.0, json_type.1).body(sent)).await;
            let error = &wrong.json()["errors"][0];
            assert_eq!((wrong.status, &error["pointer"], &error["code"]), (422, &json!(pointer), &json!(code)), "{sent}");
        }
    }

    async fn every_value_of_another_type_is_named(app: App) {
        let sent = json!({ "name": 1, "email": [], "text": "Hello", "receipt": "yes", "parent": {} });
        let wrong = app.send(app.client.post(app.comments("ice")).json(&sent)).await;
        let told: Vec<(String, String)> = wrong.json()["errors"].as_array().expect("a list").iter().map(|error| {
            let word = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            (word("pointer"), word("code"))
        }).collect();
        let expected = ["/email", "/name", "/parent", "/receipt"].map(|pointer| (pointer.to_owned(), "wrong-type".to_owned()));
        assert_eq!((wrong.status, { let mut told = told; told.sort(); told }), (422, expected.to_vec()));
    }

    async fn an_unknown_site_is_a_404_and_a_closed_thread_a_403(app: App) {
        let nowhere = app.url("/api/v1/sites/nowhere/threads/ice/comments");
        let answer = app.send(app.client.post(nowhere).json(&body("Hello there."))).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (404, Some("/problems/unknown-site")));

        add_site(&app.service, "announced", false).await;
        let unannounced = app.url("/api/v1/sites/announced/threads/ice/comments");
        let answer = app.send(app.client.post(unannounced).json(&body("Hello there."))).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (404, Some("/problems/unknown-thread")));

        let settings = json!({ "title": "Ice", "closed_at": "2026-01-01T00:00:00Z" });
        let address = app.url("/api/v1/sites/courier/threads/ice");
        let closed = app.send(app.client.put(address).bearer_auth(&app.token).json(&settings)).await;
        assert_eq!((closed.status, closed.json()["open"].as_bool()), (200, Some(false)));
        let answer = app.submit("ice", &body("Too late.")).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (403, Some("/problems/thread-closed")));
    }

    async fn only_a_published_comment_of_the_same_thread_can_be_answered(app: App) {
        let parent = app.comment("ice", "Waiting still.").await;
        let mut reply = body("An answer.");
        reply["parent"] = json!(parent);
        let refused = app.submit("ice", &reply).await;
        assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].as_str()), (422, Some("/parent")));
        app.approve(&parent).await;
        assert_eq!(app.submit("ice", &reply).await.status, 201);
        assert_eq!(app.submit("elsewhere", &reply).await.status, 422);
    }

    async fn a_repeated_message_is_marked_whatever_became_of_the_first(app: App) {
        app.comment("ice", "Buy the bridge, not the barge!").await;
        // Other words for a machine, the same message for a reader: on another thread, with other marks.
        let id = app.comment("barge", "buy the bridge... NOT the barge").await;
        let seen = app.get(&format!("/api/v1/comments/{id}")).await.json();
        let hits = seen["assessment"]["hits"].as_array().expect("hits").clone();
        assert!(hits.iter().any(|hit| hit["clause"] == "repetition"), "{hits:?}");
    }

    async fn the_first_comment_opens_a_thread_with_what_the_page_says_of_its_article(app: App) {
        let mut sent = body("First!  Or so I hope.");
        sent["article_title"] = json!("River ice");
        sent["article_url"] = json!("https://courier.example/ice");
        assert_eq!(app.submit("ice", &sent).await.status, 201);
        let site = app.service.store.site(&"courier".parse_key()).await.expect("read").expect("a site");
        let key = placet::comment::ThreadKey::parse("ice").expect("a key");
        let thread = app.service.store.read(move |connection| threads::find(connection, site.id, &key)).await;
        let article = thread.expect("read").expect("a thread").article;
        assert_eq!(article.title.as_deref(), Some("River ice"));
        assert_eq!(article.url.as_deref(), Some("https://courier.example/ice"));
    }

    async fn what_a_form_says_of_its_article_is_told_to_readers_once_an_editor_has_seen_it_and_never_another_sites_address(app: App) {
        let mut sent = body("First of all.");
        sent["article_title"] = json!("You have WON");
        sent["article_url"] = json!("https://phish.example/claim");
        sent["receipt"] = json!(true);
        let kept = app.submit("ice", &sent).await.json();
        let page = async || app.send(app.client.get(app.url("/sites/courier/threads/ice"))).await.text;
        let by_api = async || app.send(app.client.get(app.comments("ice"))).await.text;
        let status = async || app.send(app.client.get(kept["status_url"].as_str().expect("an address"))).await.text;
        for told in [page().await, by_api().await, status().await] {
            assert!(!told.contains("You have WON") && !told.contains("phish"), "{told}");
        }
        let receipt = app.deliver().await.into_iter().find(|mail| mail.to == "bo.reader@secret-mail.example").expect("a receipt");
        assert!(!receipt.text.contains("You have WON"), "{}", receipt.text);
        let other = app.comment("ice", "Something rude.").await;
        assert_eq!(app.decide(&other, &json!({ "version": 1, "verdict": "refuse", "clause": "insult" })).await.status, 200);
        let refused = app.deliver().await.into_iter().find(|mail| mail.text.contains("Something rude."));
        let refused = refused.expect("a mail");
        assert!(!refused.text.contains("You have WON") && !refused.subject.contains("You have WON"), "{}", refused.text);
        app.approve(kept["id"].as_str().expect("an id")).await;
        for told in [page().await, by_api().await, status().await] {
            assert!(told.contains("You have WON") && !told.contains("phish"), "{told}");
        }
    }

    async fn a_form_of_more_than_64_kibibytes_is_read_where_what_was_typed_has_fewer(app: App) {
        let thread = app.url("/sites/courier/threads/ice");
        let text = "Ё".repeat(5_000);
        let fields = [("text", text.as_str()), ("name", "Bo"), ("email", "bo@example.org"), ("website", &"ж".repeat(8_000))];
        // Only the website is too long: the form has been read.
        let answer = app.send(app.client.post(&thread).form(&fields)).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let fields = [("text", text.as_str()), ("name", "Bo"), ("email", "bo@example.org"), ("website", &"ж".repeat(30_000))];
        assert_eq!(app.send(app.client.post(&thread).form(&fields)).await.status, 413);
    }

    async fn the_fields_behind_a_text_of_megabytes_come_back_too(app: App) {
        let text = "A long story. ".repeat(200_000);
        let fields = [("text", text.as_str()), ("name", "Bo Reader"), ("email", "bo@example.org"), ("website", "https://bo.example")];
        let answer = app.send(app.client.post(app.url("/sites/courier/threads/ice")).form(&fields)).await;
        assert_eq!(answer.status, 413);
        for (_, typed) in &fields[1..] {
            assert!(answer.text.contains(&format!("value=\"{typed}")), "{typed}");
        }
    }

    async fn an_address_that_no_mail_can_be_sent_to_is_refused(app: App) {
        let mut sent = body("Hello there.");
        for address in ["ada@[192.0.2.1]", "ada@example.org[192.0.2.1]"] {
            sent["email"] = json!(address);
            let refused = app.submit("ice", &sent).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (422, &json!("not-an-email")));
        }
    }

    async fn pages_of_the_sites_own_hosts_may_send_comments(app: App) {
        let ask = |origin: &'static str| {
            app.send(app.client.request(reqwest::Method::OPTIONS, app.comments("ice")).header("origin", origin))
        };
        let own = ask("https://courier.example").await;
        assert_eq!(own.header("access-control-allow-origin"), "https://courier.example");
        let foreign = ask("https://evil.example").await;
        assert_eq!(foreign.header("access-control-allow-origin"), "");
        let refused = app.client.post(app.comments("ice")).header("origin", "https://courier.example").json(&json!({ "text": "" }));
        let refused = app.send(refused).await;
        assert_eq!((refused.status, refused.header("access-control-allow-origin")), (422, "https://courier.example"));
    }
}

trait ParseKey {
    fn parse_key(&self) -> placet::comment::SiteKey;
}

impl ParseKey for str {
    fn parse_key(&self) -> placet::comment::SiteKey {
        placet::comment::SiteKey::parse(self).expect("a key")
    }
}

#[test]
fn a_full_writer_answers_503_with_retry_after() {
    with_options(
        |options| options.store.capacity = 1,
        async |app| {
            // One write holds the writer, one more fills the channel: the next is turned away.
            let (begun, release, holding) = crate::storage::hold_the_writer(&app.service.store);
            begun.await.expect("the writer is held");
            let store = std::sync::Arc::clone(&app.service.store);
            let waiting = tokio::spawn(async move { store.write(|_| Ok(())).await });
            let refused = loop {
                let answer = app.submit("ice", &body("Nothing is lost without a word.")).await;
                if answer.status == 503 {
                    break answer;
                }
            };
            assert_eq!(refused.json()["type"], "/problems/busy");
            assert_eq!(refused.header("retry-after"), "1");
            drop(release);
            holding.await.expect("ended").expect("written");
            waiting.await.expect("ended").expect("written");
        },
    );
}
