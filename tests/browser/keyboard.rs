//! The desk by keyboard alone.

use std::collections::BTreeMap;

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::json;

use super::in_a_browser;
use super::people::log_in;
use crate::harness::{App, body};

const COMMENTS: usize = 50;

/// The comment that has the focus: its id and its text, if it is another than the last.
pub async fn next(window: &Client, last: &str) -> Option<(String, String)> {
    for _ in 0..500 {
        if let Ok(element) = window.active_element().await
            && let Ok(Some(id)) = element.attr("data-id").await
            && id != last
            && let Ok(text) = element.text().await
            && !text.is_empty()
        {
            return Some((id, text));
        }
        if window.find(Locator::Css(".empty")).await.is_ok() {
            return None;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no comment has the focus after {last}");
}

pub async fn press(window: &Client, keys: &str) {
    window.active_element().await.expect("a focus").send_keys(keys).await.expect("pressed");
}

async fn counts(app: &App) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for status in ["pending", "approved", "refused", "spam"] {
        let page = app.get(&format!("/api/v1/queue?status={status}&limit=100")).await.json();
        counts.insert(status.to_owned(), page["comments"].as_array().expect("comments").len());
    }
    counts
}

#[test]
fn an_editor_clears_fifty_comments_by_keyboard_alone() {
    in_a_browser(async |app, browser| {
        for number in 0..COMMENTS {
            let text = match number % 5 {
                0 => format!("You are a moron, writer of line {number}."),
                1 => format!("Cheap watches of number {number}, only today."),
                _ => format!("A calm and useful word, the {number}th of them."),
            };
            let mut sent = body(&text);
            sent["email"] = json!(format!("reader{number}@reader.example"));
            assert_eq!(app.submit("ice", &sent).await.status, 201);
        }
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let mut last = String::new();
        let mut cleared = 0;
        while let Some((id, text)) = next(&window, &last).await {
            if text.contains("moron") {
                // The rules propose the clause: Enter takes it.
                press(&window, "r").await;
                press(&window, &String::from(char::from(Key::Enter))).await;
            } else {
                press(&window, if text.contains("watches") { "s" } else { "a" }).await;
            }
            last = id;
            cleared += 1;
        }
        assert_eq!(cleared, COMMENTS);
        let expected = [("approved", 30), ("pending", 0), ("refused", 10), ("spam", 10)];
        assert_eq!(counts(app).await, expected.map(|(status, count)| (status.to_owned(), count)).into());
        let mails = app.deliver().await;
        let to_readers = |what: &str| {
            let of_kind = mails.iter().filter(|mail| mail.to.contains("reader.example") && mail.subject.contains(what));
            of_kind.count()
        };
        assert_eq!((to_readers("is published"), to_readers("is not published")), (30, 10));
        window.close().await.expect("closed");
    });
}

#[test]
fn a_slip_is_undone_by_one_key_and_the_comment_has_the_focus_again() {
    in_a_browser(async |app, browser| {
        let first = app.comment("ice", "A calm and useful word.").await;
        app.comment("ice", "Another calm word, by somebody else.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        let (id, _) = next(&window, "").await.expect("a comment");
        assert_eq!(id, first);
        press(&window, "s").await;
        let (second, _) = next(&window, &first).await.expect("the next comment has the focus at once");
        press(&window, "u").await;
        let (again, _) = next(&window, &second).await.expect("a comment");
        assert_eq!(again, first);
        let trail = app.get(&format!("/api/v1/comments/{first}")).await.json();
        assert_eq!((&trail["status"], trail["decisions"].as_array().map(Vec::len)), (&json!("pending"), Some(2)));
        window.close().await.expect("closed");
    });
}

/// The comments that a window's desk offers, by id.
async fn offered(window: &Client) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('article.card:not(.decided):not(.taken)')].map(card => card.dataset.id)";
    let found = window.execute(script, Vec::new()).await.expect("an answer");
    serde_json::from_value(found).expect("ids")
}

