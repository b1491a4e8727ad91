//! A reader and an editor at work.

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;

use super::in_a_browser;
use crate::harness::{App, EDITOR, PASSWORD, SITE};

async fn fill(window: &Client, field: &str, text: &str) {
    let field = window.find(Locator::Id(field)).await.expect("a field");
    field.clear().await.expect("cleared");
    field.send_keys(text).await.expect("typed");
}

async fn click(window: &Client, selector: &str) {
    window.find(Locator::Css(selector)).await.expect(selector).click().await.expect("clicked");
}

async fn text(window: &Client) -> String {
    window.find(Locator::Css("body")).await.expect("a page").text().await.expect("text")
}

pub async fn log_in(app: &App, window: &Client) {
    log_in_as(app, window, EDITOR).await;
}

/// Logs somebody in who has the password of the tests.
pub async fn log_in_as(app: &App, window: &Client, email: &str) {
    window.goto(&app.url("/desk")).await.expect("the log-in page");
    fill(window, "email", email).await;
    fill(window, "password", PASSWORD).await;
    click(window, "button.primary").await;
    window.wait().for_element(Locator::Css("header.bar")).await.expect("the desk");
}

/// Waits until an action has led to its page: the page before may look alike, its address does not.
async fn led_to(window: &Client, said: &str) {
    for _ in 0..1500 {
        if window.current_url().await.expect("an address").as_str().contains(said) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("no page says {said}");
}

async fn status_of(app: &App, id: &str) -> Value {
    app.get(&format!("/api/v1/comments/{id}")).await.json()["status"].clone()
}

#[test]
fn a_reader_without_javascript_is_heard() {
    in_a_browser(async |app, browser| {
        let window = browser.window(1000, false).await;
        window.goto(&app.url(&format!("/sites/{SITE}/threads/ice"))).await.expect("the page");
        fill(&window, "text", "x").await;
        fill(&window, "name", "Bo Reader").await;
        fill(&window, "email", "bo@reader.example").await;
        click(&window, "button.primary").await;
        window.wait().for_element(Locator::Id("text-error")).await.expect("a message beside the field");
        let name = window.find(Locator::Id("name")).await.expect("a field");
        assert_eq!(name.prop("value").await.expect("a value").as_deref(), Some("Bo Reader"), "nothing typed is lost");
        fill(&window, "text", "The ice is thin, and nobody said so.").await;
        click(&window, "button.primary").await;
        window.wait().for_element(Locator::Css(".thanks")).await.expect("the status page");
        assert!(text(&window).await.contains("waiting for an editor"));
        let queue = app.get("/api/v1/queue").await.json();
        assert_eq!(queue["comments"][0]["text"], "The ice is thin, and nobody said so.");
        window.close().await.expect("closed");
    });
}

#[test]
fn an_editor_decides_and_undoes_at_the_desk() {
    in_a_browser(async |app, browser| {
        let good = app.comment("ice", "A calm and useful word.").await;
        let bad = app.comment("ice", "You are a moron.").await;
        let junk = app.comment("ice", "Buy cheap watches from my cousin.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let marked = window.find(Locator::Css("mark")).await.expect("a marked word");
        assert_eq!(marked.text().await.expect("text"), "moron");

        click(&window, &format!("#c{good} button.approve")).await;
        led_to(&window, "done=approved").await;
        assert_eq!(status_of(app, &good).await, "approved");
        // The clause that the rules found broken is chosen already.
        click(&window, &format!("#c{bad} button.refuse")).await;
        led_to(&window, "done=refused").await;
        assert_eq!(status_of(app, &bad).await, "refused");
        click(&window, ".flash button").await;
        led_to(&window, "done=undone").await;
        assert_eq!(status_of(app, &bad).await, "pending");

        // By keyboard alone: from the field of the clause on to the next buttons.
        let spam = window.find(Locator::Css(&format!("#c{junk} button.spam"))).await.expect("a button");
        spam.send_keys(&String::from(char::from(Key::Enter))).await.expect("pressed");
        led_to(&window, "done=spam").await;
        assert_eq!(status_of(app, &junk).await, "spam");

        window.goto(&app.url(&format!("/sites/{SITE}/threads/ice"))).await.expect("the page");
        let shown = text(&window).await;
        assert!(shown.contains("A calm and useful word.") && !shown.contains("moron"), "{shown}");
        window.close().await.expect("closed");
    });
}

#[test]
fn no_page_scrolls_sideways_on_a_telephone() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", &format!("You are a moron, {}.", "w".repeat(300))).await;
        app.published("ice", &format!("See https://example.org/{}", "path/".repeat(60))).await;
        let status = app.service.seal.status(id.parse().expect("an id"));
        let window = browser.window(360, true).await;
        log_in(app, &window).await;
        for path in [
            format!("/sites/{SITE}/threads/ice"),
            format!("/sites/{SITE}/netiquette"),
            format!("/status/{status}"),
            "/desk/login".into(),
            "/desk".into(),
            "/desk?status=approved".into(),
            format!("/desk/comments/{id}"),
            "/nowhere".into(),
        ] {
            window.goto(&app.url(&path)).await.expect("the page");
            let script = "return [document.documentElement.scrollWidth, window.innerWidth]";
            let widths = window.execute(script, Vec::new()).await.expect("a width");
            let (wide, seen) = (widths[0].as_u64().expect("a width"), widths[1].as_u64().expect("a width"));
            assert!(wide <= seen && seen <= 400, "{path} is {wide} wide in a window of {seen}");
        }
        window.close().await.expect("closed");
    });
}
