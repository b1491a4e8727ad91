//! `migrate`, `user`, `token`, `site`, `health`, and a configuration that is refused.

use std::io::Write as _;
use std::process::Stdio;

use super::{Served, placet, run, succeed};
use crate::harness::Database;

fn with_password(command: &mut std::process::Command, password: &str) -> std::process::Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    writeln!(child.stdin.take().expect("a pipe"), "{password}").expect("written");
    child.wait_with_output().expect("it ends")
}

#[test]
fn people_sites_and_tokens_are_made_on_the_command_line() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let command = |arguments: &[&str]| {
            let mut command = placet(folder.path());
            command.args(arguments).env("PLACET_DATABASE_URL", &database.url);
            command
        };
        succeed(&mut command(&["migrate"]));
        succeed(&mut command(&[
            "site",
            "add",
            "courier",
            "--name",
            "The Courier",
            "--language",
            "fr",
            "--note",
            "fr=Soyez courtois.",
        ]));
        assert_eq!(succeed(&mut command(&["site", "list"])), "courier\tThe Courier\tfr\trci\n");
        let again = run(&mut command(&["site", "add", "courier", "--name", "Another"]));
        assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("exists already"));
        let pack = run(&mut command(&["site", "add", "other", "--name", "Other", "--pack", "nonsense"]));
        assert!(String::from_utf8_lossy(&pack.stderr).contains("there are: "), "the packs there are, are named");

        let add = ["user", "add", "Ada@Courier.example", "--name", "Ada"];
        let short = with_password(&mut command(&add), "short");
        assert!(String::from_utf8_lossy(&short.stderr).contains("at least 10 characters"));
        assert!(with_password(&mut command(&add), "correct horse battery").status.success());
        let taken = with_password(&mut command(&add), "correct horse battery");
        assert!(String::from_utf8_lossy(&taken.stderr).contains("exists already"));
        let list = || succeed(&mut command(&["user", "list"]));
        assert_eq!(list(), "Ada@Courier.example\tAda\ten\tmail\towner\n");
        let bea = ["user", "add", "bea@courier.example", "--name", "Bea", "--role", "editor", "--site", "courier"];
        assert!(with_password(&mut command(&bea), "correct horse battery").status.success());
        assert!(list().contains("bea@courier.example\tBea\ten\tmail\teditor on courier\n"));
        succeed(&mut command(&["user", "role", "bea@courier.example", "--role", "viewer"]));
        assert!(list().contains("Bea\ten\tmail\tviewer\n"));
        succeed(&mut command(&["user", "remove", "bea@courier.example"]));
        assert!(list().contains("Bea\ten\tmail\tnothing\n"));
        let last = run(&mut command(&["user", "remove", "ada@courier.example"]));
        assert!(String::from_utf8_lossy(&last.stderr).contains("nobody else is an owner"));
        let unknown = run(&mut command(&["user", "role", "ada@courier.example", "--role", "king"]));
        assert!(String::from_utf8_lossy(&unknown.stderr).contains("viewer, moderator, editor or owner"));
        let password = ["user", "password", "ada@courier.example"];
        assert!(with_password(&mut command(&password), "another horse battery").status.success());

        let made = run(&mut command(&["token", "create", "ada@courier.example", "--name", "tests"]));
        let token = String::from_utf8(made.stdout).expect("text");
        assert!(token.starts_with("placet_"));
        let told = String::from_utf8(made.stderr).expect("text");
        let id = told.trim().rsplit(' ').next().expect("an id").to_owned();
        succeed(&mut command(&["token", "revoke", &id]));
        assert!(!run(&mut command(&["token", "revoke", &id])).status.success());
    }
}

