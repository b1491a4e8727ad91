//! Promises kept in a real browser: Debian's Chromium, headless, driven by its own driver.

mod accessible;
mod hostile;
mod keyboard;
mod live;
mod people;
mod slips;
mod ways;

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use placet::service::Options;
use serde_json::json;

use crate::harness::{App, Database, free_port};

/// Set by `.ci/run`: then nothing may be left out.
const FORBID: &str = "PLACET_TEST_FORBID_SKIPS";

/// A browser of a test's own; gone with everything it wrote.
struct Browser {
    driver: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Browser {
    /// Starts the driver; `None`, said aloud, where Chromium is not installed.
    fn start() -> Option<Self> {
        let missing: Vec<&str> = ["chromium", "chromedriver"].into_iter().filter(|name| find(name).is_none()).collect();
        if !missing.is_empty() {
            assert!(std::env::var_os(FORBID).is_none(), "{missing:?} is not installed, and nothing may be left out");
            eprintln!("{missing:?} not found: the browser's tests are left out");
            return None;
        }
        let (port, folder) = (free_port(), tempfile::tempdir().expect("a folder"));
        let driver = Command::new(find("chromedriver")?)
            .arg(format!("--port={port}"))
            .env("TMPDIR", folder.path())
            .env("HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver runs");
        let browser = Self { driver, port, folder };
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(browser)
    }

    /// Opens a window of this width; scripts may be forbidden, as some readers do.
    async fn window(&self, width: u32, scripts: bool) -> Client {
        self.open(width, scripts, false).await
    }

    /// Opens a window of somebody who prefers dark pages.
    async fn dark_window(&self, width: u32) -> Client {
        self.open(width, true, true).await
    }

    async fn open(&self, width: u32, scripts: bool, dark: bool) -> Client {
        let profile = self.folder.path().join(format!("profile-{width}-{scripts}"));
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--window-size={width},900"));
        if dark {
            arguments.push("--blink-settings=preferredColorScheme=0".into());
        }
        let mut options = json!({ "args": arguments });
        if !scripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        // A window of a desktop cannot be as narrow as a telephone: the device is told instead.
        if width < 500 {
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": width, "height": 800, "pixelRatio": 1.0 } });
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .expect("a window")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        // A window that a failed promise left open outlives its driver: its profile's folder tells which it is.
        let _ = Command::new("pkill").arg("-f").arg(self.folder.path()).status();
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.exists())
}

/// Runs a promise on a Placet of its own, if there is a browser.
fn in_a_browser(promise: impl AsyncFnOnce(&App, &Browser)) {
    in_a_browser_with(|_| {}, promise);
}

/// The same with other options than the usual.
fn in_a_browser_with(change: impl FnOnce(&mut Options), promise: impl AsyncFnOnce(&App, &Browser)) {
    let Some(browser) = Browser::start() else { return };
    crate::harness::runtime(async {
        let app = App::start(Database::sqlite(), change).await;
        promise(&app, &browser).await;
        app.service.close().await;
    });
}
