//! `/desk/numbers`: counted by hand, on comments and decisions whose days are set.

use std::fmt::Write as _;

use placet::comment::{Access, EmailAddress, Language, Role};
use placet::store::StoreError;
use serde_json::json;

use crate::harness::{App, PASSWORD, between};
use crate::on_both_databases;

/// Runs statements past the triggers: the days of a test lie in the past.
async fn set(app: &App, statements: String) {
    use diesel::connection::SimpleConnection as _;
    let written = app.service.store.write(move |transaction| {
        let sqlite = matches!(transaction.reader(), placet::store::AnyConnection::Sqlite(_));
        let (off, on) = if sqlite {
            ("DROP TRIGGER IF EXISTS decisions_are_never_changed;", "")
        } else {
            ("ALTER TABLE decisions DISABLE TRIGGER USER;", "ALTER TABLE decisions ENABLE TRIGGER USER;")
        };
        let all = format!("{off} {statements} {on}");
        transaction.reader().batch_execute(&all).map_err(StoreError::Query)
    });
    written.await.expect("set");
}

/// Moments of the first and the second of November 2026, in microseconds.
const FIRST: i64 = 1_793_491_200_000_000;
const SECOND: i64 = FIRST + 86_400_000_000;
const MINUTE: i64 = 60_000_000;

/// Four comments on the first, one on the second. Approved after 10 minutes, refused after 20, spam after 40, refused after
/// a day but taken back, and one that waits.
async fn two_days(app: &App) {
    let mut ids = Vec::new();
    for text in ["The ice is a SCANDAL.", "You are such an id10t.", "Buy it now.", "Rude, some say.", "Still waiting."]
    {
        ids.push(app.comment("ice", text).await);
    }
    let refuse = |clause: &str| json!({ "version": 1, "verdict": "refuse", "clause": clause });
    app.approve(&ids[0]).await;
    assert_eq!(app.decide(&ids[1], &refuse("insult")).await.status, 200);
    assert_eq!(app.decide(&ids[2], &json!({ "version": 1, "verdict": "spam" })).await.status, 200);
    assert_eq!(app.decide(&ids[3], &refuse("insult")).await.status, 200);
    let undo = app.client.post(app.url(&format!("/api/v1/comments/{}/undo", ids[3]))).bearer_auth(&app.token);
    assert_eq!(app.send(undo.json(&json!({ "version": 2 }))).await.status, 200);
    let mut statements = format!("UPDATE comments SET created_at = {FIRST}; UPDATE hits SET created_at = {FIRST};");
    let _ = write!(statements, "UPDATE comments SET created_at = {SECOND} WHERE id = {};", ids[4]);
    for (id, waited) in [(&ids[0], 10), (&ids[1], 20), (&ids[2], 40)] {
        let waited = waited * MINUTE;
        let _ = write!(
            statements,
            "UPDATE decisions SET created_at = {}, waited = {waited} WHERE comment_id = {id};",
            FIRST + waited
        );
    }
    let _ = write!(
        statements,
        "UPDATE decisions SET created_at = {SECOND}, waited = {} WHERE comment_id = {} AND undoes IS NULL;",
        SECOND - FIRST,
        ids[3]
    );
    let _ = write!(statements, "UPDATE decisions SET created_at = {} WHERE undoes IS NOT NULL;", SECOND + MINUTE);
    set(app, statements).await;
}

const DAYS: &str = "from=2026-11-01&to=2026-11-02";

