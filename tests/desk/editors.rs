//! The desk: logged in, with a token in every form, and nothing done by looking.

use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{App, EDITOR, PASSWORD};
use crate::on_both_databases;

async fn status_of(app: &App, id: &str) -> String {
    app.get(&format!("/api/v1/comments/{id}")).await.json()["status"].as_str().expect("a status").to_owned()
}

on_both_databases! {
    async fn the_desk_is_for_those_who_log_in(app: App) {
        let away = app.send(app.client.get(app.url("/desk?status=spam"))).await;
        assert_eq!((away.status, away.header("location")), (303, "/desk/login?next=%2Fdesk%3Fstatus%3Dspam"));
        for (form, page) in [
            ("/desk/comments/7/decide", "%2Fdesk%2Fcomments%2F7"),
            ("/desk/threads/7", "%2Fdesk"),
            ("/desk/account/password", "%2Fdesk%2Faccount"),
        ] {
            let away = app.send(app.client.post(app.url(form)).form(&[("verdict", "approve")])).await;
            assert_eq!((away.status, away.header("location")), (303, &*format!("/desk/login?next={page}")));
        }
        let typed = [("verdict", "refuse"), ("note", "You may say this without the name.")];
        let kept = app.send(app.client.post(app.url("/desk/comments/7/decide")).form(&typed)).await;
        assert_eq!(kept.status, 401);
        assert!(kept.text.contains(typed[1].1) && kept.text.contains("/desk/login?next=%2Fdesk%2Fcomments%2F7"), "{}", kept.text);
        for (email, password) in [(EDITOR, "wrong password"), ("nobody@courier.example", PASSWORD), ("", "")] {
            let form = [("email", email), ("password", password), ("next", "/desk?status=spam")];
            let answer = app.send(app.client.post(app.url("/desk/login")).form(&form)).await;
            assert_eq!(answer.status, 403);
            assert!(answer.text.contains("do not go together") && answer.header("set-cookie").is_empty());
        }
        let form = [("email", EDITOR), ("password", PASSWORD), ("next", "/desk?status=spam")];
        let answer = app.send(app.client.post(app.url("/desk/login")).form(&form)).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/desk?status=spam"));
        let cookie = answer.header("set-cookie");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie}");
        }
        let elsewhere = [("email", EDITOR), ("password", PASSWORD), ("next", "//evil.example")];
        let answer = app.send(app.client.post(app.url("/desk/login")).form(&elsewhere)).await;
        assert_eq!(answer.header("location"), "/desk");
    }

    async fn whoever_guesses_passwords_is_slowed_down_and_others_are_not(app: App) {
        let other = placet::comment::EmailAddress::parse("bea@courier.example").expect("an address");
        let added = app.service.people.add(other, "Bea".into(), placet::comment::Language::En, false, PASSWORD, placet::comment::Access::everywhere(placet::comment::Role::Moderator)).await;
        added.expect("a moderator");
        let guess = async |email: &str, password: &str| {
            let form = [("email", email), ("password", password), ("next", "/desk")];
            app.send(app.client.post(app.url("/desk/login")).form(&form)).await
        };
        for _ in 0..10 {
            assert_eq!(guess(EDITOR, "a wrong password").await.status, 403);
        }
        let slowed = guess(EDITOR, PASSWORD).await;
        assert_eq!(slowed.status, 429);
        let wait: u64 = slowed.header("retry-after").parse().expect("seconds");
        assert!((1..=91).contains(&wait) && slowed.text.contains("tried too often"), "{wait}");
        assert!(slowed.text.contains(EDITOR), "what was typed comes back");
        assert_eq!(guess("bea@courier.example", PASSWORD).await.status, 303);
    }

    async fn an_editor_approves_refuses_and_undoes(app: App) {
        let good = app.comment("ice", "A calm and useful word.").await;
        let bad = app.comment("ice", "You are a moron.").await;
        let (browser, token) = app.at_the_desk().await;
        let desk = browser.get(app.url("/desk")).send().await.expect("an answer").text().await.expect("a page");
        let html = Html::parse_document(&desk);
        let marked: Vec<String> = html.select(&Selector::parse("mark").expect("one")).map(|mark| mark.text().collect()).collect();
        assert_eq!(marked, ["moron"]);
        let reasons: String = html.select(&Selector::parse(".reasons").expect("one")).flat_map(|list| list.text()).collect();
        assert!(reasons.contains("moron"), "{reasons}");
        let suggested = html.select(&Selector::parse("option[selected]").expect("one")).next().expect("a suggestion");
        assert_eq!(suggested.value().attr("value"), Some("insult"));

        let act = |path: String, fields: Vec<(&'static str, String)>| {
            let mut form = vec![("token", token.clone())];
            form.extend(fields);
            browser.post(app.url(&path)).form(&form)
        };
        let approve = vec![("version", "1".into()), ("verdict", "approve".into()), ("back", "/desk?status=pending".into())];
        let done = app.send(act(format!("/desk/comments/{good}/decide"), approve)).await;
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(done.header("location").starts_with("/desk?status=pending&done=approved"));
        assert_eq!(status_of(&app, &good).await, "approved");

        let without = vec![("version", "1".into()), ("verdict", "refuse".into()), ("clause", String::new())];
        let answer = app.send(act(format!("/desk/comments/{bad}/decide"), without)).await;
        assert!(answer.header("location").contains("done=clause-needed"));
        assert_eq!(status_of(&app, &bad).await, "pending");
        let refuse = vec![("version", "1".into()), ("verdict", "refuse".into()), ("clause", "insult".into())];
        app.send(act(format!("/desk/comments/{bad}/decide"), refuse)).await;
        assert_eq!(status_of(&app, &bad).await, "refused");

        let undone = app.send(act(format!("/desk/comments/{bad}/undo"), vec![("version", "2".into())])).await;
        assert!(undone.header("location").contains("done=undone"));
        assert_eq!(status_of(&app, &bad).await, "pending");
        let trail = browser.get(app.url(&format!("/desk/comments/{bad}"))).send().await.expect("an answer");
        let trail = trail.text().await.expect("a page");
        assert!(trail.contains("Ada took the decision back"), "{trail}");
    }

    async fn a_form_without_the_sessions_token_does_nothing(app: App) {
        let id = app.comment("ice", "Not to be published by force.").await;
        let (browser, token) = app.at_the_desk().await;
        let address = app.url(&format!("/desk/comments/{id}/decide"));
        let fields = |token: &str| [("token", token.to_owned()), ("version", "1".into()), ("verdict", "approve".into())];
        for request in [
            browser.post(&address).form(&fields("")),
            browser.post(&address).form(&fields("AAAAAAAAAAAAAAAAAAAAAA")),
            browser.post(&address).header("sec-fetch-site", "cross-site").form(&fields(&token)),
            browser.post(&address).header("origin", "https://evil.example").form(&fields(&token)),
        ] {
            assert_eq!(app.send(request).await.status, 403);
        }
        assert_eq!(status_of(&app, &id).await, "pending");
    }

    async fn logging_out_ends_the_session_on_the_server(app: App) {
        let (browser, token) = app.at_the_desk().await;
        let cookie = browser.get(app.url("/desk")).send().await.expect("an answer").status();
        assert_eq!(cookie, 200);
        let out = browser.post(app.url("/desk/logout")).form(&[("token", token)]).send().await.expect("an answer");
        assert_eq!(out.status(), 303);
        let after = browser.get(app.url("/desk")).send().await.expect("an answer");
        assert_eq!(after.status(), 303);
    }

    async fn a_new_password_ends_the_sessions_of_the_old_one(app: App) {
        let (browser, _) = app.at_the_desk().await;
        let email = placet::comment::EmailAddress::parse(EDITOR).expect("an address");
        app.service.people.set_password(email, "another battery horse").await.expect("changed");
        let after = browser.get(app.url("/desk")).send().await.expect("an answer");
        assert_eq!(after.status(), 303);
    }

    async fn pages_carry_a_strict_policy_and_no_script_but_the_desks_own(app: App) {
        app.published("ice", "A published comment.").await;
        let (browser, _) = app.at_the_desk().await;
        for path in ["/desk", "/desk/login", "/sites/courier/threads/ice", "/sites/courier/netiquette", "/nowhere"] {
            let answer = crate::harness::Answer::of(browser.get(app.url(path)).send().await.expect("an answer")).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors"), "{path}: {policy}");
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            let own = path == "/desk";
            assert_eq!(policy.contains("script-src 'self'"), own, "{path}: only the desk has a script, in a file of its own");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            for forbidden in ["<script", " style=", " onclick", "javascript:"] {
                let scripts = "<script src=\"/assets/desk.js\" defer></script>\n<script src=\"/assets/live.js\" defer></script>";
                let text = answer.text.replace(scripts, if own { "" } else { "<script" });
                assert!(!text.contains(forbidden), "{forbidden} in {path}");
            }
        }
        let framed = app.send(app.client.get(app.url("/sites/courier/threads/ice"))).await;
        assert!(framed.header("content-security-policy").contains("frame-ancestors 'self' https://courier.example"));
        let desk = app.send(app.client.get(app.url("/desk/login"))).await;
        assert!(desk.header("content-security-policy").contains("frame-ancestors 'none'"));
    }

    async fn a_link_in_a_mail_shows_and_only_its_button_acts(app: App) {
        let id = app.comment("ice", "Decide on me by mail.").await;
        let mails = app.deliver().await;
        let mail = mails.iter().find(|mail| mail.to == EDITOR).expect("a mail to the moderator");
        let link = mail.text.split_whitespace().find(|word| word.contains("/act/")).expect("a link").to_owned();
        for _ in 0..3 {
            let page = app.send(app.client.get(&link)).await;
            assert_eq!(page.status, 200);
            assert!(page.text.contains("Decide on me by mail.") && page.text.contains("<button"));
        }
        assert_eq!(status_of(&app, &id).await, "pending", "opening a link changes nothing");
        let act = app.send(app.client.post(&link).form(&[("version", "1"), ("verdict", "approve")])).await;
        assert_eq!(act.status, 200, "{}", act.text);
        assert_eq!(status_of(&app, &id).await, "approved");
        let late = app.send(app.client.post(&link).form(&[("version", "1"), ("verdict", "spam")])).await;
        assert_eq!(late.status, 409);
        let forged = format!("{link}x");
        assert_eq!(app.send(app.client.get(&forged)).await.status, 404);
    }

    async fn an_expired_link_says_so(app: App) {
        use placet::comment::{CommentId, ModeratorId, Timestamp};
        let act = placet::seal::Act { comment: CommentId::from_i64(1), moderator: ModeratorId::from_i64(1) };
        let seal = app.service.seal.act(act, Timestamp::now());
        let answer = app.send(app.client.get(app.url(&format!("/act/{seal}")))).await;
        assert_eq!(answer.status, 410);
        assert!(answer.text.contains("This link has expired"));
    }

    async fn the_desk_shows_a_conflict_instead_of_overwriting(app: App) {
        let id = app.comment("ice", "Two editors at once.").await;
        let (browser, token) = app.at_the_desk().await;
        assert_eq!(app.decide(&id, &json!({ "version": 1, "verdict": "spam" })).await.status, 200);
        let form = [("token", token.as_str()), ("version", "1"), ("verdict", "approve")];
        let answer = app.send(browser.post(app.url(&format!("/desk/comments/{id}/decide"))).form(&form)).await;
        let there = answer.header("location").to_owned();
        assert_eq!(there, format!("/desk/comments/{id}?done=already-decided"));
        let page = app.send(browser.get(app.url(&there))).await;
        assert!(page.text.contains("Somebody else has decided") && page.text.contains("Ada"), "the first decision is shown: {}", page.text);
        assert_eq!(status_of(&app, &id).await, "spam");
    }

    async fn a_form_of_another_session_gives_back_what_was_typed(app: App) {
        let id = app.comment("ice", "A comment of which much can be said.").await;
        let (browser, _) = app.at_the_desk().await;
        let form = [("token", "of yesterday"), ("version", "1"), ("verdict", "refuse"), ("clause", "insult"), ("note", "Please write calmly."), ("text", "He wrote by post")];
        let page = app.send(browser.post(app.url(&format!("/desk/comments/{id}/decide"))).form(&form)).await;
        assert_eq!(page.status, 403);
        assert!(page.text.contains("Please write calmly.") && page.text.contains("He wrote by post"), "{}", page.text);
        assert_eq!(status_of(&app, &id).await, "pending");
    }

    async fn a_word_to_the_reader_comes_back_when_nothing_is_decided(app: App) {
        let id = app.comment("ice", "A comment of which much can be said.").await;
        let (browser, token) = app.at_the_desk().await;
        let long = format!("So it is, {}", "and so on ".repeat(60));
        for (version, note, status) in [("1", "Please write calmly.", 422), ("9", "Please write calmly.", 409), ("1", &long, 422)] {
            let clause = if note == long { "insult" } else { "" };
            let verdict = if version == "9" { "spam" } else { "refuse" };
            let form = [("token", token.as_str()), ("version", version), ("verdict", verdict), ("clause", clause), ("note", note)];
            let page = app.send(browser.post(app.url(&format!("/desk/comments/{id}/decide"))).form(&form)).await;
            assert_eq!(page.status, status, "{}", page.text);
            assert!(page.text.contains(note.trim()) && page.text.contains("role=\"alert\""), "{}", page.text);
            assert_eq!(status_of(&app, &id).await, "pending");
        }
    }
}
