//! A server takes new rules without a restart: when a file changes, and on SIGHUP.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Served, placet, succeed};
use crate::harness::{Database, SITE, runtime};

fn write_pack(folder: &Path, word: &str) {
    let pack = format!(
        "format: 1\npack: rci\nversion: {word}\nrules:\n  - id: word\n    action: warn\n    when: {{words: [{word}]}}\n"
    );
    // As editors save: another file, then its name.
    std::fs::write(folder.join(".rci.yaml.new"), pack).expect("written");
    std::fs::rename(folder.join(".rci.yaml.new"), folder.join("rci.yaml")).expect("renamed");
}

/// Waits until the server warns of a word.
async fn until_warned(served: &Served, word: &str) {
    let client = reqwest::Client::new();
    let door = format!("http://{}/api/v1/sites/{SITE}/threads/ice/check", served.address);
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = client.post(&door).json(&json!({ "text": word })).send().await.expect("an answer");
        let told: Value = serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON");
        if told["hits"].as_array().is_some_and(|hits| !hits.is_empty()) {
            return;
        }
        assert!(Instant::now() < patience, "the rules are not taken: {told}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// A server with rules that warn of spinach, in `rules`.
fn serve(folder: &Path) -> (Served, Database) {
    let database = Database::sqlite();
    let directory = folder.join("rules").display().to_string();
    let settings = [("PLACET_RULES_DIRECTORY", directory.as_str()), ("PLACET_LIMITS_CHECKS_PER_MINUTE", "0")];
    let mut add = placet(folder);
    add.args(["site", "add", SITE, "--name", "The Courier"]).env("PLACET_DATABASE_URL", &database.url);
    succeed(add.envs(settings));
    (Served::start_with(folder, &database, &settings), database)
}

#[test]
fn a_changed_file_comes_into_force_and_a_broken_one_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("rules");
    std::fs::create_dir(&rules).expect("made");
    write_pack(&rules, "spinach");
    let (served, _database) = serve(folder.path());
    runtime(async {
        until_warned(&served, "spinach").await;
        write_pack(&rules, "cabbage");
        until_warned(&served, "cabbage").await;
        std::fs::write(rules.join("rci.yaml"), "format: 2\n").expect("written");
        tokio::time::sleep(Duration::from_secs(1)).await;
        until_warned(&served, "cabbage").await;
    });
}

#[test]
fn a_hangup_brings_the_rules_into_force_that_are_there_now() {
    let folder = tempfile::tempdir().expect("a folder");
    for word in ["spinach", "cabbage"] {
        std::fs::create_dir(folder.path().join(word)).expect("made");
        write_pack(&folder.path().join(word), word);
    }
    // A link that is set anew changes no file: nobody but the signal tells of it.
    let link = folder.path().join("rules");
    std::os::unix::fs::symlink(folder.path().join("spinach"), &link).expect("linked");
    let (served, _database) = serve(folder.path());
    runtime(async {
        until_warned(&served, "spinach").await;
        std::fs::remove_file(&link).expect("removed");
        std::os::unix::fs::symlink(folder.path().join("cabbage"), &link).expect("linked");
        served.signal("-HUP");
        until_warned(&served, "cabbage").await;
    });
}
