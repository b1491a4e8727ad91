//! What an assessment's version and hash stand for can be asked years later.

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

use super::{placet, run as run_command, succeed};
use crate::harness::{App, Database, body, runtime};

fn write_pack(folder: &Path, version: &str, word: &str) {
    std::fs::create_dir_all(folder.join("words")).expect("made");
    std::fs::write(folder.join("words/greens.txt"), format!("{word}\n")).expect("written");
    let pack = format!(
        "format: 1\npack: rci\nversion: {version}\nlists: {{greens: {{from: words/greens.txt}}}}\nrules:\n  - id: greens\n    \
         action: hold\n    when: {{list: greens}}\n    tests: {{fires: ['more {{{{{word}}}}}']}}\n"
    );
    std::fs::write(folder.join("rci.yaml"), pack).expect("written");
}

fn lines(told: &str) -> Vec<Value> {
    told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn promise(database: Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("rules");
    write_pack(&rules, "old", "spinach");
    let app = App::start(database, |options| {
        options.rules = placet::rules::Library::from_directory(&rules).expect("a pack");
        options.rules_directory = Some(rules.clone());
    });
    let app = app.await;
    let id =
        app.submit("ice", &body("More spinach, no cabbage.")).await.json()["id"].as_str().expect("an id").to_owned();
    let reload = || app.send(app.client.post(app.url("/api/v1/rules/reload")).bearer_auth(&app.token));
    write_pack(&rules, "new", "cabbage");
    assert_eq!(reload().await.status, 200);
    // The same version by its name, with other words.
    write_pack(&rules, "new", "kale");
    assert_eq!(reload().await.status, 200);
    // What was there before is kept once.
    write_pack(&rules, "old", "spinach");
    assert_eq!(reload().await.status, 200);
    std::fs::remove_dir_all(&rules).expect("removed");

    let url = app.database_url().to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        let ask = |arguments: &[&str]| -> Output {
            let mut command = placet(folder.path());
            run_command(command.arg("rules").args(arguments).env("PLACET_DATABASE_URL", &url))
        };
        let told = |arguments: &[&str]| {
            let output = ask(arguments);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            lines(&String::from_utf8(output.stdout).expect("text"))
        };
        let refused = |arguments: &[&str]| {
            let output = ask(arguments);
            assert!(!output.status.success());
            String::from_utf8(output.stderr).expect("text")
        };
        let kept = told(&["versions", "--json"]);
        let names: Vec<&str> = kept.iter().filter_map(|version| version["version"].as_str()).collect();
        assert_eq!(names, ["old", "new", "new"], "the one that came into force last");
        assert_eq!(kept[0]["files"], serde_json::json!(["rci.yaml", "words/greens.txt"]));
        let hashes: Vec<&str> = kept.iter().filter_map(|version| version["hash"].as_str()).collect();

        let surfaces = |version: &str| -> Vec<String> {
            let found = told(&["explain", "--version", version, "--comment", &id]);
            assert_eq!(found[0]["id"].as_i64().map(|id| id.to_string()), Some(id.clone()));
            let hits = found[0]["hits"].as_array().expect("hits").clone();
            hits.iter().filter_map(|hit| hit["surface"].as_str()).map(str::to_owned).collect()
        };
        assert_eq!(surfaces("old"), ["spinach"]);
        assert_eq!(surfaces(&hashes[2][..8]), ["cabbage"]);
        assert!(surfaces(hashes[1]).is_empty());

        let ambiguous = refused(&["explain", "--version", "new", "--comment", &id]);
        assert!(hashes[1..].iter().all(|hash| ambiguous.contains(hash)), "{ambiguous}");
        assert!(refused(&["explain", "--version", "older"]).contains("`placet rules versions`"));
        assert!(refused(&["explain", "--version", "old", "--comment", "1"]).contains("there is no comment 1"));

        let mut command = placet(folder.path());
        command.args(["rules", "explain", "--version", "old"]).env("PLACET_DATABASE_URL", &url);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
        child.stdin.take().expect("a stream").write_all(b"{\"text\": \"spinach and kale\"}\n").expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(lines(&String::from_utf8(output.stdout).expect("text"))[0]["hits"][0]["surface"], "spinach");

        let mut command = placet(folder.path());
        assert!(succeed(command.args(["rules", "versions"]).env("PLACET_DATABASE_URL", &url)).contains("rci"));
    });
    asked.await.expect("it ends");
}

#[test]
fn a_comment_can_be_read_again_with_any_version_that_was_in_force() {
    for database in Database::both() {
        runtime(promise(database));
    }
}
