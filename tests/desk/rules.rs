//! `/desk/rules`: what the rules have done, and a box to try a text in.

use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{App, body};
use crate::on_both_databases;

/// The cells of a rule's row, in the first table that has it.
fn row(page: &str, rule: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    let select = |css: &str| Selector::parse(css).expect("a selector");
    let rows = select("table tbody tr");
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
    let of_rule = |row: &scraper::ElementRef<'_>| {
        row.select(&select("th")).next().is_some_and(|head| text(head) == rule)
            && row.select(&select("td")).count() == 6
    };
    // The packs stand in order; comments of this site are read by `rci`, the last one.
    let found = document.select(&rows).rfind(of_rule).expect("the rule is listed");
    found.select(&select("td")).map(text).collect()
}

on_both_databases! {
    async fn each_rule_shows_what_it_did_and_what_editors_made_of_it(app: App) {
        for (text, refuse) in [("The ice is a SCANDAL this year.", true), ("It is a SCANDAL, I say.", false), ("What a SCANDAL.", true)] {
            let id = app.submit("ice", &body(text)).await.json()["id"].as_str().expect("an id").to_owned();
            let order = if refuse {
                json!({ "version": 1, "verdict": "refuse", "clause": "capitals" })
            } else {
                json!({ "version": 1, "verdict": "approve" })
            };
            assert_eq!(app.decide(&id, &order).await.status, 200);
        }
        app.comment("ice", "Still a SCANDAL, nobody has decided.").await;
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url("/desk/rules"))).await;
        assert_eq!(page.status, 200);
        let cells = row(&page.text, "shouting");
        assert_eq!(&cells[..5], ["No shouting", "in force", "Worth mending", "4", "66 % (2 / 3)"]);
        assert_eq!(&row(&page.text, "privacy.card")[3..5], ["0", "–"]);
    }

    async fn a_text_can_be_tried_and_nothing_of_it_is_kept(app: App) {
        let (browser, token) = app.at_the_desk().await;
        let text = "You are such an id10t, and THEY LIED <script>";
        let form = [("token", token.as_str()), ("text", text), ("pack", "rci")];
        let page = app.send(browser.post(app.url("/desk/rules")).form(&form)).await;
        assert_eq!(page.status, 200);
        for shown in ["Look closely", ">id10t</mark>", "insult.word", "digits as letters", "idiot", "&#60;script&#62;</textarea>", "No shouting"] {
            assert!(page.text.contains(shown), "{shown} in {}", page.text);
        }
        assert_eq!(app.get("/api/v1/queue").await.json()["comments"], json!([]));
        let forged = [("token", "wrong"), ("text", text)];
        assert_eq!(app.send(browser.post(app.url("/desk/rules")).form(&forged)).await.status, 403);
        let stranger = app.send(app.client.get(app.url("/desk/rules"))).await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/desk/login?next=%2Fdesk%2Frules"));
    }
}
