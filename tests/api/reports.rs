//! Readers report published comments; editors keep them or take them down.

use std::collections::HashSet;
use std::fmt::Write as _;

use diesel::connection::SimpleConnection as _;
use placet::comment::{CommentId, Timestamp};
use placet::store::StoreError;
use placet::store::reports::{self, NewReport};
use serde_json::{Value, json};

use crate::harness::{Answer, App, SITE, between, with_options};
use crate::on_both_databases;

fn door(app: &App, id: &str) -> String {
    app.url(&format!("/api/v1/sites/{SITE}/threads/ice/comments/{id}/reports"))
}

async fn report(app: &App, id: &str, body: &Value) -> Answer {
    app.send(app.client.post(door(app, id)).json(body)).await
}

async fn one(app: &App, id: &str) -> Value {
    app.get(&format!("/api/v1/comments/{id}")).await.json()
}

/// The ids in the tray of what is reported.
async fn reported(app: &App) -> Vec<String> {
    let page = app.get("/api/v1/queue?status=reported").await;
    assert_eq!(page.status, 200, "{}", page.text);
    let page = page.json();
    let ids = page["comments"].as_array().expect("comments").iter().map(|one| one["id"].as_str().expect("an id"));
    ids.map(str::to_owned).collect()
}

async fn written(app: &App, statements: String) {
    let written = app
        .service
        .store
        .write(move |transaction| transaction.reader().batch_execute(&statements).map_err(StoreError::Query));
    written.await.expect("written");
}

/// Whether readers see the comment.
async fn is_published(app: &App, id: &str) -> bool {
    let thread = app.get(&format!("/api/v1/sites/{SITE}/threads/ice/comments")).await.json();
    thread["comments"].as_array().expect("comments").iter().any(|one| one["id"] == id && one["removed"] != true)
}

