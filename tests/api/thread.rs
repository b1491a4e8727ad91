//! `GET /api/v1/sites/{site}/threads/{thread}/comments`

use diesel::connection::SimpleConnection as _;
use placet::store::StoreError;
use serde_json::{Value, json};

use crate::harness::{App, SITE, body};
use crate::on_both_databases;

async fn read(app: &App, query: &str) -> Value {
    let answer = app.send(app.client.get(format!("{}{query}", app.comments("ice")))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn reply(app: &App, parent: &str, text: &str) -> String {
    let mut sent = body(text);
    sent["parent"] = json!(parent);
    let answer = app.submit("ice", &sent).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    app.approve(&id).await;
    id
}

on_both_databases! {
    async fn published_comments_are_threaded_by_what_they_answer(app: App) {
        let first = app.published("ice", "First of all.").await;
        let second = app.published("ice", "Second of all.").await;
        let answer = reply(&app, &first, "To the first.").await;
        let deeper = reply(&app, &answer, "To the answer.").await;
        let page = read(&app, "").await;
        assert_eq!(page["thread"]["published"], 4);
        assert_eq!(page["comments"][0]["id"], json!(first));
        assert_eq!(page["comments"][0]["replies"][0]["id"], json!(answer));
        assert_eq!(page["comments"][0]["replies"][0]["replies"][0]["id"], json!(deeper));
        assert_eq!(page["comments"][1]["id"], json!(second));
    }

    async fn a_thread_that_cannot_be_read_is_not_shown_as_an_empty_one(app: App) {
        let id = app.published("ice", "It is there.").await;
        let lose = "ALTER TABLE comments RENAME TO comments_elsewhere";
        let lost = app.service.store.write(|transaction| {
            transaction.reader().batch_execute(lose).map_err(StoreError::Query)
        });
        lost.await.expect("a table with another name");
        let page = format!("/sites/{SITE}/threads/ice");
        for path in [page.clone(), format!("{page}/comments/{id}"), format!("/api/v1{page}/comments")] {
            let answer = app.get(&path).await;
            assert!(answer.status >= 500, "{path}: {} {}", answer.status, answer.text);
            assert!(!answer.text.contains("comments_elsewhere") && !answer.text.contains("SELECT"), "{}", answer.text);
        }
    }

    async fn pages_follow_each_other_without_gap_or_repetition(app: App) {
        let mut ids = Vec::new();
        for number in 0..7 {
            ids.push(app.published("ice", &format!("Comment number {number}.")).await);
        }
        let mut seen: Vec<String> = Vec::new();
        let mut query = "?limit=3".to_owned();
        loop {
            let page = read(&app, &query).await;
            let comments = page["comments"].as_array().expect("comments").clone();
            seen.extend(comments.iter().map(|comment| comment["id"].as_str().expect("an id").to_owned()));
            match page["next"].as_str() {
                Some(next) => query = format!("?limit=3&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen, ids);
    }

    async fn a_reader_who_has_the_page_is_told_so_until_it_changes(app: App) {
        app.published("ice", "There already.").await;
        let first = app.send(app.client.get(app.comments("ice"))).await;
        let etag = first.header("etag").to_owned();
        let ask = || app.send(app.client.get(app.comments("ice")).header("if-none-match", etag.clone()));
        let same = ask().await;
        assert_eq!((same.status, same.text.as_str()), (304, ""));
        app.published("ice", "And something new.").await;
        let changed = ask().await;
        assert_eq!(changed.status, 200);
        assert_ne!(changed.header("etag"), etag);
    }

    async fn a_comment_taken_down_leaves_its_answers_standing(app: App) {
        let first = app.published("ice", "To be taken down.").await;
        let answer = reply(&app, &first, "Still here.").await;
        let down = app.decide(&first, &json!({ "version": 2, "verdict": "refuse", "clause": "insult" })).await;
        assert_eq!(down.status, 200, "{}", down.text);
        let page = read(&app, "").await;
        assert_eq!(page["comments"][0]["removed"], true);
        assert_eq!(page["comments"][0]["text"], Value::Null);
        assert_eq!(page["comments"][0]["author"], Value::Null);
        assert_eq!(page["comments"][0]["replies"][0]["id"], json!(answer));
        assert_eq!(page["thread"]["published"], 1);
        let down = app.decide(&answer, &json!({ "version": 2, "verdict": "spam" })).await;
        assert_eq!(down.status, 200, "{}", down.text);
        assert_eq!(read(&app, "").await["comments"], json!([]));
    }

    async fn the_deepest_replies_stand_side_by_side(app: App) {
        let mut parent = app.published("ice", "At the top of it all.").await;
        for depth in 0..12 {
            parent = reply(&app, &parent, &format!("Below, {depth} deep.")).await;
        }
        let page = read(&app, "").await;
        let mut level = page["comments"].clone();
        let mut depth = 0;
        while level[0]["replies"] != json!([]) {
            level = level[0]["replies"].clone();
            depth += 1;
        }
        assert_eq!(depth, 8);
        assert_eq!(page["thread"]["published"], 13);
    }

    async fn a_thread_under_which_nobody_has_written_is_empty_and_open(app: App) {
        let page = read(&app, "").await;
        assert_eq!(page["comments"], json!([]));
        assert_eq!(page["thread"]["open"], true);
    }

    async fn a_page_is_never_stale_after_a_decision(app: App) {
        // Readers ask without pause while comments are approved: whoever asks after the answer sees the comment.
        for number in 0..20 {
            let id = app.comment("ice", &format!("Fresh comment {number}.")).await;
            let (_, ()) = tokio::join!(read(&app, ""), app.approve(&id));
            let page = read(&app, "").await;
            let found = page["comments"].as_array().expect("comments").iter().any(|comment| comment["id"] == json!(id));
            assert!(found, "comment {number} is missing right after its approval");
        }
    }

    async fn links_vouch_for_nothing_and_markup_is_text(app: App) {
        app.published("ice", "See https://example.org/a <b>now</b>").await;
        let page = read(&app, "").await;
        let html = page["comments"][0]["html"].as_str().expect("html").to_owned();
        assert!(html.contains("<a href=\"https://example.org/a\" rel=\"nofollow ugc noopener noreferrer\">"), "{html}");
        assert!(html.contains("&#60;b&#62;now"), "{html}");
    }
}
