//! The review API: the queue, a decision, its undoing.

use serde_json::{Value, json};

use crate::harness::App;
use crate::on_both_databases;

on_both_databases! {
    async fn of_two_opposite_decisions_at_once_one_wins_and_the_other_is_shown_it(app: App) {
        for number in 0..5 {
            let id = app.comment("ice", &format!("Contested comment {number}.")).await;
            let approve = json!({ "version": 1, "verdict": "approve" });
            let spam = json!({ "version": 1, "verdict": "spam" });
            let (one, other) = tokio::join!(app.decide(&id, &approve), app.decide(&id, &spam));
            let (won, lost) = if one.status == 200 { (one, other) } else { (other, one) };
            assert_eq!((won.status, lost.status), (200, 409));
            assert_eq!(lost.json()["type"], "/problems/already-decided");
            assert_eq!(lost.json()["current"]["decision"]["to"], won.json()["status"]);
            assert_eq!(lost.json()["current"]["decision"]["moderator"], "Ada");
        }
    }

    async fn a_refusal_names_a_clause_of_the_netiquette(app: App) {
        let id = app.comment("ice", "Not for publication.").await;
        let without = app.decide(&id, &json!({ "version": 1, "verdict": "refuse" })).await;
        assert_eq!((without.status, without.json()["errors"][0]["pointer"].as_str()), (422, Some("/clause")));
        let unknown = app.decide(&id, &json!({ "version": 1, "verdict": "refuse", "clause": "no-such-clause" })).await;
        assert_eq!((unknown.status, unknown.json()["errors"][0]["code"].as_str()), (422, Some("unknown")));
        let refused = app.decide(&id, &json!({ "version": 1, "verdict": "refuse", "clause": "insult" })).await;
        assert_eq!((refused.status, refused.json()["status"].as_str()), (200, Some("refused")));
    }

    async fn any_decision_can_be_undone_once_and_leaves_its_trail(app: App) {
        let id = app.published("ice", "Published by mistake.").await;
        let undo = |version: i64| {
            let address = app.url(&format!("/api/v1/comments/{id}/undo"));
            app.send(app.client.post(address).bearer_auth(&app.token).json(&json!({ "version": version })))
        };
        assert_eq!(undo(1).await.status, 409);
        let undone = undo(2).await;
        assert_eq!((undone.status, undone.json()["status"].as_str()), (200, Some("pending")));
        let again = undo(3).await;
        assert_eq!((again.status, again.json()["type"].as_str()), (409, Some("/problems/nothing-to-undo")));
        let seen = app.get(&format!("/api/v1/comments/{id}")).await.json();
        assert_eq!(seen["decisions"].as_array().map(Vec::len), Some(2));
        assert_eq!(seen["decisions"][1]["undoes"], seen["decisions"][0]["id"]);
        let thread = app.send(app.client.get(app.comments("ice"))).await.json();
        assert_eq!(thread["comments"], json!([]));
    }

    async fn the_queue_is_read_page_by_page_in_every_order(app: App) {
        for number in 0..7 {
            let text = if number % 3 == 0 { format!("You are a moron, number {number}.") } else { format!("Calm words, number {number}.") };
            app.comment("ice", &text).await;
        }
        for order in ["risk", "oldest", "newest"] {
            let whole = app.get(&format!("/api/v1/queue?order={order}")).await.json();
            let whole: Vec<Value> = whole["comments"].as_array().expect("comments").iter().map(|c| c["id"].clone()).collect();
            assert_eq!(whole.len(), 7);
            let mut paged = Vec::new();
            let mut after = String::new();
            loop {
                let page = app.get(&format!("/api/v1/queue?order={order}&limit=2{after}")).await.json();
                paged.extend(page["comments"].as_array().expect("comments").iter().map(|c| c["id"].clone()));
                match page["next"].as_str() {
                    Some(next) => after = format!("&after={next}"),
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{order}");
        }
        let worst = app.get("/api/v1/queue?limit=1").await.json();
        assert!(worst["comments"][0]["text"].as_str().expect("text").contains("moron"), "the worst comes first");
    }

    async fn every_hit_names_its_rule_clause_and_words(app: App) {
        let id = app.comment("ice", "Écoutez : you are a moron.").await;
        let seen = app.get(&format!("/api/v1/comments/{id}")).await.json();
        let hit = &seen["assessment"]["hits"][0];
        assert_eq!(hit["clause"], "insult");
        assert_eq!(hit["surface"], "moron");
        let (start, end) = (hit["start"].as_u64().expect("a start"), hit["end"].as_u64().expect("an end"));
        let text = seen["text"].as_str().expect("text");
        let range = usize::try_from(start).expect("small")..usize::try_from(end).expect("small");
        assert_eq!(&text[range], "moron");
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let from = usize::try_from(hit["utf16_start"].as_u64().expect("a start")).expect("small");
        let to = usize::try_from(hit["utf16_end"].as_u64().expect("an end")).expect("small");
        assert_eq!(String::from_utf16_lossy(&utf16[from..to]), "moron");
        assert_eq!(seen["assessment"]["pack"], "rci");
        assert_eq!(seen["assessment"]["hash"].as_str().map(str::len), Some(64));
    }

    async fn nobody_reviews_without_a_token_in_force(app: App) {
        let id = app.comment("ice", "Private until approved.").await;
        let paths = ["/api/v1/queue".to_owned(), format!("/api/v1/comments/{id}")];
        for path in &paths {
            for token in ["", "placet_wrong", "wrong"] {
                let answer = app.send(app.client.get(app.url(path)).bearer_auth(token)).await;
                assert_eq!((answer.status, answer.json()["type"].as_str()), (401, Some("/problems/not-logged-in")));
            }
        }
        let email = placet::comment::EmailAddress::parse(crate::harness::EDITOR).expect("an address");
        let (token_id, token) = app.service.people.create_token(email, "short".into(), placet::people::Scope::whole()).await.expect("a token");
        let ask = || app.send(app.client.get(app.url("/api/v1/queue")).bearer_auth(&token));
        assert_eq!(ask().await.status, 200);
        assert!(app.service.people.revoke_token(token_id, None).await.expect("written"));
        assert_eq!(ask().await.status, 401);
    }

    async fn a_script_with_the_desks_session_needs_its_form_token(app: App) {
        let id = app.comment("ice", "To be decided by a script.").await;
        let (browser, token) = app.at_the_desk().await;
        let order = json!({ "version": 1, "verdict": "approve" });
        let address = app.url(&format!("/api/v1/comments/{id}/decisions"));
        assert_eq!(app.send(browser.get(app.url("/api/v1/queue"))).await.status, 200);
        let forged = app.send(browser.post(&address).json(&order)).await;
        assert_eq!((forged.status, forged.json()["type"].as_str()), (403, Some("/problems/forged-request")));
        let own = app.send(browser.post(&address).header("x-csrf-token", token).json(&order)).await;
        assert_eq!(own.status, 200);
    }
}
