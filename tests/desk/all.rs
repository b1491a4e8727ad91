//! One decision on all that a filter finds.

use serde_json::{Value, json};

use crate::harness::{Answer, App, between};
use crate::on_both_databases;

async fn count(app: &App, filter: &str) -> Value {
    let answer = app.get(&format!("/api/v1/queue/count?{filter}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn decide(app: &App, counted: &Value, filter: &str, verdict: &str) -> Answer {
    let order = json!({ "filter": filter, "count": counted["count"], "until": counted["until"], "verdict": verdict });
    app.send(app.client.post(app.url("/api/v1/decisions")).bearer_auth(&app.token).json(&order)).await
}

async fn in_tray(app: &App, status: &str) -> usize {
    count(app, &format!("status={status}")).await["count"]
        .as_u64()
        .and_then(|count| usize::try_from(count).ok())
        .expect("a count")
}

async fn filled(app: &App, casinos: usize) {
    for number in 0..casinos {
        app.comment("ice", &format!("{number} A casino on the ice, come and win.")).await;
    }
    app.comment("ice", "A calm word about the ice.").await;
}

on_both_databases! {
    async fn all_that_a_filter_finds_is_decided_on_one_by_one_and_nothing_else(app: App) {
        filled(&app, 130).await;
        let counted = count(&app, "q=casino").await;
        assert_eq!((&counted["count"], &counted["more"]), (&json!(130), &json!(false)));
        let answer = decide(&app, &counted, "q=casino", "spam").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let results = answer.json()["results"].as_array().expect("results").clone();
        assert_eq!(results.len(), 130);
        assert!(results.iter().all(|result| result["status"] == "spam" && result["problem"].is_null()));
        assert_eq!((in_tray(&app, "pending").await, in_tray(&app, "spam").await), (1, 130));
        let one = results[7]["id"].as_str().expect("an id");
        let undo = json!({ "version": results[7]["version"] });
        let address = app.url(&format!("/api/v1/comments/{one}/undo"));
        assert_eq!(app.send(app.client.post(address).bearer_auth(&app.token).json(&undo)).await.status, 200);
        assert_eq!((in_tray(&app, "pending").await, in_tray(&app, "spam").await), (2, 129));
    }

    async fn what_came_in_after_the_count_is_not_decided_on(app: App) {
        filled(&app, 2).await;
        let counted = count(&app, "q=casino").await;
        app.comment("ice", "Late: another casino on the ice.").await;
        let answer = decide(&app, &counted, "q=casino", "approve").await;
        assert_eq!(answer.json()["results"].as_array().expect("results").len(), 2);
        assert_eq!(in_tray(&app, "pending").await, 2);
    }

    async fn where_more_match_than_were_confirmed_nothing_is_decided(app: App) {
        filled(&app, 3).await;
        let back = app.comment("ice", "The casino that comes back.").await;
        assert_eq!(app.decide(&back, &json!({ "version": 1, "verdict": "spam" })).await.status, 200);
        let counted = count(&app, "q=casino").await;
        assert_eq!(app.decide(&back, &json!({ "version": 2, "verdict": "reopen" })).await.status, 200);
        let answer = decide(&app, &counted, "q=casino", "approve").await;
        assert_eq!((answer.status, &answer.json()["type"]), (409, &json!("/problems/count-changed")));
        assert_eq!(answer.json()["current"], json!({ "count": 4, "confirmed": 3 }));
        assert_eq!(in_tray(&app, "pending").await, 5);
        // Where fewer are left, because somebody else was quicker, the others are decided on.
        let counted = count(&app, "q=casino").await;
        app.approve(app.get("/api/v1/queue?q=casino").await.json()["comments"][0]["id"].as_str().expect("an id")).await;
        let answer = decide(&app, &counted, "q=casino", "approve").await;
        assert_eq!((answer.status, answer.json()["results"].as_array().expect("results").len()), (200, 3));
    }

    async fn a_decision_on_a_filter_needs_its_count_and_a_filter_that_is_one(app: App) {
        filled(&app, 1).await;
        let send = async |order: Value| {
            app.send(app.client.post(app.url("/api/v1/decisions")).bearer_auth(&app.token).json(&order)).await.status
        };
        let id = app.get("/api/v1/queue?q=casino").await.json()["comments"][0]["id"].clone();
        for (order, status) in [
            (json!({ "filter": "q=casino", "verdict": "spam" }), 422),
            (json!({ "filter": "q=casino", "count": 1, "verdict": "spam" }), 422),
            (json!({ "filter": "q=casino", "count": 1, "until": "soon", "verdict": "spam" }), 422),
            (json!({ "filter": "colour=red", "count": 1, "until": "1", "verdict": "spam" }), 400),
            (json!({ "filter": "", "count": 1, "until": "1", "verdict": "spam", "comments": [{ "id": id, "version": 1 }] }), 422),
        ] {
            assert_eq!(send(order.clone()).await, status, "{order}");
        }
        assert_eq!(in_tray(&app, "pending").await, 2);
    }

    async fn the_desk_confirms_how_many_before_it_decides_on_all(app: App) {
        filled(&app, 3).await;
        let (browser, token) = app.at_the_desk().await;
        let queue = app.send(browser.get(app.url("/desk?q=casino"))).await;
        assert!(queue.text.contains("/desk/all?"), "{}", queue.text);
        let page = app.send(browser.get(app.url("/desk/all?q=casino&status=pending"))).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("3 comments are like that"), "{}", page.text);
        let until = between(&page.text, "name=\"until\" value=\"", "\"").expect("a place").to_owned();
        let filter = "q=casino&status=pending";
        let form = |count: &'static str, verdict: &'static str, clause: &'static str| {
            vec![("token", token.clone()), ("filter", filter.into()), ("count", count.into()), ("until", until.clone()),
                ("verdict", verdict.into()), ("clause", clause.into())]
        };
        let post = async |form: Vec<(&str, String)>| app.send(browser.post(app.url("/desk/all")).form(&form)).await;
        let fewer = post(form("2", "spam", "")).await;
        assert_eq!((fewer.status, fewer.header("location")), (303, "/desk/all?q=casino&status=pending&done=count-changed"));
        let no_clause = post(form("3", "refuse", "")).await;
        assert_eq!(no_clause.header("location"), "/desk/all?q=casino&status=pending&done=clause-needed");
        let mut forged = form("3", "spam", "");
        forged[0].1 = "wrong".into();
        assert_eq!(post(forged).await.status, 403);
        assert_eq!(in_tray(&app, "pending").await, 4);
        let done = post(form("3", "refuse", "insult")).await;
        assert!(done.header("location").starts_with("/desk?q=casino&status=pending&done=all-decided&count=3&failed=0&since="));
        assert_eq!((in_tray(&app, "pending").await, in_tray(&app, "refused").await), (1, 3));
        let said = app.send(browser.get(app.url(done.header("location")))).await.text;
        let value = |name: &str| between(&said, &format!("name=\"{name}\" value=\""), "\"").expect("a moment").to_owned();
        let undo = |token: String, since: String| vec![("token", token), ("since", since), ("until", value("until")), ("back", "/desk?q=casino".into())];
        let take_back = async |form: Vec<(&str, String)>| app.send(browser.post(app.url("/desk/all/undo")).form(&form)).await;
        assert_eq!(take_back(undo("wrong".into(), value("since"))).await.status, 403);
        assert_eq!(take_back(undo(token.clone(), "0".into())).await.status, 400, "not a whole life's work");
        let undone = take_back(undo(token.clone(), value("since"))).await;
        assert_eq!(undone.header("location"), "/desk?q=casino&done=several-undone&count=3&failed=0");
        assert_eq!((in_tray(&app, "pending").await, in_tray(&app, "refused").await), (4, 0));
        let again = take_back(undo(token.clone(), value("since"))).await;
        assert_eq!(again.header("location"), "/desk?q=casino&done=several-undone&count=0&failed=3");
        let count = app.send(browser.get(app.url("/desk/all?q=casino&status=pending"))).await.text;
        let until = between(&count, "name=\"until\" value=\"", "\"").expect("a place").to_owned();
        let mut refused = form("3", "refuse", "insult");
        refused[3].1 = until;
        assert_eq!(post(refused).await.status, 303);
        let empty = app.send(browser.get(app.url("/desk/all?q=casino&status=pending"))).await;
        assert!(empty.text.contains("Nothing here is like that any more") && !empty.text.contains("name=\"verdict\""));
    }
}
