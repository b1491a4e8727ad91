//! A load on the whole product, over real sockets: submissions a second and their latency, reads of a thread.
//!
//! `cargo bench --bench load` starts `placet serve` on a fresh SQLite file with 300 rules loaded (or on the database
//! of `PLACET_LOAD_DATABASE_URL`), and stops it afterwards. Server and load share the machine. It prints what it
//! measures and fails only when answers are wrong, never when they are slow.

mod served;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use served::{Connection, Failure, Setting};

/// How long each step loads the server.
const STEP: Duration = Duration::from_secs(5);
/// Rules loaded, the shipped ones included.
const RULES: usize = 300;
/// Comments in the thread that is read.
const THREAD: usize = 100;

fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let database = std::env::var("PLACET_LOAD_DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("placet.db").display()));
    let kind = database.split(':').next().unwrap_or_default().to_owned();
    let rules = write_rules(folder.path())?;
    let setting = Setting { folder: folder.path(), database, rules };
    let token = setting.prepare()?;
    let server = setting.serve()?;
    println!("placet serve on {kind}, {RULES} rules loaded, load generator on the same machine");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(load(server.address, server.child.id(), token))
}

/// The shipped rules, and pattern rules of a usual kind up to the number wanted.
fn write_rules(folder: &Path) -> Result<std::path::PathBuf, Failure> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let target = folder.join("rules");
    copy(&source, &target)?;
    let pack = target.join("rci.yaml");
    let text = std::fs::read_to_string(&pack)?;
    let shipped = text.lines().filter(|line| line.starts_with("  - id:")).count();
    let (before, after) = text.split_once("\nrules:\n").ok_or("rules/rci.yaml has no rules")?;
    let added: Vec<String> = (shipped..RULES)
        .map(|number| {
            format!(
                "  - id: load.{number}\n    when: {{pattern: '(?i)\\bload{number}(?:s|ed|ing)?\\s+word\\b'}}\n    \
                 tests: {{fires: [\"a {{{{load{number} word}}}} here\"], passes: [\"nothing\"]}}\n"
            )
        })
        .collect();
    std::fs::write(&pack, format!("{before}\nrules:\n{}{after}", added.concat()))?;
    Ok(target)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

