//! What the log does not say: whose address it was.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{placet, succeed};
use crate::harness::{Database, SITE, free_port, runtime};

#[test]
fn no_log_line_has_an_email_address_not_even_at_its_most_talkative() {
    Database::both().for_each(|database| says_no_address(&database));
}

fn says_no_address(database: &Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut add = placet(folder.path());
    add.args(["site", "add", SITE, "--name", "The Courier"]).env("PLACET_DATABASE_URL", &database.url);
    succeed(&mut add);
    let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
    let path = folder.path().join("log");
    let log = File::create(&path).expect("a file");
    let mut child = placet(folder.path())
        .arg("serve")
        .env("PLACET_DATABASE_URL", &database.url)
        .env("PLACET_LISTEN", address.to_string())
        .env("PLACET_MAIL_TRANSPORT", "folder")
        .env("PLACET_LOG_LEVEL", "trace,tokio_postgres::query=debug")
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("the same file"))
        .stderr(log)
        .spawn()
        .expect("the program runs");
    let patience = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < patience, "the server does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    let statuses = runtime(async {
        let client = reqwest::Client::new();
        let door = format!("http://{address}/api/v1/sites/{SITE}/threads/ice/comments");
        let secret = "whisper@secret-mail.example";
        let kept = json!({ "name": "Bo Reader", "email": secret, "text": "The ice is thin.", "receipt": true });
        let refused = json!({ "name": "", "email": secret, "text": "x" });
        let mut statuses = Vec::new();
        for body in [kept, refused] {
            statuses.push(client.post(&door).json(&body).send().await.expect("an answer").status().as_u16());
        }
        let login = format!("http://{address}/desk/login");
        let form = [("email", secret), ("password", "wrong")];
        client.post(login).form(&form).send().await.expect("an answer");
        // The receipt is on its way.
        tokio::time::sleep(Duration::from_secs(2)).await;
        statuses
    });
    let _ = child.kill();
    let _ = child.wait();
    assert_eq!(statuses, [201, 422]);
    let log = std::fs::read_to_string(&path).expect("the log");
    assert!(log.contains("serving"), "{log}");
    assert!(!log.contains("secret-mail") && !log.contains("whisper"), "{log}");
    // Nor as the numbers of its bytes, in which PostgreSQL's driver tells the values of a statement.
    let numbers = |text: &str| text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ");
    assert!(!log.contains(&numbers("whisper")), "{log}");
}
