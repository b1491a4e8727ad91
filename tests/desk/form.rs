//! The reader's form, without JavaScript.

use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{Answer, App, SITE, body, with_options};
use crate::on_both_databases;

const FORM: [(&str, &str); 5] = [
    ("text", "The ice is thin, and <b>nobody</b> said so."),
    ("name", "Bo \"the reader\" Smith"),
    ("email", "bo@reader.example"),
    ("website", "https://bo.example/"),
    ("receipt", "true"),
];

fn thread() -> String {
    format!("/sites/{SITE}/threads/ice")
}

async fn send(app: &App, path: &str, form: &[(&str, &str)]) -> Answer {
    app.send(app.client.post(app.url(path)).form(form)).await
}

fn with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FORM.iter().map(|(name, old)| (*name, if *name == field { value } else { old })).collect()
}

fn value(page: &Html, selector: &str) -> String {
    let element = page.select(&Selector::parse(selector).expect("a selector")).next();
    let element = element.unwrap_or_else(|| panic!("no {selector}"));
    element.value().attr("value").map_or_else(|| element.text().collect(), str::to_owned)
}

fn assert_nothing_is_lost(page: &str, form: &[(&str, &str)]) {
    let page = Html::parse_document(page);
    for (name, typed) in form {
        match *name {
            "receipt" => assert!(page.select(&Selector::parse("#receipt[checked]").expect("one")).next().is_some()),
            "text" => assert_eq!(value(&page, "#text"), *typed),
            name => assert_eq!(value(&page, &format!("#{name}")), *typed),
        }
    }
}

