//! What the rules are told of what came before: the author's own comments, the branch above, names that are taken.

use serde_json::{Value, json};

use crate::harness::{App, SITE};
use crate::on_both_databases;

/// A comment by this author, below `parent` if it answers one; its id.
async fn write(app: &App, (name, email): (&str, &str), text: &str, parent: Option<&str>) -> String {
    let mut sent = json!({ "name": name, "email": email, "text": text });
    if let Some(parent) = parent {
        sent["parent"] = json!(parent);
    }
    let answer = app.submit("ice", &sent).await;
    assert_eq!(answer.status, 201, "{text}");
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// The rules that hit a comment.
async fn rules(app: &App, id: &str) -> Vec<String> {
    let seen = app.get(&format!("/api/v1/comments/{id}")).await.json();
    let hits = seen["assessment"]["hits"].as_array().expect("hits").clone();
    hits.iter().filter_map(|hit: &Value| hit["rule"].as_str().map(str::to_owned)).collect()
}

const ANN: (&str, &str) = ("Ann Reader", "ann@example.org");
const BOB: (&str, &str) = ("Bob Writer", "bob@example.org");

on_both_databases! {
    async fn a_message_sent_again_elsewhere_is_marked_and_nearly_the_same_one_too(app: App) {
        let said = "I think that the minister should have asked the people of the valley first.";
        write(&app, ANN, said, None).await;
        let elsewhere = app.submit("snow", &json!({ "name": ANN.0, "email": ANN.1, "text": said })).await.json();
        assert_eq!(rules(&app, elsewhere["id"].as_str().expect("an id")).await, ["repeated", "repeated.nearly"]);
        let nearly = write(&app, ANN, &said.replace("minister", "mayor"), None).await;
        assert_eq!(rules(&app, &nearly).await, ["repeated.nearly"]);
        let by_another = write(&app, BOB, said, None).await;
        assert_eq!(rules(&app, &by_another).await, Vec::<String>::new());
    }

    async fn a_dialogue_of_two_is_marked_from_the_fourth_comment_on(app: App) {
        let mut parent = None;
        for (place, author) in [ANN, BOB, ANN, BOB].into_iter().enumerate() {
            let id = write(&app, author, &format!("Answer number {place} in this branch."), parent.as_deref()).await;
            let expected: &[&str] = if place == 3 { &["dialogue"] } else { &[] };
            assert_eq!(rules(&app, &id).await, expected, "comment {place}");
            app.approve(&id).await;
            parent = Some(id);
        }
    }

    async fn whoever_takes_anothers_name_is_held(app: App) {
        let known = write(&app, ANN, "The ice is thin this year.", None).await;
        let before = write(&app, ("Ann Reader", "other@example.org"), "So I say, too.", None).await;
        assert_eq!(rules(&app, &before).await, Vec::<String>::new(), "nobody was approved by that name yet");
        app.approve(&known).await;
        // A Cyrillic е looks the same.
        let double = write(&app, ("Ann Rеader", "double@example.org"), "I am the real one.", None).await;
        assert_eq!(rules(&app, &double).await, ["impersonation"]);
        let herself = write(&app, ANN, "And I am still myself.", None).await;
        assert_eq!(rules(&app, &herself).await, Vec::<String>::new());
        let of_staff = write(&app, ("Ada", "pretender@example.org"), "Trust me.", None).await;
        assert!(rules(&app, &of_staff).await.contains(&"impersonation".to_owned()));
    }

    async fn a_name_that_is_banned_under_an_article_is_held_there_only(app: App) {
        let said = "Everybody knows that it was jean martin.";
        let put = app.client.put(app.url(&format!("/api/v1/sites/{SITE}/threads/ice")));
        let answer = app.send(put.bearer_auth(&app.token).json(&json!({ "banned_names": ["Jean Martin"] }))).await;
        assert_eq!(answer.status, 200);
        let here = write(&app, ANN, said, None).await;
        assert_eq!(rules(&app, &here).await, ["defamation.banned_name"]);
        let elsewhere = app.submit("snow", &json!({ "name": BOB.0, "email": BOB.1, "text": said })).await.json();
        assert_eq!(rules(&app, elsewhere["id"].as_str().expect("an id")).await, Vec::<String>::new());
    }

    async fn a_link_weighs_more_in_a_first_comment(app: App) {
        let first = write(&app, ANN, "Look at https://paper.example/story about the ice.", None).await;
        assert_eq!(rules(&app, &first).await, ["likely-spam", "links.any"]);
        app.approve(&first).await;
        let second = write(&app, ANN, "Another paper, https://other.example/snow, says so.", None).await;
        assert_eq!(rules(&app, &second).await, ["links.any"]);
    }
}
