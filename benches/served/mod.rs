//! `placet serve` as a process of its own, and a connection to it, for the benches.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Why a bench ends early.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The password of the moderator whom [`Setting::prepare`] adds.
pub const PASSWORD: &str = "correct horse battery";

/// Where a server of its own finds what it needs.
pub struct Setting<'a> {
    pub folder: &'a Path,
    pub database: String,
    pub rules: PathBuf,
}

/// A running server; it ends with this value.
pub struct Served {
    pub child: Child,
    pub address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Setting<'_> {
    /// `placet` with these arguments.
    fn placet(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_placet"));
        command
            .args(arguments)
            .current_dir(self.folder)
            // The bench's own variables: the server refuses what it does not know.
            .env_remove("PLACET_LOAD_DATABASE_URL")
            .env_remove("PLACET_LOAD_COMMENTS")
            .env("PLACET_DATABASE_URL", &self.database)
            .env("PLACET_RULES_DIRECTORY", &self.rules)
            .env("PLACET_LOG_LEVEL", "warn");
        command
    }

    /// A site, a moderator, and a token that acts for them.
    pub fn prepare(&self) -> Result<String, Failure> {
        let _ = self.placet(&["site", "add", "load", "--name", "Load"]).stderr(Stdio::null()).status()?;
        let add = ["user", "add", "load@load.example", "--name", "Load", "--no-mail"];
        let mut adding = self.placet(&add).stdin(Stdio::piped()).stderr(Stdio::null()).stdout(Stdio::null()).spawn()?;
        writeln!(adding.stdin.take().ok_or("no pipe")?, "{PASSWORD}")?;
        adding.wait()?;
        let made = self.placet(&["token", "create", "load@load.example", "--name", "load"]).output()?;
        Ok(String::from_utf8(made.stdout)?.trim().to_owned())
    }

    /// Starts the server, and waits until it listens.
    pub fn serve(&self) -> Result<Served, Failure> {
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = self.placet(&["serve"]).env("PLACET_LISTEN", address.to_string()).spawn()?;
        let served = Served { child, address };
        for _ in 0..500 {
            if std::net::TcpStream::connect(address).is_ok() {
                return Ok(served);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err("the server does not listen".into())
    }
}

/// An answer, as far as a load needs it.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// A header of it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A connection that stays open: as little of HTTP/1.1 as the server's answers need.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer; a long body that is right is left out.
    pub async fn ask(&mut self, request: &str) -> Result<Answer, Failure> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.read().await?;
        };
        let head = String::from_utf8_lossy(self.buffer.get(..head_end).unwrap_or_default()).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
        let mut answer = Answer { status, head, body: String::new() };
        let length: usize = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
        while self.buffer.len() < head_end + length {
            self.read().await?;
        }
        if status != 200 || length < 4096 {
            answer.body = String::from_utf8_lossy(self.buffer.get(head_end..).unwrap_or_default()).into_owned();
        }
        Ok(answer)
    }

    async fn read(&mut self) -> Result<(), Failure> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}
