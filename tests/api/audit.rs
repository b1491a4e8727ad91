//! The audit log at the desk and in the API: sifted, page by page, exported; for owners only.

use placet::comment::{Access, EmailAddress, Language, Role};
use serde_json::{Value, json};

use crate::harness::App;
use crate::on_both_databases;

fn kinds(page: &Value) -> Vec<&str> {
    page["entries"].as_array().expect("entries").iter().map(|entry| entry["kind"].as_str().expect("a kind")).collect()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

on_both_databases! {
    async fn the_log_is_sifted_and_paged_from_the_last_entry_on(app: App) {
        let id = app.published("ice", "Told of.").await;
        app.comment("ice", "Another one.").await;
        let page = app.get("/api/v1/audit").await.json();
        assert_eq!(kinds(&page), ["hold", "decision", "hold", "token.create", "user.add", "start"]);
        assert_eq!(page["next"], Value::Null);
        let of_comment = app.get(&format!("/api/v1/audit?comment={id}")).await.json();
        assert_eq!(kinds(&of_comment), ["decision", "hold"]);
        assert_eq!(of_comment["entries"][0]["facts"]["to"], json!("approved"));
        assert_eq!(kinds(&app.get("/api/v1/audit?kind=user.add&site=").await.json()), ["user.add"]);
        assert_eq!(kinds(&app.get("/api/v1/audit?site=courier&kind=decision").await.json()), ["decision"]);
        assert!(kinds(&app.get("/api/v1/audit?until=2020-01-01").await.json()).is_empty());

        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = app.get(&format!("/api/v1/audit?limit=4&after={after}")).await.json();
            seen.extend(kinds(&page).into_iter().map(str::to_owned));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => break,
            }
        }
        assert_eq!(seen.len(), 6);
        for wrong in ["kind=nothing", "comment=x", "since=yesterday", "nothing=1", "limit=many", "limit=501"] {
            assert_eq!(app.get(&format!("/api/v1/audit?{wrong}")).await.status, 400, "{wrong}");
        }
        assert_eq!(app.get("/api/v1/audit?site=elsewhere").await.status, 404);
    }

    async fn an_export_ends_with_the_entry_that_tells_of_it(app: App) {
        app.published("ice", "Told of.").await;
        let export = app.get("/api/v1/audit.jsonl").await;
        assert_eq!((export.status, export.header("content-type")), (200, "application/x-ndjson"));
        let told = lines(&export.text);
        let numbers: Vec<i64> = told.iter().map(|entry| entry["number"].as_i64().expect("a number")).collect();
        assert_eq!(numbers, (1..=6).collect::<Vec<_>>());
        assert_eq!(told[5]["kind"], json!("export"));
        let asked = app.client.get(app.url("/api/v1/audit?kind=decision")).header("accept", "application/x-ndjson");
        let sifted = lines(&app.send(asked.bearer_auth(&app.token)).await.text);
        assert_eq!(sifted.len(), 1);
        let exports = app.get("/api/v1/audit?kind=export").await.json();
        assert_eq!(exports["entries"][0]["facts"], json!({ "kind": "decision" }));
    }

    async fn the_desk_shows_the_log_in_words(app: App) {
        let id = app.published("ice", "Told of.").await;
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url(&format!("/desk/audit?comment={id}&kind=")))).await;
        assert_eq!(page.status, 200, "{}", page.text);
        for shown in ["<th scope=\"row\">decision</th>", "<th scope=\"row\">comment held</th>", ">Ada</td>", "to: approved",
            &format!("/api/v1/audit.jsonl?comment={id}")] {
            assert!(page.text.contains(shown), "{shown} in {}", page.text);
        }
        assert!(!page.text.contains("<th scope=\"row\">log-in</th>"));
        let stranger = app.send(app.client.get(app.url("/desk/audit"))).await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/desk/login?next=%2Fdesk%2Faudit"));
    }

    async fn only_an_owner_of_every_site_is_shown_the_log(app: App) {
        let email = EmailAddress::parse("bea@courier.example").expect("an address");
        let access = Access::everywhere(Role::Editor);
        let added = app.service.people.add(email.clone(), "Bea".into(), Language::En, false, "correct horse battery", access);
        added.await.expect("added");
        let scope = placet::people::Scope::whole();
        let (_, token) = app.service.people.create_token(email, "tests".into(), scope).await.expect("a token");
        for path in ["/api/v1/audit", "/api/v1/audit.jsonl"] {
            let asked = app.client.get(app.url(path));
            assert_eq!(app.send(asked.bearer_auth(&token)).await.status, 403, "{path}");
            assert_eq!(app.send(app.client.get(app.url(path))).await.status, 401, "{path}");
        }
        let browser = reqwest::Client::builder().cookie_store(true).build().expect("a client");
        let form = [("email", "bea@courier.example"), ("password", "correct horse battery")];
        browser.post(app.url("/desk/login")).form(&form).send().await.expect("logged in");
        assert_eq!(app.send(browser.get(app.url("/desk/audit"))).await.status, 403);
    }
}

#[test]
fn every_kind_of_entry_and_actor_has_its_words_in_every_language() {
    for language in Language::ALL {
        let words =
            placet::audit::Kind::ALL.iter().map(|kind| format!("audit-kind-{}", kind.as_str().replace('.', "-")));
        for key in words.chain(["audit-by-moderator", "audit-by-command-line", "audit-by-system"].map(str::to_owned)) {
            assert_ne!(placet::locale::say(language, &key), key, "{language}");
        }
    }
}
