//! Promises kept by the command line and by the process: what is answered is kept, whatever happens next.

mod audit;
mod backtest;
mod commands;
mod demo;
mod disk;
mod log;
mod reload;
mod survival;
mod versions;

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Database, free_port};

/// The program, with nothing of this machine's configuration.
pub fn placet(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_placet"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLACET_")) {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("the program runs")
}

/// Runs a command that succeeds; gives what it printed.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// A server of its own process, killed with the test.
pub struct Served {
    pub child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts `placet serve` over a database and waits until it listens.
    pub fn start(folder: &Path, database: &Database) -> Self {
        Self::start_with(folder, database, &[])
    }

    /// The same with more variables.
    pub fn start_with(folder: &Path, database: &Database, settings: &[(&str, &str)]) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let child = placet(folder)
            .arg("serve")
            .env("PLACET_DATABASE_URL", &database.url)
            .env("PLACET_LISTEN", address.to_string())
            .env("PLACET_MAIL_TRANSPORT", "folder")
            .env("PLACET_LOG_LEVEL", "warn")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program runs");
        let served = Self { child, address };
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < patience, "the server does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        served
    }

    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
