//! A disk that takes no more: what cannot be kept is said, nothing that was answered is lost, and it is over when there is
//! room again.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, Response};

use super::{Served, placet, succeed};
use crate::harness::{SITE, body, free_port, runtime};

/// Lets a process write files up to so many bytes: what a full disk is to it. Needs `prlimit`, of Debian's essential packages.
fn limit_files(process: u32, bytes: &str) {
    succeed(Command::new("prlimit").args(["--pid", &process.to_string(), &format!("--fsize={bytes}:unlimited")]));
}

#[test]
fn with_a_full_disk_a_submission_is_a_503_and_the_server_is_not_ready_until_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    succeed(placet(folder.path()).args(["site", "add", SITE, "--name", "The Courier"]));
    let address = format!("127.0.0.1:{}", free_port());
    // Without the trap the kernel ends a process that writes beyond its limit.
    let mut shell = Command::new("sh");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLACET_")) {
        shell.env_remove(name);
    }
    let child = shell
        .args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_placet")])
        .current_dir(folder.path())
        .env("PLACET_LISTEN", &address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    let mut served = Served { child, address: address.parse().expect("an address") };
    let process = served.child.id();
    let answers = runtime(async {
        let client = Client::new();
        let send = async |text: &str| {
            let address = format!("http://{address}/api/v1/sites/{SITE}/threads/ice/comments");
            client.post(address).json(&body(text)).send().await
        };
        let patience = Instant::now() + Duration::from_secs(60);
        while send("There is room.").await.is_err() {
            assert!(Instant::now() < patience, "the server does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let is_ready =
            async || client.get(format!("http://{address}/readyz")).send().await.expect("an answer").status();
        limit_files(process, "4096");
        let full: Response = send("There is none.").await.expect("an answer");
        let waits = full.headers().contains_key("retry-after");
        let not_ready = is_ready().await;
        limit_files(process, "unlimited");
        let again = send("There is room again.").await.expect("an answer").status();
        [full.status().as_u16(), u16::from(waits), not_ready.as_u16(), again.as_u16(), is_ready().await.as_u16()]
    });
    let _ = served.child.kill();
    assert_eq!(answers, [503, 1, 503, 201, 200]);
}
