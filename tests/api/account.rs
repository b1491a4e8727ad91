//! One's own account by the API: who one is, habits, password, second factor.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::harness::{Answer, App, EDITOR, PASSWORD, code};
use crate::on_both_databases;

const ACCOUNT: &str = "/api/v1/account";

/// Asks with the desk's session and its form token.
async fn ask(app: &App, (own, token): &(Client, String), method: Method, path: &str, body: &Value) -> Answer {
    app.send(own.request(method, app.url(path)).header("x-csrf-token", token).json(body)).await
}

async fn read(app: &App, own: &(Client, String)) -> Value {
    app.send(own.0.get(app.url(ACCOUNT))).await.json()
}

async fn log_in(app: &App, password: &str) -> Answer {
    app.send(app.client.post(app.url("/desk/login")).form(&[("email", EDITOR), ("password", password)])).await
}

on_both_databases! {
    async fn whoever_asks_learns_who_they_are(app: App) {
        let own = app.at_the_desk().await;
        let me = read(&app, &own).await;
        assert_eq!((&me["email"], &me["name"], &me["access"]["everywhere"]), (&json!(EDITOR), &json!("Ada"), &json!("owner")));
        assert_eq!((&me["second_factor"], &me["recovery_codes_left"], &me["view"]), (&json!(false), &json!(0), &json!("")));
        assert_eq!(app.get(ACCOUNT).await.json(), me, "by a token too");
        let change = app.client.patch(app.url(ACCOUNT)).bearer_auth(&app.token).json(&json!({ "language": "fr" }));
        let refused = app.send(change).await;
        assert_eq!((refused.status, refused.json()["type"].as_str()), (403, Some("/problems/session-needed")));
    }

    async fn what_is_not_named_stays_as_it_is(app: App) {
        let own = app.at_the_desk().await;
        let before = read(&app, &own).await;
        assert_eq!(ask(&app, &own, Method::PATCH, ACCOUNT, &json!({ "language": "fr" })).await.status, 204);
        assert_eq!(ask(&app, &own, Method::PATCH, ACCOUNT, &json!({ "view": "order=oldest&status=spam" })).await.status, 204);
        let now = read(&app, &own).await;
        assert_eq!((&now["language"], &now["wants_mail"]), (&json!("fr"), &before["wants_mail"]));
        assert_eq!(now["view"], "order=oldest&status=spam");
        let desk = app.send(own.0.get(app.url("/desk?status=spam"))).await;
        assert!(desk.text.contains("<html lang=\"fr\">"), "{}", desk.text);
        for (body, field) in [(json!({ "language": "xx" }), "/language"), (json!({ "view": "status=nowhere" }), "/view")] {
            let refused = ask(&app, &own, Method::PATCH, ACCOUNT, &body).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(field)));
        }
    }

    async fn a_new_password_takes_the_old_one_and_ends_every_other_session(app: App) {
        let (own, other) = (app.at_the_desk().await, app.at_the_desk().await);
        let path = "/api/v1/account/password";
        for (old, new, field) in [("a wrong one", "another horse", "/old"), (PASSWORD, "short", "/password")] {
            let refused = ask(&app, &own, Method::PUT, path, &json!({ "old": old, "password": new })).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(field)), "{}", refused.text);
        }
        let changed = ask(&app, &own, Method::PUT, path, &json!({ "old": PASSWORD, "password": "another horse" })).await;
        assert_eq!(changed.status, 204, "{}", changed.text);
        assert_eq!(app.send(own.0.get(app.url(ACCOUNT))).await.status, 200, "whoever changed it goes on");
        assert_eq!(app.send(other.0.get(app.url(ACCOUNT))).await.status, 401);
        assert_eq!((log_in(&app, PASSWORD).await.status, log_in(&app, "another horse").await.status), (403, 303));
    }

    async fn a_second_factor_is_in_force_once_a_code_of_it_is_sent_and_goes_with_the_password(app: App) {
        let own = app.at_the_desk().await;
        let path = "/api/v1/account/second-factor";
        let offer = ask(&app, &own, Method::POST, path, &json!({})).await.json();
        let secret = offer["secret"].as_str().expect("a secret");
        assert!(offer["address"].as_str().is_some_and(|address| address.starts_with("otpauth://totp/")), "{offer}");
        assert_eq!(log_in(&app, PASSWORD).await.status, 303, "an offer is nothing yet");
        for (body, field) in [(json!({ "secret": secret, "code": "000" }), "/code"), (json!({ "secret": "!", "code": "000" }), "/secret")] {
            let refused = ask(&app, &own, Method::PUT, path, &body).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(field)), "{}", refused.text);
        }
        let set = ask(&app, &own, Method::PUT, path, &json!({ "secret": secret, "code": code(secret, 0) })).await;
        assert_eq!(set.status, 200, "{}", set.text);
        assert_eq!(set.json()["recovery_codes"].as_array().map(Vec::len), Some(10));
        let me = read(&app, &own).await;
        assert_eq!((&me["second_factor"], &me["recovery_codes_left"]), (&json!(true), &json!(10)));
        assert_eq!(log_in(&app, PASSWORD).await.status, 200, "a code is asked for");
        let again = ask(&app, &own, Method::PUT, path, &json!({ "secret": secret, "code": code(secret, 30) })).await;
        assert_eq!((again.status, again.json()["type"].as_str()), (409, Some("/problems/second-factor-in-force")));
        assert_eq!(ask(&app, &own, Method::DELETE, path, &json!({ "password": "a wrong one" })).await.status, 422);
        assert_eq!(ask(&app, &own, Method::DELETE, path, &json!({ "password": PASSWORD })).await.status, 204);
        assert_eq!(log_in(&app, PASSWORD).await.status, 303);
    }
}
