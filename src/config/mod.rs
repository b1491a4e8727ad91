//! `placet.toml` and `PLACET_*` variables, read once at start into one validated [`Config`].
//!
//! A wrong key or value is refused with file, line and what was expected: a setting that is silently ignored is
//! found at 3 a.m. The keys stand in one table, [`KEYS`], from which the variables are named and the documents checked.

mod check;
mod keys;
mod likeness;
mod place;
mod read;
mod secret;

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

pub use keys::{KEYS, Key, Kind};
pub use place::Place;
pub use read::ConfigError;
pub use secret::Secret;

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where readers and editors reach Placet, without a slash at the end.
    pub public_url: String,
    /// HTTP worker threads; 0 is one per core.
    pub workers: usize,
    /// The database.
    pub database: Database,
    /// What a comment may be, and how threads are served.
    pub comments: Comments,
    /// The netiquette.
    pub rules: Rules,
    /// How often somebody may ask.
    pub limits: Limits,
    /// Who is written to, and how.
    pub mail: Mail,
    /// Sessions, links and secrets.
    pub security: Security,
    /// What is logged, and how.
    pub log: Log,
}

/// The database.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`; it may hold a password.
    pub url: Secret,
    /// What a commit promises.
    pub durability: Durability,
    /// Connections that read.
    pub readers: u32,
    /// Writes that may wait; one more is answered with 503.
    pub queue: usize,
}

/// What a commit promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// An answered comment survives a power cut.
    Full,
    /// A power cut may lose the last moments; a crash of Placet loses nothing.
    Relaxed,
}

/// What a comment may be, and how threads are served.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Comments {
    /// The least number of characters.
    pub min_length: usize,
    /// The greatest number of characters.
    pub max_length: usize,
    /// First comments on a page.
    pub page_size: usize,
    /// The memory for published pages, in MiB.
    pub cache_mebibytes: u64,
}

/// The netiquette.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The folder of rule files; none uses the packs that ship with Placet.
    pub directory: Option<PathBuf>,
}

/// How often somebody may ask.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Drafts that one address may have checked in a minute; 0 is without end.
    pub checks_per_minute: u32,
    /// Comments that one address may report in a minute.
    pub reports_per_minute: u32,
    /// How many proxies stand before Placet and name the client in `X-Forwarded-For`.
    pub trusted_proxies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { checks_per_minute: 30, reports_per_minute: 10, trusted_proxies: 0 }
    }
}

/// Who is written to, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// How mails leave.
    pub transport: Transport,
    /// The sender of every mail.
    pub from: String,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The folder for `transport = "folder"`.
    pub folder: PathBuf,
    /// Seconds that a mail about a decision waits, so that an undo unsends it.
    pub delay_seconds: u64,
    /// The mail server for `transport = "smtp"`.
    pub smtp: Smtp,
}

/// How mails leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Nobody is written to.
    None,
    /// One `.eml` file a mail.
    Folder,
    /// A mail server.
    Smtp,
}

/// The mail server.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port; by default that of the kind of security.
    pub port: Option<u16>,
    /// How the conversation is kept private.
    pub security: SmtpSecurity,
    /// The user to log in as.
    pub user: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// The longest that one mail may take, in seconds.
    pub timeout_seconds: u64,
    /// Certificates in PEM, trusted beside the machine's own.
    pub ca_file: Option<PathBuf>,
}

/// How a conversation with a mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// Not at all.
    None,
    /// STARTTLS, demanded.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Sessions, links and secrets.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Security {
    /// How long a session at the desk lasts.
    pub session_hours: u64,
    /// How long the link in a moderator's mail is good for.
    pub mail_link_days: u64,
    /// The secret that signs links; none uses one made at the first start and kept in the database.
    pub secret: Option<Secret>,
}

/// What is logged, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// For people or for programs.
    pub format: LogFormat,
    /// A level, or a list of `target=level` (the syntax of tracing's `EnvFilter`).
    pub level: String,
}

/// The shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// JSON Lines for programs.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".into(),
            workers: 0,
            database: Database::default(),
            comments: Comments::default(),
            rules: Rules::default(),
            limits: Limits::default(),
            mail: Mail::default(),
            security: Security::default(),
            log: Log::default(),
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: Secret::from("sqlite:placet.db"), durability: Durability::Full, readers: 4, queue: 1024 }
    }
}

impl Default for Comments {
    fn default() -> Self {
        Self { min_length: 2, max_length: 5000, page_size: 50, cache_mebibytes: 16 }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            transport: Transport::None,
            from: "Placet <placet@localhost.localdomain>".into(),
            reply_to: None,
            folder: "mail".into(),
            delay_seconds: 30,
            smtp: Smtp::default(),
        }
    }
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: None,
            security: SmtpSecurity::StartTls,
            user: None,
            password: None,
            timeout_seconds: 30,
            ca_file: None,
        }
    }
}

impl Default for Security {
    fn default() -> Self {
        Self { session_hours: 12, mail_link_days: 14, secret: None }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".into() }
    }
}

impl Smtp {
    /// The port, or that of the kind of security: 587 for STARTTLS, 465 for TLS (RFC 8314), 25 without.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            SmtpSecurity::StartTls => 587,
            SmtpSecurity::Tls => 465,
            SmtpSecurity::None => 25,
        })
    }
}