#[test]
fn a_wrong_configuration_is_refused_at_start_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("placet.toml"), "[database]\nurll = \"sqlite:x.db\"\n").expect("written");
    let refused = run(placet(folder.path()).arg("serve"));
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).expect("text");
    for said in ["placet.toml", "line 2", "urll", "did you mean `database.url`?"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    // A mail folder that cannot be is told before the first mail is written.
    std::fs::write(
        folder.path().join("placet.toml"),
        "[mail]\ntransport = \"folder\"\nfolder = \"placet.toml/mail\"\n",
    )
    .expect("written");
    let refused = run(placet(folder.path()).arg("serve"));
    let told = String::from_utf8(refused.stderr).expect("text");
    assert!(!refused.status.success() && told.contains("mail.folder cannot be written to: placet.toml/mail"), "{told}");
    assert!(!folder.path().join("placet.db").exists(), "no database was made by accident");
}

#[test]
fn a_server_tells_whether_it_is_alive() {
    let database = Database::sqlite();
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path(), &database);
    let alive = succeed(placet(folder.path()).arg("health").env("PLACET_LISTEN", served.address.to_string()));
    assert_eq!(alive, "alive\n");
    drop(served);
    let dead = crate::harness::free_port();
    let asked = run(placet(folder.path()).arg("health").env("PLACET_LISTEN", format!("127.0.0.1:{dead}")));
    assert!(!asked.status.success());
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_server_tells_the_allocator_once_and_leaves_what_others_have_told_it() {
    let told = |settings: &[(&str, &str)]| {
        let (database, folder) = (Database::sqlite(), tempfile::tempdir().expect("a folder"));
        let served = Served::start_with(folder.path(), &database, settings);
        // Whoever started it knows it by the same number.
        let variables = std::fs::read(format!("/proc/{}/environ", served.child.id())).expect("it runs");
        String::from_utf8_lossy(&variables).into_owned()
    };
    let told_by_us = "GLIBC_TUNABLES=glibc.malloc.arena_max=";
    assert!(told(&[]).contains(told_by_us));
    for own in [("MALLOC_ARENA_MAX", "3"), ("GLIBC_TUNABLES", "glibc.malloc.check=0")] {
        let variables = told(&[own]);
        assert!(variables.contains(&format!("{}={}", own.0, own.1)) && !variables.contains(told_by_us), "{variables}");
    }
}

#[test]
fn a_second_server_on_the_same_file_says_why_it_does_not_start() {
    let database = Database::sqlite();
    let folder = tempfile::tempdir().expect("a folder");
    let _served = Served::start(folder.path(), &database);
    let listen = format!("127.0.0.1:{}", crate::harness::free_port());
    let second =
        run(placet(folder.path()).arg("serve").env("PLACET_DATABASE_URL", &database.url).env("PLACET_LISTEN", listen));
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another placet serves"));
}

#[test]
fn the_rules_that_are_checked_are_those_of_the_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("netiquette");
    std::fs::create_dir(&rules).expect("made");
    std::fs::write(
        rules.join("own.yaml"),
        "format: 1\npack: own\nversion: '1'\nrules: [{id: r, when: {words: [spinach]}}]\n",
    )
    .expect("written");
    std::fs::write(folder.path().join("other.toml"), "[rules]\ndirectory = \"netiquette\"\n").expect("written");
    let check = |arguments: &[&str]| succeed(placet(folder.path()).args(arguments));
    assert!(check(&["--config", "other.toml", "rules", "check"]).starts_with("own 1:"));
    assert!(check(&["rules", "check"]).contains("rci "), "without one, the shipped packs");
    std::fs::copy(folder.path().join("other.toml"), folder.path().join("placet.toml")).expect("copied");
    assert!(check(&["rules", "check"]).starts_with("own 1:"));
    assert!(check(&["rules", "check", "netiquette"]).starts_with("own 1:"));
    let mut command = placet(folder.path());
    command.args(["rules", "check"]).env("PLACET_OF_THE_HOUSE", "1");
    assert!(succeed(&mut command).starts_with("own 1:"), "what else is said there is not its business");
}
