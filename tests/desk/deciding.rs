//! What an editor can do beside approving and refusing: redact, put back, note, read a mail before it goes, close.

use serde_json::json;

use crate::harness::{Answer, App, body};
use crate::on_both_databases;

const PRIVATE: &str = "Write to me at jean.dupont@example.org and we will talk.";
const REDACTED: &str = "Write to me at [email address removed] and we will talk.";

async fn thread_text(app: &App) -> String {
    app.send(app.client.get(app.comments("ice"))).await.text
}

on_both_databases! {
    async fn what_a_rule_offers_to_take_out_is_not_published_if_the_editor_says_so(app: App) {
        let id = app.comment("ice", PRIVATE).await;
        let read = app.get(&format!("/api/v1/comments/{id}")).await.json();
        assert_eq!((&read["redaction"], &read["redacted"]), (&json!(REDACTED), &json!(null)));
        let (browser, _) = app.at_the_desk().await;
        let page = Answer::of(browser.get(app.url("/desk")).send().await.expect("an answer")).await;
        assert!(page.text.contains("<del>jean.dupont@example.org</del><ins>[email address removed]</ins>"), "{}", page.text);

        let approved = app.decide(&id, &json!({ "version": 1, "verdict": "approve", "redact": true })).await;
        assert_eq!(approved.status, 200, "{}", approved.text);
        let published = thread_text(&app).await;
        assert!(published.contains(REDACTED) && !published.contains("jean.dupont"), "{published}");
        let read = app.get(&format!("/api/v1/comments/{id}")).await.json();
        assert_eq!(read["text"], json!(PRIVATE), "what was written is kept");
        assert_eq!(read["decisions"][0]["redacted"], json!(REDACTED), "what was published stands in the trail");
        let mails = app.deliver().await;
        let mail = mails.iter().find(|mail| mail.subject.contains("is published")).expect("the reader is told");
        assert!(mail.text.contains("[email address removed]") && mail.text.contains("took something out"), "{}", mail.text);
    }

    async fn undoing_brings_back_what_was_published_before(app: App) {
        let id = app.comment("ice", PRIVATE).await;
        let verdicts = [
            json!({ "version": 1, "verdict": "approve", "redact": true }),
            json!({ "version": 2, "verdict": "refuse", "clause": "privacy" }),
        ];
        for verdict in &verdicts {
            assert_eq!(app.decide(&id, verdict).await.status, 200);
        }
        assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["redacted"], json!(null));
        let address = app.url(&format!("/api/v1/comments/{id}/undo"));
        let undone = app.send(app.client.post(address).bearer_auth(&app.token).json(&json!({ "version": 3 }))).await;
        assert_eq!(undone.status, 200, "{}", undone.text);
        let published = thread_text(&app).await;
        assert!(published.contains(REDACTED) && !published.contains("jean.dupont"), "{published}");
    }

    async fn a_comment_in_which_nothing_is_private_cannot_be_redacted(app: App) {
        let id = app.comment("ice", "A calm and useful word.").await;
        let refused = app.decide(&id, &json!({ "version": 1, "verdict": "approve", "redact": true })).await;
        assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("/redact")));
        assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], json!("pending"));
    }

    async fn a_decided_comment_goes_back_to_the_queue_and_nobody_is_told(app: App) {
        let id = app.published("ice", "Published, and then doubted.").await;
        app.deliver().await;
        let before = app.deliver().await.len();
        let reopened = app.decide(&id, &json!({ "version": 2, "verdict": "reopen" })).await;
        assert_eq!((reopened.status, &reopened.json()["status"]), (200, &json!("pending")));
        assert!(!thread_text(&app).await.contains("then doubted"));
        let queue = app.get("/api/v1/queue").await.json();
        assert_eq!(queue["comments"][0]["id"], json!(id));
        assert_eq!(app.deliver().await.len(), before);
        let again = app.decide(&id, &json!({ "version": 3, "verdict": "reopen" })).await;
        assert_eq!(again.status, 409, "what waits already cannot be put back");
    }

    async fn notes_are_for_moderators_and_never_for_readers(app: App) {
        let id = app.published("ice", "A comment on which there is more to say.").await;
        let (browser, token) = app.at_the_desk().await;
        let form = [("token", token.as_str()), ("text", "He called us: see the letter of May.")];
        let noted = browser.post(app.url(&format!("/desk/comments/{id}/notes"))).form(&form).send().await.expect("an answer");
        assert_eq!((noted.status().as_u16(), noted.headers()["location"].to_str().expect("text")), (303, &*format!("/desk/comments/{id}?done=noted")));
        let address = app.url(&format!("/api/v1/comments/{id}/notes"));
        let by_api = app.send(app.client.post(&address).bearer_auth(&app.token).json(&json!({ "text": "And of June." }))).await;
        assert_eq!(by_api.status, 201, "{}", by_api.text);
        for (text, wrong) in [("  ", "required"), (&*"x".repeat(2001), "too-long")] {
            let refused = app.send(app.client.post(&address).bearer_auth(&app.token).json(&json!({ "text": text }))).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (422, &json!(wrong)));
        }
        let read = app.get(&format!("/api/v1/comments/{id}")).await.json();
        let notes: Vec<_> = read["notes"].as_array().expect("notes").iter().map(|note| note["text"].clone()).collect();
        assert_eq!(notes, [json!("He called us: see the letter of May."), json!("And of June.")]);
        let page = Answer::of(browser.get(app.url(&format!("/desk/comments/{id}"))).send().await.expect("an answer")).await;
        assert!(page.text.contains("Ada noted:") && page.text.contains("see the letter of May"));
        assert!(!thread_text(&app).await.contains("letter of May"));
        assert!(app.deliver().await.iter().all(|mail| !mail.text.contains("letter of May")));
    }

    async fn the_mail_of_a_refusal_can_be_read_before_it_goes_out(app: App) {
        let id = app.comment("ice", "You are a moron.").await;
        let intent = json!({ "verdict": "refuse", "clause": "insult", "note": "Please say it without the word." });
        let address = app.url(&format!("/api/v1/comments/{id}/preview"));
        let preview = app.send(app.client.post(&address).bearer_auth(&app.token).json(&intent)).await;
        assert_eq!(preview.status, 200, "{}", preview.text);
        let (browser, token) = app.at_the_desk().await;
        let form = [("token", token.as_str()), ("verdict", "refuse"), ("clause", "insult"), ("note", "Please say it without the word.")];
        let page = Answer::of(browser.post(app.url(&format!("/desk/comments/{id}/preview"))).form(&form).send().await.expect("an answer")).await;
        assert!(page.status == 200 && page.text.contains("is not published") && page.text.contains("Please say it without the word.</textarea>"));
        assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], json!("pending"), "nothing is decided");

        let mut decision = intent.clone();
        decision["version"] = json!(1);
        assert_eq!(app.decide(&id, &decision).await.status, 200);
        let mails = app.deliver().await;
        let mail = mails.iter().find(|mail| mail.subject.contains("is not published")).expect("the reader is told");
        let preview = preview.json()["mail"].clone();
        assert_eq!((&preview["subject"], &preview["text"]), (&json!(mail.subject), &json!(mail.text)));
        let none = app.send(app.client.post(&address).bearer_auth(&app.token).json(&json!({ "verdict": "spam" }))).await;
        assert_eq!(none.json()["mail"], json!(null));
    }

    async fn a_thread_is_closed_and_opened_from_the_desk(app: App) {
        let id = app.published("ice", "The first of the thread.").await;
        let (browser, token) = app.at_the_desk().await;
        let page = Answer::of(browser.get(app.url(&format!("/desk/comments/{id}"))).send().await.expect("an answer")).await;
        let thread = crate::harness::between(&page.text, "action=\"/desk/threads/", "\"").expect("a form").to_owned();
        for (closes, status) in [("yes", 403), ("no", 201)] {
            let form = [("token", token.as_str()), ("closes", closes), ("back", "/desk")];
            let sent = browser.post(app.url(&format!("/desk/threads/{thread}"))).form(&form).send().await.expect("an answer");
            assert_eq!(sent.status(), 303);
            assert_eq!(app.submit("ice", &body(&format!("One more, {closes}."))).await.status, status);
        }
    }
}
