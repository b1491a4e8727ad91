//! Every door of the desk and of the review API is shut to whoever has not proved who they are.

use crate::harness::App;
use crate::on_both_databases;

/// A path with something in the place of its names.
fn filled(path: &str) -> String {
    path.replace("{id}", "1").replace("{site}", "courier").replace("{thread}", "ice").replace("{action}", "habits")
}

/// The routes for moderators that the description names.
async fn described(app: &App) -> Vec<(reqwest::Method, String)> {
    let description = app.send(app.client.get(app.url("/openapi.json"))).await.json();
    let mut found = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            if operation["security"].is_array() {
                found.push((method.to_uppercase().parse().expect("a method"), filled(path)));
            }
        }
    }
    found
}

/// The desk's own pages, from the one place where all routes stand, but for those that need no session.
fn pages() -> Vec<String> {
    let open = ["/desk/login", "/desk/login/code", "/desk/logout", "/desk/invitations/{seal}"];
    let routes = include_str!("../../src/web/routes.rs");
    let paths = routes.split("web::resource(\"").skip(1).filter_map(|rest| rest.split('"').next());
    paths.filter(|path| path.starts_with("/desk") && !open.contains(path)).map(filled).collect()
}

on_both_databases! {
    async fn nobody_gets_through_the_review_api_without_a_token_or_a_session(app: App) {
        let routes = described(&app).await;
        assert!(routes.len() > 15, "{routes:?}");
        let (browser, token) = app.at_the_desk().await;
        for (method, path) in routes {
            let ask = |client: &reqwest::Client| client.request(method.clone(), app.url(&path));
            let what = format!("{method} {path}");
            assert_eq!(app.send(ask(&app.client)).await.status, 401, "{what}");
            assert_eq!(app.send(ask(&app.client).bearer_auth("placet_wrong")).await.status, 401, "{what}");
            assert_eq!(app.send(ask(&app.client).header("cookie", "placet_session=wrong")).await.status, 401, "{what}");
            if method != reqwest::Method::GET {
                for forged in ["", "wrong", &format!("{token}x")] {
                    let answer = app.send(ask(&browser).header("x-csrf-token", forged)).await;
                    assert_eq!((answer.status, answer.json()["type"].as_str()), (403, Some("/problems/forged-request")), "{what}");
                }
            }
        }
    }

    async fn every_page_of_the_desk_leads_strangers_to_the_log_in_and_takes_no_forged_form(app: App) {
        let pages = pages();
        assert!(pages.len() > 12, "{pages:?}");
        let (browser, _) = app.at_the_desk().await;
        for page in pages {
            let seen = app.send(app.client.get(app.url(&page))).await;
            let away = seen.header("location").starts_with("/desk/login");
            assert!((seen.status == 303 && away) || seen.status == 405, "GET {page}: {}", seen.status);
            let sent = app.send(app.client.post(app.url(&page)).form(&[("token", "x")])).await;
            let away = sent.header("location").starts_with("/desk/login");
            assert!((sent.status == 303 && away) || sent.status == 405, "POST {page}: {}", sent.status);
            let forged = app.send(browser.post(app.url(&page)).form(&[("token", "x")])).await;
            assert!(matches!(forged.status, 403 | 405), "POST {page} with a foreign token: {}", forged.status);
        }
    }
}
