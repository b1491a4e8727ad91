//! The desk under load: the queue of a great many comments, and the way from a key to the next comment on the screen.
//!
//! `cargo bench --bench desk` fills a fresh SQLite file (or the empty database of `PLACET_LOAD_DATABASE_URL`) with a million
//! pending comments (`PLACET_LOAD_COMMENTS` for another number), starts `placet serve` on it, asks the queue for this and
//! that, and lets a headless Chromium decide by keyboard, where `chromedriver` is found. It prints what it measures and
//! fails only when answers are wrong, never when they are slow.

mod keyboard;
mod seed;
#[path = "../served/mod.rs"]
mod served;

use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use served::{Connection, Failure, Setting};

/// How often each question is asked.
const TIMES: usize = 25;

/// What is asked of the queue: words of the address, and what they mean.
const QUESTIONS: &[(&str, &str)] = &[
    ("everything", ""),
    ("a small site", "site=small"),
    ("a language", "language=fr"),
    ("a rare language", "language=zh"),
    ("a language that none has", "language=ko"),
    ("links", "links=yes"),
    ("no links", "links=no"),
    ("first comments", "first=yes"),
    ("language, links, first", "language=fr&links=yes&first=yes"),
    ("language, links, first: hardly any", "language=zh&links=no&first=yes"),
    ("language, links, first: none", "language=zh&links=yes&first=yes"),
    ("held or stronger", "outcome=hold"),
    ("refuse", "outcome=refuse"),
    ("score 0.5", "score=0.5"),
    ("score 0.999", "score=0.999"),
    ("score 0.9, a rare language", "score=0.9&language=zh"),
    ("read by nobody else", "free=yes"),
    ("a common rule", "rule=seed.common"),
    ("a rare rule", "rule=seed.rare"),
    ("a common rule, a rare language", "rule=seed.common&language=zh"),
    ("an author", "author=author7@load.example"),
    ("an author of 2 % of all", "author=author0@load.example"),
    ("a thread", "site=large&thread=7"),
    ("a thread with 3 % of all", "site=large&thread=0"),
    ("a word in nearly each text", "q=w1"),
    ("a word in 4 %", "q=w100"),
    ("a word in 0.4 %", "q=w1000"),
    ("a word in 0.02 %", "q=w19000"),
    ("a word that none has", "q=zeppelin"),
    ("two common words", "q=w2+w5"),
    ("a phrase", "q=%22w1+w3%22"),
    ("a beginning", "q=w19*"),
    ("a common word, a rare language", "q=w1&language=zh"),
    ("a word, links, first", "q=w50&links=yes&first=yes"),
    ("a word, a common rule, nobody else", "q=w20&rule=seed.common&free=yes"),
];

fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let database = std::env::var("PLACET_LOAD_DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("placet.db").display()));
    let kind = database.split(':').next().unwrap_or_default().to_owned();
    let comments: u32 = match std::env::var("PLACET_LOAD_COMMENTS") {
        Ok(number) => number.parse()?,
        Err(_) => 1_000_000,
    };
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let setting = Setting { folder: folder.path(), database: database.clone(), rules };
    let token = setting.prepare()?;
    let began = Instant::now();
    seed::fill(&database, comments)?;
    println!("{comments} pending comments on {kind}, written in {} s", began.elapsed().as_secs());
    let server = setting.serve()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let mut desk = Desk { connection: Connection::open(server.address).await?, token };
        desk.queue().await?;
        desk.page(server.address).await?;
        keyboard::measure(server.address, folder.path()).await
    })
}

/// A moderator's connection.
struct Desk {
    connection: Connection,
    token: String,
}

impl Desk {
    async fn ask(&mut self, path: &str, more: &str) -> Result<served::Answer, Failure> {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: load\r\nAuthorization: Bearer {}\r\n{more}\r\n", self.token);
        let answer = self.connection.ask(&request).await?;
        if answer.status == 200 { Ok(answer) } else { Err(format!("{path}: {} {}", answer.status, answer.body).into()) }
    }

    /// Asks the same several times; gives milliseconds, the quickest first.
    async fn times(&mut self, path: &str) -> Result<Vec<f64>, Failure> {
        self.ask(path, "").await?;
        let mut took = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let asked = Instant::now();
            self.ask(path, "").await?;
            took.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        Ok(took)
    }

    async fn queue(&mut self) -> Result<(), Failure> {
        println!(
            "\n{:<38} {:>15} {:>15} {:>15} {:>15}",
            "queue, 50 comments: p50, p95 ms", "risk", "oldest", "newest", "deep"
        );
        let mut slowest: f64 = 0.0;
        for status in ["pending", "approved"] {
            for (name, question) in QUESTIONS {
                let mut line = Vec::new();
                for (order, after) in [("risk", ""), ("oldest", ""), ("newest", ""), ("risk", DEEP)] {
                    let path = format!("/api/v1/queue?limit=50&status={status}&order={order}&{question}{after}");
                    let took = self.times(&path).await?;
                    let (p50, p95) = (at(&took, 50), at(&took, 95));
                    slowest = slowest.max(p50);
                    line.push(format!("{p50:>8.1} {p95:>6.1}"));
                }
                let name = if status == "pending" { (*name).to_owned() } else { format!("{status}: {name}") };
                println!("{name:<38} {}", line.join(" "));
            }
        }
        println!("the slowest p50: {slowest:.1} ms");
        Ok(())
    }

    /// The time of the desk's own page, with the trays' counts, and how much of it goes over the wire.
    async fn page(&mut self, address: SocketAddr) -> Result<(), Failure> {
        let form = format!("email=load%40load.example&password={}", served::PASSWORD.replace(' ', "+"));
        let log_in = format!(
            "POST /desk/login HTTP/1.1\r\nHost: load\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let answer = self.connection.ask(&log_in).await?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).ok_or("not logged in")?;
        let (mut total, mut took) = (0, Vec::new());
        for path in ["/desk?status=pending", "/assets/placet.css", "/assets/desk.js"] {
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: load\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
            );
            took.clear();
            let mut length = 0;
            for _ in 0..TIMES {
                let asked = Instant::now();
                let mut stream = tokio::net::TcpStream::connect(address).await?;
                stream.write_all(request.as_bytes()).await?;
                let mut answer = Vec::new();
                length = stream.read_to_end(&mut answer).await?;
                took.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            took.sort_by(f64::total_cmp);
            println!(
                "{path:<24} {length:>7} bytes over the wire, p50 {:.1} ms, p95 {:.1} ms",
                at(&took, 50),
                at(&took, 95)
            );
            total += length;
        }
        println!("{:<24} {total:>7} bytes over the wire", "together");
        Ok(())
    }
}

/// A place in the order of risk behind which most comments stand: those of no risk, from the middle of all on.
const DEEP: &str = "&after=0.4503599627370496000";

/// The time that so many of a hundred do not exceed.
fn at(sorted: &[f64], percent: usize) -> f64 {
    sorted.get((sorted.len() * percent / 100).min(sorted.len() - 1)).copied().unwrap_or_default()
}
