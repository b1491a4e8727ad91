//! What an attacker types goes through form, page, desk and mail, with an HTML parser watching what comes out.

use scraper::{ElementRef, Html};
use serde::Deserialize;
use serde_json::json;

use crate::harness::{App, Database, SITE, body};

#[derive(Deserialize)]
struct Attack {
    id: String,
    input: String,
}

/// Everything in a page that could run, load or lead somewhere it should not.
fn dangers(page: &str) -> Vec<String> {
    const FORBIDDEN: [&str; 14] = [
        "script", "iframe", "object", "embed", "svg", "math", "base", "applet", "frame", "frameset", "img", "video",
        "audio", "style",
    ];
    let html = Html::parse_document(page);
    let mut found = Vec::new();
    for element in html.root_element().descendants().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        if FORBIDDEN.contains(&name) {
            found.push(format!("<{name}>"));
        }
        for (attribute, value) in element.value().attrs() {
            let scheme: String = value
                .chars()
                .filter(|c| !c.is_ascii_whitespace() && !c.is_control())
                .take_while(|c| *c != ':')
                .collect::<String>()
                .to_ascii_lowercase();
            let leads = ["href", "src", "action", "formaction"].contains(&attribute);
            let known = !value.contains(':')
                || ["http", "https", "mailto"].contains(&scheme.as_str())
                || value.starts_with(['/', '?', '#']);
            if attribute.starts_with("on") || (leads && !known) || attribute == "srcdoc" {
                found.push(format!("{name} {attribute}={value}"));
            }
        }
    }
    found
}

/// The desk has two scripts of its own, and nothing else.
fn dangers_of_desk(html: &str) -> Vec<String> {
    let own = ["desk", "live"].map(|name| format!("<script src=\"/assets/{name}.js\" defer></script>"));
    dangers(&own.iter().fold(html.to_owned(), |html, script| html.replacen(script, "", 1)))
}

/// A mail may style itself, and nothing else.
fn dangers_of_mail(html: &str) -> Vec<String> {
    dangers(html).into_iter().filter(|danger| danger != "<style>").collect()
}

#[test]
fn no_attack_comes_out_alive_anywhere() {
    let attacks: Vec<Attack> = serde_json::from_str(include_str!("xss_corpus.json")).expect("the corpus");
    assert!(attacks.len() > 100);
    crate::harness::runtime(async {
        let app = App::start(Database::sqlite(), |_| {}).await;
        let (browser, _) = app.at_the_desk().await;
        let thread = format!("/sites/{SITE}/threads/ice");
        for Attack { id, input } in &attacks {
            // In the form that comes back: every field holds the attack, the address is wrong.
            let form = [
                ("text", input.as_str()),
                ("name", input),
                ("email", input),
                ("website", input),
                ("article_title", input),
            ];
            let back = app.send(app.client.post(app.url(&thread)).form(&form)).await;
            assert_eq!(back.status, 422, "{id}");
            assert_eq!(dangers(&back.text), [""; 0], "{id}: the form");

            let text = format!("{input} {id}");
            let mut sent = body(&text);
            sent["article_title"] = json!(input.chars().take(400).collect::<String>());
            let kept = app.send(app.client.post(app.comments(&format!("t-{id}"))).json(&sent)).await;
            assert_eq!(kept.status, 201, "{id}: {}", kept.text);
            let comment = kept.json()["id"].as_str().expect("an id").to_owned();
            let desk = browser.get(app.url(&format!("/desk/comments/{comment}"))).send().await.expect("an answer");
            assert_eq!(dangers_of_desk(&desk.text().await.expect("a page")), [""; 0], "{id}: the desk");
            let seal = app.service.seal.status(comment.parse().expect("an id"));
            let status = app.send(app.client.get(app.url(&format!("/status/{seal}")))).await;
            assert_eq!(dangers(&status.text), [""; 0], "{id}: the status");

            app.approve(&comment).await;
            let page = app.send(app.client.get(app.url(&format!("/sites/{SITE}/threads/t-{id}")))).await;
            assert_eq!(dangers(&page.text), [""; 0], "{id}: the page");
            let read = app.send(app.client.get(app.comments(&format!("t-{id}")))).await;
            let html = read.json()["comments"][0]["html"].as_str().expect("html").to_owned();
            assert_eq!(dangers(&html), [""; 0], "{id}: the API's html");
            let shown: String = Html::parse_document(&page.text).root_element().text().collect();
            assert!(shown.contains(id.as_str()), "{id}: the text itself is shown");
        }
        let queue = browser.get(app.url("/desk?status=approved")).send().await.expect("an answer");
        assert_eq!(dangers_of_desk(&queue.text().await.expect("a page")), [""; 0], "the queue");
        let mails = app.deliver().await;
        assert!(mails.len() >= attacks.len());
        for mail in mails {
            assert_eq!(dangers_of_mail(&mail.html), [""; 0], "the mail {}", mail.subject);
            assert!(!mail.subject.contains(['\r', '\n']));
        }
        app.service.close().await;
    });
}

#[test]
fn the_watcher_sees_what_it_must() {
    for alive in
        ["<script>x</script>", "<a href=\" java\tscript:x\">", "<p onclick=x>", "<img src=x>", "<form action=data:x>"]
    {
        assert!(!dangers(alive).is_empty(), "{alive}");
    }
    assert!(dangers("<a href=\"https://example.org/a:b\">x</a> &lt;script&gt;").is_empty());
}
