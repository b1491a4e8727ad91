//! Claims: no two moderators are given the same comment.

use std::time::Duration;

use placet::comment::{EmailAddress, Language};
use serde_json::{Value, json};

use crate::harness::{Answer, App, with_options};
use crate::on_both_databases;

/// A second moderator's token.
async fn second(app: &App) -> String {
    let email = EmailAddress::parse("bea@courier.example").expect("an address");
    let added = app
        .service
        .people
        .add(
            email.clone(),
            "Bea".into(),
            Language::En,
            false,
            "correct horse battery",
            placet::comment::Access::everywhere(placet::comment::Role::Moderator),
        )
        .await;
    added.expect("a moderator");
    app.service.people.create_token(email, "tests".into(), placet::people::Scope::whole()).await.expect("a token").1
}

async fn claim(app: &App, token: &str, ids: &[String], take_over: bool) -> Answer {
    let sent = json!({ "comments": ids, "take_over": take_over });
    app.send(app.client.post(app.url("/api/v1/claims")).bearer_auth(token).json(&sent)).await
}

async fn free(app: &App, token: &str) -> Vec<String> {
    let answer =
        app.send(app.client.get(app.url("/api/v1/queue?free=yes&order=oldest")).bearer_auth(token)).await.json();
    let comments = answer["comments"].as_array().expect("comments").clone();
    comments.iter().map(|comment: &Value| comment["id"].as_str().expect("an id").to_owned()).collect()
}

