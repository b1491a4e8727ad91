//! `POST /api/v1/rules/reload`

use std::path::Path;

use placet::rules::Library;
use placet::service::Options;
use serde_json::json;

use crate::harness::{App, SITE, with_options};

/// A pack that warns of one word.
fn write_pack(folder: &Path, word: &str) {
    let pack = format!(
        "format: 1\npack: rci\nversion: {word}\nrules:\n  - id: word\n    action: warn\n    when: {{words: [{word}]}}\n"
    );
    std::fs::write(folder.join("rci.yaml"), pack).expect("written");
}

async fn warned(app: &App, text: &str) -> bool {
    let door = app.url(&format!("/api/v1/sites/{SITE}/threads/ice/check"));
    let answer = app.send(app.client.post(door).json(&json!({ "text": text }))).await;
    !answer.json()["hits"].as_array().expect("hits").is_empty()
}

#[test]
fn new_rules_come_into_force_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let change = |options: &mut Options| {
        drop(std::fs::remove_file(folder.path().join("other.yaml")));
        write_pack(folder.path(), "spinach");
        options.rules = Library::from_directory(folder.path()).expect("a pack");
        options.rules_directory = Some(folder.path().to_owned());
        options.checks_per_minute = 0;
    };
    with_options(change, async |app| {
        assert!(warned(app, "more spinach").await && !warned(app, "more cabbage").await);

        write_pack(folder.path(), "cabbage");
        let reload = || app.client.post(app.url("/api/v1/rules/reload"));
        assert_eq!(app.send(reload()).await.status, 401, "not for everybody");
        let answer = app.send(reload().bearer_auth(&app.token)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["packs"][0]["version"], "cabbage");
        assert!(!warned(app, "more spinach").await && warned(app, "more cabbage").await);

        std::fs::write(folder.path().join("rci.yaml"), "format: 1\npack: rci\nversion: 1\nrulez: []\n")
            .expect("written");
        let answer = app.send(reload().bearer_auth(&app.token)).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (422, Some("/problems/rules-not-loaded")));
        let told = answer.json()["current"]["errors"].as_str().expect("errors").to_owned();
        assert!(told.contains("rci.yaml:4:1") && told.contains("did you mean `rules`?"), "{told}");
        assert!(warned(app, "more cabbage").await, "the set in force stays");
        assert!(app.service.reload.status().failure.is_some());

        // A site whose pack were gone could take no comment.
        std::fs::rename(folder.path().join("rci.yaml"), folder.path().join("old.txt")).expect("renamed");
        std::fs::write(folder.path().join("other.yaml"), "format: 1\npack: other\nversion: '1'\n").expect("written");
        let answer = app.send(reload().bearer_auth(&app.token)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("the pack `rci` is in force"), "{}", answer.text);
        assert!(warned(app, "more cabbage").await);
    });
}
