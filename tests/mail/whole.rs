//! Mail in the whole product: owed with the decision, sent once, whatever the server does meanwhile.

use std::time::Duration;

use placet::notify::{Security, Transport};
use placet::store::outbox;
use serde_json::json;

use super::sink::{Fault, Sink, Step};
use crate::harness::{App, EDITOR, body};
use crate::on_both_databases;

const READER: &str = "bo.reader@secret-mail.example";

/// Works until nothing is due any more.
async fn work_off(app: &App, transport: Transport) {
    let mut worker = app.worker_with(transport);
    for _ in 0..500 {
        if worker.step().await.expect("the outbox") == 0 {
            if app.service.store.read(outbox::counts).await.expect("read").due == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    panic!("mails stay due: {:?}", app.service.store.read(outbox::counts).await);
}

on_both_databases! {
    async fn moderators_and_readers_are_told_each_at_their_time(app: App) {
        let mut sent = body("You moron, nobody asked you.");
        sent["receipt"] = json!(true);
        let id = app.submit("ice", &sent).await.json()["id"].as_str().expect("an id").to_owned();
        let mails = app.deliver().await;
        let subjects: Vec<(&str, &str)> = mails.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
        assert_eq!(subjects.len(), 2, "{subjects:?}");
        let waiting = mails.iter().find(|mail| mail.to == EDITOR).expect("a mail to the moderator");
        assert!(waiting.subject.starts_with("A comment waits"));
        assert!(waiting.text.contains("moron") && !waiting.text.contains("secret-mail"), "{}", waiting.text);
        let received = mails.iter().find(|mail| mail.to == READER).expect("a mail to the reader");
        assert!(received.subject.starts_with("We have your comment"));

        let order = json!({ "version": 1, "verdict": "refuse", "clause": "insult", "note": "Once more, calmly?" });
        assert_eq!(app.decide(&id, &order).await.status, 200);
        let mails = app.deliver().await;
        let refused = mails.last().expect("a mail");
        assert_eq!(refused.to, READER);
        for said in ["is not published", "moron", "Once more, calmly?"] {
            assert!(refused.text.contains(said) || refused.subject.contains(said), "{said} in {}", refused.text);
        }
        assert!(!refused.text.contains("Ada"), "who decided is never told");
        assert_eq!(app.decide(&id, &json!({ "version": 2, "verdict": "approve" })).await.status, 200);
        let mails = app.deliver().await;
        assert!(mails.last().expect("a mail").subject.contains("is published"));
        assert_eq!(mails.len(), 4);
    }

    async fn a_rule_that_is_made_of_others_quotes_no_words_of_its_own(app: App) {
        let id = app.comment("ice", "My own measurements: https://ice-watch.example.net/march").await;
        let found = app.get(&format!("/api/v1/comments/{id}")).await.json();
        let hits = found["assessment"]["hits"].as_array().expect("hits");
        assert!(hits.iter().any(|hit| hit["rule"] == "likely-spam" && hit["surface"] == ""), "{found}");
        let order = json!({ "version": 1, "verdict": "refuse", "clause": "advertising" });
        assert_eq!(app.decide(&id, &order).await.status, 200);
        let mails = app.deliver().await;
        assert_eq!(mails.len(), 1);
        let (browser, _) = app.at_the_desk().await;
        let desk = app.send(browser.get(app.url("/desk?status=refused"))).await;
        assert!(desk.text.contains("A first comment with a link."), "{}", desk.text);
        for (what, text) in [("mail", &mails[0].text), ("mail", &mails[0].html), ("desk", &desk.text)] {
            for empty in ["“”", "«  »", "\"\"", "</mark> </p>", "padding:0 3px\"></mark>", "The words concerned"] {
                assert!(what == "desk" && empty == "\"\"" || !text.contains(empty), "{empty} in {text}");
            }
        }
    }

    async fn a_receipt_is_sent_only_to_whoever_asks(app: App) {
        app.comment("ice", "No receipt, please.").await;
        let mails = app.deliver().await;
        assert!(mails.iter().all(|mail| mail.to == EDITOR), "{mails:?}");
    }

    async fn an_undo_unsends_what_has_not_gone_out(app: App) {
        let id = app.published("ice", "Approved in error.").await;
        let address = app.url(&format!("/api/v1/comments/{id}/undo"));
        let undone = app.send(app.client.post(address).bearer_auth(&app.token).json(&json!({ "version": 2 }))).await;
        assert_eq!(undone.status, 200);
        let mails = app.deliver().await;
        assert!(mails.iter().all(|mail| mail.to == EDITOR), "{mails:?}");
    }

    async fn a_comment_decided_before_the_mail_went_out_waits_no_more(app: App) {
        app.published("ice", "Decided at once.").await;
        let mails = app.deliver().await;
        assert!(mails.iter().all(|mail| mail.to == READER), "{mails:?}");
        assert_eq!(mails.len(), 1);
    }

    async fn with_the_server_down_work_goes_on_and_every_mail_arrives_once_when_it_is_back(app: App) {
        let mut sink = Sink::down(Security::None, false);
        let mut worker = app.worker_with(Transport::Smtp(sink.settings()));
        for number in 0..5 {
            app.published("ice", &format!("Sent while the mail server is down, {number}.")).await;
            worker.step().await.expect("the outbox");
        }
        assert!(sink.arrived().is_empty());
        sink.come_up().await;
        work_off(&app, Transport::Smtp(sink.settings())).await;
        let mut ids: Vec<String> = sink.arrived().iter().filter_map(|mail| mail.header("Message-ID")).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), count), (5, 5));
        let counts = app.service.store.read(outbox::counts).await.expect("read");
        assert_eq!(counts.dead, 0);
    }

    async fn whatever_the_server_does_every_mail_arrives_once(app: App) {
        let sink = Sink::start(Security::None, false).await;
        for number in 0..8 {
            app.published("ice", &format!("Through trouble, {number}.")).await;
        }
        for (step, fault) in [
            (Step::Greeting, Fault::Reply("421 4.3.2 too busy")),
            (Step::Mail, Fault::Reply("451 4.3.0 later")),
            (Step::Rcpt, Fault::Reply("450 4.2.1 greylisted")),
            (Step::Data, Fault::Drop),
            (Step::Content, Fault::Reply("452 4.3.1 no space")),
            (Step::Hello, Fault::Stall),
            (Step::Content, Fault::Drop),
        ] {
            sink.fault(step, fault);
        }
        let mut settings = sink.settings();
        settings.timeout = Duration::from_millis(300);
        work_off(&app, Transport::Smtp(settings)).await;
        let mut ids: Vec<String> = sink.arrived().iter().filter_map(|mail| mail.header("Message-ID")).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), count), (8, 8));
    }

    async fn a_mail_refused_for_good_is_kept_as_dead_and_holds_nobody_up(app: App) {
        let sink = Sink::start(Security::None, false).await;
        app.published("ice", "To an address that is gone.").await;
        app.published("barge", "To the same one, later.").await;
        sink.fault(Step::Rcpt, Fault::Reply("550 5.1.1 no such user"));
        work_off(&app, Transport::Smtp(sink.settings())).await;
        let counts = app.service.store.read(outbox::counts).await.expect("read");
        assert_eq!((counts.dead, sink.arrived().len()), (1, 1));
    }
}
