//! What an attacker types runs in no browser.

use serde_json::{Value, json};

use super::in_a_browser;
use crate::harness::{SITE, body};

#[test]
fn no_attack_runs_in_a_browser() {
    in_a_browser(async |app, browser| {
        let attacks: Value = serde_json::from_str(include_str!("../desk/xss_corpus.json")).expect("the corpus");
        for (number, attack) in attacks.as_array().expect("a list").iter().enumerate() {
            let input = attack["input"].as_str().expect("text");
            let mut sent = body(&format!("{input} ({number})"));
            sent["article_title"] = json!(input.chars().take(400).collect::<String>());
            let kept = app.submit("ice", &sent).await;
            assert_eq!(kept.status, 201, "{}", kept.text);
            let id = kept.json()["id"].as_str().expect("an id").to_owned();
            if number % 2 == 0 {
                app.approve(&id).await;
            }
        }
        let window = browser.window(1100, true).await;
        let (email, password) = (crate::harness::EDITOR, crate::harness::PASSWORD);
        window.goto(&app.url("/desk/login")).await.expect("the page");
        for (field, text) in [("email", email), ("password", password)] {
            let field = window.find(fantoccini::Locator::Id(field)).await.expect("a field");
            field.send_keys(text).await.expect("typed");
        }
        window.find(fantoccini::Locator::Css("button.primary")).await.expect("it").click().await.expect("clicked");
        window.wait().for_element(fantoccini::Locator::Css("header.bar")).await.expect("the desk");
        for path in [format!("/sites/{SITE}/threads/ice?limit=100"), "/desk".into(), "/desk?status=approved".into()] {
            window.goto(&app.url(&path)).await.expect("the page");
            // An open dialog would make every further command fail.
            assert!(window.get_alert_text().await.is_err(), "a dialog is open on {path}");
            let script = "return [[...document.scripts].filter(one => !['/assets/desk.js', '/assets/live.js'].includes(one.getAttribute('src'))).length, document.images.length, document.querySelectorAll('iframe,object,embed,svg').length]";
            let found = window.execute(script, Vec::new()).await.expect("an answer");
            assert_eq!(found, json!([0, 0, 0]), "{path}");
        }
        window.close().await.expect("closed");
    });
}
