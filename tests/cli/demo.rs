//! `placet demo`: the whole product on a fresh machine, gone without a trace.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::placet;
use crate::harness::{Answer, between, runtime};

struct Demo {
    child: Child,
    article: String,
    desk: String,
    mails: String,
    password: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(temporary: &Path, arguments: &[&str]) -> Demo {
    let mut child = placet(temporary)
        .arg("demo")
        .args(arguments)
        .env("TMPDIR", temporary)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut said = String::new();
    for line in lines {
        let line = line.expect("text");
        said.push_str(&line);
        said.push('\n');
        if line.contains("The API") {
            break;
        }
    }
    let address =
        |name: &str| between(&said, name, "\n").unwrap_or_else(|| panic!("{name} in {said}")).trim().to_owned();
    Demo {
        article: address("The article"),
        desk: address("The desk"),
        mails: address("The mails"),
        password: address("with the password"),
        child,
    }
}

fn interrupt(demo: &mut Demo) {
    let sent = Command::new("kill").args(["-INT", &demo.child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    assert!(demo.child.wait().expect("it ends").success());
}

async fn get(client: &reqwest::Client, address: &str) -> Answer {
    Answer::of(client.get(address).send().await.expect("an answer")).await
}

#[test]
fn the_demonstration_shows_the_product_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().expect("a folder");
    let mut demo = start(temporary.path(), &[]);
    runtime(async {
        let client = reqwest::Client::builder().cookie_store(true).build().expect("a client");
        let article = get(&client, &demo.article).await;
        assert!(article.text.contains("Leave a Reply") && article.text.contains("Mackenzie River"));
        let comments = article.text.matches("class=\"comment\"").count();
        assert!(comments >= 50, "{comments} comments on the first page");
        let form = [("email", "editor@courier.example"), ("password", demo.password.as_str())];
        let log_in = client.post(format!("{}/login", demo.desk)).form(&form).send().await.expect("an answer");
        let desk = log_in.text().await.expect("a page");
        assert!(desk.contains("<mark"), "the desk marks words: {desk}");
        for tray in ["Pending", "Reported", "Approved", "Refused", "Spam"] {
            let count = between(&desk, &format!("{tray} <span class=\"count\">"), "<").expect("a count");
            assert!(count.parse::<usize>().expect("a number") > 0, "{tray}");
        }
        let sent = [("text", "A comment of a visitor."), ("name", "Vi Sitor"), ("email", "vi@reader.example")];
        let status = client.post(&demo.article).form(&sent).send().await.expect("an answer");
        assert!(status.text().await.expect("a page").contains("Thank you"));
        let mut mails = String::new();
        for _ in 0..100 {
            mails = get(&client, &demo.mails).await.text;
            if mails.contains("A comment waits") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(mails.contains("A comment waits") && mails.contains("/act/"), "{mails}");
    });
    interrupt(&mut demo);
    let left: Vec<_> = std::fs::read_dir(temporary.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_demonstration_that_is_interrupted_before_it_serves_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().expect("a folder");
    let mut child = placet(temporary.path())
        .arg("demo")
        .env("TMPDIR", temporary.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let is_empty = || std::fs::read_dir(temporary.path()).expect("the folder").next().is_none();
    while is_empty() {
        assert!(child.try_wait().expect("a state").is_none(), "it runs");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success() && child.wait().expect("it ends").success());
    assert!(is_empty());
}

#[test]
fn the_demonstration_keeps_its_data_where_it_is_told_to() {
    let temporary = tempfile::tempdir().expect("a folder");
    let data = temporary.path().join("kept");
    let path = data.to_str().expect("a path").to_owned();
    let mut first = start(temporary.path(), &["--data", &path]);
    interrupt(&mut first);
    assert!(data.join("placet.db").exists());
    let mut again = start(temporary.path(), &["--data", &path]);
    runtime(async {
        let article = get(&reqwest::Client::new(), &again.article).await;
        assert!(article.text.contains("Mackenzie River"));
    });
    interrupt(&mut again);
}

#[test]
fn a_second_demonstration_finds_a_port_of_its_own() {
    let temporary = tempfile::tempdir().expect("a folder");
    let (first, second) = (start(temporary.path(), &[]), start(temporary.path(), &[]));
    assert_ne!(first.article, second.article);
    let port = between(&second.article, "127.0.0.1:", "/").expect("a port");
    let third = start(temporary.path(), &["--port", port]);
    assert_ne!(second.article, third.article);
}