on_both_databases! {
    async fn a_reported_comment_stays_published_and_waits_for_an_editor_with_what_readers_say(app: App) {
        let id = app.published("ice", "The mayor sold the ferry to his cousin.").await;
        app.published("ice", "A calm word about the ice.").await;
        let said = json!({ "clause": "insult", "word": " He has no cousin. " });
        assert_eq!(report(&app, &id, &said).await.status, 201);
        assert!(is_published(&app, &id).await);
        assert_eq!(reported(&app).await, vec![id.clone()]);
        let told = &one(&app, &id).await["reports"];
        assert_eq!(told.as_array().map(Vec::len), Some(1), "{told}");
        assert_eq!((&told[0]["clause"], &told[0]["word"]), (&json!("insult"), &json!("He has no cousin.")));
        assert!(told[0]["clause_title"].is_string() && told[0]["settled_by"].is_null(), "{told}");
        assert!(told[0].get("reporter").is_none(), "nobody is told who reported: {told}");
    }

    async fn the_same_address_reports_a_comment_once(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        assert_eq!(report(&app, &id, &json!({})).await.status, 201);
        assert_eq!(report(&app, &id, &json!({ "word": "Again!" })).await.status, 200);
        assert_eq!(one(&app, &id).await["reports"].as_array().map(Vec::len), Some(1));
    }

    async fn what_is_not_published_cannot_be_reported(app: App) {
        let pending = app.comment("ice", "It waits still.").await;
        for id in [pending.as_str(), "4711", "nothing"] {
            let answer = report(&app, id, &json!({})).await;
            assert_eq!((answer.status, answer.json()["type"].as_str()), (404, Some("/problems/unknown-comment")), "{id}");
        }
        let id = app.published("ice", "It is here.").await;
        let elsewhere = app.url(&format!("/api/v1/sites/{SITE}/threads/snow/comments/{id}/reports"));
        assert_eq!(app.send(app.client.post(elsewhere).json(&json!({}))).await.status, 404, "on another thread");
        assert_eq!(reported(&app).await, [""; 0]);
    }

    async fn a_report_names_a_clause_of_the_netiquette_and_says_a_thousand_characters_at_most(app: App) {
        let id = app.published("ice", "It is here.").await;
        for (body, field) in [(json!({ "clause": "fashion" }), "/clause"), (json!({ "word": "a".repeat(1001) }), "/word")] {
            let answer = report(&app, &id, &body).await;
            assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!(field)));
        }
        assert_eq!(report(&app, &id, &json!({ "word": "é".repeat(1000) })).await.status, 201);
    }

    async fn an_editor_who_keeps_it_settles_the_reports_and_writes_to_nobody_and_may_take_that_back(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        let mails = app.deliver().await.len();
        report(&app, &id, &json!({ "clause": "insult" })).await;
        let version = one(&app, &id).await["version"].clone();
        let kept = app.decide(&id, &json!({ "version": version, "verdict": "approve" })).await;
        assert_eq!((kept.status, &kept.json()["status"]), (200, &json!("approved")), "{}", kept.text);
        assert!(is_published(&app, &id).await);
        assert_eq!(reported(&app).await, [""; 0]);
        assert_eq!(app.deliver().await.len(), mails);
        let now = one(&app, &id).await;
        let trail = now["decisions"].as_array().expect("a trail");
        let last = trail.last().expect("a decision");
        assert_eq!((&last["from"], &last["to"]), (&json!("approved"), &json!("approved")));
        assert_eq!(now["reports"][0]["settled_by"], last["id"]);
        let again = app.decide(&id, &json!({ "version": now["version"], "verdict": "approve" })).await;
        assert_eq!(again.status, 409, "there is nothing left to keep");
        let undo = app.client.post(app.url(&format!("/api/v1/comments/{id}/undo"))).bearer_auth(&app.token);
        assert_eq!(app.send(undo.json(&json!({ "version": now["version"] }))).await.status, 200);
        assert_eq!(reported(&app).await, vec![id.clone()]);
        assert!(is_published(&app, &id).await);
    }

    async fn a_report_that_comes_while_an_editor_keeps_the_comment_is_not_settled_unseen(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        report(&app, &id, &json!({ "word": "Seen." })).await;
        let seen = one(&app, &id).await;
        let comment = id.parse::<CommentId>().expect("an id");
        let late = NewReport { comment, reporter: "another reader".into(), clause: None, word: Some("Late.".into()) };
        app.service.store.write(move |transaction| reports::append(transaction, &late, Timestamp::now())).await.expect("kept");
        let keep = json!({ "version": seen["version"], "verdict": "approve", "last_report": seen["reports"][0]["id"] });
        let kept = app.decide(&id, &keep).await;
        assert_eq!(kept.status, 200, "{}", kept.text);
        assert_eq!(reported(&app).await, vec![id.clone()], "it waits for an editor still");
        let now = one(&app, &id).await;
        assert!(now["reports"][0]["settled_by"].is_string() && now["reports"][1]["settled_by"].is_null(), "{now}");
        let all = json!({ "version": now["version"], "verdict": "approve", "last_report": now["reports"][1]["id"] });
        assert_eq!(app.decide(&id, &all).await.status, 200);
        assert_eq!(reported(&app).await, [""; 0]);
        let nonsense = json!({ "version": 4, "verdict": "approve", "last_report": "the second" });
        let refused = app.decide(&id, &nonsense).await;
        assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("/last_report")));
    }

    async fn a_refusal_takes_it_down_and_settles_the_reports_and_its_undoing_opens_them_again(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        report(&app, &id, &json!({})).await;
        let version = one(&app, &id).await["version"].clone();
        let refuse = json!({ "version": version, "verdict": "refuse", "clause": "insult" });
        let refused = app.decide(&id, &refuse).await;
        assert_eq!(refused.status, 200, "{}", refused.text);
        assert!(!is_published(&app, &id).await);
        assert_eq!(reported(&app).await, [""; 0]);
        let undo = app.client.post(app.url(&format!("/api/v1/comments/{id}/undo"))).bearer_auth(&app.token);
        assert_eq!(app.send(undo.json(&json!({ "version": refused.json()["version"] }))).await.status, 200);
        assert!(is_published(&app, &id).await);
        assert_eq!(reported(&app).await, [id]);
    }

    async fn the_tray_is_sifted_and_ordered_as_the_others_are(app: App) {
        let mut ids = Vec::new();
        for text in ["The first ferry.", "The second ferry.", "The third boat."] {
            let id = app.published("ice", text).await;
            report(&app, &id, &json!({})).await;
            ids.push(id);
        }
        app.published("ice", "A ferry that nobody reports.").await;
        let asked = async |query: &str| {
            let page = app.get(&format!("/api/v1/queue?status=reported&{query}")).await.json();
            let comments = page["comments"].as_array().expect("comments").clone();
            let ids: Vec<String> = comments.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect();
            (ids, page["next"].as_str().map(str::to_owned))
        };
        assert_eq!(asked("order=newest").await.0, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
        assert_eq!(asked("order=oldest&q=ferry").await.0, [ids[0].clone(), ids[1].clone()]);
        let (first, next) = asked("order=oldest&limit=2").await;
        assert_eq!(first, ids[..2]);
        assert_eq!(asked(&format!("order=oldest&after={}", next.expect("a next page"))).await.0, ids[2..]);
    }

    async fn of_very_many_reported_comments_none_is_passed_over_in_any_order(app: App) {
        let first = app.published("ice", "The first one.").await;
        // More than the queue names one by one, and as many that nobody reports.
        let mut all = String::new();
        for number in 1..=5_000_i64 {
            let id = first.parse::<i64>().expect("an id") + number;
            let _ = write!(
                all,
                "INSERT INTO comments (id, site_id, thread_id, root_id, depth, author_name, author_email, author_email_folded, \
                 text, reader_language, wants_receipt, status, visible, version, risk, fingerprint, repetition, created_at, \
                 has_links, is_first) SELECT {id}, site_id, thread_id, {id}, 0, 'Ann', 'a@b.example', 'a@b.example', 'x', 'en', \
                 FALSE, 'approved', TRUE, 2, {}, {id}, {id}, {id}, FALSE, FALSE FROM comments WHERE id = {first};",
                number % 7
            );
            if number % 2 == 0 {
                let _ = write!(
                    all,
                    "INSERT INTO reports (id, comment_id, reporter, created_at) VALUES ({id}, {id}, 'somebody', {id});"
                );
            }
        }
        written(&app, all).await;
        for order in ["risk", "oldest", "newest"] {
            let (mut ids, mut after) = (Vec::new(), String::new());
            loop {
                let page = app.get(&format!("/api/v1/queue?status=reported&order={order}&limit=100{after}")).await.json();
                let comments = page["comments"].as_array().expect("comments");
                assert!(!comments.is_empty(), "{order}: an empty page after {} comments", ids.len());
                ids.extend(comments.iter().map(|one| one["id"].as_str().expect("an id").to_owned()));
                match page["next"].as_str() {
                    Some(next) => after = format!("&after={next}"),
                    None => break,
                }
            }
            let distinct: HashSet<&String> = ids.iter().collect();
            assert_eq!((ids.len(), distinct.len()), (2_500, 2_500), "{order}");
        }
        // The oldest of all waits at the last comment, where nobody counts any more.
        let last = first.parse::<i64>().expect("an id") + 5_000;
        written(&app, format!("INSERT INTO reports (id, comment_id, reporter, created_at) VALUES (1, {last}, 'another', 1)")).await;
        let waiting = app.service.store.read(|connection| reports::count_open(connection, None, 1_000)).await.expect("counted");
        assert_eq!(waiting, (1_000, Some(Timestamp::from_micros(1))));
    }

    async fn of_many_reports_of_a_comment_the_newest_are_shown_with_their_number(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        let report = |number: i64| {
            format!("INSERT INTO reports (id, comment_id, reporter, word, created_at) VALUES ({number}, {id}, 'r{number}', 'word {number}', {number});")
        };
        written(&app, (1..=25).map(report).collect()).await;
        let told = one(&app, &id).await;
        let words: Vec<&str> = told["reports"].as_array().expect("reports").iter().filter_map(|one| one["word"].as_str()).collect();
        assert_eq!((told["report_count"].as_i64(), words.len()), (Some(25), 20));
        assert_eq!((words.first(), words.last()), (Some(&"word 6"), Some(&"word 25")));
        let (browser, _) = app.at_the_desk().await;
        let tray = app.send(browser.get(app.url("/desk?status=reported"))).await;
        assert!(tray.text.contains("and 5 reports more"), "{}", tray.text);
    }

    async fn a_comment_that_is_kept_counts_as_no_reversal_and_no_second_decision(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        report(&app, &id, &json!({})).await;
        let version = one(&app, &id).await["version"].clone();
        let kept = app.decide(&id, &json!({ "version": version, "verdict": "approve" })).await.json();
        let numbers = async || {
            let days = app.get("/api/v1/numbers").await.json()["days"].clone();
            let sum = |what: &str| days.as_array().expect("days").iter().filter_map(|day| day[what].as_i64()).sum::<i64>();
            (sum("decided"), sum("reversed"))
        };
        assert_eq!(numbers().await, (1, 0));
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url(&format!("/desk/comments/{id}")))).await;
        assert!(page.text.contains("kept it; its reports are settled"), "{}", page.text);
        assert!(!page.text.contains(&format!("/desk/comments/{id}/keep")), "nobody went back on it: {}", page.text);
        let undo = app.client.post(app.url(&format!("/api/v1/comments/{id}/undo"))).bearer_auth(&app.token);
        assert_eq!(app.send(undo.json(&json!({ "version": kept["version"] }))).await.status, 200);
        assert_eq!(numbers().await, (1, 0));
    }

    async fn pages_of_the_sites_own_hosts_may_send_reports(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        let ask = |origin: &'static str| {
            app.send(app.client.request(reqwest::Method::OPTIONS, door(&app, &id)).header("origin", origin))
        };
        let allowed = "access-control-allow-origin";
        assert_eq!(ask("https://courier.example").await.header(allowed), "https://courier.example");
        assert_eq!(ask("https://evil.example").await.header(allowed), "");
        let refused = app.client.post(door(&app, &id)).header("origin", "https://courier.example");
        let refused = app.send(refused.json(&json!({ "clause": "fashion" }))).await;
        assert_eq!((refused.status, refused.header(allowed)), (422, "https://courier.example"));
    }

    async fn the_desk_has_a_tray_of_what_is_reported_and_keeps_a_comment_from_there(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        report(&app, &id, &json!({ "word": "He <b>never</b> did." })).await;
        let (browser, token) = app.at_the_desk().await;
        let tray = app.send(browser.get(app.url("/desk?status=reported"))).await;
        assert!(tray.text.contains("He &#60;b&#62;never") || tray.text.contains("He &lt;b&gt;never"), "{}", tray.text);
        let count = between(&tray.text, "Reported <span class=\"count\">", "<");
        assert_eq!(count, Some("1"));
        let version = one(&app, &id).await["version"].to_string();
        let form = [("token", token.as_str()), ("version", &version), ("verdict", "approve"), ("back", "/desk?status=reported")];
        let kept = app.send(browser.post(app.url(&format!("/desk/comments/{id}/decide"))).form(&form)).await;
        assert_eq!(kept.status, 303);
        assert!(kept.header("location").contains("done=kept"), "{}", kept.header("location"));
        let tray = app.send(browser.get(app.url(kept.header("location")))).await;
        assert!(tray.text.contains("The comment stays published"), "{}", tray.text);
        assert!(!tray.text.contains("The mayor sold"), "{}", tray.text);
        let page = app.send(browser.get(app.url(&format!("/desk/comments/{id}")))).await;
        assert!(page.text.contains("Report settled"), "{}", page.text);
    }

    async fn a_reader_without_javascript_reports_by_a_form_that_gives_back_what_was_typed(app: App) {
        let id = app.published("ice", "The mayor sold the ferry.").await;
        let thread = app.send(app.client.get(app.url(&format!("/sites/{SITE}/threads/ice")))).await;
        let address = format!("/sites/{SITE}/threads/ice/comments/{id}/report");
        assert!(thread.text.contains(&format!("href=\"{address}\"")), "{}", thread.text);
        let page = app.send(app.client.get(app.url(&address))).await;
        assert!(page.text.contains("The mayor sold the ferry."), "{}", page.text);
        assert!(!page.text.contains('@'), "no address of anybody: {}", page.text);
        let bad = [("clause", "fashion"), ("word", "What I typed.")];
        let returned = app.send(app.client.post(app.url(&address)).form(&bad)).await;
        assert_eq!(returned.status, 422);
        assert!(returned.text.contains("What I typed.") && returned.text.contains("clause-error"), "{}", returned.text);
        let long = format!("What I typed. {}", "word ".repeat(20_000));
        let returned = app.send(app.client.post(app.url(&address)).form(&[("clause", ""), ("word", long.as_str())])).await;
        assert_eq!(returned.status, 413);
        assert!(returned.text.contains(&long) && returned.text.contains("Shorten it"), "however much it was");
        let long = "word ".repeat(1_000);
        let returned = app.send(app.client.post(app.url(&address)).form(&[("clause", ""), ("word", long.as_str())])).await;
        assert_eq!(returned.status, 422);
        assert!(returned.text.contains(&long) && returned.text.contains("word-error"), "the message stands beside it");
        let sent = app.send(app.client.post(app.url(&address)).form(&[("clause", ""), ("word", "It is wrong.")])).await;
        assert_eq!(sent.status, 303);
        let thanks = app.send(app.client.get(app.url(sent.header("location")))).await;
        assert!(thanks.text.contains("Thank you"), "{}", thanks.text);
        assert_eq!(one(&app, &id).await["reports"][0]["word"], "It is wrong.");
    }
}

#[test]
fn one_address_may_report_so_often_and_is_told_when_to_come_back() {
    with_options(
        |options| options.reports_per_minute = 3,
        async |app| {
            let id = app.published("ice", "The mayor sold the ferry.").await;
            assert_eq!(report(app, &id, &json!({})).await.status, 201);
            let answer = report(app, &id, &json!({})).await;
            assert_eq!((answer.status, answer.json()["type"].as_str()), (429, Some("/problems/too-many-reports")));
            assert!(answer.header("retry-after").parse::<u64>().expect("seconds") <= 21);
        },
    );
}
