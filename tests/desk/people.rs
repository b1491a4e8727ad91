//! People at the desk: their second factor, their sessions and tokens, and how they are invited.

use std::time::Duration;

use placet::comment::Role;
use reqwest::Client;
use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{Answer, App, EDITOR, PASSWORD, between, code};
use crate::on_both_databases;

/// Sends a form of the desk.
async fn form(app: &App, browser: &Client, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = [("token", token)].into_iter().chain(fields.iter().copied()).collect();
    app.send(browser.post(app.url(path)).form(&fields)).await
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    html.select(&Selector::parse(selector).expect("a selector")).map(|found| found.text().collect()).collect()
}

async fn log_in(app: &App, browser: &Client, password: &str) -> Answer {
    app.send(browser.post(app.url("/desk/login")).form(&[("email", EDITOR), ("password", password)])).await
}

fn browser() -> Client {
    Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// Sets up a second factor; gives its secret and the recovery codes.
async fn with_second_factor(app: &App, own: &Client, token: &str) -> (String, Vec<String>) {
    let offered = form(app, own, token, "/desk/account/second-factor", &[]).await;
    assert!(offered.text.contains("<svg") && !offered.text.contains("<?xml"), "a picture stands in the page");
    let secret = between(&offered.text, "name=\"secret\" value=\"", "\"").expect("a secret").to_owned();
    let wrong = form(app, own, token, "/desk/account/second-factor", &[("secret", &secret), ("code", "000")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains(&secret), "the same secret is offered again");
    let now = code(&secret, 0);
    let set = form(app, own, token, "/desk/account/second-factor", &[("secret", &secret), ("code", &now)]).await;
    assert_eq!(set.status, 200, "{}", set.text);
    let codes: Vec<String> = texts(&set.text, ".once pre").concat().lines().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

on_both_databases! {
    async fn with_a_second_factor_the_password_alone_opens_nothing(app: App) {
        let (own, token) = app.at_the_desk().await;
        let (secret, codes) = with_second_factor(&app, &own, &token).await;
        let other = browser();
        let asked = log_in(&app, &other, PASSWORD).await;
        assert_eq!(asked.status, 200);
        assert!(asked.header("set-cookie").is_empty() && asked.text.contains("one-time-code"));
        let seal = between(&asked.text, "name=\"seal\" value=\"", "\"").expect("a seal").to_owned();
        let enter = async |code: &str| {
            let fields = [("seal", seal.as_str()), ("code", code), ("next", "/desk/rules")];
            app.send(browser().post(app.url("/desk/login/code")).form(&fields)).await
        };
        assert_eq!(enter("123 45").await.status, 403);
        assert_eq!(enter(&code(&secret, 0)).await.status, 403, "the code by which it was set up is used");
        let next = code(&secret, 30);
        let entered = enter(&next).await;
        assert_eq!((entered.status, entered.header("location")), (303, "/desk/rules"));
        assert!(entered.header("set-cookie").starts_with("placet_session="));
        assert_eq!(enter(&next).await.status, 403, "no code opens twice");
        assert_eq!(enter(&codes[3].to_uppercase().replace('-', " ")).await.status, 303, "a recovery code opens");
        assert_eq!(enter(&codes[3]).await.status, 403, "once");
        let page = app.send(own.get(app.url("/desk/account"))).await;
        assert!(page.text.contains("Recovery codes left: 9"), "{}", page.text);
        assert_eq!(log_in(&app, &browser(), "a wrong password").await.status, 403);
    }

    async fn guessing_codes_is_slow(app: App) {
        let (own, token) = app.at_the_desk().await;
        with_second_factor(&app, &own, &token).await;
        let asked = log_in(&app, &browser(), PASSWORD).await;
        let seal = between(&asked.text, "name=\"seal\" value=\"", "\"").expect("a seal").to_owned();
        let guess = || app.send(app.client.post(app.url("/desk/login/code")).form(&[("seal", seal.as_str()), ("code", "1")]));
        for _ in 0..10 {
            assert_eq!(guess().await.status, 403);
        }
        let slowed = guess().await;
        assert_eq!(slowed.status, 429);
        assert!(!slowed.header("retry-after").is_empty());
        let forged = app.client.post(app.url("/desk/login/code")).form(&[("seal", "AAAA"), ("code", "1")]);
        assert_eq!(app.send(forged).await.status, 403);
    }

    async fn the_second_factor_goes_with_the_password_alone(app: App) {
        let (own, token) = app.at_the_desk().await;
        with_second_factor(&app, &own, &token).await;
        let take = async |password: &str| form(&app, &own, &token, "/desk/account/second-factor", &[("password", password)]).await;
        assert_eq!(take("a wrong password").await.status, 422);
        assert_eq!(take("").await.status, 422, "nor can another be put in its place");
        assert_eq!(log_in(&app, &browser(), PASSWORD).await.status, 200);
        assert_eq!(take(PASSWORD).await.status, 200);
        assert_eq!(log_in(&app, &browser(), PASSWORD).await.status, 303);
    }

    async fn a_session_that_is_ended_elsewhere_is_logged_out(app: App) {
        let (own, token) = app.at_the_desk().await;
        let (lost, _) = app.at_the_desk().await;
        let listed = app.send(own.get(app.url("/api/v1/sessions"))).await.json();
        let all = listed["sessions"].as_array().expect("sessions").clone();
        assert_eq!((all.len(), all.iter().filter(|one| one["current"] == true).count()), (2, 1));
        let other = all.iter().find(|one| one["current"] == false).expect("another")["id"].as_str().expect("an id").to_owned();
        let ended = form(&app, &own, &token, "/desk/account/sessions", &[("session", &other)]).await;
        assert_eq!(ended.status, 200);
        assert_eq!(app.send(lost.get(app.url("/desk"))).await.status, 303);
        assert_eq!(app.send(own.get(app.url("/desk"))).await.status, 200);
        let (third, _) = app.at_the_desk().await;
        form(&app, &own, &token, "/desk/account/sessions", &[]).await;
        assert_eq!(app.send(third.get(app.url("/desk"))).await.status, 303, "all others can be ended at once");
        let gone = own.delete(app.url(&format!("/api/v1/sessions/{other}"))).header("x-csrf-token", &token);
        assert_eq!(app.send(gone).await.status, 404);
    }

    async fn a_new_password_ends_every_other_session(app: App) {
        let (own, token) = app.at_the_desk().await;
        let (other, _) = app.at_the_desk().await;
        let change = async |old: &str, new: &str, again: &str| {
            form(&app, &own, &token, "/desk/account/password", &[("old", old), ("new", new), ("again", again)]).await
        };
        assert_eq!(change("a wrong password", "another horse", "another horse").await.status, 422);
        assert_eq!(change(PASSWORD, "another horse", "another house").await.status, 422);
        let short = change(PASSWORD, "short", "short").await;
        assert!(short.status == 422 && short.text.contains("at least 10"), "{}", short.text);
        assert_eq!(change(PASSWORD, "another horse", "another horse").await.status, 303);
        assert_eq!(app.send(own.get(app.url("/desk"))).await.status, 200, "whoever changed it goes on");
        assert_eq!(app.send(other.get(app.url("/desk"))).await.status, 303);
        assert_eq!(log_in(&app, &browser(), PASSWORD).await.status, 403);
        assert_eq!(log_in(&app, &browser(), "another horse").await.status, 303);
    }

    async fn the_desk_speaks_the_language_that_its_moderator_chooses(app: App) {
        let (own, token) = app.at_the_desk().await;
        let kept = form(&app, &own, &token, "/desk/account/habits", &[("language", "fr")]).await;
        assert!(kept.text.contains("<html lang=\"fr\">") && kept.text.contains("Votre compte"));
        let desk = app.send(own.get(app.url("/desk"))).await;
        assert!(desk.text.contains("En attente"), "{}", desk.text);
        app.comment("ice", "A comment of which nobody wants a mail.").await;
        assert!(app.deliver().await.is_empty(), "nor a mail, which was not asked for");
    }

    async fn a_token_is_shown_once_and_does_what_it_was_made_for(app: App) {
        let (own, token) = app.at_the_desk().await;
        let made = form(&app, &own, &token, "/desk/account/tokens", &[("name", "importer"), ("role", "viewer"), ("days", "30")]).await;
        let secret = texts(&made.text, ".once pre").concat();
        assert!(secret.starts_with("placet_"), "{}", made.text);
        let page = app.send(own.get(app.url("/desk/account"))).await;
        assert!(page.text.contains("importer") && !page.text.contains(&secret));
        let ask = |path: &str| app.send(app.client.get(app.url(path)).bearer_auth(&secret));
        assert_eq!(ask("/api/v1/queue").await.status, 200);
        for path in ["/api/v1/tokens", "/api/v1/sessions"] {
            let refused = ask(path).await;
            assert_eq!((refused.status, refused.json()["type"].as_str()), (403, Some("/problems/session-needed")));
        }
        let make = app.client.post(app.url("/api/v1/tokens")).bearer_auth(&secret).json(&json!({ "name": "x", "role": "owner" }));
        assert_eq!(app.send(make).await.status, 403, "a token makes no other");
        let listed = app.send(own.get(app.url("/api/v1/tokens"))).await.json();
        let importer = listed["tokens"].as_array().expect("tokens").iter().find(|one| one["name"] == "importer").expect("it").clone();
        assert_eq!(importer["role"], "viewer");
        let id = importer["id"].as_str().expect("an id");
        form(&app, &own, &token, "/desk/account/tokens-revoke", &[("id", id)]).await;
        for unknown in [&[("id", id)][..], &[]] {
            let again = form(&app, &own, &token, "/desk/account/tokens-revoke", unknown).await;
            assert!(again.status == 422 && again.text.contains("There is no such token"), "{}", again.text);
        }
        assert_eq!(ask("/api/v1/queue").await.status, 401);
        for fields in [[("name", ""), ("days", "")], [("name", "x"), ("days", "soon")]] {
            assert_eq!(form(&app, &own, &token, "/desk/account/tokens", &fields).await.status, 422);
        }
    }

    async fn whoever_is_invited_becomes_a_moderator_by_the_link_in_the_mail(app: App) {
        let (own, token) = app.at_the_desk().await;
        let fields = [("email", "bea@courier.example"), ("role", "editor"), ("language", "fr")];
        let invited = form(&app, &own, &token, "/desk/people/invite", &fields).await;
        assert_eq!(invited.status, 200, "{}", invited.text);
        let mails = app.deliver().await;
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, "bea@courier.example"));
        assert!(mails[0].subject.contains("Ada") && mails[0].text.contains("rédacteur"), "{}", mails[0].text);
        let link = mails[0].text.lines().find(|line| line.contains("/desk/invitations/")).expect("a link").to_owned();
        for _ in 0..2 {
            let shown = app.send(app.client.get(&link)).await;
            assert!(shown.status == 200 && shown.text.contains("bea@courier.example"), "opening it changes nothing");
        }
        let theirs = browser();
        let short = app.send(theirs.post(&link).form(&[("name", "Bea"), ("password", "short")])).await;
        assert!(short.status == 422 && short.text.contains("value=\"Bea\""), "what was typed comes back");
        let accepted = app.send(theirs.post(&link).form(&[("name", "Bea"), ("password", PASSWORD)])).await;
        assert_eq!((accepted.status, accepted.header("location")), (303, "/desk"));
        assert!(app.send(theirs.get(app.url("/desk"))).await.text.contains("En attente"), "in the language of the invitation");
        let again = app.send(app.client.get(&link)).await;
        assert_eq!(again.status, 410, "good once");
        assert!(again.text.contains("If you have accepted it, log in at the desk"), "{}", again.text);
        let all = app.service.people.all().await.expect("people");
        let bea = all.iter().find(|person| person.name == "Bea").expect("Bea");
        assert_eq!(bea.access.everywhere, Some(Role::Editor));
        assert_eq!(app.send(theirs.get(app.url("/desk/people"))).await.status, 403, "who may what is for owners");
        let again = form(&app, &own, &token, "/desk/people/invite", &fields).await;
        assert!(again.status == 422 && again.text.contains("bea@courier.example"), "nobody is invited twice");
    }

    async fn an_invitation_that_is_taken_back_opens_nothing_and_is_not_sent(app: App) {
        let body = json!({ "email": "bea@courier.example", "role": "moderator", "sites": ["courier"] });
        let invite = || app.send(app.client.post(app.url("/api/v1/invitations")).bearer_auth(&app.token).json(&body));
        let first = invite().await;
        assert_eq!(first.status, 201, "{}", first.text);
        let second = invite().await.json();
        let mails = app.deliver().await;
        assert_eq!(mails.len(), 1, "a newer one stands in the place of the older");
        let link = mails[0].text.lines().find(|line| line.contains("/desk/invitations/")).expect("a link").to_owned();
        let open = app.get("/api/v1/invitations").await.json();
        assert_eq!(open["invitations"][0]["access"]["sites"], json!({ "courier": "moderator" }));
        let id = second["id"].as_str().expect("an id");
        let revoke = || app.send(app.client.delete(app.url(&format!("/api/v1/invitations/{id}"))).bearer_auth(&app.token));
        assert_eq!(revoke().await.status, 204);
        assert_eq!(revoke().await.status, 404);
        assert_eq!(app.send(app.client.get(&link)).await.status, 410);
        for wrong in [json!({ "email": "nobody", "role": "moderator" }), json!({ "email": "a@b.example", "role": "king" })] {
            let refused = app.client.post(app.url("/api/v1/invitations")).bearer_auth(&app.token).json(&wrong);
            assert_eq!(app.send(refused).await.status, 422);
        }
    }

    async fn an_owner_says_on_a_page_who_may_do_what(app: App) {
        let (own, token) = app.at_the_desk().await;
        let access = placet::comment::Access::everywhere(Role::Viewer);
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let language = placet::comment::Language::En;
        let bea = app.service.people.add(email, "Bea".into(), language, false, PASSWORD, access).await.expect("added").to_string();
        let site = app.service.store.sites().await.expect("sites").values().next().expect("one").id;
        let field = format!("site-{site}");
        let set = form(&app, &own, &token, "/desk/people/access", &[("id", &bea), ("everywhere", ""), (&field, "editor")]).await;
        assert_eq!(set.status, 200);
        let people = app.get("/api/v1/people").await.json();
        let bea_now = people["people"].as_array().expect("people").iter().find(|one| one["name"] == "Bea").expect("Bea").clone();
        assert_eq!(bea_now["access"], json!({ "everywhere": null, "sites": { "courier": "editor" } }));
        let ada = people["people"].as_array().expect("people").iter().find(|one| one["name"] == "Ada").expect("Ada")["id"].as_str().expect("an id").to_owned();
        let last = form(&app, &own, &token, "/desk/people/access", &[("id", &ada), ("everywhere", "viewer")]).await;
        assert!(last.status == 422 && last.text.contains("Nobody would be an owner"), "{}", last.text);
    }

    async fn a_session_ends_when_its_time_is_over(app: App) {
        let people = placet::people::People::new(std::sync::Arc::clone(&app.service.store), Duration::ZERO);
        let email = placet::comment::EmailAddress::parse(EDITOR).expect("an address");
        let placet::people::LogIn::Open(session) = people.log_in(&email, PASSWORD, "").await.expect("read") else { panic!("no session") };
        let request = app.client.get(app.url("/api/v1/queue")).header("cookie", format!("placet_session={session}"));
        assert_eq!(app.send(request).await.status, 401);
    }
}
