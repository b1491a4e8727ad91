//! Whom editors trust, hold and block: at the door, in the queue, and at the desk.

use serde_json::{Value, json};

use crate::harness::{Answer, App, SITE, add_site, body};
use crate::on_both_databases;

async fn set(app: &App, standing: &Value) -> Answer {
    app.send(app.client.post(app.url("/api/v1/standings")).bearer_auth(&app.token).json(standing)).await
}

/// Sets a standing that is taken; gives its id.
async fn stands(app: &App, kind: &str, subject: &str, value: &str) -> String {
    let answer = set(
        app,
        &json!({ "kind": kind, "subject": subject, "value": value, "reason": "We know why.", "confirm": true }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().expect("an id").to_owned()
}

async fn lift(app: &App, id: &str) -> u16 {
    app.send(app.client.delete(app.url(&format!("/api/v1/standings/{id}"))).bearer_auth(&app.token)).await.status
}

async fn listed(app: &App, query: &str) -> Vec<Value> {
    let answer = app.get(&format!("/api/v1/standings?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["standings"].as_array().expect("standings").clone()
}

async fn write(app: &App, site: &str, email: &str, text: &str) -> Answer {
    let address = app.url(&format!("/api/v1/sites/{site}/threads/ferry/comments"));
    app.send(app.client.post(address).json(&json!({ "name": "Bo Reader", "email": email, "text": text }))).await
}

async fn queue(app: &App, query: &str) -> Vec<Value> {
    app.get(&format!("/api/v1/queue?{query}")).await.json()["comments"].as_array().expect("comments").clone()
}

fn texts(comments: &[Value]) -> Vec<&str> {
    comments.iter().map(|comment| comment["text"].as_str().expect("a text")).collect()
}

on_both_databases! {
    async fn a_blocked_address_is_refused_at_the_door_and_only_counted(app: App) {
        let id = stands(&app, "block", "email", "Bo.Reader@secret-mail.example").await;
        let refused = app.submit("ice", &body("A calm word from behind the door.")).await;
        assert_eq!((refused.status, &refused.json()["type"]), (403, &json!("/problems/blocked")));
        assert!(refused.text.contains("https://courier.example/"), "it names a way to the newsroom: {}", refused.text);
        let told = refused.text.to_lowercase();
        for known in ["bo.reader", "secret-mail", "ip ", "domain"] {
            assert!(!told.contains(known), "it does not tell what matched: {told}");
        }
        assert_eq!(queue(&app, "").await.len(), 0);
        let blocks = listed(&app, "").await;
        assert_eq!((&blocks[0]["met"], blocks[0]["met_at"].is_string()), (&json!(1), true));

        assert_eq!(lift(&app, &id).await, 204);
        assert_eq!(lift(&app, &id).await, 404);
        assert_eq!(app.submit("ice", &body("A calm word from before the door.")).await.status, 201);
        let lifted = listed(&app, "state=lifted").await;
        assert_eq!((lifted.len(), &lifted[0]["lifted_by"], &lifted[0]["state"]), (1, &json!("Ada"), &json!("lifted")));
    }

    async fn a_block_takes_in_a_domain_with_its_subdomains_or_a_range(app: App) {
        stands(&app, "block", "domain", "spam.example").await;
        for (email, status) in [
            ("a@spam.example", 403), ("b@MAIL.Spam.example", 403), ("c@notspam.example", 201), ("d@spam.example.org", 201),
        ] {
            assert_eq!(write(&app, SITE, email, &format!("A word from {}.", &email[..1])).await.status, status, "{email}");
        }
        let id = stands(&app, "block", "ip", "127.0.0.0/16").await;
        assert_eq!(write(&app, SITE, "e@calm.example", "A word from this machine.").await.status, 403);
        lift(&app, &id).await;
        stands(&app, "block", "ip", "2001:db8::/32").await;
        assert_eq!(write(&app, SITE, "e@calm.example", "A word from this machine.").await.status, 201);
    }

    async fn a_block_of_one_site_or_of_yesterday_stops_nobody_elsewhere_or_today(app: App) {
        add_site(&app.service, "herald", true).await;
        let block = |extra: Value| {
            let mut block = json!({ "kind": "block", "subject": "email", "value": "a@calm.example", "reason": "Rude." });
            block.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
            block
        };
        assert_eq!(set(&app, &block(json!({ "site": "herald" }))).await.status, 201);
        assert_eq!(write(&app, "herald", "a@calm.example", "To the other paper.").await.status, 403);
        assert_eq!(write(&app, SITE, "a@calm.example", "To this paper.").await.status, 201);
        let past = set(&app, &block(json!({ "until": "2020-01-01" }))).await;
        assert_eq!((past.status, &past.json()["errors"][0]["pointer"]), (422, &json!("/until")));
        // One that ends in a moment, and has ended when it is asked for.
        let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_millis(1500);
        assert_eq!(set(&app, &block(json!({ "until": soon.to_string() }))).await.status, 201);
        let refused = write(&app, SITE, "a@calm.example", "Before it ends.").await;
        assert_eq!((refused.status, refused.json()["current"]["until"].is_string()), (403, true));
        tokio::time::sleep(std::time::Duration::from_millis(1600)).await;
        assert_eq!(write(&app, SITE, "a@calm.example", "After it has ended.").await.status, 201);
        assert_eq!(listed(&app, "state=expired").await.len(), 1);
        assert_eq!(listed(&app, "state=in-force").await.len(), 1);
    }

    async fn a_draft_of_somebody_blocked_is_not_checked(app: App) {
        stands(&app, "block", "domain", "secret-mail.example").await;
        let address = app.url(&format!("/api/v1/sites/{SITE}/threads/ice/check"));
        let draft = json!({ "text": "WHAT A SHAME", "email": "bo@secret-mail.example" });
        let refused = app.send(app.client.post(&address).json(&draft)).await;
        assert_eq!((refused.status, &refused.json()["type"]), (403, &json!("/problems/blocked")));
        assert_eq!(listed(&app, "").await[0]["met"], json!(0), "only what is sent is counted");
        assert_eq!(app.send(app.client.post(&address).json(&json!({ "text": "WHAT A SHAME" }))).await.status, 200);
    }

    async fn a_blocked_reader_gets_the_form_back_with_all_that_was_typed(app: App) {
        stands(&app, "block", "email", "bo@reader.example").await;
        let form = [("text", "Nothing of this is lost."), ("name", "Bo Reader"), ("email", "bo@reader.example"), ("language", "fr")];
        let page = app.send(app.client.post(app.url(&format!("/sites/{SITE}/threads/ice"))).form(&form)).await;
        assert_eq!(page.status, 403);
        for kept in ["Nothing of this is lost.", "value=\"Bo Reader\"", "ne sont pas acceptés", "https:&#47;&#47;courier.example"] {
            let plain = page.text.replace("&#47;", "/");
            assert!(plain.contains(&kept.replace("&#47;", "/")), "{kept} in {}", page.text);
        }
    }

    async fn trusted_authors_come_last_and_held_ones_first_and_nothing_is_published(app: App) {
        stands(&app, "trust", "email", "ann@calm.example").await;
        stands(&app, "hold", "email", "bob@calm.example").await;
        for (email, text) in [
            ("ann@calm.example", "Ann writes of the ferry."),
            ("cleo@calm.example", "Cleo writes of the ferry."),
            ("bob@calm.example", "Bob writes of the ferry."),
            ("dan@calm.example", "What a SCANDAL this ferry is."),
            ("ann@calm.example", "Ann calls you a fucking idiot."),
        ] {
            assert_eq!(write(&app, SITE, email, text).await.status, 201);
        }
        let worst = queue(&app, "").await;
        let order = texts(&worst);
        assert_eq!(order.len(), 5, "all of them wait");
        assert_eq!(order[4], "Ann writes of the ferry.");
        assert!(order[..2].contains(&"Bob writes of the ferry.") && order[..2].contains(&"Ann calls you a fucking idiot."), "{order:?}");
        assert_eq!((&worst[4]["standing"]["kind"], &worst[4]["standing"]["reason"]), (&json!("trust"), &json!("We know why.")));
        assert_eq!(texts(&queue(&app, "trusted=yes").await), ["Ann writes of the ferry."]);
        assert_eq!(queue(&app, "trusted=no").await.len(), 4);
        let (browser, _) = app.at_the_desk().await;
        let page = Answer::of(browser.get(app.url("/desk")).send().await.expect("an answer")).await.text;
        assert!(page.contains("Trusted author") && page.contains("Always held") && page.contains("We know why. (Ada)"), "{page}");
    }

    async fn only_an_author_is_trusted_and_a_new_standing_lifts_the_one_before(app: App) {
        for (standing, pointer) in [
            (json!({ "kind": "trust", "subject": "domain", "value": "calm.example", "reason": "x" }), "/subject"),
            (json!({ "kind": "praise", "subject": "email", "value": "a@calm.example", "reason": "x" }), "/kind"),
            (json!({ "kind": "block", "subject": "ip", "value": "calm.example", "reason": "x" }), "/value"),
            (json!({ "kind": "block", "subject": "email", "value": "a@calm.example", "reason": " " }), "/reason"),
            (json!({ "kind": "block", "subject": "email", "value": "a@calm.example", "reason": "x", "site": "nowhere" }), "/site"),
            (json!({ "kind": "block", "subject": "email", "value": "a@calm.example", "reason": "x", "until": "soon" }), "/until"),
        ] {
            let refused = set(&app, &standing).await;
            assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(pointer)), "{standing}");
        }
        stands(&app, "trust", "email", "a@calm.example").await;
        stands(&app, "hold", "email", "A@calm.example").await;
        let in_force = listed(&app, "state=in-force").await;
        assert_eq!((in_force.len(), &in_force[0]["kind"]), (1, &json!("hold")));
        assert_eq!(listed(&app, "").await.len(), 2, "nothing is erased");
        assert_eq!(listed(&app, "subject=email&value=a@calm.example&kind=trust").await.len(), 1);
    }

    async fn a_block_that_concerns_others_is_confirmed_first(app: App) {
        for email in ["a@mail.example", "b@mail.example", "c@calm.example"] {
            write(&app, SITE, email, "One of many letters.").await;
        }
        let block = json!({ "kind": "block", "subject": "domain", "value": "mail.example", "reason": "Floods us." });
        let asked = set(&app, &block).await;
        assert_eq!((asked.status, &asked.json()["current"]["authors"]), (409, &json!(2)));
        let own = set(&app, &json!({ "kind": "block", "subject": "email", "value": crate::harness::EDITOR, "reason": "A slip." })).await;
        assert_eq!((own.status, &own.json()["current"]["moderators"]), (409, &json!(1)));
        let wide = set(&app, &json!({ "kind": "block", "subject": "ip", "value": "0.0.0.0/0", "reason": "A slip." })).await;
        assert_eq!(wide.status, 409);
        assert_eq!(listed(&app, "").await.len(), 0);

        // The same at the desk, with all that was typed.
        let (browser, token) = app.at_the_desk().await;
        let mut form = vec![
            ("token", token.as_str()), ("kind", "block"), ("subject", "domain"), ("value", "mail.example"), ("site", ""),
            ("reason", "Floods us."), ("until", "2999-01-01"),
        ];
        let page = app.send(browser.post(app.url("/desk/standings")).form(&form)).await;
        assert_eq!(page.status, 409);
        for kept in ["2 authors who have written here", "value=\"mail.example\"", "value=\"Floods us.\"", "value=\"2999-01-01\"", "name=\"confirm\""] {
            assert!(page.text.contains(kept), "{kept} in {}", page.text);
        }
        form.push(("confirm", "yes"));
        let done = app.send(browser.post(app.url("/desk/standings")).form(&form)).await;
        assert_eq!((done.status, done.header("location")), (303, "/desk/standings?done=standing-set"));
        assert_eq!(write(&app, SITE, "a@mail.example", "One letter more.").await.status, 403);
    }

    async fn an_author_is_blocked_and_the_block_lifted_from_the_page_of_a_comment(app: App) {
        let id = app.comment("ice", "The last word of this author.").await;
        let (browser, token) = app.at_the_desk().await;
        let back = format!("/desk/comments/{id}");
        let form = [
            ("token", token.as_str()), ("what", "block.email"), ("email", "bo.reader@secret-mail.example"), ("site", SITE),
            ("reason", "Insults <everybody>."), ("until", ""), ("back", back.as_str()),
        ];
        let done = app.send(browser.post(app.url("/desk/standings")).form(&form)).await;
        assert_eq!((done.status, done.header("location")), (303, format!("{back}?done=standing-set").as_str()));
        assert_eq!(app.submit("ice", &body("One word more.")).await.status, 403);
        let page = Answer::of(browser.get(app.url(&back)).send().await.expect("an answer")).await.text;
        assert!(page.contains("Insults &#60;everybody&#62;.") && page.contains("/lift"), "{page}");
        let list = Answer::of(browser.get(app.url("/desk/standings?kind=block")).send().await.expect("an answer")).await.text;
        assert!(list.contains("met once") && list.contains("bo.reader@secret-mail.example"), "{list}");
        let standing = listed(&app, "").await[0]["id"].as_str().expect("an id").to_owned();
        let forged = [("token", "none"), ("back", back.as_str())];
        let lift = app.url(&format!("/desk/standings/{standing}/lift"));
        assert_eq!(app.send(browser.post(&lift).form(&forged)).await.status, 403);
        let lifted = app.send(browser.post(&lift).form(&[("token", token.as_str()), ("back", back.as_str())])).await;
        assert_eq!(lifted.status, 303);
        assert_eq!(app.submit("ice", &body("One word more.")).await.status, 201);
    }
}