on_both_databases! {
    async fn what_one_moderator_reads_is_given_to_nobody_else(app: App) {
        let bea = second(&app).await;
        let ids = vec![app.comment("ice", "A calm word.").await, app.comment("ice", "Another calm word.").await];
        let ada = app.token.clone();
        assert_eq!(claim(&app, &ada, &ids[..1], false).await.json()["held"], json!([]));
        assert_eq!(free(&app, &bea).await, ids[1..]);
        assert_eq!(free(&app, &ada).await, ids, "her own stay in sight");
        let answer = claim(&app, &bea, &ids, false).await.json();
        assert_eq!((&answer["held"][0]["comment"], &answer["held"][0]["by"]), (&json!(ids[0]), &json!("Ada")));
        assert_eq!(answer["held"].as_array().map(Vec::len), Some(1));
        assert_eq!(claim(&app, &bea, &ids[..1], true).await.json()["held"], json!([]), "taken over");
        assert_eq!(claim(&app, &ada, &ids[..1], false).await.json()["held"][0]["by"], "Bea");
        let release = app.client.delete(app.url("/api/v1/claims")).bearer_auth(&bea).json(&json!({ "comments": ids }));
        assert_eq!(app.send(release).await.status, 204);
        assert_eq!(claim(&app, &ada, &ids, false).await.json()["held"], json!([]));
    }

    async fn nobody_decides_on_what_somebody_else_is_reading_but_who_takes_it_over(app: App) {
        let bea = second(&app).await;
        let ids = vec![app.comment("ice", "A calm word.").await, app.comment("ice", "Another calm word.").await];
        claim(&app, &bea, &ids, false).await;
        let read = app.get(&format!("/api/v1/comments/{}", ids[0])).await.json();
        assert_eq!((&read["claim"]["by"], &read["claim"]["comment"]), (&json!("Bea"), &json!(ids[0])));
        assert_eq!(app.get("/api/v1/queue").await.json()["comments"][1]["claim"]["by"], "Bea");
        let spam = json!({ "version": 1, "verdict": "spam" });
        let refused = app.decide(&ids[0], &spam).await;
        assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/claimed")));
        assert_eq!(refused.json()["current"]["by"], "Bea");
        let several = json!({ "comments": [{ "id": ids[1], "version": 1 }], "verdict": "spam" });
        let several = app.send(app.client.post(app.url("/api/v1/decisions")).bearer_auth(&app.token).json(&several)).await;
        assert_eq!(several.json()["results"][0]["problem"]["type"], "/problems/claimed");
        assert_eq!(app.get(&format!("/api/v1/comments/{}", ids[1])).await.json()["status"], "pending");
        // A page from before, without a script.
        let (browser, token) = app.at_the_desk().await;
        let form = [("token", token.as_str()), ("version", "1"), ("verdict", "spam"), ("back", "/desk?order=oldest")];
        let answer = app.send(browser.post(app.url(&format!("/desk/comments/{}/decide", ids[0]))).form(&form)).await;
        let there = answer.header("location").to_owned();
        assert_eq!(there, format!("/desk/comments/{}?from=%2Fdesk%3Forder%3Doldest&done=claimed", ids[0]));
        assert!(app.send(browser.get(app.url(&there))).await.text.contains("nothing was decided"));
        // Where all is read by others, the queue says so.
        let page = app.send(browser.get(app.url("/desk"))).await.text;
        assert!(page.contains("is being read by others") && page.contains("free=no"), "{page}");
        let ada = app.token.clone();
        claim(&app, &ada, &ids[..1], true).await;
        assert_eq!(app.decide(&ids[0], &spam).await.status, 200);
        // A slip is undone whoever reads it meanwhile.
        claim(&app, &bea, &ids[..1], true).await;
        let undo = app.client.post(app.url(&format!("/api/v1/comments/{}/undo", ids[0]))).bearer_auth(&app.token);
        assert_eq!(app.send(undo.json(&json!({ "version": 2 }))).await.status, 200);
    }

    async fn one_decision_on_several_comments_tells_what_became_of_each(app: App) {
        let ids = [app.comment("ice", "A calm word.").await, app.comment("ice", "Another calm word.").await];
        app.approve(&ids[1]).await;
        let decide = |body: Value| app.send(app.client.post(app.url("/api/v1/decisions")).bearer_auth(&app.token).json(&body));
        let comments = json!([{ "id": ids[0], "version": 1 }, { "id": ids[1], "version": 1 }, { "id": "12345", "version": 1 }]);
        let answer = decide(json!({ "comments": comments, "verdict": "refuse", "clause": "insult" })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let results = answer.json()["results"].clone();
        assert_eq!((&results[0]["status"], &results[0]["version"]), (&json!("refused"), &json!(2)));
        assert_eq!(results[1]["problem"]["type"], "/problems/already-decided");
        assert_eq!(results[2]["problem"]["type"], "/problems/unknown-comment");
        assert_eq!(decide(json!({ "comments": [], "verdict": "burn" })).await.status, 422);
        let stranger = app.client.post(app.url("/api/v1/decisions")).json(&json!({ "comments": [], "verdict": "spam" }));
        assert_eq!(app.send(stranger).await.status, 401);
    }

    async fn a_claim_is_for_moderators_and_names_comments(app: App) {
        let id = app.comment("ice", "A calm word.").await;
        let stranger = app.client.post(app.url("/api/v1/claims")).json(&json!({ "comments": [id] }));
        assert_eq!(app.send(stranger).await.status, 401);
        let token = app.token.clone();
        assert_eq!(claim(&app, &token, &["nonsense".into()], false).await.status, 422);
        assert_eq!(claim(&app, &token, &["12345".into()], false).await.json()["held"], json!([]), "no such comment");
        assert_eq!(claim(&app, &token, &vec![id; 101], false).await.status, 422);
    }
}

#[test]
fn a_claim_that_nobody_renews_passes_on() {
    with_options(
        |options| options.lease = Duration::from_millis(300),
        async |app| {
            let bea = second(app).await;
            let ids = vec![app.comment("ice", "A calm word.").await];
            let ada = app.token.clone();
            claim(app, &ada, &ids, false).await;
            assert_eq!(free(app, &bea).await, [""; 0]);
            tokio::time::sleep(Duration::from_millis(400)).await;
            assert_eq!(free(app, &bea).await, ids);
            assert_eq!(claim(app, &bea, &ids, false).await.json()["held"], json!([]));
        },
    );
}
