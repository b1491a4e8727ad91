//! The API against its own description: schemathesis sends what fits it and what does not, and looks at every answer.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::{App, Database};

/// The program: where `.ci/run` puts it, or where the variable says.
fn schemathesis() -> Option<PathBuf> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/schemathesis/bin/schemathesis");
    let path = std::env::var_os("PLACET_TEST_SCHEMATHESIS").map_or(usual, PathBuf::from);
    if path.exists() {
        return Some(path);
    }
    let forbidden = std::env::var_os("PLACET_TEST_FORBID_SKIPS").is_some();
    assert!(!forbidden, "schemathesis is not installed, and nothing may be left out");
    eprintln!("schemathesis not found: the API is not fuzzed");
    None
}

/// No 5xx, no answer that is not described, no body that breaks its schema, no door open without its key; nothing that
/// breaks the schema of a request is taken. What fits that schema may be refused all the same: that a site, a clause or
/// a comment exists no schema can say.
async fn answers_as_it_says(app: &App, program: PathBuf) {
    let id = app.published("ice", "A comment to be tried with.").await;
    app.comment("ice", "Another one, which waits.").await;
    let token = format!("Authorization: Bearer {}", app.token);
    run(app, &program, &id, &["-H", &token, "--exclude-checks", "positive_data_acceptance"]).await;
    // What concerns one's own log-in opens to the desk's session only, which must not be taken for a parameter to be
    // tried with: `tests/api/guarded.rs` tries those doors without their key.
    let email = placet::comment::EmailAddress::parse(crate::harness::EDITOR).expect("an address");
    let opened = app.service.people.log_in(&email, crate::harness::PASSWORD, "schemathesis").await.expect("read");
    let placet::people::LogIn::Open(session) = opened else { panic!("no session") };
    let cookie = format!("Cookie: placet_session={session}");
    let form_token = format!("X-CSRF-Token: {}", app.service.seal.form_token(&session));
    let excluded = "positive_data_acceptance,negative_data_rejection,ignored_auth";
    let own = ["--include-path-regex", "/(account|sessions|tokens)", "--exclude-checks", excluded];
    run(app, &program, &id, &[&["-H", &cookie, "-H", &form_token], own.as_slice()].concat()).await;
    assert_eq!(app.get(&format!("/api/v1/comments/{id}")).await.status, 200, "and all is there still");
}

async fn run(app: &App, program: &Path, comment: &str, arguments: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    // What exists, so that more than the answer "there is no such thing" is tried.
    let known = format!(
        "[parameters]\nsite = \"courier\"\nthread = \"ice\"\n\n\
         [[operations]]\ninclude-path-regex = \"/comments/\"\nparameters = {{ id = \"{comment}\" }}\n"
    );
    std::fs::write(folder.path().join("schemathesis.toml"), known).expect("written");
    let mut command = Command::new(program);
    command
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .args(["run", &app.url("/openapi.json"), "--phases", "examples,coverage,fuzzing", "--max-examples", "10"])
        .args(["--seed", "1", "--no-color", "--request-timeout", "60"])
        // A stream has no end to wait for: `tests/api/events.rs` reads it.
        .args(["--exclude-path", "/api/v1/events"])
        .args(arguments)
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("it ends").expect("it runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("Test cases:"), "it tried something: {told}");
}

fn tried(database: Database) {
    let Some(program) = schemathesis() else { return };
    crate::harness::runtime(async {
        let app = App::start(database, |options| {
            options.checks_per_minute = 0;
            options.reports_per_minute = 0;
        })
        .await;
        answers_as_it_says(&app, program).await;
        app.service.close().await;
    });
}

#[test]
fn the_api_answers_as_its_description_says_on_sqlite() {
    tried(Database::sqlite());
}

#[test]
fn the_api_answers_as_its_description_says_on_postgres() {
    if let Some(database) = Database::postgres() {
        tried(database);
    }
}
