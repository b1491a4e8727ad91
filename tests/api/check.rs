//! `POST /api/v1/sites/{site}/threads/{thread}/check`

use placet::comment::{SiteKey, ThreadKey};
use placet::store::threads;
use serde_json::json;

use crate::harness::{App, SITE, with_options};
use crate::on_both_databases;

fn door(app: &App) -> String {
    app.url(&format!("/api/v1/sites/{SITE}/threads/ice/check"))
}

on_both_databases! {
    async fn a_reader_is_told_what_to_mend_before_sending_and_nothing_is_kept(app: App) {
        let draft = json!({ "text": "Écoutez 🙂 : c’est une HONTE, espèce d’idiot !", "language": "fr" });
        let answer = app.send(app.client.post(door(&app)).json(&draft)).await;
        assert_eq!(answer.status, 200);
        let told = answer.json();
        let hits = told["hits"].as_array().expect("hits");
        // An insult is the editor's to judge: only what the reader may mend is told.
        assert_eq!(hits.len(), 1, "{told}");
        let hit = &hits[0];
        assert_eq!((hit["clause"].as_str(), hit["surface"].as_str()), (Some("capitals"), Some("HONTE")));
        assert_eq!(hit["message"], "Les mots en majuscules se lisent comme des cris.");
        let text: Vec<u16> = draft["text"].as_str().expect("text").encode_utf16().collect();
        let at = |end: &str| usize::try_from(hit[end].as_u64().expect("a place")).expect("small");
        assert_eq!(String::from_utf16_lossy(&text[at("utf16_start")..at("utf16_end")]), "HONTE");
        assert_eq!(app.get("/api/v1/queue").await.json()["comments"], json!([]));
        let site = app.service.store.site(&SiteKey::parse(SITE).expect("a key")).await.expect("read").expect("a site").id;
        let find = move |connection: &mut _| threads::find(connection, site, &ThreadKey::parse("ice").expect("a key"));
        assert_eq!(app.service.store.read(find).await.expect("read"), None, "a check opens no thread");
    }

    async fn a_draft_under_a_closed_thread_or_an_unknown_site_is_told_so(app: App) {
        let put = app.client.put(app.url(&format!("/api/v1/sites/{SITE}/threads/ice"))).bearer_auth(&app.token);
        assert_eq!(app.send(put.json(&json!({ "closed_at": "2020-01-01T00:00:00Z" }))).await.status, 200);
        let draft = json!({ "text": "Too late" });
        assert_eq!(app.send(app.client.post(door(&app)).json(&draft)).await.status, 403);
        let nowhere = app.url("/api/v1/sites/nowhere/threads/ice/check");
        assert_eq!(app.send(app.client.post(nowhere).json(&draft)).await.status, 404);
    }
}

#[test]
fn one_address_may_check_so_often_and_is_told_when_to_come_back() {
    with_options(
        |options| options.checks_per_minute = 6,
        async |app| {
            let draft = json!({ "text": "What a day" });
            for _ in 0..2 {
                assert_eq!(app.send(app.client.post(door(app)).json(&draft)).await.status, 200);
            }
            let answer = app.send(app.client.post(door(app)).json(&draft)).await;
            assert_eq!((answer.status, answer.json()["type"].as_str()), (429, Some("/problems/too-many-checks")));
            assert!(answer.header("retry-after").parse::<u64>().expect("seconds") <= 11);
            // Whoever is told to wait can still send.
            assert_eq!(app.submit("ice", &crate::harness::body("What a day")).await.status, 201);
        },
    );
}
