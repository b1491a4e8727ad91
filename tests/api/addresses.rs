//! An email address is in no public answer, page or error: every public route is walked.

use serde_json::json;

use crate::harness::{App, EDITOR, SITE, body};
use crate::on_both_databases;

const READER: &str = "secret-mail.example";

on_both_databases! {
    async fn an_address_leaves_by_no_public_door(app: App) {
        let published = app.published("ice", "Published, with an address behind it.").await;
        let mut reply = body("An answer to it.");
        reply["parent"] = json!(published);
        let reply = app.submit("ice", &reply).await.json();
        app.approve(reply["id"].as_str().expect("an id")).await;
        let pending = app.submit("ice", &body("Waiting, and seen by nobody.")).await.json();
        let refused = app.comment("ice", "You moron, this will be refused.").await;
        app.decide(&refused, &json!({ "version": 1, "verdict": "refuse", "clause": "insult" })).await;
        let status = |comment: &str| app.service.seal.status(comment.parse().expect("an id"));

        let thread = format!("/sites/{SITE}/threads/ice");
        let mut doors = vec![
            "/".into(),
            "/healthz".into(),
            "/readyz".into(),
            "/openapi.json".into(),
            "/demo/mails".into(),
            "/desk".into(),
            "/desk/login".into(),
            "/nowhere".into(),
            "/problems/busy".into(),
            "/assets/placet.css".into(),
            "/api/v1/queue".into(),
            format!("/api/v1/comments/{published}"),
            format!("/sites/{SITE}/netiquette"),
            format!("/api/v1{thread}/comments"),
            format!("/api/v1{thread}/comments?limit=0"),
            thread.clone(),
            format!("{thread}?parent={published}"),
            format!("/desk/comments/{published}"),
            format!("{thread}/comments/{published}"),
            format!("{thread}/comments/{refused}"),
            format!("{thread}/comments/{published}/report"),
            "/act/nonsense".into(),
            "/desk/invitations/nonsense".into(),
            "/status/nonsense".into(),
        ];
        for comment in [published.as_str(), refused.as_str(), pending["id"].as_str().expect("an id")] {
            doors.push(format!("/status/{}", status(comment)));
        }
        for door in doors {
            let answer = app.send(app.client.get(app.url(&door))).await;
            for address in [READER, EDITOR, "bo.reader"] {
                assert!(!answer.text.contains(address), "{address} behind {door}: {}", answer.text);
                assert!(!format!("{:?}", answer.headers).contains(address), "{address} in the head of {door}");
            }
        }
        // What is sent and taken says nothing of whom it concerns.
        let client = &app.client;
        let door = |path: String| client.post(app.url(&path));
        for sent in [
            door(format!("/api/v1{thread}/comments/{published}/reports")).json(&json!({ "word": "Why?" })),
            door(format!("/api/v1{thread}/check")).json(&json!({ "text": "You moron." })),
            door(format!("/api/v1{thread}/comments")).json(&body("Another word.")),
            door(format!("{thread}/comments/{published}/report")).form(&[("word", "Why?")]),
            door("/desk/login".into()).form(&[("email", "nobody@elsewhere.example"), ("password", "x")]),
            door("/desk/login/code".into()).form(&[("seal", "AAAA"), ("code", "1")]),
        ] {
            let answer = app.send(sent).await;
            assert!(answer.status < 500 && answer.status != 404 && answer.status != 405, "{}", answer.text);
            for address in [READER, EDITOR, "bo.reader"] {
                assert!(!answer.text.contains(address), "{address} in {}", answer.text);
                assert!(!format!("{:?}", answer.headers).contains(address), "{address} in {:?}", answer.headers);
            }
        }
        // A name is published: it is refused with an address in it.
        let named = json!({ "name": "Bo (bo.reader@secret-mail.example)", "email": "bo.reader@secret-mail.example", "text": "A word." });
        let answer = app.submit("ice", &named).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["code"]), (422, &json!("an-email")), "{}", answer.text);
        assert!(!answer.text.contains("bo.reader"), "{}", answer.text);
        // Errors echo nothing either: not in the API, and in the form only to the reader who typed it.
        let wrong = json!({ "name": "x".repeat(99), "email": "bo.reader@secret-mail.example", "text": "x" });
        let answer = app.submit("ice", &wrong).await;
        assert!(!answer.text.contains(READER), "{}", answer.text);
    }
}