async fn load(address: SocketAddr, server: u32, token: String) -> Result<(), Failure> {
    println!("\nresident at start: {} MB", resident(server)?);
    println!(
        "\n{:<28} {:>10} {:>9} {:>9} {:>7} {:>12} {:>8}",
        "submissions (600 bytes)", "a second", "p50 ms", "p99 ms", "busy", "resident MB", "CPU µs"
    );
    let number = Arc::new(AtomicU64::new(0));
    for clients in [1, 16, 64, 256] {
        let next = Arc::clone(&number);
        let before = processor_time(server)?;
        let measured = run(address, clients, move || submission(next.fetch_add(1, Ordering::Relaxed), "load")).await?;
        let each = processor_time(server)?.saturating_sub(before) / u32::try_from(measured.took.len().max(1))?;
        let more = format!("{:>13} {:>8}", resident(server)?, each.as_micros());
        measured.print(&format!("{clients} clients"), &more);
    }

    let mut connection = Connection::open(address).await?;
    for count in 0..THREAD {
        let answer = connection.ask(&submission(1_000_000_000 + u64::try_from(count)?, "read")).await?;
        let id =
            answer.body.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or("no id")?.to_owned();
        let body = "{\"version\":1,\"verdict\":\"approve\"}";
        let decide = format!(
            "POST /api/v1/comments/{id}/decisions HTTP/1.1\r\nHost: load\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let decided = connection.ask(&decide).await?;
        if decided.status != 200 {
            return Err(format!("a decision was answered with {}: {}", decided.status, decided.body).into());
        }
    }
    println!("\n{:<28} {:>10} {:>9} {:>9} {:>7}", "reads of 100 comments", "a second", "p50 ms", "p99 ms", "busy");
    let path = "/api/v1/sites/load/threads/read/comments?limit=100";
    let read = format!("GET {path} HTTP/1.1\r\nHost: load\r\n\r\n");
    let answer = connection.ask(&read).await?;
    let etag = answer.header("etag").ok_or("no entity tag")?.to_owned();
    let again = format!("GET {path} HTTP/1.1\r\nHost: load\r\nIf-None-Match: {etag}\r\n\r\n");
    for clients in [1, 16, 64] {
        let request = read.clone();
        run(address, clients, move || request.clone()).await?.print(&format!("{clients} clients"), "");
    }
    run(address, 16, move || again.clone()).await?.print("16 clients, unchanged (304)", "");
    println!("\nresident at the end: {} MB", resident(server)?);
    Ok(())
}

/// A comment of about 600 bytes, each another one.
fn submission(number: u64, thread: &str) -> String {
    let words = "The bridge was promised before the last election and again before this one, and each time the study \
                 said the same: the river is wide, the winters are shorter, the barges are old. My neighbours drive \
                 to the clinic over ice that was measured twice a week. Perhaps the council could publish those \
                 measurements, as the paper asked in March; then we would all know when to stay at home. ";
    let body = format!(
        "{{\"name\":\"Ada Lovelace\",\"email\":\"reader{number}@load.example\",\"text\":\"Comment {number}. {words}\"}}"
    );
    format!(
        "POST /api/v1/sites/load/threads/{thread}-{}/comments HTTP/1.1\r\nHost: load\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        if thread == "read" { String::new() } else { (number % 50).to_string() },
        body.len()
    )
    .replace("read-/", "read/")
}

/// What a step measured.
struct Measured {
    /// Microseconds of each answered request.
    took: Vec<u64>,
    busy: u64,
    lasted: Duration,
}

impl Measured {
    /// Prints it as a row of the table, `more` at its end.
    fn print(mut self, name: &str, more: &str) {
        self.took.sort_unstable();
        let at = |share: f64| {
            #[expect(
                clippy::as_conversions,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a place in a list"
            )]
            let place = (self.took.len() as f64 * share) as usize;
            #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "milliseconds to read")]
            let milliseconds = self.took.get(place).copied().unwrap_or_default() as f64 / 1000.0;
            milliseconds
        };
        #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a rate to read")]
        let rate = self.took.len() as f64 / self.lasted.as_secs_f64();
        println!("{name:<28} {rate:>10.0} {:>9.2} {:>9.2} {:>7}{more}", at(0.50), at(0.99), self.busy);
    }
}

async fn run(
    address: SocketAddr,
    clients: usize,
    request: impl Fn() -> String + Send + Sync + 'static,
) -> Result<Measured, Failure> {
    let request = Arc::new(request);
    let began = Instant::now();
    let mut working = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let request = Arc::clone(&request);
        working.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let (mut took, mut busy) = (Vec::new(), 0);
            while began.elapsed() < STEP {
                let request = request();
                let asked = Instant::now();
                let answer = connection.ask(&request).await?;
                match answer.status {
                    200 | 201 | 304 => took.push(u64::try_from(asked.elapsed().as_micros())?),
                    503 => busy += 1,
                    status => return Err(format!("answered with {status}: {}", answer.body).into()),
                }
            }
            Ok::<_, Failure>((took, busy))
        });
    }
    let mut measured = Measured { took: Vec::new(), busy: 0, lasted: STEP };
    while let Some(worked) = working.join_next().await {
        let (took, busy) = worked??;
        measured.took.extend(took);
        measured.busy += busy;
    }
    measured.lasted = began.elapsed();
    Ok(measured)
}

/// The processor's time that a process has taken on all cores: less at the mercy of what else a machine does than a rate.
fn processor_time(process: u32) -> Result<Duration, Failure> {
    /// Linux counts in hundredths of a second, whatever its clock.
    const TICK: Duration = Duration::from_millis(10);
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Behind the name, which may hold anything, come the state and ten numbers, then the user's and the system's ticks.
    let (_, behind_name) = stat.rsplit_once(')').ok_or("no name")?;
    let ticks: Vec<u32> = behind_name.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(TICK * ticks.iter().sum())
}

/// The resident memory of a process, in MB.
fn resident(process: u32) -> Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS")).ok_or("no VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    // The kernel's kB are 1,024 bytes.
    Ok(kilobytes * 1024 / 1_000_000)
}
