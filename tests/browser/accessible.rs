//! What everybody can read and use: axe-core finds nothing on any page, wide and narrow, light and dark.

use std::path::PathBuf;

use fantoccini::Client;
use serde_json::{Value, json};

use super::people::log_in;
use super::{Browser, FORBID, in_a_browser};
use crate::harness::{App, SITE};

/// axe-core's script: where `.ci/run` puts it, or where the variable says.
fn axe() -> Option<String> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("PLACET_TEST_AXE").map_or(usual, PathBuf::from);
    let script = std::fs::read_to_string(&path).ok();
    if script.is_none() {
        assert!(std::env::var_os(FORBID).is_none(), "axe-core is not installed, and nothing may be left out");
        eprintln!("axe-core not found: the test of accessibility is left out");
    }
    script
}

/// What axe-core finds on the page that is open: each rule with the elements that break it.
async fn found(window: &Client, axe: &str) -> Vec<String> {
    window.execute(axe, Vec::new()).await.expect("axe-core runs");
    let script = "const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run(document, { runOnly: { type: 'tag', values: tags } }).then((told) => done(told.violations));";
    let violations = window.execute_async(script, Vec::new()).await.expect("axe-core answers");
    let told = |violation: &Value| {
        let nodes = violation["nodes"].as_array().expect("nodes").iter();
        let nodes: Vec<String> =
            nodes.take(3).map(|node| format!("{} {}", node["html"], node["any"][0]["message"])).collect();
        format!("{}: {} {}", violation["id"], violation["help"], nodes.join(" | "))
    };
    violations.as_array().expect("violations").iter().map(told).collect()
}

/// Comments in every state; gives the addresses of the pages of readers and of the desk.
async fn pages(app: &App) -> (Vec<String>, Vec<String>) {
    let published = app.published("ice", "A calm word, with a link to https://example.org/ in it.").await;
    let report = app.url(&format!("/api/v1/sites/{SITE}/threads/ice/comments/{published}/reports"));
    let said = json!({ "clause": "insult", "word": "This is about my neighbour." });
    assert_eq!(app.send(app.client.post(report).json(&said)).await.status, 201);
    let kept = app
        .submit(
            "ice",
            &json!({ "name": "Bo", "email": "bo@reader.example", "text": "You are a moron, call 555-0100." }),
        )
        .await;
    let pending = kept.json()["id"].as_str().expect("an id").to_owned();
    let status = kept.json()["status_url"].as_str().expect("an address").to_owned();
    let reply = json!({ "name": "Ai", "email": "ai@reader.example", "text": "And I answer you.", "parent": published });
    let reply = app.submit("ice", &reply).await.json()["id"].as_str().expect("an id").to_owned();
    app.approve(&reply).await;
    let refused = app.comment("ice", "You idiot, again.").await;
    app.decide(
        &refused,
        &json!({ "version": 1, "verdict": "refuse", "clause": "insult", "note": "Once more, kindly." }),
    )
    .await;
    let mails = app.deliver().await;
    let link = |part: &str| {
        mails.iter().flat_map(|mail| mail.text.lines()).find(|line| line.contains(part)).map(str::to_owned)
    };
    let readers = vec![
        app.url(&format!("/sites/{SITE}/threads/ice")),
        app.url(&format!("/sites/{SITE}/threads/ice?reply={published}")),
        app.url(&format!("/sites/{SITE}/netiquette")),
        app.url(&format!("/sites/{SITE}/threads/ice/comments/{published}/report")),
        app.url(&format!("/sites/{SITE}/threads/ice/comments/{published}/report?sent")),
        if status.starts_with("http") { status } else { app.url(&status) },
        app.url("/desk/login"),
        app.url("/nowhere"),
        link("/act/").expect("a link"),
    ];
    let desk = [
        "/desk",
        "/desk?status=reported",
        "/desk?status=approved",
        "/desk?status=refused",
        "/desk?site=courier&links=yes",
        "/desk/all?q=idiot&status=refused",
        "/desk/rules",
        "/desk/numbers",
        "/desk/audit",
        "/desk/standings",
        "/desk/account",
        "/desk/people",
    ];
    let mut desk: Vec<String> = desk.iter().map(|path| app.url(path)).collect();
    desk.extend([&pending, &refused, &published].map(|id| app.url(&format!("/desk/comments/{id}"))));
    (readers, desk)
}

async fn look(app: &App, browser: &Browser, axe: &str, width: u32, dark: bool) {
    let (readers, desk) = pages(app).await;
    let window = if dark { browser.dark_window(width).await } else { browser.window(width, true).await };
    let mut all = Vec::new();
    window.goto(&app.url("/desk/login")).await.expect("the page");
    let asked = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(window.execute(asked, Vec::new()).await.expect("an answer"), json!(dark));
    for page in readers {
        window.goto(&page).await.expect("the page");
        all.extend(found(&window, axe).await.into_iter().map(|told| format!("{page}: {told}")));
    }
    log_in(app, &window).await;
    for page in desk {
        window.goto(&page).await.expect("the page");
        all.extend(found(&window, axe).await.into_iter().map(|told| format!("{page}: {told}")));
    }
    window.close().await.expect("closed");
    assert!(all.is_empty(), "{width} px, dark: {dark}\n{}", all.join("\n"));
}

#[test]
fn axe_core_finds_nothing_on_a_wide_light_page() {
    let Some(axe) = axe() else { return };
    in_a_browser(async |app, browser| look(app, browser, &axe, 1440, false).await);
}

#[test]
fn axe_core_finds_nothing_on_a_narrow_dark_page() {
    let Some(axe) = axe() else { return };
    in_a_browser(async |app, browser| look(app, browser, &axe, 360, true).await);
}