on_both_databases! {
    async fn the_form_is_the_one_the_product_began_from(app: App) {
        let page = app.send(app.client.get(app.url(&thread()))).await;
        assert_eq!(page.status, 200);
        for said in [
            "Leave a Reply",
            "By submitting your comments, you acknowledge that The Courier has the right to reproduce, broadcast and publicize those comments",
            "Your comments will be pre-moderated and published if they meet netiquette guidelines.",
            "Netiquette »",
            "Your email address will not be published. Required fields are marked *",
        ] {
            assert!(page.text.contains(said), "{said}");
        }
        assert!(!page.text.contains("<script"));
        let html = Html::parse_document(&page.text);
        for field in ["text", "name", "email"] {
            let required = format!("#{field}[required]");
            assert!(html.select(&Selector::parse(&required).expect("one")).next().is_some(), "{field} is required");
            let label = format!("label[for={field}]");
            assert!(html.select(&Selector::parse(&label).expect("one")).next().is_some(), "{field} has a label");
        }
        assert!(html.select(&Selector::parse("#website:not([required])").expect("one")).next().is_some());
    }

    async fn a_sent_comment_leads_to_its_private_status(app: App) {
        let sent = send(&app, &thread(), &FORM).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let status = app.send(app.client.get(app.url(sent.header("location")))).await;
        assert_eq!(status.status, 200);
        for said in ["Thank you. Your comment has reached us", "Your comment is waiting for an editor", "is private"] {
            assert!(status.text.contains(said), "{said} in {}", status.text);
        }
        assert!(!status.text.contains("bo@reader.example"));
        let queue = app.get("/api/v1/queue").await.json();
        assert_eq!(queue["comments"][0]["text"], "The ice is thin, and <b>nobody</b> said so.");
        assert_eq!(queue["comments"][0]["author"]["website"], "https://bo.example/");
    }

    async fn on_any_error_the_page_comes_back_with_all_that_was_typed(app: App) {
        for (field, wrong) in [("name", "<b>x</b>"), ("email", "nobody"), ("website", "javascript:alert(1)"), ("text", "x")] {
            let form = with(field, wrong);
            let page = send(&app, &thread(), &form).await;
            assert_eq!(page.status, 422, "{field}");
            assert_nothing_is_lost(&page.text, &form);
            let html = Html::parse_document(&page.text);
            let beside = Selector::parse(&format!("#{field}-error")).expect("one");
            assert!(html.select(&beside).next().is_some(), "{field} has its message beside it");
        }
    }

    async fn nothing_typed_is_lost_when_it_is_too_long_by_far(app: App) {
        let long = "word ".repeat(20_000);
        let form = with("text", &long);
        let page = send(&app, &thread(), &form).await;
        assert_eq!(page.status, 413);
        assert_nothing_is_lost(&page.text, &form);
        // Of a mebibyte and more, what was read comes back.
        let endless = "word ".repeat(700_000);
        let page = send(&app, &thread(), &[("text", &endless), ("name", "Bo")]).await;
        assert_eq!(page.status, 413);
        let kept = value(&Html::parse_document(&page.text), "#text");
        assert!(kept.len() > 1_000_000 && endless.starts_with(&kept), "{}", kept.len());
    }

    async fn nothing_typed_is_lost_at_a_closed_thread_or_an_unknown_site(app: App) {
        let address = app.url("/api/v1/sites/courier/threads/ice");
        let closing = json!({ "closed_at": "2026-01-01T00:00:00Z" });
        assert_eq!(app.send(app.client.put(address).bearer_auth(&app.token).json(&closing)).await.status, 200);
        let closed = send(&app, &thread(), &FORM).await;
        assert_eq!(closed.status, 403);
        assert!(closed.text.contains("Comments are closed"));
        assert!(closed.text.contains("The ice is thin, and &#60;b&#62;nobody&#60;/b&#62; said so."), "{}", closed.text);
        let all = ["Bo &#34;the reader&#34; Smith", "bo@reader.example", "https://bo.example/"];
        for typed in all {
            assert!(closed.text.contains(typed), "{typed} in {}", closed.text);
        }
        let unknown = send(&app, "/sites/nowhere/threads/ice", &FORM).await;
        assert_eq!(unknown.status, 404);
        assert!(unknown.text.contains("The ice is thin, and &#60;b&#62;nobody&#60;/b&#62; said so."));
        for typed in all {
            assert!(unknown.text.contains(typed), "{typed} in {}", unknown.text);
        }
    }

    async fn a_page_that_names_its_article_wrongly_is_not_held_against_the_reader(app: App) {
        let endless = "Ice ".repeat(200);
        for (wrong, title) in [("/2026/ice", "Ice"), ("javascript:alert(1)", "Ice"), ("ice", "Ice"), ("", &endless)] {
            let mut form = FORM.to_vec();
            form.extend([("article_url", wrong), ("article_title", title)]);
            let sent = send(&app, "/sites/courier/threads/another", &form).await;
            assert_eq!(sent.status, 303, "{wrong}: {}", sent.text);
        }
    }

    async fn files_are_not_taken_and_that_is_said(app: App) {
        let address = app.url(&thread());
        let body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nThe ice is thin.\r\n--x--";
        let request = app.client.post(address).header("content-type", "multipart/form-data; boundary=x").body(body);
        let answer = app.send(request).await;
        assert_eq!(answer.status, 415);
        assert!(answer.text.contains("Images and files are not taken"));
        assert!(answer.text.contains("The ice is thin."), "what was typed comes back: {}", answer.text);
    }

    async fn the_form_speaks_french(app: App) {
        let page = app.send(app.client.get(app.url(&format!("{}?lang=fr", thread())))).await;
        assert!(page.text.contains("Laisser un commentaire") && page.text.contains("<html lang=\"fr\">"));
        let mut form = with("email", "nobody");
        form.push(("language", "fr"));
        let page = send(&app, &thread(), &form).await;
        assert!(page.text.contains(&placet::locale::say(placet::comment::Language::Fr, "field-not-an-email").replace('\'', "&#39;")), "{}", page.text);
    }

    async fn a_language_once_chosen_is_kept_and_choosing_it_loses_nothing(app: App) {
        let id = app.published("ice", "A word to be answered.").await;
        let asked = format!("{}?lang=fr&parent={id}&title=La+glace&url=https%3A%2F%2Fcourier.example%2Fice", thread());
        let page = app.send(app.client.get(app.url(&asked))).await;
        let html = Html::parse_document(&page.text);
        let link = |selector: &str| {
            let found = html.select(&Selector::parse(selector).expect("one")).next().unwrap_or_else(|| panic!("no {selector}"));
            found.value().attr("href").expect("an address").to_owned()
        };
        let english = link("nav a[hreflang=en]");
        assert_eq!(english, format!("?parent={id}&title=La+glace&url=https%3A%2F%2Fcourier.example%2Fice&lang=en"));
        assert_eq!(link("p.reply a"), format!("{}?lang=fr&parent={id}#form", thread()));
        assert!(link("a.report").ends_with("/report?lang=fr") && link("a.netiquette").ends_with("/netiquette?lang=fr"));
        let unasked = app.send(app.client.get(app.url(&thread()))).await;
        assert!(!unasked.text.contains("lang=en&") && !unasked.text.contains("?lang=en\""), "nobody chose: {}", unasked.text);
    }

    async fn another_language_for_a_form_that_came_back_loses_nothing(app: App) {
        let mut form = with("email", "nobody");
        let page = send(&app, &thread(), &form).await;
        let html = Html::parse_document(&page.text);
        let button = html.select(&Selector::parse("nav button[lang=fr]").expect("one")).next().expect("a button");
        let attribute = |name: &str| button.value().attr(name).unwrap_or_default();
        assert!(html.select(&Selector::parse(&format!("form#{}", attribute("form"))).expect("one")).next().is_some());
        assert!(button.value().attr("formnovalidate").is_some(), "a wrong field does not hold it back");
        form.push((attribute("name"), attribute("value")));
        let path = attribute("formaction").split('#').next().unwrap_or_default();
        let page = send(&app, path, &form).await;
        assert_eq!(page.status, 200);
        assert_nothing_is_lost(&page.text, &form[..FORM.len()]);
        assert!(page.text.contains("Laisser un commentaire"), "{}", page.text);
        assert_eq!(app.get("/api/v1/queue").await.json()["comments"], json!([]), "nothing was sent");
    }

    async fn every_message_of_a_returned_form_leads_to_its_place(app: App) {
        let unpublished = app.comment("ice", "Nobody has read this yet.").await;
        let mut form = vec![("text", "x"), ("name", ""), ("email", "nobody"), ("website", "javascript:alert(1)")];
        for parent in ["nonsense", &unpublished] {
            form.push(("parent", parent));
            let page = send(&app, &thread(), &form).await;
            assert_eq!(page.status, 422);
            let html = Html::parse_document(&page.text);
            let links: Vec<_> = html.select(&Selector::parse(".problem a").expect("one")).collect();
            assert!(!links.is_empty());
            for link in links {
                let target = link.value().attr("href").expect("an address");
                assert!(html.select(&Selector::parse(target).expect("one")).next().is_some(), "{target} is there");
            }
            form = FORM.to_vec();
        }
    }

    async fn the_head_of_a_page_can_be_asked_for(app: App) {
        for (path, status) in [(thread(), 200), (format!("/api/v1{}/comments", thread()), 200), ("/healthz".into(), 200), ("/nowhere".into(), 404)] {
            let head = app.send(app.client.head(app.url(&path))).await;
            assert_eq!((head.status, head.text.as_str()), (status, ""), "{path}");
            assert!(!head.header("content-type").is_empty(), "{path}");
        }
    }

    async fn the_netiquette_is_the_active_rules_clauses(app: App) {
        let rules = app.service.rules.load().pack("rci").expect("the pack");
        for language in placet::comment::Language::ALL {
            let page = app.send(app.client.get(app.url(&format!("/sites/{SITE}/netiquette?lang={language}")))).await;
            let html = Html::parse_document(&page.text);
            let shown: Vec<String> = html.select(&Selector::parse("dt").expect("one")).map(|dt| dt.text().collect()).collect();
            let clauses: Vec<&str> = rules.clauses().iter().map(|clause| clause.title.get(language)).collect();
            assert_eq!(shown, clauses);
            assert!(shown.len() >= 23, "every clause of the netiquette");
        }
    }

    async fn the_status_tells_the_clause_and_the_words_that_broke_it(app: App) {
        let id = app.comment("ice", "You moron, nobody asked you.").await;
        let order = json!({ "version": 1, "verdict": "refuse", "clause": "insult", "note": "Please write it again without the insult." });
        assert_eq!(app.decide(&id, &order).await.status, 200);
        let seal = app.service.seal.status(id.parse().expect("an id"));
        let page = app.send(app.client.get(app.url(&format!("/status/{seal}")))).await;
        let html = Html::parse_document(&page.text);
        let marked: Vec<String> = html.select(&Selector::parse("mark").expect("one")).map(|mark| mark.text().collect()).collect();
        assert_eq!(marked, ["moron"]);
        assert!(page.text.contains("Your comment is not published"));
        assert!(page.text.contains("Please write it again without the insult."));
        assert!(!page.text.contains("Ada"), "who decided is never shown to readers");
    }

    async fn whoever_sends_spam_is_not_told_that_it_was_recognised(app: App) {
        let id = app.comment("ice", "Cheap watches for everyone here.").await;
        assert_eq!(app.decide(&id, &json!({ "version": 1, "verdict": "spam" })).await.status, 200);
        let seal = app.service.seal.status(id.parse().expect("an id"));
        let page = app.send(app.client.get(app.url(&format!("/status/{seal}")))).await;
        assert!(page.text.contains("waiting for an editor"));
        let outbox = app.deliver().await;
        assert!(outbox.iter().all(|mail| !mail.to.contains("secret-mail")), "{outbox:?}");
    }

    async fn a_reply_from_the_form_stands_below_what_it_answers(app: App) {
        let parent = app.published("ice", "The first word.").await;
        let page = app.send(app.client.get(app.url(&format!("{}?parent={parent}", thread())))).await;
        assert!(page.text.contains("You are answering"));
        let mut form = FORM.to_vec();
        form.push(("parent", &parent));
        assert_eq!(send(&app, &thread(), &form).await.status, 303);
        let queue = app.get("/api/v1/queue").await.json();
        assert_eq!(queue["comments"][0]["parent"], json!(parent));
    }

    async fn a_page_of_the_thread_leads_to_the_next(app: App) {
        for number in 0..3 {
            app.published("ice", &format!("Comment number {number}.")).await;
        }
        let page = app.send(app.client.get(app.url(&format!("{}?limit=2&url=https://courier.example/ice", thread())))).await;
        let html = Html::parse_document(&page.text);
        let next = html.select(&Selector::parse("a[rel=next]").expect("one")).next().expect("a next page");
        let address = format!("{}{}", thread(), next.value().attr("href").expect("an address"));
        let next = app.send(app.client.get(app.url(&address))).await;
        assert!(address.contains("url=https%3A%2F%2Fcourier.example%2Fice&"), "the article goes along: {address}");
        assert!(next.text.contains("Comment number 2."), "{}", next.text);
        assert!(!next.text.contains("Comment number 1."));
    }

    async fn a_published_comment_has_an_address_that_leads_to_its_page(app: App) {
        let mut ids = Vec::new();
        for number in 0..52 {
            ids.push(app.published("ice", &format!("Comment number {number}.")).await);
        }
        let waiting = app.comment("ice", "Not yet.").await;
        let follow = async |id: &str| app.send(app.client.get(app.url(&format!("{}/comments/{id}?lang=fr", thread())))).await;
        for id in [&ids[0], &ids[49], &ids[50], &ids[51]] {
            let answer = follow(id).await;
            let place = answer.header("location").to_owned();
            assert_eq!(answer.status, 303);
            let page = app.send(app.client.get(app.url(&place))).await;
            assert!(place.ends_with(&format!("#comment-{id}")) && place.contains("lang=fr"), "{place}");
            assert!(page.text.contains(&format!("id=\"comment-{id}\"")), "{place}");
            assert_eq!(page.text.contains("rel=\"first\""), place.contains("after="), "{place}");
        }
        assert_eq!((follow(&waiting).await.status, follow("7").await.status), (404, 404));
    }

    async fn what_follows_a_framed_form_may_stand_in_the_frame_too(app: App) {
        let sent = app.submit("ice", &body("In a frame.")).await.json();
        let status = app.send(app.client.get(sent["status_url"].as_str().expect("an address"))).await;
        let unread = app.client.post(app.url(&thread())).header("content-type", "text/plain").body("text=Hello");
        for page in [status, app.send(unread).await] {
            let policy = page.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'self' https://courier.example "), "{policy}");
        }
    }

    async fn a_full_form_is_returned_with_503_when_nothing_can_be_kept(app: App) {
        app.service.close().await;
        let page = send(&app, &thread(), &FORM).await;
        assert_eq!((page.status, page.header("retry-after")), (503, "1"));
        assert_nothing_is_lost(&page.text, &FORM);
        let by_api = app.submit("ice", &body("By the API, too.")).await;
        assert_eq!(by_api.status, 503);
    }
}

#[test]
fn a_status_page_promises_a_mail_only_where_mails_are_sent() {
    with_options(
        |options| (options.mails, options.may_answer) = (false, false),
        async |app| {
            let sent = app.submit("ice", &body("Is anybody there?")).await.json();
            let status = async || app.send(app.client.get(sent["status_url"].as_str().expect("an address"))).await.text;
            assert!(!status().await.contains("We will also write to you"));
            let order = json!({ "version": 1, "verdict": "refuse", "clause": "insult" });
            assert_eq!(app.decide(sent["id"].as_str().expect("an id"), &order).await.status, 200);
            let refused = status().await;
            assert!(
                refused.contains("Your comment is not published") && !refused.contains("answer the mail"),
                "{refused}"
            );
        },
    );
}
