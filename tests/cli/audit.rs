//! `placet audit`: beside a server that runs, the chain is verified and exported; a broken one ends with status 1.

use super::{Served, placet, run, succeed};
use crate::harness::Database;

#[test]
fn the_log_is_verified_and_exported_beside_a_server() {
    for database in Database::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let command = |arguments: &[&str]| {
            let mut command = placet(folder.path());
            command.args(arguments).env("PLACET_DATABASE_URL", &database.url);
            command
        };
        succeed(&mut command(&["migrate"]));
        let mut served = Served::start(folder.path(), &database);
        succeed(&mut command(&["site", "add", "courier", "--name", "The Courier"]));
        let exported = succeed(&mut command(&["audit", "export"]));
        let kinds: Vec<String> = exported
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["kind"].to_string())
            .collect();
        assert_eq!(kinds, ["\"start\"", "\"site.add\"", "\"export\""]);
        assert_eq!(
            succeed(&mut command(&["audit", "export", "--kind", "site.add", "--site", "courier"])).lines().count(),
            1
        );
        let wrong = run(&mut command(&["audit", "export", "--kind", "nothing"]));
        assert!(String::from_utf8_lossy(&wrong.stderr).contains("--kind must be one of: hold, decision"));

        let verified = succeed(&mut command(&["audit", "verify"]));
        assert!(verified.starts_with("the chain holds: 4 entries\nlast link: 4:"), "{verified}");
        let link = verified.trim().rsplit(' ').next().expect("a link");
        succeed(&mut command(&["audit", "verify", "--known", link]));
        let other = format!("4:{}", "0".repeat(64));
        let unknown = run(&mut command(&["audit", "verify", "--known", &other]));
        assert_eq!(unknown.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&unknown.stderr).contains("entry 4 is not the one that was written down"));
        served.child.kill().expect("killed");
    }
}
