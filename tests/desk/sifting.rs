//! The queue, sifted; what stands around a comment; comments kept as tests of the rules.

use serde_json::{Value, json};

use crate::harness::{Answer, App, add_site};
use crate::on_both_databases;

/// The texts of the queue that a query gives, in order.
async fn texts(app: &App, query: &str) -> Vec<String> {
    let answer = app.get(&format!("/api/v1/queue?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    let comments = answer.json()["comments"].as_array().expect("comments").clone();
    comments.iter().map(|comment| comment["text"].as_str().expect("a text").to_owned()).collect()
}

async fn write(app: &App, site: &str, thread: &str, email: &str, text: &str) -> String {
    let address = app.url(&format!("/api/v1/sites/{site}/threads/{thread}/comments"));
    let sent = json!({ "name": "Bo Reader", "email": email, "text": text });
    let answer = app.send(app.client.post(address).json(&sent)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().expect("an id").to_owned()
}

const CALM: &str = "The ferry was late again, and nobody told us why it was.";
const LOUD: &str = "The ferry is a SCANDAL, and it was one last year too.";
const LINKED: &str = "The timetable is at https://ferry.example/times for all of us.";
const FRENCH: &str = "Le bateau est encore en retard, et personne ne nous dit pourquoi il est en retard.";

async fn filled(app: &App) {
    add_site(&app.service, "herald", true).await;
    write(app, "courier", "ferry", "ann@example.org", CALM).await;
    write(app, "courier", "ferry", "ann@example.org", LOUD).await;
    write(app, "courier", "times", "bob@example.org", LINKED).await;
    write(app, "herald", "ferry", "ann@example.org", FRENCH).await;
}

/// Posts one of the desk's forms.
async fn post(app: &App, browser: &reqwest::Client, path: &str, form: &[(&str, &str)]) -> Answer {
    app.send(browser.post(app.url(path)).form(form)).await
}

on_both_databases! {
    async fn the_queue_is_sifted_by_everything_that_is_known_of_a_comment(app: App) {
        filled(&app).await;
        let cases: [(&str, &[&str]); 17] = [
            ("order=oldest", &[CALM, LOUD, LINKED, FRENCH]),
            ("order=newest&site=courier", &[LINKED, LOUD, CALM]),
            ("order=oldest&site=courier&thread=ferry", &[CALM, LOUD]),
            ("order=oldest&language=fr", &[FRENCH]),
            ("order=oldest&language=en&links=no", &[CALM, LOUD]),
            ("links=yes", &[LINKED]),
            ("order=oldest&first=yes", &[CALM, LINKED, FRENCH]),
            ("order=oldest&first=no", &[LOUD]),
            ("order=oldest&author=ANN@example.org", &[CALM, LOUD, FRENCH]),
            ("author=nobody@example.org", &[]),
            ("rule=shouting", &[LOUD]),
            ("clause=capitals", &[LOUD]),
            ("clause=capitals&rule=links.any", &[]),
            ("clause=no-such-clause", &[]),
            ("outcome=warn", &[LOUD]),
            ("score=0.5&order=oldest", &[LOUD, LINKED]),
            ("status=spam", &[]),
        ];
        for (query, expected) in cases {
            assert_eq!(texts(&app, query).await, expected, "{query}");
        }
    }

    async fn a_sifted_queue_is_read_page_by_page(app: App) {
        for number in 0..5 {
            write(&app, "courier", "ferry", "ann@example.org", &format!("{number} The ferry is a SCANDAL again.")).await;
            write(&app, "courier", "ferry", "bob@example.org", &format!("{number} Nothing but calm weather here.")).await;
        }
        for order in ["risk", "oldest", "newest"] {
            let (mut read, mut after) = (Vec::new(), String::new());
            loop {
                let page = app.get(&format!("/api/v1/queue?rule=shouting&limit=2&order={order}{after}")).await.json();
                let comments = page["comments"].as_array().expect("comments");
                read.extend(comments.iter().map(|comment| comment["text"].as_str().expect("a text")[..1].to_owned()));
                match &page["next"] {
                    Value::String(next) => after = format!("&after={next}"),
                    _ => break,
                }
            }
            read.sort();
            assert_eq!(read, ["0", "1", "2", "3", "4"], "{order}");
        }
    }

    async fn what_cannot_be_asked_of_the_queue_is_a_clear_problem(app: App) {
        for (query, status) in [
            ("links=maybe", 400), ("outcome=awful", 400), ("score=much", 400), ("author=nobody", 400), ("thread=ferry", 400),
            ("limit=many", 400), ("limit=0", 400), ("limit=101", 400), ("colour=red", 400), ("site=nowhere", 404),
            ("site=courier&thread=nowhere", 404),
        ] {
            let answer = app.get(&format!("/api/v1/queue?{query}")).await;
            assert_eq!(answer.status, status, "{query}");
            let (name, _) = query.split_once('=').expect("a name");
            assert!(status != 400 || answer.json()["detail"].as_str().expect("words").contains(name), "{}", answer.text);
        }
    }

    async fn a_moderator_keeps_a_view_and_the_desk_opens_with_it(app: App) {
        filled(&app).await;
        let (browser, token) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url("/desk?site=courier&links=yes"))).await;
        assert!(page.text.contains("ferry.example/times") && !page.text.contains("SCANDAL"), "{}", page.text);
        let kept = post(&app, &browser, "/desk/view", &[("token", &token), ("view", "site=courier&links=yes")]).await;
        assert_eq!((kept.status, kept.header("location")), (303, "/desk?links=yes&site=courier&done=view-kept"));
        let opened = app.send(browser.get(app.url("/desk"))).await;
        assert_eq!((opened.status, opened.header("location")), (303, "/desk?links=yes&site=courier"));
        let forged = post(&app, &browser, "/desk/view", &[("token", "wrong"), ("view", "site=courier")]).await;
        assert_eq!(forged.status, 403);
        let broken = post(&app, &browser, "/desk/view", &[("token", &token), ("view", "colour=red")]).await;
        assert_eq!(broken.status, 400);
        let gone = post(&app, &browser, "/desk/view", &[("token", &token), ("view", "site=courier&thread=gone")]).await;
        assert_eq!(gone.status, 303);
        assert_eq!(app.send(browser.get(app.url("/desk"))).await.status, 200, "the desk opens though its view is gone");
        let usual = post(&app, &browser, "/desk/view", &[("token", &token), ("view", "")]).await;
        assert_eq!(usual.header("location"), "/desk?done=view-kept");
        assert_eq!(app.send(browser.get(app.url("/desk"))).await.status, 200);
    }

    async fn a_comment_that_somebody_else_reads_says_who_and_is_taken_over(app: App) {
        let id = write(&app, "courier", "ferry", "ann@example.org", CALM).await;
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let added = app.service.people.add(email.clone(), "Bea".into(), placet::comment::Language::En, false, "correct horse battery", placet::comment::Access::everywhere(placet::comment::Role::Moderator)).await;
        added.expect("a moderator");
        let (_, bea) = app.service.people.create_token(email, "tests".into(), placet::people::Scope::whole()).await.expect("a token");
        let claim = app.client.post(app.url("/api/v1/claims")).bearer_auth(bea).json(&json!({ "comments": [id] }));
        assert_eq!(app.send(claim).await.status, 200);
        let (browser, token) = app.at_the_desk().await;
        let one = format!("/desk/comments/{id}");
        let page = app.send(browser.get(app.url(&one))).await.text;
        assert!(page.contains("Bea is reading this.") && page.contains("nobody told us"), "{page}");
        assert!(!app.send(browser.get(app.url("/desk"))).await.text.contains("nobody told us"));
        assert!(app.send(browser.get(app.url("/desk?free=no"))).await.text.contains("Bea is reading this."));
        let taken = post(&app, &browser, &format!("{one}/claim"), &[("token", &token)]).await;
        assert_eq!((taken.status, taken.header("location")), (303, one.as_str()));
        assert!(!app.send(browser.get(app.url(&one))).await.text.contains("Bea is reading"));
        assert_eq!(post(&app, &browser, &format!("{one}/claim"), &[("token", "wrong")]).await.status, 403);
    }

    async fn a_comment_shows_its_author_its_thread_and_what_became_of_its_like(app: App) {
        let first = write(&app, "courier", "ferry", "ann@example.org", CALM).await;
        app.approve(&first).await;
        let like = write(&app, "courier", "times", "bob@example.org", &CALM.replace("late", "slow")).await;
        let order = json!({ "version": 1, "verdict": "refuse", "clause": "length" });
        assert_eq!(app.decide(&like, &order).await.status, 200);
        let sent = json!({ "name": "Ann Other", "email": "ann@example.org", "text": "I ask it again: the ferry was late, why?", "parent": first });
        let id = app.submit("ferry", &sent).await.json()["id"].as_str().expect("an id").to_owned();
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url(&format!("/desk/comments/{id}")))).await.text;
        for shown in ["Approved: 1", "Pending: 1", "Also signs as:", "Ann Other, Bo Reader", "It answers", &first] {
            assert!(page.contains(shown), "{shown} in {page}");
        }
        let of_first = app.send(browser.get(app.url(&format!("/desk/comments/{first}")))).await.text;
        let (_, similar) = of_first.split_once("Similar comments").expect("there are some");
        assert!(similar.contains(&like) && similar.contains("Refused"), "{similar}");
        // The API tells the same.
        let around = app.get(&format!("/api/v1/comments/{id}/surroundings")).await.json();
        assert_eq!(around["author"]["names"], json!(["Ann Other", "Bo Reader"]), "{around}");
        assert_eq!((&around["above"][0]["id"], &around["author"]["latest"][0]["id"]), (&json!(first), &json!(first)));
        let around = app.get(&format!("/api/v1/comments/{like}/surroundings")).await.json();
        assert_eq!(around["author"]["namesakes"], json!(["ann@example.org"]), "{around}");
        let around = app.get(&format!("/api/v1/comments/{first}/surroundings")).await.json();
        let similar = &around["similar"][0];
        assert_eq!((&similar["comment"]["id"], &similar["comment"]["status"]), (&json!(like), &json!("refused")));
        let trays = app.get("/api/v1/trays").await.json();
        let of_tray: Vec<(&str, u64, bool)> = trays["trays"]
            .as_array()
            .expect("trays")
            .iter()
            .filter_map(|tray| Some((tray["tray"].as_str()?, tray["count"].as_u64()?, tray["oldest"].is_string())))
            .collect();
        let expected =
            [("pending", 1, true), ("reported", 0, false), ("approved", 1, true), ("refused", 1, true), ("spam", 0, false)];
        assert_eq!(of_tray, expected);
    }

    async fn a_reversed_decision_is_kept_as_a_test_of_the_rules(app: App) {
        let id = write(&app, "courier", "ferry", "ann@example.org", LOUD).await;
        let (browser, token) = app.at_the_desk().await;
        let keep = format!("/desk/comments/{id}/keep");
        let early = post(&app, &browser, &keep, &[("token", &token)]).await;
        assert_eq!(early.status, 409, "nobody went back on it");
        for (version, verdict, clause) in [(1, "refuse", Some("capitals")), (2, "approve", None)] {
            let order = json!({ "version": version, "verdict": verdict, "clause": clause });
            assert_eq!(app.decide(&id, &order).await.status, 200);
        }
        let page = app.send(browser.get(app.url(&format!("/desk/comments/{id}")))).await.text;
        assert!(page.contains("Keep as a test"), "{page}");
        let kept = post(&app, &browser, &keep, &[("token", &token)]).await;
        assert_eq!((kept.status, kept.header("location")), (303, &*format!("/desk/comments/{id}?done=test-kept")));
        let rules = app.send(browser.get(app.url("/desk/rules"))).await.text;
        for shown in ["Kept as tests", "passes shouting", "do not", "todo_passes", "SCANDAL"] {
            assert!(rules.contains(shown), "{shown} in {rules}");
        }
        let shown = scraper::Html::parse_document(&rules);
        let layer: String = shown.select(&scraper::Selector::parse("details pre").expect("a selector")).flat_map(|pre| pre.text()).collect();
        let folder = tempfile::tempdir().expect("a folder");
        for (place, file) in [("words", std::path::Path::new("rules/words")), ("", std::path::Path::new("rules"))] {
            std::fs::create_dir_all(folder.path().join(place)).expect("a folder");
            for entry in std::fs::read_dir(file).expect("rules").flatten().filter(|entry| entry.path().is_file()) {
                std::fs::copy(entry.path(), folder.path().join(place).join(entry.file_name())).expect("a copy");
            }
        }
        std::fs::create_dir_all(folder.path().join("sites/courier")).expect("a folder");
        std::fs::write(folder.path().join("sites/courier/kept.yaml"), &layer).expect("a layer");
        match placet::rules::Library::from_directory(folder.path()) {
            Ok(library) => assert_eq!(library.known_failures().len(), 1, "{layer}"),
            Err(errors) => panic!("the layer of kept tests loads: {errors}\n{layer}"),
        }
        assert_eq!(post(&app, &browser, &format!("/desk/comments/{id}/drop"), &[("token", &token)]).await.status, 303);
        let rules = app.send(browser.get(app.url("/desk/rules"))).await.text;
        assert!(!rules.contains("Kept as tests"));
        assert_eq!(post(&app, &browser, &keep, &[("token", "wrong")]).await.status, 403);
    }

    async fn a_filter_that_cannot_be_is_told_in_its_form_with_all_that_was_typed(app: App) {
        filled(&app).await;
        let (browser, _) = app.at_the_desk().await;
        for (query, field, typed, said) in [
            ("score=much&q=late+ferry", "score", "late ferry", "Write a number"),
            ("author=nobody&site=courier", "author", "nobody", "Write a whole address"),
            ("thread=gone&site=courier&score=1.5", "thread", "1.5", "There is no such article"),
            ("site=nowhere&rule=shouting", "site", "shouting", "There is no such site"),
            (&format!("q={}", "a".repeat(201)), "q", &"a".repeat(201), "at most 200"),
        ] {
            let answer = app.send(browser.get(app.url(&format!("/desk?{query}")))).await;
            assert_eq!(answer.status, 400, "{query}");
            let page = scraper::Html::parse_document(&answer.text);
            let marked = format!("#f-{field}[aria-invalid=true][aria-describedby~=f-{field}-error]");
            assert!(page.select(&scraper::Selector::parse(&marked).expect("a selector")).next().is_some(), "{query}");
            assert!(answer.text.contains(typed) && answer.text.contains(said), "{query}: {}", answer.text);
        }
    }

    async fn every_value_of_a_filter_that_cannot_be_is_told(app: App) {
        filled(&app).await;
        let (browser, _) = app.at_the_desk().await;
        let answer = app.send(browser.get(app.url("/desk?q=river&site=courier&score=abc&author=nobody&thread=foo&links=yes"))).await;
        let page = scraper::Html::parse_document(&answer.text);
        let selector = scraper::Selector::parse("[aria-invalid=true]").expect("a selector");
        let marked = page.select(&selector);
        let names: Vec<_> = marked.filter_map(|field| field.value().attr("name")).collect();
        assert_eq!((answer.status, names), (400, vec!["thread", "author", "score"]));
    }

    async fn two_who_open_the_queue_at_once_are_given_different_comments(app: App) {
        for number in 0..60 {
            write(&app, "courier", "ferry", &format!("reader{number}@example.org"), &format!("Calm word number {number}.")).await;
        }
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let added = app.service.people.add(email, "Bea".into(), placet::comment::Language::En, false, "correct horse battery", placet::comment::Access::everywhere(placet::comment::Role::Moderator)).await;
        added.expect("a moderator");
        let (ada, _) = app.at_the_desk().await;
        let bea = reqwest::Client::builder().cookie_store(true).build().expect("a browser");
        let form = [("email", "bea@courier.example"), ("password", "correct horse battery")];
        assert_eq!(post(&app, &bea, "/desk/login", &form).await.status, 200);
        let open = async |browser: &reqwest::Client| {
            let page = app.send(browser.get(app.url("/desk?order=oldest"))).await.text;
            let page = scraper::Html::parse_document(&page);
            let selector = scraper::Selector::parse("article.card").expect("a selector");
            let cards = page.select(&selector);
            cards.filter_map(|card| card.value().attr("data-id").map(str::to_owned)).collect::<std::collections::HashSet<_>>()
        };
        let (of_ada, of_bea) = tokio::join!(open(&ada), open(&bea));
        assert_eq!((of_ada.len(), of_bea.len()), (25, 25));
        assert!(of_ada.is_disjoint(&of_bea), "{of_ada:?} {of_bea:?}");
    }

    async fn opening_a_page_claims_what_stands_on_it_without_a_script(app: App) {
        let id = write(&app, "courier", "ferry", "ann@example.org", CALM).await;
        let email = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let added = app.service.people.add(email.clone(), "Bea".into(), placet::comment::Language::En, false, "correct horse battery", placet::comment::Access::everywhere(placet::comment::Role::Moderator)).await;
        added.expect("a moderator");
        let (_, bea) = app.service.people.create_token(email, "tests".into(), placet::people::Scope::whole()).await.expect("a token");
        let (browser, _) = app.at_the_desk().await;
        let other = write(&app, "courier", "times", "bob@example.org", LINKED).await;
        assert!(app.send(browser.get(app.url("/desk?thread=ferry&site=courier"))).await.text.contains("nobody told us"));
        assert!(app.send(browser.get(app.url(&format!("/desk/comments/{other}")))).await.text.contains("timetable"));
        let claim = app.client.post(app.url("/api/v1/claims")).bearer_auth(bea).json(&json!({ "comments": [id, other] }));
        let held = app.send(claim).await.json();
        let mut ids: Vec<&str> = held["held"].as_array().expect("held").iter().filter_map(|one| one["comment"].as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, [id.as_str(), other.as_str()], "a queue's page and a comment's own: {held}");
    }

    async fn what_was_left_of_several_is_told_one_by_one(app: App) {
        let (first, second) = (write(&app, "courier", "ferry", "ann@example.org", CALM).await, write(&app, "courier", "times", "bob@example.org", LINKED).await);
        app.approve(&second).await;
        let (browser, token) = app.at_the_desk().await;
        let (own, gone) = (format!("{first}.1"), format!("{second}.1"));
        let form = [("token", token.as_str()), ("verdict", "refuse"), ("clause", "length"), ("note", "Shorter, please."), ("chosen", &own), ("chosen", &gone), ("back", "/desk")];
        let done = post(&app, &browser, "/desk/bulk", &form).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let page = app.send(browser.get(app.url(done.header("location")))).await.text;
        assert!(page.contains("Decided: 1. Not decided: 1."), "{page}");
        let left = scraper::Html::parse_document(&page);
        let left = left.select(&scraper::Selector::parse(".flash .left li a").expect("a selector")).next().expect("one was left");
        assert_eq!(left.value().attr("href"), Some(&*format!("/desk/comments/{second}?from=/desk%3Ffree%3Dyes%26order%3Drisk%26status%3Dpending")));
        assert!(page.contains("somebody else has decided on it meanwhile"), "{page}");
        let refused = app.get(&format!("/api/v1/comments/{first}")).await.json();
        assert!(refused.to_string().contains("Shorter, please."), "{refused}");
    }

    async fn a_decision_reversed_by_way_of_the_queue_may_be_kept_too(app: App) {
        let id = write(&app, "courier", "ferry", "ann@example.org", LOUD).await;
        let (browser, _) = app.at_the_desk().await;
        for (version, verdict, clause, may) in [(1, "approve", None, false), (2, "reopen", None, false), (3, "approve", None, false), (4, "reopen", None, false), (5, "refuse", Some("capitals"), true)] {
            let order = json!({ "version": version, "verdict": verdict, "clause": clause });
            assert_eq!(app.decide(&id, &order).await.status, 200);
            let page = app.send(browser.get(app.url(&format!("/desk/comments/{id}")))).await.text;
            assert_eq!(page.contains("Keep as a test"), may, "{version}");
        }
    }

    async fn several_comments_are_decided_on_at_once_and_each_for_itself(app: App) {
        let mut ids = Vec::new();
        for number in 0..3 {
            ids.push(write(&app, "courier", "ferry", "ann@example.org", &format!("A calm word, number {number}.")).await);
        }
        app.approve(&ids[2]).await;
        let (browser, token) = app.at_the_desk().await;
        let chosen: Vec<String> = ids.iter().map(|id| format!("{id}.1")).collect();
        let mut form = vec![("token", token.as_str()), ("verdict", "spam"), ("back", "/desk?status=pending")];
        form.extend(chosen.iter().map(|chosen| ("chosen", chosen.as_str())));
        let done = post(&app, &browser, "/desk/bulk", &form).await;
        let back = "/desk?status=pending&done=several&count=2&failed=1&taken=";
        assert!(done.status == 303 && done.header("location").starts_with(back), "{}", done.header("location"));
        for (id, status) in ids.iter().zip(["spam", "spam", "approved"]) {
            assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], status);
        }
        let page = app.send(browser.get(app.url(done.header("location")))).await.text;
        assert!(page.contains("Decided: 2. Not decided: 1."), "{page}");
        let undoing = page.split_once("action=\"/desk/bulk/undo\"").expect("a way back").1;
        for id in ids.iter().take(2) {
            assert!(undoing.contains(&format!("value=\"{id}.2\"")), "{page}");
        }
        let seen: Vec<String> = ids.iter().map(|id| format!("{id}.2")).collect();
        let mut undo = vec![("token", token.as_str()), ("back", "/desk?status=pending")];
        undo.extend(seen.iter().take(2).map(|chosen| ("chosen", chosen.as_str())));
        let undone = post(&app, &browser, "/desk/bulk/undo", &undo).await;
        assert_eq!(undone.header("location"), "/desk?status=pending&done=several-undone&count=2&failed=0");
        for (id, status) in ids.iter().zip(["pending", "pending", "approved"]) {
            assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], status);
        }
        for forged in ["/desk/bulk", "/desk/bulk/undo"] {
            form[0].1 = "wrong";
            assert_eq!(post(&app, &browser, forged, &form).await.status, 403);
        }
    }

    async fn several_comments_are_not_refused_without_a_clause_nor_decided_on_without_being_chosen(app: App) {
        let id = write(&app, "courier", "ferry", "ann@example.org", "A calm word.").await;
        write(&app, "courier", "ferry", "bob@example.org", "Another one.").await;
        let (browser, token) = app.at_the_desk().await;
        let chosen = format!("{id}.1");
        let long = "a".repeat(501);
        for (verdict, chosen, word, said) in [
            ("refuse", Some(chosen.as_str()), "Shorter, please.", "clause-needed"),
            ("spam", None, "Shorter, please.", "nothing-chosen"),
            ("spam", Some(chosen.as_str()), long.as_str(), "note-too-long"),
        ] {
            let mut form = vec![("token", token.as_str()), ("verdict", verdict), ("back", "/desk"), ("note", word)];
            form.extend(chosen.map(|chosen| ("chosen", chosen)));
            let done = post(&app, &browser, "/desk/bulk", &form).await;
            assert!(done.header("location").starts_with(&format!("/desk?done={said}")), "{}", done.header("location"));
            let page = app.send(browser.get(app.url(done.header("location")))).await.text;
            let page = scraper::Html::parse_document(&page);
            let of = |selector: &str| scraper::Selector::parse(selector).expect("a selector");
            let still = page.select(&of("input[name=chosen][checked]")).count();
            assert_eq!(still, usize::from(chosen.is_some()), "what was chosen is chosen still");
            let typed = page.select(&of("#several-note")).next().and_then(|field| field.value().attr("value"));
            assert_eq!(typed, Some(word), "what was typed is there still");
        }
        assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.json()["status"], "pending");
    }
}
