//! From a view of the queue to a comment's own page and back: the view, the comment and what was typed are not lost.

use std::time::Duration;

use fantoccini::{Client, Locator};
use placet::comment::{Access, EmailAddress, Language, Role};
use serde_json::{Value, json};

use super::in_a_browser;
use super::keyboard::{next, press};
use super::people::{log_in, log_in_as};
use crate::harness::{App, PASSWORD};

async fn ask(window: &Client, expression: &str) -> Value {
    window.execute(&format!("return {expression}"), Vec::new()).await.unwrap_or_default()
}

async fn until(window: &Client, expression: &str) {
    for _ in 0..1000 {
        if ask(window, expression).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let page = window.find(Locator::Css("body")).await.expect("a page").text().await;
    panic!("never: {expression}\n{page:?}");
}

async fn read(app: &App, id: &str) -> Value {
    app.get(&format!("/api/v1/comments/{id}")).await.json()
}

async fn type_into(window: &Client, field: &str, text: &str) {
    let field = window.find(Locator::Id(field)).await.expect("a field");
    field.click().await.expect("clicked");
    field.send_keys(text).await.expect("typed");
}

async fn value(window: &Client, field: &str) -> Value {
    ask(window, &format!("document.getElementById('{field}').value")).await
}

#[test]
fn what_was_taken_back_is_what_is_decided_next_and_the_view_stays() {
    in_a_browser(async |app, browser| {
        let other = app.comment("ice", "A calm word about something else.").await;
        let id = app.comment("ice", "A calm word about the meadow.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        window.goto(&app.url("/desk?q=meadow&order=newest")).await.expect("a view");
        next(&window, "").await.expect("a comment");
        press(&window, "o").await;
        until(&window, "Boolean(document.getElementById('remark'))").await;
        next(&window, "").await.expect("the comment itself");
        press(&window, "s").await;
        until(&window, "location.search.includes('done=spam')").await;
        assert!(window.current_url().await.expect("an address").as_str().contains("q=meadow"));
        press(&window, "u").await;
        until(&window, "location.search.includes('done=undone')").await;
        assert_eq!(next(&window, "").await.expect("the comment").0, id);
        press(&window, "a").await;
        until(&window, "location.search.includes('done=approved')").await;
        assert_eq!(
            (read(app, &id).await["status"].clone(), read(app, &other).await["status"].clone()),
            (json!("approved"), json!("pending"))
        );
        // And where the view does not show it, it is shown by itself.
        window.goto(&app.url(&format!("/desk?q=else&done=undone&comment={id}"))).await.expect("another view");
        until(&window, &format!("location.pathname === '/desk/comments/{id}'")).await;
        window.close().await.expect("closed");
    });
}

#[test]
fn a_decision_by_a_button_is_taken_back_by_the_key_too() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        window.goto(&app.url(&format!("/desk/comments/{id}"))).await.expect("the comment");
        window.find(Locator::Css("button.approve")).await.expect("a button").click().await.expect("clicked");
        until(&window, "location.search.includes('done=approved')").await;
        next(&window, "").await.expect("the comment has the focus");
        press(&window, "u").await;
        until(&window, "location.search.includes('done=undone')").await;
        assert_eq!(read(app, &id).await["status"], "pending");
        window.close().await.expect("closed");
    });
}

#[test]
fn what_was_typed_beside_something_else_is_not_lost() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let page = app.url(&format!("/desk/comments/{id}"));
        window.goto(&page).await.expect("the comment");
        type_into(&window, "note", "Thank you, all the same").await;
        type_into(&window, "remark", "He wrote by post").await;
        window
            .find(Locator::Css("button[formaction$=preview]"))
            .await
            .expect("a button")
            .click()
            .await
            .expect("clicked");
        until(&window, "Boolean(document.getElementById('preview'))").await;
        assert_eq!(
            (value(&window, "note").await, value(&window, "remark").await),
            (json!("Thank you, all the same"), json!("He wrote by post"))
        );
        window.find(Locator::Css("button[formaction$=notes]")).await.expect("a button").click().await.expect("clicked");
        until(&window, "location.search.includes('done=noted')").await;
        assert_eq!(
            (value(&window, "note").await, value(&window, "remark").await),
            (json!("Thank you, all the same"), json!(""))
        );
        type_into(&window, "remark", "And again").await;
        // Another form of the page is sent.
        window.find(Locator::Css("button[name=closes]")).await.expect("a button").click().await.expect("clicked");
        until(&window, "location.search.includes('done=thread-closed')").await;
        assert_eq!(
            (value(&window, "note").await, value(&window, "remark").await),
            (json!("Thank you, all the same"), json!("And again"))
        );
        next(&window, "").await.expect("the comment has the focus");
        press(&window, "s").await;
        until(&window, "location.search.includes('done=spam')").await;
        let read = read(app, &id).await;
        let notes: Vec<&str> =
            read["notes"].as_array().expect("notes").iter().filter_map(|note| note["text"].as_str()).collect();
        assert_eq!(notes, ["He wrote by post", "And again"]);
        window.close().await.expect("closed");
    });
}

#[test]
fn a_comments_own_page_tells_who_takes_it_over_and_lets_nobody_else_decide() {
    in_a_browser(async |app, browser| {
        let bea = EmailAddress::parse("bea@courier.example").expect("an address");
        let access = Access::everywhere(Role::Moderator);
        app.service.people.add(bea, "Bea".into(), Language::En, false, PASSWORD, access).await.expect("added");
        let id = app.comment("ice", "A calm and useful word.").await;
        let (ada, bea) = (browser.window(1200, true).await, browser.window(1100, true).await);
        log_in(app, &ada).await;
        log_in_as(app, &bea, "bea@courier.example").await;
        let page = app.url(&format!("/desk/comments/{id}"));
        ada.goto(&page).await.expect("the comment");
        until(&ada, "typeof stream === 'object' && stream?.readyState === EventSource.OPEN").await;
        bea.goto(&page).await.expect("the comment");
        bea.find(Locator::Css(".holder button")).await.expect("a button").click().await.expect("taken over");
        until(&ada, "document.querySelector('.over')?.textContent.includes('Bea')").await;
        ada.execute("cards[0].focus()", Vec::new()).await.expect("focus");
        press(&ada, "a").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(read(app, &id).await["status"], "pending");
        ada.find(Locator::Css(".over button")).await.expect("a button").click().await.expect("taken over again");
        until(&ada, "!document.querySelector('.holder') && !document.querySelector('.over') && Boolean(document.getElementById('note'))").await;
        until(&bea, "document.querySelector('.over')?.textContent.includes('Ada')").await;
        // What Ada notes and decides appears on Bea's page without a reload.
        type_into(&ada, "remark", "Mine now").await;
        ada.find(Locator::Css("button[formaction$=notes]")).await.expect("a button").click().await.expect("clicked");
        until(&bea, "document.getElementById('steps').textContent.includes('Mine now')").await;
        ada.find(Locator::Css("button.spam")).await.expect("a button").click().await.expect("clicked");
        until(&bea, "document.querySelector('.tags .tag').textContent === 'Spam'").await;
        for window in [ada, bea] {
            window.close().await.expect("closed");
        }
    });
}
