//! The queue where there is too much of everything to look it up one by one: each way finds what a plain look finds.

use std::fmt::Write as _;

use diesel::connection::SimpleConnection as _;
use placet::store::{Options, Store, StoreError};

use crate::harness::{App, add_site, body};
use crate::on_both_databases;

const COMMENTS: i64 = 3_000;

/// Whether a comment is one of those that a filter asks for.
type Wanted = fn(One) -> bool;

/// A comment of the many, told by its number.
#[derive(Clone, Copy)]
struct One(i64);

impl One {
    fn id(self) -> i64 {
        (self.0 + 1) * 2048
    }

    fn at_herald(self) -> bool {
        self.0 % 7 == 0
    }

    fn language(self) -> Option<&'static str> {
        match self.0 % 3 {
            _ if self.0 == 2_222 => Some("zh"),
            0 => Some("en"),
            1 => Some("fr"),
            _ => None,
        }
    }

    fn links(self) -> bool {
        self.0 % 5 == 0
    }

    fn first(self) -> bool {
        self.0 % 2 == 0
    }

    fn risk(self) -> i64 {
        let step = if self.0 % 50 == 0 { self.0 / 50 % 4 } else { 0 };
        step * 1_000_000 + if self.0 % 3 == 0 { self.0 * 37 % 1_000 } else { 0 }
    }

    fn by_ann(self) -> bool {
        self.0 % 10 != 3
    }

    fn is_hit(self) -> bool {
        self.0 % 10 != 4
    }

    fn says_ferry(self) -> bool {
        self.0 % 10 != 6
    }

    fn is_pending(self) -> bool {
        self.0 % 11 != 5
    }

    fn words(self) -> Vec<&'static str> {
        let mut words = vec!["the"];
        words.extend(self.says_ferry().then_some("ferry"));
        words.extend((self.0 == 2_500).then_some("zeppelin"));
        words
    }
}

async fn many(app: &App) {
    add_site(&app.service, "herald", true).await;
    // These two open the threads, and are decided on, out of the way of what is sought.
    for site in ["courier", "herald"] {
        let address = app.url(&format!("/api/v1/sites/{site}/threads/plenty/comments"));
        let id = app.send(app.client.post(address).json(&body("A word at first."))).await.json()["id"].clone();
        let spam = serde_json::json!({ "version": 1, "verdict": "spam" });
        assert_eq!(app.decide(id.as_str().expect("an id"), &spam).await.status, 200);
    }
    let mut all = String::new();
    for one in (0..COMMENTS).map(One) {
        let (id, site) = (one.id(), if one.at_herald() { "herald" } else { "courier" });
        let flag = |flag: bool| if flag { "TRUE" } else { "FALSE" };
        let language = one.language().map_or("NULL".to_owned(), |language| format!("'{language}'"));
        // The apostrophe is doubled here, as SQL wants it.
        let author = if one.by_ann() { "ann.o''hara@example.org" } else { "bob@example.org" };
        writeln!(
            all,
            "INSERT INTO comments (id, site_id, thread_id, root_id, depth, author_name, author_email, author_email_folded, \
             text, reader_language, wants_receipt, status, visible, version, risk, fingerprint, repetition, created_at, \
             language, has_links, is_first) \
             SELECT {id}, site_id, threads.id, {id}, 0, 'Ann', '{author}', '{author}', '{}', 'en', FALSE, '{}', FALSE, 1, {}, \
             {id}, {id}, {id}, {language}, {}, {} FROM threads JOIN sites ON sites.id = site_id \
             WHERE threads.key = 'plenty' AND sites.key = '{site}';",
            one.words().join(" "),
            if one.is_pending() { "pending" } else { "approved" },
            one.risk(),
            flag(one.links()),
            flag(one.first()),
        )
        .expect("written");
        if one.is_hit() {
            writeln!(
                all,
                "INSERT INTO hits (id, comment_id, pack, version, rule, counted, created_at) \
                 VALUES ({id}, {id}, 'rci', '1', 'plenty', TRUE, {id});"
            )
            .expect("written");
        }
    }
    // The words are left to the next start: what was kept before there was an index is indexed then.
    all.push_str("DELETE FROM settings WHERE key = 'search_indexed_down_to';");
    let written =
        app.service.store.write(move |transaction| transaction.reader().batch_execute(&all).map_err(StoreError::Query));
    written.await.expect("written");
    let options = Options::new(placet::store::Address::parse(app.database_url()).expect("an address"));
    let started = tokio::task::spawn_blocking(move || drop(Store::open_for_command(options).expect("opened")));
    started.await.expect("started");
}

