//! The queue searched by the words of its comments.

use crate::harness::App;
use crate::on_both_databases;

/// The first words of the comments that a search finds, oldest first.
async fn found(app: &App, typed: &str, more: &str) -> Vec<String> {
    let q: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let answer = app.get(&format!("/api/v1/queue?order=oldest{more}&q={q}")).await;
    assert_eq!(answer.status, 200, "{typed}: {}", answer.text);
    let comments = answer.json()["comments"].as_array().expect("comments").clone();
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    comments.iter().map(|comment| first(comment["text"].as_str().expect("a text"))).collect()
}

async fn filled(app: &App) {
    for text in [
        "One: the ferry was late, and the Old Harbour was closed.",
        "Two: an old man at the harbour said the ferries were never late.",
        "Trois : l'été dernier, le bateau était déjà en retard.",
        "四： 今天天气很好，船没有来。",
        "Пять: паром опять опоздал, как и вчера.",
        "ستة: العبّارة تأخرت اليوم مرة أخرى.",
        "Seven: see C++ and 3.5% of the time, it's a fact.",
    ] {
        app.comment("ferry", text).await;
    }
}

on_both_databases! {
    async fn every_word_that_is_searched_for_is_found_whatever_its_case_and_accents(app: App) {
        filled(&app).await;
        let cases: [(&str, &[&str]); 22] = [
            ("ferry", &["One:"]),
            ("FERRY late", &["One:"]),
            ("late", &["One:", "Two:"]),
            ("late nobody", &[]),
            ("ferr*", &["One:", "Two:"]),
            ("\"old harbour\"", &["One:"]),
            ("harbour old", &["One:", "Two:"]),
            ("\"the old har*\"", &["One:"]),
            ("“Old Harbour” closed", &["One:"]),
            ("ete", &["Trois"]),
            ("L'ÉTÉ deja", &["Trois"]),
            ("« en retard »", &["Trois"]),
            ("天气", &["四："]),
            ("气天", &[]),
            ("船", &["四："]),
            ("ПАРОМ", &["Пять:"]),
            ("تأخرت", &["ستة:"]),
            ("العبارة", &["ستة:"]),
            ("c++ 3.5%", &["Seven:"]),
            ("it's", &["Seven:"]),
            ("s it", &["Seven:"]),
            ("ferry*harbour", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(found(&app, typed, "").await, expected, "{typed}");
        }
    }

    async fn nothing_that_is_typed_into_the_search_is_an_error(app: App) {
        filled(&app).await;
        for typed in [
            "\"", "*", "**", "\"\"", "(", ")", "AND", "OR NOT", "NEAR(a b)", "a:b", "words:late", "^late -late", "'; DROP TABLE comments",
            "\\", "&|!<->", "late:*", "'", "\u{0}", "\u{202E}", "🙂", "ⓁⒶ", "%", "_", "{late}", "late\u{0}", "Ǆ ﷺ", "𞤀𞤁 ᢰ",
        ] {
            found(&app, typed, "").await;
        }
        assert!(found(&app, "!? \"", "").await.is_empty(), "a search without a word finds nothing, not everything");
        let long = "a ".repeat(101);
        assert_eq!(app.get(&format!("/api/v1/queue?q={long}")).await.status, 400);
        assert!(found(&app, &"zz ".repeat(66), "").await.is_empty());
    }

    async fn a_search_goes_with_every_other_filter_and_in_every_order_page_by_page(app: App) {
        for number in 0..7 {
            app.comment("ferry", &format!("{number} The ferry is a SCANDAL.")).await;
            app.comment("ferry", &format!("{number} The bridge is a SCANDAL.")).await;
            app.comment("times", &format!("{number} The ferry is at https://ferry.example/{number} on time.")).await;
        }
        assert_eq!(found(&app, "ferry", "&links=yes&site=courier").await, ["0", "1", "2", "3", "4", "5", "6"]);
        assert!(found(&app, "bridge", "&links=yes").await.is_empty());
        assert_eq!(found(&app, "bridge scandal", "&rule=shouting&language=en&score=0.5").await.len(), 7);
        for order in ["risk", "oldest", "newest"] {
            let (mut read, mut after) = (Vec::new(), String::new());
            loop {
                let page = app.get(&format!("/api/v1/queue?q=ferry&limit=3&order={order}{after}")).await.json();
                let comments = page["comments"].as_array().expect("comments");
                read.extend(comments.iter().map(|comment| comment["id"].as_str().expect("an id").to_owned()));
                match page["next"].as_str() {
                    Some(next) => after = format!("&after={next}"),
                    None => break,
                }
            }
            assert_eq!(read.len(), 14, "{order}");
            let mut sorted = read.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted.len(), 14, "{order}: none twice");
            match order {
                "oldest" => assert_eq!(read, sorted),
                "newest" => assert!(read.iter().rev().eq(sorted.iter())),
                _ => {}
            }
        }
    }

    async fn a_decided_comment_is_found_in_its_new_tray(app: App) {
        let id = app.published("ferry", "The lighthouse is lit again.").await;
        assert!(found(&app, "lighthouse", "").await.is_empty());
        assert_eq!(found(&app, "lighthouse", "&status=approved").await, ["The"]);
        assert!(!id.is_empty());
    }

    async fn the_desk_searches_and_keeps_what_was_typed(app: App) {
        filled(&app).await;
        let (browser, _) = app.at_the_desk().await;
        let page = app.send(browser.get(app.url("/desk?q=%22old+harbour%22"))).await;
        assert!(page.text.contains("One: the ferry") || page.text.contains("One: "), "{}", page.text);
        assert!(!page.text.contains("Two:") && page.text.contains(r#"value="&#34;old harbour&#34;""#), "{}", page.text);
        let nothing = app.send(browser.get(app.url("/desk?q=zeppelin"))).await;
        assert!(nothing.text.contains("Nothing here is like that."), "{}", nothing.text);
    }
}
