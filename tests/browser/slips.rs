//! Slips at the desk: what is typed elsewhere decides nothing, and what was decided is taken back.

use fantoccini::{Client, Locator};

use super::in_a_browser;
use super::keyboard::{has_focus, next, press};
use super::people::log_in;
use crate::harness::App;

async fn status(app: &App, id: &str) -> String {
    let comment = app.get(&format!("/api/v1/comments/{id}")).await.json();
    comment["status"].as_str().expect("a status").to_owned()
}

/// Waits until a comment stands somewhere.
async fn becomes(app: &App, id: &str, wanted: &str) {
    for _ in 0..200 {
        if status(app, id).await == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{id} is {}, not {wanted}", status(app, id).await);
}

async fn type_into(window: &Client, field: &str, text: &str) {
    let field = window.find(Locator::Css(field)).await.expect("a field");
    field.click().await.expect("clicked");
    field.send_keys(text).await.expect("typed");
}

#[test]
fn a_digit_typed_into_a_field_refuses_nothing() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        press(&window, "r").await;
        let filter = window.find(Locator::Css("details.filter summary")).await.expect("a filter");
        filter.click().await.expect("clicked");
        type_into(&window, "#f-q", "2026").await;
        window.goto(&app.url(&format!("/desk/comments/{id}"))).await.expect("the comment");
        window.wait().for_element(Locator::Id("note")).await.expect("a field");
        next(&window, "").await.expect("the comment has the focus");
        press(&window, "r").await;
        assert!(window.find(Locator::Css(".clause-list")).await.is_ok(), "r asks for the clause");
        type_into(&window, "#note", "You wrote this 3 times").await;
        assert!(window.find(Locator::Css(".clause-list")).await.is_err(), "whoever goes elsewhere has not answered");
        let typed = window.find(Locator::Id("note")).await.expect("a field").prop("value").await.expect("a value");
        assert_eq!(typed.as_deref(), Some("You wrote this 3 times"));
        assert_eq!(status(app, &id).await, "pending");
        window.close().await.expect("closed");
    });
}

