//! From a key to the next comment on the screen, in a headless Chromium.

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

use crate::at;
use crate::served::{Failure, PASSWORD};

/// Comments that are decided on.
const DECISIONS: usize = 300;

/// Runs in every page before its own script: from the key to the frame after the one that shows another comment with the
/// focus, over a change of page too.
const WATCH: &str = r"
    const now = () => performance.timeOrigin + performance.now();
    const focused = () => document.activeElement?.dataset?.id;
    const watch = () => {
        const key = JSON.parse(sessionStorage.getItem('key') ?? 'null');
        if (!key) return;
        if (focused() && focused() !== key.id) {
            requestAnimationFrame(() => setTimeout(() => {
                const took = JSON.parse(sessionStorage.getItem('took') ?? '[]');
                took.push({ took: now() - key.at, page: performance.timeOrigin > key.at });
                sessionStorage.setItem('took', JSON.stringify(took));
            }));
            sessionStorage.removeItem('key');
        } else requestAnimationFrame(watch);
    };
    addEventListener('keydown', () => {
        sessionStorage.setItem('key', JSON.stringify({ at: now(), id: focused() }));
        watch();
    }, true);
    requestAnimationFrame(watch);
";

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct BeforeEachPage;

impl WebDriverCompatibleCommand for BeforeEachPage {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": WATCH } });
        (http::Method::POST, Some(body.to_string()))
    }
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Approves comments by keyboard, and prints how long each key took.
pub async fn measure(server: SocketAddr, folder: &Path) -> Result<(), Failure> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let driver =
        Command::new("chromedriver").arg(format!("--port={port}")).env("HOME", folder).stdout(Stdio::null()).spawn();
    let Ok(driver) = driver else {
        println!("\nchromedriver not found: the keyboard is left out");
        return Ok(());
    };
    let driver = Driver(driver);
    let patience = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > patience {
            return Err("chromedriver does not listen".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let arguments =
        ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1440,900", &profile];
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), json!({ "args": arguments }));
    let window = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await?;
    let outcome = decide(&window, server).await;
    window.close().await?;
    drop(driver);
    outcome
}

async fn decide(window: &Client, server: SocketAddr) -> Result<(), Failure> {
    window.issue_cmd(BeforeEachPage).await?;
    window.goto(&format!("http://{server}/desk")).await?;
    window.find(Locator::Css("[name=email]")).await?.send_keys("load@load.example").await?;
    window.find(Locator::Css("[name=password]")).await?.send_keys(PASSWORD).await?;
    window.find(Locator::Css("button.primary")).await?.click().await?;
    window.wait().for_element(Locator::Css("article[data-id]")).await?;
    window.execute("sessionStorage.clear(); document.querySelector('article[data-id]').focus()", vec![]).await?;
    for decided in 1..=DECISIONS {
        window.active_element().await?.send_keys("a").await?;
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let took = window.execute("return JSON.parse(sessionStorage.getItem('took') ?? '[]').length", vec![]).await;
            if took.ok().and_then(|took| took.as_u64()) >= u64::try_from(decided).ok() {
                break;
            }
            if Instant::now() > patience {
                return Err(format!("after {decided} keys no comment has the focus").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let took = window.execute("return JSON.parse(sessionStorage.getItem('took'))", vec![]).await?;
    let (mut here, mut over) = (Vec::new(), Vec::new());
    for one in took.as_array().into_iter().flatten() {
        let milliseconds = one["took"].as_f64().ok_or("no time")?;
        if one["page"] == Value::Bool(true) { over.push(milliseconds) } else { here.push(milliseconds) }
    }
    let mut all: Vec<f64> = here.iter().chain(&over).copied().collect();
    println!("\n{:<38} {:>6} {:>8} {:>8}", "from a key to the next comment, ms", "keys", "p50", "p95");
    for (name, times) in [("on the same page", &mut here), ("on the next page", &mut over), ("all", &mut all)] {
        times.sort_by(f64::total_cmp);
        if !times.is_empty() {
            println!("{name:<38} {:>6} {:>8.1} {:>8.1}", times.len(), at(times, 50), at(times, 95));
        }
    }
    Ok(())
}