#[test]
fn two_editors_at_the_same_queue_never_hold_the_same_comment() {
    in_a_browser(async |app, browser| {
        for number in 0..30 {
            app.comment("ice", &format!("A calm and useful word, the {number}th of them.")).await;
        }
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let language = placet::comment::Language::En;
        app.service
            .people
            .add(
                email,
                "Bea".into(),
                language,
                false,
                crate::harness::PASSWORD,
                placet::comment::Access::everywhere(placet::comment::Role::Moderator),
            )
            .await
            .expect("added");
        let (ada, bea) = (browser.window(1200, true).await, browser.window(1100, true).await);
        log_in(app, &ada).await;
        next(&ada, "").await.expect("a comment");
        // The claim is made while the page is shown: it is awaited as whatever the page asks is.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        super::people::log_in_as(app, &bea, "bea@courier.example").await;
        next(&bea, "").await.expect("a comment");
        let (of_ada, of_bea) = (offered(&ada).await, offered(&bea).await);
        assert_eq!((of_ada.len(), of_bea.len()), (25, 5));
        assert!(of_bea.iter().all(|id| !of_ada.contains(id)), "{of_ada:?} {of_bea:?}");
        // Leaving gives them back.
        ada.goto(&app.url("/desk/rules")).await.expect("another page");
        for attempt in 0.. {
            bea.goto(&app.url("/desk")).await.expect("the desk");
            if offered(&bea).await.len() == 25 {
                break;
            }
            assert!(attempt < 50, "the claims were not given back");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        ada.close().await.expect("closed");
        bea.close().await.expect("closed");
    });
}

pub async fn has_focus(window: &Client, selector: &str) -> bool {
    let script = format!("return document.activeElement.matches('{selector}')");
    window.execute(&script, Vec::new()).await.expect("an answer").as_bool().expect("yes or no")
}

#[test]
fn every_other_key_does_what_the_help_says() {
    in_a_browser(async |app, browser| {
        let first = app.comment("ice", "A calm and useful word.").await;
        let second = app.comment("ice", "Another calm word, by somebody else.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        for (key, expected) in [("j", &second), ("k", &first)] {
            press(&window, key).await;
            assert!(has_focus(&window, &format!("#c{expected}")).await, "{key}");
        }
        press(&window, "x").await;
        assert!(window.find(Locator::Css(&format!("#c{first} input:checked"))).await.is_ok(), "x chooses");
        press(&window, "/").await;
        assert!(has_focus(&window, "details[open] #f-q").await, "/ opens the filter");
        press(&window, &String::from(char::from(Key::Escape))).await;
        press(&window, "?").await;
        assert!(window.find(Locator::Css("dialog[open]")).await.is_ok(), "? shows the keys");
        window.find(Locator::Css("dialog button")).await.expect("a button").click().await.expect("clicked");
        press(&window, "o").await;
        window.wait().for_element(Locator::Id("author")).await.expect("the comment's own page");
        assert!(window.current_url().await.expect("one").path().ends_with(&first));
        press(&window, "w").await;
        assert!(has_focus(&window, "#note").await, "w goes to the word to the reader");
        press(&window, &String::from(char::from(Key::Escape))).await;
        press(&window, "n").await;
        assert!(has_focus(&window, "#remark").await, "n goes to the note for colleagues");
        window.close().await.expect("closed");
    });
}

#[test]
fn the_last_decision_of_a_page_is_undone_by_the_same_key() {
    in_a_browser(async |app, browser| {
        let id = app.comment("ice", "A calm and useful word.").await;
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        next(&window, "").await.expect("a comment");
        press(&window, "s").await;
        window.wait().for_element(Locator::Css(".flash form")).await.expect("the page that says what was last");
        press(&window, "u").await;
        window.wait().for_element(Locator::Id(&format!("c{id}"))).await.expect("the comment is back");
        assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], "pending");
        window.close().await.expect("closed");
    });
}