#[test]
fn the_last_decision_is_taken_back_by_one_key_after_the_page_was_left() {
    in_a_browser(async |app, browser| {
        let first = app.comment("ice", "A calm and useful word.").await;
        app.comment("ice", "Another calm word, by somebody else.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        press(&window, "s").await;
        becomes(app, &first, "spam").await;
        // The answer has come when the next comment may be decided on; the page keeps it for the next one.
        next(&window, &first).await.expect("the next comment");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        window.goto(&app.url("/desk?status=approved")).await.expect("another tray");
        window.wait().for_element(Locator::Css(".empty")).await.expect("nothing there");
        press(&window, "u").await;
        becomes(app, &first, "pending").await;
        window.close().await.expect("closed");
    });
}

#[test]
fn a_comment_that_was_taken_back_can_be_chosen_with_others() {
    in_a_browser(async |app, browser| {
        let first = app.comment("ice", "A calm and useful word.").await;
        let second = app.comment("ice", "Another calm word, by somebody else.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        press(&window, "s").await;
        next(&window, &first).await.expect("the next comment");
        becomes(app, &first, "spam").await;
        press(&window, "u").await;
        next(&window, &second).await.expect("the first comment again");
        press(&window, "x").await;
        press(&window, "j").await;
        press(&window, "x").await;
        window.find(Locator::Css("#several .approve")).await.expect("a button").click().await.expect("clicked");
        becomes(app, &first, "approved").await;
        becomes(app, &second, "approved").await;
        // And all of it is taken back at once.
        window.wait().for_element(Locator::Css(".flash form")).await.expect("a way back");
        press(&window, "u").await;
        becomes(app, &first, "pending").await;
        becomes(app, &second, "pending").await;
        window.close().await.expect("closed");
    });
}

#[test]
fn behind_the_last_comment_the_page_has_the_focus() {
    in_a_browser(async |app, browser| {
        app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        press(&window, "a").await;
        window.wait().for_element(Locator::Css(".empty")).await.expect("the end of the tray");
        assert!(has_focus(&window, "#main").await);
        window.close().await.expect("closed");
    });
}

#[test]
fn two_actions_never_have_the_same_key() {
    in_a_browser(async |app, browser| {
        app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        let keys = "const field = document.querySelector('input[data-action=spam]'); field.value = 'a'; \
                    field.dispatchEvent(new Event('change')); \
                    return ['spam', 'approve'].map(name => document.querySelector(`input[data-action=${name}]`).value)";
        let keys = window.execute(keys, Vec::new()).await.expect("an answer");
        assert_eq!(keys, serde_json::json!(["a", "s"]));
        window.close().await.expect("closed");
    });
}

#[test]
fn what_is_decided_quicker_than_it_is_answered_is_all_decided() {
    in_a_browser(async |app, browser| {
        let mut ids = Vec::new();
        for number in 0..6 {
            ids.push(app.comment("ice", &format!("A calm and useful word, the {number}th of them.")).await);
        }
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        // Each answer but the first comes later than the keys: the page must not go before the last is there.
        let slowly = "const fetched = window.fetch; let number = 0; \
                      window.fetch = async (...all) => { \
                        if (String(all[0]).endsWith('/decisions') && number++ > 0) await new Promise(done => setTimeout(done, 300 * (number % 3))); \
                        return fetched(...all); }";
        window.execute(slowly, Vec::new()).await.expect("wrapped");
        for _ in &ids {
            press(&window, "s").await;
        }
        window.wait().for_element(Locator::Css(".empty")).await.expect("the end of the tray");
        for id in &ids {
            assert_eq!(status(app, id).await, "spam");
        }
        window.close().await.expect("closed");
    });
}

/// Chooses the comment that has the focus, and goes to the next.
async fn choose_and_go_on(window: &Client, last: &str) -> String {
    let (id, _) = next(window, last).await.expect("a comment");
    press(window, "x").await;
    press(window, "j").await;
    id
}

#[test]
fn the_keys_decide_on_all_that_is_chosen() {
    in_a_browser(async |app, browser| {
        let mut ids = Vec::new();
        for word in ["calm", "useful", "kind", "late"] {
            ids.push(app.comment("ice", &format!("A {word} word about the harbour.")).await);
        }
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let first = choose_and_go_on(&window, "").await;
        let second = choose_and_go_on(&window, &first).await;
        let told = window.find(Locator::Id("chosen")).await.expect("a count").text().await.expect("a text");
        assert_eq!(told, "2");
        assert!(window.find(Locator::Css("#several.on")).await.is_ok(), "what can be done with them is in sight");
        press(&window, "r").await;
        press(&window, "2").await;
        window.wait().for_element(Locator::Css(".flash")).await.expect("said");
        for id in [&first, &second] {
            becomes(app, id, "refused").await;
        }
        let clause =
            async |id: &str| app.get(&format!("/api/v1/comments/{id}")).await.json()["decisions"][0]["clause"].clone();
        assert!(clause(&first).await.is_string() && clause(&first).await == clause(&second).await);
        press(&window, "u").await;
        for id in [&first, &second] {
            becomes(app, id, "pending").await;
        }
        window.wait().for_element(Locator::Css(".flash")).await.expect("said");
        let third = choose_and_go_on(&window, "").await;
        let fourth = choose_and_go_on(&window, &third).await;
        press(&window, "a").await;
        for id in [&third, &fourth] {
            becomes(app, id, "approved").await;
        }
        window.close().await.expect("closed");
    });
}

#[test]
fn a_decision_on_several_is_taken_back_by_its_key_on_another_page_too() {
    in_a_browser(async |app, browser| {
        for word in ["calm", "useful", "kind"] {
            app.comment("ice", &format!("A {word} word about the harbour.")).await;
        }
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let alone = next(&window, "").await.expect("a comment").0;
        press(&window, "a").await;
        becomes(app, &alone, "approved").await;
        let first = choose_and_go_on(&window, &alone).await;
        let second = choose_and_go_on(&window, &first).await;
        press(&window, "s").await;
        for id in [&first, &second] {
            becomes(app, id, "spam").await;
        }
        window.wait().for_element(Locator::Css(".flash")).await.expect("said");
        window.goto(&app.url("/desk?status=refused")).await.expect("another tray");
        window.wait().for_element(Locator::Css(".empty")).await.expect("nothing there");
        press(&window, "u").await;
        for id in [&first, &second] {
            becomes(app, id, "pending").await;
        }
        assert_eq!(status(app, &alone).await, "approved", "the last decision is taken back, and no other");
        window.close().await.expect("closed");
    });
}

#[test]
fn a_key_decides_nothing_on_a_comment_that_somebody_else_reads() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", "A calm and useful word.").await;
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let access = placet::comment::Access::everywhere(placet::comment::Role::Moderator);
        let language = placet::comment::Language::En;
        let added =
            app.service.people.add(email.clone(), "Bea".into(), language, false, "correct horse battery", access);
        added.await.expect("a moderator");
        let scope = placet::people::Scope::whole();
        let (_, bea) = app.service.people.create_token(email, "tests".into(), scope).await.expect("a token");
        let claim = app.client.post(app.url("/api/v1/claims")).bearer_auth(bea);
        let claim = claim.json(&serde_json::json!({ "comments": [id] }));
        assert_eq!(app.send(claim).await.status, 200);
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        window.goto(&app.url("/desk?free=no")).await.expect("the desk");
        next(&window, "").await.expect("a comment");
        press(&window, "s").await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(status(app, &id).await, "pending");
        let said = window.find(Locator::Id("said")).await.expect("a line").text().await.expect("a text");
        assert!(said.contains("Bea is reading this."), "{said}");
        let take_over = window.find(Locator::Css(".holder button")).await.expect("a button");
        take_over.click().await.expect("clicked");
        window.wait().for_element(Locator::Css("form.decide:not([hidden])")).await.expect("it may be decided on");
        next(&window, "").await.expect("a comment");
        press(&window, "s").await;
        becomes(app, &id, "spam").await;
        window.close().await.expect("closed");
    });
}
