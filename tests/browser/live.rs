//! What one browser does appears in the other, and nothing moves there.

use std::time::Duration;

use fantoccini::{Client, Locator};
use placet::comment::{Access, CommentId, EmailAddress, Language, Role};
use placet::store::moderators;
use serde_json::{Value, json};

use super::people::{log_in, log_in_as};
use super::{Browser, in_a_browser, in_a_browser_with};
use crate::harness::{App, EDITOR, PASSWORD, SITE};

const BEA: &str = "bea@courier.example";

async fn add_bea(app: &App) {
    let email = EmailAddress::parse(BEA).expect("an address");
    let access = Access::everywhere(Role::Moderator);
    app.service.people.add(email, "Bea".into(), Language::En, false, PASSWORD, access).await.expect("added");
}

async fn ask(window: &Client, expression: &str) -> Value {
    window.execute(&format!("return {expression}"), Vec::new()).await.expect("an answer")
}

/// Waits until a page has become what is expected of it.
async fn until(window: &Client, expression: &str) {
    for _ in 0..1500 {
        if ask(window, expression).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let page = window.find(Locator::Css("body")).await.expect("a page").text().await;
    panic!("never: {expression}\n{page:?}");
}

/// Waits until a page follows what happens.
async fn follows(window: &Client) {
    until(window, "typeof stream === 'object' && stream?.readyState === EventSource.OPEN").await;
}

async fn press(window: &Client, keys: &str) {
    window.active_element().await.expect("a focus").send_keys(keys).await.expect("pressed");
}

/// Takes a window's network away, or gives it back.
async fn network(browser: &Browser, window: &Client, is_offline: bool) {
    let session = window.session_id().await.expect("an answer").expect("a session");
    let address = format!("http://127.0.0.1:{}/session/{session}/chromium/network_conditions", browser.port);
    let conditions = json!({ "offline": is_offline, "latency": 0, "download_throughput": -1, "upload_throughput": -1 });
    let asked = reqwest::Client::new().post(address).json(&json!({ "network_conditions": conditions }));
    assert_eq!(asked.send().await.expect("an answer").status(), 200);
}

#[test]
fn what_another_editor_decides_is_marked_where_it_stands_and_the_focus_stays() {
    in_a_browser(async |app, browser| {
        add_bea(app).await;
        let first = app.comment("ice", "A calm and useful word.").await;
        let second = app.comment("ice", "Another calm word, by somebody else.").await;
        let (ada, bea) = (browser.window(1200, true).await, browser.window(1100, true).await);
        log_in(app, &ada).await;
        log_in_as(app, &bea, BEA).await;
        // Those that Ada reads are shown too.
        bea.goto(&app.url("/desk?free=no")).await.expect("the desk");
        follows(&bea).await;
        let focus = format!("document.activeElement.id === 'c{first}'");
        until(&bea, &focus).await;
        let place = format!("document.getElementById('c{second}').getBoundingClientRect().top");
        let before = ask(&bea, &place).await;
        until(&ada, &focus).await;
        press(&ada, "a").await;
        until(
            &bea,
            &format!("document.querySelector('#c{first}.taken .over')?.textContent === 'Ada has approved this.'"),
        )
        .await;
        assert_eq!(ask(&bea, &focus).await, true, "the focus stays");
        assert_eq!(ask(&bea, &place).await, before, "nothing moves");
        assert_eq!(ask(&bea, "document.getElementById('said').textContent").await, "Ada has approved this.");
        until(&bea, "document.querySelector('.bar nav a[aria-current] .count').textContent === '1'").await;
        press(&bea, "s").await;
        assert_eq!(app.get(&format!("/api/v1/comments/{first}")).await.json()["status"], "approved", "it is inert");
        // What she takes back is there again.
        press(&ada, "u").await;
        until(&bea, &format!("!document.querySelector('#c{first}.taken')")).await;
        until(&bea, "document.querySelector('.bar nav a[aria-current] .count').textContent === '2'").await;
        assert_eq!((ask(&bea, &focus).await, ask(&bea, &place).await), (json!(true), before));
        // What Ada reads Bea takes over before she decides.
        let take_over = bea.find(Locator::Css(&format!("#c{first} .holder button"))).await.expect("a button");
        take_over.click().await.expect("clicked");
        until(&bea, &format!("location.pathname === '/desk/comments/{first}' && {focus}")).await;
        press(&bea, "s").await;
        until(
            &ada,
            &format!("document.querySelector('#c{first}.taken .over')?.textContent === 'Bea has marked this as spam.'"),
        )
        .await;
        ada.close().await.expect("closed");
        bea.close().await.expect("closed");
    });
}

#[test]
fn what_a_reader_sends_is_counted_and_shown_when_it_is_asked_for() {
    in_a_browser(async |app, browser| {
        let window = browser.window(1200, true).await;
        log_in(app, &window).await;
        follows(&window).await;
        let news = "document.querySelector('#news p').textContent";
        let shown = "document.querySelectorAll('article.card').length";
        let first = app.comment("ice", "The first word to an empty desk.").await;
        until(&window, &format!("{news} === '1 new comment'")).await;
        assert_eq!(ask(&window, shown).await, 0, "nothing moves before it is asked for");
        press(&window, "l").await;
        until(&window, &format!("document.activeElement.id === 'c{first}'")).await;
        assert_eq!(ask(&window, news).await, "");
        let second = app.comment("ice", "The second word.").await;
        app.comment("ice", "The third word, decided by another at once.").await;
        until(&window, &format!("{news} === '2 new comments'")).await;
        let third = app.get("/api/v1/queue?order=newest").await.json()["comments"][0]["id"].clone();
        app.approve(third.as_str().expect("an id")).await;
        until(&window, &format!("{news} === '1 new comment'")).await;
        assert_eq!(ask(&window, &format!("document.activeElement.id === 'c{first}'")).await, true, "the focus stays");
        window.find(Locator::Css("#news button")).await.expect("a button").click().await.expect("clicked");
        until(&window, &format!("document.activeElement.id === 'c{second}'")).await;
        assert_eq!(ask(&window, shown).await, 2, "at the end, after those that were there");
        press(&window, "a").await;
        press(&window, "k").await;
        until(&window, &format!("document.activeElement.id === 'c{first}'")).await;
        // The page goes on before its decision is answered.
        until(&window, "made.all().length === 1").await;
        assert_eq!(app.get(&format!("/api/v1/comments/{second}")).await.json()["status"], "approved");
        window.close().await.expect("closed");
    });
}

#[test]
fn what_a_reader_reports_is_counted_and_whoever_keeps_it_is_named() {
    in_a_browser(async |app, browser| {
        add_bea(app).await;
        let (first, second) =
            (app.published("ice", "The first ferry.").await, app.published("ice", "The second.").await);
        let report = async |id: &str| {
            let door = app.url(&format!("/api/v1/sites/{SITE}/threads/ice/comments/{id}/reports"));
            assert_eq!(app.send(app.client.post(door).json(&json!({ "clause": "insult" }))).await.status, 201);
        };
        report(&first).await;
        let (ada, bea) = (browser.window(1200, true).await, browser.window(1100, true).await);
        log_in(app, &ada).await;
        log_in_as(app, &bea, BEA).await;
        ada.goto(&app.url("/desk?status=reported&free=no")).await.expect("the tray");
        bea.goto(&app.url("/desk?status=reported&free=no")).await.expect("the tray");
        follows(&ada).await;
        follows(&bea).await;
        report(&second).await;
        until(&bea, "document.querySelector('#news p').textContent === '1 new comment'").await;
        until(&bea, "document.querySelector('.bar nav a[aria-current] .count').textContent === '2'").await;
        press(&bea, "l").await;
        until(&bea, &format!("document.activeElement.id === 'c{second}'")).await;
        // One key keeps it.
        until(&ada, &format!("document.activeElement.id === 'c{first}'")).await;
        press(&ada, "a").await;
        until(&bea, &format!("document.querySelector('#c{first}.taken .over')?.textContent === 'Ada has kept this.'"))
            .await;
        // It was the last of her page: the next one offers to take it back.
        until(&ada, "document.querySelector('.flash form') !== null && typeof actions === 'object'").await;
        press(&ada, "u").await;
        // Ada is back at it, and may read it again already.
        until(&bea, &format!("document.querySelector('#c{first}.taken .over')?.textContent !== 'Ada has kept this.'"))
            .await;
        let trail = app.get(&format!("/api/v1/comments/{first}")).await.json();
        assert!(trail["reports"][0]["settled_by"].is_null(), "{trail}");
        press(&bea, "a").await;
        until(&bea, "document.querySelector('.bar nav a[aria-current] .count').textContent === '1'").await;
        ada.close().await.expect("closed");
        bea.close().await.expect("closed");
    });
}

#[test]
fn a_browser_goes_offline_and_its_claim_passes_on() {
    in_a_browser_with(
        |options| options.lease = Duration::from_secs(3),
        async |app, browser| {
            add_bea(app).await;
            let id = app.comment("ice", "A calm and useful word.").await;
            let comment: CommentId = id.parse().expect("an id");
            let email = EmailAddress::parse(EDITOR).expect("an address");
            let known = app.service.store.read(move |connection| moderators::by_email(connection, &email)).await;
            let editor = known.expect("read").expect("a moderator").0.id;
            let by_others = async || app.service.desk.held_by_others(editor, vec![comment]).await.expect("read");
            let (ada, bea) = (browser.window(1200, true).await, browser.window(1100, true).await);
            log_in(app, &ada).await;
            follows(&ada).await;
            log_in_as(app, &bea, BEA).await;
            bea.goto(&app.url("/desk?free=no")).await.expect("the desk");
            follows(&bea).await;
            let holder = format!("!!document.querySelector('#c{id} .holder:not(.gone)')");
            assert_eq!(ask(&bea, &holder).await, true, "Ada reads it");
            // Longer than a lease: while Ada's browser is there, it renews it.
            tokio::time::sleep(Duration::from_secs(4)).await;
            assert_eq!((by_others().await, ask(&bea, &holder).await), (Vec::new(), json!(true)));
            network(browser, &ada, true).await;
            until(&bea, &format!("!({holder})")).await;
            for attempt in 0.. {
                if by_others().await.first().is_some_and(|held| held.by == "Bea") {
                    break;
                }
                assert!(attempt < 500, "the claim did not pass on");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            // Back again, Ada is told who reads it now.
            network(browser, &ada, false).await;
            until(
                &ada,
                &format!("document.querySelector('#c{id}.taken .over')?.textContent === 'Bea is reading this.'"),
            )
            .await;
            ada.close().await.expect("closed");
            bea.close().await.expect("closed");
        },
    );
}
