//! `placet rules backtest`: new rules are tried on past comments before they are put in force.

use serde_json::Value;

use super::{placet, succeed};
use crate::harness::{App, Database, body, run};

async fn promise(app: App) {
    for (text, verdict) in [
        ("More spinach for everybody!", Some(true)),
        ("Spinach is a fraud.", Some(false)),
        ("Nothing green at all.", Some(false)),
        ("Spinach, and nobody has decided.", None),
    ] {
        let id = app.submit("ice", &body(text)).await.json()["id"].as_str().expect("an id").to_owned();
        match verdict {
            Some(true) => app.approve(&id).await,
            Some(false) => {
                let order = serde_json::json!({ "version": 1, "verdict": "refuse", "clause": "insult" });
                assert_eq!(app.decide(&id, &order).await.status, 200);
            }
            None => {}
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("rules");
    std::fs::create_dir(&rules).expect("made");
    let pack = "format: 1\npack: rci\nversion: next\nrules:\n  - id: greens\n    action: hold\n    when: {words: [spinach]}\n  - id: \
                all\n    mode: shadow\n    when: {length: {min: 1000}}\n";
    std::fs::write(rules.join("rci.yaml"), pack).expect("written");
    let url = app.database_url().to_owned();
    let told = tokio::task::spawn_blocking(move || {
        let backtest = |more: &[&str]| {
            let mut command = placet(folder.path());
            command.args(["rules", "backtest", "--since", "2020-01-01", "--rules", "rules"]).args(more);
            succeed(command.env("PLACET_DATABASE_URL", &url))
        };
        // With the rules that are in force nothing changes, whatever they ask of what came before.
        let elsewhere = tempfile::tempdir().expect("a folder");
        let mut command = placet(elsewhere.path());
        command.args(["rules", "backtest", "--since", "2020-01-01", "--json"]);
        let same = succeed(command.env("PLACET_DATABASE_URL", &url));
        (backtest(&[]), backtest(&["--json"]), same)
    });
    let (table, json, same) = told.await.expect("it ends");
    let same: Value = serde_json::from_str(&same).expect("JSON");
    for (rule, figures) in same["rules"].as_object().expect("rules") {
        assert_eq!(figures["before"], figures["now"], "{rule}");
    }
    for outcome in same["outcomes"].as_array().expect("outcomes") {
        assert_eq!(outcome["before"], outcome["now"]);
    }
    let found: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (found["comments"].as_u64(), found["decided"].as_u64(), found["refused"].as_u64()),
        (Some(4), Some(3), Some(2))
    );
    let greens = &found["rules"]["greens"];
    assert_eq!((greens["before"].as_u64(), greens["now"].as_u64()), (Some(0), Some(3)));
    assert_eq!((greens["decided"].as_u64(), greens["refused"].as_u64()), (Some(2), Some(1)));
    assert_eq!(found["rules"]["all"]["is_shadow"], true);
    assert!(table.contains("greens") && table.contains("50%") && table.contains("none -> hold"), "{table}");
}

#[test]
fn a_backtest_tells_what_new_rules_would_have_done_against_what_editors_did() {
    for database in Database::both() {
        run(database, promise);
    }
}