/// All ids that a query gives, page by page.
async fn ids(app: &App, query: &str) -> Vec<i64> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    for _ in 0..500 {
        let answer = app.get(&format!("/api/v1/queue?limit=100&{query}{after}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        let page = answer.json();
        let comments = page["comments"].as_array().expect("comments");
        ids.extend(comments.iter().map(|one| one["id"].as_str().and_then(|id| id.parse::<i64>().ok()).expect("an id")));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return ids,
        }
    }
    panic!("{query} never ends");
}

on_both_databases! {
    async fn among_thousands_each_filter_in_each_order_finds_what_a_plain_look_finds(app: App) {
        many(&app).await;
        let cases: [(&str, Wanted); 29] = [
            ("", |_| true),
            ("language=fr", |one| one.language() == Some("fr")),
            ("language=zh", |one| one.language() == Some("zh")),
            ("language=ko", |_| false),
            ("links=yes", One::links),
            ("first=no", |one| !one.first()),
            ("site=herald", One::at_herald),
            ("site=herald&language=en&links=yes&first=yes",
                |one| one.at_herald() && one.language() == Some("en") && one.links() && one.first()),
            ("rule=plenty", One::is_hit),
            ("rule=plenty&links=yes", |one| one.is_hit() && one.links()),
            ("rule=plenty&language=zh", |one| one.is_hit() && one.language() == Some("zh")),
            ("author=ann.o%27hara@example.org", One::by_ann),
            ("author=ann.o%27hara@example.org&first=yes&rule=plenty",
                |one| one.by_ann() && one.first() && one.is_hit()),
            ("author=ann.o%27hara@example.org&outcome=hint&q=fer*",
                |one| one.by_ann() && one.risk() >= 1_000_000 && one.says_ferry()),
            ("site=courier&thread=plenty", |one| !one.at_herald()),
            ("site=courier&thread=plenty&language=fr", |one| !one.at_herald() && one.language() == Some("fr")),
            ("site=courier&thread=plenty&q=ferry&score=0.5",
                |one| !one.at_herald() && one.says_ferry() && one.risk() % 1_000_000 >= 500),
            ("q=ferry", One::says_ferry),
            ("q=fer*", One::says_ferry),
            ("q=zep*", |one| one.0 == 2_500),
            ("q=zep*+ferry&author=bob@example.org", |_| false),
            ("q=zeppelin", |one| one.0 == 2_500),
            ("q=ferry&links=yes&first=yes", |one| one.says_ferry() && one.links() && one.first()),
            ("q=ferry&rule=plenty&free=yes", |one| one.says_ferry() && one.is_hit()),
            ("q=%22the+ferry%22&language=zh", |one| one.says_ferry() && one.language() == Some("zh")),
            ("outcome=hint", |one| one.risk() >= 1_000_000),
            ("score=0.5", |one| one.risk() % 1_000_000 >= 500),
            ("score=0.001&language=en", |one| one.risk() % 1_000_000 >= 1 && one.language() == Some("en")),
            ("score=0.001&outcome=hint&q=ferry",
                |one| one.risk() % 1_000_000 >= 1 && one.risk() >= 1_000_000 && one.says_ferry()),
        ];
        for (query, wanted) in cases {
            for status in ["pending", "approved"] {
                let mut expected: Vec<One> = (0..COMMENTS)
                    .map(One)
                    .filter(|one| one.is_pending() == (status == "pending") && wanted(*one))
                    .collect();
                let orders: &[&str] = if status == "pending" { &["risk", "oldest", "newest"] } else { &["risk"] };
                for order in orders {
                    match *order {
                        "risk" => expected.sort_by_key(|one| (-one.risk(), one.0)),
                        "oldest" => expected.sort_by_key(|one| one.0),
                        _ => expected.sort_by_key(|one| -one.0),
                    }
                    let expected: Vec<i64> = expected.iter().map(|one| one.id()).collect();
                    let found = ids(&app, &format!("status={status}&order={order}&{query}")).await;
                    assert!(found == expected, "{status} {order} {query}: {} of {}", found.len(), expected.len());
                }
            }
        }
    }
}