on_both_databases! {
    async fn the_numbers_are_those_counted_by_hand(app: App) {
        two_days(&app).await;
        let numbers = app.get(&format!("/api/v1/numbers?{DAYS}&site=courier")).await.json();
        assert_eq!(numbers["days"], json!([
            { "day": "2026-11-01", "received": 4, "decided": 3, "reversed": 0, "waits": { "median_seconds": 1200, "p95_seconds": 2400 } },
            { "day": "2026-11-02", "received": 1, "decided": 0, "reversed": 1, "waits": { "median_seconds": null, "p95_seconds": null } },
        ]));
        assert_eq!(numbers["waits"], json!({ "median_seconds": 1200, "p95_seconds": 2400 }));
        assert_eq!(numbers["clauses"], json!([{ "clause": "insult", "refused": 1 }]));
        let load = &numbers["moderators"][0];
        assert_eq!((&load["name"], &load["decided"], &load["undone"]), (&json!("Ada"), &json!(4), &json!(1)));
        let rules = numbers["rules"].as_array().expect("rules");
        let shouting = rules.iter().find(|rule| rule["rule"] == "shouting").expect("it hit");
        assert_eq!((&shouting["hits"], &shouting["decided"], &shouting["refused"]), (&json!(1), &json!(1), &json!(0)));
        let insult = rules.iter().find(|rule| rule["rule"] == "insult.word").expect("it hit");
        assert_eq!((&insult["hits"], &insult["decided"], &insult["refused"]), (&json!(1), &json!(1), &json!(1)));

        let none = app.get("/api/v1/numbers?days=7").await.json();
        assert!(none["days"].as_array().expect("days").iter().all(|day| day["received"] == 0), "{none}");
        for wrong in ["days=0", "days=400", "from=2026-11-02&to=2026-11-01", "from=soon", "nothing=1"] {
            assert_eq!(app.get(&format!("/api/v1/numbers?{wrong}")).await.status, 400, "{wrong}");
        }
    }

    async fn a_decision_keeps_how_long_its_comment_waited(app: App) {
        app.published("ice", "Approved at once.").await;
        let today = app.get("/api/v1/numbers?days=1").await.json();
        assert_eq!(today["days"][0]["decided"], json!(1));
        assert!(today["waits"]["median_seconds"].as_i64().expect("a wait") < 60);
    }

    async fn each_table_can_be_had_as_csv(app: App) {
        two_days(&app).await;
        let (browser, _) = app.at_the_desk().await;
        let table = async |name: &str| app.send(browser.get(app.url(&format!("/desk/numbers/{name}.csv?{DAYS}")))).await;
        let days = table("days").await;
        assert_eq!(days.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(days.text, "day,received,decided\r\n2026-11-01,4,3\r\n2026-11-02,1,0\r\n");
        assert_eq!(table("waits").await.text, "day,median_seconds,p95_seconds\r\n2026-11-01,1200,2400\r\n2026-11-02,,\r\n");
        assert_eq!(table("clauses").await.text, "clause,refused\r\ninsult,1\r\n");
        assert_eq!(table("reversals").await.text, "day,reversed\r\n2026-11-01,0\r\n2026-11-02,1\r\n");
        assert!(table("rules").await.text.starts_with("pack,rule,hits,decided,refused\r\nrci,"));
        assert!(table("moderators").await.text.ends_with(",Ada,4,1\r\n"));
        assert_eq!(table("nothing").await.status, 404);
    }

    async fn the_page_draws_what_it_counts_in_both_languages(app: App) {
        two_days(&app).await;
        let (browser, _) = app.at_the_desk().await;
        let page = async || app.send(browser.get(app.url(&format!("/desk/numbers?{DAYS}&days=")))).await.text;
        let english = page().await;
        for shown in ["Comments a day", "5 came in, 3 were decided", "Half of the comments waited 20 min at most, nineteen of twenty 40 min",
            "One refusal stands.", "One decision was taken back", "role=\"img\"", "/desk/numbers/waits.csv?from=2026-11-01&#38;to=2026-11-02"] {
            assert!(english.contains(shown), "{shown} in {english}");
        }
        assert!(!english.contains("style="), "the policy of the page allows no style in it");
        let me = app.service.people.all().await.expect("people").remove(0);
        app.service.people.set_habits(me.id, Language::Fr, false).await.expect("set");
        let french = page().await;
        for shown in ["5 reçus, 3 décidés", "1 refus tient.", "1 décision a été annulée", "Revirements par jour"] {
            assert!(french.contains(shown), "{shown} in {french}");
        }
    }

    async fn whoever_sees_some_sites_sees_the_numbers_of_those(app: App) {
        two_days(&app).await;
        let email = EmailAddress::parse("bea@courier.example").expect("an address");
        crate::harness::add_site(&app.service, "other", true).await;
        let sites = app.service.store.sites().await.expect("sites");
        let other = sites.values().find(|site| site.key.as_str() == "other").expect("it").id;
        let access = Access { everywhere: None, sites: [(other, Role::Editor)].into() };
        app.service.people.add(email.clone(), "Bea".into(), Language::En, false, PASSWORD, access).await.expect("added");
        let (_, token) = app.service.people.create_token(email, "t".into(), placet::people::Scope::whole()).await.expect("made");
        for site in ["", "&site=courier"] {
            let asked = app.client.get(app.url(&format!("/api/v1/numbers?{DAYS}{site}"))).bearer_auth(&token);
            let seen = app.send(asked).await.json();
            assert_eq!((&seen["days"][0]["received"], &seen["moderators"], &seen["rules"]), (&json!(0), &json!([]), &json!([])));
        }
    }
}

#[test]
fn the_chart_of_a_small_set_looks_as_it_did() {
    crate::harness::run(crate::harness::Database::sqlite(), async |app: App| {
        two_days(&app).await;
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url(&format!("/desk/numbers?{DAYS}")))).await.text;
        let svg = between(&page, "<desc id=\"days-desc\">", "</svg>").expect("a chart");
        insta::assert_snapshot!("chart_of_two_days", svg);
    });
}
